"""Read, write and edit the files of ``papers/``: YAML front matter, then Markdown."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import yaml

from generator.core import yaml_with_lines
from generator.core.errors import ContentError, Problem
from generator.core.model import Entry
from generator.core.yaml_with_lines import YamlValue
from generator.text.strings import clean

_FENCE = re.compile(r"---[^\S\n]*")
_COMMENT = re.compile(r"\s*(?:#.*)?")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LIST_WIDTH, _UNLIMITED_WIDTH = 100, 2**30


def parse(text: str, path: str) -> Entry:
    r"""Parse the text of an entry's file.

    Args:
        text: The text.
        path: The file, for problems and for ``Entry.path``.

    Raises:
        ContentError: There is no front matter between two lines of ``---``, or the front matter is
            not a YAML map whose values are strings, lists of strings or maps of strings.

    >>> entry = parse("---\ntitle: A\ndate: 2025-03-11\n---\nWe do.\n", "papers/a.md")
    >>> entry.fields, entry.abstract, entry.line("date")
    ({'title': 'A', 'date': '2025-03-11'}, 'We do.', 3)
    """
    lines = clean(text).split("\n")
    fences = [number for number, line in enumerate(lines) if _FENCE.fullmatch(line)]
    if not fences or fences[0] != 0:
        advice = "start with the lines '---', 'title: …', 'date: …' and '---'"
        raise _problem(path, 1, f"no front matter; {advice}")
    if len(fences) == 1:
        raise _problem(path, 1, "the front matter is not closed; write '---' below its last field")
    parsed = yaml_with_lines.load("\n".join(lines[1 : fences[1]]), path, first_line=2)
    if not isinstance(parsed.value, dict):
        raise _problem(path, 2, "the front matter is not a map; write each field as 'name: value'")
    for name, value in parsed.value.items():
        if not _is_flat(value):
            message = f"'{name}' has nested lists or maps; write a single list or map"
            raise _problem(path, parsed.lines[(name,)], message)
    body = lines[fences[1] + 1 :]
    blank = next((number for number, line in enumerate(body) if line.strip()), 0)
    abstract = "\n".join(body).strip()
    return Entry(path, parsed.value, abstract, parsed.lines, fences[1] + 2 + blank)


def render(fields: Mapping[str, object], abstract: str) -> str:
    """Return the text of an entry's file.

    Args:
        fields: The values of the front matter, in the order in which to write them: strings,
            numbers, dates, lists and maps. Strings are quoted if YAML would read them as numbers
            or dates.
        abstract: The text below the front matter.
    """
    front_matter = "".join(_field_lines(name, _plain(value)) for name, value in fields.items())
    return f"---\n{front_matter}---\n{abstract.strip()}\n"


def edit(
    text: str, changes: Mapping[str, object], order: Sequence[str], abstract: str | None = None
) -> str:
    r"""Return an entry's text with some fields changed and the rest unchanged.

    Comments, quotation marks and line ends are preserved. Unusual spaces become plain ones, as
    they do when an entry is read.

    Args:
        text: The text of an entry that ``parse`` accepts.
        changes: The new values of fields, which may be new fields.
        order: The names of all fields; a new field is inserted after those that precede it here.
        abstract: The new text below the front matter, or None to leave it unchanged.

    Raises:
        ValueError: Fields are indented or share a line; the message includes the remedy.

    >>> text = "---\ntitle: A # ours\ndate: 2025-03-11\n---\nWe do.\n"
    >>> print(edit(text, {"doi": "10.1/b", "title": "B"}, ["title", "doi", "date"]), end="")
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
        written = _field_lines(name, _plain(value)).rstrip("\n").split("\n")
        if name in blocks:
            blocks[name] = blocks[name].with_value(written)
        else:
            blocks = _insert(blocks, _place(blocks, name, order), name, written)
    body = lines[end + 1 :] if abstract is None else [*abstract.strip().split("\n"), ""]
    front = (line for block in blocks.values() for line in block.lines)
    return ("\r\n" if "\r\n" in text else "\n").join(["---", *front, "---", *body])


