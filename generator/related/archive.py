"""The archive of related papers: the oldest papers, whose statistics apply to all papers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from hashlib import blake2b
from itertools import chain
from operator import itemgetter
from typing import NamedTuple, TypeVar

from generator.core.model import Paper
from generator.related import postings
from generator.related.postings import Lookup, Match, Posting
from generator.related.signatures import CorpusStatistics, Signature, count_terms
from generator.related.words import distinct_words, word_forms
from generator.storage import parallel
from generator.storage.two_tier_cache import KeyedData, if_current

MAX_NEIGHBOURS = 5
"""The maximum number of neighbours of a paper."""

MIN_STEP = 64
"""The number of papers by which a small archive grows; a large archive grows by 6 to 12%."""

_GROWTH_BITS = 4
_MIN_PAPERS_PER_PROCESS = 500

_R = TypeVar("_R")


class ArchiveFacts(KeyedData):
    """The facts about an archive that the cache stores, as JSON.

    Attributes:
        papers: The number of papers in the statistics.
        frequencies: The number of papers with each term.
        postings: For each term, alternating numbers of papers and weights, separated by spaces.
        neighbours: The archived neighbours of each paper, as ``dump_neighbours`` writes them.
    """

    papers: int
    frequencies: dict[str, int]
    postings: dict[str, str]
    neighbours: list[str]


class ScoredNeighbour(NamedTuple):
    """A neighbour of a paper. The greater of two neighbours is nearer.

    Attributes:
        score: The score, as in ``postings.Match``.
        number: The neighbour's number.
        words: The shared terms, as the paper writes them, separated by spaces.
    """

    score: int
    number: int
    words: str


def dump_neighbours(neighbours: Iterable[ScoredNeighbour]) -> str:
    """Return neighbours as text, one line per neighbour."""
    return "\n".join(f"{score} {number} {words}" for score, number, words in neighbours)


def load_neighbours(text: str) -> list[ScoredNeighbour]:
    """Return neighbours from the text that ``dump_neighbours`` wrote."""
    lines = (line.split(" ", 2) for line in text.splitlines())
    return [ScoredNeighbour(int(score), int(number), words) for score, number, words in lines]


def archive_size(papers: int) -> int:
    """Return how many of the oldest papers belong to the archive.

    New papers do not change the statistics until the archive grows, which happens after at least
    ``MIN_STEP`` new papers and at most an eighth of all papers. At least one paper is not archived.

    Args:
        papers: The number of papers.
    """
    before = max(0, papers - 1)
    step = max(MIN_STEP, 1 << before.bit_length() >> _GROWTH_BITS)
    return before // step * step


class Archive:
    """The oldest papers. They are compared only if no data about them is cached.

    Attributes:
        papers: The archived papers, oldest first.
        key: A hash of the texts of all papers in the corpus.
        is_cached: Whether the data about these papers comes from the cache.
    """

    def __init__(
        self,
        papers: Sequence[Paper],
        corpus: Sequence[Paper],
        cached: ArchiveFacts | None = None,
    ) -> None:
        """Reuse the cached data if it is about the same papers.

        Args:
            papers: The archived papers, oldest first.
            corpus: The papers that the statistics are computed from: the archived papers, or all
                papers if there is no archive yet.
            cached: The data about an earlier archive.
        """
        self.papers, self._corpus = papers, corpus
        self.key = _key(len(papers), corpus)
        self._cached = if_current(cached, self.key)
        self.is_cached = self._cached is not None

    @cached_property
    def facts(self) -> ArchiveFacts:
        """The facts about the archive."""
        return self._cached or self._compare()

    @cached_property
    def statistics(self) -> CorpusStatistics:
        """The document frequency of each term."""
        return CorpusStatistics(self.facts["papers"], self.facts["frequencies"])

    @cached_property
    def posting(self) -> Lookup:
        """The archived papers with a term; a posting is parsed when it is first needed."""
        lines = self.facts["postings"]
        return cache(lambda term: _load_posting(lines[term]) if term in lines else None)

    def signature(self, number: int) -> Signature:
        """Return the signature of an archived paper, by its number."""
        return self.statistics.signature(count_terms(self.papers[number]))

    def neighbours(self, number: int) -> list[ScoredNeighbour]:
        """Return the archived papers nearest to an archived paper, nearest first."""
        return load_neighbours(self.facts["neighbours"][number])

    def _compare(self) -> ArchiveFacts:
        counts = _on_all_cores(lambda number: count_terms(self._corpus[number]), len(self._corpus))
        statistics = CorpusStatistics.from_counts(counts)
        signatures = [statistics.signature(count) for count in counts[: len(self.papers)]]
        del counts
        by_term = postings.collect(enumerate(signatures))
        return {
            "key": self.key,
            "papers": statistics.papers,
            "frequencies": dict(statistics.frequencies),
            "postings": {term: _dump_posting(posting) for term, posting in by_term.items()},
            "neighbours": _all_neighbours(self.papers, signatures, by_term.get),
        }


def with_words(
    match: Match, signature: Signature, other_signature: Signature, forms: Mapping[str, str]
) -> ScoredNeighbour:
    """Return a match with the words to show for it.

    Args:
        match: A paper that is near another paper.
        signature: The signature of the paper that the words are taken from.
        other_signature: The signature of the other paper.
        forms: The form of each shared term in the paper that the words are taken from.
    """
    words = distinct_words(
        forms[term] for term in postings.shared_terms(signature, other_signature)
    )
    return ScoredNeighbour(*match, " ".join(words))


def _key(archived: int, corpus: Iterable[Paper]) -> str:
    digest = blake2b(str(archived).encode(), digest_size=16)
    for paper in corpus:
        digest.update(f"\x00{paper.title}\x00{paper.abstract}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _dump_posting(posting: Posting) -> str:
    return " ".join(f"{number} {weight}" for number, weight in zip(*posting, strict=True))


def _load_posting(line: str) -> Posting:
    numbers = list(map(int, line.split()))
    return Posting(numbers[::2], numbers[1::2])


def _all_neighbours(
    papers: Sequence[Paper], signatures: Sequence[Signature], lookup: Lookup
) -> list[str]:
    """Return the neighbours of each paper, as the cache stores them."""

    def neighbours(number: int) -> str:
        signature = signatures[number]
        nearest = postings.nearest(signature, lookup, MAX_NEIGHBOURS, number)
        forms = word_forms(papers[number], signature.terms) if nearest else {}
        return dump_neighbours(
            with_words(match, signature, signatures[match.number], forms) for match in nearest
        )

    return _on_all_cores(neighbours, len(papers))


def _on_all_cores(work: Callable[[int], _R], count: int) -> list[_R]:
    """Return the result of ``work`` for each number from 0 to ``count`` - 1."""

    def work_on(numbers: Iterable[int]) -> list[tuple[int, _R]]:
        return [(number, work(number)) for number in numbers]

    results = parallel.run_in_parallel(work_on, range(count), min_items=_MIN_PAPERS_PER_PROCESS)
    return [result for _, result in sorted(chain.from_iterable(results), key=itemgetter(0))]
