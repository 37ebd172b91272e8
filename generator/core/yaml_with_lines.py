"""Read YAML as plain strings, lists and maps, with the line of each value.

No value becomes a number or a date (``2107.05580`` keeps its zero). Anchors and aliases are
refused, so a small file cannot expand into a large value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from generator.core.errors import ContentError, Problem
from generator.text.strings import escape_invisible, find_control_character

YamlValue: TypeAlias = "str | list[YamlValue] | dict[str, YamlValue]"
KeyPath: TypeAlias = tuple[str | int, ...]
"""The keys and indexes that lead to a value: ``("tags", 0)``. The whole document is ``()``."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml, if PyYAML was built with it
_MAX_DEPTH = 16
_QUOTE = "put the value in quotes"
_ADVICE = {
    "mapping values are not allowed": f"a colon and a space inside a value; {_QUOTE}",
    "block sequence entries are not": f"a value that begins with a hyphen; {_QUOTE}",
    "cannot start any token": f"a value begins with a special character; {_QUOTE}",
    "tab character": "a tab; indent with spaces",
    "quoted scalar found unexpected end": (
        "a quotation mark that is never closed; close it or double it"
    ),
    "quoted scalar": "a backslash inside double quotes; put the value in single quotes",
    "flow sequence": "a list that is never closed; end it with ]",
    "flow mapping": "a map that is never closed; end it with }",
}
"""Our messages, by a fragment of the PyYAML message that they replace."""

_REPORTED_AT_START = ("quoted scalar", "flow sequence", "flow mapping", "simple key")
"""Constructs whose errors are reported at their first line; PyYAML detects them further down."""


@dataclass(frozen=True)
class ParsedYaml:
    """The value of a YAML document, with the line of each nested value."""

    value: YamlValue
    """The document's value; an empty string if the document is empty."""

    lines: dict[KeyPath, int] = field(default_factory=dict)
    """The line of each value in the document, counted from 1."""


def load(text: str, path: str, *, first_line: int = 1, ignore_tags: bool = False) -> ParsedYaml:
    """Parse one YAML document.

    Args:
        text: The YAML text.
        path: The file that contains the text, for error messages.
        first_line: The line of that file on which the text begins, counted from 1.
        ignore_tags: Whether to ignore tags such as ``!ENV``, and to allow comments after any
            value.

    Raises:
        ContentError: The text is not YAML, is nested too deeply, or contains a duplicate key, a
            control character, an anchor, an alias, a tag, or a comment that may be part of a value.
    """
    return _YamlParser(text, path, first_line, ignore_tags=ignore_tags).parse()


class _YamlParser:
    """Builds a value from the events of PyYAML's parser.

    The parser stops at the first problem, because the rest of the text may be misread.
    """

    def __init__(self, text: str, path: str, first_line: int, *, ignore_tags: bool) -> None:
        self.text, self.path, self.first_line = text, path, first_line
        self.ignore_tags = ignore_tags
        self.rows = text.split("\n")
        self.lines: dict[KeyPath, int] = {}

    def parse(self) -> ParsedYaml:
        self.refuse_characters()
        try:
            events = iter(yaml.parse(self.text, Loader=_LOADER))
            self.expect(events, yaml.StreamStartEvent)
            if isinstance(next(events), yaml.StreamEndEvent):
                return ParsedYaml("", {(): self.first_line})
            value = self.value(next(events), events, ())
            self.expect(events, yaml.DocumentEndEvent)
            self.expect(events, yaml.StreamEndEvent)
        except yaml.YAMLError as error:
            raise self.syntax_error(error) from None
        return ParsedYaml(value, self.lines)

    def value(self, event: yaml.Event, events: Iterator[yaml.Event], path: KeyPath) -> YamlValue:
        self.lines[path] = self.first_line + _line(event)
        self.refuse_unsupported(event, path)
        if isinstance(event, yaml.ScalarEvent):
            self.refuse_comment(event)
            return str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, path)
        return self.mapping(events, path)

    def sequence(self, events: Iterator[yaml.Event], path: KeyPath) -> list[YamlValue]:
        items: list[YamlValue] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self.value(event, events, (*path, len(items))))
        return items

    def mapping(self, events: Iterator[yaml.Event], path: KeyPath) -> dict[str, YamlValue]:
        values: dict[str, YamlValue] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            self.refuse_unsupported(event, path)
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                message = f"a field name is a list or a map; write a word, or {_QUOTE}"
                raise self.error(line, message)
            if event.value in values:
                message = f"duplicate field '{escape_invisible(event.value)}'; keep one of them"
                raise self.error(line, message)
            values[event.value] = self.value(next(events), events, (*path, event.value))
            self.lines[*path, event.value] = self.first_line + line
        return values

    def refuse_characters(self) -> None:
        for number, row in enumerate(self.rows):
            if "\t" in row[: len(row) - len(row.lstrip())] and row.strip():
                raise self.error(number, "a tab before the text; indent with spaces")
            if character := find_control_character(row):
                _, name = character
                raise self.error(number, f"the control character {name}; remove it")

    def refuse_comment(self, event: yaml.ScalarEvent) -> None:
        """Refuse a comment that may be part of the value, as in ``title: Our #1 method``.

        After a date, a number or an identifier, a comment is accepted.
        """
        if self.ignore_tags or event.style or not event.end_mark:
            return
        # The end mark of a value may be below the last line.
        row = "".join(self.rows[event.end_mark.line :][:1])
        rest = row[event.end_mark.column :].lstrip()
        is_doubtful = " " in event.value or not re.search("[0-9]", event.value) or rest[1:2].strip()
        if rest.startswith("#") and is_doubtful:
            message = f"' #' starts a comment and cuts off the value; {_QUOTE}"
            raise self.error(event.end_mark.line, message)

    def refuse_unsupported(self, event: yaml.Event, path: KeyPath) -> None:
        line = _line(event)
        if getattr(event, "anchor", None) is not None:  # aliases have this attribute too
            advice = "write the value out, or put it in quotes"
            raise self.error(line, f"anchors (&) and aliases (*) are not allowed; {advice}")
        if not self.ignore_tags and getattr(event, "tag", None) is not None:
            raise self.error(line, f"a value that begins with '!' is a YAML tag; {_QUOTE}")
        if len(path) > _MAX_DEPTH:
            raise self.error(line, "lists or maps are nested too deeply; use fewer levels")

    def expect(self, events: Iterator[yaml.Event], kind: type[yaml.Event]) -> None:
        event = next(events)
        if not isinstance(event, kind):
            raise self.error(_line(event), "second YAML document; keep only one")

    def syntax_error(self, error: yaml.YAMLError) -> ContentError:
        context = getattr(error, "context", None) or ""
        is_at_start = context.endswith(_REPORTED_AT_START)
        mark = getattr(error, "context_mark" if is_at_start else "problem_mark", None)
        line = mark.line if mark else 0
        reported = f"{context} {getattr(error, 'problem', None) or error}"
        for fault, advice in _ADVICE.items():
            if fault in reported:
                return self.error(line, f"not YAML: {advice}")
        message = f"not YAML; write each field as 'name: value' on its own line, or {_QUOTE}"
        return self.error(line, message)

    def error(self, line: int, message: str) -> ContentError:
        """Return an error at a line of the text, counted from 0."""
        return ContentError([Problem(self.path, self.first_line + line, message)])


def _line(event: yaml.Event) -> int:
    """Return the line of an event, counted from 0."""
    return event.start_mark.line if event.start_mark else 0
