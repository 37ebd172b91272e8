"""Test the CSL-JSON reader."""

import json

import pytest

from generator.readers import csl_json
from tests.support.readings import NO_ABSTRACT, read_file, remarks, unplaced


def test_items_of_zotero_and_crossref_are_read() -> None:
    reading = read_file("zotero.json")
    graphs, preprint = reading.entries
    assert graphs.fields == {
        "title": "Graphs in Tests",
        "authors": ["Méng Zhäng", "Ludwig van Beethoven", "The Tests Collaboration"],
        "doi": "10.1145/1234567.890",
        "published": "2024-05-13",
        "type": "conference",
        "venue": "Conference on Tests 2024",
    }
    assert preprint.abstract == "It is one."
    assert preprint.fields["published"] == "2024-02-11"
    assert (preprint.line("title"), preprint.fields["arxiv"]) == (18, "2402.07197")
    assert unplaced(reading) == [(30, NO_ABSTRACT), (31, "not a CSL-JSON item, which is an object")]


def test_unused_fields_of_an_author_are_reported() -> None:
    author = '{"family": "Lovelace", "given": "Ada", "ORCID": "0000", "affiliation": []}'
    text = f'{{"type": "article", "title": "A", "abstract": "We.", "author": [{author}]}}'
    reading = csl_json.read(text)
    assert reading.entries[0].fields["authors"] == ["Ada Lovelace"]
    assert remarks(reading) == [(1, "author's ORCID = 0000", "not stored (1 paper)")]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("<i>Go</i> in CO<sub>2</sub>", "Go in CO2"),
        ('<span class="nocase">iPhone</span> <sc>x</sc>', "iPhone x"),
        ('<b>A <span style="font-variant:small-caps;">b</span></b>', "A b"),
        ("At 10<sup>-5</sup>, 1<sup>st</sup>", "At 10^-5, 1st"),
        ("If a < b and <i> > c", "If a < b and <i> > c"), ("</i>A<b>", "</i>A<b>"),
    ],
)  # fmt: skip
def test_titles_and_venues_lose_their_markup(title: str, text: str) -> None:
    item = {"type": "article-journal", "title": title, "container-title": [title], "abstract": "W."}
    [entry] = csl_json.read(json.dumps([item])).entries
    assert (entry.fields["title"], entry.fields["venue"]) == (text, text)


def test_items_before_broken_json_are_read() -> None:
    text = '[{"type": "article", "title": "A", "abstract": "We."},\n{"type": "art'
    reading = csl_json.read(text)
    assert [entry.fields["title"] for entry in reading.entries] == ["A"]
    assert unplaced(reading) == [
        (2, "invalid JSON from here on (Unterminated string starting at)"),
    ]
    assert unplaced(csl_json.read('["a"')) == [
        (1, "not a CSL-JSON item, which is an object"),
        (1, "the list is not closed; end it with ]"),
    ]


def test_an_unpaired_surrogate_escape_is_replaced() -> None:
    item = '{"type": "article", "title": "A \\ud800 b", "abstract": "\\ud83d\\ude00 We."}'
    [entry] = csl_json.read(f"[{item}]").entries
    assert "�" in str(entry.fields["title"])
    assert entry.abstract == "😀 We."
    entry.abstract.encode()
