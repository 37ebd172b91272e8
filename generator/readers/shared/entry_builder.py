"""Build entries and readings from citation files without losing any text."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generator.core import identifiers
from generator.core.external_urls import find_arxiv_id, identifier_in_url, link_kind
from generator.core.model import MAX_ABSTRACT_LENGTH, MAX_FIELD_LENGTH, Entry
from generator.core.yaml_with_lines import YamlValue
from generator.readers.reading import Passage, Reading
from generator.readers.shared.json_list import Json, JsonItem, as_text, describe
from generator.text.strings import clean, one_line, quantity, truncate

NOT_STORED = "not stored"
"""The start of the remark on a value for which entries have no field."""

NO_TITLE = "the record has no title; add one"
"""The reason to reject a record without a title, such as one with only an identifier."""

_IDENTIFIER_CHECKS: Mapping[str, Callable[[str], str]] = {
    "arxiv": identifiers.check_arxiv_id,
    "doi": identifiers.check_doi,
    "openreview": identifiers.check_openreview_id,
    "acl": identifiers.check_acl_id,
}
_IDENTIFIER_PREFIX = re.compile(
    r"^(?:arxiv:\s*|doi:\s*|https?://(?:dx\.|www\.)?doi\.org/)+", re.IGNORECASE
)
_ARXIV_JOURNAL = re.compile(r"\s*(?:arxiv\b.*|corr|computing research repository)", re.IGNORECASE)
_ARXIV_WORDS = re.compile(
    r"arxiv:\s*\S+(?:\s*\[[\w.-]+\])?|\(?cornell university\)?|computing research repository"
    r"|arxiv|\bcorr\b|(?:pre|e-?)prints?|abs/\S+",
    re.IGNORECASE,
)
_CORR_VOLUME = re.compile(r"abs/(?P<id>\S+)")
_BLANK_LINES = re.compile(r"\n\s*\n")
_MAX_EXCERPT = 200  # characters


def normalize(text: str) -> str:
    r"""Return a file's text with plain line ends and spaces, and unpaired surrogates replaced.

    >>> normalize("a\r\n\ud800")
    'a\n?'
    """
    return clean(text.encode("utf-8", "replace").decode("utf-8"))


@dataclass(frozen=True, slots=True)
class CitedVenue:
    """The venue of a paper, in the fields of a citation; unknown fields are empty.

    Attributes:
        kind: The type of publication: ``conference``, ``journal`` or ``preprint``.
        title: The name of the conference or journal.
        volume: The volume.
        issue: The number within the volume.
        pages: The first and last page.
        year: The year of publication.
    """

    kind: str = ""
    title: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    year: str = ""


@dataclass
class EntryBuilder:
    """Collects an entry's values from a record of a citation file.

    The methods normalize and check the values. A value that the entry cannot store is noted in
    ``unstored`` for the report.

    Attributes:
        line: The line on which the record begins.
        fields: The entry's fields, without ``links``.
        links: The URLs by kind of link.
        abstract: The abstract.
        unstored: Values that the entry cannot store, by their field in the file.
    """

    line: int
    fields: dict[str, YamlValue] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    abstract: str = ""
    unstored: dict[str, str] = field(default_factory=dict)

    def set_text(self, name: str, value: str, file_field: str = "") -> None:
        """Set a one-line field, unless it has a value already.

        Args:
            name: The entry's field.
            value: The text.
            file_field: The field in the file, for the report; defaults to ``name``.
        """
        value = one_line(clean(value))
        current = self.fields.get(name, "")
        if not value or (isinstance(current, str) and current.casefold() == value.casefold()):
            return
        if name in self.fields or (name != "title" and len(value) > MAX_FIELD_LENGTH):
            self.add_unstored(file_field or name, value)
        else:
            self.fields[name] = value

    def set_list(self, name: str, values: Iterable[str]) -> None:
        """Set a field to the values that are not blank, if there are any."""
        if items := [one_line(clean(value)) for value in values if value.strip()]:
            self.fields[name] = list(items)

    def set_abstract(self, text: str) -> None:
        """Set the abstract: lines stripped, one blank line between paragraphs."""
        paragraphs = _BLANK_LINES.split(clean(text).strip())
        self.abstract = "\n\n".join(
            "\n".join(map(str.strip, paragraph.strip().split("\n"))) for paragraph in paragraphs
        )

    def set_identifier(self, name: str, value: str, file_field: str = "") -> None:
        """Set an identifier in any common form; see ``set_text`` for the arguments.

        A DOI that arXiv registered is stored as the arXiv id; ``doi`` is for a publisher's DOI.
        """
        bare = _IDENTIFIER_PREFIX.sub("", one_line(clean(value)))
        if name == "doi" and (arxiv := identifiers.arxiv_id_in_doi(bare)):
            name, bare = "arxiv", arxiv
        bare = identifiers.without_version(bare) if name == "arxiv" else bare
        if not bare:
            return
        try:
            checked = _IDENTIFIER_CHECKS[name](bare)
        except ValueError:
            self.add_unstored(file_field or name, value)
            return
        self.set_text(name, checked, file_field)

    def set_categories(self, values: Iterable[str]) -> None:
        """Set the arXiv categories; classes of other systems (``68T05``) are not stored."""
        categories: dict[str, None] = {}
        for value in values:
            try:
                categories[identifiers.check_category(value)] = None
            except ValueError:
                self.add_unstored("category", value)
        if categories:
            self.fields["categories"] = list(categories)

    def set_date(self, name: str, year: str, month: str, day: str) -> bool:
        """Set a date, unless the field has a value already.

        Returns:
            Whether year, month and day are a valid date.
        """
        if not all(number.isascii() and number.isdecimal() for number in (year, month, day)):
            return False
        try:
            date = dt.date(int(year[:5]), int(month[:3]), int(day[:3]))
        except ValueError:
            return False
        self.fields.setdefault(name, date.isoformat())
        return True

    def set_venue(self, venue: CitedVenue) -> None:
        """Set the type and venue. A citation of arXiv gives the paper's id instead of a venue."""
        if _ARXIV_JOURNAL.fullmatch(venue.title):
            self._set_arxiv_preprint(venue)
            return
        self.set_text("type", venue.kind)
        has_volume = bool(venue.title and venue.volume and venue.kind != "conference")
        if venue.title:
            self.set_text("venue", _venue_text(venue, with_volume=has_volume), "venue")
        elif "published" not in self.fields:
            self.add_unstored("year", venue.year)
        if not has_volume:
            self.add_unstored("volume", venue.volume)
            self.add_unstored("number", venue.issue)
            self.add_unstored("pages", venue.pages)

    def add_link(self, url: str, kind: str = "", file_field: str = "url") -> None:
        """Add a URL as the identifier that it contains, or else as a link.

        Args:
            url: The URL.
            kind: The kind of link; by default it is derived from the URL.
            file_field: The field in the file, for the report.
        """
        url = clean(url).strip()
        if not url:
            return
        if identifier := identifier_in_url(url):
            self.set_identifier(*identifier, file_field)
            return
        try:
            checked_url = identifiers.check_web_url(url)
        except ValueError:
            self.add_unstored(file_field, url)
            return
        if self.links.setdefault(kind or link_kind(checked_url), checked_url) != checked_url:
            self.add_unstored(file_field, url)

    def pop_text(self, source: dict[str, Json], name: str) -> str:
        """Remove a field from a JSON object and return its string, or the first string in its list.

        Other items of the list, and values that are not strings or numbers, are not stored.

        Args:
            source: The object.
            name: The field; it may be missing.
        """
        value = source.pop(name, "")
        first, *others = value if isinstance(value, list) and value else [value]
        text = as_text(first)
        for item in others if text else [first, *others]:
            self.add_unstored(name, describe(item))
        return text

    def add_unstored(self, name: str, value: str) -> None:
        """Record a value that the entry cannot store, under the name of its field in the file."""
        value, noted = one_line(value), self.unstored.get(name, "")
        if value and len(noted) <= _MAX_EXCERPT:
            self.unstored[name] = f"{noted}; {value}" if noted else value

    def build(self) -> Entry:
        """Return the entry. It has no path and no date; the import sets them."""
        fields = self.fields | ({"links": dict(self.links)} if self.links else {})
        return Entry("", fields, self.abstract, {("title",): self.line}, self.line)

    def _set_arxiv_preprint(self, venue: CitedVenue) -> None:
        """Set the id and type from a citation of arXiv; note its other values."""
        corr = _CORR_VOLUME.fullmatch(venue.volume)
        arxiv = find_arxiv_id(venue.title) or (corr["id"] if corr else "")
        self.set_identifier("arxiv", arxiv, "volume")
        self.set_text("type", "preprint")
        if "published" not in self.fields:
            self.add_unstored("year", venue.year)
        self.add_unstored("venue", _ARXIV_WORDS.sub("", venue.title).strip())
        fields = {"volume": venue.volume, "number": venue.issue, "pages": venue.pages}
        for name, value in fields.items():
            if not _CORR_VOLUME.fullmatch(value) and not find_arxiv_id(value):
                self.add_unstored(name, value)


