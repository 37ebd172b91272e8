"""Test the reader of Crossref's responses."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers import crossref
from generator.readers.shared.entry_builder import NO_TITLE
from tests.support.readings import JSON_VALUES, read_crossref_work, read_file, remarks, unplaced


def test_a_work_is_read_with_all_entry_fields() -> None:
    first = read_file("crossref.json").entries[0]
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


def test_retractions_have_a_date_and_abstracts_are_optional() -> None:
    _, bread, preprint, notice = read_file("crossref.json").entries
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
    texts = [text for _, text, _ in remarks(read_file("crossref.json"))]
    assert "notice = retraction of 10.1000/tests.2" in texts, unplaced
    assert "update = correction 10.1000/n" in texts, unplaced


def test_a_work_without_a_title_is_unplaced_with_its_line() -> None:
    assert unplaced(read_file("crossref.json")) == [(25, NO_TITLE)]


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
def test_a_field_is_read_from_every_form(
    changes: dict[str, object], field: str, expected: str | None
) -> None:
    [entry] = read_crossref_work(**changes).entries
    assert entry.fields.get(field) == expected


@pytest.mark.parametrize("title", [None, "", [], [None], "<i> </i>"])
def test_a_work_without_a_title_does_not_stop_the_others(title: object) -> None:
    works = [{"DOI": "10.1000/a", "title": text} for text in ("A", "B", title, "C", "D")]
    reading = crossref.read(
        json.dumps({"status": "ok", "message-type": "work-list", "message": {"items": works}})
    )
    assert len(reading.entries) == 4
    assert [remark for _, remark in unplaced(reading)] == [NO_TITLE]


@pytest.mark.parametrize(
    "text", ['{"error": "no such work"}', "[[]]", '{"message": [1]}', "<html>"]
)
def test_a_response_without_works_is_unplaced(text: str) -> None:
    reading = crossref.read(text)
    assert reading.entries == ()
    assert len(reading.unplaced) == 1


@given(st.dictionaries(st.sampled_from(sorted(crossref._USED_FIELDS)), JSON_VALUES, max_size=9))  # noqa: SLF001
def test_any_work_becomes_an_entry_or_is_unplaced(work: dict[str, object]) -> None:
    reading = read_crossref_work(**work)
    assert len(reading.entries) + len(reading.unplaced) == 1
