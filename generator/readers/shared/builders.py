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
from generator.readers.shared.json_list import Json, JsonItem, as_text, describe
from generator.text.plain import clean, one_line, quantity, truncate

NOT_STORED = "no place in an entry"
"""How a remark begins that says what entries have no field for."""

NO_TITLE = "a record without a title; write one into it"
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
_MAX_EXCERPT = 200


def normalize(text: str) -> str:
    r"""Return a file's text with plain line ends and blanks, and without halves of characters.

    >>> source("a\r\n\ud800")
    'a\n?'
    """
    return clean(text.encode("utf-8", "replace").decode("utf-8"))


@dataclass(frozen=True, slots=True)
class CitedVenue:
    """Where a paper appeared, as citations part it; "" for what is not known."""

    kind: str = ""
    title: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    year: str = ""


@dataclass
class EntryBuilder:
    """One paper as a file of citations has it. ``left`` is what has no place in an entry."""

    line: int
    fields: dict[str, YamlValue] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    abstract: str = ""
    unstored: dict[str, str] = field(default_factory=dict)

    def set_text(self, name: str, value: str, origin: str = "") -> None:
        """Take a text of one line for a field that has none yet."""
        value = one_line(clean(value))
        before = self.fields.get(name, "")
        if not value or (isinstance(before, str) and before.casefold() == value.casefold()):
            return
        if name in self.fields or (name != "title" and len(value) > MAX_FIELD_LENGTH):
            self.add_unstored(origin or name, value)
        else:
            self.fields[name] = value

    def pop_text(self, fields: dict[str, Json], name: str) -> str:
        """Remove a field from a map and return its text.

        Further items of a list, and values that are not text, have no place.

        Args:
            fields: the map.
            name: the field; a map without it gives an empty text.
        """
        value = fields.pop(name, "")
        first, *others = value if isinstance(value, list) and value else [value]
        text = as_text(first)
        for each in others if text else [first, *others]:
            self.add_unstored(name, describe(each))
        return text

    def set_abstract(self, value: str) -> None:
        """Take the abstract: its lines without outer blanks, its paragraphs a blank line apart."""
        parts = _BLANK_LINES.split(clean(value).strip())
        lines = ("\n".join(map(str.strip, part.strip().split("\n"))) for part in parts)
        self.abstract = "\n\n".join(lines)

    def set_identifier(self, name: str, value: str, origin: str = "") -> None:
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
            self.add_unstored(origin or name, value)
            return
        self.set_text(name, checked, origin)

    def add_link(self, value: str, kind: str = "", origin: str = "url") -> None:
        """Take an address: as the identifier it holds, else as a link of its kind."""
        value = clean(value).strip()
        if not value:
            return
        if found := identifier_in_url(value):
            self.set_identifier(*found, origin)
            return
        try:
            url = identifiers.check_web_url(value)
        except ValueError:
            self.add_unstored(origin, value)
            return
        if self.links.setdefault(kind or link_kind(url), url) != url:
            self.add_unstored(origin, value)

    def set_list(self, name: str, values: Iterable[str]) -> None:
        """Take the items of a list, as they come."""
        if found := [one_line(clean(value)) for value in values if value.strip()]:
            self.fields[name] = list(found)

    def set_categories(self, values: Iterable[str]) -> None:
        """Take arXiv's subject classes; those of others (``68T05``) have no place."""
        found: dict[str, None] = {}
        for value in values:
            try:
                found[identifiers.check_category(value)] = None
            except ValueError:
                self.add_unstored("category", value)
        if found:
            self.fields["categories"] = list(found)

    def set_date(self, name: str, year: str, month: str, day: str) -> bool:
        """Take a date if all of it is known; return whether it is."""
        if not all(part.isascii() and part.isdecimal() for part in (year, month, day)):
            return False
        try:
            date = dt.date(int(year[:5]), int(month[:3]), int(day[:3]))
        except ValueError:
            return False
        self.fields.setdefault(name, date.isoformat())
        return True

    def set_venue(self, place: CitedVenue) -> None:
        """Take where the paper appeared: a server of preprints is none, but tells the id."""
        arxiv = find_arxiv_id(place.title)
        if _ARXIV_JOURNAL.fullmatch(place.title):
            corr = _CORR.fullmatch(place.volume)
            self.set_identifier("arxiv", arxiv or (corr["id"] if corr else ""), "volume")
            self.set_text("type", "preprint")
            if "published" not in self.fields:
                self.add_unstored("year", place.year)
            self._leave_beside_arxiv(place)
            return
        self.set_text("type", place.kind)
        is_volume = bool(place.title and place.volume and place.kind != "conference")
        if place.title:
            self.set_text("venue", _venue(place, with_volume=is_volume), "venue")
        elif "published" not in self.fields:
            self.add_unstored("year", place.year)
        if not is_volume:
            self.add_unstored("volume", place.volume)
            self.add_unstored("number", place.issue)
            self.add_unstored("pages", place.pages)

    def _leave_beside_arxiv(self, place: CitedVenue) -> None:
        """Note what a citation of arXiv says besides the id and arXiv's own name."""
        self.add_unstored("venue", _OF_ARXIV.sub("", place.title).strip())
        for name in ("volume", "issue", "pages"):
            value = getattr(place, name)
            if not _CORR.fullmatch(value) and not find_arxiv_id(value):
                self.add_unstored("number" if name == "issue" else name, value)

    def add_unstored(self, name: str, value: str) -> None:
        """Note what has no place in an entry."""
        value, before = one_line(value), self.unstored.get(name, "")
        if value and len(before) <= _MAX_EXCERPT:
            self.unstored[name] = f"{before}; {value}" if before else value

    def build(self) -> Entry:
        """Return the entry; its day is the import's to say."""
        fields = self.fields | ({"links": dict(self.links)} if self.links else {})
        return Entry("", fields, self.abstract, {("title",): self.line}, self.line)


