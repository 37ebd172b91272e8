"""Entry to Paper: the only list of known fields and their checks."""

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeVar

from generator.core import identifiers
from generator.core.errors import Problem
from generator.core.model import (
    MAX_ABSTRACT_LENGTH,
    MAX_FIELD_LENGTH,
    PAPER_TYPES,
    Author,
    Entry,
    Link,
    Origin,
    Paper,
)
from generator.core.yaml_with_lines import YamlValue
from generator.text import tex
from generator.text.plain import (
    escape_invisible,
    find_control_character,
    find_invisible_character,
    quoted_choices,
    slugify,
    truncate,
)
from generator.text.tex import formulas

FIELDS = (
    "title", "date", "authors", "arxiv", "doi", "openreview", "acl", "published", "updated",
    "withdrawn", "venue", "type", "categories", "tags", "links", "upvotes", "submitted_by",
    "organization", "source", "provenance", "aliases",
)  # fmt: skip
"""The fields of an entry, in the order in which an import writes them."""

LINK_KINDS = ("code", "model", "data", "project", "demo", "video", "slides", "pdf", "huggingface")

_EARLIEST_YEAR = 1600
_NOTHING = frozenset({"null", "NULL", "~"})
"""How YAML writes no value; no field's text is one of these."""

_MARKS = re.compile(r"[a-z_.]+=[0-9a-f]{4}(?: [a-z_.]+=[0-9a-f]{4})*")
_ORIGIN_ADVICE = "leave it as an import writes it, such as {arxiv 2025-03-11: title=3fa1}"
_FORMULA_LENGTH = 40
_T = TypeVar("_T")


def check(entry: Entry) -> tuple[Paper, list[Problem]]:
    """Return the paper that an entry describes, and every problem of the entry.

    With problems the paper is only good for finding more of them: wrong fields are left out.
    """
    fields = _Fields(entry)
    paper = Paper(
        slug=fields.slug(),
        path=entry.path,
        title=fields.required("title", _title, ""),
        date=fields.required("date", parse_date, dt.date.min),
        abstract=fields.abstract(),
        authors=fields.items("authors", _author),
        arxiv=fields.optional("arxiv", identifiers.check_arxiv_id),
        doi=fields.optional("doi", identifiers.check_doi),
        openreview=fields.optional("openreview", identifiers.check_openreview_id),
        acl=fields.optional("acl", identifiers.check_acl_id),
        published=fields.optional("published", parse_date),
        updated=fields.optional("updated", parse_date),
        withdrawn=fields.optional("withdrawn", parse_date),
        venue=fields.optional("venue", _text),
        type=fields.optional("type", _type),
        categories=fields.each("categories", identifiers.check_category),
        tags=fields.each("tags", _text),
        links=fields.links(),
        upvotes=fields.optional("upvotes", _count),
        submitted_by=fields.optional("submitted_by", _text),
        organization=fields.optional("organization", _text),
        source=fields.optional("source", _text),
        provenance=fields.provenance(),
        aliases=fields.aliases(),
    )
    return paper, [*fields.problems, *fields.unknown()]


def parse_date(value: str) -> dt.date:
    """Return the day that ``YYYY-MM-DD`` states, or raise ``ValueError`` with what to write."""
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value or day.year < _EARLIEST_YEAR:
        raise ValueError("write it as YYYY-MM-DD, a day of the calendar")
    return day


