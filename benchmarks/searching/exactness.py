"""Compare our search with lunr.js on the complete index."""

import json
from collections.abc import Sequence

from generator.core.model import Paper
from generator.publish import build_docs
from searching import nodes, queries
from searching.sites import Sites
from searching.table import Row, log_progress

QUERIES = 2000


def rows(sites: Sites, papers: Sequence[Paper]) -> list[Row]:
    """Return the number of queries with the same documents, scores and order."""
    queries_file = sites.folder / "exact.json"
    mixed = json.dumps(queries.mixed_queries(list(papers), QUERIES))
    queries_file.write_text(mixed, encoding="utf-8")
    log_progress(f"{QUERIES:,} queries on our shards and on the complete index")
    index = sites.lunr / "index.json"
    script = nodes.start_script("exact.mjs", sites.ours, build_docs.LUNR_JS, index, queries_file)
    result = nodes.read_result(script)
    for difference in result["different"]:
        log_progress(f"difference: {difference}")
    return [
        Row(
            "same documents and scores as lunr.js with a complete index",
            f"{result['same']:,} of {QUERIES:,} queries ({result['found']:,} have results)",
        ),
        Row(
            "of these in the same order (equal scores: newest first)",
            f"{result['ordered']:,}",
        ),
    ]
