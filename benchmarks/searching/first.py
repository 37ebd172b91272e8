"""Measure first searches in a browser: the bytes that a reader downloads, and the time."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from searching import browser as reader
from searching import table
from searching.browser import FirstSearch
from searching.server import CountingServer, serve
from searching.sites import Sites
from searching.table import NONE, Row, attempt, log_progress, milliseconds, size

SLOW = 10
"""The number of queries for a peer that takes seconds and loads the same for each of them."""

TYPED = 50
"""The number of queries that are typed letter by letter."""

PAUSE = 500
"""The milliseconds between opening the search box and typing."""

_PROGRESS_INTERVAL = 50

_SearchFunction = Callable[[Browser, CountingServer, str, frozenset[str]], FirstSearch]


@dataclass
class SearchedSite:
    """A site, and the results of searching it.

    Attributes:
        folder: The site's folder.
        search: Runs a query.
        queries: The queries.
        load: The bytes loaded for search with a page.
        first_searches: The results so far.
        others: The paths that a page loads for other purposes than search.
        has_failed: Whether a query could not be run.
    """

    folder: Path
    search: _SearchFunction
    queries: list[str]
    load: int = 0
    first_searches: list[FirstSearch] = field(default_factory=list)
    others: frozenset[str] | None = None
    has_failed: bool = False

    def run(self, browser: Browser, site: CountingServer, number: int) -> FirstSearch:
        """Run a query in a new window."""
        if self.others is None:
            self.load, self.others = reader.page_load(browser, site)
        result = self.search(browser, site, self.queries[number], self.others)
        self.first_searches.append(result)
        return result

    def cell(self, value: Callable[[FirstSearch], float], formatter: Callable[[float], str]) -> str:
        """Format a value's median and percentile, and the number of queries if they are few."""
        if self.has_failed:
            return NONE
        count = len(self.first_searches)
        suffix = f" of {count}" if count <= SLOW else ""
        return (
            table.median_and_percentile(list(map(value, self.first_searches)), formatter) + suffix
        )


def rows(browser: Browser, sites: Sites, queries: list[str], *, peers: bool) -> list[Row]:
    """Return the rows with bytes and times."""
    by_script, few = reader.search_by_script, queries[:SLOW]
    searched = {"ours": SearchedSite(sites.ours, reader.search_at_once, queries)}
    if peers:
        searched |= {
            "pagefind": SearchedSite(sites.pagefind, by_script(reader.PAGEFIND), queries),
            "material": SearchedSite(sites.material, reader.search_at_once, few),
            "lunr": SearchedSite(sites.lunr, by_script(reader.LUNR), few),
        }
    _search_in_turn(browser, searched, len(queries))
    items = searched.items()
    return [
        Row(
            "bytes loaded for search with a page",
            **{name: NONE if site.has_failed else size(site.load) for name, site in items},
        ),
        Row(
            "bytes until the first ten results of a first query, median",
            **{name: site.cell(_size, size) for name, site in items},
        ),
        Row(
            "time until these results on loopback, median",
            **{name: site.cell(_milliseconds, milliseconds) for name, site in items},
        ),
        _after_opening(browser, sites, queries),
        *_typed(browser, sites, queries),
    ]


def _size(result: FirstSearch) -> float:
    return result.size


def _milliseconds(result: FirstSearch) -> float:
    return result.milliseconds


def _search_in_turn(browser: Browser, searched: Mapping[str, SearchedSite], queries: int) -> None:
    """Run each query on all sites before the next one, so a busy machine slows all alike."""
    with contextlib.ExitStack() as stack:
        running = {name: stack.enter_context(serve(site.folder)) for name, site in searched.items()}
        for number in range(queries):
            if number % _PROGRESS_INTERVAL == 0:
                log_progress(f"first searches, from number {number + 1}")
            for name, site in searched.items():
                if number < len(site.queries) and not site.has_failed:
                    run = partial(site.run, browser, running[name], number)
                    site.has_failed = (run() if name == "ours" else attempt(name, run)) is None
    for name, site in searched.items():
        results = site.first_searches
        if empty := sum(not result.results for result in results):
            log_progress(f"{name}: no result for {empty} of {len(results)} queries")


def _after_opening(browser: Browser, sites: Sites, queries: list[str]) -> Row:
    """Return the row for readers who open the search box and type a moment later."""
    with serve(sites.ours) as site:
        _, others = reader.page_load(browser, site)
        waits = [
            reader.search_at_once(browser, site, query, others, PAUSE).milliseconds
            for query in queries
        ]
    cell = table.median_and_percentile(waits, milliseconds)
    return Row(f"the same, with the box opened {PAUSE} ms earlier", cell)


def _typed(browser: Browser, sites: Sites, queries: list[str]) -> list[Row]:
    """Return the rows for queries that are typed letter by letter, for our site only."""
    ascii_queries = [query for query in queries if query.isascii()][:TYPED]
    log_progress(f"{len(ascii_queries)} queries letter by letter")
    sizes: list[int] = []
    waits: list[float] = []
    with serve(sites.ours) as site:
        _, others = reader.page_load(browser, site)
        for query in ascii_queries:
            total, keys = reader.letter_by_letter(browser, site, query, others)
            sizes.append(total)
            waits += keys
    percentile = f"{milliseconds(table.percentile(waits))} (median: {milliseconds(median(waits))})"
    return [
        Row(f"each further keystroke, 95th percentile of {len(waits):,}", percentile),
        Row(
            f"bytes when waiting for the results of each letter, median of {len(ascii_queries)}",
            table.median_and_percentile(sizes, size),
        ),
    ]
