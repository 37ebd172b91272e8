"""Tests of the reader of the API's JSON: fields, dates and rejected texts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import ContentError
from generator.readers.huggingface import api_json
from generator.readers.reading import PartialDate
from tests.support.captures import LISTS, Invented, api
from tests.support.daily_papers import PAPER


@given(LISTS)
def test_generated_papers_are_read_exactly(invented: list[Invented]) -> None:
    text = api(invented)
    reading = api_json.read(text)
    assert [
        (entry.fields["arxiv"], entry.fields["title"], entry.abstract, entry.fields["published"])
        for entry in reading.entries
    ] == [(paper.arxiv, paper.title, paper.abstract, paper.iso) for paper in invented]
    assert reading.date == PartialDate(1, "2025-03-11", 3, 11, 2025)
    assert api_json.looks_like(text)


def test_the_answer_for_a_single_paper_is_read() -> None:
    single = PAPER["paper"] | {
        "submittedOnDailyBy": {"name": "ada"},
        "organization": {"name": "lab"},
    }
    authors = [{"name": f"Ada {number}", "user": {"avatarUrl": "/a" * 99}} for number in range(200)]
    answer = json.dumps({"id": single["id"], "authors": authors} | single | {"authors": authors})
    assert api_json.looks_like(answer)
    reading = api_json.read(answer)
    [entry] = reading.entries
    assert (entry.fields["date"], entry.fields["submitted_by"]) == ("2025-03-11", "ada")
    assert (entry.fields["published"], entry.fields["upvotes"]) == ("2024-02-11", "12")
    assert (entry.fields["organization"], reading.remarks) == ("lab", ())
    assert reading.date == PartialDate(1, "2025-03-11", 3, 11, 2025)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "capture:1: error: not JSON: Expecting value; save the complete response again"),
        ('[\n{"paper":', "capture:2: error: not JSON: Expecting value"),
        ("[]", "an empty list from Hugging Face; save the list of a day that has papers"),
        ("7", "not a list of papers; save the response of /api/daily_papers"),
        (
            '{"error": "Invalid\\ndate"}',
            "an error instead of a list: 'Invalid date'; request the list again",
        ),
        ('{"error": "\\u001b]0;x\\u0007"}', r"an error instead of a list: '\\x1b\]0;x\\x07'"),
        ("[null]", "item 1 has no title: 'null'"),
        ('["\u202e"]', r"item 1 has no title: '\"\\u202e\"'"),
        ("[" * 100_000, "not JSON|nested too deeply"),
        ("9" * 10_000, "contains a number that is too long|not a list"),
    ],
)
def test_anything_but_a_list_is_rejected(text: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        api_json.read(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*PAPER["paper"], *PAPER, "dailyPapers", "dateString", "error"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(VALUES)
def test_any_json_is_read_or_rejected_with_a_problem(value: object) -> None:
    try:
        api_json.read(json.dumps(value))
    except ContentError:
        return
