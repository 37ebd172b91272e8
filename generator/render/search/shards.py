"""Split an index into shards: files with consecutive terms, few of which a new paper changes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from operator import sub

from generator.render.search.index import Index, Postings

SHARD_SIZE = 32 * 1024
"""The size of a full shard, in characters. A term's postings are never split between shards."""

ARCHIVE_STEP = 512
"""The number of documents by which the archive grows. Newer documents have their own shards."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A file with consecutive terms and their postings.

    Attributes:
        first: The first term.
        content: JSON in UTF-8: a list of ``[term, {field: [distances, counts, lengths]}]``.
    """

    first: str
    content: bytes


def archive_size(documents: int) -> int:
    """Return how many of the oldest documents belong to the archive.

    A new paper comes last and changes only the shards of the documents after the archive. The
    archive changes when another ``ARCHIVE_STEP`` documents have been added. At least one document
    comes after the archive.
    """
    return max(0, documents - 1) // ARCHIVE_STEP * ARCHIVE_STEP


def cut(index: Index) -> Iterator[Shard]:
    """Cut an index into shards.

    Args:
        index: The index, its terms in order.

    Yields:
        The shards, in the order of their terms.
    """
    first, size = "", 0
    lines: list[str] = []
    for term, fields in index.postings.items():
        line = _json([term, {field: _columns(postings) for field, postings in fields.items()}])
        if lines and size + len(line) > SHARD_SIZE:
            yield _shard(first, lines)
            lines, size = [], 0
        first = first if lines else term
        lines.append(line)
        size += len(line)
    if lines:
        yield _shard(first, lines)


def _columns(postings: Postings) -> list[list[int]]:
    """Return three columns: each document's distance from the one before, counts, lengths."""
    documents = postings[::3]
    distances = map(sub, documents, chain([0], islice(documents, len(documents) - 1)))
    return [list(distances), list(postings[1::3]), list(postings[2::3])]


def _shard(first: str, lines: list[str]) -> Shard:
    return Shard(first, ("[" + ",\n".join(lines) + "]").encode())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
