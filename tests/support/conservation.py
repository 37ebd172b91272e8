"""Find words of a citation file that are neither in an entry nor in the import's report."""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping

import pytest

from generator.readers.reading import Reading
from generator.readers.shared import entry_builder
from generator.readers.shared.entry_builder import EntryBuilder, normalize

_WORD = re.compile(r"[^\W\d_]{4,}")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?', re.DOTALL)
_LITERAL = re.compile("true|false|null|NaN|Infinity")
_FACTS = frozenset(
    ["january", "february", "march", "april", "june", "july", "august", "september", "arxiv"]
)
"""Words that an entry stores in another form: in a date, or as its type."""

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
"""The syntax of each format, which is not text of a paper."""


def lost_words(name: str, text: str, read: Callable[[str], Reading]) -> set[str]:
    """Return the words of a citation file that are neither in an entry nor in the report.

    The report shows one value for each field that entries do not store, and shortens long values.
    Here all these values count in full, because the report names the fields.

    Args:
        name: The format, as ``--format`` takes it.
        text: The file.
        read: The reader of the format.
    """
    reported: list[str] = []
    add_unstored = EntryBuilder.add_unstored

    def record(entry: EntryBuilder, field: str, value: str) -> None:
        reported.append(value)
        add_unstored(entry, field, value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EntryBuilder, "add_unstored", record)
        patch.setattr(entry_builder, "_MAX_EXCERPT", 1_000_000)
        reading = read(text)
    for entry in reading.entries:
        reported += [entry.abstract, *_texts(entry.fields)]
    for passage in (*reading.boilerplate, *reading.unplaced, *reading.remarks):
        reported += [passage.text, passage.remark]
    report = "\n".join(reported).casefold()
    return {word for word in _words(name, text) if word not in report}


def _words(name: str, text: str) -> set[str]:
    """Return the words of a file that are not syntax of its format."""
    text = normalize(text)
    text = _MARKUP[name].sub(" ", text)
    if name in {"csl-json", "paperlists"}:
        values = [_decode(match[1]) for match in _STRING.finditer(text) if not match[2]]
        text = "\n".join([*values, _LITERAL.sub(" ", _STRING.sub(" ", text))])
    text = html.unescape(text) if name == "arxiv" else text
    return {word.casefold() for word in _WORD.findall(text)} - _FACTS


def _decode(string: str) -> str:
    try:
        return str(json.loads(f'"{string}"', strict=False))
    except ValueError:
        return string


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
