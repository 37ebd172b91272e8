"""Tests of the readers of Crossref's and OpenAlex's answers: works by their identifiers."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.model import MAX_ABSTRACT_LENGTH
from generator.readers import arxiv_atom, crossref, formats, openalex
from generator.readers.reading import Reading
from generator.readers.shared import jats
from generator.readers.shared.builders import NO_TITLE
from tests.support.paths import DATA

CITATIONS = DATA / "citations"


def read(name: str) -> Reading:
    return formats.read((CITATIONS / name).read_text(encoding="utf-8"), name)


def said(reading: Reading) -> list[tuple[str, str]]:
    return [(piece.text, piece.remark) for piece in reading.remarks]


def of_crossref(**work: Any) -> Reading:
    message = {"DOI": "10.1000/a", "title": ["On Tests"], **work}
    return crossref.read(json.dumps({"status": "ok", "message-type": "work", "message": message}))


def of_openalex(**work: Any) -> Reading:
    return openalex.read(json.dumps({"id": "https://openalex.org/W1", "title": "On Tests", **work}))


def test_a_crossref_work_is_read_with_all_entry_fields() -> None:
    first = read("crossref.json").entries[0]
    assert first.fields == {
        "title": "Testing Small Graphs & Trees: A Study in CO2",
        "authors": ["Ada Lovelace", "Ludwig van Beethoven Jr.", "The Tests Collaboration"],
        "doi": "10.1000/tests.1",
        "arxiv": "2402.07197",
        "published": "2024-04-30",
        "type": "conference",
        "venue": "Proceedings of the Conference on Tests 2024",
    }
    assert first.abstract == "We test if n < 10^5.\n\nIt helps with $O(n)$."


def test_retractions_have_their_day_and_works_may_lack_an_abstract() -> None:
    _, bread, preprint, notice = read("crossref.json").entries
    assert bread.fields == {
        "title": "Retracted Bread",
        "authors": ["Bo Baker"],
        "doi": "10.1000/tests.2",
        "type": "journal",
        "venue": "Journal of Bread 12(3), 45-67, 2023",
        "withdrawn": "2024-01-05",
    }
    assert (bread.abstract, preprint.abstract) == ("", "We measure mice.")
    assert preprint.fields == {
        "title": "A Preprint on Mice",
        "doi": "10.1101/2024.02.01",
        "published": "2024-02-01",
        "type": "preprint",
    }
    assert "withdrawn" not in notice.fields
    remarks = [text for text, _ in said(read("crossref.json"))]
    assert "notice = retraction of 10.1000/tests.2" in remarks
    assert "update = correction 10.1000/n" in remarks


def test_a_list_names_the_line_of_what_is_no_work() -> None:
    [piece] = read("crossref.json").unplaced
    assert (piece.line, piece.remark) == (25, NO_TITLE)
    [piece] = read("openalex.json").unplaced
    assert (piece.line, piece.remark) == (17, NO_TITLE)


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"title": ["Is It?"], "subtitle": ["A Study"]}, "title", "Is It? A Study"),
        ({"title": ["On Tests: A Study"], "subtitle": ["A study"]}, "title", "On Tests: A Study"),
        ({"title": "On <mml:math><mml:mi>k</mml:mi> <mml:mo>=</mml:mo></mml:math> 2"}, "title",
         "On k= 2"),
        ({"issued": {"date-parts": [[2024, 5]]}}, "published", None),
        ({"issued": {"date-parts": [[None]]}}, "published", None),
        ({"issued": {"date-parts": [[2024, 2, 30]]}}, "published", None),
        ({"published-print": {"date-parts": [[2024, 2, 3]]}}, "published", "2024-02-03"),
        ({"container-title": [], "event": {"name": "Tests 2024"}}, "venue", "Tests 2024"),
        ({"type": "book-chapter", "container-title": ["Lecture Notes", "Tests 2024"]}, "venue",
         "Tests 2024"),
        ({"type": "posted-content", "container-title": ["x"]}, "venue", None),
        ({"relation": {"has-preprint": [{"id-type": "arxiv", "id": "2402.07197v2"}]}}, "arxiv",
         "2402.07197"),
        ({"relation": {"cites": [{"id-type": "arxiv", "id": "2402.07197"}]}}, "arxiv", None),
        ({"DOI": "10.48550/arXiv.2402.07197"}, "arxiv", "2402.07197"),
        ({"DOI": "10.48550/arXiv.2402.07197"}, "doi", None),
        ({"update-to": [{"type": "withdrawal", "DOI": "10.1000/A",
                         "updated": {"date-parts": [[2024, 1, 5]]}}]}, "withdrawn", "2024-01-05"),
        ({"updated-by": [{"type": "retraction"}]}, "withdrawn", None),
    ],
)  # fmt: skip
def test_a_work_of_crossref_says(
    changes: dict[str, object], field: str, expected: str | None
) -> None:
    [entry] = of_crossref(**changes).entries
    assert entry.fields.get(field) == expected


def test_an_openalex_work_is_read_with_its_abstract_in_order() -> None:
    first, preprint = read("openalex.json").entries
    assert first.fields == {
        "title": "Testing Small Graphs",
        "authors": ["Ada Lovelace", "Ludwig van Beethoven"],
        "doi": "10.1000/Tests.1",
        "arxiv": "2402.07197",
        "published": "2024-04-30",
        "type": "journal",
        "venue": "Journal of Tests 12(3), 45-67, 2024",
        "links": {"pdf": "https://a.org/1.pdf"},
    }
    assert first.abstract == "We test again. We again. helps It"
    assert preprint.fields == {"title": "A Preprint", "arxiv": "2501.00001", "type": "preprint"}
    assert preprint.abstract == ""
    assert ("A Preprint", "marked as retracted by OpenAlex (no date given)") in said(
        read("openalex.json")
    )


@pytest.mark.parametrize(
    ("index", "abstract"),
    [
        ({"a": [5], "b": [0]}, "b a"),
        ({"a": [0], "b": [0]}, "a"),
        ({"a": [10**40, -1, None, 1.5, True], "b": 7}, "a"),
        ([], ""),
        ({"Abstract:": [0], "We": [1]}, "We"),
        ({"a" * 30_000: [0]}, ""),
    ],
)
def test_an_inverted_index_is_put_in_order_whatever_it_holds(index: object, abstract: str) -> None:
    [entry] = of_openalex(abstract_inverted_index=index).entries
    assert entry.abstract == abstract


@pytest.mark.parametrize("title", [None, "", [], [None], "<i> </i>"])
def test_a_record_without_a_title_hinders_none_of_the_others(title: object) -> None:
    works = [{"DOI": "10.1000/a", "title": each} for each in ("A", "B", title, "C", "D")]
    message = {"status": "ok", "message-type": "work-list", "message": {"items": works}}
    for reading in (
        crossref.read(json.dumps(message)),
        openalex.read(json.dumps({"results": works})),
    ):
        assert len(reading.entries) == 4
        assert [piece.remark for piece in reading.unplaced] == [NO_TITLE]


def test_an_arxiv_entry_with_only_an_id_has_no_title() -> None:
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><entry>{}</entry></feed>'
    reading = arxiv_atom.read(feed.format("<id>http://arxiv.org/abs/2402.07197v1</id>"))
    assert [piece.remark for piece in reading.unplaced] == [NO_TITLE]


def test_an_abstract_beyond_all_length_costs_itself_alone() -> None:
    long = "a " * MAX_ABSTRACT_LENGTH
    index = {"a": list(range(MAX_ABSTRACT_LENGTH))}
    for reading in (of_crossref(abstract=long), of_openalex(abstract_inverted_index=index)):
        [entry] = reading.entries
        assert (entry.fields["title"], entry.abstract) == ("On Tests", "")
        assert (1, "the abstract has 39,999 characters; at most 20,000 fit") in [
            (piece.line, piece.remark) for piece in reading.remarks
        ]


@pytest.mark.parametrize("name", ["crossref", "openalex"])
@pytest.mark.parametrize(
    "text", ['{"error": "no such work"}', "[[]]", '{"message": [1]}', "<html>"]
)
def test_an_answer_without_a_work_is_listed_as_it_stands(name: str, text: str) -> None:
    reading = formats.read(text, "a.json", name)
    assert reading.entries == ()
    assert len(reading.unplaced) == 1


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)
KEYS = [*sorted(crossref._USED_FIELDS), *sorted(openalex._USED_FIELDS)]  # noqa: SLF001


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=9))
def test_any_work_ends_in_an_entry_or_a_listed_problem(work: dict[str, object]) -> None:
    for reading in (of_crossref(**work), of_openalex(**work)):
        assert len(reading.entries) + len(reading.unplaced) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("if a < b and c > d", "if a < b and c > d"),
        ("<b>bold</b> &lt;eos&gt; token", "bold <eos> token"),
        ("Abstract Meaning Representations", "Abstract Meaning Representations"),
        ("<jats:sec><jats:title>Aims</jats:title><jats:p>We.</jats:p></jats:sec>", "Aims\n\nWe."),
        ("<tex-math>$x$</tex-math> and <tex-math></tex-math>", "$x$ and"),
        ("<tex-math>never closed", "<tex-math>never closed".replace("<tex-math>", "")),
        ("1<sup>st</sup> of 2<sup>-3</sup>", "1st of 2^-3"),
    ],
)
def test_marks_of_publishers_are_no_words(text: str, shown: str) -> None:
    assert jats.to_text(text) == shown


NOT_HEADINGS = [
    "The Abstraction and Reasoning Corpus",
    "We abstract: first words, then lines.",
    "A survey of abstract—and concrete—nouns",
    "On AbstractWorlds",
    "Abstraction helps. Abstract words do not.",
    "Abstract Meaning Representations",
    "Abstract. and concrete. words",
    "Abstract–concrete pairs differ.",
    "abstract: a keyword of Java",
]


@pytest.mark.parametrize(
    "text", [*NOT_HEADINGS, "Abstract: a Language", "AbstractNet", "Summary", "Abstract"]
)
def test_a_title_keeps_every_word(text: str) -> None:
    for reading in (of_crossref(title=[text]), of_openalex(title=text)):
        assert reading.entries[0].fields["title"] == text


def inverted(text: str) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for place, word in enumerate(text.split()):
        index.setdefault(word, []).append(place)
    return index


def abstracts(text: str) -> list[str]:
    """Return the abstract that each service's reader takes from a text."""
    readings = of_crossref(abstract=text), of_openalex(abstract_inverted_index=inverted(text))
    return [reading.entries[0].abstract for reading in readings]


@pytest.mark.parametrize(
    "text", [*NOT_HEADINGS, "AbstractBench is new. We try AbstractBench.", "We test. Abstract: no."]
)
def test_an_abstract_without_a_heading_keeps_every_word(text: str) -> None:
    assert abstracts(text) == [text, text]


@pytest.mark.parametrize(
    "heading",
    ["Abstract: ", "ABSTRACT: ", "Abstract. ", "Abstract—", "Abstract – ", "Abstract - ",
     "Abstract", "ABSTRACT"],
)  # fmt: skip
def test_a_heading_before_an_abstract_is_left_out(heading: str) -> None:
    assert abstracts(f"{heading}We test abstract: words.") == ["We test abstract: words."] * 2


@pytest.mark.parametrize("heading", ["Abstract", "ABSTRACT.", "Abstract:", "Summary"])
def test_a_heading_alone_is_not_an_abstract(heading: str) -> None:
    assert abstracts(heading) == ["", ""]


def test_a_heading_in_a_paragraph_of_its_own_is_left_out() -> None:
    text = "<jats:title>abstract</jats:title><jats:p>We test Abstraction.</jats:p>"
    assert of_crossref(abstract=text).entries[0].abstract == "We test Abstraction."
