"""Format RIS, a format of tagged lines that EndNote, Zotero and Mendeley read.

The specification (Reference Manager, 2011) has no type for preprints. Zotero and EndNote write
UNPB, an unpublished work; GEN would lose the type, and JOUR would imply a journal. CPAPER is a
conference paper, CONF the proceedings. Lines end with CRLF, as specified.
"""

from collections.abc import Iterator

from generator.render.citations.cited_work import CitedWork
from generator.text.names import Name
from generator.text.strings import one_line

_TYPES = {"preprint": "UNPB", "conference": "CPAPER", "journal": "JOUR"}
_VENUE_TAGS = {"preprint": "PB", "conference": "T2", "journal": "T2"}
"""The tag of a venue's full title; ``JO`` is for abbreviated titles of journals."""


def format_ris(work: CitedWork) -> str:
    """Return the RIS record of a paper; each value is one line."""
    lines = [f"{tag}  - {one_line(value)}" for tag, value in _lines(work) if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _lines(work: CitedWork) -> Iterator[tuple[str, str]]:
    paper, venue = work.paper, work.venue
    yield "TY", _TYPES[venue.kind]
    yield "ID", work.key
    yield "TI", work.title
    yield from (("AU", _author(name)) for name in work.names)
    yield "PY", "".join(map(str, work.issued[:1]))
    yield "DA", _date(work.issued)
    yield _VENUE_TAGS[venue.kind], venue.title
    yield "VL", venue.volume
    yield "IS", venue.issue
    first, _, last = venue.pages.partition("-")
    yield "SP", first
    yield "EP", last
    yield "AB", work.abstract
    yield from (("KW", word) for word in work.keywords)
    yield "DO", paper.doi or ""
    yield "UR", work.url
    if paper.arxiv:  # for published papers, programs would treat M1 as the issue
        yield "M1" if venue.kind == "preprint" else "N1", f"arXiv:{paper.arxiv}"


def _author(name: Name) -> str:
    """Return a name as ``Family, Given, Suffix``; an unsplit name must not contain commas."""
    if name.is_unsplit:
        return name.family.replace(",", " ")
    return ", ".join(filter(None, [name.surname, name.given, name.suffix]))


def _date(issued: tuple[int, ...]) -> str:
    """Return ``YYYY/MM/DD/``, or an empty string if the day is unknown."""
    return "{:04}/{:02}/{:02}/".format(*issued) if len(issued) > 1 else ""
