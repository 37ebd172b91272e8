"""What related papers cost as papers grow, and how well they fit: two Markdown tables.

    .venv/bin/python benchmarks/related.py corpus.jsonl.xz --papers 2500,5000,10000

The corpus has a paper a line (JSON Lines, plain or .xz): ``title``, ``abstract``, ``year`` and, of
some, ``keywords``. ``benchmarks/README.md`` says how each figure is measured.
"""

import argparse
import datetime as dt
import heapq
import json
import lzma
import math
import os
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from statistics import mean, median

from scaling import costs
from searching.table import log_progress

from generator.core.model import Paper
from generator.related.archive import ArchiveFacts
from generator.related.neighbours import RecentPapers, Related
from generator.related.signatures import compared_texts
from generator.storage import parallel
from generator.storage.two_tier_cache import Tiers, check_shape
from generator.text import tokens
from generator.text.strings import clean, match_key, one_line

FIVE = 5
TRIES = 5
"""Papers that are added in turn, each to the same others."""

_HEADS = (
    *("papers", "time", "processor time", "per paper", "peak memory"),
    *("one more paper", "other lists of five that change", "cache"),
)
_SEED = 5
_LOAD = os.getloadavg()[0]

Keywords = Mapping[str, frozenset[str]]
Fives = Mapping[str, Sequence[str]]


