"""Terms as words to be read: the form in which each stands in a paper."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from generator.core.model import Paper
from generator.related.signatures import texts
from generator.related.stop_words import SILENT
from generator.text.terms import stem, tokenize

SHOWN = 4
"""Words that are shown of what two papers share."""

_WORD = re.compile("[^\\W_]+(?:[-\N{HYPHEN}'’][^\\W_]+)*")
_POSSESSIVE = re.compile("['’]s?$")
_HYPHEN = re.compile("[-\N{HYPHEN}]")
_BEFORE_SENTENCE = re.compile(r"(?:^|[.!?:]['\"”’)]*)\s*$")
_LOOKED_BACK = 8
_PAIR = 2
_SMALL, _WITHIN, _OTHER = range(3)


def written(paper: Paper, terms: Iterable[str]) -> Mapping[str, str]:
    """Return the word that each of some terms is in a paper.

    It is the first in small letters; if there is none, the first within a sentence of the
    abstract. One that only begins sentences, or stands in the title, where most words are
    capitals, is made small unless it has capitals inside. A term that is only ever a part of
    compounds is such a compound; one that no word of the text has stands for itself.
    """
    title, abstract = texts(paper)
    known: dict[str, tuple[bool, int, str]] = {}
    for text, is_prose in ((abstract, True), (title, False)):
        for begins, word in _words(text):
            for term, form, is_part in _forms(word):
                place = _SMALL if form.islower() else _WITHIN if is_prose and not begins else _OTHER
                if term not in known or (is_part, place) < known[term][:2]:
                    known[term] = is_part, place, form
    found = {term: known.get(term, (False, _OTHER, term)) for term in terms}
    return {
        term: _small(form) if place == _OTHER else form for term, (_, place, form) in found.items()
    }


def told(words: Iterable[str]) -> Iterator[str]:
    """Yield the first few of some words, without those that repeat a part of an earlier one.

    >>> list(told(["pre-trained", "trained", "graph", "graph-based"]))
    ['pre-trained', 'graph']
    """
    seen: set[str] = set()
    shown = 0
    for word in words:
        whole = word.lower()
        parts = {stem(part) or part for part in [*_HYPHEN.split(whole), _HYPHEN.sub("", whole)]}
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
def _forms(word: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the terms that a search finds in a word, each with its form: a part has the whole."""
    whole = _POSSESSIVE.sub("", word)
    parts = _HYPHEN.split(word)
    if len(parts) == 1:
        return tuple((term, form, False) for term, form in _single(word))
    found = [(term, whole, True) for part in parts for term, _ in _single(part)]
    words = tokenize(word)
    if len(words) == _PAIR + 1:
        found.append((stem(words[_PAIR]), whole, False))
    return tuple(found)


def _single(part: str) -> list[tuple[str, str]]:
    """Return the terms of a word; a silent one is no form of a term that it shares a stem with."""
    words = tokenize(part)
    own = _POSSESSIVE.sub("", part)
    forms = [own] if len(words) == 1 else words
    return [
        (stem(word), form) for word, form in zip(words, forms, strict=True) if word not in SILENT
    ]


def _small(word: str) -> str:
    parts = _HYPHEN.split(word)
    return "-".join(part if any(map(str.isupper, part[1:])) else part.lower() for part in parts)
