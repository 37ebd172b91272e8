"""Shards contain every posting once, in order, and few of them change with a new paper."""

import json
from collections.abc import Sequence
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.search import index, shards
from generator.render.search.documents import BOOSTS, Document
from generator.render.search.index import Index
from generator.render.search.shards import Shard


def make_index(texts: Sequence[str], first: int = 0) -> Index:
    """Return the index of documents with these abstracts, numbered from ``first``."""
    documents: list[Document] = [
        {**dict.fromkeys(BOOSTS, ()), "abstract": text.split()} for text in texts
    ]
    return index.build(documents, first)


def lines(shard: Shard) -> list[tuple[str, dict[str, list[list[int]]]]]:
    content: list[tuple[str, dict[str, list[list[int]]]]] = json.loads(shard.content)
    return content


def tiers(texts: Sequence[str]) -> list[list[Shard]]:
    """Return the shards of the archive and of the documents after it."""
    archived = shards.archive_size(len(texts))
    return [
        list(shards.cut(make_index(texts[:archived]))),
        list(shards.cut(make_index(texts[archived:], archived))),
    ]


def postings(tiers: list[list[Shard]]) -> dict[str, dict[str, list[int]]]:
    """Return all postings of some shards, decoded."""
    decoded: dict[str, dict[str, list[int]]] = {}
    for shard in [shard for tier in tiers for shard in tier]:
        for term, fields in lines(shard):
            for field, (distances, counts, lengths) in fields.items():
                numbers = accumulate(distances)
                triples = zip(numbers, counts, lengths, strict=True)
                decoded.setdefault(term, {}).setdefault(field, []).extend(
                    number for triple in triples for number in triple
                )
    return decoded


@given(st.lists(st.text("abc ", max_size=30), max_size=12))
def test_every_posting_is_in_the_shards_once(texts: list[str]) -> None:
    built = make_index(texts)
    assert postings(tiers(texts)) == {term: dict(fields) for term, fields in built.postings.items()}


def test_two_tiers_have_the_postings_of_one_index() -> None:
    texts = numbered(700)
    assert all(tiers(texts))
    expected = {term: dict(fields) for term, fields in make_index(texts).postings.items()}
    assert postings(tiers(texts)) == expected


@pytest.mark.parametrize(
    ("documents", "archived"), [(0, 0), (1, 0), (512, 0), (513, 512), (1024, 512), (1025, 1024)]
)
def test_the_archive_grows_in_steps_and_leaves_a_document(documents: int, archived: int) -> None:
    assert shards.archive_size(documents) == archived


def numbered(count: int) -> list[str]:
    """Return texts of some words each, one of which is unique."""
    return [f"common word{number % 97} own{number}x" for number in range(count)]


def test_terms_are_sorted_and_the_first_identifies_the_shard() -> None:
    both = tiers(numbered(3000))
    assert len(both[0]) > 2
    for tier in both:
        terms = [term for shard in tier for term, _ in lines(shard)]
        assert terms == sorted(terms)
        assert [shard.first for shard in tier] == [lines(shard)[0][0] for shard in tier]


def test_shards_have_about_the_configured_size() -> None:
    archive, _ = tiers(numbered(3000))
    sizes = [len(shard.content) for shard in archive[:-1]]
    assert all(shards.SHARD_SIZE * 0.5 < size < shards.SHARD_SIZE * 1.2 for size in sizes)


def test_a_new_document_changes_no_shard_of_the_archive() -> None:
    for count in (700, 1023, 1100):
        before, after = tiers(numbered(count)), tiers(numbered(count + 1))
        assert before[0]
        assert before[0] == after[0]
        assert before[1] != after[1]


def test_a_small_site_has_no_archive() -> None:
    archive, recent = tiers(numbered(41))
    assert (archive, bool(recent)) == ([], True)
    assert tiers([]) == [[], []]
