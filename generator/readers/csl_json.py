"""CSL-JSON, as Zotero, Crossref, pandoc and this project write it."""

import re
from collections.abc import Iterator

from generator.core.urls import find_arxiv_id
from generator.readers.reading import Reading
from generator.readers.shared import jats
from generator.readers.shared.json_list import Json, first_map, items, shown, text_of
from generator.readers.shared.person_names import cited_name
from generator.readers.shared.record import Place, Record, of_maps, source
from generator.text import csl_markup
from generator.text.plain import clean, one_line

_KINDS = {
    "paper-conference": "conference",
    "article-journal": "journal",
    "journal-article": "journal",
    "proceedings-article": "conference",
    "article": "preprint",
    "posted-content": "preprint",
    "manuscript": "preprint",
}
_LOOKS = frozenset(["issued", "author", "container-title", "DOI", "URL", "abstract"])
_JATS = "<jats:"  # Crossref's; in what others write a tag is text
_PARTS = frozenset([
    "given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal", "name",
])  # fmt: skip
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?")
_ARXIV = re.compile(r"\s*arXiv[:.]\s*\S+(?:\s*\[[\w.-]+\])?\s*", re.IGNORECASE)


def looks_like(text: str) -> bool:
    """Return whether a text is JSON whose first item is one of CSL."""
    item = first_map(text)
    authors = item.get("author", [])
    return (
        isinstance(item.get("type"), str)
        and isinstance(item.get("title"), str | list)
        and bool(_LOOKS & item.keys())
        and isinstance(authors, list)
        and all(isinstance(each, dict) for each in authors)
    )


def read(text: str) -> Reading:
    r"""Return the papers of a file, and all that is no paper with its line and the reason.

    >>> [entry] = read('[{"type": "article", "title": "On Tests", "abstract": "We."}]').entries
    >>> entry.fields, entry.abstract
    ({'title': 'On Tests', 'type': 'preprint'}, 'We.')
    """
    return of_maps(items(source(text)), _record, "no item of CSL-JSON, which is a map")


def _record(item: dict[str, Json], line: int) -> Record:
    record, rest = Record(line), dict(item)
    record.text("title", csl_markup.strip_markup(record.take(rest, "title")))
    record.words("authors", _people(rest.pop("author", []), record))
    abstract = record.take(rest, "abstract")
    record.paragraphs(jats.abstract(abstract) if _JATS in abstract else abstract)
    record.identifier("doi", record.take(rest, "DOI"), "DOI")
    if isinstance(custom := rest.get("custom"), dict):
        own = dict(custom)
        record.identifier("arxiv", record.take(own, "arXiv"), "custom")
        _leave(own, record)
        del rest["custom"]
    for name in ("number", "note", "archive_location"):
        _arxiv(rest, name, record)
    record.address(record.take(rest, "URL"), origin="URL")
    year = _day(rest.pop("issued", None), record)
    record.appeared(_place(rest, record, year))
    record.words("keywords", re.split("[,;]", record.take(rest, "keyword")))
    _leave(rest, record)
    return record


def _text(value: Json) -> str:
    """Return a text; Crossref has some as lists of one."""
    return text_of(value[0]) if isinstance(value, list) and value else text_of(value)


def _people(authors: Json, record: Record) -> Iterator[str]:
    for author in authors if isinstance(authors, list) else [authors]:
        if isinstance(author, dict):
            name = cited_name(author)
            for part, value in sorted(author.items()):
                if (
                    part not in _PARTS
                    or one_line(clean(text_of(value) or shown(value))) not in name
                ):
                    record.leave(f"author's {one_line(part)}", shown(value))
        else:
            name = text_of(author)
        if name:
            yield name
        else:
            record.leave("author", shown(author))


def _arxiv(item: dict[str, Json], name: str, record: Record) -> None:
    value = _text(item.get(name, ""))
    if _ARXIV.fullmatch(value) and (arxiv := find_arxiv_id(value)):
        record.identifier("arxiv", arxiv, name)
        del item[name]


def _day(issued: Json, record: Record) -> str:
    """Take the day of publication if all of it is known; return the year."""
    if not isinstance(issued, dict):
        record.leave("issued", shown(issued))
        return ""
    for name in sorted(issued.keys() - {"date-parts", "raw", "literal"}):
        record.leave(f"issued {one_line(name)}", shown(issued[name]))
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    words = list(map(text_of, first)) if isinstance(first, list) else []
    if not words:
        stated = text_of(issued.get("raw", "")) or text_of(issued.get("literal", ""))
        found = _ISO.fullmatch(stated)
        words = [part for part in found.groups() if part] if found else []
    whole = len(words) == 3 and record.day("published", words[0], words[1], words[2])  # noqa: PLR2004
    if not whole and (len(words) != 1 or not words[0].isdecimal()):
        record.leave("issued", shown(issued))
    return words[0] if words else ""


def _place(item: dict[str, Json], record: Record, year: str) -> Place:
    kind = _KINDS.get(_text(item.get("type", "")), "")
    if kind:
        del item["type"]
    title = record.take(item, "container-title") or record.take(item, "event-title")
    title = csl_markup.strip_markup(title)
    if not title and kind in {"preprint", ""}:
        title = record.take(item, "publisher")
    volume, issue, pages = (
        one_line(record.take(item, name)) for name in ("volume", "issue", "page")
    )
    return Place(kind, one_line(clean(title)), volume, issue, pages, one_line(year))


def _leave(rest: dict[str, Json], record: Record) -> None:
    for name, value in rest.items():
        record.leave(one_line(name), shown(value))