@dataclass
class _Fields:
    """An entry's fields as they are asked for, and the problems met on the way."""

    entry: Entry
    problems: list[Problem] = field(default_factory=list)

    def required(self, name: str, read: Callable[[str], _T], otherwise: _T) -> _T:
        if name not in self.entry.fields:
            self.problem(f"no '{name}'; write a line '{name}: …'", line=2)
            return otherwise
        value = self.optional(name, read)
        return otherwise if value is None else value

    def optional(self, name: str, read: Callable[[str], _T]) -> _T | None:
        value = self.entry.fields.get(name)
        return None if value is None else self.value(value, read, name)

    def items(self, name: str, read: Callable[[str], _T]) -> tuple[_T, ...]:
        """Return the items of a list; two may be the same, as two authors of one name are."""
        return tuple(item for _, item in self.placed(name, read))

    def each(self, name: str, read: Callable[[str], _T]) -> tuple[_T, ...]:
        """Return the items of a list that names none twice."""
        found: dict[_T, None] = {}
        for place, item in self.placed(name, read):
            if item in found:
                self.problem(f"'{name}' names '{item}' twice; keep one", name, place)
            found[item] = None
        return tuple(found)

    def placed(self, name: str, read: Callable[[str], _T]) -> Iterator[tuple[int, _T]]:
        values = self.entry.fields.get(name, [])
        if not isinstance(values, list):
            self.problem(f"'{name}' is no list; write [one, two]", name)
            return
        for place, value in enumerate(values):
            item = self.value(value, read, name, place)
            if item is not None:
                yield place, item

    def aliases(self) -> tuple[str, ...]:
        aliases = self.each("aliases", lambda value: identifiers.check_slug(_composed(value)))
        if self.stem().casefold() in map(str.casefold, aliases):
            self.problem("'aliases' names the entry's own address; remove it", "aliases")
        return aliases

    def links(self) -> tuple[Link, ...]:
        links = self.entry.fields.get("links", {})
        if not isinstance(links, dict):
            self.problem("'links' is no map; write {code: https://…}", "links")
            return ()
        return tuple(filter(None, map(self.link, links)))

    def link(self, kind: str) -> Link | None:
        links = self.entry.fields["links"]
        if kind not in LINK_KINDS or not isinstance(links, dict):
            self.problem(
                f"'{kind}' is no kind of link; write {quoted_choices(LINK_KINDS)}", "links", kind
            )
            return None
        url = self.value(links[kind], identifiers.check_web_url, "links", kind)
        return Link(kind, url) if url else None

    def provenance(self) -> tuple[Origin, ...]:
        said = self.entry.fields.get("provenance", {})
        if not isinstance(said, dict):
            self.problem(f"'provenance' is no map; {_ORIGIN_ADVICE}", "provenance")
            return ()
        return tuple(filter(None, map(self.origin, said)))

    def origin(self, key: str) -> Origin | None:
        said = self.entry.fields["provenance"]
        marks = said[key] if isinstance(said, dict) else ""
        source, _, day = key.rpartition(" ")
        try:
            if not source.strip() or not isinstance(marks, str) or not _MARKS.fullmatch(marks):
                raise ValueError(_ORIGIN_ADVICE)
            parted = (mark.split("=") for mark in marks.split())
            return Origin(
                _text(source), parse_date(day), tuple((name, mark) for name, mark in parted)
            )
        except ValueError as error:
            self.problem(f"'provenance' says '{key}: {marks}'; {error}", "provenance", key)
            return None

    def slug(self) -> str:
        return self.value(self.stem(), identifiers.check_slug, "file name") or self.stem()

    def stem(self) -> str:
        return _composed(PurePosixPath(self.entry.path).stem)

    def abstract(self) -> str:
        abstract, line = self.entry.abstract, self.entry.abstract_line
        if not abstract:
            self.problem("no abstract; write it below the front matter", line=line)
        elif len(abstract) > MAX_ABSTRACT_LENGTH:
            limit = f"write at most {MAX_ABSTRACT_LENGTH:,}"
            message = f"an abstract of {len(abstract):,} characters; {limit}"
            self.problem(message, line=line)
        elif found := find_control_character(abstract):
            place, name = found
            message = f"the control character {name} in the abstract; remove it"
            self.problem(message, line=line + abstract.count("\n", 0, place))
        else:
            self.formulas(abstract, line)
        return abstract

    def formulas(self, abstract: str, line: int) -> None:
        place = 0
        for node in tex.parse(abstract):
            if isinstance(node, tex.Math):
                place = max(abstract.find(node.written, place), place)
                if message := _unclosed(node):
                    self.problem(message, line=line + abstract.count("\n", 0, place))

    def value(self, value: YamlValue, read: Callable[[str], _T], *where: str | int) -> _T | None:
        name = ": ".join(part for part in where if isinstance(part, str))
        if not isinstance(value, str):
            self.problem(f"'{name}' is a list or a map; write one value", *where)
            return None
        try:
            return read(_not_empty(value))
        except ValueError as error:
            shown = value if len(value) <= MAX_FIELD_LENGTH else value[:40] + "…"
            self.problem(f"'{name}' is '{shown}'; {error}", *where)
            return None

    def problem(self, message: str, *where: str | int, line: int = 0) -> None:
        line = line or self.entry.line(*where)
        self.problems.append(Problem(self.entry.path, line, escape_invisible(message)))

    def unknown(self) -> Iterator[Problem]:
        for name in self.entry.fields.keys() - set(FIELDS):
            near = difflib.get_close_matches(name, FIELDS, n=1)
            advice = f"did you mean '{near[0]}'?" if near else f"the fields are {', '.join(FIELDS)}"
            message = f"unknown field '{escape_invisible(name)}'; {advice}"
            yield Problem(self.entry.path, self.entry.line(name), message)


def _not_empty(value: str) -> str:
    if not value.strip() or value.strip() in _NOTHING:
        raise ValueError("write a value, or remove the line")
    return value.strip()


def _text(value: str) -> str:
    if "\n" in value or len(value) > MAX_FIELD_LENGTH:
        raise ValueError(f"write one line of at most {MAX_FIELD_LENGTH:,} characters")
    if name := find_invisible_character(value):
        raise ValueError(f"remove the invisible character {name}")
    return value


def _title(value: str) -> str:
    title = _text(value)
    for node in tex.parse(title):
        if isinstance(node, tex.Math) and (message := _unclosed(node)):
            raise ValueError(message)
    return title


def _unclosed(formula: tex.Math) -> str:
    """Return what to write instead of a formula with too many unclosed brackets, or nothing."""
    if formulas.count_unclosed(formula.source) <= formulas.MAX_UNCLOSED:
        return ""
    shown = truncate(formula.written, _FORMULA_LENGTH)
    return (
        f"the formula '{shown}' has more than {formulas.MAX_UNCLOSED} unclosed brackets; close "
        "them, or write \\$ for a dollar sign"
    )


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _count(value: str) -> int:
    if not value.isdecimal() or not value.isascii() or len(value) > len("999999999"):
        raise ValueError("write a whole number, such as 12")
    return int(value)


def _type(value: str) -> str:
    if value not in PAPER_TYPES:
        near = difflib.get_close_matches(value.casefold(), PAPER_TYPES, n=1)
        raise ValueError(
            f"did you mean '{near[0]}'?" if near else f"write {quoted_choices(PAPER_TYPES)}"
        )
    return value


def _author(value: str) -> Author:
    name = _text(value)
    if not (slug := slugify(name)):
        raise ValueError("write a name with a letter in it")
    return Author(name, slug)