def main() -> None:
    """Measure and print the tables."""
    arguments = _arguments()
    if arguments.result:
        arguments.result.write_text(json.dumps(_cost(arguments.corpus, arguments.papers[0])))
        return
    rows = [_cost_row(arguments.corpus, count) for count in arguments.papers]
    print(f"{os.cpu_count()} cores, load {_LOAD:.1f} before and {os.getloadavg()[0]:.1f} after\n")
    print(f"| {' | '.join(_HEADS)} |\n|{' ---: |' * len(_HEADS)}")
    print("\n".join(rows))
    if not arguments.no_quality:
        print("\n" + "\n".join(_quality(arguments.corpus)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, help="the papers: JSON Lines, plain or .xz")
    parser.add_argument("--papers", type=_numbers, default=[2500, 5000, 10_000])
    parser.add_argument("--no-quality", action="store_true", help="measure only what it costs")
    parser.add_argument("--result", type=Path, help=argparse.SUPPRESS)  # of one size, as JSON
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


def _cost_row(corpus: Path, count: int) -> str:
    """Return what some papers cost, measured in processes of their own."""
    log_progress(f"{count:,} papers")
    with tempfile.TemporaryDirectory() as scratch:
        result = Path(scratch) / "result.json"
        options = ["--papers", f"{count}", "--result", f"{result}"]
        command = [sys.executable, str(Path(__file__).resolve()), str(corpus.resolve()), *options]
        root = str(Path(__file__).parents[1])
        memory = costs.run(command, Path(scratch), {"PYTHONPATH": root}).memory
        found = json.loads(result.read_text())
    cells = [
        f"{count:,}",
        f"{found['seconds']:.1f} s",
        f"{found['processor']:.1f} s",
        f"{found['processor'] / count * 1000:.2f} ms",
        f"{memory / 1e6:,.0f} MB",
        f"{median(found['added']):.2f} s",
        ", ".join(map(str, found["changed"])),
        f"{found['kept'] / 1e6:.1f} MB",
    ]
    return f"| {' | '.join(cells)} |"


def _cost(corpus: Path, count: int) -> dict[str, object]:
    """Return what it takes to find all fives, and to find them when one paper comes in."""
    found = [paper for paper, _ in islice(_papers(corpus), count + TRIES)]
    newest = max(paper.date for paper in found) + dt.timedelta(days=1)
    papers, others = found[:count], found[count:]
    began, processor = time.perf_counter(), _processor_seconds()
    made = Related(papers)
    before = _fives(made)
    cached = made.to_cache
    seconds, processor = time.perf_counter() - began, _processor_seconds() - processor
    written = json.dumps(cached.archive), json.dumps(cached.recent)
    added, changed = [], []
    for other in others:
        began = time.perf_counter()
        read_archive = check_shape(json.loads(written[0]), ArchiveFacts)
        read_recent = check_shape(json.loads(written[1]), RecentPapers)
        made = Related([*papers, _dated(other, newest)], Tiers(read_archive, read_recent))
        after = _fives(made)
        json.dumps(made.to_cache.recent)
        added.append(time.perf_counter() - began)
        changed.append(sum(after[slug] != near for slug, near in before.items()))
    return {
        "seconds": seconds,
        "processor": processor,
        "added": added,
        "changed": changed,
        "kept": sum(map(len, written)),
    }


def _fives(made: Related) -> dict[str, object]:
    return {paper.slug: made.neighbours(paper.slug) for paper in made.papers}


def _processor_seconds() -> float:
    """Return the processor time of this process and of those of its own that have ended."""
    return sum(os.times()[:4])


def _quality(corpus: Path) -> Iterator[str]:
    """Yield a table of how many of their keywords papers share with five others."""
    log_progress("papers with keywords")
    found = [(paper, words) for paper, words in _papers(corpus) if words]
    papers, known = [paper for paper, _ in found], {paper.slug: words for paper, words in found}
    made = Related(papers)
    log_progress("the nearest by plain tf-idf")
    ways: dict[str, Fives] = {
        "paper-digest": {
            paper.slug: [near.slug for near in made.neighbours(paper.slug)] for paper in papers
        },
        "nearest five by plain tf-idf": _by_tf_idf(papers),
        "five random papers": _at_random(papers),
    }
    yield f"| {len(papers):,} papers | keywords shared with each of the five | with at least one |"
    yield "| --- | ---: | ---: |"
    for name, fives in ways.items():
        each, of_any = _shares(fives, known)
        yield f"| {name} | {each:.2%} | {of_any:.2%} |"


def _shares(fives: Fives, known: Keywords) -> tuple[float, float]:
    """Return the mean shares of a paper's keywords that each of its five has, and that any has."""
    each, of_any = [], []
    for slug, own in known.items():
        held = [own & known[other] for other in fives[slug]]
        each.append(sum(map(len, held)) / FIVE / len(own))
        of_any.append(len(frozenset().union(*held)) / len(own))
    return mean(each), mean(of_any)


def _at_random(papers: Sequence[Paper]) -> Fives:
    chance = random.Random(_SEED)  # noqa: S311 (it is no secret)
    slugs = [paper.slug for paper in papers]
    return {
        slug: [other for other in chance.sample(slugs, FIVE + 1) if other != slug][:FIVE]
        for slug in slugs
    }


def _by_tf_idf(papers: Sequence[Paper]) -> Fives:
    """Return the five with the highest cosine of whole vectors: count by log of papers a term."""
    counts = [Counter(_stems(paper)) for paper in papers]
    holders = Counter(term for each in counts for term in each)
    vectors = [
        {term: count * math.log(len(papers) / holders[term]) for term, count in each.items()}
        for each in counts
    ]
    vectors = [_of_length_one(each) for each in vectors]
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for term, weight in vector.items():
            postings[term].append((number, weight))

    def work(numbers: Iterable[int]) -> dict[str, list[str]]:
        return {papers[number].slug: nearest(number) for number in numbers}

    def nearest(number: int) -> list[str]:
        scores = [0.0] * len(papers)
        for term, weight in vectors[number].items():
            for other, its_weight in postings[term]:
                scores[other] += weight * its_weight
        scores[number] = -1
        ranked = heapq.nlargest(FIVE, range(len(papers)), key=scores.__getitem__)
        return [papers[other].slug for other in ranked]

    parts = parallel.run_in_parallel(work, range(len(papers)), min_items=1)
    return {slug: five for part in parts for slug, five in part.items()}


def _of_length_one(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.hypot(*vector.values()) or 1
    return {term: weight / length for term, weight in vector.items()}


def _stems(paper: Paper) -> list[str]:
    words = [word for text in compared_texts(paper) for word in tokens.tokenize(text)]
    return list(filter(None, map(tokens.stem, words)))


def _papers(corpus: Path) -> Iterator[tuple[Paper, frozenset[str]]]:
    """Yield the papers of a corpus that have an abstract, each title once, with their keywords."""
    titles: set[str] = set()
    opened = lzma.open if corpus.suffix == ".xz" else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            title, abstract = one_line(clean(record["title"])), clean(record["abstract"]).strip()
            if abstract and (key := match_key(title)) not in titles:
                titles.add(key)
                date = dt.date(int(record["year"]), 1 + len(titles) % 12, 1 + len(abstract) % 28)
                paper = Paper(f"p{len(titles)}", "", title, date, abstract)
                yield paper, frozenset(filter(None, map(_folded, record.get("keywords", ()))))


def _folded(keyword: str) -> str:
    return " ".join(map(tokens.fold, tokens.words(keyword)))


def _dated(paper: Paper, date: dt.date) -> Paper:
    return Paper(paper.slug, "", paper.title, date, paper.abstract)


if __name__ == "__main__":
    main()
