"""What a paper is about: its strongest terms with their weights, in whole numbers."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from generator.model import Paper
from generator.terms import searched, stem
from generator.tex import plain

STRONGEST = 32
"""Terms of a signature: with fewer, papers by the same keywords are found less often."""

ALONE = 8
"""Further terms of it that no other paper has: only one that is still to come can share them."""

TITLE = 3
"""How often a term of the title counts."""

SCALE = 1000
"""The length of a whole paper's weights; two papers of the same terms would score its square."""

_MOST = 255
_SATURATION = 1.2
_COUNTED = tuple(count * (_SATURATION + 1) / (count + _SATURATION) for count in range(_MOST + 1))
"""What so many occurrences are worth, as in BM25: ever less with each."""


class Counted(NamedTuple):
    """The terms of a paper, with blanks between them, and how often each stands there."""

    terms: str
    counts: bytes


class Signature(NamedTuple):
    """The strongest terms of a paper, strongest first, and their weights."""

    terms: tuple[str, ...]
    weights: tuple[int, ...]


def texts(paper: Paper) -> tuple[str, str]:
    """Return a paper's title and abstract as they are compared."""
    return plain(paper.title), plain(paper.abstract)


def counted(paper: Paper) -> Counted:
    """Return how often each term stands in a paper."""
    title, abstract = (map(stem, searched(text)) for text in texts(paper))
    found = Counter(filter(_tells, abstract))
    for term in filter(_tells, title):
        found[term] += TITLE
    return Counted(" ".join(found), bytes(min(count, _MOST) for count in found.values()))


@dataclass(frozen=True)
class Statistics:
    """In how many of some papers each term stands.

    Args:
        papers: how many there are.
        holders: how many of them have a term; a term that stands in one or none is left out.
    """

    papers: int
    holders: Mapping[str, int]
    _rarities: dict[int, float] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, papers: Sequence[Counted]) -> "Statistics":
        """Return the statistics of some papers."""
        holders: Counter[str] = Counter()
        for paper in papers:
            holders.update(paper.terms.split())
        return cls(len(papers), {term: count for term, count in holders.items() if count > 1})

    def signature(self, paper: Counted) -> Signature:
        """Return the signature of a paper, which may be one of those or another."""
        terms = paper.terms.split()
        weights = [
            _COUNTED[count] * self._rarity(self.holders.get(term, 1))
            for term, count in zip(terms, paper.counts, strict=True)
        ]
        scale = SCALE / (math.hypot(*weights) or 1)
        ranked = sorted(zip(map(float.__neg__, weights), terms, strict=True))
        known = [found for found in ranked if found[1] in self.holders][:STRONGEST]
        alone = [found for found in ranked if found[1] not in self.holders][:ALONE]
        ranked = sorted(known + alone)
        return Signature(
            tuple(term for _, term in ranked), tuple(round(-weight * scale) for weight, _ in ranked)
        )

    def _rarity(self, holders: int) -> float:
        """Return the weight of a term that so many papers have.

        The root keeps a word that one paper alone has from filling its signature; and no term
        weighs nothing, or two papers of a site of two would never be near each other.
        """
        if holders not in self._rarities:
            self._rarities[holders] = math.sqrt(math.log((self.papers + 1) / holders))
        return self._rarities[holders]


@cache
def _tells(term: str) -> bool:
    """Return whether a term may say what a paper is about: no number, and no Latin letter alone."""
    return not (term.isascii() and len(term) == 1) and any(map(str.isalpha, term))
