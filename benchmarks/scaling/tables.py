"""Format costs as Markdown tables."""

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
_ONE_DECIMAL_BELOW_BYTES = 10 * _MEGABYTE
_TWO_DECIMALS_BELOW_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a measurement, and the function that formats it."""

    name: str
    value: Callable[[Measure], float]
    formatter: Callable[[float], str]


def seconds(count: float) -> str:
    """Format seconds, with two decimals below ten seconds."""
    return f"{count:.2f} s" if count < _TWO_DECIMALS_BELOW_SECONDS else f"{count:,.1f} s"


def megabytes(count: float) -> str:
    """Format bytes as megabytes (1,000,000 bytes), with one decimal below ten."""
    if count < _MEGABYTE:
        return f"{count / 1000:,.0f} KB"
    return f"{count / _MEGABYTE:,.{int(count < _ONE_DECIMAL_BELOW_BYTES)}f} MB"


FIGURES = (
    Figure("time", lambda measure: measure.cost.seconds, seconds),
    Figure("processor time", lambda measure: measure.cost.processor, seconds),
    Figure("peak memory", lambda measure: measure.cost.memory, megabytes),
)


def table(bench: Bench) -> str:
    """Return a table with one row per case and figure, and one column per system."""
    names = [system.name for system in bench.systems if system.name not in bench.failures]
    rows = [["", *names], ["---"] * (1 + len(names))]
    for case in CASES:
        rows += [
            [f"{case}: {figure.name}", *_cells(bench, case, figure, names)] for figure in FIGURES
        ]
        files = "site" if case == COLD else "new or changed files of the site"
        rows.append([f"{case}: {files}", *(_sizes(bench, case, name) for name in names)])
    return markdown(rows)


def markdown(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of cells as a Markdown table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def notes(bench: Bench, skipped: Iterable[str]) -> str:
    """Return notes on the table as a Markdown list."""
    names = {system.name for system in bench.systems if system.name not in bench.failures}
    lines = []
    if MKDOCS in names:
        lines.append(f"In parentheses: the ratio to the first build of {MKDOCS} in the same run.")
        incomplete = "its search and tag lists then do not cover all papers"
        lines.append(f"After a change, {MKDOCS} builds with `--dirty`; {incomplete}.")
    if HUGO in names:
        lines.append(f"{HUGO} has templates of a few lines each, without search.")
    if ZENSICAL in names:
        lines.append(f"{ZENSICAL} has search but no tag lists.")
    lines += [f"{name} is not installed and was skipped." for name in skipped]
    return "\n".join(f"- {line}" for line in lines)


def machine(before: float, versions: Iterable[str]) -> str:
    """Describe the machine and the versions.

    Args:
        before: The load at the start.
        versions: The names and versions of the systems.
    """
    loads = f"load {before:.1f} before and {os.getloadavg()[0]:.1f} after"
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {_processor()}, {loads}; {', '.join((python, *versions))}"


def _cells(bench: Bench, case: str, figure: Figure, names: Iterable[str]) -> list[str]:
    base = [figure.value(measure) for measure in bench.measures.get((COLD, MKDOCS), ())]
    return [_cell(bench.measures[case, name], figure, base) for name in names]


def _cell(measures: Sequence[Measure], figure: Figure, base: Sequence[float]) -> str:
    """Return the median of some runs, and the median ratio to the base of the same run."""
    values = [figure.value(measure) for measure in measures]
    if not values or not all(values):
        return NONE
    text = figure.formatter(median(values))
    if len(base) != len(values) or not all(base):
        return text
    ratios = (value / base_value for value, base_value in zip(values, base, strict=True))
    return f"{text} ({median(ratios):.2f})"


def _sizes(bench: Bench, case: str, name: str) -> str:
    """Return the size of a site, or of its changes; all runs have the same."""
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
    """Return the name of the processor, as the system reports it."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())
