"""Build an inverted index of documents like lunr's, but with counts instead of weights.

A term's weight depends on the number of documents, so each new paper would change every weight.
A count does not change. The browser computes the weights of the few terms of a query.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generator.render.search.documents import BOOSTS, Document
from generator.text.tokens import stem

Postings: TypeAlias = Sequence[int]
"""Three numbers for each document that has a term in a field, in the order of the documents: the
document's number, the term's count in the field, and the number of terms in the field."""


@dataclass(frozen=True, slots=True)
class Index:
    """An inverted index.

    Attributes:
        documents: The number of documents.
        lengths: The total number of terms in each field.
        postings: The postings of each term, by term and field.
    """

    documents: int
    lengths: Mapping[str, int]
    postings: Mapping[str, Mapping[str, Postings]]


def build(documents: Iterable[Document], first: int = 0) -> Index:
    """Build the index of some documents.

    Args:
        documents: The documents, in their order.
        first: The number of the first document.

    Returns:
        The index. Its terms are in the order in which lunr.js sorts them.
    """
    postings: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    lengths = dict.fromkeys(BOOSTS, 0)
    number = first - 1
    for number, document in enumerate(documents, start=first):
        for field in BOOSTS:
            terms = list(filter(None, map(stem, document[field])))
            length = len(terms)
            lengths[field] += length
            for term, count in Counter(terms).items():
                postings[term][field] += (number, count, length)
    ordered = sorted(postings, key=_utf16)
    return Index(number + 1 - first, lengths, {term: postings[term] for term in ordered})


def _utf16(text: str) -> bytes:
    """Return a key that sorts texts as JavaScript does: by UTF-16 unit, not by code point."""
    return text.encode("utf-16-be", "surrogatepass")
