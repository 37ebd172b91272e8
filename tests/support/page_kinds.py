"""The kinds of pages that a site has: validators, axe and `make audit` look at some of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True)
class Kind:
    """Pages of a like form: what their addresses are, and what their HTML has, as patterns."""

    name: str
    addresses: str
    mark: str = ""

    def has(self, address: str, html: str) -> bool:
        """Return whether a page is of this kind."""
        return bool(re.fullmatch(self.addresses, address) and re.search(self.mark, html))


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
    Kind("own page", r".+"),
)
"""A page is of the first kind that has it."""

SEARCHES = {"search with results": "?q=model", "search without results": "?q=quaxlotl"}
"""What the search page shows with a query, besides its form."""


def kind_of(address: str, html: str) -> str:
    """Return the name of a page's kind.

    >>> kind_of("tags/agents/2/", ""), kind_of("published/2024/02/", ""), kind_of("about/", "")
    ('numbered page', 'published in a month', 'own page')
    """
    return next(kind.name for kind in KINDS if kind.has(address, html))


def examples(site: Path) -> dict[str, str]:
    """Return the address of one page of each kind that a built site has: of its largest."""
    largest: dict[str, tuple[int, str]] = {}
    for address, html in _pages(site):
        name = kind_of(address, html)
        largest[name] = max(largest.get(name, (0, "")), (len(html), address))
    found = {name: quote(address) for name, (_, address) in largest.items()}
    queries = {name: found[SEARCH] + query for name, query in SEARCHES.items() if SEARCH in found}
    return {kind.name: found[kind.name] for kind in KINDS if kind.name in found} | queries


def _pages(site: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(site.rglob("*.html")):
        address = file.relative_to(site).as_posix().removesuffix("index.html")
        yield address, file.read_text(encoding="utf-8")
