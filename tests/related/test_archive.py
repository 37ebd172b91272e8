"""The archive of related papers: its size, and its cached form."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.related import archive
from generator.related.archive import Archive, ArchiveFacts
from generator.storage.two_tier_cache import check_shape
from tests.support.papers import make_paper


@pytest.mark.parametrize(
    ("count", "archived"),
    [(0, 0), (1, 0), (64, 0), (65, 64), (129, 128), (10_000, 9_216), (84_997, 81_920)],
)
def test_the_archive_grows_by_steps_and_leaves_a_paper(count: int, archived: int) -> None:
    assert archive.archive_size(count) == archived


@given(st.integers(0, 1_000_000))
def test_the_archive_never_shrinks_and_few_papers_follow_it(count: int) -> None:
    archived = archive.archive_size(count)
    assert archived <= archive.archive_size(count + 1)
    assert count - archived <= max(archive.MIN_STEP, count / 8 + 1)


@pytest.mark.parametrize("name", ["key", "papers", "frequencies", "postings", "neighbours"])
def test_a_cached_archive_of_another_shape_is_refused(name: str) -> None:
    papers = [make_paper(slug=slug, abstract="Graphs have nodes.") for slug in "ab"]
    facts = Archive(papers, papers).facts
    assert check_shape(json.loads(json.dumps(facts)), ArchiveFacts) == facts
    incomplete = {key: value for key, value in facts.items() if key != name}
    for damaged in ({**facts, name: None}, incomplete):
        with pytest.raises((ValueError, KeyError)):
            check_shape(damaged, ArchiveFacts)
