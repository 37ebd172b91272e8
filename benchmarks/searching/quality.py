"""Measure how often a query for a paper has it among its first ten results."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from playwright.sync_api import Browser

from generator.core.model import Paper
from searching import browser as reader
from searching import nodes
from searching.queries import TargetedQuery, targeted_queries
from searching.server import serve
from searching.sites import Sites
from searching.table import NONE, Row, attempt, log_progress

PAPERS = 1000
MATERIAL_PAPERS = 100
"""Material's search takes half a second per title, so it runs fewer queries."""

_KINDS = {
    "distinctive words": "three distinctive words of the abstract",
    "misspelt": "title with one word misspelt",
    "missing": "title with one word missing",
}
_BATCH = 50
_QUERIES_A_PAPER = len(_KINDS)

_FIRST_TEN = """async queries => {
    const { search } = await import("/pagefind/pagefind.js");
    const urls = [];
    for (const query of queries) {
        const results = (await search(query)).results.slice(0, 10);
        const records = await Promise.all(results.map(result => result.data()));
        urls.push(records.map(record => record.url));
    }
    return urls;
}"""

Results = list[list[str]]
"""The addresses of the results of each query."""


def split_queries(papers: Sequence[Paper]) -> tuple[list[TargetedQuery], list[TargetedQuery]]:
    """Return queries for choosing the boosts, and queries for the report."""
    queries = targeted_queries(list(papers), PAPERS)
    half = len(queries) // _QUERIES_A_PAPER // 2 * _QUERIES_A_PAPER
    return queries[:half], queries[half:]


def rows(browser: Browser, sites: Sites, papers: Sequence[Paper]) -> list[Row]:
    """Return how often each search finds the papers of the queries for the report."""
    _, queries = split_queries(papers)
    log_progress(f"{len(queries):,} queries for {len(queries) // _QUERIES_A_PAPER} papers")
    fewer = queries[: MATERIAL_PAPERS * _QUERIES_A_PAPER]
    ours = nodes.start_script("ours.mjs", sites.ours, _write(sites, "queries", queries))
    theme = nodes.start_script("material.mjs", sites.material, _write(sites, "fewer", fewer))
    pagefind = attempt("Pagefind", lambda: _pagefind(browser, sites, queries))
    results = {
        "ours": (queries, nodes.read_result(ours)[0]),
        "pagefind": (queries, pagefind),
        "material": (fewer, attempt("Material", lambda: nodes.read_result(theme))),
    }
    return [
        Row(
            f"paper among the first ten results: {description}",
            **{name: _share(run, found, kind) for name, (run, found) in results.items()},
        )
        for kind, description in _KINDS.items()
    ]


def shares(queries: Sequence[TargetedQuery], results: Results) -> dict[str, float]:
    """Return the share of queries that find their papers, by kind of query."""
    return {kind: _success_rate(queries, results, kind) for kind in _KINDS}


def rank(query: TargetedQuery, addresses: Sequence[str]) -> int | None:
    """Return the rank of the paper among the results, 1 for the first, or None."""
    slugs = [address.strip("/").split("/")[-1] for address in addresses]
    return slugs.index(query.slug) + 1 if query.slug in slugs else None


def _share(queries: Sequence[TargetedQuery], results: Results | None, kind: str) -> str:
    if results is None:
        return NONE
    return f"{_success_rate(queries, results, kind):.1%} of {len(queries) // _QUERIES_A_PAPER}"


def _success_rate(queries: Sequence[TargetedQuery], results: Results, kind: str) -> float:
    pairs = [pair for pair in zip(queries, results, strict=True) if pair[0].kind == kind]
    return sum(rank(query, addresses) is not None for query, addresses in pairs) / len(pairs)


def _write(sites: Sites, name: str, queries: Iterable[TargetedQuery]) -> Path:
    path = sites.folder / f"{name}.json"
    path.write_text(json.dumps([query.query for query in queries]), encoding="utf-8")
    return path


def _pagefind(browser: Browser, sites: Sites, queries: Sequence[TargetedQuery]) -> Results:
    results: Results = []
    with serve(sites.pagefind) as site, reader.open_page(browser, site) as page:
        for start in range(0, len(queries), _BATCH):
            batch = [query.query for query in queries[start : start + _BATCH]]
            results += page.evaluate(_FIRST_TEN, batch)
    return results
