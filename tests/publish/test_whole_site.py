"""Builds of the whole site: Zensical's equals that of MkDocs, and plugins work."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import lxml.etree
import pytest
from playwright.sync_api import expect

from generator.core import config as settings
from generator.core.config import Config
from generator.publish import build_docs, pipeline
from tests.support.awkward_papers import NASTY_TAGS, add_nasty_entries
from tests.support.browser import Window
from tests.support.cli import run, run_process
from tests.support.pages import fold_whitespace
from tests.support.projects import copy_project, make_project
from tests.support.shared_folders import shared_folder
from tests.support.sites import LOCAL, Pages, parse_site, serve_folder
from tests.support.small_site import replace_text

needs_zensical = pytest.mark.skipif(not find_spec("zensical"), reason="Zensical is not installed")


@dataclass(frozen=True)
class Both:
    """The sites that both builders build from one project."""

    mkdocs: Path
    zensical: Path

    @property
    def pages(self) -> tuple[Pages, Pages]:
        return parse_site(self.mkdocs), parse_site(self.zensical)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """A copy of the first digest with nasty entries, numbered pages, an alias and an image."""
    with shared_folder(tmp_path_factory, "both", _build_both) as root:
        yield Both(root / "mkdocs", root / "site")


def _build_both(root: Path) -> None:
    copy_project(root)
    add_nasty_entries(root / "papers")
    with (root / "taxonomy.yml").open("a", encoding="utf-8") as taxonomy:
        taxonomy.write(NASTY_TAGS)
    entry = root / "papers" / "2025" / "2402.07197.md"
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("---\n", "---\naliases: [old-name]\n", 1), encoding="utf-8")
    (root / "docs" / "more").mkdir(parents=True)
    (root / "docs" / "more" / "picture.svg").write_text("<svg/>", encoding="utf-8")
    text = "# More\n\n![picture](picture.svg) and [a tag](../tags/pretraining/index.md)\n"
    (root / "docs" / "more" / "page.md").write_text(text, encoding="utf-8")
    config = replace(settings.load(root), papers_per_page=3)
    _, written = build_docs.build(config)
    pipeline.build_site(config, written.digests)
    shutil.copytree(config.site, root / "mkdocs")
    pipeline.build_site(config, written.digests, "zensical")


@needs_zensical
def test_both_sites_have_the_same_addresses(both: Both) -> None:
    ours, theirs = both.pages
    assert theirs.keys() == ours.keys()
    for kind in (
        "",
        "papers/2402.07197/",
        "papers/old-name/",
        "papers/script/",
        "tags/",
        "tags/pretraining/",
        "tags/pretraining/1/",
        "dates/",
        "dates/2025/",
        "dates/2025/03/",
        "dates/2025/03/11/",
        "published/",
        "published/2024/",
        "authors/",
        "authors/letter/z/",
        "authors/chelsea-finn/",
        "search/",
        "about/",
        "more/page/",
        "404.html",
    ):
        assert LOCAL + kind in ours


def _article(page: Any) -> Any:
    return (page.xpath("//article") or page.xpath("//main") or [page])[0]


def _head(page: Any) -> list[Any]:
    return [
        [fold_whitespace(title.text_content()) for title in page.xpath("//head/title")],
        page.xpath("//link[@rel='canonical']/@href"),
        page.xpath("//head/meta[@name='description']/@content"),
        page.get("lang"),
    ]


@needs_zensical
def test_every_page_has_the_same_title_canonical_link_and_description(both: Both) -> None:
    ours, theirs = both.pages
    for address, page in ours.items():
        assert _head(theirs[address]) == _head(page), address


@needs_zensical
def test_every_page_has_the_same_text_headings_and_classes(both: Both) -> None:
    ours, theirs = both.pages
    for address, page in ours.items():
        if address != LOCAL + "404.html":
            shapes = [
                [
                    (element.tag, element.get("class"), fold_whitespace(element.text or ""))
                    for element in _article(tree).iter()
                    if element.get("id") != "__skip"
                ]
                for tree in (page, theirs[address])
            ]
            assert shapes[0] == shapes[1], address


@needs_zensical
def test_every_page_has_the_same_links(both: Both) -> None:
    ours, theirs = both.pages
    for address, page in ours.items():
        links = [
            [urljoin(address, link) for link in _article(tree).xpath(".//@href|.//@src")]
            for tree in (page, theirs[address])
        ]
        assert links[0] == links[1], address


@needs_zensical
def test_files_other_than_pages_are_the_same_bytes(both: Both) -> None:
    paths = [both.mkdocs / "more" / "picture.svg"]
    paths += [path for path in (both.mkdocs / "search").rglob("*") if path.suffix != ".html"]
    assert len(paths) > 20
    for path in filter(Path.is_file, paths):
        assert (both.zensical / path.relative_to(both.mkdocs)).read_bytes() == path.read_bytes()


@needs_zensical
def test_both_describe_the_search_engine_alike(both: Both) -> None:
    descriptions = [
        lxml.etree.tostring(lxml.etree.parse(site / "opensearch.xml"), method="c14n")
        for site in (both.mkdocs, both.zensical)
    ]
    assert descriptions[0] == descriptions[1]
    assert b"{searchTerms}" in descriptions[0]


@needs_zensical
def test_both_sitemaps_list_the_same_addresses(both: Both) -> None:
    texts = [
        {text.strip() for text in lxml.etree.parse(site / "sitemap.xml").xpath("//*/text()")}
        for site in (both.mkdocs, both.zensical)
    ]
    addresses = [{text for text in of_site if text.startswith(LOCAL)} for of_site in texts]
    assert addresses[0] == addresses[1]
    assert LOCAL + "papers/2402.07197/" in addresses[0]
    assert LOCAL + "papers/old-name/" not in addresses[0]


@needs_zensical
@pytest.mark.browser
def test_zensical_s_search_page_needs_no_other_host(
    open_window: Callable[..., Window], both: Both
) -> None:
    window = open_window()
    with serve_folder(both.zensical) as address:
        page = window.open(address + "search/?q=graphtranslator")
        expect(page.locator(".result-title").first).to_contain_text("GraphTranslator")
        page = window.open(address)
        assert page.locator("h1").inner_text() == "Paper Digest"
        page.locator("article a", has_text="11 March 2025").first.click()
        page.wait_for_url("**/dates/2025/03/11/")
    assert window.external_requests == []
    assert window.page_errors == []


@needs_zensical
def test_a_broken_link_stops_the_build_with_zensical_s_message(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project.docs / "own.md").write_text("# Own\n\n[broken](none.md)\n", encoding="utf-8")
    process = run_process(project.root, "site", "--builder", "zensical")
    assert process.returncode == 2
    assert process.stderr.startswith("error: the site builder stopped:\nown.md:3:")
    assert "Traceback" not in process.stderr


@needs_zensical
def test_a_build_with_mkdocs_after_zensical_is_a_full_one(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    _, written = build_docs.build(project)
    pipeline.build_site(project, written.digests)
    page = project.site / "about" / "index.html"
    before = page.read_bytes()
    pipeline.build_site(project, written.digests, "zensical")
    assert page.read_bytes() != before
    result = pipeline.build_site(project, written.digests)
    assert result.full_build_reason == "no record of a previous build"
    assert page.read_bytes() == before
    assert not (project.site / "search.json").exists()


def test_a_site_with_plugins_is_built_by_mkdocs_every_time(site: Config) -> None:
    replace_text(site.root / "mkdocs.yml", "plugins: []", "plugins: [search]")
    reason = "the settings contain plugins, hooks or use_directory_urls: false"
    for _ in range(2):
        assert f"; everything rebuilt ({reason})\n" in run(site, "site").output
    assert (site.site / "search" / "search_index.json").is_file()
    replace_text(site.root / "mkdocs.yml", "plugins: [search]", "plugins: []")
    assert run(site, "site").exit_code == 0
    assert not (site.site / "search" / "search_index.json").exists()
