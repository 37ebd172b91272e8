"""Our CSL-JSON has the shape of its schema, and the original values."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.model import Paper
from generator.text import names, tex
from generator.text.names import Name
from generator.text.strings import one_line
from tests.support.citations import (
    AWKWARD_NAMES,
    AWKWARD_TITLES,
    NAMES,
    TITLES,
    citations,
    read_csl,
)
from tests.support.papers import make_authors, make_paper

TEXTS = {
    "id", "type", "title", "publisher", "container-title", "volume", "issue", "page", "number",
    "DOI", "URL", "abstract", "keyword",
}  # fmt: skip
NAME_PARTS = {"family", "given", "non-dropping-particle", "suffix"}


def expect_shape(item: dict[str, Any]) -> None:
    assert {"id", "type", "title"} <= item.keys() <= TEXTS | {"author", "issued", "custom"}
    assert item["type"] in {"article", "paper-conference", "article-journal"}
    assert all(isinstance(item[name], str) and item[name] for name in TEXTS & item.keys())
    for date in item.get("issued", {"date-parts": []})["date-parts"]:
        assert len(date) in {1, 3}
        assert all(isinstance(part, int) for part in date)
    for name in item.get("author", []):
        assert name.keys() == {"literal"} or {"family"} < name.keys() <= NAME_PARTS
        assert all(name.values())


def expect_round_trip(paper: Paper) -> None:
    item = read_csl(citations(paper).csl_json(paper))
    expect_shape(item)
    assert item == citations(paper).item(paper)
    assert item["title"] == one_line(tex.to_plain_text(paper.title))
    assert item.get("abstract", "") == tex.to_plain_text(paper.abstract)
    expected = [names.parse(tex.to_plain_text(author.name)) for author in paper.authors]
    assert list(map(name_of, item.get("author", []))) == expected


def name_of(parts: dict[str, str]) -> Name:
    if "literal" in parts:
        return Name(family=parts["literal"])
    return Name(
        *(parts.get(key, "") for key in ("given", "non-dropping-particle", "family", "suffix"))
    )


def test_a_preprint_has_its_arxiv_number() -> None:
    paper = make_paper(
        arxiv="2402.07197",
        published=dt.date(2024, 2, 11),
        authors=make_authors("Ludwig van Beethoven", "Plato"),
    )
    assert citations(paper).item(paper) == {
        "id": "beethoven2024use",
        "type": "article",
        "title": "On the Use of Tests",
        "author": [
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
            {"literal": "Plato"},
        ],
        "issued": {"date-parts": [[2024, 2, 11]]},
        "publisher": "arXiv",
        "number": "arXiv:2402.07197",
        "URL": "https://arxiv.org/abs/2402.07197",
        "abstract": "We test what we build. It helps.",
        "keyword": "Testing",
    }


@pytest.mark.parametrize(
    ("venue", "kind"),
    [("WWW 2024", "paper-conference"), ("Annals of Tests 12(3), 4-5", "article-journal")],
)
def test_a_published_paper_has_its_container(venue: str, kind: str) -> None:
    paper = make_paper(venue=venue)
    item = citations(paper).item(paper)
    expect_shape(item)
    assert (item["type"], item["container-title"]) == (kind, venue.removesuffix(" 2024")[:15])


def test_a_published_paper_s_arxiv_id_is_not_in_references() -> None:
    paper = make_paper(venue="WWW 2024", acl="2023.acl-long.1", arxiv="2402.07197")
    item = citations(paper).item(paper)
    expect_shape(item)
    assert item["custom"] == {"arXiv": "2402.07197"}
    assert not any("2402" in text for text in citations(paper).references(paper).values())


@pytest.mark.parametrize("title", AWKWARD_TITLES)
def test_an_awkward_title_is_read_back_unchanged(title: str) -> None:
    expect_round_trip(make_paper(title=title, abstract=title))


@pytest.mark.parametrize("name", AWKWARD_NAMES)
def test_an_awkward_name_is_read_back_in_its_parts(name: str) -> None:
    expect_round_trip(make_paper(authors=make_authors("Ada Lovelace", name)))


def test_1200_authors_and_none_are_read_back() -> None:
    expect_round_trip(make_paper(authors=make_authors(*(f"A B{number}" for number in range(1200)))))
    expect_round_trip(make_paper(authors=()))


@given(TITLES, TITLES, st.lists(NAMES, max_size=4))
def test_any_title_abstract_and_names_are_read_back(
    title: str, abstract: str, people: list[str]
) -> None:
    expect_round_trip(make_paper(title=title, abstract=abstract, authors=make_authors(*people)))
