"""Measure the search index: build time, size, and the files that one more paper changes."""

import datetime as dt
import gc
import gzip
import multiprocessing
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from statistics import median

from lunr import lunr

from generator.core.model import Paper
from generator.library import site as library
from generator.library.site import Site
from generator.publish import build_docs
from generator.render.search import documents, index, shards
from generator.render.search.documents import BOOSTS
from generator.render.search.files import Search
from searching.server import GZIP_LEVEL
from searching.sites import Sites, compact
from searching.table import NONE, Row, log_progress, seconds, size

RUNS = 3

_SCRIPTS = (".js", ".css")


def rows(sites: Sites, site: Site, *, only_index: bool) -> list[Row]:
    """Write lunr.py's index and measure all indexes.

    Args:
        sites: The folders of the sites.
        site: The papers.
        only_index: Whether to write the index only and return no rows.
    """
    log_progress(f"building the indexes, {1 if only_index else RUNS} times each")
    sites.lunr.mkdir(exist_ok=True)
    seconds_by_name = build_seconds(site, sites.lunr / "index.json", runs=1 if only_index else RUNS)
    if only_index:
        return []
    log_progress("the index with one more paper")
    peers = sites.seconds
    indexing = peers.get("material", 0) - peers.get("pagefind", 0)
    ratio = seconds_by_name["ours"] / seconds_by_name["lunr"]
    return [
        Row(
            f"index build, processor time, median of {RUNS} (others: wall time, once)",
            f"{seconds(seconds_by_name['ours'])} ({ratio:.2f} of lunr.py's)",
            seconds(indexing) if indexing else NONE,
            seconds(peers["pagefind index"]) if "pagefind index" in peers else NONE,
            seconds(seconds_by_name["lunr"]),
        ),
        Row("all search files, from papers, processor time", seconds(seconds_by_name["all"])),
        size_row(sites),
        *(
            Row(f"index files that change with one more paper, {kind}", _changed(site, newest))
            for kind, newest in (("the newest one", True), ("one with a date in the middle", False))
        ),
    ]


def size_row(sites: Sites) -> Row:
    """Return the size of each index, without the scripts that read it."""
    pagefind = [path for path in _below(sites.pagefind / "pagefind") if path.suffix not in _SCRIPTS]
    return Row(
        "index size: plain, gzipped, files",
        _size([path for path in _below(sites.ours / "search") if path.suffix == ".json"]),
        _size(_below(sites.material / "search")),
        _size(pagefind),
        _size(sites.lunr.glob("index.json")),
    )


def build_seconds(site: Site, lunr_index: Path, runs: int) -> dict[str, float]:
    """Return the processor time of building each index, as the median of some runs.

    ``ours`` and ``lunr`` build an index as text from the same documents; ``all`` builds every file
    of our search from the papers. Each run has a process of its own, so no run profits from the
    caches of another one.

    Args:
        site: The papers.
        lunr_index: Where to write lunr.py's index.
        runs: The number of runs.
    """
    indexed = [documents.document(source, site) for source in documents.sources(site)]
    archived = shards.archive_size(len(indexed))
    tiers = [(indexed[:archived], 0), (indexed[archived:], archived)]
    lunr_js = build_docs.lunr_js()
    builds: dict[str, Callable[[], object]] = {
        "ours": lambda: [[*shards.cut(index.build(tier, first))] for tier, first in tiers],
        "lunr": lambda: _lunr(indexed, lunr_index),
        "all": lambda: [artifact.content for artifact in Search(site, lunr_js).artifacts()],
    }
    times: dict[str, list[float]] = {name: [] for name in builds}
    for _ in range(runs):
        for name, build in builds.items():
            times[name].append(_processor_seconds(build))
    return {name: median(values) for name, values in times.items()}


def count_changed_files(site: Site, *, newest: bool) -> tuple[int, int, int]:
    """Return which files of the index change with one more paper.

    Args:
        site: The papers.
        newest: Whether the paper is the newest of all, as new papers usually are.

    Returns:
        The number of new files, their gzipped bytes, and the number of all files.
    """
    latest, middle = site.papers[0], site.papers[len(site.papers) // 2]
    day = latest.date + dt.timedelta(days=1) if newest else middle.date
    added = _similar_paper(middle, day)
    after_site = library.assemble([*site.papers, added], site.taxonomy, site.hand_written_pages)
    before, after = _files(site), _files(after_site)
    new = [content for path, content in after.items() if before.get(path) != content]
    return len(new), sum(len(gzip.compress(content, GZIP_LEVEL)) for content in new), len(after)


def _changed(site: Site, newest: bool) -> str:
    new, compressed, total = count_changed_files(site, newest=newest)
    return f"{new:,} of {total:,} ({size(compressed)})"


def _size(files: Iterable[Path]) -> str:
    contents = [path.read_bytes() for path in files]
    compressed = sum(
        min(len(content), len(gzip.compress(content, GZIP_LEVEL))) for content in contents
    )
    plain = sum(map(len, contents))
    return f"{size(plain)}, {size(compressed)}, {len(contents):,}" if contents else NONE


def _below(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _similar_paper(paper: Paper, day: dt.date) -> Paper:
    words = paper.abstract.split()
    title, abstract = f"Another {paper.title}", " ".join(words[::-1])
    return replace(paper, slug=f"{paper.slug}-2", title=title, abstract=abstract, date=day)


def _files(site: Site) -> dict[str, bytes]:
    artifacts = Search(site, build_docs.lunr_js()).artifacts()
    return {
        artifact.path: artifact.content for artifact in artifacts if artifact.path.endswith(".json")
    }


def _lunr(indexed: list[documents.Document], path: Path) -> None:
    fields = [{"field_name": field, "boost": boost} for field, boost in BOOSTS.items()]
    numbered = [{"number": str(number), **words} for number, words in enumerate(indexed)]
    serialised = lunr(ref="number", fields=fields, documents=numbered).serialize()
    path.write_text(compact(serialised), encoding="utf-8")


def _processor_seconds(build: Callable[[], object]) -> float:
    """Return the processor time of a call in a process of its own."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)

    def run() -> None:
        gc.collect()
        gc.freeze()
        start = time.process_time()
        build()
        sender.send(time.process_time() - start)

    process = fork.Process(target=run)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("an index could not be built; its error is printed above")
    seconds: float = receiver.recv()
    return seconds
