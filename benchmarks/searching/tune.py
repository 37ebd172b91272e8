"""Boosts of the fields, tried on the half of the papers that is not reported."""

import json
from collections.abc import Sequence

from generator.core.model import Paper
from generator.render.search.documents import BOOSTS
from searching import nodes, quality
from searching.quality import Found
from searching.queries import Sought
from searching.sites import Sites
from searching.table import log_progress

TRIED = {
    "title": (1, 2, 3, 5, 8, 12),
    "authors": (0.5, 1, 2, 4),
    "tags": (0.25, 0.5, 1, 2, 4),
    "venue": (0.25, 0.5, 1, 2),
}
"""Boosts that are tried for each field in turn; that of the abstract, to which they stand, is 1."""

_Score = tuple[float, float]
_Boosts = dict[str, float]


def best(sites: Sites, papers: Sequence[Paper]) -> str:
    """Return what was tried, as a Markdown table, and the boosts that found most papers."""
    queries, _ = quality.halves(papers)
    boosts: _Boosts = dict(BOOSTS)
    scores = {_key(boosts): _tried(sites, queries, [boosts])[0]}
    for field, values in TRIED.items():
        log_progress(f"boosts of {field}, {len(queries):,} queries for each")
        sets = [boosts | {field: value} for value in values]
        new = [each for each in sets if _key(each) not in scores]
        scores |= zip(map(_key, new), _tried(sites, queries, new), strict=True)
        boosts = max([boosts, *sets], key=lambda each: scores[_key(each)])
    rows = [f"| {key} | {share:.2%} | {rank:.4f} |" for key, (share, rank) in scores.items()]
    head = ["| boosts | in the first ten | mean reciprocal rank |", "| --- | --- | --- |"]
    return "\n".join([*head, *rows, "", f"best: {_key(boosts)}"])


def _tried(sites: Sites, queries: Sequence[Sought], sets: list[_Boosts]) -> list[_Score]:
    asked = sites.folder / "tune.json"
    asked.write_text(json.dumps([each.query for each in queries]), encoding="utf-8")
    boosts = sites.folder / "boosts.json"
    boosts.write_text(json.dumps(sets), encoding="utf-8")
    runs = nodes.read_result(nodes.start_script("ours.mjs", sites.ours, asked, boosts))
    return [_score(queries, found) for found in runs]


def _score(queries: Sequence[Sought], found: Found) -> _Score:
    """Return how many papers are in the first ten, and the mean of one over their places."""
    shares = quality.shares(queries, found).values()
    places = [quality.place(query, each) for query, each in zip(queries, found, strict=True)]
    ranks = [1 / place for place in places if place]
    return sum(shares) / len(shares), sum(ranks) / len(queries)


def _key(boosts: _Boosts) -> str:
    return ", ".join(f"{field} {boost:g}" for field, boost in boosts.items())
