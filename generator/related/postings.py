"""Which papers have a term in their signatures, and how near another paper is to them."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from generator.related.signatures import Signature

CHAMPIONS = 128
"""Papers that a term can lead to, those of which it says most: so time grows as the papers do."""

LEAST = 10_000
"""The score from which on a paper is near another; the same text would have a million at most."""

FEWEST = 2
"""Terms that it takes: one alone says too little."""

_SHARED = 64
"""Above the number of terms that two signatures can share: it is counted below the score."""

_NUMBERS = 1 << 32
"""Above the number of any paper."""


class Found(NamedTuple):
    """A paper that is near another: the score with the count of shared terms, and its number.

    The greater one is the nearer; of equals it is the newer.
    """

    score: int
    number: int


class Posting(NamedTuple):
    """The papers with a term, and their weights for it."""

    numbers: Sequence[int]
    weights: Sequence[int]


Postings: TypeAlias = Mapping[str, Posting]


def gathered(signatures: Iterable[tuple[int, Signature]], most: int = CHAMPIONS) -> Postings:
    """Return the postings of some numbered papers, for each term those with the most weight."""
    held: dict[str, list[int]] = defaultdict(list)
    for number, signature in signatures:
        for term, weight in zip(*signature, strict=True):
            of_term = held[term]
            of_term.append(weight * _NUMBERS + number)  # one number is half the size of two
            if len(of_term) >= 2 * most:
                _cut(of_term, most)
    for of_term in held.values():
        _cut(of_term, most)
    return {
        term: Posting([each % _NUMBERS for each in of_term], [each // _NUMBERS for each in of_term])
        for term, of_term in held.items()
    }


def near(signature: Signature, postings: Postings, most: int, own: int = -1) -> list[Found]:
    """Return the papers of some postings that are near a paper, nearest first.

    Args:
        signature: the paper's.
        postings: the papers'.
        most: how many of them at most.
        own: the paper's number, if it is one of them.
    """
    return heapq.nlargest(most, all_near(signature, postings, own))


def all_near(signature: Signature, postings: Postings, own: int = -1) -> Iterator[Found]:
    """Yield all papers of some postings that are near a paper, in no order."""
    scores: dict[int, int] = {}
    before = scores.get
    for term, weight in zip(*signature, strict=True):
        if term in postings:
            by = weight * _SHARED
            for number, other in zip(*postings[term], strict=True):
                scores[number] = before(number, 0) + by * other + 1
    scores.pop(own, None)
    least = LEAST * _SHARED
    for number, score in scores.items():
        if score >= least and score % _SHARED >= FEWEST:
            yield Found(score, number)


def shared(one: Signature, other: Signature) -> list[str]:
    """Return the terms that two signatures share, those first that bring them nearest."""
    weights = dict(zip(*other, strict=True))
    both = {
        term: weight * weights[term] for term, weight in zip(*one, strict=True) if term in weights
    }
    return sorted(both, key=lambda term: (-both[term], term))


def _cut(weighted: list[int], most: int) -> None:
    weighted.sort(reverse=True)
    del weighted[most:]
