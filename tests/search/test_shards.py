"""Shards hold every posting once, in order, and few of them change with a new paper."""

import json
from collections.abc import Sequence
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from generator.search import index, shards
from generator.search.documents import BOOSTS, Document
from generator.search.index import Index
from generator.search.shards import Shard


def made(texts: Sequence[str]) -> Index:
    """Return the index of documents that have these abstracts."""
    documents: list[Document] = [
        {**dict.fromkeys(BOOSTS, ()), "abstract": text.split()} for text in texts
    ]
    return index.build(documents)


def lines(shard: Shard) -> list[tuple[str, dict[str, list[list[int]]]]]:
    read: list[tuple[str, dict[str, list[list[int]]]]] = json.loads(shard.content)
    return read


def postings(tiers: list[list[Shard]]) -> dict[str, dict[str, list[int]]]:
    """Return all postings, as they were before they were cut."""
    found: dict[str, dict[str, list[int]]] = {}
    for shard in [shard for tier in tiers for shard in tier]:
        for term, fields in lines(shard):
            for field, (distances, counts, lengths) in fields.items():
                numbers = accumulate(distances)
                triples = zip(numbers, counts, lengths, strict=True)
                held = found.setdefault(term, {}).setdefault(field, [])
                held += [number for triple in triples for number in triple]
    return found


@given(st.lists(st.text("abc ", max_size=30), max_size=12))
def test_every_posting_is_in_the_shards_once(texts: list[str]) -> None:
    whole = made(texts)
    tiers = shards.tiers(whole)
    assert postings(tiers) == {term: dict(fields) for term, fields in whole.postings.items()}


def numbered(count: int) -> list[str]:
    """Return texts of some words each, some of which are theirs alone."""
    return [f"common word{number % 97} own{number}x" for number in range(count)]


def test_terms_are_in_order_and_a_shard_is_named_by_its_first() -> None:
    tiers = shards.tiers(made(numbered(3000)))
    assert len(tiers[0]) > 2
    for tier in tiers:
        terms = [term for shard in tier for term, _ in lines(shard)]
        assert terms == sorted(terms)
        assert [shard.first for shard in tier] == [lines(shard)[0][0] for shard in tier]


def test_shards_are_of_about_the_size_that_was_set() -> None:
    archive, _ = shards.tiers(made(numbered(3000)))
    sizes = [len(shard.content) for shard in archive[:-1]]
    assert all(shards.SHARD_SIZE * 0.5 < size < shards.SHARD_SIZE * 1.2 for size in sizes)


def test_a_new_document_changes_no_shard_of_the_archive() -> None:
    for count in (700, 1023, 1100):
        before, after = shards.tiers(made(numbered(count))), shards.tiers(made(numbered(count + 1)))
        assert before[0]
        assert before[0] == after[0]
        assert before[1] != after[1]


def test_a_small_site_has_no_archive() -> None:
    archive, recent = shards.tiers(made(numbered(41)))
    assert (archive, bool(recent)) == ([], True)
    assert shards.tiers(made([])) == [[], []]
