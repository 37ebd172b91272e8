"""How postings are best written: the gzipped bytes of a project's whole index, by encoding.

    .venv/bin/python benchmarks/encoding.py FOLDER

Each encoding is cut into shards as the site's are (``generator/search/shards.py`` has the first).
"""

import gzip
import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from statistics import median

from generator.core import config
from generator.library import load
from generator.library.site import Site
from generator.render.search import documents, index
from generator.render.search.documents import BOOSTS
from generator.render.search.index import Index, Postings
from generator.render.search.shards import SHARD_SIZE

_SEVEN_BITS = 128
Line = Callable[[Index, str, Mapping[str, Postings]], bytes]


def main() -> None:
    """Print each encoding's shards, their gzipped bytes in all, and the middle one's."""
    made = _indexed(load.load(config.load(Path(sys.argv[1]))))
    print("| encoding | shards | gzipped, total | gzipped, median shard |\n|---|---|---|---|")
    for name, line in ENCODINGS.items():
        sizes = [len(gzip.compress(shard, 6)) for shard in _shards(made, line)]
        print(
            f"| {name} | {len(sizes):,} | {sum(sizes) / 1e6:.2f} MB | {median(sizes):,.0f} bytes |"
        )


def _indexed(site: Site) -> Index:
    return index.build(documents.document(source, site) for source in documents.sources(site))


def _shards(made: Index, line: Line) -> Iterator[bytes]:
    shard = b""
    for term, fields in made.postings.items():
        written = line(made, term, fields)
        if shard and len(shard) + len(written) > SHARD_SIZE:
            yield shard
            shard = b""
        shard += written
    yield shard


def _columns(_made: Index, term: str, fields: Mapping[str, Postings]) -> bytes:
    return _json(
        term,
        {name: [_distances(each), each[1::3], each[2::3]] for name, each in fields.items()},
    )


def _rows(_made: Index, term: str, fields: Mapping[str, Postings]) -> bytes:
    return _json(
        term,
        {
            name: list(zip(_distances(each), each[1::3], each[2::3], strict=True))
            for name, each in fields.items()
        },
    )


def _weights(made: Index, term: str, fields: Mapping[str, Postings]) -> bytes:
    holders = sum(len(each) // 3 for each in fields.values())
    rarity = math.log(1 + abs((made.documents - holders + 0.5) / (holders + 0.5)))
    weighed = {
        name: [
            _distances(each),
            [
                round(rarity * _bm25(*pair, made.lengths[name] / made.documents) * BOOSTS[name], 3)
                for pair in zip(each[1::3], each[2::3], strict=True)
            ],
        ]
        for name, each in fields.items()
    }
    return _json(term, weighed)


def _binary(_made: Index, term: str, fields: Mapping[str, Postings]) -> bytes:
    written = bytearray(term.encode() + b"\0")
    for number, name in enumerate(BOOSTS):
        if each := fields.get(name):
            for value in (number, len(each), *_distances(each), *each[1::3], *each[2::3]):
                left = value
                while left >= _SEVEN_BITS:
                    written.append(left % _SEVEN_BITS + _SEVEN_BITS)
                    left //= _SEVEN_BITS
                written.append(left)
    return bytes(written)


def _bm25(count: int, length: int, average: float) -> float:
    return 2.2 * count / (1.2 * (0.25 + 0.75 * length / average) + count)


def _distances(postings: Postings) -> list[int]:
    return [after - before for before, after in pairwise([0, *postings[::3]])]


def _json(*value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


ENCODINGS: Mapping[str, Line] = {
    "JSON: columns of distances, counts, lengths (the site's)": _columns,
    "JSON: rows of distance, count, length": _rows,
    "JSON: columns of distances, weights": _weights,
    "binary: columns of distances, counts, lengths as varints": _binary,
}

if __name__ == "__main__":
    main()
