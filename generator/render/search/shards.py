"""An index to files: runs of terms, few of which change when a paper comes in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from operator import sub

from generator.render.search.index import Index, Postings

SHARD_SIZE = 32 * 1024
"""Characters after which a shard is full; a term's postings stand in one shard, however many."""

ARCHIVE_STEP = 512
"""Documents by which the archive grows; those behind it are in shards of their own."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A run of terms with their postings, as JSON, and the first of the terms."""

    first: str
    content: bytes


def archived(documents: int) -> int:
    """Return how many of the oldest documents have shards of their own, the archive.

    A new paper, which comes last, changes only the shards of the others; the archive stays as it
    is until another ``ARCHIVE_STEP`` documents have come in.
    """
    return max(0, documents - 1) // ARCHIVE_STEP * ARCHIVE_STEP


def cut(index: Index) -> Iterator[Shard]:
    """Yield the shards of an index."""
    first, size = "", 0
    written: list[str] = []
    for term, fields in index.postings.items():
        line = _json([term, {field: _columns(found) for field, found in fields.items()}])
        if written and size + len(line) > SHARD_SIZE:
            yield _shard(first, written)
            written, size = [], 0
        first = first if written else term
        written.append(line)
        size += len(line)
    if written:
        yield _shard(first, written)


def _columns(postings: Postings) -> list[list[int]]:
    """Return the documents, each as its distance from the one before, their counts and lengths."""
    documents = postings[::3]
    distances = map(sub, documents, chain([0], islice(documents, len(documents) - 1)))
    return [list(distances), list(postings[1::3]), list(postings[2::3])]


def _shard(first: str, lines: list[str]) -> Shard:
    return Shard(first, ("[" + ",\n".join(lines) + "]").encode())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
