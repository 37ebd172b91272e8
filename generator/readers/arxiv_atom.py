"""Read the Atom feeds of arXiv's API.

The format is described at https://info.arxiv.org/help/api/user-manual.html.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from generator.core.external_urls import find_links
from generator.readers.reading import Reading
from generator.readers.shared.entry_builder import (
    CitedVenue,
    EntryBuilder,
    ReadingBuilder,
    normalize,
)
from generator.readers.shared.withdrawal_statements import is_withdrawn, possible_withdrawal
from generator.text import names
from generator.text.strings import one_line
from generator.text.tex import to_plain_text

_ATOM, _ARXIV = "http://www.w3.org/2005/Atom", "http://arxiv.org/schemas/atom"
_FEED_START = re.compile(rf"\s*<[?!f][^>]*.*?<?feed\b.*?{re.escape(_ATOM)}", re.DOTALL)
_DETECTION_LENGTH = 4_000  # characters
_ID_URL = re.compile(r"https?://(?:[a-z.]+\.)?arxiv\.org/abs/(?P<id>.+?)(?:v[0-9]+)?/?")
_VERSION = re.compile(r"v([0-9]+)/?$")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n|\n[^\S\n]{2,}(?=\S)")
_SINGLE_ELEMENTS = frozenset([
    "id", "title", "summary", "published", "updated", "doi", "journal_ref",
])  # fmt: skip
"""Elements whose first text is used."""

_CONTROLS = {0xF0000 + code: code for code in (*range(9), 11, 12, *range(14, 32))}
_PLACEHOLDERS = {code: placeholder for placeholder, code in _CONTROLS.items()}
"""Private-use characters that replace control characters, at which the parser would stop.

