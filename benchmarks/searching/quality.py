"""How often a paper is among the first ten that a query for it finds."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from playwright.sync_api import Browser

from generator.core.model import Paper
from searching import browser as reader
from searching import nodes
from searching.queries import Sought, sought
from searching.server import serve
from searching.sites import Sites
from searching.table import Row, attempt, log_progress

PAPERS = 1000
MATERIAL_PAPERS = 100
"""The theme's search takes half a second for each title, so it is asked for fewer papers."""

_KINDS = {
    "telling words": "three distinctive words of the abstract",
    "misspelt": "title with one word misspelt",
    "missing": "title with one word missing",
}
_BATCH = 50
_QUERIES_A_PAPER = len(_KINDS)

_FIRST_TEN = """async queries => {
    const { search } = await import("/pagefind/pagefind.js");
    const found = [];
    for (const query of queries) {
        const first = (await search(query)).results.slice(0, 10);
        found.push((await Promise.all(first.map(each => each.data()))).map(each => each.url));
    }
    return found;
}"""

Found = list[list[str]]
"""The addresses that each query found."""


def halves(papers: Sequence[Paper]) -> tuple[list[Sought], list[Sought]]:
    """Return queries for papers to choose the boosts by, and for others to report."""
    queries = sought(list(papers), PAPERS)
    half = len(queries) // _QUERIES_A_PAPER // 2 * _QUERIES_A_PAPER
    return queries[:half], queries[half:]


def rows(browser: Browser, sites: Sites, papers: Sequence[Paper]) -> list[Row]:
    """Return how often each search finds the papers of the half that is reported."""
    _, queries = halves(papers)
    log_progress(f"{len(queries):,} queries for {len(queries) // _QUERIES_A_PAPER} papers")
    fewer = queries[: MATERIAL_PAPERS * _QUERIES_A_PAPER]
    ours = nodes.start_script("ours.mjs", sites.ours, _written(sites, "sought", queries))
    theme = nodes.start_script("material.mjs", sites.material, _written(sites, "fewer", fewer))
    pagefind = attempt("Pagefind", lambda: _pagefind(browser, sites, queries))
    found = {
        "ours": (queries, nodes.read_result(ours)[0]),
        "pagefind": (queries, pagefind),
        "material": (fewer, attempt("Material", lambda: nodes.read_result(theme))),
    }
    return [
        Row(
            f"paper among the first ten results: {words}",
            **{name: _share(asked, made, kind) for name, (asked, made) in found.items()},
        )
        for kind, words in _KINDS.items()
    ]


def shares(queries: Sequence[Sought], found: Found) -> dict[str, float]:
    """Return which part of the queries of each kind found their papers."""
    return {kind: _part(queries, found, kind) for kind in _KINDS}


def place(query: Sought, addresses: Sequence[str]) -> int | None:
    """Return the place of the paper among the addresses found, 1 for the first."""
    slugs = [address.strip("/").split("/")[-1] for address in addresses]
    return slugs.index(query.slug) + 1 if query.slug in slugs else None


def _share(queries: Sequence[Sought], found: Found | None, kind: str) -> str:
    if found is None:
        return "–"
    return f"{_part(queries, found, kind):.1%} of {len(queries) // _QUERIES_A_PAPER}"


def _part(queries: Sequence[Sought], found: Found, kind: str) -> float:
    both = [each for each in zip(queries, found, strict=True) if each[0].kind == kind]
    return sum(place(query, addresses) is not None for query, addresses in both) / len(both)


def _written(sites: Sites, name: str, queries: Iterable[Sought]) -> Path:
    path = sites.folder / f"{name}.json"
    path.write_text(json.dumps([each.query for each in queries]), encoding="utf-8")
    return path


def _pagefind(browser: Browser, sites: Sites, queries: Sequence[Sought]) -> Found:
    found: Found = []
    with serve(sites.pagefind) as site, reader.opened(browser, site) as page:
        for start in range(0, len(queries), _BATCH):
            asked = [each.query for each in queries[start : start + _BATCH]]
            found += page.evaluate(_FIRST_TEN, asked)
    return found
