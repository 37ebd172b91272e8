"""How well search works at some thousand papers: ours and its peers, side by side, in one table.

Makes a site of the first papers of a corpus (JSON Lines, plain or .xz, each line with ``title``,
``authors``, ``venue``, ``year`` and ``abstract``), the same papers as a plain site for Material's
own search and for Pagefind, and a page for a whole lunr index; then searches all of them:

    make bench-search CORPUS=corpus.jsonl.xz PAPERS=10000

``benchmarks/README.md`` says how each figure is measured.
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
from searching.papers import Text
from searching.sites import Sites
from searching.table import Row, attempt, log_progress, markdown_table

from generator.core import config
from generator.core.model import Paper
from generator.library import load

PARTS = ("index", "exact", "quality", "first")
MOST_FOR_PEERS = 20_000
"""Papers above which only ours is measured: the peers would take hours and gigabytes."""

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
        table = _measured(Sites(folder), texts, arguments.only or PARTS, tuning=arguments.tune)
    print(table)


def _arguments() -> argparse.Namespace:
    summary = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(description=summary)
    parser.add_argument("corpus", type=Path, help="the papers: JSON Lines, plain or .xz")
    parser.add_argument("--papers", type=int, default=10_000, help="how many of them")
    parser.add_argument(
        "--folder", type=Path, help="keep the sites here; the peers' are used again"
    )
    parser.add_argument("--only", action="append", choices=PARTS, help="measure only this part")
    parser.add_argument("--tune", action="store_true", help="try boosts of fields instead")
    arguments = parser.parse_args()
    if not arguments.corpus.is_file():
        parser.error("no corpus there; name one: make bench-search CORPUS=papers.jsonl.xz")
    return arguments


def _measured(made: Sites, texts: list[Text], parts: Sequence[str], *, tuning: bool) -> str:
    peers = len(texts) <= MOST_FOR_PEERS
    log_progress(
        "building our site" if peers else "building our site: its search only, and no peers"
    )
    sites.build_ours(made, texts, with_papers=peers)
    known = [text.paper for text in texts]
    if tuning:
        return tune.best(made, known)
    rows = _without_browser(made, known, parts) if peers else [costs.size_row(made)]
    with reader.chromium() as browser:
        if "quality" in parts and peers:
            rows += quality.rows(browser, made, known)
        if "first" in parts:
            rows += first.rows(browser, made, queries.typed_queries(known, _QUERIES), peers=peers)
        return f"{_machine(browser, len(texts))}\n\n{markdown_table(rows)}"


def _without_browser(made: Sites, known: list[Paper], parts: Sequence[str]) -> list[Row]:
    if not made.material.exists():
        log_progress("building the peers' sites")
        attempt("a peer's site", lambda: sites.build_plain(made, known))
    whole = load.load(config.load(made.project))
    rows = costs.rows(made, whole, only_index="index" not in parts)
    sites.build_lunr(made)
    return rows + (exactness.rows(made, known) if "exact" in parts else [])


def _machine(browser: Browser, count: int) -> str:
    """Return what was measured on what."""
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
