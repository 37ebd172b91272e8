"""Documents to an inverted index: what lunr's builder makes, as counts instead of weights.

A weight hangs on how many documents there are, and so each new paper would change them all. A
count does not: the browser makes the weights of the few terms that a query asks for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generator.render.search.documents import BOOSTS, Document
from generator.text.terms import stem

Postings: TypeAlias = Sequence[int]
"""Three numbers for each document with a term in a field, in the order of the documents: the
document, how often the term stands there, and how many terms the field has."""


@dataclass(frozen=True, slots=True)
class Index:
    """The postings of each term by field, how many documents there are, and terms by field."""

    documents: int
    lengths: Mapping[str, int]
    postings: Mapping[str, Mapping[str, Postings]]


def build(documents: Iterable[Document], first: int = 0) -> Index:
    """Return the index of some documents; its terms stand in the order in which lunr.js sorts.

    Args:
        documents: in their order.
        first: the number of the first of them.
    """
    postings: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    lengths = dict.fromkeys(BOOSTS, 0)
    number = first - 1
    for number, document in enumerate(documents, start=first):
        for field in BOOSTS:
            terms = list(filter(None, map(stem, document[field])))
            length = len(terms)
            lengths[field] += length
            for found, count in Counter(terms).items():
                postings[found][field] += (number, count, length)
    ordered = sorted(postings, key=_utf16)
    return Index(number + 1 - first, lengths, {found: postings[found] for found in ordered})


def _utf16(text: str) -> bytes:
    """Return what sorts texts as JavaScript does: by UTF-16 unit, not by code point."""
    return text.encode("utf-16-be", "surrogatepass")
