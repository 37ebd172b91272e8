"""Check entries. Only this module defines the fields of entries and their rules."""

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
from generator.text.strings import (
    escape_invisible,
    find_control_character,
    find_invisible_character,
    quoted_choices,
    slugify,
    truncate,
)
from generator.text.tex import formula_to_mathml

FIELDS = (
    "title", "date", "authors", "arxiv", "doi", "openreview", "acl", "published", "updated",
    "withdrawn", "venue", "type", "categories", "tags", "links", "upvotes", "submitted_by",
    "organization", "source", "provenance", "aliases",
)  # fmt: skip
"""The fields of an entry, in the order in which an import writes them."""

LINK_KINDS = ("code", "model", "data", "project", "demo", "video", "slides", "pdf", "huggingface")
"""The kinds of links that an entry may have."""

_EARLIEST_YEAR = 1600
_YAML_NULLS = frozenset({"null", "NULL", "~"})
_FINGERPRINTS = re.compile(r"[a-z_.]+=[0-9a-f]{4}(?: [a-z_.]+=[0-9a-f]{4})*")
_ORIGIN_EXAMPLE = "{arxiv 2025-03-11: title=3fa1}"
_LIST_EXAMPLES = {
    "authors": "[Ada Lovelace, Blaise Pascal]",
    "categories": "[cs.AI, cs.CL]",
    "tags": "[planning, small-language-models]",
    "aliases": "[old-name]",
}
_MAX_FORMULA_EXCERPT = 40
_T = TypeVar("_T")


def check(entry: Entry) -> tuple[Paper, list[Problem]]:
    """Check an entry.

    Args:
        entry: The entry.

    Returns:
        The paper that the entry describes, and all problems of the entry. If there are problems,
        the paper lacks the invalid values; use it only to find further problems.
    """
    fields = _EntryChecker(entry)
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
        categories=fields.unique_items("categories", identifiers.check_category),
        tags=fields.unique_items("tags", _text),
        links=fields.links(),
        upvotes=fields.optional("upvotes", _count),
        submitted_by=fields.optional("submitted_by", _text),
        organization=fields.optional("organization", _text),
        source=fields.optional("source", _text),
        provenance=fields.provenance(),
        aliases=fields.aliases(),
    )
    return paper, [*fields.problems, *fields.unknown_fields()]


def parse_date(value: str) -> dt.date:
    """Parse a date.

    Args:
        value: The date, as ``YYYY-MM-DD``.

    Raises:
        ValueError: The value has another form, is not a valid date, or is before 1600; the message
            is the remedy.
    """
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value or day.year < _EARLIEST_YEAR:
        raise ValueError("write a valid date as YYYY-MM-DD")
    return day


