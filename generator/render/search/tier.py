"""A run of documents as shards: what is said of them, and their contents when these are wanted."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypedDict, cast

from generator.render.search import index, shards
from generator.render.search.documents import Document

_SHORTEST_WORD = 4


class Said(TypedDict):
    """What is said of a tier, as the cache keeps it."""

    key: str
    documents: int
    lengths: Mapping[str, int]
    first_terms: Sequence[str]
    digests: Sequence[str]
    words: Mapping[str, int]
    """How many of the documents have each word that a query may be corrected with."""


def read(found: Mapping[str, Any]) -> Said:
    """Return what was kept of a tier, or raise ``ValueError`` where it is none."""
    kinds = {"key": str, "documents": int, "first_terms": list, "digests": list}
    kinds |= {"lengths": dict, "words": dict}
    if any(not isinstance(found[name], kind) for name, kind in kinds.items()):
        raise ValueError("not what is said of a tier")
    return cast("Said", {name: found[name] for name in kinds})


@dataclass
class Tier:
    """The documents from a number on; made only where nothing is said of them yet."""

    key: str
    first: int
    documents: Callable[[], Sequence[Document]]
    kept: Said | None = None

    @property
    def is_known(self) -> bool:
        """Whether what is said of it was kept."""
        return self.kept is not None and self.kept["key"] == self.key

    @property
    def said(self) -> Said:
        """What is said of the tier."""
        return self.kept if self.kept and self.is_known else self._made[0]

    def content(self, number: int) -> bytes:
        """Return the content of one of its shards."""
        return self._made[1][number]

    @cached_property
    def _made(self) -> tuple[Said, list[bytes]]:
        documents = self.documents()
        made = index.build(documents, self.first)
        cut = list(shards.cut(made))
        return {
            "key": self.key,
            "documents": made.documents,
            "lengths": made.lengths,
            "first_terms": [shard.first for shard in cut],
            "digests": [digest(shard.content) for shard in cut],
            "words": _words(documents),
        }, [shard.content for shard in cut]


def digest(content: bytes) -> str:
    """Return what tells a file of the index from those that had its place before."""
    return hashlib.blake2b(content, digest_size=3).hexdigest()


def _words(documents: Iterable[Document]) -> Mapping[str, int]:
    counts = Counter(
        word
        for document in documents
        for word in {*document["title"], *document["authors"], *document["abstract"]}
    )
    return {
        word: count
        for word, count in counts.items()
        if len(word) >= _SHORTEST_WORD and word.isalpha()
    }
