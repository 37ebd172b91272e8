"""Postings: the papers with each term, and how near another paper is to them."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from generator.related.signatures import Signature

MAX_PAPERS = 128
"""Papers in the posting of a term, those with the highest weights (a champion list). The limit
makes the time to find neighbours proportional to the number of papers."""

MIN_SCORE = 10_000
"""Score that makes two papers neighbours; two papers with the same text score at most a million."""

MIN_SHARED_TERMS = 2
"""Terms that two neighbours share at least: one says too little."""

_TERM_COUNT_BASE = 64
"""Larger than the number of terms that two signatures can share: scores are multiplied by it, and
the number of shared terms is added."""

_NUMBER_BASE = 1 << 32
"""Larger than the number of any paper."""


class Match(NamedTuple):
    """A paper that is near another one. Of two matches the greater is the nearer.

    Attributes:
        score: the score times 64, plus the number of shared terms.
        number: the paper's number; of equally near papers the newer comes first.
    """

    score: int
    number: int


class Posting(NamedTuple):
    """The papers with a term.

    Attributes:
        numbers: the papers' numbers.
        weights: the term's weight in each of them.
    """

    numbers: Sequence[int]
    weights: Sequence[int]


Lookup: TypeAlias = Callable[[str], Posting | None]
"""Returns the posting of a term, or None if no paper has it."""


def collect(
    signatures: Iterable[tuple[int, Signature]], most: int = MAX_PAPERS
) -> Mapping[str, Posting]:
    """Collect the postings of some papers.

    Args:
        signatures: each paper's number and signature.
        most: the maximum number of papers per term.

    Returns:
        For each term the papers with the highest weights.
    """
    by_term: dict[str, list[int]] = defaultdict(list)
    for number, signature in signatures:
        for term, weight in zip(*signature, strict=True):
            papers = by_term[term]
            papers.append(weight * _NUMBER_BASE + number)  # one number takes half the memory of two
            if len(papers) >= 2 * most:
                _drop_lightest(papers, most)
    for papers in by_term.values():
        _drop_lightest(papers, most)
    return {
        term: Posting([n % _NUMBER_BASE for n in papers], [n // _NUMBER_BASE for n in papers])
        for term, papers in by_term.items()
    }


def nearest(signature: Signature, lookup: Lookup, most: int, own: int = -1) -> list[Match]:
    """Return the papers that are nearest to a paper, nearest first.

    Args:
        signature: the signature of the paper.
        lookup: the postings of the papers to search.
        most: the maximum number of papers to return.
        own: the number of the paper itself, if it is one of those searched.
    """
    return heapq.nlargest(most, matches(signature, lookup, own))


def matches(signature: Signature, lookup: Lookup, own: int = -1) -> Iterator[Match]:
    """Yield all papers that are near a paper, in no particular order.

    Args:
        signature: the signature of the paper.
        lookup: the postings of the papers to search.
        own: the number of the paper itself, if it is one of those searched.
    """
    scores: dict[int, int] = {}
    score_before = scores.get
    for term, weight in zip(*signature, strict=True):
        if posting := lookup(term):
            factor = weight * _TERM_COUNT_BASE
            for number, other in zip(*posting, strict=True):
                scores[number] = score_before(number, 0) + factor * other + 1
    scores.pop(own, None)
    least = MIN_SCORE * _TERM_COUNT_BASE
    for number, score in scores.items():
        if score >= least and score % _TERM_COUNT_BASE >= MIN_SHARED_TERMS:
            yield Match(score, number)


def shared_terms(one: Signature, other: Signature) -> list[str]:
    """Return the terms that two signatures share, those with the highest scores first."""
    weights = dict(zip(*other, strict=True))
    scores = {
        term: weight * weights[term] for term, weight in zip(*one, strict=True) if term in weights
    }
    return sorted(scores, key=lambda term: (-scores[term], term))


def _drop_lightest(weighted: list[int], most: int) -> None:
    weighted.sort(reverse=True)
    del weighted[most:]
