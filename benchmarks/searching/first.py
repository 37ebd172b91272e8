"""First queries in a browser: what a reader downloads, and how long a reader waits."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from searching import browser as reader
from searching import table
from searching.browser import First
from searching.server import CountingServer, serve
from searching.sites import Sites
from searching.table import NONE, Row, attempt, milliseconds, log_progress, size

SLOW = 10
"""Queries for a peer that loads the same for each of them, and takes seconds."""

TYPED = 50
"""Queries that are typed letter by letter."""

PAUSE = 500
"""Milliseconds between a reader's opening the box and the first letter."""

_SAID_EACH = 50

_Way = Callable[[Browser, CountingServer, str, frozenset[str]], First]


@dataclass
class Searched:
    """A site, how it is searched, and what its searches took so far."""

    folder: Path
    way: _Way
    queries: list[str]
    load: int = 0
    firsts: list[First] = field(default_factory=list)
    others: frozenset[str] | None = None
    failed: bool = False

    def ask(self, browser: Browser, site: CountingServer, number: int) -> First:
        """Run one of the queries in a window of its own."""
        if self.others is None:
            self.load, self.others = reader.page_load(browser, site)
        first = self.way(browser, site, self.queries[number], self.others)
        self.firsts.append(first)
        return first

    def cell(self, value: Callable[[First], float], written: Callable[[float], str]) -> str:
        """Return the median of what the queries took, and their number where they are few."""
        if self.failed:
            return NONE
        of = f" of {len(self.firsts)}" if len(self.firsts) <= SLOW else ""
        return table.median_and_percentile(list(map(value, self.firsts)), written) + of


def rows(browser: Browser, sites: Sites, queries: list[str], *, peers: bool) -> list[Row]:
    """Return the rows of bytes and times."""
    by_script, few = reader.by_script, queries[:SLOW]
    searched = {"ours": Searched(sites.ours, reader.pasted, queries)}
    if peers:
        searched |= {
            "pagefind": Searched(sites.pagefind, by_script(reader.PAGEFIND), queries),
            "material": Searched(sites.material, reader.pasted, few),
            "lunr": Searched(sites.lunr, by_script(reader.LUNR), few),
        }
    _ask_in_turn(browser, searched, len(queries))
    each = searched.items()
    return [
        Row(
            "bytes loaded for search with a page",
            **{name: NONE if one.failed else size(one.load) for name, one in each},
        ),
        Row(
            "bytes until the first ten results of a first query, median",
            **{name: one.cell(_size, size) for name, one in each},
        ),
        Row(
            "time until these results on loopback, median",
            **{
                name: one.cell(lambda first: first.milliseconds, milliseconds) for name, one in each
            },
        ),
        _after_opening(browser, sites, queries),
        *_typed(browser, sites, queries),
    ]


def _size(first: First) -> float:
    return first.size


def _milliseconds(first: First) -> float:
    return first.milliseconds


def _ask_in_turn(browser: Browser, searched: Mapping[str, Searched], queries: int) -> None:
    """Ask each query of every site before the next one, so that a busy machine slows all alike."""
    with contextlib.ExitStack() as stack:
        running = {name: stack.enter_context(serve(one.folder)) for name, one in searched.items()}
        for number in range(queries):
            if number % _SAID_EACH == 0:
                log_progress(f"first queries from {number + 1} on")
            for name, one in searched.items():
                if number < len(one.queries) and not one.failed:
                    ask = partial(one.ask, browser, running[name], number)
                    one.failed = (ask() if name == "ours" else attempt(name, ask)) is None
    for name, one in searched.items():
        if nothing := sum(not first.results for first in one.firsts):
            log_progress(f"{name}: no result for {nothing} of {len(one.firsts)} queries")


def _after_opening(browser: Browser, sites: Sites, queries: list[str]) -> Row:
    """Return the row of a reader who opens the box, and types a moment later."""
    with serve(sites.ours) as site:
        _, others = reader.page_load(browser, site)
        waits = [
            reader.pasted(browser, site, query, others, PAUSE).milliseconds for query in queries
        ]
    took = table.median_and_percentile(waits, milliseconds)
    return Row(f"the same, with the box opened {PAUSE} ms earlier", took)


def _typed(browser: Browser, sites: Sites, queries: list[str]) -> list[Row]:
    """Return the rows of queries that are typed letter by letter, of ours."""
    asked = [query for query in queries if query.isascii()][:TYPED]
    log_progress(f"{len(asked)} queries letter by letter")
    sizes: list[int] = []
    waits: list[float] = []
    with serve(sites.ours) as site:
        _, others = reader.page_load(browser, site)
        for query in asked:
            total, keys = reader.letter_by_letter(browser, site, query, others)
            sizes.append(total)
            waits += keys
    most = f"{milliseconds(table.percentile(waits))} (median: {milliseconds(median(waits))})"
    return [
        Row(f"each further keystroke, 95th percentile of {len(waits):,}", most),
        Row(
            f"bytes when waiting for the results of each letter, median of {len(asked)}",
            table.median_and_percentile(sizes, size),
        ),
    ]
