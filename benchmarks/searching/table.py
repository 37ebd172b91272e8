"""Figures as a Markdown table: ours, and those of the peers."""

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
    """One measure, of ours and of the peers."""

    what: str
    ours: str = NONE
    material: str = NONE
    pagefind: str = NONE
    lunr: str = NONE

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as the table has it."""
        return (self.what, self.ours, self.material, self.pagefind, self.lunr)


_HEAD = (
    Row("", "paper-digest", "Material", "Pagefind", "complete lunr"),
    Row("---", "---", "---", "---", "---"),
)


def shown(rows: Iterable[Row]) -> str:
    """Return the table."""
    return "\n".join(f"| {' | '.join(row.cells)} |" for row in (*_HEAD, *rows))


def say(words: str) -> None:
    """Tell on the other stream what is being done, and since when."""
    print(f"{time.monotonic() - _STARTED:5.0f} s  {words}", file=sys.stderr, flush=True)


def attempt(name: str, run: Callable[[], _T]) -> _T | None:
    """Return what a peer gives; if it does not run, say why and go on."""
    try:
        return run()
    except Exception as error:  # noqa: BLE001 (a peer may fail in any way)
        say(f"{name} did not run: {error}")
        return None


def size(count: float) -> str:
    """Return a number of bytes as readers know it; 1 KB is 1,000 bytes."""
    if count < _MEGABYTE:
        return f"{count / 1000:,.0f} KB" if count else "0"
    return f"{count / _MEGABYTE:,.2f} MB"


def seconds(count: float) -> str:
    """Return seconds."""
    return f"{count:,.1f} s"


def middle_and_most(values: Sequence[float], written: Callable[[float], str]) -> str:
    """Return the median of some values, and their 95th percentile."""
    return f"{written(median(values))} (95 %: {written(percentile(values))})"


def percentile(values: Sequence[float]) -> float:
    """Return the 95th percentile of some values."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def milliseconds(count: float) -> str:
    """Return milliseconds, or seconds where they are many."""
    return f"{count:,.0f} ms" if count < _MANY_MILLISECONDS else seconds(count / 1000)
