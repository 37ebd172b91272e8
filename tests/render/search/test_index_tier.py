"""A tier provides facts about its shards, and builds shards only when needed."""

import json
from collections.abc import Sequence

import pytest

from generator.render.search import index, shards
from generator.render.search.documents import BOOSTS, Document
from generator.render.search.index_tier import Tier, TierFacts, digest


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


def not_needed() -> Sequence[Document]:
    pytest.fail("the documents were analysed")


def facts(count: int = 3, key: str = "key") -> TierFacts:
    return Tier(key, 0, lambda: documents(count)).facts


def test_its_facts_describe_its_shards() -> None:
    tier = Tier("key", 10, lambda: documents(300))
    cut = list(shards.cut(index.build(documents(300), 10)))
    assert tier.facts["documents"] == 300
    assert tier.facts["first_terms"] == [shard.first for shard in cut]
    assert tier.facts["digests"] == [digest(shard.content) for shard in cut]
    assert [tier.content(number) for number in range(len(cut))] == [shard.content for shard in cut]
    assert tier.facts["lengths"]["title"] == 600


def test_it_counts_the_documents_with_each_word() -> None:
    words = facts()["words"]
    assert words == {"graph": 3, "words": 3}  # no numbers, no short ones, none with digits


def test_cached_facts_about_the_same_documents_are_used() -> None:
    cached = json.loads(json.dumps(facts()))
    tier = Tier("key", 0, not_needed, cached)
    assert tier.is_cached
    assert tier.facts == facts()


def test_cached_facts_about_other_documents_are_not_used() -> None:
    tier = Tier("other", 0, lambda: documents(5), facts())
    assert not tier.is_cached
    assert tier.facts == facts(5, "other")


def test_the_content_of_a_cached_shard_can_be_built() -> None:
    tier = Tier("key", 0, lambda: documents(3), facts())
    assert digest(tier.content(0)) == tier.facts["digests"][0]


def test_a_tier_without_documents_has_no_shards() -> None:
    assert facts(0) == {
        "key": "key",
        "documents": 0,
        "lengths": dict.fromkeys(BOOSTS, 0),
        "first_terms": [],
        "digests": [],
        "words": {},
    }
