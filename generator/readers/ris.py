"""Read RIS, as EndNote, Zotero, publishers and this project write it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.core.external_urls import find_arxiv_id
from generator.readers.reading import Reading
from generator.readers.shared.entry_builder import (
    CitedVenue,
    EntryBuilder,
    ReadingBuilder,
    normalize,
)
from generator.readers.shared.person_names import without_dblp_number
from generator.text import names
from generator.text.names import Name
from generator.text.strings import one_line

_FIRST_LINE = re.compile(r"^[ \t]*TY {1,2}- *[A-Z]{3,8}[ \t\r]*$", re.MULTILINE)
_TAG = re.compile(r"([A-Z][A-Z0-9]{1,5})  -(?: (.*)|$)")
_NARROW_TAG = re.compile(r"([A-Z][A-Z0-9]) -(?: (.*)|$)")
"""A tag with one space before its hyphen, for files that write all tags in this way.

In other files, a line of an abstract may look like such a tag: ``AI - a study``.
"""

_WIDE_FIRST_TAG = re.compile(r"^[ \t]*TY  -", re.MULTILINE)
_DETECTION_LENGTH = 2_000  # characters
_KINDS = {
    **dict.fromkeys(["JOUR", "JFULL", "MGZN", "EJOUR"], "journal"),
    **dict.fromkeys(["CPAPER", "CONF"], "conference"),
    "UNPB": "preprint",
}
_TITLES = ("TI", "T1", "CT")
_AUTHORS = ("AU", "A1")
_ABSTRACTS = ("AB", "N2")
_VENUES = ("T2", "JO", "JF", "BT", "JA", "J2")
_PROCEEDINGS = "C3"  # only in conference papers; its meaning varies in other types
_LINK_KINDS = {"UR": "", "L1": "pdf", "L2": "", "LK": ""}
_NUMBERS = ("M1", "AN", "C1", "N1")
_DATES = ("DA", "PY", "Y1")
_DATE = re.compile(r"(\d{4})(?:[/-](\d{1,2})?(?:[/-](\d{1,2})?)?)?([/ T].*)?/?")
_WORD = re.compile(r"[^\W\d_]{2}")
_OUTSIDE = "text outside a record; a record runs from TY to ER"
_ARXIV = re.compile(r"\s*arXiv:\S+(?:\s*\[[\w.-]+\])?\s*", re.IGNORECASE)


def looks_like(text: str) -> bool:
    """Return whether a RIS record begins within the first lines of a text."""
    return _FIRST_LINE.search(text[:_DETECTION_LENGTH]) is not None


def read(text: str) -> Reading:
    r"""Read a RIS file.

    Args:
        text: The file.

    Returns:
        The papers. Text that is not a paper is listed with its line and the reason.

    >>> [entry] = read("TY  - UNPB\nTI  - On Tests\nAU  - Lovelace, Ada\nAB  - We.\nER  - ").entries
    >>> entry.fields, entry.abstract
    ({'title': 'On Tests', 'authors': ['Ada Lovelace'], 'type': 'preprint'}, 'We.')
    """
    builder = ReadingBuilder()
    for record in _parse_records(normalize(text)):
        written = "\n".join(record.lines)
        if record.problem:
            builder.add_unplaced(record.line, written, record.problem)
        else:
            builder.add_entry(_build_entry(record), written)
    return builder.build()


@dataclass
class _RisRecord:
    """A record's values by tag, or the text between two records and the problem with it."""

    line: int
    lines: list[str] = field(default_factory=list)
    problem: str = ""
    tagged_lines: list[tuple[str, list[str]]] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)

    def group_by_tag(self) -> "_RisRecord":
        """Join the lines of each value, and group the values by tag."""
        for tag, lines in self.tagged_lines:
            self.values.setdefault(tag, []).append("\n".join(lines))
        return self

    def pop_all(self, *tags: str) -> list[str]:
        """Remove and return all values of the given tags."""
        return [value for tag in tags for value in self.values.pop(tag, [])]

    def pop_first(self, *tags: str) -> str:
        """Remove and return the first value that is not blank; later values remain."""
        for tag in tags:
            for position, value in enumerate(self.values.get(tag, [])):
                if value.strip():
                    del self.values[tag][position]
                    return value
        return ""

    def pop_line(self, *tags: str) -> str:
        """Remove the first value that is not blank and return it on one line."""
        return one_line(self.pop_first(*tags))


def _parse_records(text: str) -> Iterator[_RisRecord]:
    """Yield the records of a file, and the text between them as records with a problem."""
    return (record.group_by_tag() for record in _split_records(text))


