"""Papers survive the conversion to cached rows and back."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.config import Config
from generator.core.model import Author, Link, Origin, Paper
from generator.library import cached_papers, entry_file, load, schema
from tests.support.papers import ENTRY
from tests.support.paths import LIBRARY

TEXTS = st.text(max_size=20)
DATES = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
PAPERS = st.builds(
    Paper,
    slug=TEXTS,
    path=TEXTS,
    title=TEXTS,
    date=DATES,
    abstract=TEXTS,
    authors=st.lists(st.builds(Author, TEXTS, TEXTS), max_size=3).map(tuple),
    arxiv=st.none() | TEXTS,
    doi=st.none() | TEXTS,
    openreview=st.none() | TEXTS,
    acl=st.none() | TEXTS,
    published=st.none() | DATES,
    updated=st.none() | DATES,
    withdrawn=st.none() | DATES,
    venue=st.none() | TEXTS,
    type=st.none() | TEXTS,
    categories=st.lists(TEXTS, max_size=3).map(tuple),
    tags=st.lists(TEXTS, max_size=3).map(tuple),
    links=st.lists(st.builds(Link, TEXTS, TEXTS), max_size=3).map(tuple),
    upvotes=st.none() | st.integers(0, 10**9),
    submitted_by=st.none() | TEXTS,
    organization=st.none() | TEXTS,
    source=st.none() | TEXTS,
    provenance=st.lists(
        st.builds(Origin, TEXTS, DATES, st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple)),
        max_size=3,
    ).map(tuple),
    aliases=st.lists(TEXTS, max_size=3).map(tuple),
)


@given(PAPERS)
def test_any_paper_survives_its_cached_row(paper: Paper) -> None:
    read = cached_papers.from_row(json.loads(json.dumps(cached_papers.to_row(paper))))
    assert read == paper
    assert repr(read) == repr(paper)  # the types of all values are equal too
    assert hash(read) == hash(paper)


def test_real_papers_survive_their_cached_rows() -> None:
    for paper in load.load(Config(LIBRARY, "", "")).papers:
        assert cached_papers.from_row(json.loads(json.dumps(cached_papers.to_row(paper)))) == paper


@pytest.mark.parametrize("text", [ENTRY, ENTRY.replace("2025-03-11", "1600-01-01")])
def test_a_checked_entry_survives_its_cached_row(text: str) -> None:
    paper, problems = schema.check(entry_file.parse(text, "papers/a.md"))
    assert problems == []
    assert cached_papers.from_row(json.loads(json.dumps(cached_papers.to_row(paper)))) == paper
