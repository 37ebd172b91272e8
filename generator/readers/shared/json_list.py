"""The items of a JSON list, each with its line; what is broken ends the list, not the run."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

_DECODER = json.JSONDecoder(strict=False)
"""A stray control character is a fault of one record; it must not end the whole list."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_BLANK = re.compile(r"[ \t\r\n\ufeff]*")
_AFTER = re.compile(r"[ \t\r\n]*([,\]])")
_INSIDE = re.compile(r"[ \t\r\n]*\{[ \t\r\n]*\"items\"[ \t\r\n]*:[ \t\r\n]*(?=\[)")


@dataclass(frozen=True, slots=True)
class Item:
    """A value of a list with its line and source; ``problem`` says why it is none."""

    line: int
    value: Json
    source: str
    problem: str = ""


def items(text: str, inside: re.Pattern[str] = _INSIDE) -> Iterator[Item]:
    r"""Yield the items of a text that is a JSON list, or one value.

    Args:
        text: the JSON.
        inside: what stands before a list that is to be read inside of a map; a map's own
            ``items`` where nothing else is said.

    >>> [(item.line, item.value) for item in items('[{"a": 1},\n "b"]')]
    [(1, {'a': 1}), (2, 'b')]
    >>> [item.problem for item in items('[1, {"a": }]')]
    ['', 'not JSON from here (Expecting value)']
    """
    place = _end(inside, text, 0) or _end(_BLANK, text, 0)
    is_list = text.startswith("[", place)
    place = _end(_BLANK, text, place + is_list)
    if is_list and text.startswith("]", place):
        return
    line, counted = 1, 0
    while True:
        line, counted = line + text.count("\n", counted, place), place
        try:
            value, end = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            said = error.msg if isinstance(error, json.JSONDecodeError) else "too deep or too long"
            yield Item(line, None, text[place:], f"not JSON from here ({said})")
            return
        yield Item(line, without_surrogates(value, text[place:end]), text[place:end])
        after = _AFTER.match(text, end)
        if not is_list or not after or after[1] == "]":
            if is_list and not after:
                rest = line + text.count("\n", place, end)
                yield Item(rest, None, text[end:], "a list that is not closed; end it with ]")
            return
        place = _end(_BLANK, text, after.end())


def first_map(text: str) -> dict[str, Json]:
    """Return the first item of a JSON list if it is a map, else an empty one."""
    if not re.match(r"[ \t\r\n\ufeff]*[\[{]", text):
        return {}
    item = next(items(text), None)
    return map_of(item.value) if item else {}


def without_surrogates(value: Json, source: str) -> Json:
    r"""Return a value whose texts can be written: halves of characters (``\ud800``) are gone."""
    if not _SURROGATE.search(source):
        return value
    written = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass")
    whole: Json = json.loads(written.decode("utf-16", "replace"))
    return whole


def text_of(value: Json) -> str:
    """Return a text or a number as text, anything else as nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def map_of(value: Json) -> dict[str, Json]:
    """Return a map, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(value: Json) -> list[Json]:
    """Return a list, anything else as an empty one."""
    return value if isinstance(value, list) else []


def shown(value: Json) -> str:
    """Return a value on one line, for people."""
    return text_of(value) or ("" if value in (None, [], {}, "") else json.dumps(value))


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place
