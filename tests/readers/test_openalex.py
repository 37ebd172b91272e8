"""Test the reader of OpenAlex's responses."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers import openalex
from generator.readers.shared.entry_builder import NO_TITLE
from tests.support.readings import JSON_VALUES, read_file, read_openalex_work, remarks, unplaced


def test_a_work_is_read_with_its_abstract_in_order() -> None:
    first, preprint = read_file("openalex.json").entries
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
    texts = [(text, remark) for _, text, remark in remarks(read_file("openalex.json"))]
    assert ("A Preprint", "marked as retracted by OpenAlex (no date given)") in texts


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
def test_an_inverted_index_is_ordered_whatever_its_values(index: object, abstract: str) -> None:
    [entry] = read_openalex_work(abstract_inverted_index=index).entries
    assert entry.abstract == abstract


def test_a_work_without_a_title_is_unplaced_with_its_line() -> None:
    assert unplaced(read_file("openalex.json")) == [(17, NO_TITLE)]


@pytest.mark.parametrize("title", [None, "", [], [None], "<i> </i>"])
def test_a_work_without_a_title_does_not_stop_the_others(title: object) -> None:
    works = [{"DOI": "10.1000/a", "title": text} for text in ("A", "B", title, "C", "D")]
    reading = openalex.read(json.dumps({"results": works}))
    assert len(reading.entries) == 4
    assert [remark for _, remark in unplaced(reading)] == [NO_TITLE]


@pytest.mark.parametrize(
    "text", ['{"error": "no such work"}', "[[]]", '{"message": [1]}', "<html>"]
)
def test_a_response_without_works_is_unplaced(text: str) -> None:
    reading = openalex.read(text)
    assert reading.entries == ()
    assert len(reading.unplaced) == 1


@given(st.dictionaries(st.sampled_from(sorted(openalex._USED_FIELDS)), JSON_VALUES, max_size=9))  # noqa: SLF001
def test_any_work_becomes_an_entry_or_is_unplaced(work: dict[str, object]) -> None:
    reading = read_openalex_work(**work)
    assert len(reading.entries) + len(reading.unplaced) == 1
