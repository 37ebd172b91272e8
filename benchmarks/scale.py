"""Compare the cost of building a site with paper-digest, MkDocs, Hugo and Zensical.

Builds the same papers with paper-digest, with MkDocs and Material, and with Hugo and Zensical if
they are installed. The cases are a first build, no change, one more paper, and one paper with other
tags. The papers are the first ones of a corpus (JSON Lines, plain or .xz); without a corpus they
are generated from this repository's entries:

    make bench PAPERS=1000
    make bench CORPUS=corpus.jsonl.xz ARGUMENTS='--curve 1000,3000,10000,30000,85000'

``benchmarks/README.md`` explains how each figure is measured.
"""

import argparse
import os
import shlex
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from scaling import curve, picture, systems, tables
from scaling.cases import Bench, choose_papers, read
from scaling.curve import Point
from scaling.systems import Sources
from searching.table import log_progress

DATA = Path(__file__).with_name("scale.json")
PICTURE = Path(__file__).with_name("scale.svg")

_RUNS = 3
_MIN_PAPERS_FOR_MEDIAN = 200
"""Below this number one run is enough: it shows that everything builds, not how fast."""

_LOAD = os.getloadavg()[0]


def main() -> None:
    """Measure and print. The exit code is 1 if a build failed."""
    arguments = _arguments()
    if arguments.picture_only:
        picture.write(PICTURE, curve.read(DATA))
    elif arguments.curve:
        _curve(arguments)
    else:
        _table(arguments)


def _arguments() -> argparse.Namespace:
    summary = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(description=summary)
    parser.add_argument("--corpus", type=Path, help="the papers: JSON Lines, plain or .xz")
    parser.add_argument("--papers", type=_number, default=1000, help="number of papers")
    parser.add_argument(
        "--runs",
        type=_number,
        help="number of runs, of which the median is reported; "
        f"default {_RUNS}, or 1 for a curve or few papers",
    )
    parser.add_argument("--without", default="", help="peers to omit, such as Zensical,Hugo")
    parser.add_argument(
        "--curve", type=_numbers, help="measure only paper-digest, with these numbers of papers"
    )
    parser.add_argument(
        "--picture-only", action="store_true", help="redraw the chart of the last curve"
    )
    arguments = parser.parse_args()
    if arguments.corpus and not arguments.corpus.is_file():
        parser.error("the corpus does not exist; run: make bench CORPUS=papers.jsonl.xz")
    return arguments


def _table(arguments: argparse.Namespace) -> None:
    log_progress("reading the papers")
    papers = choose_papers(read(arguments.corpus, arguments.papers), arguments.papers)
    with tempfile.TemporaryDirectory() as scratch:
        sources = Sources(Path(scratch))
        sources.write_all(papers.first, for_peers=True)
        peers, skipped = systems.peers(sources)
        selected = [peer for peer in peers if peer.name not in arguments.without.split(",")]
        bench = Bench(sources, papers, [systems.ours(sources), *selected])
        for _ in range(
            arguments.runs or (1 if len(papers.first) < _MIN_PAPERS_FOR_MEDIAN else _RUNS)
        ):
            bench.round(tables.CASES)
    versions = (system.version for system in bench.systems)
    print(_head(arguments, f"{len(papers.first):,} papers ", tables.machine(_LOAD, versions)))
    print(f"\n{tables.table(bench)}\n\n{tables.notes(bench, skipped)}")
    _stop_for(list(bench.failures.values()))


def _curve(arguments: argparse.Namespace) -> None:
    log_progress("reading the papers")
    texts = read(arguments.corpus, max(arguments.curve))
    points: list[Point] = []
    failures: list[str] = []
    for count in arguments.curve:
        result = curve.measure(texts, count, arguments.runs or 1)
        if isinstance(result, Point):
            points.append(result)
        else:
            failures.append(result)
    if points:
        head = _head(arguments, "papers ", tables.machine(_LOAD, ()))
        curve.write(DATA, points, head)
        picture.write(PICTURE, points)
        print(f"{head}\n\n{curve.table(points)}")
    _stop_for(failures)


def _head(arguments: argparse.Namespace, subject: str, machine: str) -> str:
    """Describe the papers, the command, without the corpus's folder, and the machine."""
    source = "from a corpus" if arguments.corpus else "generated from this repository's entries"
    path, name = str(arguments.corpus), arguments.corpus.name if arguments.corpus else ""
    words = [name if word == path else word for word in sys.argv[1:]]
    return f"{subject}{source}; `{shlex.join(['benchmarks/scale.py', *words])}`; {machine}"


def _stop_for(failures: Sequence[str]) -> None:
    for message in failures:
        print(f"a build failed: {message}", file=sys.stderr)
    if failures:
        sys.exit(1)


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a positive number")
    return int(text)


def _numbers(text: str) -> list[int]:
    return sorted(map(_number, text.split(",")))


if __name__ == "__main__":
    main()
