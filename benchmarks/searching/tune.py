"""Try boosts of the fields on queries that are not part of the report."""

import json
from collections.abc import Sequence

from generator.core.model import Paper
from generator.render.search.documents import BOOSTS
from searching import nodes, quality
from searching.quality import Results
from searching.queries import TargetedQuery
from searching.sites import Sites
from searching.table import log_progress

CANDIDATES = {
    "title": (1, 2, 3, 5, 8, 12),
    "authors": (0.5, 1, 2, 4),
    "tags": (0.25, 0.5, 1, 2, 4),
    "venue": (0.25, 0.5, 1, 2),
}
"""Boosts to try for each field in turn, relative to that of the abstract, which is 1."""

_Score = tuple[float, float]
_Boosts = dict[str, float]


def best(sites: Sites, papers: Sequence[Paper]) -> str:
    """Return a Markdown table of all boosts tried, and the best ones."""
    queries, _ = quality.split_queries(papers)
    boosts: _Boosts = dict(BOOSTS)
    scores = {_key(boosts): _run(sites, queries, [boosts])[0]}
    for field, values in CANDIDATES.items():
        log_progress(f"boosts of {field}, {len(queries):,} queries for each")
        sets = [boosts | {field: value} for value in values]
        new = [boost_set for boost_set in sets if _key(boost_set) not in scores]
        scores |= zip(map(_key, new), _run(sites, queries, new), strict=True)
        boosts = max([boosts, *sets], key=lambda boost_set: scores[_key(boost_set)])
    rows = [f"| {key} | {share:.2%} | {rank:.4f} |" for key, (share, rank) in scores.items()]
    head = ["| boosts | in the first ten | mean reciprocal rank |", "| --- | --- | --- |"]
    return "\n".join([*head, *rows, "", f"best: {_key(boosts)}"])


def _run(sites: Sites, queries: Sequence[TargetedQuery], sets: list[_Boosts]) -> list[_Score]:
    queries_file = sites.folder / "tune.json"
    queries_file.write_text(json.dumps([query.query for query in queries]), encoding="utf-8")
    boosts_file = sites.folder / "boosts.json"
    boosts_file.write_text(json.dumps(sets), encoding="utf-8")
    script = nodes.start_script("ours.mjs", sites.ours, queries_file, boosts_file)
    return [_score(queries, results) for results in nodes.read_result(script)]


def _score(queries: Sequence[TargetedQuery], results: Results) -> _Score:
    """Return the share of papers among the first ten results, and the mean reciprocal rank."""
    shares = quality.shares(queries, results).values()
    ranks = [quality.rank(query, urls) for query, urls in zip(queries, results, strict=True)]
    return sum(shares) / len(shares), sum(1 / rank for rank in ranks if rank) / len(queries)


def _key(boosts: _Boosts) -> str:
    return ", ".join(f"{field} {boost:g}" for field, boost in boosts.items())
