"""Convert terms to readable words: the forms in which they occur in the text of a paper."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from generator.core.model import Paper
from generator.related.signatures import compared_texts
from generator.related.stop_words import STOP_WORDS
from generator.text.tokens import stem, tokenize

MAX_WORDS = 4
"""The maximum number of shared words to show for two papers."""

_WORD = re.compile("[^\\W_]+(?:[-\N{HYPHEN}'’][^\\W_]+)*")
_POSSESSIVE = re.compile("['’]s?$")
_HYPHEN = re.compile("[-\N{HYPHEN}]")
_BEFORE_SENTENCE = re.compile(r"(?:^|[.!?:]['\"”’)]*)\s*$")
_CHARACTERS_BEFORE = 8
"""Characters before a word that show whether it begins a sentence."""

_PAIR = 2
_LOWER_CASE, _WITHIN_SENTENCE, _CAPITALIZED = range(3)
"""The kinds of forms, best first."""


def word_forms(paper: Paper, terms: Iterable[str]) -> Mapping[str, str]:
    """Return the form in which each term occurs in a paper.

    The first form in lower case is preferred, then the first one within a sentence of the
    abstract. A form that occurs only at the beginning of sentences or in the title, where most
    words are capitalized, is changed to lower case unless it has internal capitals. If a term
    occurs only in compounds, its form is the first such compound.

    Args:
        paper: The paper.
        terms: Stems, as ``tokens.stem`` returns them.

    Returns:
        The form of each term; the term itself if the paper does not have it.
    """
    title, abstract = compared_texts(paper)
    best: dict[str, tuple[bool, int, str]] = {}
    for text, is_prose in ((abstract, True), (title, False)):
        for begins_sentence, word in _words(text):
            otherwise = _WITHIN_SENTENCE if is_prose and not begins_sentence else _CAPITALIZED
            for term, form, is_compound in _forms(word):
                place = _LOWER_CASE if form.islower() else otherwise
                if term not in best or (is_compound, place) < best[term][:2]:
                    best[term] = is_compound, place, form
    chosen = {term: best.get(term, (False, _CAPITALIZED, term)) for term in terms}
    return {
        term: _lower(form) if place == _CAPITALIZED else form
        for term, (_, place, form) in chosen.items()
    }


def distinct_words(words: Iterable[str]) -> Iterator[str]:
    """Yield at most four words; skip words that repeat a part of an earlier word.

    >>> list(distinct_words(["pre-trained", "trained", "graph", "graph-based"]))
    ['pre-trained', 'graph']
    """
    seen: set[str] = set()
    count = 0
    for word in words:
        lower = word.lower()
        parts = {stem(part) or part for part in [*_HYPHEN.split(lower), _HYPHEN.sub("", lower)]}
        if count < MAX_WORDS and seen.isdisjoint(parts):
            count += 1
            yield word
        seen |= parts


def _words(text: str) -> Iterator[tuple[bool, str]]:
    """Yield each word of a text, preceded by whether it begins a sentence."""
    composed = unicodedata.normalize("NFC", text)
    for match in _WORD.finditer(composed):
        before = composed[max(0, match.start() - _CHARACTERS_BEFORE) : match.start()]
        yield bool(_BEFORE_SENTENCE.search(before)), match[0]


@cache
def _forms(word: str) -> tuple[tuple[str, str, bool], ...]:
    """Return each term of a word with its form, and whether the form is a compound."""
    parts = _HYPHEN.split(word)
    if len(parts) == 1:
        return tuple((term, form, False) for term, form in _single(word))
    compound = _POSSESSIVE.sub("", word)
    forms = [(term, compound, True) for part in parts for term, _ in _single(part)]
    words = tokenize(word)
    if len(words) == _PAIR + 1:
        forms.append((stem(words[_PAIR]), compound, False))
    return tuple(forms)


def _single(part: str) -> list[tuple[str, str]]:
    """Return the terms of a word without hyphens, each with its form; stop words have none."""
    words = tokenize(part)
    bare = _POSSESSIVE.sub("", part)
    forms = [bare] if len(words) == 1 else words
    pairs = zip(words, forms, strict=True)
    return [(stem(word), form) for word, form in pairs if word not in STOP_WORDS]


def _lower(word: str) -> str:
    """Return a word in lower case, except for parts with internal capitals."""
    parts = _HYPHEN.split(word)
    return "-".join(part if any(map(str.isupper, part[1:])) else part.lower() for part in parts)
