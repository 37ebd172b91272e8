"""The items of a JSON list, each with its line; what is broken ends the list, not the run."""

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
_Found: TypeAlias = tuple[int, Json, str, str]
"""The place of a value, the value, its source, and why it is not one."""

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
    line, counted = 1, 0
    for place, value, written, problem in _found(text, inside):
        line, counted = line + text.count("\n", counted, place), place
        yield Item(line, value, written, problem)


def _found(text: str, inside: re.Pattern[str]) -> Iterator[_Found]:
    envelope = _end(inside, text, 0)
    place = envelope or _end(_BLANK, text, 0)
    if not text.startswith("[", place):
        yield from _values(text, place)
    elif envelope:
        yield from _list(text, place + 1)
    else:
        end = yield from _list(text, place + 1)
        if text[end:].strip("\ufeff \t\r\n"):
            yield end, None, text[end:], "text after the end of the list"


def _list(text: str, place: int) -> Generator[_Found, None, int]:
    """Yield the items of a list from its first place on; return where it ends."""
    place = _end(_BLANK, text, place)
    if text.startswith("]", place):
        return place + 1
    while True:
        end, found = _decoded(text, place)
        yield found
        after = _AFTER.match(text, end)
        if end == len(text) and found[3]:
            return end
        if not after:
            yield end, None, text[end:], "a list that is not closed; end it with ]"
            return len(text)
        if after[1] == "]":
            return after.end()
        place = _end(_BLANK, text, after.end())


def _values(text: str, place: int) -> Iterator[_Found]:
    """Yield one value, or several that follow each other, as in JSON Lines."""
    while True:
        end, found = _decoded(text, place)
        yield found
        place = _end(_BLANK, text, end)
        if place == len(text):
            return


def _decoded(text: str, place: int) -> tuple[int, _Found]:
    """Return where the value at a place ends, and the value; a broken one takes the rest."""
    try:
        value, end = _DECODER.raw_decode(text, place)
    except (ValueError, RecursionError) as error:
        said = error.msg if isinstance(error, json.JSONDecodeError) else "too deep or too long"
        return len(text), (place, None, text[place:], f"not JSON from here ({said})")
    return end, (place, without_surrogates(value, text[place:end]), text[place:end], "")


def _pairs(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Return a map; where a key occurs twice, its earlier value gets a key of its own."""
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            found[f"{key} (earlier)"] = found[key]
        found[key] = value
    return found


# strict=False: a stray control character is a fault of one record and must not end the list.
_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, strict=False)


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
