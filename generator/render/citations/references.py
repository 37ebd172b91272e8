"""Format references in APA and IEEE style with a CSL processor, citeproc-py.

The project has its own styles: they support only its three types of papers, and are ten times as
fast as the official styles. This module works around faults of the processor: initials of names
without capitals, a full stop after a question mark, and unescaped text.
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

_MIN_ABBREVIATED = {"APA": 21, "IEEE": 7}
"""The number of authors from which upwards a style abbreviates the list."""

_NOT_IN_REFERENCES = ("abstract", "keyword", "custom")
_ID = "cited"

# Placeholders that distinguish the style's markup and punctuation from those of the text:
# private-use characters, which entries may not contain.
_ITALIC, _END, _QUESTION, _EXCLAMATION, _STOP = "\ue000\ue001\ue002\ue003\ue004"
_MARKS = {"?": _QUESTION, "!": _EXCLAMATION}
_LAST_MARK = re.compile("([?!])([\"'”’»]*)$")
_ABBREVIATION = re.compile(r"(?:\b[^\W\d_]\.){2,}$")
_CLOSED = f"(?<=[{_QUESTION}{_EXCLAMATION}])[\"'”’»]*{_END}?"
_REDUNDANT_STOP = re.compile(f"({_CLOSED})[.,]|({_STOP}{_END}?)\\.")
_HTML = str.maketrans({
    _ITALIC: "<i>", _END: "</i>", _QUESTION: "?", _EXCLAMATION: "!", _STOP: "."
})  # fmt: skip
_FORMATTER = SimpleNamespace(preformat=str, Italic=lambda text: f"{_ITALIC}{text}{_END}")


def format_references(work: CitedWork) -> Mapping[str, html.Html]:
    """Return a paper's reference in each style; the only HTML tag is ``<i>``."""
    fields = to_item(work).items()
    item = {name: value for name, value in fields if name not in _NOT_IN_REFERENCES}
    item |= {"id": _ID, "title": _title(work.title)}
    return {style: _reference(style, item, work.names) for style in STYLES}


def initials(given: str) -> str:
    """Return the initials of given names; names in scripts without capitals stay unabbreviated.

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


def _title(title: str) -> str:
    """Return a title to which the style adds no full stop if it ends with a punctuation mark."""
    if _ABBREVIATION.search(title):
        return title[:-1] + _STOP
    if title.endswith(".") and not title.endswith(".."):
        return title[:-1]
    return _LAST_MARK.sub(lambda match: _MARKS[match[1]] + match[2], title)


def _reference(style: str, item: Mapping[str, object], names: Sequence[Name]) -> html.Html:
    limit = _MIN_ABBREVIATED[style]
    # An abbreviated list has only the first authors and the last. The processor is slow at omitting
    # a thousand others.
    cited = names if len(names) <= limit else [*names[: limit - 1], names[-1]]
    authors = {"author": list(map(_abbreviate, cited))} if names else {}
    source = CiteProcJSON([{**item, **authors}])
    bibliography = CitationStylesBibliography(_style(style), source, _FORMATTER)
    bibliography.register(Citation([CitationItem(_ID)]))
    [text] = bibliography.bibliography()
    return html.Html(html.escape(_REDUNDANT_STOP.sub(r"\1\2", str(text))).translate(_HTML))


@cache
def _style(name: str) -> CitationStylesStyle:
    path = Path(__file__).with_name(f"{name.lower()}.csl")
    return CitationStylesStyle(str(path), validate=False)


def _abbreviate(name: Name) -> Mapping[str, str]:
    if name.is_family_first:
        return {"literal": name.text}
    return csl_name(Name(initials(name.given), name.particle, name.family, name.suffix))


def _initials(words: Sequence[str]) -> Iterator[str]:
    """Yield the initial of each word; particles before another word stay as they are."""
    for number, word in enumerate(words, 1):
        pieces = list(filter(None, word.split("-")))
        if number < len(words) and is_particle(word):
            yield word
        elif len(pieces) > 1:
            yield "-".join(_initials(pieces))
        else:
            yield from map(_initial, pieces)


def _initial(name: str) -> str:
    name = unicodedata.normalize("NFC", name).lstrip("([“‘\"'") or name
    size = next((index for index, char in enumerate(name) if char.isalpha()), 0) + 1
    while size < len(name) and unicodedata.combining(name[size]):
        size += 1
    return f"{name[:size]}."
