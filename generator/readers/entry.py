"""Entries: Markdown with YAML front matter, the format of ``papers/``; read and written."""

import datetime as dt
import math
import re
from collections.abc import Mapping

import yaml

from generator import marked_yaml
from generator.errors import ContentError, Problem
from generator.marked_yaml import Plain
from generator.model import Entry
from generator.text import clean

_FENCE = re.compile(r"---[^\S\n]*")
_WIDTH = 100


def parse(text: str, path: str) -> Entry:
    r"""Return the entry that a file's text holds.

    Raises:
        ContentError: no front matter between two lines of ``---``, or front matter that is not
            a YAML map of names to texts, lists of texts or maps of texts.

    >>> entry = parse("---\ntitle: A\ndate: 2025-03-11\n---\nWe do.\n", "papers/a.md")
    >>> entry.fields, entry.abstract, entry.line("date")
    ({'title': 'A', 'date': '2025-03-11'}, 'We do.', 3)
    """
    lines = clean(text).split("\n")
    fences = [number for number, line in enumerate(lines) if _FENCE.fullmatch(line)]
    if not fences or fences[0] != 0:
        raise _problem(
            path, 1, "no front matter; begin with '---', then 'title: …', 'date: …', '---'"
        )
    if len(fences) == 1:
        raise _problem(path, 1, "front matter that never ends; write '---' below its last field")
    marked = marked_yaml.load("\n".join(lines[1 : fences[1]]), path, first_line=2)
    if not isinstance(marked.value, dict):
        raise _problem(path, 2, "front matter that is no map; write each field as 'name: value'")
    for name, value in marked.value.items():
        if not _is_flat(value):
            line = marked.lines[(name,)]
            raise _problem(path, line, f"'{name}' holds lists or maps inside others; write it flat")
    body = lines[fences[1] + 1 :]
    blank = next((number for number, line in enumerate(body) if line.strip()), 0)
    abstract = "\n".join(body).strip()
    return Entry(path, marked.value, abstract, marked.lines, fences[1] + 2 + blank)


def render(fields: Mapping[str, object], abstract: str) -> str:
    """Return the text of an entry's file: fields in the given order, then the abstract.

    Dates and numbers stand bare, texts that would look like them to other YAML readers are
    quoted.
    """
    front_matter = "".join(_field(name, _plain(value)) for name, value in fields.items())
    return f"---\n{front_matter}---\n{abstract.strip()}\n"


def _field(name: str, value: object) -> str:
    """Return a field as YAML: a text on one line, a list or map on lines of readable length."""
    if isinstance(value, list | dict):
        return yaml.safe_dump(
            {name: value}, allow_unicode=True, default_flow_style=None, width=_WIDTH
        )
    return yaml.safe_dump({name: value}, allow_unicode=True, width=math.inf)


def _plain(value: object) -> object:
    if isinstance(value, tuple | list):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    if not isinstance(value, str | int | dt.date):
        raise TypeError(f"an entry holds texts, numbers, dates, lists and maps, not {value!r}")
    return value


def _is_flat(value: Plain) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    return isinstance(value, str) or all(isinstance(each, str) for each in inner)


def _problem(path: str, line: int, message: str) -> ContentError:
    return ContentError([Problem(path, line, message)])