def _split_records(text: str) -> Iterator[_RisRecord]:
    pattern = _TAG if _WIDE_FIRST_TAG.search(text) else _NARROW_TAG
    current: _RisRecord | None = None
    outside: _RisRecord | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        match = pattern.fullmatch(line.strip())
        if match and match[1] == "TY":
            yield from filter(None, (outside, current))
            current, outside = _RisRecord(number), None
        if current is None:
            if line.strip():
                outside = outside or _RisRecord(number, problem=_OUTSIDE)
                outside.lines.append(line)
            continue
        current.lines.append(line)
        if match and match[1] == "ER":
            current.tagged_lines.append(("ER", [match[2] or ""]))
            yield current
            current = None
        elif match:
            current.tagged_lines.append((match[1], [match[2] or ""]))
        else:
            current.tagged_lines[-1][1].append(line)
    yield from filter(None, (outside, current))


def _build_entry(record: _RisRecord) -> EntryBuilder:
    entry = EntryBuilder(record.line)
    entry.set_text("title", record.pop_line(*_TITLES))
    entry.set_list("authors", map(_person_name, record.pop_all(*_AUTHORS)))
    entry.set_abstract(abstract := record.pop_first(*_ABSTRACTS))
    for tag in _ABSTRACTS:  # many programs write the same abstract under both tags
        for other_abstract in record.pop_all(tag):
            if one_line(other_abstract) != one_line(abstract):
                entry.add_unstored(tag, other_abstract)
    entry.set_identifier("doi", record.pop_line("DO"), "DO")
    for tag in _NUMBERS:
        _set_arxiv_id(entry, record, tag)
    for tag, kind in _LINK_KINDS.items():
        for urls in record.pop_all(tag):
            for url in re.split(r"[;\s]+(?=https?:)", urls.strip()):
                entry.add_link(url, kind, tag)
    year = _set_published(entry, record)
    entry.set_venue(_venue(record, entry, year))
    entry.set_list(
        "keywords", (word for value in record.pop_all("KW") for word in value.split("\n"))
    )
    _add_unstored(entry, record.values)
    return entry


def _person_name(name: str) -> str:
    """Return a name with the given name first.

    >>> [_person_name(name) for name in ("King, Martin Luther, Jr.", "王, 小明", "The A Team")]
    ['Martin Luther King Jr.', '王小明', 'The A Team']
    >>> _person_name("van Abbe, 7")
    '7 van Abbe'
    """
    name = without_dblp_number(name)
    family, comma, given = name.rpartition(",")
    if not comma:
        return one_line(name)
    if any(map(str.isalpha, given)) or not given.strip():
        return names.parse(name).text
    return Name(one_line(given), *names.split_family_name(one_line(family))).text


def _set_arxiv_id(entry: EntryBuilder, record: _RisRecord, tag: str) -> None:
    """Take an arXiv id from the values of a tag; leave its other values in the record."""
    other_values = []
    for value in record.values.get(tag, []):
        if _ARXIV.fullmatch(value) and (arxiv := find_arxiv_id(value)):
            entry.set_identifier("arxiv", arxiv, tag)
        else:
            other_values.append(value)
    record.values[tag] = other_values


def _set_published(entry: EntryBuilder, record: _RisRecord) -> str:
    """Set the publication date if it is complete; return its year, if known."""
    first_year = ""
    for tag in _DATES:
        for value in record.pop_all(tag):
            match = _DATE.fullmatch(value.strip())
            groups = [group or "" for group in match.groups()] if match else [""] * 4
            year, month, day, rest = groups
            first_year = first_year or year
            is_complete = entry.set_date("published", year, month, day)
            if _WORD.search(rest) or (not is_complete and (month or not year)):
                entry.add_unstored(tag, value)
    return first_year


def _venue(record: _RisRecord, entry: EntryBuilder, year: str) -> CitedVenue:
    ris_type, _, continuation = "".join(record.pop_all("TY")).partition("\n")
    entry.add_unstored("TY", continuation)
    ris_type = ris_type.strip().upper()
    kind = _KINDS.get(ris_type, "")
    title = record.pop_line(*_VENUES, *([_PROCEEDINGS] if kind == "conference" else []))
    if not title and ris_type in {"UNPB", "GEN", "RPRT"}:
        title = record.pop_line("PB")
    pages = [page for page in (record.pop_line("SP"), record.pop_line("EP")) if page]
    return CitedVenue(
        kind, title, record.pop_line("VL"), record.pop_line("IS"), "-".join(pages), year
    )


def _add_unstored(entry: EntryBuilder, values: Mapping[str, list[str]]) -> None:
    for tag, tag_values in values.items():
        for value in tag_values:
            entry.add_unstored(tag, value)