@dataclass
class ReadingBuilder:
    """Collects the entries of a citation file, and remarks on all other text.

    Attributes:
        abstract_optional: Whether a paper may lack an abstract. True for a service's response,
            whose abstracts are dropped if they are too long.
        entries: The papers.
        unplaced: Text that did not become an entry.
        remarks: Remarks on text that may be left out.
    """

    abstract_optional: bool = False
    entries: list[Entry] = field(default_factory=list)
    unplaced: list[Passage] = field(default_factory=list)
    remarks: list[Passage] = field(default_factory=list)
    _unstored: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    """The first line, the first value and the number of papers of each unstored field."""

    def add_entry(self, entry: EntryBuilder, source: str) -> None:
        """Add a paper, or list its record as unplaced if it has no usable title or abstract.

        Args:
            entry: The paper.
            source: The text of its record in the file.
        """
        if self.abstract_optional and len(entry.abstract) > MAX_ABSTRACT_LENGTH:
            self.add_remark(entry.line, entry.abstract, _too_long(entry.abstract))
            entry.abstract = ""
        if not entry.fields.get("title"):
            problem = NO_TITLE
        elif not entry.abstract and not self.abstract_optional:
            problem = f"the record has no abstract; {_fetch_hint(entry)}add one"
        elif len(entry.abstract) > MAX_ABSTRACT_LENGTH:
            problem = _too_long(entry.abstract)
        else:
            self._count_unstored(entry)
            self.entries.append(entry.build())
            return
        self.add_unplaced(entry.line, source, problem)

    def add_unplaced(self, line: int, text: str, problem: str) -> None:
        """List text that did not become an entry, with the reason."""
        self.unplaced.append(Passage(line, text.strip(), problem))

    def add_remark(self, line: int, text: str, remark: str) -> None:
        """Add a remark on text that may be left out."""
        self.remarks.append(Passage(line, truncate(text.strip(), _MAX_EXCERPT), remark))

    def build(self) -> Reading:
        """Return the reading, with one remark for each field that entries cannot store."""
        unstored = [
            Passage(
                line,
                f"{name} = {truncate(value, _MAX_EXCERPT)}",
                f"{NOT_STORED} ({quantity(count, 'paper')})",
            )
            for name, (line, value, count) in self._unstored.items()
        ]
        return Reading(
            entries=tuple(self.entries),
            unplaced=tuple(sorted(self.unplaced, key=_line)),
            remarks=tuple(sorted([*self.remarks, *unstored], key=_line)),
        )

    def _count_unstored(self, entry: EntryBuilder) -> None:
        for name, value in entry.unstored.items():
            line, first_value, count = self._unstored.get(name, (entry.line, value, 0))
            self._unstored[name] = line, first_value, count + 1


