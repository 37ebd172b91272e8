"""YAML as plain strings, lists and maps, with the line of each value.

No value is guessed to be a number or a date (``2107.05580`` keeps its zero), and nothing that
expands is read: anchors and aliases are refused, so a text is never larger than it looks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from generator.core.errors import ContentError, Problem
from generator.text.plain import escape_invisible, find_control_character

YamlValue: TypeAlias = "str | list[YamlValue] | dict[str, YamlValue]"
KeyPath: TypeAlias = tuple[str | int, ...]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml where PyYAML was built with it
_DEEPEST = 16
_QUOTE = "put the value in quotes"
_ADVICE = {
    "mapping values are not allowed": f"a colon and a space inside a value; {_QUOTE}",
    "block sequence entries are not": f"a value that begins with a hyphen; {_QUOTE}",
    "cannot start any token": f"a value starts with a character that means something; {_QUOTE}",
    "tab character": "a tab; indent with spaces",
    "quoted scalar found unexpected end": (
        "a quotation mark that is never closed; close it or double it"
    ),
    "quoted scalar": "a backslash inside double quotes; put the value in single quotes",
    "flow sequence": "a list that is never closed; end it with ]",
    "flow mapping": "a map that is never closed; end it with }",
}
_AT_ITS_START = ("quoted scalar", "flow sequence", "flow mapping", "simple key")


@dataclass(frozen=True)
class ParsedYaml:
    """A YAML text's value, and the line (counted from 1) of each value inside it.

    A place is the keys and indexes that lead to it: ``("tags", 0)``.
    """

    value: YamlValue
    lines: dict[KeyPath, int] = field(default_factory=dict)


def load(text: str, path: str, *, first_line: int = 1, tags: bool = False) -> ParsedYaml:
    """Return the one value of a YAML text.

    Args:
        text: the YAML text.
        path: the file it stands in, for the problems.
        first_line: the line of that file on which the text begins.
        tags: whether to pass over tags such as ``!ENV`` instead of refusing them.

    Raises:
        ContentError: it is not YAML, names a key twice, or has anchors, aliases or tags.
    """
    return _Builder(text, path, first_line, tags=tags).build()


class _Builder:
    """Walks the parser's events once; a problem stops it, as what follows has no sure meaning."""

    def __init__(self, text: str, path: str, first_line: int, *, tags: bool) -> None:
        self.text, self.path, self.first_line, self.tags = text, path, first_line, tags
        self.rows = text.split("\n")
        self.lines: dict[KeyPath, int] = {}

    def build(self) -> ParsedYaml:
        self.refuse_characters()
        try:
            events = iter(yaml.parse(self.text, Loader=_LOADER))
            self.expect(events, yaml.StreamStartEvent)
            if isinstance(next(events), yaml.StreamEndEvent):
                return ParsedYaml("", {(): self.first_line})
            value = self.node(next(events), events, ())
            self.expect(events, yaml.DocumentEndEvent)
            self.expect(events, yaml.StreamEndEvent)
        except yaml.YAMLError as error:
            raise self.unreadable(error) from None
        return ParsedYaml(value, self.lines)

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], where: KeyPath) -> YamlValue:
        self.lines[where] = self.first_line + _line(event)
        self.refuse(event, where)
        if isinstance(event, yaml.ScalarEvent):
            self.refuse_comment(event)
            return str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, where)
        return self.mapping(events, where)

    def sequence(self, events: Iterator[yaml.Event], where: KeyPath) -> list[YamlValue]:
        items: list[YamlValue] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self.node(event, events, (*where, len(items))))
        return items

    def mapping(self, events: Iterator[yaml.Event], where: KeyPath) -> dict[str, YamlValue]:
        values: dict[str, YamlValue] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            self.refuse(event, where)
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise self.problem(
                    line, f"a name that is a list or a map; write a word, or {_QUOTE}"
                )
            if event.value in values:
                raise self.problem(
                    line, f"'{escape_invisible(event.value)}' a second time; keep one of them"
                )
            values[event.value] = self.node(next(events), events, (*where, event.value))
            self.lines[*where, event.value] = self.first_line + line
        return values

    def refuse_characters(self) -> None:
        for number, row in enumerate(self.rows):
            if "\t" in row[: len(row) - len(row.lstrip())] and row.strip():
                raise self.problem(number, "a tab before the text; indent with spaces")
            if found := find_control_character(row):
                raise self.problem(number, f"the control character {found[1]}; remove it")

    def refuse_comment(self, event: yaml.ScalarEvent) -> None:
        """Refuse what may be no comment: ``title: Our #1 method`` would lose its end.

        Behind a date, a number or an identifier it can only be one.
        """
        if self.tags or event.style or not event.end_mark:
            return
        row = "".join(self.rows[event.end_mark.line :][:1])  # a value may end below the text
        rest = row[event.end_mark.column :].lstrip()
        cuts = " " in event.value or not re.search("[0-9]", event.value) or rest[1:2].strip()
        if rest.startswith("#") and cuts:
            message = f"a ' #' begins a comment and cuts the value; {_QUOTE}"
            raise self.problem(event.end_mark.line, message)

    def refuse(self, event: yaml.Event, where: KeyPath) -> None:
        line = _line(event)
        if getattr(event, "anchor", None) is not None:  # an alias has one too
            raise self.problem(line, f"an anchor (&) or alias (*); write it out, or {_QUOTE}")
        if not self.tags and getattr(event, "tag", None) is not None:
            raise self.problem(line, f"a value that begins with '!' is a YAML tag; {_QUOTE}")
        if len(where) > _DEEPEST:
            raise self.problem(line, "lists or maps nested too deep; write it flat")

    def expect(self, events: Iterator[yaml.Event], kind: type[yaml.Event]) -> None:
        event = next(events)
        if not isinstance(event, kind):
            raise self.problem(_line(event), "a second YAML document; keep one")

    def unreadable(self, error: yaml.YAMLError) -> ContentError:
        context = getattr(error, "context", None) or ""
        starts = context.endswith(_AT_ITS_START)
        mark = getattr(error, "context_mark" if starts else "problem_mark", None)
        line = mark.line if mark else 0
        said = f"{context} {getattr(error, 'problem', None) or error}"
        for fault, advice in _ADVICE.items():
            if fault in said:
                return self.problem(line, f"not YAML: {advice}")
        message = "not YAML; write each field as 'name: value' on a line of its own, or "
        return self.problem(line, message + _QUOTE)

    def problem(self, line: int, message: str) -> ContentError:
        return ContentError([Problem(self.path, self.first_line + line, message)])


def _line(event: yaml.Event) -> int:
    """Return the line of an event, counted from 0."""
    return event.start_mark.line if event.start_mark else 0
