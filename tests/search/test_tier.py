"""A tier says of its documents what its shards hold, and makes them only when they are wanted."""

import json
from collections.abc import Sequence

import pytest

from generator.render.search import index, shards
from generator.render.search.documents import BOOSTS, Document
from generator.render.search.tier import Said, Tier, digest


def documents(count: int) -> list[Document]:
    """Return documents with a title and an abstract of a few words each."""
    return [
        {
            **dict.fromkeys(BOOSTS, ()),
            "title": ["graph", f"own{number}x"],
            "abstract": ["graph", "words", "2024", "ab"],
        }
        for number in range(count)
    ]


def unwanted() -> Sequence[Document]:
    pytest.fail("the documents were asked for")


def said(count: int = 3, key: str = "key", first: int = 0) -> Said:
    return Tier(key, first, lambda: documents(count)).said


def test_it_says_what_the_shards_are_that_it_has() -> None:
    tier = Tier("key", 10, lambda: documents(300))
    cut = list(shards.cut(index.build(documents(300), 10)))
    assert tier.said["documents"] == 300
    assert tier.said["first_terms"] == [shard.first for shard in cut]
    assert tier.said["digests"] == [digest(shard.content) for shard in cut]
    assert [tier.content(number) for number in range(len(cut))] == [each.content for each in cut]
    assert tier.said["lengths"]["title"] == 600


def test_it_counts_the_documents_of_each_suggested_word() -> None:
    words = said()["words"]
    assert words == {"graph": 3, "words": 3}  # no numbers, no short ones, none with digits


def test_cached_results_need_no_documents() -> None:
    kept = json.loads(json.dumps(said()))
    tier = Tier("key", 0, unwanted, kept)
    assert tier.is_known
    assert tier.said == said()


def test_of_other_documents_what_was_kept_is_not_said() -> None:
    tier = Tier("other", 0, lambda: documents(5), said())
    assert not tier.is_known
    assert tier.said == said(5, "other")


def test_a_shard_that_is_wanted_all_the_same_is_made() -> None:
    tier = Tier("key", 0, lambda: documents(3), said())
    assert digest(tier.content(0)) == tier.said["digests"][0]


def test_a_tier_without_documents_has_no_shards() -> None:
    assert said(0) == {
        "key": "key",
        "documents": 0,
        "lengths": dict.fromkeys(BOOSTS, 0),
        "first_terms": [],
        "digests": [],
        "words": {},
    }
