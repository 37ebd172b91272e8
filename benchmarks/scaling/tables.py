"""Costs as Markdown tables."""

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from searching.table import NONE

from scaling.cases import ADDED, COLD, RETAGGED, UNCHANGED, Bench, Measure
from scaling.costs import Size
from scaling.systems import HUGO, MKDOCS, ZENSICAL

CASES = (COLD, UNCHANGED, ADDED, RETAGGED)

_MEGABYTE = 1_000_000
_FEW_MEGABYTES = 10 * _MEGABYTE
_FEW_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a measure, and how it is written."""

    name: str
    of: Callable[[Measure], float]
    written: Callable[[float], str]


def seconds(count: float) -> str:
    """Return seconds, to the hundredth where they are few."""
    return f"{count:.2f} s" if count < _FEW_SECONDS else f"{count:,.1f} s"


def megabytes(count: float) -> str:
    """Return bytes as megabytes of 1,000,000, to the tenth where they are few."""
    if count < _MEGABYTE:
        return f"{count / 1000:,.0f} KB"
    return f"{count / _MEGABYTE:,.{int(count < _FEW_MEGABYTES)}f} MB"


FIGURES = (
    Figure("time", lambda measure: measure.cost.seconds, seconds),
    Figure("processor time", lambda measure: measure.cost.processor, seconds),
    Figure("peak memory", lambda measure: measure.cost.memory, megabytes),
)


def table(bench: Bench) -> str:
    """Return a row for each case and figure, a column for each system."""
    names = [each.name for each in bench.systems if each.name not in bench.failures]
    rows = [["", *names], ["---"] * (1 + len(names))]
    for case in CASES:
        rows += [[f"{case}: {each.name}", *_cells(bench, case, each, names)] for each in FIGURES]
        what = "site" if case == COLD else "new or changed files of the site"
        rows.append([f"{case}: {what}", *(_sizes(bench, case, name) for name in names)])
    return markdown(rows)


def markdown(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of cells as a Markdown table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def notes(bench: Bench, skipped: Iterable[str]) -> str:
    """Return what a reader of the table must know."""
    shown = {each.name for each in bench.systems if each.name not in bench.failures}
    said = []
    if MKDOCS in shown:
        said.append(f"In parentheses: the ratio to the first build of {MKDOCS} in the same run.")
        incomplete = "its search and tag lists then do not cover all papers"
        said.append(f"After a change, {MKDOCS} builds with `--dirty`; {incomplete}.")
    if HUGO in shown:
        said.append(f"{HUGO} has templates of a few lines each, without search.")
    if ZENSICAL in shown:
        said.append(f"{ZENSICAL} has search but no tag lists.")
    said += [f"{name} is not installed and was skipped." for name in skipped]
    return "\n".join(f"- {each}" for each in said)


def machine(before: float, versions: Iterable[str]) -> str:
    """Return what was measured on what; ``before`` is the load when all began."""
    loads = f"load {before:.1f} before and {os.getloadavg()[0]:.1f} after"
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {_processor()}, {loads}; {', '.join((python, *versions))}"


def _cells(bench: Bench, case: str, figure: Figure, names: Iterable[str]) -> list[str]:
    base = [figure.of(each) for each in bench.measures.get((COLD, MKDOCS), ())]
    return [_cell(bench.measures[case, name], figure, base) for name in names]


def _cell(measures: Sequence[Measure], figure: Figure, base: Sequence[float]) -> str:
    """Return the median of some runs, and of their ratios to the same run's base."""
    found = [figure.of(each) for each in measures]
    if not found or not all(found):
        return NONE
    text = figure.written(median(found))
    if len(base) != len(found) or not all(base):
        return text
    ratios = (each / other for each, other in zip(found, base, strict=True))
    return f"{text} ({median(ratios):.2f})"


def _sizes(bench: Bench, case: str, name: str) -> str:
    """Return how much of a site a build made; all runs make the same."""
    measures = bench.measures[case, name]
    if not measures:
        return NONE
    last = measures[-1]
    if case == COLD:
        return f"{last.site.files:,} files, {megabytes(last.site.bytes)}"
    return f"{last.changed.files:,} of {last.site.files:,} ({_bytes(last.changed)})"


def _bytes(size: Size) -> str:
    return megabytes(size.bytes) if size.files else "0"


def _processor() -> str:
    """Return the name of the processor, as the system tells it."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())
