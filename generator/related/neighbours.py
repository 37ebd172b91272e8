"""Find the nearest neighbours of each paper, among archived and recent papers."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias, TypedDict

from generator.core.model import Paper
from generator.related import postings
from generator.related.archive import (
    MAX_NEIGHBOURS,
    Archive,
    ArchiveFacts,
    ScoredNeighbour,
    archive_size,
    dump_neighbours,
    load_neighbours,
    with_words,
)
from generator.related.postings import Match
from generator.related.signatures import Signature, count_terms
from generator.related.words import word_forms
from generator.storage import parallel
from generator.storage.hashes import fingerprint
from generator.storage.two_tier_cache import KeyedData, Tiers, if_current

_MIN_PAPERS_PER_PROCESS = 100


class Neighbour(NamedTuple):
    """A paper that is near another paper.

    Attributes:
        slug: The slug of the neighbour.
        words: The shared terms, as the other paper writes them.
    """

    slug: str
    words: tuple[str, ...]


class RecentPaper(TypedDict):
    """Data about a paper that is newer than the archive, derived from its text and the archive.

    Attributes:
        terms: The terms of its signature.
        weights: The weight of each term.
        words: The form of each term in its text.
        neighbours: The archived papers nearest to it, as ``dump_neighbours`` writes them.
        neighbour_of: The archived papers whose neighbour it may be, with their words.
    """

    terms: list[str]
    weights: list[int]
    words: list[str]
    neighbours: str
    neighbour_of: str


class RecentPapers(KeyedData):
    """The papers that are newer than the archive, as the cache stores them.

    Attributes:
        key: The key of the archive that they were compared with.
        papers: Each paper by the digest of its text.
    """

    papers: dict[str, RecentPaper]


RelatedCache: TypeAlias = Tiers[ArchiveFacts, RecentPapers]
"""The data to cache: the facts about the archive, and the recent papers."""


class Related:
    """The neighbours of each paper of a site. Papers in the cache are not compared again.

    Attributes:
        papers: The papers, oldest first; a paper's number is its place among them.
        archive: The oldest of the papers.
    """

    def __init__(self, papers: Iterable[Paper], cached: RelatedCache | None = None) -> None:
        """Reuse the cached data for the papers that it was derived from.

        Args:
            papers: The papers, in any order.
            cached: The value of ``to_cache`` for an earlier site.
        """
        cached = cached or Tiers()
        self.papers = sorted(papers, key=lambda paper: (paper.date, paper.slug))
        archived = archive_size(len(self.papers))
        oldest, self._recent = self.papers[:archived], self.papers[archived:]
        self.archive = Archive(oldest, oldest or self.papers, cached.archive)
        current = if_current(cached.recent, self.archive.key)
        self._cached_recent: Mapping[str, RecentPaper] = current["papers"] if current else {}
        self._digests = [fingerprint((paper.title, paper.abstract)) for paper in self._recent]
        self._numbers = {paper.slug: number for number, paper in enumerate(self.papers)}

    @property
    def to_cache(self) -> RelatedCache:
        """The data to cache for the next site."""
        recent: RecentPapers = {"key": self.archive.key, "papers": self._recent_by_digest}
        return Tiers(self.archive.facts, recent)

    def neighbours(self, slug: str) -> tuple[Neighbour, ...]:
        """Return the neighbours of a paper.

        Args:
            slug: The paper's slug.

        Returns:
            At most five neighbours, nearest first.
        """
        return tuple(
            Neighbour(self.papers[number].slug, tuple(words.split()))
            for _, number, words in self._neighbours(self._numbers[slug])
        )

    def _neighbours(self, number: int) -> list[ScoredNeighbour]:
        place = number - len(self.archive.papers)
        archived = (
            self.archive.neighbours(number)
            if place < 0
            else load_neighbours(self._recent_by_digest[self._digests[place]]["neighbours"])
        )
        recent = self._recent_neighbours.get(number)
        return heapq.nlargest(MAX_NEIGHBOURS, [*archived, *recent]) if recent else archived

    @cached_property
    def _recent_by_digest(self) -> dict[str, RecentPaper]:
        """The recent papers by the digests of their texts, in the order of the digests."""
        by_digest = dict(zip(self._digests, self._recent, strict=True))
        cached = self._cached_recent
        new = sorted(by_digest.keys() - cached.keys())
        self.archive.facts  # noqa: B018 (computed before the fork, so processes share the facts)

        def work(digests: Iterable[str]) -> dict[str, RecentPaper]:
            return {digest: compare(by_digest[digest], self.archive) for digest in digests}

        recent = {digest: cached[digest] for digest in by_digest.keys() & cached.keys()}
        for compared in parallel.run_in_parallel(work, new, min_items=_MIN_PAPERS_PER_PROCESS):
            recent |= compared
        return dict(sorted(recent.items()))

    @cached_property
    def _recent_neighbours(self) -> Mapping[int, Sequence[ScoredNeighbour]]:
        """The recent neighbours of each paper, by its number."""
        neighbours: dict[int, list[ScoredNeighbour]] = defaultdict(list)
        first = len(self.archive.papers)
        recent = {
            number: self._recent_by_digest[digest]
            for number, digest in enumerate(self._digests, start=first)
        }
        for number, paper in recent.items():
            for score, archived, words in load_neighbours(paper["neighbour_of"]):
                neighbours[archived].append(ScoredNeighbour(score, number, words))
        signatures = {
            number: Signature(tuple(paper["terms"]), tuple(paper["weights"]))
            for number, paper in recent.items()
        }
        lookup = postings.collect(signatures.items()).get
        for number, signature in signatures.items():
            forms = dict(zip(recent[number]["terms"], recent[number]["words"], strict=True))
            neighbours[number] += [
                with_words(match, signature, signatures[match.number], forms)
                for match in postings.nearest(signature, lookup, MAX_NEIGHBOURS, number)
            ]
        return neighbours


def compare(paper: Paper, archive: Archive) -> RecentPaper:
    """Compare a recent paper with the archive.

    Args:
        paper: The recent paper.
        archive: The archive.

    Returns:
        The data about the paper to cache.
    """
    signature = archive.statistics.signature(count_terms(paper))
    matches = sorted(postings.matches(signature, archive.posting), reverse=True)
    forms = word_forms(paper, signature.terms)
    neighbours = [
        with_words(match, signature, archive.signature(match.number), forms)
        for match in matches[:MAX_NEIGHBOURS]
    ]
    neighbour_of = [
        _with_archived_words(match, signature, archive)
        for match in matches
        if _is_among_nearest(match, archive)
    ]
    return {
        "terms": list(signature.terms),
        "weights": list(signature.weights),
        "words": [forms[term] for term in signature.terms],
        "neighbours": dump_neighbours(neighbours),
        "neighbour_of": dump_neighbours(neighbour_of),
    }


def _is_among_nearest(match: Match, archive: Archive) -> bool:
    """Return whether a newer paper is nearer to an archived paper than its fifth neighbour."""
    neighbours = archive.neighbours(match.number)
    return len(neighbours) < MAX_NEIGHBOURS or match.score >= neighbours[-1].score


def _with_archived_words(match: Match, signature: Signature, archive: Archive) -> ScoredNeighbour:
    """Return a match with the words to show for it on the page of the archived paper."""
    archived_signature = archive.signature(match.number)
    forms = word_forms(archive.papers[match.number], archived_signature.terms)
    return with_words(match, archived_signature, signature, forms)
