"""First queries in a browser: what a reader downloads, and how long a reader waits."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from searching import browser as reader
from searching.browser import First
from searching.server import Served, served
from searching.sites import Sites
from searching.table import Row, attempt, middle_and_most, milliseconds, percentile, say, size

SLOW = 10
"""Queries for a peer that loads the same for each of them, and takes seconds."""

TYPED = 50
"""Queries that are typed letter by letter."""

_Way = Callable[[Browser, Served, str, frozenset[str]], First]


@dataclass(frozen=True)
class Measured:
    """Bytes for search of a page load, and the first queries."""

    load: int
    firsts: list[First]

    @property
    def size(self) -> str:
        """Bytes until the results, those of the page load included."""
        return middle_and_most([each.size for each in self.firsts], size) + self._of

    @property
    def wait(self) -> str:
        """Time until the results."""
        return middle_and_most([each.milliseconds for each in self.firsts], milliseconds) + self._of

    @property
    def _of(self) -> str:
        return f" of {len(self.firsts)}" if len(self.firsts) <= SLOW else ""


def rows(browser: Browser, sites: Sites, queries: list[str], *, peers: bool) -> list[Row]:
    """Return the rows of bytes and times."""
    say(f"ours: {len(queries)} first queries")
    ours = _measured(browser, sites.ours, queries, reader.pasted)
    others = _peers(browser, sites, queries) if peers else {}
    material, pagefind, lunr = (others.get(name) for name in ("material", "pagefind", "lunr"))
    made: dict[str, Callable[[Measured], str]] = {
        "bytes for search on a page load": lambda one: size(one.load),
        "bytes until a first query's ten results, median": lambda one: one.size,
        "time until them on loopback, median": lambda one: one.wait,
    }
    table = [
        Row(what, cell(ours), *(cell(one) if one else "–" for one in (material, pagefind, lunr)))
        for what, cell in made.items()
    ]
    return [*table, *_typed(browser, sites, queries)]


def _peers(browser: Browser, sites: Sites, queries: list[str]) -> dict[str, Measured | None]:
    ways: dict[str, tuple[Path, list[str], _Way]] = {
        "pagefind": (sites.pagefind, queries, reader.by_script(reader.PAGEFIND)),
        "material": (sites.material, queries[:SLOW], reader.pasted),
        "lunr": (sites.lunr, queries[:SLOW], reader.by_script(reader.LUNR)),
    }

    def run(name: str) -> Measured:
        folder, asked, way = ways[name]
        return _measured(browser, folder, asked, way)

    return {
        name: attempt(f"{name}: {len(asked)} first queries", partial(run, name))
        for name, (_, asked, _) in ways.items()
    }


def _measured(browser: Browser, folder: Path, queries: list[str], way: _Way) -> Measured:
    with served(folder) as site:
        load, others = reader.page_load(browser, site)
        firsts = [way(browser, site, query, others) for query in queries]
    nothing = [query for query, first in zip(queries, firsts, strict=True) if not first.results]
    if nothing:
        say(f"no result for {len(nothing)} of them, such as {nothing[0]!r}")
    return Measured(load, firsts)


def _typed(browser: Browser, sites: Sites, queries: list[str]) -> list[Row]:
    """Return the rows of queries that are typed letter by letter, of ours."""
    asked = [query for query in queries if query.isascii()][:TYPED]
    say(f"ours: {len(asked)} queries letter by letter")
    sizes: list[int] = []
    waits: list[float] = []
    with served(sites.ours) as site:
        _, others = reader.page_load(browser, site)
        for query in asked:
            total, keys = reader.letter_by_letter(browser, site, query, others)
            sizes.append(total)
            waits += keys
    keystrokes = f"{milliseconds(percentile(waits))} (median: {milliseconds(median(waits))})"
    return [
        Row(f"further keystrokes, 95th percentile of {len(waits):,}", keystrokes),
        Row(
            f"bytes when each letter's results are awaited, median of {len(asked)}",
            middle_and_most(sizes, size),
        ),
    ]
