"""Tests of reading a list of papers in JSON: fields, dates and left-out values."""

import html
import json

import pytest

from generator.readers import formats
from generator.readers.huggingface import api_json
from tests.support.daily_papers import PAPER


def changed(**paper: object) -> str:
    return json.dumps([PAPER | {"paper": PAPER["paper"] | paper}])


def test_every_known_key_becomes_a_field() -> None:
    [entry] = api_json.read(json.dumps([PAPER])).entries
    assert entry.fields == {
        "title": "On Tests",
        "date": "2025-03-11",
        "authors": ["Ada Example", "Bo 李"],
        "arxiv": "2402.07197",
        "published": "2024-02-11",
        "links": {"code": "https://github.com/a/b", "project": "https://a.github.io"},
        "upvotes": "12",
        "submitted_by": "ada",
    }
    assert entry.abstract == "We test what we do.\n\nIt helps."


@pytest.mark.parametrize("name", sorted(PAPER["paper"].keys() - {"title", "id"}))
@pytest.mark.parametrize("value", [None, 7.5, [], {}, "", [None], {"a": None}])
def test_an_invalid_value_loses_only_its_own_field(name: str, value: object) -> None:
    [entry] = api_json.read(changed(**{name: value})).entries
    assert (entry.fields["title"], entry.fields["arxiv"]) == ("On Tests", "2402.07197")


def test_only_texts_and_maps_with_a_name_are_authors() -> None:
    authors = [None, 5, ["a"], "Ada Lovelace", {"name": "Bo"}, {"name": 7}, {"name": "!"}, {}, ""]
    reading = api_json.read(changed(authors=authors))
    assert reading.entries[0].fields["authors"] == ["Ada Lovelace", "Bo"]
    nameless = "an author without a name; left out"
    assert [(passage.text, passage.remark) for passage in reading.remarks] == [
        ("null", nameless), ("5", nameless), ('["a"]', nameless), ('{"name": 7}', nameless),
        ("!", "an author's name without a letter; left out"),
    ]  # fmt: skip


def test_too_many_upvotes_are_left_out_and_reported() -> None:
    assert api_json.read(changed(upvotes=999_999_999)).entries[0].fields["upvotes"] == "999999999"
    reading = api_json.read(changed(upvotes=10**9))
    assert "upvotes" not in reading.entries[0].fields
    [passage] = reading.remarks
    assert (passage.text, passage.remark) == (
        "1000000000",
        "an implausible number of upvotes; left out",
    )


def test_a_missing_inner_time_is_not_replaced_by_the_outer() -> None:
    [entry] = api_json.read(changed(publishedAt=None)).entries
    assert "published" not in entry.fields


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2025-03-11T00:30:00.000Z", "2025-03-11"),
        ("2025-03-12T01:30:00+02:00", "2025-03-11"),
        ("2025-03-10T22:00:00-04:00", "2025-03-11"),
        ("2025-03-11", "2025-03-11"),
        ("2025-02-30T00:00:00Z", None),
        ("0001-01-01T00:00:00+02:00", None),
        ("soon", None),
    ],
)
def test_a_paper_s_day_is_its_submission_day_in_utc(at: str, day: str | None) -> None:
    for text in (changed(submittedOnDailyAt=at), saved(changed(submittedOnDailyAt=at))):
        [entry] = formats.read(text, "capture").entries
        assert entry.fields.get("date") == day


def saved(answer: str) -> str:
    props = html.escape(f'{{"dailyPapers": {answer}}}')
    return f'<!doctype html><p>huggingface<div data-target="DailyPapers" data-props="{props}">'


def test_a_list_of_two_days_has_no_date() -> None:
    second = json.loads(changed(id="2402.07198", submittedOnDailyAt="2025-03-12T01:00:00Z"))
    reading = api_json.read(json.dumps([PAPER, *second]))
    assert reading.date is None
    assert [entry.fields["date"] for entry in reading.entries] == ["2025-03-11", "2025-03-12"]
    assert reading.remarks[-1].text == "2025-03-11 to 2025-03-12"


@pytest.mark.parametrize(
    ("page", "day"),
    [
        ({"periodType": "day", "dateString": "2025-03-10"}, "2025-03-10"),
        ({"dateString": "2025-03-10"}, "2025-03-10"),
        ({"periodType": "week", "dateString": "2025-W11"}, None),
        ({}, "2025-03-11"),
    ],
)
def test_the_date_that_a_page_states_is_preferred(page: dict[str, object], day: str | None) -> None:
    reading = api_json.read(json.dumps({**page, "dailyPapers": [PAPER]}))
    assert (reading.date and reading.date.text) == day


def test_a_repeated_paper_becomes_one_entry() -> None:
    reading = api_json.read(json.dumps([PAPER, PAPER]))
    assert (len(reading.entries), reading.unplaced) == (1, ())
    repeated = json.loads(changed(summary="Another text."))
    [passage] = api_json.read(json.dumps([PAPER, *repeated])).unplaced
    assert passage.text == "On Tests\n\nAnother text."


def test_an_item_without_a_paper_is_reported_with_its_number() -> None:
    [passage] = api_json.read(json.dumps([PAPER, {"a": 1}])).unplaced
    assert (passage.text, passage.remark) == ('{"a": 1}', "item 2 has no title")


def test_the_line_of_an_entry_is_that_of_its_id() -> None:
    [entry] = api_json.read(json.dumps([PAPER], indent=1)).entries
    assert entry.line("title") == 4


def test_half_a_surrogate_pair_is_replaced() -> None:
    text = '[{"paper": {"id": "2402.07197", "title": "On \\ud800 Tests", "summary": "We."}}]'
    [entry] = api_json.read(text).entries
    assert entry.fields["title"] == "On \ufffd Tests"
