"""What a paper is about: its strongest terms with their weights, in whole numbers."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from generator.core.model import Paper
from generator.related.stop_words import SILENT
from generator.text.terms import stem, tokenize
from generator.text.tex import plain

STRONGEST = 32
"""Terms of a signature: with fewer, papers by the same keywords are found less often."""

ALONE = 8
"""Further terms of it that no other paper has: only one that is still to come can share them."""

_ADDRESS = re.compile(
    r"""[a-z]+://\S+ | www\.\S+ | [\w.+-]+@[\w-]+\.\S+  # of the web, of mail
    | \b(?:[\w-]+\.)+(?:[a-z]{2,}/\S* | (?:com|org|net|edu|gov|io|dev)\b)""",
    re.IGNORECASE | re.VERBOSE,
)

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
    """Return a paper's title and abstract as they are compared: without addresses of the web."""
    return _ADDRESS.sub(" ", plain(paper.title)), _ADDRESS.sub(" ", plain(paper.abstract))


def counted(paper: Paper) -> Counted:
    """Return how often each term stands in a paper."""
    title, abstract = (filter(_tells, tokenize(text)) for text in texts(paper))
    found = Counter(map(stem, abstract))
    for term in map(stem, title):
        found[term] += TITLE
    found.pop("", None)  # of words that no search looks for
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
def _tells(word: str) -> bool:
    """Return whether a word may say what a paper is about.

    A number does not, nor a Latin letter alone, nor a word that stands in papers of all kinds.
    """
    is_letter = word.isascii() and len(word) == 1
    return not is_letter and word not in SILENT and any(map(str.isalpha, word))
