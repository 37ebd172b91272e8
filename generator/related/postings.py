"""Postings: the papers with each term, and the scores of a paper's matches among them."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from generator.related.signatures import Signature

MAX_PAPERS = 128
"""The maximum number of papers in a posting; those with the highest weights remain.

Such a limit (a champion list) keeps the time to find all neighbours proportional to the number of
papers.
"""

MIN_SCORE = 10_000
"""The minimum score of two neighbours; papers with the same text score a million."""

MIN_SHARED_TERMS = 2
"""The minimum number of terms that two neighbours share."""

_TERM_COUNT_BASE = 64
"""A score is multiplied by this number, and the number of shared terms is added.

It is larger than the number of terms that two signatures can share.
"""

_NUMBER_BASE = 1 << 32
"""An exclusive upper bound of paper numbers, which are packed with weights into one integer."""


class Match(NamedTuple):
    """A paper that is near another paper. The greater of two matches is nearer.

    Attributes:
        score: The score times 64, plus the number of shared terms.
        number: The paper's number, which is higher for newer papers.
    """

    score: int
    number: int


class Posting(NamedTuple):
    """The papers with a term.

    Attributes:
        numbers: The papers' numbers.
        weights: The term's weight in each of them.
    """

    numbers: Sequence[int]
    weights: Sequence[int]


Lookup: TypeAlias = Callable[[str], Posting | None]
"""Returns the posting of a term, or None if no paper has it."""


def collect(
    signatures: Iterable[tuple[int, Signature]], limit: int = MAX_PAPERS
) -> Mapping[str, Posting]:
    """Collect the postings of papers.

    Args:
        signatures: Each paper's number and signature.
        limit: The maximum number of papers per term.

    Returns:
        For each term the papers with the highest weights.
    """
    by_term: dict[str, list[int]] = defaultdict(list)
    for number, signature in signatures:
        for term, weight in zip(*signature, strict=True):
            papers = by_term[term]
            papers.append(weight * _NUMBER_BASE + number)  # one number takes half the memory of two
            if len(papers) >= 2 * limit:
                _drop_lightest(papers, limit)
    for papers in by_term.values():
        _drop_lightest(papers, limit)
    return {
        term: Posting([n % _NUMBER_BASE for n in papers], [n // _NUMBER_BASE for n in papers])
        for term, papers in by_term.items()
    }


def nearest(signature: Signature, lookup: Lookup, limit: int, excluded: int = -1) -> list[Match]:
    """Return the papers that are nearest to a paper, nearest first.

    Args:
        signature: The signature of the paper.
        lookup: The postings of the papers to search.
        limit: The maximum number of papers to return.
        excluded: The number of the paper itself, if it is among the papers to search.
    """
    return heapq.nlargest(limit, matches(signature, lookup, excluded))


def matches(signature: Signature, lookup: Lookup, excluded: int = -1) -> Iterator[Match]:
    """Yield all papers that are near a paper, in no particular order.

    Args:
        signature: The signature of the paper.
        lookup: The postings of the papers to search.
        excluded: The number of the paper itself, if it is among the papers to search.
    """
    scores: dict[int, int] = {}
    score_before = scores.get
    for term, weight in zip(*signature, strict=True):
        if posting := lookup(term):
            factor = weight * _TERM_COUNT_BASE
            for number, posted_weight in zip(*posting, strict=True):
                scores[number] = score_before(number, 0) + factor * posted_weight + 1
    scores.pop(excluded, None)
    min_score = MIN_SCORE * _TERM_COUNT_BASE
    for number, score in scores.items():
        if score >= min_score and score % _TERM_COUNT_BASE >= MIN_SHARED_TERMS:
            yield Match(score, number)


def shared_terms(first: Signature, second: Signature) -> list[str]:
    """Return the terms that two signatures share, highest scores first."""
    weights = dict(zip(*second, strict=True))
    scores = {
        term: weight * weights[term] for term, weight in zip(*first, strict=True) if term in weights
    }
    return sorted(scores, key=lambda term: (-scores[term], term))


def _drop_lightest(weighted: list[int], limit: int) -> None:
    weighted.sort(reverse=True)
    del weighted[limit:]
