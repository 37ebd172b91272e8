"""Compare encodings of postings by the gzipped bytes of a project's complete index.

    .venv/bin/python benchmarks/encoding.py FOLDER

Each encoding is split into shards like the site's. ``generator/render/search/shards.py`` uses the
first one.
"""

import argparse
import gzip
import json
import math
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
Encoder = Callable[[Index, str, Mapping[str, Postings]], bytes]


def main() -> None:
    """Print each encoding's number of shards, their gzipped bytes, and those of the median one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("project", type=Path, help="a project folder")
    search_index = _build_index(load.load(config.load(parser.parse_args().project)))
    print("| encoding | shards | gzipped, total | gzipped, median shard |\n|---|---|---|---|")
    for name, encode in ENCODINGS.items():
        sizes = [len(gzip.compress(shard, 6)) for shard in _shards(search_index, encode)]
        print(
            f"| {name} | {len(sizes):,} | {sum(sizes) / 1e6:.2f} MB | {median(sizes):,.0f} bytes |"
        )


def _build_index(site: Site) -> Index:
    return index.build(documents.document(source, site) for source in documents.sources(site))


def _shards(search_index: Index, encode: Encoder) -> Iterator[bytes]:
    shard = b""
    for term, fields in search_index.postings.items():
        encoded = encode(search_index, term, fields)
        if shard and len(shard) + len(encoded) > SHARD_SIZE:
            yield shard
            shard = b""
        shard += encoded
    yield shard


def _columns(_search_index: Index, term: str, fields: Mapping[str, Postings]) -> bytes:
    return _json(
        term,
        {
            name: [_distances(postings), postings[1::3], postings[2::3]]
            for name, postings in fields.items()
        },
    )


def _rows(_search_index: Index, term: str, fields: Mapping[str, Postings]) -> bytes:
    return _json(
        term,
        {
            name: list(zip(_distances(postings), postings[1::3], postings[2::3], strict=True))
            for name, postings in fields.items()
        },
    )


def _weights(search_index: Index, term: str, fields: Mapping[str, Postings]) -> bytes:
    frequency = sum(len(postings) // 3 for postings in fields.values())
    rarity = math.log(1 + abs((search_index.documents - frequency + 0.5) / (frequency + 0.5)))
    weights = {
        name: [
            _distances(postings),
            [
                round(
                    rarity
                    * _bm25(*pair, search_index.lengths[name] / search_index.documents)
                    * BOOSTS[name],
                    3,
                )
                for pair in zip(postings[1::3], postings[2::3], strict=True)
            ],
        ]
        for name, postings in fields.items()
    }
    return _json(term, weights)


def _binary(_search_index: Index, term: str, fields: Mapping[str, Postings]) -> bytes:
    encoded = bytearray(term.encode() + b"\0")
    for number, name in enumerate(BOOSTS):
        if postings := fields.get(name):
            columns = (*_distances(postings), *postings[1::3], *postings[2::3])
            for value in (number, len(postings), *columns):
                rest = value
                while rest >= _SEVEN_BITS:
                    encoded.append(rest % _SEVEN_BITS + _SEVEN_BITS)
                    rest //= _SEVEN_BITS
                encoded.append(rest)
    return bytes(encoded)


def _bm25(count: int, length: int, average: float) -> float:
    return 2.2 * count / (1.2 * (0.25 + 0.75 * length / average) + count)


def _distances(postings: Postings) -> list[int]:
    return [after - before for before, after in pairwise([0, *postings[::3]])]


def _json(*value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


ENCODINGS: Mapping[str, Encoder] = {
    "JSON: columns of distances, counts, lengths (the site's)": _columns,
    "JSON: rows of distance, count, length": _rows,
    "JSON: columns of distances, weights": _weights,
    "binary: columns of distances, counts, lengths as varints": _binary,
}

if __name__ == "__main__":
    main()
