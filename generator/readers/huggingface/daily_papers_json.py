"""The list's own JSON to a reading: its API's answer, and what its saved page holds."""

import datetime as dt
import json
import re
from dataclasses import dataclass, field

from generator.core.errors import ContentError, Problem
from generator.core.identifiers import check_web_url
from generator.core.model import Entry
from generator.core.yaml_with_lines import KeyPath, YamlValue
from generator.readers.huggingface.link_targets import arxiv_id_or_none
from generator.readers.huggingface.page_words import parse_date
from generator.readers.reading import PartialDate, Passage, Reading
from generator.readers.shared.json_list import without_surrogates
from generator.text.plain import (
    clean,
    escape_invisible,
    match_key,
    one_line,
    paragraphs,
    quantity,
    slugify,
    truncate,
)

_KNOWN_NAMES = ("dailyPapers", "papers")
_ID = re.compile(r'"id"\s*:\s*"([^"\n]{1,40})"')
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T|$)")
_SHOWN = 60
_MOST = 999_999_999
"""Upvotes that an entry may have."""

_EMPTY = "an empty list of Hugging Face's, of a day without papers; save a day that has some"


def parse(text: str, path: str) -> object:
    """Return the value of a JSON text; its texts may hold control characters.

    Raises:
        ContentError: it is not JSON, or nested beyond reason.
    """
    try:
        value: object = without_surrogates(json.loads(clean(text), strict=False), text)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg}; save the answer again, whole"
        raise ContentError([Problem(path, error.lineno, message)]) from None
    except (RecursionError, ValueError):
        message = "lists nested too deep or a number too long; save the answer again"
        raise ContentError([Problem(path, 1, message)]) from None
    return value


def read(value: object, path: str, text: str = "") -> Reading:
    """Return the papers of the list's JSON, an array or a map that holds it.

    Args:
        value: what the JSON means.
        path: where it comes from, for entries and problems.
        text: its source, to find the line of each paper.

    Raises:
        ContentError: it is no such list, it is empty, or no item of it is a paper.
    """
    items = _items(value, path)
    if not items:
        raise ContentError([Problem(path, 1, _EMPTY)])
    lines: dict[str, int] = {}
    place, line = 0, 1
    for match in _ID.finditer(text):
        line, place = line + text.count("\n", place, match.start()), match.start()
        lines.setdefault(match[1], line)
    listed = _List(path, lines)
    for number, item in enumerate(items, start=1):
        listed.add(number, item)
    if not listed.entries:
        raise ContentError(
            Problem(path, piece.line, f"{piece.remark}: '{escape_invisible(piece.text)}'")
            for piece in listed.unplaced
        )
    day = listed.day(value)
    return Reading(
        entries=tuple(listed.entries.values()),
        date=day,
        unplaced=tuple(listed.unplaced),
        remarks=tuple(listed.remarks),
    )


def _items(value: object, path: str) -> list[object]:
    if isinstance(value, dict):
        value = next((value[name] for name in _KNOWN_NAMES if name in value), value)
        if isinstance(value, dict) and "error" in value:
            said = escape_invisible(truncate(one_line(str(value["error"])), _SHOWN))
            message = f"an error and no list: '{said}'; ask again"
            raise ContentError([Problem(path, 1, message)])
        if isinstance(value, dict) and ("paper" in value or {"id", "title"} <= value.keys()):
            value = [value]
    if not isinstance(value, list):
        message = "no list of papers; save what /api/daily_papers answers, or the page of the list"
        raise ContentError([Problem(path, 1, message)])
    return value


