"""Test that reading an exported citation restores the entry, in all formats and for any entry."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core import permalinks
from generator.core.model import Entry, Link, Paper
from generator.library.schema import check
from generator.readers import bibtex, csl_json, ris
from generator.readers.reading import Reading
from generator.render.citations import cited_work, venues
from generator.render.citations.formats import Citations
from generator.text import names, tex
from generator.text.names import Name
from generator.text.strings import one_line
from tests.support.citations import AWKWARD_NAMES, AWKWARD_TITLES, NAMES, TITLES, citations
from tests.support.papers import make_authors, make_paper

VENUES: tuple[dict[str, object], ...] = (
    {},
    {"venue": "WWW 2024"},
    {"venue": "Annual Conference on Tests & Trials 2024"},
    {"venue": "Journal of Tests 12(3), 45-67, 2024"},
    {"venue": "Journal of Tests 12, 2024"},
    {"venue": "bioRxiv 2023"},
    {"venue": "Somewhere", "type": "journal"},
    {"venue": "ALA 2023 (Learning Workshop)"},
    {"type": "conference"},
)
IDENTIFIERS: tuple[dict[str, object], ...] = (
    {},
    {"arxiv": "2402.07197"},
    {"arxiv": "hep-th/9901001", "doi": "10.1000/a_b%3C(1)"},
    {"acl": "2023.acl-long.1", "arxiv": "2402.07197"},
    {"openreview": "rJl-b3RcF7"},
    {"doi": "10.48550/arXiv.2402.07197", "arxiv": "2402.07197"},
    {"links": (Link("pdf", "https://a.org/~b/c_d.pdf"),)},
)
TAGGED = st.lists(
    st.sampled_from(["<i>", "</i>", "<sup>", "</sup>", "<", "b>", "</span>", "5", "a "])
    | st.just('<span class="nocase">')
).map(lambda parts: "The " + "".join(parts))
DAYS = (None, dt.date(2024, 2, 11))


@dataclass(frozen=True)
class ExportFormat:
    write: Callable[[Citations, Paper], str]
    read: Callable[[str], Reading]
    looks_like: Callable[[str], bool]


FORMATS: Mapping[str, ExportFormat] = {
    "bibtex": ExportFormat(
        lambda cited, paper: cited.bibtex(paper, abstract=True), bibtex.read, bibtex.looks_like
    ),
    "ris": ExportFormat(Citations.ris, ris.read, ris.looks_like),
    "csl-json": ExportFormat(Citations.csl_json, csl_json.read, csl_json.looks_like),
}
EVERY_FORMAT = pytest.mark.parametrize("name", FORMATS)


def read_back(name: str, paper: Paper) -> tuple[Entry, Paper]:
    """Export a paper, read the export, and return its entry and the paper that it describes."""
    text = FORMATS[name].write(citations(paper), paper)
    assert FORMATS[name].looks_like(text)
    reading = FORMATS[name].read(text)
    assert reading.unplaced == ()
    [entry] = reading.entries
    fields = {name: value for name, value in entry.fields.items() if name != "keywords"}
    dated_entry = Entry("papers/a.md", {**fields, "date": paper.date.isoformat()}, entry.abstract)
    read, problems = check(dated_entry)
    assert problems == []
    return entry, read


def expect_same_words(name: str, paper: Paper) -> None:
    _, read = read_back(name, paper)
    assert displayed(read.title) == displayed(displayed(paper.title))
    assert displayed(read.abstract) == displayed(displayed(paper.abstract))
    people = [names.parse(tex.to_plain_text(author.name)) for author in paper.authors]
    read_people = [names.parse(tex.to_plain_text(author.name)).text for author in read.authors]
    assert read_people == [expected_name(name, person) for person in people]


def expected_name(format_name: str, person: Name) -> str:
    """Return a name as a format can express it: RIS splits all names at commas."""
    if format_name == "ris" and person.is_unsplit:
        return names.parse(one_line(person.family.replace(",", " "))).text
    return person.text


def displayed(text: str) -> str:
    return one_line(tex.to_plain_text(text))


@EVERY_FORMAT
@pytest.mark.parametrize("venue", VENUES, ids=str)
@pytest.mark.parametrize("identifiers", IDENTIFIERS, ids=str)
@pytest.mark.parametrize("published", DAYS)
def test_venue_date_and_identifiers_are_restored(
    name: str, venue: dict[str, object], identifiers: dict[str, object], published: dt.date | None
) -> None:
    paper = make_paper(**venue, **identifiers, published=published)
    entry, read = read_back(name, paper)
    before, after = venues.parse_venue(paper), venues.parse_venue(read)
    assert (after.kind, after.title) == (before.kind, before.title)
    numbers = (before.volume, before.issue, before.pages)
    assert (after.volume, after.issue, after.pages) == numbers
    date = cited_work.issue_date(paper, before)
    if before.kind != "preprint" and before.title:
        assert after.year == (date[0] if date else None)
    if not date:
        assert "published" not in entry.fields
        assert not re.search(r"\d{4}", read.venue or "")
    if len(date) > 1 and name != "bibtex":  # BibTeX's month has no day
        assert read.published == published
    of_arxiv = (paper.doi or "").startswith("10.48550/")  # read as the arXiv id
    assert read.doi == (None if of_arxiv else paper.doi)
    assert read.arxiv == paper.arxiv or (name == "bibtex") > bool(paper.arxiv)
    url = cited_work.cite(paper, citations(paper).site, "key").url
    ids = {field: getattr(read, field) for field in ("arxiv", "doi", "openreview", "acl")}
    assert of_arxiv or url in {
        "",
        *permalinks.external_urls(ids).values(),
        *(link.url for link in read.links),
    }
    assert entry.fields["keywords"] == ["Testing"]


@EVERY_FORMAT
def test_an_arxiv_doi_is_read_as_the_arxiv_id(name: str) -> None:
    _, read = read_back(name, make_paper(doi="10.48550/arXiv.2402.07197"))
    assert (read.arxiv, read.doi) == ("2402.07197", None)


@EVERY_FORMAT
@pytest.mark.parametrize("title", AWKWARD_TITLES)
def test_an_awkward_title_is_restored(name: str, title: str) -> None:
    expect_same_words(name, make_paper(title=title[:1000], abstract=f"{title} It is."))


@EVERY_FORMAT
@pytest.mark.parametrize("author", AWKWARD_NAMES)
def test_an_awkward_name_is_restored(name: str, author: str) -> None:
    expect_same_words(
        name, make_paper(authors=make_authors("Ada Lovelace", author, "Blaise Pascal"))
    )


@EVERY_FORMAT
@pytest.mark.parametrize(
    "text",
    [
        "Learning in $O(n \\log n)$ with $x_1$ & more",
        r"\emph{E. coli} and \textbf{bold}",
        "Sch\\\"olkopf's way -- a study",
        "costs $5 to $10",
    ],
)
def test_tex_is_restored_as_it_is_displayed(name: str, text: str) -> None:
    expect_same_words(name, make_paper(title=text, abstract=text))


@EVERY_FORMAT
@given(st.text(alphabet='<>/bi" ').map("<b>".__add__) | TAGGED)
def test_tags_in_a_title_or_venue_are_restored(name: str, title: str) -> None:
    title = one_line(title)
    _, read = read_back(name, make_paper(title=title, venue=f"{title} 2024", type="conference"))
    assert (read.title, read.venue) == (title, f"{title} 2024")


@pytest.mark.parametrize("text", ["$O(n^2)$ is", r"\emph{E. coli} in $x_1$", "R&D: 100% of a_b"])
def test_bibtex_restores_formulas_and_styles_unchanged(text: str) -> None:
    _, read = read_back("bibtex", make_paper(title=text, abstract=text))
    assert (read.title, read.abstract) == (text, text)


@EVERY_FORMAT
def test_paragraphs_of_an_abstract_and_1200_authors_are_restored(name: str) -> None:
    many = make_authors(*(f"Ada{number} van Lovelace{number}" for number in range(1200)))
    paper = make_paper(abstract="We test.\n\nIt helps.", authors=many)
    _, read = read_back(name, paper)
    assert read.authors == paper.authors
    one_paragraph = name in {"bibtex", "ris"}  # other programs read only one
    assert read.abstract == (one_line(paper.abstract) if one_paragraph else paper.abstract)


def has_tex(*texts: str) -> bool:
    return any(not isinstance(node, tex.Text) for text in texts for node in tex.parse(text))


@EVERY_FORMAT
@given(TITLES, TITLES, st.lists(NAMES, max_size=4))
def test_any_words_and_names_are_restored(
    name: str, title: str, abstract: str, people: list[str]
) -> None:
    paper = make_paper(title=title, abstract=abstract, authors=make_authors(*people))
    if has_tex(title, abstract, *people):
        read_back(name, paper)
    else:
        expect_same_words(name, paper)


def test_every_export_is_detected_by_its_content() -> None:
    cited, paper = citations(make_paper()), make_paper()
    for name, export_format in FORMATS.items():
        text = export_format.write(cited, paper)
        detected = [name for name, candidate in FORMATS.items() if candidate.looks_like(text)]
        assert detected == [name]
