"""The guide: its generated sections are up to date, and it is published apart from the digest."""

import importlib
import re
from collections.abc import Callable
from pathlib import Path

import guide
import pytest

from generator.core.config import Config
from generator.library import load
from tests.support.browser import PHONE, Window, find_violations
from tests.support.paths import ROOT
from tests.support.sites import LOCAL, Pages, parse_site, serve_folder

PAGES = sorted(guide.GUIDE.glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.stem))
def test_generated_sections_are_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == guide.update_sections(text), "run: make guide"


def test_generated_sections_are_in_two_pages() -> None:
    generated = [page.stem for page in PAGES if "<!-- generated:" in page.read_text("utf-8")]
    assert generated == ["architecture", "reference"]


def test_the_reference_has_every_environment_variable_that_the_code_reads() -> None:
    reference = (guide.GUIDE / "reference.md").read_text(encoding="utf-8")
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "generator").rglob("*.py")]
    quoted = {
        name
        for source in sources
        if "os.environ" in source
        for name in re.findall(r'"([A-Z]+(?:_[A-Z0-9]+)+)"', source)
    }
    only_set = {"LC_ALL", "NO_MKDOCS_2_WARNING"}
    assert quoted >= {"SOURCE_DATE_EPOCH", "OPENALEX_API_KEY"}
    assert [name for name in quoted - only_set if f"`{name}`" not in reference] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.stem))
def test_every_dotted_name_in_the_guide_exists(page: Path) -> None:
    names = re.findall(r"`(generator(?:\.\w+)+)`", page.read_text(encoding="utf-8"))
    assert [name for name in dict.fromkeys(names) if not _exists(name)] == []


def _exists(name: str) -> bool:
    parts = name.split(".")
    for size in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:size]))
        except ModuleNotFoundError:
            continue
        return all((found := getattr(found, part, None)) is not None for part in parts[size:])
    return False


HAS_EXAMPLE_DIGEST = (ROOT / "papers" / "2025" / "2402.07197.md").exists()
"""Whether this is the generator's own repository, in which the guide must be published."""


@pytest.fixture(scope="module")
def live_pages(live: Config) -> Pages:
    """The pages of this repository's own site; only another digest may leave the guide out."""
    pages = parse_site(live.site)
    if f"{LOCAL}guide/" not in pages and not HAS_EXAMPLE_DIGEST:
        pytest.skip("this digest does not publish the guide")
    return pages


@pytest.mark.usefixtures("live_pages")
def test_the_guide_is_not_searched_and_not_counted(live: Config) -> None:
    site = load.load(live)
    assert [page.path for page in site.hand_written_pages if page.path.startswith("guide/")] == []
    assert site.uncounted_pages == len(PAGES)


def test_every_page_of_the_guide_is_reached_from_about(live_pages: Pages) -> None:
    about = live_pages[f"{LOCAL}about/"]
    linked = {href for href in about.xpath("//article//a/@href") if "/guide/" in href}
    if not linked and not HAS_EXAMPLE_DIGEST:
        pytest.skip("this digest has another About page")
    stems = ("" if page.stem == "index" else f"{page.stem}/" for page in PAGES)
    assert linked == {f"../guide/{stem}" for stem in stems}


def test_every_page_of_the_guide_is_under_about(live_pages: Pages) -> None:
    for page in PAGES:
        stem = "" if page.stem == "index" else f"{page.stem}/"
        trail = live_pages[f"{LOCAL}guide/{stem}"].xpath("//p[@class='trail']/a")
        assert [link.text for link in trail] == ["About", "Guide"][: 2 if stem else 1]
        current = live_pages[f"{LOCAL}guide/{stem}"].xpath("//nav/a[@aria-current]")
        assert [link.get("href").rstrip("/").split("/")[-1] for link in current] == ["about"]


def test_the_old_address_of_the_scaling_page_redirects(live_pages: Pages) -> None:
    page = live_pages[f"{LOCAL}scaling/"]
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../guide/scaling/"]
    assert f"{LOCAL}guide/scaling/" in live_pages


@pytest.mark.browser
@pytest.mark.usefixtures("live_pages")
@pytest.mark.parametrize("page", ["scaling", "reference"])
def test_axe_finds_nothing_in_tables_and_code_of_the_guide_on_a_phone(
    open_window: Callable[..., Window], live: Config, page: str
) -> None:
    window = open_window().page
    window.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    with serve_folder(live.site) as address:
        window.goto(f"{address}guide/{page}/")
        assert find_violations(window) == []
        assert window.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
