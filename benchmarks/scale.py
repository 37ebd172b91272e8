"""What building a site costs as papers grow: ours and its peers, side by side, in one table.

Builds the same papers in turn with this generator, with plain MkDocs and Material, and with
Hugo and Zensical where they are installed: cold, without a change, with one paper more, and
with one paper's tags changed. The papers are the first of a corpus (JSON Lines, plain or .xz),
or else made of this project's own entries:

    make bench PAPERS=1000
    make bench CORPUS=corpus.jsonl.xz ARGUMENTS='--curve 1000,3000,10000,30000,85000'

``benchmarks/README.md`` says how each figure is measured.
"""

import argparse
import os
import shlex
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from scaling import curve, picture, systems, tables
from scaling.cases import Bench, chosen, read
from scaling.curve import Point
from scaling.systems import Sources
from searching.table import log_progress

DATA = Path(__file__).with_name("scale.json")
PICTURE = Path(__file__).with_name("scale.svg")

_RUNS = 3
_FEW = 200
"""Papers below which one run is enough: so few show that everything builds, not how fast."""

_LOAD = os.getloadavg()[0]


def main() -> None:
    """Measure and print; the exit code is 1 if a build failed, however long it took."""
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
    parser.add_argument("--papers", type=_number, default=1000, help="how many of them")
    parser.add_argument(
        "--runs", type=_number, help=f"medians of so many; {_RUNS}, or 1 for a curve and few papers"
    )
    parser.add_argument("--without", default="", help="peers to leave out, such as Zensical,Hugo")
    parser.add_argument("--curve", type=_numbers, help="only ours, at these numbers of papers")
    parser.add_argument(
        "--picture-only", action="store_true", help="draw the last curve's picture again"
    )
    arguments = parser.parse_args()
    if arguments.corpus and not arguments.corpus.is_file():
        parser.error("no corpus there; name one: make bench CORPUS=papers.jsonl.xz")
    return arguments


def _table(arguments: argparse.Namespace) -> None:
    log_progress("reading the papers")
    papers = chosen(read(arguments.corpus, arguments.papers), arguments.papers)
    with tempfile.TemporaryDirectory() as scratch:
        sources = Sources(Path(scratch))
        sources.lay_out(papers.first, for_peers=True)
        peers, skipped = systems.peers(sources)
        wanted = [peer for peer in peers if peer.name not in arguments.without.split(",")]
        bench = Bench(sources, papers, [systems.ours(sources), *wanted])
        for _ in range(arguments.runs or (1 if len(papers.first) < _FEW else _RUNS)):
            bench.round(tables.CASES)
    versions = (each.version for each in bench.systems)
    print(_head(arguments, f"{len(papers.first):,} papers ", tables.machine(_LOAD, versions)))
    print(f"\n{tables.table(bench)}\n\n{tables.notes(bench, skipped)}")
    _stop_for(list(bench.failures.values()))


def _curve(arguments: argparse.Namespace) -> None:
    log_progress("reading the papers")
    texts = read(arguments.corpus, max(arguments.curve))
    points: list[Point] = []
    failures: list[str] = []
    for count in arguments.curve:
        found = curve.measured(texts, count, arguments.runs or 1)
        if isinstance(found, Point):
            points.append(found)
        else:
            failures.append(found)
    if points:
        head = _head(arguments, "papers ", tables.machine(_LOAD, ()))
        curve.write(DATA, points, head)
        picture.write(PICTURE, points)
        print(f"{head}\n\n{curve.table(points)}")
    _stop_for(failures)


def _head(arguments: argparse.Namespace, what: str, machine: str) -> str:
    """Return what was measured, with which command, on what; the corpus by its name only."""
    source = "of a corpus" if arguments.corpus else "made of this project's own"
    path, name = str(arguments.corpus), arguments.corpus.name if arguments.corpus else ""
    words = [name if word == path else word for word in sys.argv[1:]]
    return f"{what}{source}; `{shlex.join(['benchmarks/scale.py', *words])}`; {machine}"


def _stop_for(failures: Sequence[str]) -> None:
    for said in failures:
        print(f"a build failed: {said}", file=sys.stderr)
    if failures:
        sys.exit(1)


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no number from 1 on")
    return int(text)


def _numbers(text: str) -> list[int]:
    return sorted(map(_number, text.split(",")))


if __name__ == "__main__":
    main()
