"""Compare search in thousands of papers with paper-digest, Material, Pagefind and lunr.js.

Builds a site from the first papers of a corpus (JSON Lines, plain or .xz, each line with ``title``,
``authors``, ``venue``, ``year`` and ``abstract``), a plain site of the same papers for Material's
search and for Pagefind, and a page with a complete lunr index. Then it searches all of them:

    make bench-search CORPUS=corpus.jsonl.xz PAPERS=10000

``benchmarks/README.md`` explains how each figure is measured.
"""

import argparse
import os
import platform
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser
from searching import browser as reader
from searching import costs, exactness, first, nodes, papers, quality, queries, sites, tune
from searching.papers import PaperText
from searching.sites import Sites
from searching.table import Row, attempt, log_progress, markdown_table

from generator.core import config
from generator.core.model import Paper
from generator.library import load

SECTIONS = ("index", "exact", "quality", "first")
MAX_PAPERS_FOR_PEERS = 20_000
"""Above this number only paper-digest is measured: the peers would take hours and gigabytes."""

_QUERIES = 200
_LOAD = os.getloadavg()[0]


def main() -> None:
    """Measure and print the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (arguments.folder or Path(scratch)) / f"{arguments.papers}"
        folder.mkdir(parents=True, exist_ok=True)
        log_progress(f"reading {arguments.papers:,} papers")
        texts = papers.read(arguments.corpus, arguments.papers)
        table = _measured(Sites(folder), texts, arguments.only or SECTIONS, tuning=arguments.tune)
    print(table)


def _arguments() -> argparse.Namespace:
    summary = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(description=summary)
    parser.add_argument("corpus", type=Path, help="the papers: JSON Lines, plain or .xz")
    parser.add_argument("--papers", type=int, default=10_000, help="number of papers")
    parser.add_argument(
        "--folder", type=Path, help="keep the sites in this folder and reuse the peers' sites"
    )
    parser.add_argument(
        "--only", action="append", choices=SECTIONS, help="measure only this section"
    )
    parser.add_argument(
        "--tune", action="store_true", help="try boosts of fields instead of measuring"
    )
    arguments = parser.parse_args()
    if not arguments.corpus.is_file():
        parser.error("the corpus does not exist; run: make bench-search CORPUS=papers.jsonl.xz")
    return arguments


def _measured(
    built: Sites, texts: list[PaperText], sections: Sequence[str], *, tuning: bool
) -> str:
    peers = len(texts) <= MAX_PAPERS_FOR_PEERS
    log_progress("building our site" if peers else "building our search only, without peers")
    sites.build_ours(built, texts, with_papers=peers)
    corpus_papers = [text.paper for text in texts]
    if tuning:
        return tune.best(built, corpus_papers)
    rows = _without_browser(built, corpus_papers, sections) if peers else [costs.size_row(built)]
    with reader.chromium() as browser:
        if "quality" in sections and peers:
            rows += quality.rows(browser, built, corpus_papers)
        if "first" in sections:
            rows += first.rows(
                browser, built, queries.typed_queries(corpus_papers, _QUERIES), peers=peers
            )
        return f"{_machine(browser, len(texts))}\n\n{markdown_table(rows)}"


def _without_browser(
    built: Sites, corpus_papers: list[Paper], sections: Sequence[str]
) -> list[Row]:
    if not built.material.exists():
        log_progress("building the peers' sites")
        attempt("a peer's site", lambda: sites.build_plain(built, corpus_papers))
    site = load.load(config.load(built.project))
    rows = costs.rows(built, site, only_index="index" not in sections)
    sites.build_lunr(built)
    return rows + (exactness.rows(built, corpus_papers) if "exact" in sections else [])


def _machine(browser: Browser, count: int) -> str:
    """Describe the papers, the machine and the versions."""
    node = subprocess.run([nodes.node(), "--version"], capture_output=True, text=True, check=True)
    loads = f"load {_LOAD:.1f} before and {os.getloadavg()[0]:.1f} after"
    versions = [
        f"Chromium {browser.version}",
        f"Python {platform.python_version()}",
        f"Node {node.stdout.strip()}",
        *(f"{name} {version(name)}" for name in ("lunr", "mkdocs-material", "pagefind")),
    ]
    return f"{count:,} papers, {os.cpu_count()} cores, {loads}; {', '.join(versions)}"


if __name__ == "__main__":
    main()
