"""A RIS parser reads our records back and returns the original values."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.model import Paper
from generator.text import names, tex
from generator.text.strings import one_line, slugify
from tests.support.citations import (
    AWKWARD_NAMES,
    AWKWARD_TITLES,
    NAMES,
    TITLES,
    citations,
    read_ris,
)
from tests.support.papers import make_authors, make_paper


def _has_only_words(name: str) -> bool:
    """Return whether each word has a letter or digit: after a comma, others are not a name."""
    return all(map(slugify, name.split()))


def expect_round_trip(paper: Paper) -> None:
    record = read_ris(citations(paper).ris(paper))
    assert one_line(record["title"]) == one_line(tex.to_plain_text(paper.title))
    assert one_line(record.get("abstract", "")) == one_line(tex.to_plain_text(paper.abstract))
    people = [names.parse(tex.to_plain_text(author.name)) for author in paper.authors]
    assert record.get("authors", []) == list(map(expected_author, people))
    assert not {"year", "date"} & record.keys()  # unknown, and not invented


def expected_author(name: names.Name) -> str:
    if name.is_unsplit:
        return one_line(name.family.replace(",", " "))
    assert names.parse(", ".join(filter(None, [name.surname, name.given, name.suffix]))) == name
    return ", ".join(filter(None, [name.surname, name.given, name.suffix]))


def test_a_preprint_is_an_unpublished_work_with_its_day() -> None:
    paper = make_paper(arxiv="2402.07197", published=dt.date(2024, 2, 11), doi="10.1000/x")
    assert citations(paper).ris(paper).split("\r\n") == [
        "TY  - UNPB",
        "ID  - lovelace2024use",
        "TI  - On the Use of Tests",
        "AU  - Lovelace, Ada",
        "AU  - Pascal, Blaise",
        "PY  - 2024",
        "DA  - 2024/02/11/",
        "PB  - arXiv",
        "AB  - We test what we build. It helps.",
        "KW  - Testing",
        "DO  - 10.1000/x",
        "UR  - https://arxiv.org/abs/2402.07197",
        "M1  - arXiv:2402.07197",
        "ER  - ",
        "",
    ]


def test_conference_papers_and_articles_have_their_venues() -> None:
    paper = make_paper(venue="WWW 2024", arxiv="2402.07197")
    record = read_ris(citations(paper).ris(paper))
    assert (record["type_of_reference"], record["secondary_title"]) == ("CPAPER", "WWW")
    paper = make_paper(venue="Journal of Tests 12(3), 45-67, 2024")
    record = read_ris(citations(paper).ris(paper))
    values = [record[name] for name in ("type_of_reference", "volume", "number", "start_page")]
    assert values == ["JOUR", "12", "3", "45"]
    assert record["secondary_title"] == "Journal of Tests"


@pytest.mark.parametrize("venue", ["Journal of Tests 12(3), 45-67, 2024", "WWW 2024"])
def test_a_published_paper_s_arxiv_id_is_a_note(venue: str) -> None:
    paper = make_paper(venue=venue, arxiv="2402.07197")
    text = citations(paper).ris(paper)
    assert "N1  - arXiv:2402.07197\r\n" in text
    assert "M1  - " not in text


def test_an_unsplit_name_has_no_comma() -> None:
    paper = make_paper(authors=make_authors("Gemini Team, Google", "Smith, John, Paul, George"))
    record = read_ris(citations(paper).ris(paper))
    assert record["authors"] == ["Gemini Team Google", "Smith John Paul George"]


def test_a_suffix_follows_the_given_name() -> None:
    paper = make_paper(authors=make_authors("Martin Luther King Jr.", "王小明"))
    record = read_ris(citations(paper).ris(paper))
    assert record["authors"] == ["King, Martin Luther, Jr.", "王, 小明"]


@pytest.mark.parametrize("title", AWKWARD_TITLES)
def test_an_awkward_title_is_read_back_unchanged(title: str) -> None:
    expect_round_trip(make_paper(title=title, abstract=f"{title}\n\nTY  - JOUR\nER  - "))


@pytest.mark.parametrize("name", AWKWARD_NAMES)
def test_an_awkward_name_is_read_back_in_its_parts(name: str) -> None:
    expect_round_trip(make_paper(authors=make_authors("Ada Lovelace", name)))


def test_1200_authors_and_none_are_read_back() -> None:
    many = [f"Ada{number} van Lovelace{number}" for number in range(1200)]
    expect_round_trip(make_paper(authors=make_authors(*many)))
    expect_round_trip(make_paper(authors=()))


@given(TITLES, TITLES, st.lists(NAMES.filter(_has_only_words), max_size=4))
def test_any_title_abstract_and_names_are_read_back(
    title: str, abstract: str, people: list[str]
) -> None:
    expect_round_trip(make_paper(title=title, abstract=abstract, authors=make_authors(*people)))
