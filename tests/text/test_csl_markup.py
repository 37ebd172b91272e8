"""Tests of the markup in CSL-JSON titles."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers import csl_json
from generator.text import csl_markup


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


@given(st.lists(st.sampled_from(["<i>", "</i>", "<sup>", "</sup>", "<", "a ", "5"])).map("".join))
def test_escaped_markup_is_read_back_unchanged(title: str) -> None:
    assert csl_markup.strip_markup(csl_markup.escape_markup(title)) == title
