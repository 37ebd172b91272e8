"""Conservation: every word of a citation file is in an entry or in the report of its import."""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping

import pytest

from generator.readers.reading import Reading
from generator.readers.shared import builders
from generator.readers.shared.builders import EntryBuilder, normalize

_WORD = re.compile(r"[^\W\d_]{4,}")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?', re.DOTALL)
_LITERAL = re.compile("true|false|null|NaN|Infinity")
_FACTS = frozenset(
    ["january", "february", "march", "april", "june", "july", "august", "september", "arxiv"]
)
"""Words that an entry holds in another form: in a date, or as its type."""

_MARKUP: Mapping[str, re.Pattern[str]] = {
    "arxiv": re.compile(r"\A.*?(?=<entry|\Z)|<[^>]*>|(?<=</entry>)(?:(?!<entry).)*\Z", re.DOTALL),
    "bibtex": re.compile(
        r"@[^\S\n]*(?:string|comment|preamble)\s*[{(](?s:.*)|^[^\S\n]*%.*"
        r"|@[^\S\n]*[a-z_-]+\s*[{(]|(?<![\w:.+/-])[a-z_][\w:.+/-]*\s*="
        r"|\\[a-z]+\s?\{?\w*|\\[^\w\s]\{?\w*\}*\w*",
        re.MULTILINE | re.IGNORECASE,
    ),
    "ris": re.compile(r"^[^\S\n]*(?:TY {1,2}-.*|[A-Z][A-Z0-9]{1,5} {1,2}-)", re.MULTILINE),
    "csl-json": re.compile(r'"type"\s*:\s*"[^"]*"'),
    "paperlists": re.compile(r'"(?:bibtex|aff\w*|gs_\w*)"\s*:\s*"(?:[^"\\]|\\.)*"'),
}
"""What is syntax in a format and no text of a paper."""


def lost_words(name: str, text: str, read: Callable[[str], Reading]) -> set[str]:
    """Return the words of a citation file that are neither in an entry nor in the report.

    The report shows one value per field without a place in entries, and cuts long ones. Here all
    such values count, in full: the report names their fields.

    Args:
        name: the format, as ``--format`` takes it.
        text: the file.
        read: the format's reader.
    """
    reported: list[str] = []
    leave = EntryBuilder.add_unstored

    def note(entry: EntryBuilder, field: str, value: str) -> None:
        reported.append(value)
        leave(entry, field, value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EntryBuilder, "add_unstored", note)
        patch.setattr(builders, "_MAX_EXCERPT", 1_000_000)
        reading = read(text)
    for entry in reading.entries:
        reported += [entry.abstract, *_texts(entry.fields)]
    for piece in (*reading.boilerplate, *reading.unplaced, *reading.remarks):
        reported += [piece.text, piece.remark]
    shown = "\n".join(reported).casefold()
    return {word for word in _words(name, text) if word not in shown}


def _words(name: str, text: str) -> set[str]:
    """Return the words of a file that are no syntax of its format."""
    text = normalize(text)
    text = _MARKUP[name].sub(" ", text)
    if name in {"csl-json", "paperlists"}:
        values = [_decoded(found[1]) for found in _STRING.finditer(text) if not found[2]]
        text = "\n".join([*values, _LITERAL.sub(" ", _STRING.sub(" ", text))])
    text = html.unescape(text) if name == "arxiv" else text
    return {word.casefold() for word in _WORD.findall(text)} - _FACTS


def _decoded(string: str) -> str:
    try:
        return str(json.loads(f'"{string}"', strict=False))
    except ValueError:
        return string


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
