"""The cost of our builds by number of papers, as a table and as data for the chart."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from searching.papers import PaperText
from searching.table import log_progress

from scaling import systems, tables
from scaling.cases import ADDED, COLD, UNCHANGED, Bench, Measure, choose_papers
from scaling.systems import OURS, Sources

CASES = (COLD, UNCHANGED, ADDED)


@dataclass(frozen=True, slots=True)
class Point:
    """The cost of builds of some papers: seconds, and bytes for the first build."""

    papers: int
    cold: float
    processor: float
    memory: int
    unchanged: float
    added: float
    files: int
    bytes: int
    changed: int
    """The number of files of the site that one more paper adds or changes."""


def measure(texts: Sequence[PaperText], count: int, runs: int) -> Point | str:
    """Return the costs for a number of papers, or the error of a build that failed."""
    papers = choose_papers(texts, count)
    with tempfile.TemporaryDirectory() as scratch:
        sources = Sources(Path(scratch))
        log_progress(f"{len(papers.first):,} papers")
        sources.write_all(papers.first, for_peers=False)
        bench = Bench(sources, papers, [systems.ours(sources)])
        for _ in range(runs):
            bench.round(CASES)
            if bench.failures:
                return bench.failures[OURS]
        return _point(len(papers.first), *(bench.measures[case, OURS] for case in CASES))


def table(points: Iterable[Point]) -> str:
    """Return a Markdown table with one row per number of papers."""
    head = (
        "papers", COLD, "per paper", "processor time", "peak memory", "site", UNCHANGED, ADDED,
        "its new or changed files",
    )  # fmt: skip
    return tables.markdown([head, ["---:"] * len(head), *map(_row, points)])


def write(path: Path, points: Sequence[Point], machine: str) -> None:
    """Save the points, from which the chart is drawn."""
    content = {"machine": machine, "points": [asdict(point) for point in points]}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> list[Point]:
    """Return the saved points."""
    return [Point(**point) for point in json.loads(path.read_text("utf-8"))["points"]]


def _point(
    papers: int, cold: Sequence[Measure], unchanged: Sequence[Measure], added: Sequence[Measure]
) -> Point:
    return Point(
        papers,
        cold=_seconds(cold),
        processor=round(median(measure.cost.processor for measure in cold), 3),
        memory=max(measure.cost.memory for measure in cold),
        unchanged=_seconds(unchanged),
        added=_seconds(added),
        files=cold[0].site.files,
        bytes=cold[0].site.bytes,
        changed=added[0].changed.files,
    )


def _seconds(measures: Iterable[Measure]) -> float:
    return round(median(measure.cost.seconds for measure in measures), 3)


def _row(point: Point) -> tuple[str, ...]:
    return (
        f"{point.papers:,}",
        tables.seconds(point.cold),
        f"{1000 * point.cold / point.papers:.1f} ms",
        tables.seconds(point.processor),
        tables.megabytes(point.memory),
        f"{point.files:,} files, {tables.megabytes(point.bytes)}",
        tables.seconds(point.unchanged),
        tables.seconds(point.added),
        f"{point.changed:,}",
    )
