"""References as APA and IEEE want them, written by a CSL processor (citeproc-py).

The styles are our own: they know our three types of papers and take a tenth of the time of the
official ones, which know all there are. What the processor does wrong is done before it: initials
of names without capitals, a full stop behind a question mark, what HTML would read as marks.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
)
from citeproc.source.json import CiteProcJSON

from generator.render.citations.cited_work import CitedWork
from generator.render.citations.csl_json import csl_name, to_item
from generator.render.markup import html
from generator.text.names import Name, is_particle, without_nicknames

STYLES = ("APA", "IEEE")

_MOST_NAMES = {"APA": 21, "IEEE": 7}
"""Names from which on a style shows some only; one more name changes nothing."""

_NOT_SHOWN = ("abstract", "keyword", "custom")
_ID = "cited"

# Entries hold no characters for private use, so these can stand for what is to be told from text.
_ITALIC, _END, _QUESTION, _EXCLAMATION, _STOP = "\ue000\ue001\ue002\ue003\ue004"
_MARKS = {"?": _QUESTION, "!": _EXCLAMATION}
_LAST_MARK = re.compile("([?!])([\"'”’»]*)$")
_ABBREVIATED = re.compile(r"(?:\b[^\W\d_]\.){2,}$")
_CLOSED = f"(?<=[{_QUESTION}{_EXCLAMATION}])[\"'”’»]*{_END}?"
_STOPPED = re.compile(f"({_CLOSED})[.,]|({_STOP}{_END}?)\\.")
_TAGS = str.maketrans({
    _ITALIC: "<i>", _END: "</i>", _QUESTION: "?", _EXCLAMATION: "!", _STOP: "."
})  # fmt: skip
_FORMAT = SimpleNamespace(preformat=str, Italic=lambda text: f"{_ITALIC}{text}{_END}")


def format_references(work: CitedWork) -> Mapping[str, html.Html]:
    """Return the reference in each style, as HTML with nothing but ``<i>`` in it."""
    known = {name: value for name, value in to_item(work).items() if name not in _NOT_SHOWN}
    known |= {"id": _ID, "title": _title(work.title)}
    return {style: _reference(style, known, work.names) for style in STYLES}


def initials(given: str) -> str:
    """Return the initials of given names; names in scripts without capitals stay whole.

    >>> initials("Jean-Pierre"), initials("J.R.R."), initials("bell"), initials("小明")
    ('J.-P.', 'J. R. R.', 'b.', '小明')
    >>> initials("Hai (Helen)"), initials("(Helen)"), initials("Abd al-Rahman")
    ('H.', 'H.', 'A. al-R.')
    """
    given = without_nicknames(given)
    if given.lower() == given.upper():
        return given
    words = given.replace(".", " ").split()
    return " ".join(_initials(words))


def _reference(style: str, known: Mapping[str, object], names: Sequence[Name]) -> html.Html:
    most = _MOST_NAMES[style]
    shown = names if len(names) <= most else [*names[: most - 1], names[-1]]
    authors = {"author": list(map(_shown_name, shown))} if names else {}
    source = CiteProcJSON([{**known, **authors}])
    listed = CitationStylesBibliography(_style(style), source, _FORMAT)
    listed.register(Citation([CitationItem(_ID)]))
    [text] = listed.bibliography()
    return html.Html(html.escape(_STOPPED.sub(r"\1\2", str(text))).translate(_TAGS))


@cache
def _style(name: str) -> CitationStylesStyle:
    path = Path(__file__).with_name(f"{name.lower()}.csl")
    return CitationStylesStyle(str(path), validate=False)


def _title(title: str) -> str:
    """Return a title whose last mark takes the place of the style's full stop."""
    if _ABBREVIATED.search(title):
        return title[:-1] + _STOP
    if title.endswith(".") and not title.endswith(".."):
        return title[:-1]
    return _LAST_MARK.sub(lambda found: _MARKS[found[1]] + found[2], title)


def _shown_name(name: Name) -> Mapping[str, str]:
    if name.is_family_first:
        return {"literal": name.text}
    short = Name(initials(name.given), name.particle, name.family, name.suffix)
    return csl_name(short)


def _initials(words: Sequence[str]) -> Iterator[str]:
    """Yield the initial of each word; small ones that belong to the next stay as they are."""
    for place, word in enumerate(words, 1):
        parts = list(filter(None, word.split("-")))
        if place < len(words) and is_particle(word):
            yield word
        elif len(parts) > 1:
            yield "-".join(_initials(parts))
        else:
            yield from map(_initial, parts)


def _initial(name: str) -> str:
    name = unicodedata.normalize("NFC", name).lstrip("([“‘\"'") or name
    size = next((place for place, char in enumerate(name) if char.isalpha()), 0) + 1
    while size < len(name) and unicodedata.combining(name[size]):
        size += 1
    return f"{name[:size]}."
