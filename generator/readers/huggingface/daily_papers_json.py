"""Read Hugging Face's JSON for a list of papers, from its API or embedded in a saved page."""

import datetime as dt
import json
import re
from dataclasses import dataclass, field

from generator.core.errors import ContentError, Problem
from generator.core.identifiers import check_web_url
from generator.core.model import Entry
from generator.core.yaml_with_lines import KeyPath, YamlValue
from generator.readers.huggingface.boilerplate import parse_date
from generator.readers.huggingface.link_targets import arxiv_id_or_none
from generator.readers.reading import PartialDate, Passage, Reading
from generator.readers.shared.json_list import without_surrogates
from generator.text.strings import (
    clean,
    escape_invisible,
    match_key,
    one_line,
    paragraphs,
    quantity,
    slugify,
    truncate,
)

_LIST_KEYS = ("dailyPapers", "papers")
_ID = re.compile(r'"id"\s*:\s*"([^"\n]{1,40})"')
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T|$)")
_MAX_SHOWN_LENGTH = 60
_MAX_UPVOTES = 999_999_999
"""The largest number of upvotes that the schema accepts."""


def parse(text: str, path: str) -> object:
    """Parse JSON in which strings may contain control characters.

    Args:
        text: The JSON.
        path: The path of the source, used in error messages.

    Raises:
        ContentError: The text is not JSON or is nested too deeply.
    """
    try:
        value: object = without_surrogates(json.loads(clean(text), strict=False), text)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg}; save the complete response again"
        raise ContentError([Problem(path, error.lineno, message)]) from None
    except (RecursionError, ValueError):
        fault = "nested too deeply, or contains a number that is too long"
        message = f"{fault}; save the response again"
        raise ContentError([Problem(path, 1, message)]) from None
    return value


def read(value: object, path: str, text: str = "") -> Reading:
    """Read a list of papers, a map that contains one, or a single paper.

    Args:
        value: The parsed JSON.
        path: The path of the source, used in entries and error messages.
        text: The JSON text, to find the line of each paper.

    Returns:
        One entry per paper; items that are not papers are in ``unplaced``.

    Raises:
        ContentError: The value is not a list of papers, is an empty list, or contains no paper.
    """
    items = _items(value, path)
    if not items:
        message = "an empty list from Hugging Face; save the list of a day that has papers"
        raise ContentError([Problem(path, 1, message)])
    papers = _PaperList(path, _lines_by_id(text))
    for number, item in enumerate(items, start=1):
        papers.add(number, item)
    if not papers.entries:
        raise ContentError(
            Problem(path, passage.line, f"{passage.remark}: '{escape_invisible(passage.text)}'")
            for passage in papers.unplaced
        )
    date = papers.date(value)
    return Reading(
        entries=tuple(papers.entries.values()),
        date=date,
        unplaced=tuple(papers.unplaced),
        remarks=tuple(papers.remarks),
    )


def _items(value: object, path: str) -> list[object]:
    if isinstance(value, dict):
        value = next((value[key] for key in _LIST_KEYS if key in value), value)
        if isinstance(value, dict) and "error" in value:
            error = escape_invisible(truncate(one_line(str(value["error"])), _MAX_SHOWN_LENGTH))
            message = f"an error instead of a list: '{error}'; request the list again"
            raise ContentError([Problem(path, 1, message)])
        if isinstance(value, dict) and ("paper" in value or {"id", "title"} <= value.keys()):
            value = [value]
    if not isinstance(value, list):
        message = "not a list of papers; save the response of /api/daily_papers or the list page"
        raise ContentError([Problem(path, 1, message)])
    return value


def _lines_by_id(text: str) -> dict[str, int]:
    """Return the line on which each id first appears in a JSON text."""
    lines: dict[str, int] = {}
    offset, line = 0, 1
    for match in _ID.finditer(text):
        line, offset = line + text.count("\n", offset, match.start()), match.start()
        lines.setdefault(match[1], line)
    return lines


