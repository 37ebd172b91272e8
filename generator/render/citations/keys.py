"""Citation keys, such as ``zhang2024graphtranslator``: each of one paper of a site."""

import re
from collections.abc import Iterator, Mapping
from itertools import count, product
from string import ascii_lowercase

from generator.core.model import Paper
from generator.library.site import Site
from generator.render.citations import cited_work
from generator.render.citations.venues import parse_venue
from generator.text import tex
from generator.text.plain import fold_case_and_accents

_OTHER = re.compile("[^a-z0-9]+")
_NOT_IN_SLUG = re.compile("[^a-z0-9.-]+")
_APOSTROPHES = re.compile("['’]")
_LENGTH = 40
_NOBODY = "anon"
"""Whose papers are those without authors, and those whose names and slugs have no Latin letter."""

_SILENT = frozenset([
    "a", "about", "all", "an", "and", "are", "as", "at", "be", "beyond", "by", "can", "das", "de",
    "den", "der", "des", "die", "do", "does", "ein", "eine", "el", "for", "from", "has", "have",
    "how", "if", "in", "into", "is", "it", "its", "la", "las", "le", "les", "los", "more", "no",
    "not", "of", "on", "or", "our", "over", "should", "some", "than", "that", "the", "their",
    "these", "this", "through", "to", "toward", "towards", "un", "una", "und", "une", "under",
    "using", "via", "was", "we", "what", "when", "where", "which", "who", "why", "will", "with",
    "without", "you", "your",
])  # fmt: skip
"""Words with which a title says nothing yet."""


def citation_keys(site: Site) -> Mapping[str, str]:
    """Return the citation key of each paper, by slug.

    Of papers that would share a key, the one first featured (then by slug) has it bare and the
    next ones with a letter, so that a paper of a new day changes no key.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    endings: dict[str, Iterator[str]] = {}
    for paper in sorted(site.papers, key=lambda paper: (paper.date, paper.slug)):
        wanted = _wanted(paper, site)
        ways = (wanted + ending for ending in endings.setdefault(wanted, _endings()))
        found[paper.slug] = next(way for way in ways if way not in taken)
        taken.add(found[paper.slug])
    return found


def _wanted(paper: Paper, site: Site) -> str:
    year, *_ = cited_work.issue_date(paper, parse_venue(paper)) or (
        paper.date.year,
    )  # a key states no fact
    word = significant_word(tex.plain(paper.title))
    if not paper.authors:
        return f"{_NOBODY}{year}{word}"
    parts = cited_work.author_name(paper.authors[0], site)
    if name := _folded(parts.family) or _folded(parts.given):
        return f"{name}{year}{word}"
    return (
        _NOT_IN_SLUG.sub("", fold_case_and_accents(paper.slug)).strip(".-")
        or f"{_NOBODY}{year}{word}"
    )


def significant_word(title: str) -> str:
    """Return the word by which a title is known: a name before a colon, else the first of weight.

    It begins with a letter, since it stands behind a year.

    >>> telling_word("Skill-It! A Framework"), telling_word("On the Use of Tests")
    ('skillit', 'use')
    >>> telling_word("GraphTranslator: Aligning Graphs")
    'graphtranslator'
    """
    head, colon, _ = title.partition(":")
    if colon and len(head.split()) == 1 and _is_telling(name := _folded(head)):
        return name
    words = [word for word in map(_folded, title.split()) if word[:1].isalpha()]
    return next(filter(_is_telling, words), words[0] if words else "")


def _is_telling(word: str) -> bool:
    """Return whether a word says something, and parts from the year before it."""
    return word[:1].isalpha() and len(word) > 1 and word not in _SILENT


def _folded(text: str) -> str:
    return _OTHER.sub("", _APOSTROPHES.sub("", fold_case_and_accents(text)))[:_LENGTH]


def _endings() -> Iterator[str]:
    """Yield what parts equal keys: nothing, then ``a`` to ``z``, ``aa``, ``ab`` and so on."""
    yield ""
    for size in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=size))