@dataclass
class ReadingBuilder:
    """The papers of a file of citations, what could not be placed, and what was left out.

    ``may_lack_abstract`` says of a service's answers that a paper without one is still a paper,
    as is one whose abstract is too long to be one.
    """

    may_lack_abstract: bool = False

    entries: list[Entry] = field(default_factory=list)
    unplaced: list[Passage] = field(default_factory=list)
    remarks: list[Passage] = field(default_factory=list)
    _left: dict[str, tuple[int, str, int]] = field(default_factory=dict)

    def add_entry(self, entry: EntryBuilder, written: str) -> None:
        """Take a paper, or list how it is written where title or abstract are missing."""
        if self.may_lack_abstract and len(entry.abstract) > MAX_ABSTRACT_LENGTH:
            self.add_remark(entry.line, entry.abstract, _too_long(entry.abstract))
            entry.abstract = ""
        if not entry.fields.get("title"):
            reason = NO_TITLE
        elif not entry.abstract and not self.may_lack_abstract:
            reason = f"a record without an abstract; {_where_from(entry)}write one into it"
        elif len(entry.abstract) > MAX_ABSTRACT_LENGTH:
            reason = _too_long(entry.abstract)
        else:
            self._note(entry)
            self.entries.append(entry.build())
            return
        self.add_unplaced(entry.line, written, reason)

    def add_unplaced(self, line: int, text: str, reason: str) -> None:
        """List a part of the file that became no entry."""
        self.unplaced.append(Passage(line, text.strip(), reason))

    def add_remark(self, line: int, text: str, remark: str) -> None:
        """Say something of a part of the file that is no loss."""
        self.remarks.append(Passage(line, truncate(text.strip(), _MAX_EXCERPT), remark))

    def build(self) -> Reading:
        """Return all of it, with one remark a field that entries have no place for."""
        left = [
            Passage(line, f"{name} = {truncate(value, _MAX_EXCERPT)}", _said(count))
            for name, (line, value, count) in self._left.items()
        ]
        return Reading(
            entries=tuple(self.entries),
            unplaced=tuple(sorted(self.unplaced, key=_line)),
            remarks=tuple(sorted([*self.remarks, *left], key=_line)),
        )

    def _note(self, entry: EntryBuilder) -> None:
        for name, value in entry.unstored.items():
            line, first, count = self._left.get(name, (entry.line, value, 0))
            self._left[name] = line, first, count + 1


def read_objects(
    found: Iterable[JsonItem],
    entry: Callable[[dict[str, Json], int], EntryBuilder],
    otherwise: str,
) -> Reading:
    """Return the papers of a JSON list: a record for each map, the rest with its reason."""
    builder = ReadingBuilder()
    for item in found:
        if item.problem:
            builder.add_unplaced(item.line, item.source, item.problem)
        elif isinstance(item.value, dict):
            builder.add_entry(entry(item.value, item.line), item.source)
        else:
            builder.add_unplaced(item.line, item.source, otherwise)
    return builder.build()


def _where_from(entry: EntryBuilder) -> str:
    name = entry.fields.get("arxiv") or entry.fields.get("doi")
    return f"'paper-digest add {name}' fetches it, or " if name else ""


def _venue(place: CitedVenue, *, with_volume: bool) -> str:
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
    return f"{NOT_STORED} ({quantity(count, 'paper')})"


def _line(piece: Passage) -> int:
    return piece.line
