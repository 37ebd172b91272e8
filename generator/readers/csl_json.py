"""CSL-JSON, as Zotero, Crossref, pandoc and this project write it."""

import re
from collections.abc import Iterator

from generator.core.urls import find_arxiv_id
from generator.readers.reading import Reading
from generator.readers.shared import jats
from generator.readers.shared.builders import CitedVenue, EntryBuilder, normalize, read_objects
from generator.readers.shared.json_list import Json, as_text, describe, first_object, parse_items
from generator.readers.shared.person_names import csl_name
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
    item = first_object(text)
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
    return read_objects(
        parse_items(normalize(text)), _build_entry, "no item of CSL-JSON, which is a map"
    )


def _build_entry(item: dict[str, Json], line: int) -> EntryBuilder:
    entry, rest = EntryBuilder(line), dict(item)
    entry.set_text("title", csl_markup.strip_markup(entry.pop_text(rest, "title")))
    entry.set_list("authors", _people(rest.pop("author", []), entry))
    abstract = entry.pop_text(rest, "abstract")
    entry.set_abstract(jats.abstract_to_text(abstract) if _JATS in abstract else abstract)
    entry.set_identifier("doi", entry.pop_text(rest, "DOI"), "DOI")
    if isinstance(custom := rest.get("custom"), dict):
        own = dict(custom)
        entry.set_identifier("arxiv", entry.pop_text(own, "arXiv"), "custom")
        _leave(own, entry)
        del rest["custom"]
    for name in ("number", "note", "archive_location"):
        _arxiv(rest, name, entry)
    entry.add_link(entry.pop_text(rest, "URL"), origin="URL")
    year = _day(rest.pop("issued", None), entry)
    entry.set_venue(_place(rest, entry, year))
    entry.set_list("keywords", re.split("[,;]", entry.pop_text(rest, "keyword")))
    _leave(rest, entry)
    return entry


def _text(value: Json) -> str:
    """Return a text; Crossref has some as lists of one."""
    return as_text(value[0]) if isinstance(value, list) and value else as_text(value)


def _people(authors: Json, entry: EntryBuilder) -> Iterator[str]:
    for author in authors if isinstance(authors, list) else [authors]:
        if isinstance(author, dict):
            name = csl_name(author)
            for part, value in sorted(author.items()):
                if (
                    part not in _PARTS
                    or one_line(clean(as_text(value) or describe(value))) not in name
                ):
                    entry.add_unstored(f"author's {one_line(part)}", describe(value))
        else:
            name = as_text(author)
        if name:
            yield name
        else:
            entry.add_unstored("author", describe(author))


def _arxiv(item: dict[str, Json], name: str, entry: EntryBuilder) -> None:
    value = _text(item.get(name, ""))
    if _ARXIV.fullmatch(value) and (arxiv := find_arxiv_id(value)):
        entry.set_identifier("arxiv", arxiv, name)
        del item[name]


def _day(issued: Json, entry: EntryBuilder) -> str:
    """Take the day of publication if all of it is known; return the year."""
    if not isinstance(issued, dict):
        entry.add_unstored("issued", describe(issued))
        return ""
    for name in sorted(issued.keys() - {"date-parts", "raw", "literal"}):
        entry.add_unstored(f"issued {one_line(name)}", describe(issued[name]))
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    words = list(map(as_text, first)) if isinstance(first, list) else []
    if not words:
        stated = as_text(issued.get("raw", "")) or as_text(issued.get("literal", ""))
        found = _ISO.fullmatch(stated)
        words = [part for part in found.groups() if part] if found else []
    whole = len(words) == 3 and entry.set_date("published", words[0], words[1], words[2])  # noqa: PLR2004
    if not whole and (len(words) != 1 or not words[0].isdecimal()):
        entry.add_unstored("issued", describe(issued))
    return words[0] if words else ""


def _place(item: dict[str, Json], entry: EntryBuilder, year: str) -> CitedVenue:
    kind = _KINDS.get(_text(item.get("type", "")), "")
    if kind:
        del item["type"]
    title = entry.pop_text(item, "container-title") or entry.pop_text(item, "event-title")
    title = csl_markup.strip_markup(title)
    if not title and kind in {"preprint", ""}:
        title = entry.pop_text(item, "publisher")
    volume, issue, pages = (
        one_line(entry.pop_text(item, name)) for name in ("volume", "issue", "page")
    )
    return CitedVenue(kind, one_line(clean(title)), volume, issue, pages, one_line(year))


def _leave(rest: dict[str, Json], entry: EntryBuilder) -> None:
    for name, value in rest.items():
        entry.add_unstored(one_line(name), describe(value))