A stray control character affects one paper; the other papers must still be read.
"""


def looks_like(text: str) -> bool:
    """Return whether a text is an Atom feed from arXiv."""
    head = text[:_DETECTION_LENGTH]
    return _FEED_START.match(head) is not None and "arxiv.org" in head


def read(text: str) -> Reading:
    """Read a response from arXiv's API.

    Args:
        text: The feed. If its XML is broken, the entries before the error are read.

    Returns:
        The papers. Text that is not a paper is listed with its line and the reason. A paper that
        may have been withdrawn has a remark.
    """
    builder = ReadingBuilder()
    text = normalize(text)
    parser = _FeedParser()
    if problem := parser.parse(text):
        line, reason = problem
        builder.add_unplaced(line, "\n".join(text.split("\n")[line - 1 :]), reason)
    for element in parser.entries:
        if "/api/errors" in element.first("id") or element.first("title").strip() == "Error":
            reported = one_line(element.first("summary")) or "no reason given"
            message = "arXiv reported an error; request the papers again"
            builder.add_unplaced(element.line, reported, message)
        else:
            _add_paper(builder, element)
    return builder.build()


def _add_paper(builder: ReadingBuilder, element: "_EntryElement") -> None:
    entry = _build_entry(element)
    builder.add_entry(entry, "\n".join(map(element.first, ("id", "title", "summary"))))
    statement = possible_withdrawal(one_line(element.first("comment")), element.first("summary"))
    if statement and "withdrawn" not in entry.fields:
        remark = "this paper may have been withdrawn; check it on arXiv"
        builder.add_remark(element.line, statement, remark)


@dataclass
class _EntryElement:
    """An entry of a feed: its texts by element, its links and categories."""

    line: int
    texts: dict[str, list[str]] = field(default_factory=dict)
    links: list[dict[str, str]] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)

    def first(self, name: str) -> str:
        return next(iter(self.texts.get(name, [])), "")


class _DoctypeError(ValueError):
    """The text has a document type, whose entities could expand indefinitely."""


class _FeedParser:
    """Collects the entries of a feed. Element names are ``namespace name``."""

    def __init__(self) -> None:
        self.entries: list[_EntryElement] = []
        self._current: _EntryElement | None = None
        self._last_end = 1  # the line on which the last complete entry ends
        self._path: list[str] = []
        self._text: list[str] = []
        self._parser = expat.ParserCreate("utf-8", " ")  # regardless of the declared encoding
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start_element
        self._parser.EndElementHandler = self._end_element
        self._parser.CharacterDataHandler = self._add_characters

    def parse(self, text: str) -> tuple[int, str] | None:
        """Parse a feed; return the first unreadable line and the reason, or None."""
        try:
            self._parser.Parse(text.translate(_PLACEHOLDERS), True)
        except _DoctypeError:
            return self._last_end, "<!DOCTYPE is not allowed; save arXiv's response again"
        except expat.ExpatError as error:
            reason = f"line {error.lineno} ({expat.ErrorString(error.code)})"
            return self._last_end, f"invalid XML at {reason}; save the response again"
        return None

    def _refuse_doctype(self, *_: object) -> None:
        raise _DoctypeError

    def _add_characters(self, text: str) -> None:
        self._text.append(text.translate(_CONTROLS))

    def _start_element(self, name: str, attributes: dict[str, str]) -> None:
        self._store_text()
        self._path.append(name)
        if name == f"{_ATOM} entry" and self._current is None:
            self._current = _EntryElement(self._parser.CurrentLineNumber)
        elif self._current and name in {f"{_ATOM} category", f"{_ARXIV} primary_category"}:
            index = 0 if name.endswith("primary_category") else len(self._current.categories)
            self._current.categories.insert(index, attributes.get("term", ""))
        elif self._current and name == f"{_ATOM} link":
            self._current.links.append(attributes)

    def _end_element(self, name: str) -> None:
        self._store_text()
        self._path.pop()
        if self._current and name == f"{_ATOM} entry" and f"{_ATOM} entry" not in self._path:
            self.entries.append(self._current)
            self._current = None
            self._last_end = self._parser.CurrentLineNumber

    def _store_text(self) -> None:
        """Store the text since the last tag under the element that contains it."""
        text = "".join(self._text)
        self._text.clear()
        if self._current and self._path and text.strip():
            name = self._path[-1].rpartition(" ")[2]
            self._current.texts.setdefault(name, []).append(text)


def _build_entry(element: _EntryElement) -> EntryBuilder:
    entry = EntryBuilder(element.line)
    entry.set_text("title", one_line(element.first("title")))
    entry.set_list("authors", map(_person_name, element.texts.get("name", [])))
    entry.set_abstract(_unwrap(element.first("summary")))
    id_url = element.first("id").strip()
    match = _ID_URL.fullmatch(id_url)
    entry.set_identifier("arxiv", match["id"] if match else id_url, "id")
    entry.set_identifier("doi", element.first("doi"))
    comment = one_line(element.first("comment"))
    _set_dates(entry, element, withdrawn=is_withdrawn(comment, entry.abstract))
    for kind, url in find_links(comment).items():
        entry.add_link(url, kind, "comment")
    entry.set_venue(CitedVenue(title=one_line(element.first("journal_ref"))))
    entry.set_categories(filter(None, element.categories))
    for link in element.links:
        entry.add_link(link.get("href", ""), "pdf" if link.get("title") == "pdf" else "")
    for name, texts in sorted(element.texts.items()):
        used_count = len(texts) if name == "name" else int(name in _SINGLE_ELEMENTS)
        entry.add_unstored(name, "; ".join(map(one_line, texts[used_count:])))
    return entry


def _person_name(name: str) -> str:
    text = one_line(to_plain_text(name))
    return names.parse(text).text if "," in text else text


def _unwrap(summary: str) -> str:
    r"""Return a summary with one line per paragraph; arXiv wraps lines and indents paragraphs.

    >>> _unwrap("  We test\nall of it.\n  It helps.\n")
    'We test all of it.\n\nIt helps.'
    """
    lines = [line for line in summary.strip().split("\n") if line.strip()]
    is_indented_xml = len(lines) > 2 and all(line.startswith("  ") for line in lines[1:])  # noqa: PLR2004
    paragraphs = [summary] if is_indented_xml else _PARAGRAPH_BREAK.split(summary.strip())
    return "\n\n".join(map(one_line, paragraphs))


def _set_dates(entry: EntryBuilder, element: _EntryElement, *, withdrawn: bool) -> None:
    """Set the dates of the first and last versions; the last version may be the withdrawal."""
    published, updated = (_set_date(entry, element, name) for name in ("published", "updated"))
    version = _VERSION.search(element.first("id").strip())
    if published == updated or (version and version[1] == "1"):
        entry.fields.pop("updated", None)
    if withdrawn:
        entry.fields["withdrawn"] = updated or published


def _set_date(entry: EntryBuilder, element: _EntryElement, name: str) -> str:
    """Set a date from the element of the same name; return it, or an empty string."""
    value = element.first(name)
    match = _DATE.fullmatch(value.strip())
    if match and entry.set_date(name, match[1], match[2], match[3]):
        return f"{match[1]}-{match[2]}-{match[3]}"
    entry.add_unstored(name, value)
    return ""
