"""Atom as arXiv's API answers (info.arxiv.org/help/api/user-manual.html)."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from generator.core.urls import find_links
from generator.readers.reading import Reading
from generator.readers.shared.builders import CitedVenue, EntryBuilder, ReadingBuilder, normalize
from generator.text import names
from generator.text.plain import one_line
from generator.text.tex import plain

_ATOM, _ARXIV = "http://www.w3.org/2005/Atom", "http://arxiv.org/schemas/atom"
_LOOK = re.compile(rf"\s*<[?!f][^>]*.*?<?feed\b.*?{re.escape(_ATOM)}", re.DOTALL)
_HEAD = 4_000
_ID = re.compile(r"https?://(?:[a-z.]+\.)?arxiv\.org/abs/(?P<id>.+?)(?:v[0-9]+)?/?")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\n[^\S\n]{2,}(?=\S)")
_USED = frozenset(["id", "title", "summary", "published", "updated", "doi", "journal_ref"])
_VERSION = re.compile(r"v([0-9]+)/?$")
_NOTE = r"\W*(?:(?:arxiv )?(?:admin(?:istrators?)? )?(?:note|comments?): *)?"
_PAPER = (
    r"(?:arxiv )?(?:paper|article|manuscript|submission|work|pre-?print|e-?print|version|document"
    r"|report|letter|note|contribution)"
)
_ELSEWHERE = (
    r"(?! *(?:(?:by (?:[a-z]+ ){1,3})?from (?!(?:the )?arxiv\b)|in part\b|part(?:ly|ially)\b"
    r"|at (?!.{0,30}request)|during |before |:? *\(?(?:v|version )[0-9]))"
)
"""What follows where the withdrawal was from a conference, or of a part or a version."""

_SAID = r"(?:with-?drawn|retracted|removed by arxiv)\b"
_GONE = _SAID + _ELSEWHERE
_STATE = r"(?:(?:has|have|is|was|been|being|now|hereby|temporarily|voluntarily) )+"
_BY = r"(?:by (?:the |its |their )?(?:author|arxiv|submitter|admin|me\b|us\b)|from (?:the )?arxiv)"
_SURE = re.compile(
    rf"{_NOTE}(?:(?:this|the|our) )?{_PAPER} {_STATE}{_GONE}"
    rf"|{_NOTE}(?:(?:the )?authors?|we|i) (?:(?:have|has|hereby|am|are|now|voluntarily|wish to) )*"
    rf"(?:withdr[ae]w(?:n|ing)?|retract(?:ed|ing)?) (?:this|the|our|my) {_PAPER}\b(?!['’])"
    rf"{_ELSEWHERE}",
    re.IGNORECASE,
)
"""How a comment or an abstract begins that says it of its own paper, not of what it studies."""

_BRIEF = re.compile(rf"{_NOTE}(?:{_PAPER} )?{_GONE} *(?:$|[:.;,)\]]|- |[–—]|{_BY})", re.IGNORECASE)
_SIGNED = re.compile(rf"{_NOTE}(?:{_PAPER} )?{_GONE} *{_BY}", re.IGNORECASE)
_REASON = re.compile(
    rf"{_NOTE}(?:{_PAPER} )?{_GONE} (?:due|because|since|as|pending|until|for|to|in order)\b",
    re.IGNORECASE,
)
_THIS_ONE = re.compile(rf"this {_PAPER} {_STATE}{_GONE}", re.IGNORECASE)
_PERHAPS = re.compile(rf"(?:this|our) {_PAPER} {_STATE}{_SAID}", re.IGNORECASE)
_MENTIONED = re.compile(rf"\b{_SAID}", re.IGNORECASE)
_OF_ANOTHER = re.compile(
    r"\b(?:v[0-9]|(?i:version [0-9]|(?:previous|earlier|first|old|prior|original) version"
    r"|(?:re)?submitted to|submission to|under review)"
    r"|[A-Z][A-Za-z]{0,9}[A-Z][A-Za-z]{0,9}(?:[ -]?['’]?20[0-9]{2}|[ -]?['’][0-9]{2}|[0-9]{2})\b)"
)
"""A version, or a conference: what is withdrawn beside it may be from there alone."""

_SENTENCE = re.compile(r"[.;!]\s+")
_CLAUSE = re.compile(r"[.;,!()\[\]]\s*")

_CONTROLS = {0xF0000 + code: code for code in (*range(9), 11, 12, *range(14, 32))}
_STAND_INS = {code: stand_in for stand_in, code in _CONTROLS.items()}
"""Private-use characters for control characters, at which the parser would stop.

