"""The head of a paper's page, as far as no paper of the built sites shows it."""

import datetime as dt
from typing import Any

import lxml.html
import pytest

from generator.core.model import Link
from generator.library import taxonomy
from generator.library.site import SiteSettings, assemble
from generator.render.citations import Citations
from generator.render.metadata import head
from tests.support.pages import parse_fragment
from tests.support.papers import TAXONOMY, make_authors, make_paper

UNNAMED = SiteSettings()


def made(settings: SiteSettings = UNNAMED, **changes: object) -> Any:
    """Return the elements of the head of a paper's page, on a site with some settings."""
    paper = make_paper(**changes)
    whole = assemble([paper], taxonomy.parse(TAXONOMY, "t.yml"), settings=settings)
    found = head.paper_head(whole, paper, Citations(whole).item(paper))
    return lxml.html.document_fromstring(f"<!doctype html><head>{found}</head>").find("head")


def named(page: Any, name: str) -> list[str]:
    """Return what the elements of a name or a property say."""
    said: list[str] = page.xpath(f"meta[@name='{name}' or @property='{name}']/@content")
    return said


@pytest.mark.parametrize(
    ("venue", "journals", "conferences"),
    [
        ("Journal of Examples 12(3), 2024", ["Journal of Examples"], []),
        ("Proceedings of the 3rd Conference on Maps 2024", [], ["Conference on Maps"]),
        ("arXiv preprint", [], []),
        (None, [], []),
    ],
)
def test_where_a_paper_appeared_tells_programs_its_kind(
    venue: str | None, journals: list[str], conferences: list[str]
) -> None:
    page = made(venue=venue)
    assert named(page, "citation_journal_title") == journals
    titles = named(page, "citation_conference_title")
    assert len(titles) == len(conferences)
    assert all(wanted in title for wanted, title in zip(conferences, titles, strict=True))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Martin Luther King Jr.", "King, Martin Luther Jr."),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("The ATLAS Collaboration", "The ATLAS Collaboration"),
        ('Ada "<b>" Lovelace', 'Lovelace, Ada "<b>"'),
    ],
)
def test_family_names_come_first_and_group_names_stay_undivided(name: str, said: str) -> None:
    page = made(authors=make_authors(name, "Blaise Pascal"))
    assert named(page, "citation_author") == [said, "Pascal, Blaise"]


def test_a_paper_of_nobody_names_no_author() -> None:
    page = made(authors=())
    assert named(page, "citation_author") == []
    assert named(page, "citation_title") == ["On the Use of Tests"]


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
def test_the_date_is_a_day_of_the_venue_year(
    published: dt.date | None, venue: str | None, date: str, online: list[str]
) -> None:
    page = made(published=published, venue=venue)
    assert named(page, "citation_publication_date") == ([date] if date else [])
    assert named(page, "citation_online_date") == online
    days = [published.isoformat()] if published else []
    assert named(page, "article:published_time") == days


def test_an_updated_paper_has_its_day_and_separate_tags() -> None:
    page = made(updated=dt.date(2024, 3, 5), tags=("testing", "measuring"))
    assert named(page, "article:modified_time") == ["2024-03-05"]
    assert named(page, "article:tag") == ["Testing", "Measuring"]
    assert named(page, "citation_keywords") == ["Testing; Measuring"]
    assert not named(made(), "article:modified_time")


@pytest.mark.parametrize("language", ["en", "de", "pt-BR"])
def test_the_language_is_that_of_the_site(language: str) -> None:
    assert named(made(SiteSettings(language=language)), "citation_language") == [language]


def test_an_entry_s_own_pdf_wins_over_the_identifier_s() -> None:
    own = 'https://example.org/a.pdf?b=1&copy="2"'
    page = made(arxiv="2402.07197", links=(Link("pdf", own),))
    assert named(page, "citation_pdf_url") == [own]
    assert page.xpath("link[@type='application/pdf']/@href") == [own]
    assert not made().xpath("link[@type='application/pdf']")
    assert not named(made(), "citation_pdf_url")


def test_a_title_that_looks_like_html_ends_no_element() -> None:
    title = '</title></script><script>alert(1)</script> "a" & <!-- b'
    page = made(SiteSettings(url="https://example.org/"), title=title, doi="10.1/a")
    assert named(page, "citation_title") == [title]
    assert len(page.xpath("script")) == 1
    assert {each.tag for each in page} == {"meta", "link", "script"}


def test_identifiers_and_addresses_are_said_where_they_are_known() -> None:
    page = made(
        SiteSettings(url="https://example.org/d/"), doi="10.1145/3589334.3645682", slug="Ü (a)"
    )
    assert named(page, "citation_doi") == ["10.1145/3589334.3645682"]
    assert named(page, "citation_arxiv_id") == []
    (own,) = named(page, "citation_public_url")
    assert own.startswith("https://example.org/d/papers/%C3%9C")
    assert named(page, "citation_abstract_html_url") == [own]
    assert not named(made(), "citation_abstract_html_url")


def test_a_preview_omits_an_unknown_site_name_and_address() -> None:
    whole = assemble([], taxonomy.parse(TAXONOMY, "t.yml"))
    found = parse_fragment(head.link_preview(whole, "a.md", 'A & "b"', "C <d>"))
    said = dict(zip(found.xpath("meta/@property"), found.xpath("meta/@content"), strict=False))
    assert said == {"og:type": "website", "og:title": 'A & "b"', "og:description": "C <d>"}
    assert found.xpath("meta[@name='twitter:card']/@content") == ["summary"]
