"""RIS, as EndNote, Zotero, publishers and this project write it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.core.urls import find_arxiv_id
from generator.readers.reading import Reading
from generator.readers.shared.person_names import unnumbered
from generator.readers.shared.record import Place, Record, Records, source
from generator.text import names
from generator.text.names import Name
from generator.text.plain import one_line

_LOOK = re.compile(r"^[ \t]*TY {1,2}- *[A-Z]{3,8}[ \t\r]*$", re.MULTILINE)
_TAG = re.compile(r"([A-Z][A-Z0-9]{1,5})  -(?: (.*)|$)")
_NARROW_TAG = re.compile(r"([A-Z][A-Z0-9]) -(?: (.*)|$)")
"""As some write it throughout; else a line of an abstract may begin so: ``AI - a study``."""

_TWO_BLANKS = re.compile(r"^[ \t]*TY  -", re.MULTILINE)
_HEAD = 2_000
_KINDS = {
    **dict.fromkeys(["JOUR", "JFULL", "MGZN", "EJOUR"], "journal"),
    **dict.fromkeys(["CPAPER", "CONF"], "conference"),
    "UNPB": "preprint",
}
_TITLES = ("TI", "T1", "CT")
_AUTHORS = ("AU", "A1")
_ABSTRACTS = ("AB", "N2")
_VENUES = ("T2", "JO", "JF", "BT", "JA", "J2")
_PROCEEDINGS = "C3"  # of a conference's paper; elsewhere anything
_ADDRESSES = {"UR": "", "L1": "pdf", "L2": "", "LK": ""}
_NUMBERS = ("M1", "AN", "C1", "N1")
_DATES = ("DA", "PY", "Y1")
_DATE = re.compile(r"(\d{4})(?:[/-](\d{1,2})?(?:[/-](\d{1,2})?)?)?([/ T].*)?/?")
_WORD = re.compile(r"[^\W\d_]{2}")
_ARXIV = re.compile(r"\s*arXiv:\S+(?:\s*\[[\w.-]+\])?\s*", re.IGNORECASE)


@dataclass
class _Lines:
    """One record's values by tag, as they stand in the file."""

    line: int
    source: list[str] = field(default_factory=list)
    problem: str = ""
    tagged: list[tuple[str, list[str]]] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)

    def close(self) -> "_Lines":
        """Sort the values under their tags: one goes on until the next tag."""
        for tag, lines in self.tagged:
            self.values.setdefault(tag, []).append("\n".join(lines))
        return self

    def all(self, *tags: str) -> list[str]:
        return [value for tag in tags for value in self.values.pop(tag, [])]

    def first(self, *tags: str) -> str:
        """Return the first value that is not empty; what is left stays to be listed."""
        for tag in tags:
            for place, value in enumerate(self.values.get(tag, [])):
                if value.strip():
                    del self.values[tag][place]
                    return value
        return ""

    def line_of(self, *tags: str) -> str:
        """Return the first value that is not empty, on one line."""
        return one_line(self.first(*tags))


def looks_like(text: str) -> bool:
    """Return whether one of the first lines of a text begins a record of RIS."""
    return _LOOK.search(text[:_HEAD]) is not None


def read(text: str) -> Reading:
    r"""Return the papers of a file, and all that is no paper with its line and the reason.

    >>> [entry] = read("TY  - UNPB\nTI  - On Tests\nAU  - Lovelace, Ada\nAB  - We.\nER  - ").entries
    >>> entry.fields, entry.abstract
    ({'title': 'On Tests', 'authors': ['Ada Lovelace'], 'type': 'preprint'}, 'We.')
    """
    records = Records()
    for lines in map(_Lines.close, _records(source(text))):
        written = "\n".join(lines.source)
        if lines.problem:
            records.leave(lines.line, written, lines.problem)
        else:
            records.add(_record(lines), written)
    return records.reading()