@dataclass(frozen=True, slots=True)
class _Block:
    """A field of the front matter, as lines.

    Attributes:
        lines: The lines of the value, then the blank lines and comments below it.
        length: The number of lines of the value.
        comments: The comments within and beside the lines of the value.
    """

    lines: Sequence[str]
    length: int
    comments: Sequence[str] = ()

    def with_value(self, written: Sequence[str]) -> "_Block":
        """Return the field with a new value; comments within the old value move below it."""
        lines = [*written, *self.comments]
        return _Block([*lines, *self.lines[self.length :]], len(lines))


def _place(names: Iterable[str], new_name: str, order: Sequence[str]) -> int:
    """Return the number of fields to leave above a new field."""
    later = order[order.index(new_name) :]
    return max((place for place, name in enumerate(names, 1) if name not in later), default=0)


def _insert(
    blocks: Mapping[str, _Block], place: int, name: str, written: Sequence[str]
) -> dict[str, _Block]:
    """Return the fields with a new field; comments stay above the field that they precede."""
    items = list(blocks.items())
    after: Sequence[str] = ()
    if place:
        before, block = items[place - 1]
        after = block.lines[block.length :]
        items[place - 1] = (before, replace(block, lines=block.lines[: block.length]))
    items.insert(place, (name, _Block([*written, *after], len(written))))
    return dict(items)


def _blocks(front: Sequence[str]) -> dict[str, _Block]:
    """Return the fields of a front matter in order; "" has the lines above the first field."""
    node = yaml.compose("\n".join(front), Loader=_LOADER)
    fields = node.value if isinstance(node, yaml.MappingNode) else []
    is_flow = isinstance(node, yaml.MappingNode) and node.flow_style
    if is_flow or any(key.start_mark.column for key, _ in fields):
        raise ValueError("fields that are indented or share a line; write each on its own line")
    starts = [key.start_mark.line for key, _ in fields]
    blocks = {"": _Block(front[: starts[0]], starts[0])} if starts and starts[0] else {}
    for (key, value), start, end in zip(fields, starts, [*starts[1:], len(front)], strict=True):
        lines = front[start:end]
        length = max(number for number, line in enumerate(lines, 1) if not _COMMENT.fullmatch(line))
        comments = _comments(value, front[: start + length], start)
        in_order = [comments[number] for number in sorted(comments)]
        blocks[key.value] = _Block(lines, length, in_order)
    return blocks


def _comments(value: yaml.Node, lines: Sequence[str], start: int) -> dict[int, str]:
    """Return the comments within a value and beside its items, by line number.

    Args:
        value: A string, a list or a map.
        lines: The lines of the front matter, up to the last one of the value.
        start: The number of the line with the field's name.
    """
    if isinstance(value, yaml.ScalarNode):
        end = value.end_mark
        beside = lines[end.line][end.column :].strip() if end.line < len(lines) else ""
        return {end.line: beside} if beside.startswith("#") else {}
    comments = {
        number: line.strip()
        for number, line in enumerate(lines)
        if number > start and line.lstrip().startswith("#")
    }
    for item in value.value:
        for node in item if isinstance(item, tuple) else (item,):
            comments |= _comments(node, lines, node.start_mark.line)
    return comments


def _field_lines(name: str, value: object) -> str:
    """Return a field as YAML: strings on one line, lists and maps on lines of limited width."""
    if isinstance(value, dict) and any(" " in f"{key}{item}" for key, item in value.items()):
        return _yaml({name: value}, sort_keys=False)
    if isinstance(value, list | dict):
        return _yaml({name: value}, flow=None, width=_LIST_WIDTH)
    return _yaml({name: value})


def _yaml(
    value: object,
    *,
    width: int = _UNLIMITED_WIDTH,
    flow: bool | None = False,
    sort_keys: bool = True,
) -> str:
    """Return a value as YAML."""
    # libyaml is fast but escapes characters of rare scripts, which PyYAML does not.
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
        raise TypeError(f"a field must be a string, number, date, list or map, not {value!r}")
    return value


def _is_flat(value: YamlValue) -> bool:
    items = value.values() if isinstance(value, dict) else value
    return isinstance(value, str) or all(isinstance(item, str) for item in items)


def _problem(path: str, line: int, message: str) -> ContentError:
    return ContentError([Problem(path, line, message)])