@dataclass
class _EntryChecker:
    """Reads the fields of an entry, and collects their problems."""

    entry: Entry
    problems: list[Problem] = field(default_factory=list)

    def required(self, name: str, read: Callable[[str], _T], default: _T) -> _T:
        if name not in self.entry.fields:
            self.report(f"no '{name}'; add a line '{name}: …'", line=2)
            return default
        value = self.optional(name, read)
        return default if value is None else value

    def optional(self, name: str, read: Callable[[str], _T]) -> _T | None:
        value = self.entry.fields.get(name)
        return None if value is None else self.value(value, read, name)

    def items(self, name: str, read: Callable[[str], _T]) -> tuple[_T, ...]:
        """Return the items of a list, which may repeat: two authors may have the same name."""
        return tuple(item for _, item in self.indexed_items(name, read))

    def unique_items(self, name: str, read: Callable[[str], _T]) -> tuple[_T, ...]:
        """Return the items of a list, and report repeated items."""
        items: dict[_T, None] = {}
        for index, item in self.indexed_items(name, read):
            if item in items:
                self.report(f"'{name}' lists '{item}' twice; remove one", name, index)
            items[item] = None
        return tuple(items)

    def indexed_items(self, name: str, read: Callable[[str], _T]) -> Iterator[tuple[int, _T]]:
        values = self.entry.fields.get(name, [])
        if not isinstance(values, list):
            self.report(f"'{name}' must be a list, such as {_LIST_EXAMPLES[name]}", name)
            return
        for index, value in enumerate(values):
            item = self.value(value, read, name, index)
            if item is not None:
                yield index, item

    def aliases(self) -> tuple[str, ...]:
        aliases = self.unique_items(
            "aliases", lambda value: identifiers.check_slug(_normalize(value))
        )
        if self.stem().casefold() in map(str.casefold, aliases):
            self.report("'aliases' contains the entry's current name; remove it", "aliases")
        return aliases

    def links(self) -> tuple[Link, ...]:
        links = self.entry.fields.get("links", {})
        if not isinstance(links, dict):
            self.report("'links' must be a map, such as {code: https://…}", "links")
            return ()
        return tuple(filter(None, map(self.link, links)))

    def link(self, kind: str) -> Link | None:
        links = self.entry.fields["links"]
        if kind not in LINK_KINDS or not isinstance(links, dict):
            message = f"'{kind}' is not a kind of link; write {quoted_choices(LINK_KINDS)}"
            self.report(message, "links", kind)
            return None
        url = self.value(links[kind], identifiers.check_web_url, "links", kind)
        return Link(kind, url) if url else None

    def provenance(self) -> tuple[Origin, ...]:
        provenance = self.entry.fields.get("provenance", {})
        if not isinstance(provenance, dict):
            self.report(f"'provenance' must be a map, such as {_ORIGIN_EXAMPLE}", "provenance")
            return ()
        return tuple(filter(None, map(self.origin, provenance)))

    def origin(self, key: str) -> Origin | None:
        provenance = self.entry.fields["provenance"]
        value = provenance[key] if isinstance(provenance, dict) else ""
        source, _, day = key.rpartition(" ")
        try:
            if not (source.strip() and isinstance(value, str) and _FINGERPRINTS.fullmatch(value)):
                raise ValueError(f"write it in the form {_ORIGIN_EXAMPLE}")
            pairs = (pair.split("=") for pair in value.split())
            fingerprints = tuple((name, fingerprint) for name, fingerprint in pairs)
            return Origin(_text(source), parse_date(day), fingerprints)
        except ValueError as error:
            self.report(f"'provenance' contains '{key}: {value}'; {error}", "provenance", key)
            return None

    def slug(self) -> str:
        return self.value(self.stem(), identifiers.check_slug, "file name") or self.stem()

    def stem(self) -> str:
        return _normalize(PurePosixPath(self.entry.path).stem)

    def abstract(self) -> str:
        abstract, line = self.entry.abstract, self.entry.abstract_line
        if not abstract:
            self.report("no abstract; write it below the front matter", line=line)
        elif len(abstract) > MAX_ABSTRACT_LENGTH:
            advice = f"shorten it to at most {MAX_ABSTRACT_LENGTH:,}"
            self.report(f"the abstract has {len(abstract):,} characters; {advice}", line=line)
        elif control := find_control_character(abstract):
            place, name = control
            message = f"the abstract contains the control character {name}; remove it"
            self.report(message, line=line + abstract.count("\n", 0, place))
        else:
            self.check_formulas(abstract, line)
        return abstract

    def check_formulas(self, abstract: str, line: int) -> None:
        place = 0
        for node in tex.parse(abstract):
            if isinstance(node, tex.Math):
                place = max(abstract.find(node.raw, place), place)
                if message := _describe_unclosed(node):
                    self.report(message, line=line + abstract.count("\n", 0, place))

    def value(self, value: YamlValue, read: Callable[[str], _T], *keys: str | int) -> _T | None:
        name = ": ".join(key for key in keys if isinstance(key, str))
        if not isinstance(value, str):
            self.report(f"'{name}' is a list or a map; write one value", *keys)
            return None
        try:
            return read(_not_empty(value))
        except ValueError as error:
            excerpt = value if len(value) <= MAX_FIELD_LENGTH else value[:40] + "…"
            self.report(f"'{name}' is '{excerpt}'; {error}", *keys)
            return None

    def report(self, message: str, *keys: str | int, line: int = 0) -> None:
        line = line or self.entry.line(*keys)
        self.problems.append(Problem(self.entry.path, line, escape_invisible(message)))

    def unknown_fields(self) -> Iterator[Problem]:
        for name in self.entry.fields.keys() - set(FIELDS):
            nearest = difflib.get_close_matches(name, FIELDS, n=1)
            fields = f"the fields are {', '.join(FIELDS)}"
            advice = f"did you mean '{nearest[0]}'?" if nearest else fields
            message = f"unknown field '{escape_invisible(name)}'; {advice}"
            yield Problem(self.entry.path, self.entry.line(name), message)


def _not_empty(value: str) -> str:
    if not value.strip() or value.strip() in _YAML_NULLS:
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
        if isinstance(node, tex.Math) and (message := _describe_unclosed(node)):
            raise ValueError(message)
    return title


def _describe_unclosed(formula: tex.Math) -> str:
    """Return a message about unclosed brackets, or an empty string if there are only a few."""
    if formula_to_mathml.count_unclosed(formula.source) <= formula_to_mathml.MAX_UNCLOSED:
        return ""
    excerpt = truncate(formula.raw, _MAX_FORMULA_EXCERPT)
    return (
        f"the formula '{excerpt}' has more than {formula_to_mathml.MAX_UNCLOSED} unclosed "
        "brackets; close them, or write \\$ for a dollar sign"
    )


def _normalize(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _count(value: str) -> int:
    if not value.isdecimal() or not value.isascii() or len(value) > len("999999999"):
        raise ValueError("write a whole number, such as 12")
    return int(value)


def _type(value: str) -> str:
    if value not in PAPER_TYPES:
        nearest = difflib.get_close_matches(value.casefold(), PAPER_TYPES, n=1)
        choices = f"write {quoted_choices(PAPER_TYPES)}"
        raise ValueError(f"did you mean '{nearest[0]}'?" if nearest else choices)
    return value


def _author(value: str) -> Author:
    name = _text(value)
    if not (slug := slugify(name)):
        raise ValueError("write a name that contains a letter")
    return Author(name, slug)
