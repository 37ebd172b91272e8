"""Parse JSON lists item by item, with line numbers. Invalid JSON ends the list, not the import."""

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
_SEPARATOR = re.compile(r"[ \t\r\n]*([,\]])")
_ITEMS_KEY = re.compile(r"[ \t\r\n]*\{[ \t\r\n]*\"items\"[ \t\r\n]*:[ \t\r\n]*(?=\[)")


@dataclass(frozen=True, slots=True)
class JsonItem:
    """An item of a list.

    Attributes:
        line: The line on which it begins.
        value: The parsed value; None if there is a problem.
        source: The item's text in the file.
        problem: The reason why the source could not be parsed; empty if there is none.
    """

    line: int
    value: Json
    source: str
    problem: str = ""


def parse_items(text: str, envelope: re.Pattern[str] = _ITEMS_KEY) -> Iterator[JsonItem]:
    r"""Yield the items of a JSON list, or the values of a text that is not a list.

    Args:
        text: The JSON: a list, an object that contains the list, one value, or JSON Lines.
        envelope: Matches the text before the list in an object that contains the list.

    >>> [(item.line, item.value) for item in parse_items('[{"a": 1},\n "b"]')]
    [(1, {'a': 1}), (2, 'b')]
    >>> [item.problem for item in parse_items('[1, {"a": }]')]
    ['', 'invalid JSON from here on (Expecting value)']
    """
    line, counted_to = 1, 0
    for span in _parse(text, envelope):
        line, counted_to = line + text.count("\n", counted_to, span.start), span.start
        yield JsonItem(line, span.value, text[span.start : span.end], span.problem)


def first_object(text: str) -> dict[str, Json]:
    """Return the first item of a JSON list if it is an object, or else an empty object."""
    if not re.match(r"[ \t\r\n\ufeff]*[\[{]", text):
        return {}
    item = next(parse_items(text), None)
    return as_object(item.value) if item else {}


def without_surrogates(value: Json, source: str) -> Json:
    r"""Replace the unpaired surrogates (``\ud800``) of a value, which cannot be encoded.

    Args:
        value: The parsed value.
        source: The JSON that it was parsed from; without surrogates the value is returned as is.
    """
    if not _SURROGATE.search(source):
        return value
    written = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass")
    replaced: Json = json.loads(written.decode("utf-16", "replace"))
    return replaced


def as_text(value: Json) -> str:
    """Return a string or number as text, and anything else as an empty string."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def as_object(value: Json) -> dict[str, Json]:
    """Return an object, or an empty object for anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> list[Json]:
    """Return a list, or an empty list for anything else."""
    return value if isinstance(value, list) else []


def describe(value: Json) -> str:
    """Return any value as text for a report; an empty value gives an empty string."""
    return as_text(value) or ("" if value in (None, [], {}, "") else json.dumps(value))


@dataclass(frozen=True, slots=True)
class _Span:
    """A parsed value, or the problem with the text, and its position in the text."""

    start: int
    end: int
    value: Json
    problem: str = ""


def _parse(text: str, envelope: re.Pattern[str]) -> Iterator[_Span]:
    envelope_end = _match_end(envelope, text, 0)
    start = envelope_end or _match_end(_SPACE, text, 0)
    if not text.startswith("[", start):
        yield from _parse_values(text, start)
    elif envelope_end:
        yield from _parse_list(text, start + 1)
    else:
        end = yield from _parse_list(text, start + 1)
        if text[end:].strip("\ufeff \t\r\n"):
            yield _Span(end, len(text), None, "text after the end of the list")


def _parse_values(text: str, start: int) -> Iterator[_Span]:
    """Yield one value, or several in succession (JSON Lines)."""
    while True:
        span = _parse_value(text, start)
        yield span
        start = _match_end(_SPACE, text, span.end)
        if start == len(text):
            return


def _parse_list(text: str, start: int) -> Generator[_Span, None, int]:
    """Yield the items of a list that begins before ``start``; return the position after it."""
    start = _match_end(_SPACE, text, start)
    if text.startswith("]", start):
        return start + 1
    while True:
        span = _parse_value(text, start)
        yield span
        separator = _SEPARATOR.match(text, span.end)
        if span.end == len(text) and span.problem:
            return span.end
        if not separator:
            yield _Span(span.end, len(text), None, "the list is not closed; end it with ]")
            return len(text)
        if separator[1] == "]":
            return separator.end()
        start = _match_end(_SPACE, text, separator.end())


def _parse_value(text: str, start: int) -> _Span:
    """Parse the value at a position; an invalid value extends to the end of the text."""
    try:
        value, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply, or contains a number that is too long"
        if isinstance(error, json.JSONDecodeError):
            reason = error.msg
        return _Span(start, len(text), None, f"invalid JSON from here on ({reason})")
    return _Span(start, end, without_surrogates(value, text[start:end]))


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Build an object; the earlier value of a repeated key is stored under a separate key."""
    result: dict[str, Json] = {}
    for key, value in pairs:
        if key in result and result[key] != value:
            result[f"{key} (earlier)"] = result[key]
        result[key] = value
    return result


# strict=False: a stray control character affects one record and must not end the list.
_DECODER = json.JSONDecoder(object_pairs_hook=_object, strict=False)


def _match_end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start
