"""An index to files: runs of terms, few of which change when a paper comes in."""

import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from operator import sub

from generator.search.index import Index, Postings

SHARD_SIZE = 32 * 1024
"""Characters after which a shard is full; a term's postings stand in one shard, however many."""

ARCHIVE_STEP = 512
"""Documents by which the archive grows; those behind it are in shards of their own."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A run of terms with their postings, as JSON, and the first of the terms."""

    first: str
    content: bytes


def tiers(index: Index) -> list[list[Shard]]:
    """Return the shards of the archive and those of the documents after it.

    A new paper, which comes last, changes only the second tier; the archive stays as it is until
    another ``ARCHIVE_STEP`` documents have come in.
    """
    archived = max(0, index.documents - 1) // ARCHIVE_STEP * ARCHIVE_STEP
    return [
        list(_shards(index, start, stop))
        for start, stop in ((0, archived), (archived, index.documents))
    ]


def _shards(index: Index, start: int, stop: int) -> Iterator[Shard]:
    first, size = "", 0
    written: list[str] = []
    for term, fields in index.postings.items():
        between = {field: _between(found, start, stop) for field, found in fields.items()}
        held = {field: _columns(found) for field, found in between.items() if found}
        if not held:
            continue
        line = _json([term, held])
        if written and size + len(line) > SHARD_SIZE:
            yield _shard(first, written)
            written, size = [], 0
        first = first if written else term
        written.append(line)
        size += len(line)
    if written:
        yield _shard(first, written)


def _between(postings: Postings, start: int, stop: int) -> Postings:
    """Return the postings of the documents from one number up to another."""
    documents = postings[::3]
    return postings[3 * bisect_left(documents, start) : 3 * bisect_left(documents, stop)]


def _columns(postings: Postings) -> list[list[int]]:
    """Return the documents, each as its distance from the one before, their counts and lengths."""
    documents = postings[::3]
    distances = map(sub, documents, chain([0], islice(documents, len(documents) - 1)))
    return [list(distances), list(postings[1::3]), list(postings[2::3])]


def _shard(first: str, lines: list[str]) -> Shard:
    return Shard(first, ("[" + ",\n".join(lines) + "]").encode())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
