"""Read CSL-JSON, as Zotero, Crossref, pandoc and this project write it."""

import re
from collections.abc import Iterator

from generator.core.external_urls import find_arxiv_id
from generator.readers.reading import Reading
from generator.readers.shared import jats
from generator.readers.shared.entry_builder import CitedVenue, EntryBuilder, normalize, read_objects
from generator.readers.shared.json_list import Json, as_text, describe, first_object, parse_items
from generator.readers.shared.person_names import csl_name
from generator.text import csl_markup
from generator.text.strings import clean, one_line

_KINDS = {
    "paper-conference": "conference",
    "article-journal": "journal",
    "journal-article": "journal",
    "proceedings-article": "conference",
    "article": "preprint",
    "posted-content": "preprint",
    "manuscript": "preprint",
}
_TYPICAL_FIELDS = frozenset(["issued", "author", "container-title", "DOI", "URL", "abstract"])
_JATS = "<jats:"  # markup from Crossref; in other files, tags are text
_NAME_FIELDS = frozenset([
    "given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal", "name",
])  # fmt: skip
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?")
_ARXIV = re.compile(r"\s*arXiv[:.]\s*\S+(?:\s*\[[\w.-]+\])?\s*", re.IGNORECASE)


def looks_like(text: str) -> bool:
    """Return whether a text is JSON whose first item is a CSL-JSON item."""
    item = first_object(text)
    authors = item.get("author", [])
    return (
        isinstance(item.get("type"), str)
        and isinstance(item.get("title"), str | list)
        and bool(_TYPICAL_FIELDS & item.keys())
        and isinstance(authors, list)
        and all(isinstance(author, dict) for author in authors)
    )


def read(text: str) -> Reading:
    r"""Read a CSL-JSON file.

    Args:
        text: The file.

    Returns:
        The papers. Text that is not a paper is listed with its line and the reason.

    >>> [entry] = read('[{"type": "article", "title": "On Tests", "abstract": "We."}]').entries
    >>> entry.fields, entry.abstract
    ({'title': 'On Tests', 'type': 'preprint'}, 'We.')
    """
    items = parse_items(normalize(text))
    return read_objects(items, _build_entry, "not a CSL-JSON item; an item must be an object")


def _build_entry(item: dict[str, Json], line: int) -> EntryBuilder:
    entry, rest = EntryBuilder(line), dict(item)
    entry.set_text("title", csl_markup.strip_markup(entry.pop_text(rest, "title")))
    entry.set_list("authors", _author_names(rest.pop("author", []), entry))
    abstract = entry.pop_text(rest, "abstract")
    entry.set_abstract(jats.abstract_to_text(abstract) if _JATS in abstract else abstract)
    entry.set_identifier("doi", entry.pop_text(rest, "DOI"), "DOI")
    if isinstance(custom := rest.get("custom"), dict):
        custom_fields = dict(custom)
        entry.set_identifier("arxiv", entry.pop_text(custom_fields, "arXiv"), "custom")
        _add_unstored(entry, custom_fields)
        del rest["custom"]
    for name in ("number", "note", "archive_location"):
        _set_arxiv_id(entry, rest, name)
    entry.add_link(entry.pop_text(rest, "URL"), file_field="URL")
    year = _set_published(entry, rest.pop("issued", None))
    entry.set_venue(_venue(rest, entry, year))
    entry.set_list("keywords", re.split("[,;]", entry.pop_text(rest, "keyword")))
    _add_unstored(entry, rest)
    return entry


def _author_names(authors: Json, entry: EntryBuilder) -> Iterator[str]:
    for author in authors if isinstance(authors, list) else [authors]:
        if isinstance(author, dict):
            name = csl_name(author)
            _add_unused_name_fields(entry, author, name)
        else:
            name = as_text(author)
        if name:
            yield name
        else:
            entry.add_unstored("author", describe(author))


def _add_unused_name_fields(entry: EntryBuilder, author: dict[str, Json], name: str) -> None:
    """Note the fields of an author that are not in the name."""
    for field, value in sorted(author.items()):
        text = one_line(clean(describe(value)))
        if field not in _NAME_FIELDS or text not in name:
            entry.add_unstored(f"author's {one_line(field)}", describe(value))


def _set_arxiv_id(entry: EntryBuilder, item: dict[str, Json], name: str) -> None:
    """Take the arXiv id from a field that contains nothing else."""
    value = _first_text(item.get(name, ""))
    if _ARXIV.fullmatch(value) and (arxiv := find_arxiv_id(value)):
        entry.set_identifier("arxiv", arxiv, name)
        del item[name]


def _set_published(entry: EntryBuilder, issued: Json) -> str:
    """Set the publication date if it is complete; return its year, if known."""
    if not isinstance(issued, dict):
        entry.add_unstored("issued", describe(issued))
        return ""
    for name in sorted(issued.keys() - {"date-parts", "raw", "literal"}):
        entry.add_unstored(f"issued {one_line(name)}", describe(issued[name]))
    date = _date_parts(issued)
    is_complete = len(date) == 3 and entry.set_date("published", date[0], date[1], date[2])  # noqa: PLR2004
    if not is_complete and (len(date) != 1 or not date[0].isdecimal()):
        entry.add_unstored("issued", describe(issued))
    return date[0] if date else ""


def _date_parts(issued: dict[str, Json]) -> list[str]:
    """Return the year, month and day of a CSL date, as far as they are given."""
    dates = issued.get("date-parts")
    first = dates[0] if isinstance(dates, list) and dates else None
    if isinstance(first, list) and first:
        return list(map(as_text, first))
    text = as_text(issued.get("raw", "")) or as_text(issued.get("literal", ""))
    match = _ISO_DATE.fullmatch(text)
    return [number for number in match.groups() if number] if match else []


def _venue(item: dict[str, Json], entry: EntryBuilder, year: str) -> CitedVenue:
    kind = _KINDS.get(_first_text(item.get("type", "")), "")
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


def _first_text(value: Json) -> str:
    """Return a string; Crossref writes some strings as lists of one string."""
    return as_text(value[0]) if isinstance(value, list) and value else as_text(value)


def _add_unstored(entry: EntryBuilder, rest: dict[str, Json]) -> None:
    for name, value in rest.items():
        entry.add_unstored(one_line(name), describe(value))
