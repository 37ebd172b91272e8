"""Measure the cost and the quality of related papers: two Markdown tables.

    .venv/bin/python benchmarks/related.py corpus.jsonl.xz --papers 2500,5000,10000

The corpus has one paper per line (JSON Lines, plain or .xz) with ``title``, ``abstract``, ``year``
and sometimes ``keywords``. ``benchmarks/README.md`` explains how each figure is measured.
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

LIST_LENGTH = 5
ADDED_PAPERS = 5
"""The number of papers that are added one at a time, each to the same other papers."""

_HEADS = (
    *("papers", "time", "processor time", "per paper", "peak memory"),
    *("one more paper", "other lists of five that change", "cache"),
)
_SEED = 5
_LOAD = os.getloadavg()[0]

Keywords = Mapping[str, frozenset[str]]
RelatedLists = Mapping[str, Sequence[str]]


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
    parser.add_argument(
        "--papers",
        type=_numbers,
        default=[2500, 5000, 10_000],
        help="numbers of papers, such as 2500,5000",
    )
    parser.add_argument("--no-quality", action="store_true", help="measure only the cost")
    parser.add_argument(
        "--result", type=Path, help=argparse.SUPPRESS
    )  # for one number of papers, as JSON
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _cost_row(corpus: Path, count: int) -> str:
    """Return the table row for a number of papers, measured in a process of its own."""
    log_progress(f"{count:,} papers")
    with tempfile.TemporaryDirectory() as scratch:
        result = Path(scratch) / "result.json"
        options = ["--papers", f"{count}", "--result", f"{result}"]
        command = [sys.executable, str(Path(__file__).resolve()), str(corpus.resolve()), *options]
        root = str(Path(__file__).parents[1])
        memory = costs.run(command, Path(scratch), {"PYTHONPATH": root}).memory
        values = json.loads(result.read_text())
    cells = [
        f"{count:,}",
        f"{values['seconds']:.1f} s",
        f"{values['processor']:.1f} s",
        f"{values['processor'] / count * 1000:.2f} ms",
        f"{memory / 1e6:,.0f} MB",
        f"{median(values['added']):.2f} s",
        ", ".join(map(str, values["changed"])),
        f"{values['cache'] / 1e6:.1f} MB",
    ]
    return f"| {' | '.join(cells)} |"


def _cost(corpus: Path, count: int) -> dict[str, object]:
    """Return the cost of finding all related papers, and of adding one paper."""
    corpus_papers = [paper for paper, _ in islice(_papers(corpus), count + ADDED_PAPERS)]
    newest = max(paper.date for paper in corpus_papers) + dt.timedelta(days=1)
    papers, further_papers = corpus_papers[:count], corpus_papers[count:]
    start, processor = time.perf_counter(), _processor_seconds()
    related = Related(papers)
    before = _related_lists(related)
    cached = related.to_cache
    seconds, processor = time.perf_counter() - start, _processor_seconds() - processor
    cache_files = json.dumps(cached.archive), json.dumps(cached.recent)
    added, changed = [], []
    for paper in further_papers:
        start = time.perf_counter()
        read_archive = check_shape(json.loads(cache_files[0]), ArchiveFacts)
        read_recent = check_shape(json.loads(cache_files[1]), RecentPapers)
        related = Related([*papers, _with_date(paper, newest)], Tiers(read_archive, read_recent))
        after = _related_lists(related)
        json.dumps(related.to_cache.recent)
        added.append(time.perf_counter() - start)
        changed.append(sum(after[slug] != neighbours for slug, neighbours in before.items()))
    return {
        "seconds": seconds,
        "processor": processor,
        "added": added,
        "changed": changed,
        "cache": sum(map(len, cache_files)),
    }


def _related_lists(related: Related) -> dict[str, object]:
    return {paper.slug: related.neighbours(paper.slug) for paper in related.papers}


def _processor_seconds() -> float:
    """Return the processor time of this process and of its child processes that have ended."""
    return sum(os.times()[:4])


def _quality(corpus: Path) -> Iterator[str]:
    """Yield the lines of a table: the share of keywords that papers have in common with others."""
    log_progress("papers with keywords")
    with_keywords = [(paper, words) for paper, words in _papers(corpus) if words]
    papers = [paper for paper, _ in with_keywords]
    keywords = {paper.slug: words for paper, words in with_keywords}
    related = Related(papers)
    log_progress("the nearest by plain tf-idf")
    methods: dict[str, RelatedLists] = {
        "paper-digest": {
            paper.slug: [neighbour.slug for neighbour in related.neighbours(paper.slug)]
            for paper in papers
        },
        "nearest five by plain tf-idf": _by_tf_idf(papers),
        "five random papers": _at_random(papers),
    }
    yield f"| {len(papers):,} papers | keywords shared with each of the five | with at least one |"
    yield "| --- | ---: | ---: |"
    for name, lists in methods.items():
        with_each, with_any = _shares(lists, keywords)
        yield f"| {name} | {with_each:.2%} | {with_any:.2%} |"


def _shares(lists: RelatedLists, keywords: Keywords) -> tuple[float, float]:
    """Return the mean shares of keywords that each related paper has, and that any has."""
    with_each, with_any = [], []
    for slug, words in keywords.items():
        shared = [words & keywords[neighbour] for neighbour in lists[slug]]
        with_each.append(sum(map(len, shared)) / LIST_LENGTH / len(words))
        with_any.append(len(frozenset().union(*shared)) / len(words))
    return mean(with_each), mean(with_any)


def _at_random(papers: Sequence[Paper]) -> RelatedLists:
    rng = random.Random(_SEED)  # noqa: S311 (not a secret)
    slugs = [paper.slug for paper in papers]
    return {
        slug: [sample for sample in rng.sample(slugs, LIST_LENGTH + 1) if sample != slug][
            :LIST_LENGTH
        ]
        for slug in slugs
    }


def _by_tf_idf(papers: Sequence[Paper]) -> RelatedLists:
    """Return the papers with the highest cosine similarity of complete tf-idf vectors."""
    counts = [Counter(_stems(paper)) for paper in papers]
    frequencies = Counter(term for terms in counts for term in terms)
    vectors = [
        {term: count * math.log(len(papers) / frequencies[term]) for term, count in terms.items()}
        for terms in counts
    ]
    vectors = [_normalize(vector) for vector in vectors]
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for term, weight in vector.items():
            postings[term].append((number, weight))

    def work(numbers: Iterable[int]) -> dict[str, list[str]]:
        return {papers[number].slug: nearest(number) for number in numbers}

    def nearest(number: int) -> list[str]:
        scores = [0.0] * len(papers)
        for term, weight in vectors[number].items():
            for document, document_weight in postings[term]:
                scores[document] += weight * document_weight
        scores[number] = -1
        ranked = heapq.nlargest(LIST_LENGTH, range(len(papers)), key=scores.__getitem__)
        return [papers[document].slug for document in ranked]

    batches = parallel.run_in_parallel(work, range(len(papers)), min_items=1)
    return {slug: slugs for batch in batches for slug, slugs in batch.items()}


def _normalize(vector: Mapping[str, float]) -> dict[str, float]:
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
                yield paper, frozenset(filter(None, map(_fold_keyword, record.get("keywords", ()))))


def _fold_keyword(keyword: str) -> str:
    return " ".join(map(tokens.fold, tokens.words(keyword)))


def _with_date(paper: Paper, date: dt.date) -> Paper:
    return Paper(paper.slug, "", paper.title, date, paper.abstract)


if __name__ == "__main__":
    main()
