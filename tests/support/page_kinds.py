"""The kinds of pages on a site; validators, axe and `make audit` check one page of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True)
class Kind:
    """Pages with the same layout.

    Attributes:
        name: the kind's name.
        addresses: a pattern that matches their addresses.
        content: a pattern that occurs in their HTML.
    """

    name: str
    addresses: str
    content: str = ""

    def has(self, address: str, html: str) -> bool:
        """Return whether a page is of this kind."""
        return bool(re.fullmatch(self.addresses, address) and re.search(self.content, html))


MOVED = "old address"
ERROR_PAGE = "error page"
SEARCH = "search"
KINDS = (
    Kind("home", ""),
    Kind(ERROR_PAGE, r"404\.html"),
    Kind(MOVED, r"(?:papers|authors)/[^/]+/", 'http-equiv="refresh"'),
    Kind("paper", r"papers/[^/]+/"),
    Kind("tags", "tags/"),
    Kind("days", "dates/"),
    Kind("year", r"dates/\d{4}/"),
    Kind("month", r"dates/\d{4}/\d\d/"),
    Kind("day", r"dates/\d{4}/\d\d/\d\d/"),
    Kind("published", "published/"),
    Kind("published in a year", r"published/\d{4}/"),
    Kind("published in a month", r"published/\d{4}/\d\d/"),
    Kind("authors", "authors/"),
    Kind("letter", r"authors/letter/[^/]+/"),
    Kind("numbered page", r"(?:tags/[^/]+|authors/[^/]+|[a-z]+/\d{4}/\d\d(?:/\d\d)?)/\d+/"),
    Kind("area", r"tags/[^/]+/", r'class="trail"><a [^>]*>Tags</a></p>'),
    Kind("tag", r"tags/[^/]+/"),
    Kind("author", r"authors/[^/]+/"),
    Kind(SEARCH, "search/"),
    Kind("hand-written page", r".+"),
)
"""A page belongs to the first kind that matches it."""

SEARCHES = {"search with results": "?q=model", "search without results": "?q=quaxlotl"}
"""Queries for the search page, which looks different with and without results."""


def kind_of(address: str, html: str) -> str:
    """Return the name of a page's kind.

    >>> kind_of("tags/agents/2/", ""), kind_of("published/2024/02/", ""), kind_of("about/", "")
    ('numbered page', 'published in a month', 'hand-written page')
    """
    return next(kind.name for kind in KINDS if kind.has(address, html))


def examples(site: Path) -> dict[str, str]:
    """Return the address of the largest page of each kind on a built site."""
    largest: dict[str, tuple[int, str]] = {}
    for address, html in _pages(site):
        name = kind_of(address, html)
        largest[name] = max(largest.get(name, (0, "")), (len(html), address))
    addresses = {name: quote(address) for name, (_, address) in largest.items()}
    queries = {
        name: addresses[SEARCH] + query for name, query in SEARCHES.items() if SEARCH in addresses
    }
    return {kind.name: addresses[kind.name] for kind in KINDS if kind.name in addresses} | queries


def _pages(site: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(site.rglob("*.html")):
        address = file.relative_to(site).as_posix().removesuffix("index.html")
        yield address, file.read_text(encoding="utf-8")
