"""Whether our search gives what lunr.js gives with the whole index."""

import json
from collections.abc import Sequence

from generator.core.model import Paper
from generator.publish import docs
from searching import nodes, queries
from searching.sites import Sites
from searching.table import Row, log_progress

QUERIES = 2000


def rows(sites: Sites, papers: Sequence[Paper]) -> list[Row]:
    """Return for how many queries documents, scores and order are those of the whole index."""
    asked = sites.folder / "exact.json"
    asked.write_text(json.dumps(queries.mixed(list(papers), QUERIES)), encoding="utf-8")
    log_progress(f"{QUERIES:,} queries on our shards and on the whole index")
    index = sites.lunr / "index.json"
    found = nodes.read_result(nodes.start_script("exact.mjs", sites.ours, docs.LUNR_JS, index, asked))
    for different in found["different"]:
        log_progress(f"not the same: {different}")
    return [
        Row(
            "same documents and scores as lunr.js with a complete index",
            f"{found['same']:,} of {QUERIES:,} queries ({found['found']:,} have results)",
        ),
        Row(
            "of these in the same order, the newest first for equal scores",
            f"{found['ordered']:,}",
        ),
    ]