def read_objects(
    items: Iterable[JsonItem],
    build_entry: Callable[[dict[str, Json], int], EntryBuilder],
    problem: str,
) -> Reading:
    """Read a JSON list with one object per paper.

    Args:
        items: The items of the list.
        build_entry: Builds a paper from an object and its line.
        problem: The problem of an item that is not an object.
    """
    builder = ReadingBuilder()
    for item in items:
        if item.problem:
            builder.add_unplaced(item.line, item.source, item.problem)
        elif isinstance(item.value, dict):
            builder.add_entry(build_entry(item.value, item.line), item.source)
        else:
            builder.add_unplaced(item.line, item.source, problem)
    return builder.build()


def _venue_text(venue: CitedVenue, *, with_volume: bool) -> str:
    """Return a venue as one string, as entries store it.

    >>> journal = CitedVenue("journal", "Journal of Tests", "12", "3", "45--67", "2024")
    >>> _venue_text(journal, with_volume=True)
    'Journal of Tests 12(3), 45-67, 2024'
    >>> _venue_text(CitedVenue("conference", "WWW 2024", year="2024"), with_volume=False)
    'WWW 2024'
    """
    text = venue.title
    if with_volume:
        issue = f"({venue.issue})" if venue.issue else ""
        pages = f", {re.sub('[-–—]+', '-', venue.pages)}" if venue.pages else ""
        text = f"{venue.title} {venue.volume}{issue}{pages}"
    if not venue.year or re.search(rf"(?<![0-9]){re.escape(venue.year)}(?![0-9])", venue.title):
        return text
    return f"{text}, {venue.year}" if with_volume else f"{text} {venue.year}"


def _fetch_hint(entry: EntryBuilder) -> str:
    identifier = entry.fields.get("arxiv") or entry.fields.get("doi")
    return f"run 'paper-digest add {identifier}' to fetch it, or " if identifier else ""


def _too_long(abstract: str) -> str:
    return f"the abstract has {len(abstract):,} characters; the limit is {MAX_ABSTRACT_LENGTH:,}"


def _line(passage: Passage) -> int:
    return passage.line