A stray one is a fault of one paper; the others must still be read.
"""


class _RefusedError(ValueError):
    """The text declares a document type: what could expand is not read."""


@dataclass
class _Element:
    """An entry of a feed: its texts by name, its links and categories."""

    line: int
    texts: dict[str, list[str]] = field(default_factory=dict)
    links: list[dict[str, str]] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)

    def first(self, name: str) -> str:
        return next(iter(self.texts.get(name, [])), "")


def looks_like(text: str) -> bool:
    """Return whether a text is an Atom feed of arXiv's."""
    head = text[:_HEAD]
    return _LOOK.match(head) is not None and "arxiv.org" in head


def read(text: str) -> Reading:
    """Return the papers of a feed, and all that is no paper with its line and the reason."""
    builder = ReadingBuilder()
    feed = _Feed()
    whole = normalize(text)
    if problem := feed.parse(whole):
        line, reason = problem
        builder.add_unplaced(line, "\n".join(whole.split("\n")[line - 1 :]), reason)
    for element in feed.entries:
        if "/api/errors" in element.first("id") or element.first("title").strip() == "Error":
            said = one_line(element.first("summary")) or "no more is said"
            builder.add_unplaced(element.line, said, "arXiv's answer that it failed; ask it again")
        else:
            written = f"{element.first('id')}\n{element.first('title')}\n{element.first('summary')}"
            entry = _build_entry(element)
            builder.add_entry(entry, written)
            if "withdrawn" not in entry.fields and (said := _doubtful(element)):
                builder.add_remark(
                    element.line, said, "is this paper withdrawn? look it up at arXiv"
                )
    return builder.build()


class _Feed:
    """Gathers the entries of a feed while the parser walks it; names are ``namespace name``."""

    def __init__(self) -> None:
        self.entries: list[_Element] = []
        self._open: _Element | None = None
        self._done = 1  # the line at which the last whole entry ends
        self._path: list[str] = []
        self._text: list[str] = []
        self._parser = expat.ParserCreate("utf-8", " ")  # whatever it declares
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def parse(self, text: str) -> tuple[int, str] | None:
        """Read a text; return the line from which it cannot be read, and the reason, or None."""
        try:
            self._parser.Parse(text.translate(_STAND_INS), True)
        except _RefusedError as error:
            return self._done, str(error)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            return self._done, f"not XML at line {error.lineno} ({said}); save the answer again"
        return None

    def _refuse(self, *_: object) -> None:
        raise _RefusedError("a document type (<!DOCTYPE), which an answer of arXiv's never has")

    def _characters(self, text: str) -> None:
        self._text.append(text.translate(_CONTROLS))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._take_text()
        self._path.append(name)
        if name == f"{_ATOM} entry" and self._open is None:
            self._open = _Element(self._parser.CurrentLineNumber)
        elif self._open and name in {f"{_ATOM} category", f"{_ARXIV} primary_category"}:
            place = 0 if name.endswith("primary_category") else len(self._open.categories)
            self._open.categories.insert(place, attributes.get("term", ""))
        elif self._open and name == f"{_ATOM} link":
            self._open.links.append(attributes)

    def _end(self, name: str) -> None:
        self._take_text()
        self._path.pop()
        if self._open and name == f"{_ATOM} entry" and f"{_ATOM} entry" not in self._path:
            self.entries.append(self._open)
            self._open = None
            self._done = self._parser.CurrentLineNumber

    def _take_text(self) -> None:
        """Give the text since the last tag to the element that it is in."""
        text = "".join(self._text)
        self._text.clear()
        if self._open and self._path and text.strip():
            name = self._path[-1].rpartition(" ")[2]
            self._open.texts.setdefault(name, []).append(text)


