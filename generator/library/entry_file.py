"""Entries: Markdown with YAML front matter, the format of ``papers/``; read and written."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import yaml

from generator.core import yaml_with_lines
from generator.core.errors import ContentError, Problem
from generator.core.model import Entry
from generator.core.yaml_with_lines import YamlValue
from generator.text.plain import clean

_FENCE = re.compile(r"---[^\S\n]*")
_COMMENT = re.compile(r"\s*(?:#.*)?")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDTH, _ENDLESS = 100, 2**30


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
    marked = yaml_with_lines.load("\n".join(lines[1 : fences[1]]), path, first_line=2)
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


def edit(
    text: str, changes: Mapping[str, object], order: Sequence[str], abstract: str | None = None
) -> str:
    r"""Return an entry's text with some fields set, and all else as it is written.

    So are the ends of its lines; odd blanks become plain ones, as on reading.

    Args:
        text: a file's text that ``parse`` reads.
        changes: the new values of fields; one that is not there yet is put in.
        order: all fields; a new one stands behind the last of those that go before it here.
        abstract: what is to stand below the front matter, where that changes.

    Raises:
        ValueError: its fields do not stand each on lines of its own; with what to write.

    >>> text = "---\ntitle: A # ours\ndate: 2025-03-11\n---\nWe do.\n"
    >>> print(amended(text, {"doi": "10.1/b", "title": "B"}, ["title", "doi", "date"]), end="")
    ---
    title: B
    # ours
    doi: 10.1/b
    date: 2025-03-11
    ---
    We do.
    """
    lines = clean(text).split("\n")
    end = next(number for number, line in enumerate(lines) if number and _FENCE.fullmatch(line))
    blocks = _blocks(lines[1:end])
    for name, value in changes.items():
        written = _field(name, _plain(value)).rstrip("\n").split("\n")
        if name in blocks:
            blocks[name] = blocks[name].with_value(written)
            continue
        later = order[order.index(name) :]
        places = [place for place, known in enumerate(blocks, 1) if known not in later]
        blocks = _put_in(blocks, max(places, default=0), name, written)
    body = lines[end + 1 :] if abstract is None else [*abstract.strip().split("\n"), ""]
    front = (line for block in blocks.values() for line in block.lines)
    return ("\r\n" if "\r\n" in text else "\n").join(["---", *front, "---", *body])


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of a field, those of its value first, and the comments among and beside these."""

    lines: Sequence[str]
    length: int
    comments: Sequence[str] = ()

    def with_value(self, written: Sequence[str]) -> "_Block":
        """Return the field with another value; comments inside the old one move below it."""
        own = [*written, *self.comments]
        return _Block([*own, *self.lines[self.length :]], len(own))


def _put_in(
    blocks: Mapping[str, _Block], place: int, name: str, written: Sequence[str]
) -> dict[str, _Block]:
    """Return fields with a new one; a comment stays above the field that it was above."""
    items = list(blocks.items())
    after: Sequence[str] = ()
    if place:
        before, block = items[place - 1]
        after = block.lines[block.length :]
        items[place - 1] = (before, replace(block, lines=block.lines[: block.length]))
    items.insert(place, (name, _Block([*written, *after], len(written))))
    return dict(items)


def _blocks(front: Sequence[str]) -> dict[str, _Block]:
    """Return the fields of a front matter in their order; "" has what stands above.

    Raises:
        ValueError: they do not stand each on lines of its own; with what to write.
    """
    node = yaml.compose("\n".join(front), Loader=_LOADER)
    fields = node.value if isinstance(node, yaml.MappingNode) else []
    is_flow = isinstance(node, yaml.MappingNode) and node.flow_style
    if is_flow or any(key.start_mark.column for key, _ in fields):
        raise ValueError("front matter whose fields do not begin lines; write each on its own")
    starts = [key.start_mark.line for key, _ in fields]
    blocks = {"": _Block(front[: starts[0]], starts[0])} if starts and starts[0] else {}
    for (key, value), start, end in zip(fields, starts, [*starts[1:], len(front)], strict=True):
        lines = front[start:end]
        length = max(number for number, line in enumerate(lines, 1) if not _COMMENT.fullmatch(line))
        found = _comments(value, front[: start + length], start)
        blocks[key.value] = _Block(lines, length, [found[number] for number in sorted(found)])
    return blocks


def _comments(value: yaml.Node, lines: Sequence[str], start: int) -> dict[int, str]:
    """Return the comments among the lines of a value and beside its items, by their lines.

    Args:
        value: a text, a list or a map.
        lines: those of the front matter, up to the value's last.
        start: the line on which its name stands.
    """
    if isinstance(value, yaml.ScalarNode):
        end = value.end_mark
        beside = lines[end.line][end.column :].strip() if end.line < len(lines) else ""
        return {end.line: beside} if beside.startswith("#") else {}
    found = {
        number: line.strip()
        for number, line in enumerate(lines)
        if number > start and line.lstrip().startswith("#")
    }
    for item in value.value:
        for node in item if isinstance(item, tuple) else (item,):
            found |= _comments(node, lines, node.start_mark.line)
    return found


def _field(name: str, value: object) -> str:
    """Return a field as YAML: a text on one line, a list or map on lines of readable length."""
    if isinstance(value, dict) and any(" " in f"{key}{each}" for key, each in value.items()):
        return _yaml({name: value}, sort_keys=False)
    if isinstance(value, list | dict):
        return _yaml({name: value}, flow=None, width=_WIDTH)
    return _yaml({name: value})


def _yaml(
    value: object, *, width: int = _ENDLESS, flow: bool | None = False, sort_keys: bool = True
) -> str:
    """Return a value as YAML; by libyaml, which is fast but escapes letters of rarer scripts."""
    for dumper in (_DUMPER, yaml.SafeDumper):
        text: str = yaml.dump(
            value,
            Dumper=dumper,
            allow_unicode=True,
            default_flow_style=flow,
            sort_keys=sort_keys,
            width=width,
        )
        if "\\" not in text:
            break
    return text


def _plain(value: object) -> object:
    if isinstance(value, tuple | list):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    if not isinstance(value, str | int | dt.date):
        raise TypeError(f"an entry holds texts, numbers, dates, lists and maps, not {value!r}")
    return value


def _is_flat(value: YamlValue) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    return isinstance(value, str) or all(isinstance(each, str) for each in inner)


def _problem(path: str, line: int, message: str) -> ContentError:
    return ContentError([Problem(path, line, message)])