@dataclass
class _PaperList:
    """Converts the items of a list into entries; a repeated paper becomes one entry.

    Attributes:
        path: Where the list comes from.
        lines: The line of each paper, by its id.
        entries: The entries, by arXiv id or title.
        unplaced: Items that are not papers, and second abstracts of a paper.
        remarks: Text to review.
        line: The line of the current item.
    """

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
        self.line = self.lines.get(_text(paper, "id"), 1)
        title = one_line(_text(paper, "title") or _text(outer, "title"))
        if not title:
            reason = f"item {number} has no title"
            self.unplaced.append(Passage(self.line, _one_line_json(item), reason))
            return
        abstract = _paragraphs(_text(paper, "summary") or _text(outer, "summary"))
        fields = self.fields(title, paper, outer)
        key = str(fields.get("arxiv") or match_key(title))
        if first := self.entries.get(key):
            self.add_repeated(first, title, abstract)
            return
        if not abstract:
            self.remark(title, "no abstract in this list")
        lines: dict[KeyPath, int] = {(name,): self.line for name in fields}
        self.entries[key] = Entry(self.path, fields, abstract, lines, self.line)

    def fields(
        self, title: str, paper: dict[str, object], outer: dict[str, object]
    ) -> dict[str, YamlValue]:
        """Return an entry's fields; ``date`` is the day of the paper's submission in UTC."""
        name = _text(paper, "id")
        arxiv = arxiv_id_or_none(name)
        if name and not arxiv:
            self.remark(name, "not an arXiv id; left out")
        submitted = "submittedOnDailyAt"
        fields: dict[str, YamlValue | None] = {
            "title": title,
            "date": _day(paper, submitted) or _day(outer, submitted),
            "authors": list(self.authors(paper.get("authors"))),
            "arxiv": arxiv,
            "published": _day(paper, "publishedAt"),
            "links": self.links(paper),
            "upvotes": self.upvotes(paper.get("upvotes")),
            "submitted_by": _submitter(outer) or _submitter(paper),
            "organization": _organization(paper.get("organization") or outer.get("organization")),
        }
        return {name: value for name, value in fields.items() if value}

    def authors(self, value: object) -> list[str]:
        names: list[str] = []
        for author in value if isinstance(value, list) else []:
            text = author.get("name") if isinstance(author, dict) else author
            name = one_line(text) if isinstance(text, str) else ""
            if slugify(name):
                names.append(name)
            elif name:
                self.remark(name, "an author's name without a letter; left out")
            elif author not in ("", {}):
                self.remark(_one_line_json(author), "an author without a name; left out")
        return names

    def links(self, paper: dict[str, object]) -> dict[str, YamlValue]:
        links: dict[str, YamlValue] = {}
        for kind, key in (("code", "githubRepo"), ("project", "projectPage")):
            if url := _text(paper, key).strip():
                try:
                    links[kind] = check_web_url(url)
                except ValueError:
                    self.remark(url, f"'{key}' is not a valid URL; left out")
        return links

    def upvotes(self, value: object) -> str:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            return ""
        if value > _MAX_UPVOTES:
            shown = truncate(str(value), _MAX_SHOWN_LENGTH)
            self.remark(shown, "an implausible number of upvotes; left out")
            return ""
        return str(value)

    def add_repeated(self, first: Entry, title: str, abstract: str) -> None:
        if abstract in {"", first.abstract}:
            self.remark(title, "repeats an earlier paper")
        else:
            reason = "a different abstract for an earlier paper"
            self.unplaced.append(Passage(self.line, f"{title}\n\n{abstract}", reason))

    def remark(self, text: str, remark: str) -> None:
        self.remarks.append(Passage(self.line, text, remark))

    def date(self, value: object) -> PartialDate | None:
        """Return the date of the page, or else the day that all papers share."""
        if isinstance(value, dict):
            is_daily = _text(value, "periodType") in {"", "day", "daily"}
            stated = parse_date(1, _text(value, "dateString") or _text(value, "date"))
            if stated or not is_daily:
                return stated if is_daily else None
        days = {str(entry.fields.get("date", "")) for entry in self.entries.values()}
        if len(days) == 1:
            return parse_date(1, days.pop())
        dated = sorted(days - {""})
        if dated:
            remark = f"the list spans {quantity(len(dated), 'day')}"
            self.remarks.append(Passage(1, f"{dated[0]} to {dated[-1]}", remark))
        return None


def _text(value: dict[str, object], key: str) -> str:
    text = value.get(key)
    return text if isinstance(text, str) else ""


def _one_line_json(value: object) -> str:
    text = one_line(json.dumps(value, ensure_ascii=False, default=str))
    return truncate(text, _MAX_SHOWN_LENGTH)


def _paragraphs(text: str) -> str:
    return "\n\n".join(map(one_line, paragraphs(clean(text))))


def _day(value: dict[str, object], key: str) -> str:
    """Return the day of a timestamp in UTC, in ISO form, or an empty string."""
    text = _text(value, key)
    if not _TIMESTAMP.match(text):
        return ""
    try:
        time = dt.datetime.fromisoformat(text)
        return (time.astimezone(dt.UTC) if time.tzinfo else time).date().isoformat()
    except (ValueError, OverflowError):
        return ""


def _submitter(value: dict[str, object]) -> str:
    user = value.get("submittedBy") or value.get("submittedOnDailyBy")
    return (_text(user, "name") or _text(user, "fullname")) if isinstance(user, dict) else ""


def _organization(value: object) -> str:
    return (_text(value, "fullname") or _text(value, "name")) if isinstance(value, dict) else ""