def _build_entry(element: _Element) -> EntryBuilder:
    entry = EntryBuilder(element.line)
    entry.set_text("title", one_line(element.first("title")))
    entry.set_list("authors", map(_person, element.texts.get("name", [])))
    entry.set_abstract(_joined(element.first("summary")))
    address = element.first("id").strip()
    found = _ID.fullmatch(address)
    entry.set_identifier("arxiv", found["id"] if found else address, "id")
    entry.set_identifier("doi", element.first("doi"))
    days = {name: _day(element.first(name), name, entry) for name in ("published", "updated")}
    version = _VERSION.search(address)
    if days["published"] == days["updated"] or (version and version[1] == "1"):
        entry.fields.pop("updated", None)
    comment = one_line(element.first("comment"))
    if _is_withdrawn(comment, entry.abstract):
        entry.fields["withdrawn"] = days["updated"] or days["published"]
    for kind, url in find_links(comment).items():
        entry.add_link(url, kind, "comment")
    entry.set_venue(CitedVenue(title=one_line(element.first("journal_ref"))))
    entry.set_categories(filter(None, element.categories))
    for link in element.links:
        entry.add_link(link.get("href", ""), "pdf" if link.get("title") == "pdf" else "")
    for name, texts in sorted(element.texts.items()):
        used = len(texts) if name == "name" else int(name in _USED)
        entry.add_unstored(name, "; ".join(map(one_line, texts[used:])))
    return entry


def _is_withdrawn(comment: str, abstract: str) -> bool:
    """Return whether a comment says, or an abstract begins by saying, that a paper is withdrawn.

    >>> _is_withdrawn("6 pages. Withdrawn by the authors due to an error", "We test.")
    True
    >>> _is_withdrawn("Our submission was withdrawn from a conference", "We test.")
    False
    """
    abstract = one_line(abstract)
    if _SURE.match(abstract) or _BRIEF.match(abstract) or _SIGNED.match(comment):
        return True
    clauses = _CLAUSE.split(comment)
    if any(map(_THIS_ONE.match, _SENTENCE.split(abstract))) or any(map(_SURE.match, clauses)):
        return True
    is_brief = any(_BRIEF.match(said) or _REASON.match(said) for said in clauses)
    return is_brief and not _OF_ANOTHER.search(comment)


def _doubtful(element: _Element) -> str:
    """Return what may say that a paper is withdrawn, of those that are not surely so."""
    comment = one_line(element.first("comment"))
    if _MENTIONED.search(comment):
        return comment
    sentences = _SENTENCE.split(one_line(element.first("summary")))
    return next(filter(_PERHAPS.match, sentences), "")


def _person(name: str) -> str:
    shown = one_line(plain(name))
    return names.parse(shown).text if "," in shown else shown


def _day(value: str, name: str, entry: EntryBuilder) -> str:
    found = _DAY.fullmatch(value.strip())
    if found and entry.set_date(name, found[1], found[2], found[3]):
        return f"{found[1]}-{found[2]}-{found[3]}"
    entry.add_unstored(name, value)
    return ""


def _joined(summary: str) -> str:
    r"""Return a summary with each paragraph on one line: arXiv wraps them, and indents the next.

    >>> _joined("  We test\nall of it.\n  It helps.\n")
    'We test all of it.\n\nIt helps.'
    """
    lines = [line for line in summary.strip().split("\n") if line.strip()]
    is_indented = all(line.startswith("  ") for line in lines[1:])  # by who printed the XML
    parts = [summary] if is_indented and len(lines) > 2 else _PARAGRAPH.split(summary.strip())  # noqa: PLR2004
    return "\n\n".join(map(one_line, parts))