@dataclass
class _List:
    """The items of a list as they become entries; the same paper twice is one."""

    path: str
    lines: dict[str, int]
    entries: dict[str, Entry] = field(default_factory=dict)
    unplaced: list[Passage] = field(default_factory=list)
    remarks: list[Passage] = field(default_factory=list)
    line: int = 1

    def add(self, number: int, item: object) -> None:
        outer = item if isinstance(item, dict) else {}
        inner = outer.get("paper")
        paper = inner if isinstance(inner, dict) else outer
        name = _text(paper, "id")
        self.line = self.lines.get(name, 1)
        title = one_line(_text(paper, "title") or _text(outer, "title"))
        if not title:
            self.unplaced.append(Passage(self.line, _shown(item), f"item {number} has no title"))
            return
        abstract = _paragraphs(_text(paper, "summary") or _text(outer, "summary"))
        fields = self.fields(title, name, paper, outer)
        key = str(fields.get("arxiv") or match_key(title))
        if first := self.entries.get(key):
            self.repeat(first, title, abstract)
            return
        if not abstract:
            self.remark(title, "no abstract in this list")
        lines: dict[KeyPath, int] = {(known,): self.line for known in fields}
        self.entries[key] = Entry(self.path, fields, abstract, lines, self.line)

    def repeat(self, first: Entry, title: str, abstract: str) -> None:
        if abstract in {"", first.abstract}:
            self.remark(title, "the same paper again")
        else:
            piece = Passage(self.line, f"{title}\n\n{abstract}", "the same paper, another abstract")
            self.unplaced.append(piece)

    def fields(
        self, title: str, name: str, paper: dict[str, object], outer: dict[str, object]
    ) -> dict[str, YamlValue]:
        """Return an entry's fields; ``date`` is the day it was put forward, in UTC."""
        found = arxiv_id_or_none(name)
        if name and not found:
            self.remark(name, "no arXiv id")
        at = "submittedOnDailyAt"
        fields: dict[str, YamlValue | None] = {
            "title": title,
            "date": _day(paper, at) or _day(outer, at),
            "authors": list(self.authors(paper.get("authors"))),
            "arxiv": found,
            "published": _day(paper, "publishedAt"),
            "links": self.links(paper),
            "upvotes": self.count(paper.get("upvotes")),
            "submitted_by": _submitter(outer) or _submitter(paper),
            "organization": _name(paper.get("organization") or outer.get("organization")),
        }
        return {known: value for known, value in fields.items() if value}

    def authors(self, value: object) -> list[str]:
        names: list[str] = []
        for author in value if isinstance(value, list) else []:
            stated = author.get("name") if isinstance(author, dict) else author
            name = one_line(stated) if isinstance(stated, str) else ""
            if slugify(name):
                names.append(name)
            elif name:
                self.remark(name, "an author without a letter; left out")
            elif author not in ("", {}):
                self.remark(_shown(author), "an author without a name; left out")
        return names

    def count(self, value: object) -> str:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            return ""
        if value > _MOST:
            self.remark(truncate(str(value), _SHOWN), "more upvotes than there can be; left out")
            return ""
        return str(value)

    def links(self, paper: dict[str, object]) -> dict[str, YamlValue]:
        links: dict[str, YamlValue] = {}
        for kind, key in (("code", "githubRepo"), ("project", "projectPage")):
            if url := _text(paper, key).strip():
                try:
                    links[kind] = check_web_url(url)
                except ValueError:
                    self.remark(url, f"'{key}' is no address that can be opened; left out")
        return links

    def day(self, value: object) -> PartialDate | None:
        """Return the list's day: that of the page, else the one on which all were put forward."""
        if isinstance(value, dict):
            stated = parse_date(1, _text(value, "dateString") or _text(value, "date"))
            if stated and _text(value, "periodType") in {"", "day", "daily"}:
                return stated
            if _text(value, "periodType") not in {"", "day", "daily"}:
                return None
        days = {str(entry.fields.get("date", "")) for entry in self.entries.values()}
        if len(days) == 1:
            return parse_date(1, days.pop())
        known = sorted(days - {""})
        if known:
            said = f"papers of {quantity(len(known), 'day')}"
            self.remarks.append(Passage(1, f"{known[0]} to {known[-1]}", said))
        return None

    def remark(self, text: str, remark: str) -> None:
        self.remarks.append(Passage(self.line, text, remark))


def _text(value: dict[str, object], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""


def _shown(value: object) -> str:
    return truncate(one_line(json.dumps(value, ensure_ascii=False, default=str)), _SHOWN)


def _day(value: dict[str, object], name: str) -> str:
    """Return the day of a point of time as the list writes it, in UTC."""
    text = _text(value, name)
    if not _TIME.match(text):
        return ""
    try:
        at = dt.datetime.fromisoformat(text)
        return (at.astimezone(dt.UTC) if at.tzinfo else at).date().isoformat()
    except (ValueError, OverflowError):
        return ""


def _submitter(value: dict[str, object]) -> str:
    found = value.get("submittedBy") or value.get("submittedOnDailyBy")
    return (_text(found, "name") or _text(found, "fullname")) if isinstance(found, dict) else ""


def _name(value: object) -> str:
    return (_text(value, "fullname") or _text(value, "name")) if isinstance(value, dict) else ""


def _paragraphs(text: str) -> str:
    return "\n\n".join(map(one_line, paragraphs(clean(text))))
