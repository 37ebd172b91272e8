"""Citation keys like ``zhang2024graphtranslator``, unique in a site."""

import re
from collections.abc import Iterator, Mapping
from itertools import count, product
from string import ascii_lowercase

from generator.core.model import Paper
from generator.library.site import Site
from generator.render.citations import cited_work
from generator.render.citations.venues import parse_venue
from generator.text import tex
from generator.text.strings import fold_case_and_accents

_NOT_IN_WORD = re.compile("[^a-z0-9]+")
_NOT_IN_SLUG = re.compile("[^a-z0-9.-]+")
_APOSTROPHES = re.compile("['’]")
_MAX_LENGTH = 40
_NO_NAME = "anon"
"""Used for papers without authors, or if neither the name nor the slug has a Latin letter."""

_STOP_WORDS = frozenset([
    "a", "about", "all", "an", "and", "are", "as", "at", "be", "beyond", "by", "can", "das", "de",
    "den", "der", "des", "die", "do", "does", "ein", "eine", "el", "for", "from", "has", "have",
    "how", "if", "in", "into", "is", "it", "its", "la", "las", "le", "les", "los", "more", "no",
    "not", "of", "on", "or", "our", "over", "should", "some", "than", "that", "the", "their",
    "these", "this", "through", "to", "toward", "towards", "un", "una", "und", "une", "under",
    "using", "via", "was", "we", "what", "when", "where", "which", "who", "why", "will", "with",
    "without", "you", "your",
])  # fmt: skip
"""Words that are too common to identify a title."""


def citation_keys(site: Site) -> Mapping[str, str]:
    """Return the citation key of each paper, by slug.

    If papers have the same name, year and word, a letter is appended to all keys except that of
    the paper featured first (ties are broken by slug). Adding papers for a new day does not change
    existing keys.
    """
    keys: dict[str, str] = {}
    used: set[str] = set()
    suffixes: dict[str, Iterator[str]] = {}
    for paper in sorted(site.papers, key=lambda paper: (paper.date, paper.slug)):
        base = _base(paper, site)
        candidates = (base + suffix for suffix in suffixes.setdefault(base, _suffixes()))
        keys[paper.slug] = next(key for key in candidates if key not in used)
        used.add(keys[paper.slug])
    return keys


def _base(paper: Paper, site: Site) -> str:
    # A key is only a label, so fall back to the year of the digest.
    year, *_ = cited_work.issue_date(paper, parse_venue(paper)) or (paper.date.year,)
    word = significant_word(tex.to_plain_text(paper.title))
    if not paper.authors:
        return f"{_NO_NAME}{year}{word}"
    author = cited_work.author_name(paper.authors[0], site)
    if name := _fold(author.family) or _fold(author.given):
        return f"{name}{year}{word}"
    slug = _NOT_IN_SLUG.sub("", fold_case_and_accents(paper.slug)).strip(".-")
    return slug or f"{_NO_NAME}{year}{word}"


def significant_word(title: str) -> str:
    """Return a name before the title's colon, or else the first significant word of the title.

    The word begins with a letter, since it follows a year in the key.

    >>> significant_word("Skill-It! A Framework"), significant_word("On the Use of Tests")
    ('skillit', 'use')
    >>> significant_word("GraphTranslator: Aligning Graphs")
    'graphtranslator'
    """
    head, colon, _ = title.partition(":")
    if colon and len(head.split()) == 1 and _is_significant(name := _fold(head)):
        return name
    words = [word for word in map(_fold, title.split()) if word[:1].isalpha()]
    return next(filter(_is_significant, words), words[0] if words else "")


def _is_significant(word: str) -> bool:
    return word[:1].isalpha() and len(word) > 1 and word not in _STOP_WORDS


def _fold(text: str) -> str:
    return _NOT_IN_WORD.sub("", _APOSTROPHES.sub("", fold_case_and_accents(text)))[:_MAX_LENGTH]


def _suffixes() -> Iterator[str]:
    """Yield suffixes that make keys unique: an empty one, ``a`` to ``z``, ``aa`` and so on."""
    yield ""
    for size in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=size))
