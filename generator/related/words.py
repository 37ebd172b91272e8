"""Terms as words to be read: the form in which each stands in a paper."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from generator.model import Paper
from generator.related.signatures import texts
from generator.terms import searched, stem

SHOWN = 4
"""Words that are shown of what two papers share."""

_WORD = re.compile("[^\\W_]+(?:[-\N{HYPHEN}'’][^\\W_]+)*")
_POSSESSIVE = re.compile("['’]s?$")
_HYPHEN = re.compile("[-\N{HYPHEN}]")
_BEFORE_SENTENCE = re.compile(r"(?:^|[.!?:]['\"”’)]*)\s*$")
_LOOKED_BACK = 8
_PAIR = 2


def written(paper: Paper, terms: Iterable[str]) -> Mapping[str, str]:
    """Return the word that each of some terms is in a paper.

    It is the first in small letters; if there is none, the first within a sentence of the
    abstract. One that only begins sentences, or stands in the title, where most words are
    capitals, is made small unless it has capitals inside. A term that no word of the text has
    stands for itself.
    """
    title, abstract = texts(paper)
    small: dict[str, str] = {}
    within: dict[str, str] = {}
    other: dict[str, str] = {}
    for text, is_prose in ((abstract, True), (title, False)):
        for begins, word in _words(text):
            for term, form in _forms(word):
                place = small if form.islower() else within if is_prose and not begins else other
                place.setdefault(term, form)
    known = other | within | small
    return {
        term: known[term] if term in small or term in within else _small(known.get(term, term))
        for term in terms
    }


def told(words: Iterable[str]) -> Iterator[str]:
    """Yield the first few of some words, without those that repeat a part of an earlier one.

    >>> list(told(["pre-trained", "trained", "graph", "graph-based"]))
    ['pre-trained', 'graph']
    """
    seen: set[str] = set()
    shown = 0
    for word in words:
        parts = {stem(part) or part for part in _HYPHEN.split(word.lower())}
        if shown < SHOWN and seen.isdisjoint(parts):
            shown += 1
            yield word
        seen |= parts


def _words(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the words of a text, and whether each begins a sentence."""
    composed = unicodedata.normalize("NFC", text)
    for match in _WORD.finditer(composed):
        before = composed[max(0, match.start() - _LOOKED_BACK) : match.start()]
        yield bool(_BEFORE_SENTENCE.search(before)), match[0]


@cache
def _forms(word: str) -> tuple[tuple[str, str], ...]:
    """Return the terms that a search finds in a word, each with its form."""
    parts = _HYPHEN.split(word)
    found = [form for part in parts for form in _single(part)]
    if len(parts) == len(found) == _PAIR:
        found += [(stem("".join(map(str, searched(word)[_PAIR:]))), _POSSESSIVE.sub("", word))]
    return tuple(found)


def _single(part: str) -> list[tuple[str, str]]:
    words = searched(part)
    if len(words) == 1:
        return [(stem(words[0]), _POSSESSIVE.sub("", part))]
    return [(stem(word), word) for word in words]


def _small(word: str) -> str:
    parts = _HYPHEN.split(word)
    return "-".join(part if any(map(str.isupper, part[1:])) else part.lower() for part in parts)
