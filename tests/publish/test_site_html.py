"""The HTML of a built site: working links, complete heads, and all texts of the papers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

import lxml.etree
import lxml.html
import pytest

from generator.core import permalinks
from generator.core.config import Config
from generator.library import load
from generator.render import views
from generator.text.strings import paragraphs
from generator.text.tex import to_plain_text
from tests.support.awkward_papers import LONG_WORD, NASTY_TITLES
from tests.support.pages import fold_whitespace, visible_text
from tests.support.paths import CAPTURE
from tests.support.projects import SITE_NAME
from tests.support.sites import (
    LOCAL,
    Pages,
    build_site,
    find_broken_links,
    find_missing_paragraphs,
    parse_site,
    references,
)

ERROR_PAGE = LOCAL + "404.html"


def test_every_internal_link_leads_to_a_file_and_anchor(built: Config, crawled: Pages) -> None:
    assert len(crawled) > 150
    assert find_broken_links(built.site, crawled) == []


def test_a_broken_link_and_a_missing_anchor_are_found(tmp_path: Path) -> None:
    links = "<a href='none/'>a</a><a href='#none'>b</a><a href='/'>c</a><img src='x.png'>"
    (tmp_path / "index.html").write_text(links, encoding="utf-8")
    targets = {target for _, target in find_broken_links(tmp_path, parse_site(tmp_path))}
    assert targets == {LOCAL + "none/", LOCAL + "#none", LOCAL + "x.png"}


def test_every_page_is_reached_by_links_from_the_home_page(crawled: Pages) -> None:
    links: dict[str, set[str]] = {}
    for source, target in references(crawled):
        links.setdefault(source, set()).add(unquote(urldefrag(target).url.split("?")[0]))
    reached, ahead = set(), {LOCAL}
    while ahead:
        reached |= ahead
        ahead = {target for page in ahead for target in links.get(page, ())} - reached
        ahead &= crawled.keys()
    assert crawled.keys() - reached == {ERROR_PAGE}


def test_no_heading_skips_a_level(crawled: Pages) -> None:
    for address, page in crawled.items():
        levels = [
            int(heading.tag[1])
            for heading in page.xpath("//article//*[self::h1|self::h2|self::h3]")
        ]
        steps = zip([0, *levels], levels, strict=False)
        assert all(after <= before + 1 for before, after in steps), address


def test_every_page_has_exactly_one_main_heading(crawled: Pages) -> None:
    assert [address for address, page in crawled.items() if len(page.xpath("//h1")) != 1] == []


def test_every_page_has_a_unique_title(crawled: Pages) -> None:
    titles: dict[str, str] = {}
    for address, page in crawled.items():
        (title,) = page.xpath("//head/title")
        assert fold_whitespace(title.text_content())
        assert titles.setdefault(title.text_content(), address) == address


def test_every_page_has_a_description(crawled: Pages) -> None:
    for address, page in crawled.items():
        (description,) = page.xpath("//head/meta[@name='description']/@content")
        assert 10 < len(description) <= 300, address


def test_every_page_s_canonical_link_is_its_address(crawled: Pages) -> None:
    for address, page in crawled.items():
        if address != ERROR_PAGE:
            assert page.xpath("//link[@rel='canonical']/@href") == [address]


def test_every_page_names_its_language_and_the_favicon(built: Config, crawled: Pages) -> None:
    for address, page in crawled.items():
        assert page.get("lang") == "en"
        (icon,) = page.xpath("//link[@rel='icon']/@href")
        assert urljoin(address, icon).startswith(LOCAL)
        if address != ERROR_PAGE:
            assert (built.site / urljoin(address, icon).removeprefix(LOCAL)).is_file()


def test_the_navigation_has_at_most_six_working_entries(crawled: Pages) -> None:
    entries = crawled[LOCAL].xpath("//nav[@class='tabs md-grid']/a")
    assert 3 <= len(entries) <= 6
    for entry in entries:
        assert urljoin(LOCAL, entry.get("href")) in crawled


def test_no_page_loads_anything_from_another_host(crawled: Pages) -> None:
    """Browsers do not fetch links to a canonical or alternate form."""
    is_alternate = "@rel='canonical' or contains(concat(' ', @rel, ' '), ' alternate ')"
    loaded = f"//script/@src|//img/@src|//link[not({is_alternate})]/@href|//iframe/@src"
    for address, page in crawled.items():
        hosts = {urlsplit(urljoin(address, url)).netloc for url in page.xpath(loaded)}
        assert hosts == {urlsplit(LOCAL).netloc}


def test_all_abstracts_are_shown_word_for_word(built: Config, crawled: Pages) -> None:
    capture = fold_whitespace(CAPTURE.read_text(encoding="utf-8-sig"))
    papers = load.load(built).papers
    assert len(papers) == 41
    assert find_missing_paragraphs(papers, crawled) == []
    assert all(
        fold_whitespace(text) in capture for paper in papers for text in paragraphs(paper.abstract)
    )


def test_every_paper_links_to_its_tags_day_and_authors(built: Config, crawled: Pages) -> None:
    site = load.load(built)
    for paper in site.papers:
        address = LOCAL + permalinks.url_path(permalinks.paper(paper.slug))
        links = {urljoin(address, href) for href in crawled[address].xpath("//article//a/@href")}
        expected = [permalinks.day(paper.date), *map(permalinks.tag, paper.tags)]
        expected += [
            permalinks.author(author.slug) for author in paper.authors if site.has_page(author.slug)
        ]
        assert {LOCAL + permalinks.url_path(path) for path in expected} <= links
        searched = {
            name for link in links for name in parse_qs(urlsplit(link).query).get("author", [])
        }
        assert searched == {
            author.name for author in paper.authors if not site.has_page(author.slug)
        }


def test_the_search_indexes_papers_and_hand_written_pages_only(built: Config) -> None:
    papers = {permalinks.url_path(permalinks.paper(p.slug)) for p in load.load(built).papers}
    assert {record["path"] for record in _search_records(built.site)} == papers | {"about/"}


def test_the_theme_s_search_index_is_neither_built_nor_requested(
    built: Config, crawled: Pages
) -> None:
    assert not list(built.site.rglob("search_index.*"))
    assert not [page for page in crawled.values() if page.xpath("//form[@name='search']")]


def test_every_page_announces_the_site_as_a_search_engine(built: Config, crawled: Pages) -> None:
    for page in crawled.values():
        if not page.xpath("//meta[@http-equiv='refresh']"):
            (link,) = page.xpath("//link[@rel='search']")
            assert link.get("type") == "application/opensearchdescription+xml"
            assert link.get("title") == SITE_NAME
    description = lxml.etree.parse(built.site / "opensearch.xml")
    names = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    (url,) = description.xpath("//o:Url/@template", namespaces=names)
    assert url == LOCAL + "search/?q={searchTerms}"
    assert description.xpath("string(//o:ShortName)", namespaces=names) == SITE_NAME


@pytest.mark.parametrize("address", ["https://someone.github.io/fork/", "https://x.github.io/fork"])
def test_a_fork_s_site_uses_the_fork_s_addresses(
    project: Config,
    add_entry: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    add_entry()
    monkeypatch.setenv("SITE_URL", address)
    build_site(project)
    root = address.rstrip("/") + "/"
    pages = parse_site(project.site, root)
    assert find_broken_links(project.site, pages, root) == []
    for url, page in pages.items():
        if not url.endswith("404.html"):
            assert page.xpath("//link[@rel='canonical']/@href") == [url]
    deep = {root + "no/such/page/": pages[root + "404.html"]}
    assert find_broken_links(project.site, deep | pages, root) == []
    assert {t for _, t in references(deep)} >= {root, root + "tags/", root + "assets/favicon.svg"}
    assert root + "papers/2402.07197/" in (project.site / "sitemap.xml").read_text("utf-8")


def test_an_empty_project_has_a_site_without_broken_links(project: Config) -> None:
    assert build_site(project).pages > 5
    pages = parse_site(project.site)
    assert find_broken_links(project.site, pages) == []
    assert "No papers yet" in pages[LOCAL].text_content()


def test_the_old_address_of_a_paper_redirects(
    project: Config, add_entry: Callable[..., Path]
) -> None:
    path = add_entry()
    path.write_text(path.read_text("utf-8").replace("tags:", "aliases: [old, 2402.07197v1]\ntags:"))
    path.rename(path.with_name("new.md"))
    build_site(project)
    pages = parse_site(project.site)
    assert find_broken_links(project.site, pages) == []
    for old in ("old", "2402.07197v1"):
        page = pages[f"{LOCAL}papers/{old}/"]
        (refresh,) = page.xpath("//meta[@http-equiv='refresh']/@content")
        target = urljoin(f"{LOCAL}papers/{old}/", refresh.partition("url=")[2])
        assert target == f"{LOCAL}papers/new/"
        (canonical,) = page.xpath("//link[@rel='canonical']/@href")
        assert urljoin(f"{LOCAL}papers/{old}/", canonical) == f"{LOCAL}papers/new/"
        for ending in ("bib", "ris", "json"):
            current, alias = (project.site / "papers" / f"{slug}.{ending}" for slug in ("new", old))
            assert alias.read_bytes() == current.read_bytes()


@pytest.mark.parametrize(("slug", "title"), NASTY_TITLES.items())
def test_nasty_texts_are_shown_exactly(nasty_pages: Pages, slug: str, title: str) -> None:
    page = nasty_pages[f"{LOCAL}papers/{slug}/"]
    assert page.xpath("string(//head/title)") == f"{to_plain_text(title)} - {SITE_NAME}"
    assert fold_whitespace(page.xpath("string(//h1)")) == visible_text(title)
    article = fold_whitespace(page.xpath("//article")[0].text_content())
    for text in ('Bobby "<b>" Tables', "R'); DROP {{ x }} <script>window.hacked=1</script>"):
        assert text in article
    assert "C++ & <T> {{ x }} *y* <script>window.hacked=1</script>" in article


def test_nasty_abstracts_are_shown_exactly(nasty: Config, nasty_pages: Pages) -> None:
    for paper in load.load(nasty).papers:
        page = nasty_pages[f"{LOCAL}papers/{paper.slug}/"]
        texts = [fold_whitespace(element.text_content()) for element in page.xpath("//article//p")]
        expected = [visible_text(text) for text in paragraphs(paper.abstract)]
        assert [text for text in texts if text in " ".join(expected)] == expected
        (description,) = page.xpath("//head/meta[@name='description']/@content")
        assert description == views.description(paper)


def test_lists_show_nasty_titles_exactly(nasty_pages: Pages) -> None:
    titles = {visible_text(title) for title in NASTY_TITLES.values()}
    for path in ("", "tags/nasty/", "dates/2025/03/11/", "authors/bobby-b-tables/"):
        headings = nasty_pages[LOCAL + path].xpath("//article//*[@class='card']")
        assert {fold_whitespace(heading.text_content()) for heading in headings} == titles


def test_nasty_texts_add_no_elements_or_attributes(nasty_pages: Pages) -> None:
    for page in nasty_pages.values():
        assert not page.xpath("//article//script|//article//img|//article//b")
        assert not page.xpath("//article//i[not(ancestor::*[@class='cite'])]")
        assert not page.xpath("//*[@class='cite']/p//*[not(self::i)]|//*[@class='cite']/pre//*")
        for reference in page.xpath("//*[@class='cite']/p"):
            assert len(reference.xpath(".//i")) == 1  # the venue, whose name contains "<i>"
            assert "<i>ICML</i> & *co* </p>" in reference.xpath("string(.//i)")
        assert not page.xpath("//@onerror|//article//@onclick|//a[starts-with(@href,'javascript')]")
        data = "@type='application/ld+json'"  # data is not run
        assert not page.xpath(f"//script[contains(., 'hacked') and not({data})]")
        assert all("<" not in text for text in page.xpath(f"//script[{data}]/text()"))


def test_the_pages_of_nasty_papers_have_no_broken_links(nasty: Config, nasty_pages: Pages) -> None:
    assert find_broken_links(nasty.site, nasty_pages) == []


def test_the_search_shows_nasty_titles_exactly(nasty: Config) -> None:
    titles = {record["title"] for record in _search_records(nasty.site)}
    assert {to_plain_text(paper.title) for paper in load.load(nasty).papers} <= titles


def test_a_word_of_sixty_letters_is_not_split(nasty_pages: Pages) -> None:
    assert len(LONG_WORD) == 60
    assert LONG_WORD in nasty_pages[f"{LOCAL}papers/word/"].xpath("string(//h1)")


def _search_records(site: Path) -> list[dict[str, Any]]:
    blocks = sorted((site / "search" / "records").iterdir())
    return [record for block in blocks for record in json.loads(block.read_text(encoding="utf-8"))]
