"""What a reader of citations finds of each paper, on its way to an entry; nothing gets lost."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generator.core import identifiers
from generator.core.model import MAX_ABSTRACT_LENGTH, MAX_FIELD_LENGTH, Entry
from generator.core.urls import find_arxiv_id, identifier_in_url, link_kind
from generator.core.yaml_with_lines import YamlValue
from generator.readers.reading import Passage, Reading
from generator.readers.shared.json_list import Item, Json, shown, text_of
from generator.text.plain import clean, one_line, quantity, truncate

NO_PLACE = "no place in an entry"
"""How a remark begins that says what entries have no field for."""

UNTITLED = "a record without a title; write one into it"
"""Why a record is no entry that has no more than, say, an identifier."""

_CHECKS: Mapping[str, Callable[[str], str]] = {
    "arxiv": identifiers.check_arxiv_id,
    "doi": identifiers.check_doi,
    "openreview": identifiers.check_openreview_id,
    "acl": identifiers.check_acl_id,
}
_PREFIX = re.compile(r"^(?:arxiv:\s*|doi:\s*|https?://(?:dx\.|www\.)?doi\.org/)+", re.IGNORECASE)
_ARXIV_JOURNAL = re.compile(r"\s*(?:arxiv\b.*|corr|computing research repository)", re.IGNORECASE)
_OF_ARXIV = re.compile(
    r"arxiv:\s*\S+(?:\s*\[[\w.-]+\])?|\(?cornell university\)?|computing research repository"
    r"|arxiv|\bcorr\b|(?:pre|e-?)prints?|abs/\S+",
    re.IGNORECASE,
)
_CORR = re.compile(r"abs/(?P<id>\S+)")
_BLANK_LINES = re.compile(r"\n\s*\n")
_SHOWN = 200


def source(text: str) -> str:
    r"""Return a file's text with plain line ends and blanks, and without halves of characters.

    >>> source("a\r\n\ud800")
    'a\n?'
    """
    return clean(text.encode("utf-8", "replace").decode("utf-8"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper appeared, as citations part it; "" for what is not known."""

    kind: str = ""
    title: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    year: str = ""


@dataclass
class Record:
    """One paper as a file of citations has it. ``left`` is what has no place in an entry."""

    line: int
    fields: dict[str, YamlValue] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    abstract: str = ""
    left: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, value: str, origin: str = "") -> None:
        """Take a text of one line for a field that has none yet."""
        value = one_line(clean(value))
        before = self.fields.get(name, "")
        if not value or (isinstance(before, str) and before.casefold() == value.casefold()):
            return
        if name in self.fields or (name != "title" and len(value) > MAX_FIELD_LENGTH):
            self.leave(origin or name, value)
        else:
            self.fields[name] = value

    def take(self, fields: dict[str, Json], name: str) -> str:
        """Remove a field from a map and return its text.

        Further items of a list, and values that are not text, have no place.

        Args:
            fields: the map.
            name: the field; a map without it gives an empty text.
        """
        value = fields.pop(name, "")
        first, *others = value if isinstance(value, list) and value else [value]
        text = text_of(first)
        for each in others if text else [first, *others]:
            self.leave(name, shown(each))
        return text

    def paragraphs(self, value: str) -> None:
        """Take the abstract: its lines without outer blanks, its paragraphs a blank line apart."""
        parts = _BLANK_LINES.split(clean(value).strip())
        lines = ("\n".join(map(str.strip, part.strip().split("\n"))) for part in parts)
        self.abstract = "\n\n".join(lines)

    def identifier(self, name: str, value: str, origin: str = "") -> None:
        """Take an identifier in any of the forms that it is written in.

        The DOI that arXiv gives to each of its papers is the arXiv id; ``doi`` is a publisher's.
        """
        bare = _PREFIX.sub("", one_line(clean(value)))
        if name == "doi" and (arxiv := identifiers.arxiv_id_in_doi(bare)):
            name, bare = "arxiv", arxiv
        bare = identifiers.without_version(bare) if name == "arxiv" else bare
        if not bare:
            return
        try:
            checked = _CHECKS[name](bare)
        except ValueError:
            self.leave(origin or name, value)
            return
        self.text(name, checked, origin)

    def address(self, value: str, kind: str = "", origin: str = "url") -> None:
        """Take an address: as the identifier it holds, else as a link of its kind."""
        value = clean(value).strip()
        if not value:
            return
        if found := identifier_in_url(value):
            self.identifier(*found, origin)
            return
        try:
            url = identifiers.check_web_url(value)
        except ValueError:
            self.leave(origin, value)
            return
        if self.links.setdefault(kind or link_kind(url), url) != url:
            self.leave(origin, value)

    def words(self, name: str, values: Iterable[str]) -> None:
        """Take the items of a list, as they come."""
        if found := [one_line(clean(value)) for value in values if value.strip()]:
            self.fields[name] = list(found)

    def categories(self, values: Iterable[str]) -> None:
        """Take arXiv's subject classes; those of others (``68T05``) have no place."""
        found: dict[str, None] = {}
        for value in values:
            try:
                found[identifiers.check_category(value)] = None
            except ValueError:
                self.leave("category", value)
        if found:
            self.fields["categories"] = list(found)

    def day(self, name: str, year: str, month: str, day: str) -> bool:
        """Take a date if all of it is known; return whether it is."""
        if not all(part.isascii() and part.isdecimal() for part in (year, month, day)):
            return False
        try:
            date = dt.date(int(year[:5]), int(month[:3]), int(day[:3]))
        except ValueError:
            return False
        self.fields.setdefault(name, date.isoformat())
        return True

    def appeared(self, place: Place) -> None:
        """Take where the paper appeared: a server of preprints is none, but tells the id."""
        arxiv = find_arxiv_id(place.title)
        if _ARXIV_JOURNAL.fullmatch(place.title):
            corr = _CORR.fullmatch(place.volume)
            self.identifier("arxiv", arxiv or (corr["id"] if corr else ""), "volume")
            self.text("type", "preprint")
            if "published" not in self.fields:
                self.leave("year", place.year)
            self._leave_beside_arxiv(place)
            return
        self.text("type", place.kind)
        is_volume = bool(place.title and place.volume and place.kind != "conference")
        if place.title:
            self.text("venue", _venue(place, with_volume=is_volume), "venue")
        elif "published" not in self.fields:
            self.leave("year", place.year)
        if not is_volume:
            self.leave("volume", place.volume)
            self.leave("number", place.issue)
            self.leave("pages", place.pages)

    def _leave_beside_arxiv(self, place: Place) -> None:
        """Note what a citation of arXiv says besides the id and arXiv's own name."""
        self.leave("venue", _OF_ARXIV.sub("", place.title).strip())
        for name in ("volume", "issue", "pages"):
            value = getattr(place, name)
            if not _CORR.fullmatch(value) and not find_arxiv_id(value):
                self.leave("number" if name == "issue" else name, value)

    def leave(self, name: str, value: str) -> None:
        """Note what has no place in an entry."""
        value, before = one_line(value), self.left.get(name, "")
        if value and len(before) <= _SHOWN:
            self.left[name] = f"{before}; {value}" if before else value

    def entry(self) -> Entry:
        """Return the entry; its day is the import's to say."""
        fields = self.fields | ({"links": dict(self.links)} if self.links else {})
        return Entry("", fields, self.abstract, {("title",): self.line}, self.line)


