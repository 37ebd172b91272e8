"""Signatures: the strongest terms of a paper, with integer weights."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from generator.core.model import Paper
from generator.related.stop_words import STOP_WORDS
from generator.text.tex import to_plain_text
from generator.text.tokens import stem, tokenize

MAX_COMMON_TERMS = 32
"""The maximum number of terms in a signature that other papers have too.

A smaller limit would miss more papers with the same keywords.
"""

MAX_UNIQUE_TERMS = 8
"""The maximum number of terms that no other paper has; only later papers can share them."""

TITLE_COUNT = 3
"""The number of times that a term in the title counts."""

SIGNATURE_LENGTH = 1000
"""The Euclidean length of the weights of all terms.

Two papers with the same terms would score its square.
"""

_ADDRESS = re.compile(
    r"""[a-z]+://\S+ | www\.\S+ | [\w.+-]+@[\w-]+\.\S+  # URLs and email addresses
    | \b(?:[\w-]+\.)+(?:[a-z]{2,}/\S* | (?:com|org|net|edu|gov|io|dev)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_MAX_COUNT = 255
_K1 = 1.2
_SATURATED = tuple(count * (_K1 + 1) / (count + _K1) for count in range(_MAX_COUNT + 1))
"""The value of each count, as in BM25: each further occurrence adds less."""


class TermCounts(NamedTuple):
    """The terms of a paper, in a form that is small to store and to pickle.

    Attributes:
        terms: The terms, with spaces between them.
        counts: The count of each term, one byte per term.
    """

    terms: str
    counts: bytes


class Signature(NamedTuple):
    """The strongest terms of a paper.

    Attributes:
        terms: The terms, strongest first.
        weights: The weight of each term.
    """

    terms: tuple[str, ...]
    weights: tuple[int, ...]


def compared_texts(paper: Paper) -> tuple[str, str]:
    """Return a paper's title and abstract as plain text without URLs and email addresses."""
    return _ADDRESS.sub(" ", to_plain_text(paper.title)), _ADDRESS.sub(
        " ", to_plain_text(paper.abstract)
    )


def count_terms(paper: Paper) -> TermCounts:
    """Count the terms of a paper's title and abstract, without stop words and numbers."""
    title, abstract = (filter(_is_topical, tokenize(text)) for text in compared_texts(paper))
    counts = Counter(map(stem, abstract))
    for term in map(stem, title):
        counts[term] += TITLE_COUNT
    counts.pop("", None)  # the stem of lunr's own stop words
    return TermCounts(" ".join(counts), bytes(min(count, _MAX_COUNT) for count in counts.values()))


@dataclass(frozen=True)
class CorpusStatistics:
    """The document frequency of each term.

    Attributes:
        papers: The number of papers.
        frequencies: The number of papers with each term, without terms of a single paper.
    """

    papers: int
    frequencies: Mapping[str, int]
    _rarities: dict[int, float] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_counts(cls, papers: Sequence[TermCounts]) -> "CorpusStatistics":
        """Compute the statistics of papers from their term counts."""
        frequencies: Counter[str] = Counter()
        for paper in papers:
            frequencies.update(paper.terms.split())
        return cls(len(papers), {term: count for term, count in frequencies.items() if count > 1})

    def signature(self, paper: TermCounts) -> Signature:
        """Return the signature of a paper, which need not be one of the counted papers."""
        terms = paper.terms.split()
        weights = [
            _SATURATED[count] * self._rarity(self.frequencies.get(term, 1))
            for term, count in zip(terms, paper.counts, strict=True)
        ]
        scale = SIGNATURE_LENGTH / (math.hypot(*weights) or 1)
        ranked = sorted(zip(map(float.__neg__, weights), terms, strict=True))
        common = [pair for pair in ranked if pair[1] in self.frequencies][:MAX_COMMON_TERMS]
        unique = [pair for pair in ranked if pair[1] not in self.frequencies][:MAX_UNIQUE_TERMS]
        strongest = sorted(common + unique)
        return Signature(
            tuple(term for _, term in strongest),
            tuple(round(-weight * scale) for weight, _ in strongest),
        )

    def _rarity(self, frequency: int) -> float:
        """Return the weight of a term by the number of papers that have it.

        The weight is the square root of the inverse document frequency. The root prevents the
        unique words of a paper from filling its signature. No term has weight zero; otherwise,
        the papers of a site with two papers would never be related.
        """
        if frequency not in self._rarities:
            self._rarities[frequency] = math.sqrt(math.log((self.papers + 1) / frequency))
        return self._rarities[frequency]


@cache
def _is_topical(word: str) -> bool:
    """Return whether a word may describe a topic: not a number, Latin letter or stop word."""
    is_letter = word.isascii() and len(word) == 1
    return not is_letter and word not in STOP_WORDS and any(map(str.isalpha, word))
