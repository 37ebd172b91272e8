"""The head of a paper's page, for papers unlike those of the built sites."""

import datetime as dt
from typing import Any

import lxml.html
import pytest

from generator.core.model import Link
from generator.library import taxonomy
from generator.library.site import SiteSettings, assemble
from generator.render.citations.formats import Citations
from generator.render.metadata import head
from tests.support.pages import parse_fragment
from tests.support.papers import TAXONOMY, make_authors, make_paper

DEFAULT_SETTINGS = SiteSettings()


def make_head(settings: SiteSettings = DEFAULT_SETTINGS, **changes: object) -> Any:
    """Return the head of a paper's page as an element."""
    paper = make_paper(**changes)
    site = assemble([paper], taxonomy.parse(TAXONOMY, "t.yml"), settings=settings)
    markup = head.paper_head(site, paper, Citations(site).item(paper))
    return lxml.html.document_fromstring(f"<!doctype html><head>{markup}</head>").find("head")


def contents(page: Any, name: str) -> list[str]:
    """Return the contents of the meta elements with a name or property."""
    values: list[str] = page.xpath(f"meta[@name='{name}' or @property='{name}']/@content")
    return values


@pytest.mark.parametrize(
    ("venue", "journals", "conferences"),
    [
        ("Journal of Examples 12(3), 2024", ["Journal of Examples"], []),
        ("Proceedings of the 3rd Conference on Maps 2024", [], ["Conference on Maps"]),
        ("arXiv preprint", [], []),
        (None, [], []),
    ],
)
def test_the_container_s_title_implies_the_type(
    venue: str | None, journals: list[str], conferences: list[str]
) -> None:
    page = make_head(venue=venue)
    assert contents(page, "citation_journal_title") == journals
    titles = contents(page, "citation_conference_title")
    assert len(titles) == len(conferences)
    assert all(expected in title for expected, title in zip(conferences, titles, strict=True))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Martin Luther King Jr.", "King, Martin Luther Jr."),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("The ATLAS Collaboration", "The ATLAS Collaboration"),
        ('Ada "<b>" Lovelace', 'Lovelace, Ada "<b>"'),
    ],
)
def test_family_names_come_first_and_group_names_stay_unsplit(name: str, expected: str) -> None:
    page = make_head(authors=make_authors(name, "Blaise Pascal"))
    assert contents(page, "citation_author") == [expected, "Pascal, Blaise"]


def test_a_paper_without_authors_has_no_author_element() -> None:
    page = make_head(authors=())
    assert contents(page, "citation_author") == []
    assert contents(page, "citation_title") == ["On the Use of Tests"]


@pytest.mark.parametrize(
    ("published", "venue", "date", "online"),
    [
        (dt.date(2024, 2, 1), None, "2024/02/01", ["2024/02/01"]),
        (dt.date(2024, 2, 1), "WWW 2024", "2024/02/01", ["2024/02/01"]),
        (dt.date(2023, 12, 31), "WWW 2024", "2024", ["2023/12/31"]),
        (None, "WWW 2024", "2024", []),
        (None, None, "", []),
    ],
)
def test_the_date_is_a_day_only_in_the_venue_s_year(
    published: dt.date | None, venue: str | None, date: str, online: list[str]
) -> None:
    page = make_head(published=published, venue=venue)
    assert contents(page, "citation_publication_date") == ([date] if date else [])
    assert contents(page, "citation_online_date") == online
    days = [published.isoformat()] if published else []
    assert contents(page, "article:published_time") == days


def test_an_updated_paper_has_its_date_and_separate_tags() -> None:
    page = make_head(updated=dt.date(2024, 3, 5), tags=("testing", "measuring"))
    assert contents(page, "article:modified_time") == ["2024-03-05"]
    assert contents(page, "article:tag") == ["Testing", "Measuring"]
    assert contents(page, "citation_keywords") == ["Testing; Measuring"]
    assert not contents(make_head(), "article:modified_time")


@pytest.mark.parametrize("language", ["en", "de", "pt-BR"])
def test_the_language_is_that_of_the_site(language: str) -> None:
    assert contents(make_head(SiteSettings(language=language)), "citation_language") == [language]


def test_an_entry_s_pdf_link_has_precedence() -> None:
    url = 'https://example.org/a.pdf?b=1&copy="2"'
    page = make_head(arxiv="2402.07197", links=(Link("pdf", url),))
    assert contents(page, "citation_pdf_url") == [url]
    assert page.xpath("link[@type='application/pdf']/@href") == [url]
    assert not make_head().xpath("link[@type='application/pdf']")
    assert not contents(make_head(), "citation_pdf_url")


def test_a_title_that_looks_like_html_is_text() -> None:
    title = '</title></script><script>alert(1)</script> "a" & <!-- b'
    page = make_head(SiteSettings(url="https://example.org/"), title=title, doi="10.1/a")
    assert contents(page, "citation_title") == [title]
    assert len(page.xpath("script")) == 1
    assert {element.tag for element in page} == {"meta", "link", "script"}


def test_known_identifiers_and_urls_are_included() -> None:
    page = make_head(
        SiteSettings(url="https://example.org/d/"), doi="10.1145/3589334.3645682", slug="Ü (a)"
    )
    assert contents(page, "citation_doi") == ["10.1145/3589334.3645682"]
    assert contents(page, "citation_arxiv_id") == []
    (url,) = contents(page, "citation_public_url")
    assert url.startswith("https://example.org/d/papers/%C3%9C")
    assert contents(page, "citation_abstract_html_url") == [url]
    assert not contents(make_head(), "citation_abstract_html_url")


def test_a_link_preview_omits_an_unknown_site_name_and_url() -> None:
    site = assemble([], taxonomy.parse(TAXONOMY, "t.yml"))
    elements = parse_fragment(head.link_preview(site, "a.md", 'A & "b"', "C <d>"))
    properties = dict(
        zip(elements.xpath("meta/@property"), elements.xpath("meta/@content"), strict=False)
    )
    assert properties == {"og:type": "website", "og:title": 'A & "b"', "og:description": "C <d>"}
    assert elements.xpath("meta[@name='twitter:card']/@content") == ["summary"]