@dataclass
class Records:
    """The papers of a file of citations, what could not be placed, and what was left out.

    ``may_lack_abstract`` says of a service's answers that a paper without one is still a paper,
    as is one whose abstract is too long to be one.
    """

    may_lack_abstract: bool = False

    entries: list[Entry] = field(default_factory=list)
    unplaced: list[Passage] = field(default_factory=list)
    remarks: list[Passage] = field(default_factory=list)
    _left: dict[str, tuple[int, str, int]] = field(default_factory=dict)

    def add(self, record: Record, written: str) -> None:
        """Take a paper, or list how it is written where title or abstract are missing."""
        if self.may_lack_abstract and len(record.abstract) > MAX_ABSTRACT_LENGTH:
            self.remark(record.line, record.abstract, _too_long(record.abstract))
            record.abstract = ""
        if not record.fields.get("title"):
            reason = UNTITLED
        elif not record.abstract and not self.may_lack_abstract:
            reason = f"a record without an abstract; {_where_from(record)}write one into it"
        elif len(record.abstract) > MAX_ABSTRACT_LENGTH:
            reason = _too_long(record.abstract)
        else:
            self._note(record)
            self.entries.append(record.entry())
            return
        self.leave(record.line, written, reason)

    def leave(self, line: int, text: str, reason: str) -> None:
        """List a part of the file that became no entry."""
        self.unplaced.append(Passage(line, text.strip(), reason))

    def remark(self, line: int, text: str, remark: str) -> None:
        """Say something of a part of the file that is no loss."""
        self.remarks.append(Passage(line, truncate(text.strip(), _SHOWN), remark))

    def reading(self) -> Reading:
        """Return all of it, with one remark a field that entries have no place for."""
        left = [
            Passage(line, f"{name} = {truncate(value, _SHOWN)}", _said(count))
            for name, (line, value, count) in self._left.items()
        ]
        return Reading(
            entries=tuple(self.entries),
            unplaced=tuple(sorted(self.unplaced, key=_line)),
            remarks=tuple(sorted([*self.remarks, *left], key=_line)),
        )

    def _note(self, record: Record) -> None:
        for name, value in record.left.items():
            line, first, count = self._left.get(name, (record.line, value, 0))
            self._left[name] = line, first, count + 1


def of_maps(
    found: Iterable[Item], record: Callable[[dict[str, Json], int], Record], otherwise: str
) -> Reading:
    """Return the papers of a JSON list: a record for each map, the rest with its reason."""
    records = Records()
    for item in found:
        if item.problem:
            records.leave(item.line, item.source, item.problem)
        elif isinstance(item.value, dict):
            records.add(record(item.value, item.line), item.source)
        else:
            records.leave(item.line, item.source, otherwise)
    return records.reading()


def _where_from(record: Record) -> str:
    name = record.fields.get("arxiv") or record.fields.get("doi")
    return f"'paper-digest add {name}' fetches it, or " if name else ""


def _venue(place: Place, *, with_volume: bool) -> str:
    """Return a venue in one text, as entries have it.

    >>> place = Place("journal", "Journal of Tests", "12", "3", "45--67", "2024")
    >>> _venue(place, with_volume=True)
    'Journal of Tests 12(3), 45-67, 2024'
    >>> _venue(Place("conference", "WWW 2024", year="2024"), with_volume=False)
    'WWW 2024'
    """
    whole = place.title
    if with_volume:
        issue = f"({place.issue})" if place.issue else ""
        pages = f", {re.sub('[-–—]+', '-', place.pages)}" if place.pages else ""
        whole = f"{place.title} {place.volume}{issue}{pages}"
    if not place.year or re.search(rf"(?<![0-9]){re.escape(place.year)}(?![0-9])", place.title):
        return whole
    return f"{whole}, {place.year}" if with_volume else f"{whole} {place.year}"


def _too_long(abstract: str) -> str:
    return f"longer than any abstract ({len(abstract):,} characters)"


def _said(count: int) -> str:
    return f"{NO_PLACE} ({quantity(count, 'paper')})"


def _line(piece: Passage) -> int:
    return piece.line
