"""One tier of the index: its shards, and the facts that the index's manifest needs about them."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from generator.render.search import index, shards
from generator.render.search.documents import Document
from generator.storage.two_tier_cache import KeyedData, if_current

_MIN_WORD_LENGTH = 4


class TierFacts(KeyedData):
    """The facts about a tier that the cache stores, as JSON.

    Attributes:
        documents: The number of documents.
        lengths: The total number of terms in each field.
        first_terms: The first term of each shard.
        digests: The digest of each shard's content.
        words: The number of documents with each word that a misspelt query may be corrected to.
    """

    documents: int
    lengths: dict[str, int]
    first_terms: list[str]
    digests: list[str]
    words: dict[str, int]


class Tier:
    """A run of consecutive documents with shards of its own.

    Its documents are analysed only if the cache has no facts about them, or if the content of a
    shard is needed.

    Attributes:
        is_cached: Whether the cache has the facts about these documents.
    """

    def __init__(
        self,
        key: str,
        first: int,
        documents: Callable[[], Sequence[Document]],
        cached: TierFacts | None = None,
    ) -> None:
        """Compare the key with the cached one; analyse nothing yet.

        Args:
            key: A fingerprint of everything that the documents are derived from.
            first: The number of the first document.
            documents: Returns the documents, in their order.
            cached: The facts about an earlier tier.
        """
        self._key, self._first, self._documents = key, first, documents
        self._cached = if_current(cached, key)
        self.is_cached = self._cached is not None

    @property
    def facts(self) -> TierFacts:
        """The facts about the tier."""
        return self._cached or self._built[0]

    def content(self, shard: int) -> bytes:
        """Return the content of one of the tier's shards, by its number."""
        return self._built[1][shard]

    @cached_property
    def _built(self) -> tuple[TierFacts, list[bytes]]:
        """The facts, and the content of each shard."""
        documents = self._documents()
        tier_index = index.build(documents, self._first)
        cut = list(shards.cut(tier_index))
        facts: TierFacts = {
            "key": self._key,
            "documents": tier_index.documents,
            "lengths": dict(tier_index.lengths),
            "first_terms": [shard.first for shard in cut],
            "digests": [digest(shard.content) for shard in cut],
            "words": _word_counts(documents),
        }
        return facts, [shard.content for shard in cut]


def digest(content: bytes) -> str:
    """Return the digest that is part of an index file's name: six hexadecimal digits."""
    return hashlib.blake2b(content, digest_size=3).hexdigest()


def _word_counts(documents: Iterable[Document]) -> dict[str, int]:
    """Count the documents with each longer word in their title, authors or abstract."""
    counts = Counter(
        word
        for document in documents
        for word in {*document["title"], *document["authors"], *document["abstract"]}
    )
    return {
        word: count
        for word, count in counts.items()
        if len(word) >= _MIN_WORD_LENGTH and word.isalpha()
    }
