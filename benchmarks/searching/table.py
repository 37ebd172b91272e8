"""Format measurements as a Markdown table and print progress."""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TypeVar

NONE = "–"

_MEGABYTE = 1_000_000
_MANY_MILLISECONDS = 2000

_T = TypeVar("_T")
_STARTED = time.monotonic()


@dataclass(frozen=True)
class Row:
    """One measurement of paper-digest and of its peers, as formatted text."""

    measurement: str
    ours: str = NONE
    material: str = NONE
    pagefind: str = NONE
    lunr: str = NONE

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells in the order of the table's columns."""
        return (self.measurement, self.ours, self.material, self.pagefind, self.lunr)


_HEAD = (
    Row("", "paper-digest", "Material", "Pagefind", "complete lunr"),
    Row("---", "---", "---", "---", "---"),
)


def markdown_table(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table with a head."""
    return "\n".join(f"| {' | '.join(row.cells)} |" for row in (*_HEAD, *rows))


def log_progress(message: str) -> None:
    """Print a message and the elapsed seconds to standard error."""
    print(f"{time.monotonic() - _STARTED:5.0f} s  {message}", file=sys.stderr, flush=True)


def attempt(name: str, run: Callable[[], _T]) -> _T | None:
    """Return the result of running a peer; if it fails, print the error and return None."""
    try:
        return run()
    except Exception as error:  # noqa: BLE001 (a peer may fail in any way)
        log_progress(f"{name} did not run: {error}")
        return None


def size(count: float) -> str:
    """Format a number of bytes; 1 KB is 1,000 bytes."""
    if count < _MEGABYTE:
        return f"{count / 1000:,.0f} KB" if count else "0"
    return f"{count / _MEGABYTE:,.2f} MB"


def seconds(count: float) -> str:
    """Format seconds."""
    return f"{count:,.1f} s"


def median_and_percentile(values: Sequence[float], formatter: Callable[[float], str]) -> str:
    """Format the median and the 95th percentile of some values."""
    return f"{formatter(median(values))} (95 %: {formatter(percentile(values))})"


def percentile(values: Sequence[float]) -> float:
    """Return the 95th percentile of some values."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def milliseconds(count: float) -> str:
    """Format milliseconds, from two seconds upwards as seconds."""
    return f"{count:,.0f} ms" if count < _MANY_MILLISECONDS else seconds(count / 1000)