def _records(text: str) -> Iterator[_Lines]:
    """Yield the records of a text; what stands outside of them has a problem."""
    pattern = _TAG if _TWO_BLANKS.search(text) else _NARROW_TAG
    current: _Lines | None = None
    outside: _Lines | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        found = pattern.fullmatch(line.strip())
        if found and found[1] == "TY":
            yield from filter(None, (outside, current))
            current, outside = _Lines(number), None
        if current is None:
            if line.strip():
                outside = outside or _Lines(number, problem="stands outside of a record (TY to ER)")
                outside.source.append(line)
            continue
        current.source.append(line)
        if found and found[1] == "ER":
            current.tagged.append(("ER", [found[2] or ""]))
            yield current
            current = None
        elif found:
            current.tagged.append((found[1], [found[2] or ""]))
        else:
            current.tagged[-1][1].append(line)
    yield from filter(None, (outside, current))


def _record(lines: _Lines) -> Record:
    record = Record(lines.line)
    record.text("title", lines.line_of(*_TITLES))
    record.words("authors", (_person(name) for name in lines.all(*_AUTHORS)))
    record.paragraphs(abstract := lines.first(*_ABSTRACTS))
    for tag in _ABSTRACTS:  # many programs write one abstract under both
        for other in lines.all(tag):
            if one_line(other) != one_line(abstract):
                record.leave(tag, other)
    record.identifier("doi", lines.line_of("DO"), "DO")
    for number in _NUMBERS:
        _arxiv(lines, number, record)
    for tag, kind in _ADDRESSES.items():
        for urls in lines.all(tag):
            for url in re.split(r"[;\s]+(?=https?:)", urls.strip()):
                record.address(url, kind, tag)
    year = _day(lines, record)
    record.appeared(_place(lines, year))
    record.words("keywords", (word for each in lines.all("KW") for word in each.split("\n")))
    _leave(lines.values, record)
    return record


def _arxiv(lines: _Lines, tag: str, record: Record) -> None:
    kept = []
    for value in lines.values.get(tag, []):
        if _ARXIV.fullmatch(value) and (arxiv := find_arxiv_id(value)):
            record.identifier("arxiv", arxiv, tag)
        else:
            kept.append(value)
    lines.values[tag] = kept


def _day(lines: _Lines, record: Record) -> str:
    """Take the day of publication if all of it is known; return the year."""
    year = ""
    for tag in _DATES:
        for value in lines.all(tag):
            found = _DATE.fullmatch(value.strip())
            parts = [part or "" for part in found.groups()] if found else [""] * 4
            stated, month, day, rest = parts
            year = year or stated
            has_day = record.day("published", stated, month, day)
            if _WORD.search(rest) or (not has_day and (month or not stated)):
                record.leave(tag, value)
    return year


def _place(lines: _Lines, year: str) -> Place:
    kind = next(iter(lines.all("TY")), "").strip().upper()
    known = _KINDS.get(kind, "")
    title = lines.line_of(*_VENUES, *([_PROCEEDINGS] if known == "conference" else []))
    if not title and kind in {"UNPB", "GEN", "RPRT"}:
        title = lines.line_of("PB")
    pages = [page for page in (lines.line_of("SP"), lines.line_of("EP")) if page]
    return Place(known, title, lines.line_of("VL"), lines.line_of("IS"), "-".join(pages), year)


def _leave(values: Mapping[str, list[str]], record: Record) -> None:
    for tag, rest in values.items():
        for value in rest:
            record.leave(tag, value)


def _person(name: str) -> str:
    """Return a name as people write it.

    >>> _person("King, Martin Luther, Jr."), _person("王, 小明"), _person("The A Team")
    ('Martin Luther King Jr.', '王小明', 'The A Team')
    >>> _person("van Abbe, 7")
    '7 van Abbe'
    """
    name = unnumbered(name)
    family, comma, given = name.rpartition(",")
    if not comma:
        return one_line(name)
    if any(map(str.isalpha, given)) or not given.strip():
        return names.parse(name).text
    return Name(one_line(given), *names.split_family_name(one_line(family))).text
