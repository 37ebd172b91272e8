"""What an index costs: time to build it, its size, and what one more paper changes of it."""

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
from generator.library import site
from generator.library.site import Site
from generator.publish import docs
from generator.render.search import documents, index, shards
from generator.render.search.documents import BOOSTS
from generator.render.search.files import Search
from searching.server import GZIP_LEVEL
from searching.sites import Sites, compact
from searching.table import NONE, Row, log_progress, seconds, size

RUNS = 3

_SCRIPTS = (".js", ".css")


def rows(made: Sites, whole: Site, *, only_index: bool) -> list[Row]:
    """Write lunr's index, and return what each index costs; with only the index, no rows."""
    log_progress(f"building the indexes, {1 if only_index else RUNS} times each")
    made.lunr.mkdir(exist_ok=True)
    took = build_seconds(whole, made.lunr / "index.json", runs=1 if only_index else RUNS)
    if only_index:
        return []
    log_progress("the index with one more paper")
    peers = made.seconds
    indexing = peers.get("material", 0) - peers.get("pagefind", 0)
    part = took["ours"] / took["lunr"]
    return [
        Row(
            f"index build, processor time, median of {RUNS} (others: wall time, once)",
            f"{seconds(took['ours'])} ({part:.2f} of lunr.py's)",
            seconds(indexing) if indexing else NONE,
            seconds(peers["pagefind index"]) if "pagefind index" in peers else NONE,
            seconds(took["lunr"]),
        ),
        Row("all search files, from papers, processor time", seconds(took["all"])),
        size_row(made),
        *(
            Row(f"index files that change with one more paper, {which}", _new(whole, day))
            for which, day in (("the newest", True), ("with a date in the middle", False))
        ),
    ]


def size_row(made: Sites) -> Row:
    """Return how large each index is, without the scripts that read it."""
    pagefind = [path for path in _below(made.pagefind / "pagefind") if path.suffix not in _SCRIPTS]
    return Row(
        "index size: plain, gzipped, files",
        _size([path for path in _below(made.ours / "search") if path.suffix == ".json"]),
        _size(_below(made.material / "search")),
        _size(pagefind),
        _size(made.lunr.glob("index.json")),
    )


def build_seconds(whole: Site, lunr_index: Path, runs: int) -> dict[str, float]:
    """Return the processor time of building each index, medians of runs in turn.

    ``ours`` and ``lunr`` go from the same documents, words in fields, to an index as text, and
    ``all`` from papers to every file of our search. Each run is a process of its own, so that
    none finds what another one has remembered. Lunr's index is written to a file.
    """
    found = [documents.document(source, whole) for source in documents.sources(whole)]
    archived = shards.archive_size(len(found))
    tiers = [(found[:archived], 0), (found[archived:], archived)]
    lunr_js = docs.lunr_js()
    ways: dict[str, Callable[[], object]] = {
        "ours": lambda: [[*shards.cut(index.build(part, first))] for part, first in tiers],
        "lunr": lambda: _lunr(found, lunr_index),
        "all": lambda: [each.content for each in Search(whole, lunr_js).artifacts()],
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            times[name].append(_processor_seconds(way))
    return {name: median(each) for name, each in times.items()}


def changed(whole: Site, *, newest: bool) -> tuple[int, int, int]:
    """Return what one more paper changes: files of the index that are new, their bytes, all.

    The paper is the newest of all, as most are that come in, or else stands in the middle.
    """
    latest, middle = whole.papers[0], whole.papers[len(whole.papers) // 2]
    day = latest.date + dt.timedelta(days=1) if newest else middle.date
    other = _another(middle, day)
    more = site.assemble([*whole.papers, other], whole.taxonomy, whole.hand_written_pages)
    before, after = _files(whole), _files(more)
    new = [content for path, content in after.items() if before.get(path) != content]
    return len(new), sum(len(gzip.compress(each, GZIP_LEVEL)) for each in new), len(after)


def _new(whole: Site, newest: bool) -> str:
    new, packed, every = changed(whole, newest=newest)
    return f"{new:,} of {every:,} ({size(packed)})"


def _size(files: Iterable[Path]) -> str:
    contents = [path.read_bytes() for path in files]
    packed = sum(min(len(each), len(gzip.compress(each, GZIP_LEVEL))) for each in contents)
    plain = sum(map(len, contents))
    return f"{size(plain)}, {size(packed)}, {len(contents):,}" if contents else NONE


def _below(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _another(paper: Paper, day: dt.date) -> Paper:
    words = paper.abstract.split()
    title, abstract = f"Another {paper.title}", " ".join(words[::-1])
    return replace(paper, slug=f"{paper.slug}-2", title=title, abstract=abstract, date=day)


def _files(whole: Site) -> dict[str, bytes]:
    made = Search(whole, docs.lunr_js()).artifacts()
    return {each.path: each.content for each in made if each.path.endswith(".json")}


def _lunr(found: list[documents.Document], path: Path) -> None:
    fields = [{"field_name": field, "boost": boost} for field, boost in BOOSTS.items()]
    numbered = [{"number": str(number), **words} for number, words in enumerate(found)]
    serialised = lunr(ref="number", fields=fields, documents=numbered).serialize()
    path.write_text(compact(serialised), encoding="utf-8")


def _processor_seconds(way: Callable[[], object]) -> float:
    """Return the processor time of a call in a process of its own."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)

    def run() -> None:
        gc.collect()
        gc.freeze()
        begun = time.process_time()
        way()
        sender.send(time.process_time() - begun)

    process = fork.Process(target=run)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("an index could not be built; its fault stands above")
    seconds: float = receiver.recv()
    return seconds
