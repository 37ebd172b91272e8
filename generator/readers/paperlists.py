"""Read paperlists' JSON: one list per venue, one object per paper.

The lists are at https://github.com/papercopilot/paperlists.
"""

import re
from collections.abc import Iterator

from generator.readers.reading import Reading
from generator.readers.shared.bibtex_parser import parse_blocks
from generator.readers.shared.entry_builder import CitedVenue, EntryBuilder, normalize, read_objects
from generator.readers.shared.json_list import Json, as_text, describe, first_object, parse_items
from generator.text.strings import clean, one_line
from generator.text.tex.latex_to_text import latex_to_text

_KINDS = {"inproceedings": "conference", "article": "journal"}
_LINK_KINDS = {"github": "code", "project": "project", "pdf": "pdf", "youtube": "video"}
_PAGE_FIELDS = ("site", "oa", "openreview", "url")
_AUTHOR_FIELDS = ("author", "authors")
_PEOPLE_AND_REVIEWS = re.compile(
    r"gs_.*|aff.*|.*_avg|corr_.*|wc_.*|.*(?:rating|confidence|reviewers|novelty|soundness|"
    r"contribution|presentation|correctness|recommendation|replies).*|authorids|gender|homepage|"
    r"dblp|google_scholar|orcid|linkedin|or_profile|position|pdf_size|bibtex"
)
"""Fields about people, reviews and counts; the report names them without their values."""


def looks_like(text: str) -> bool:
    """Return whether a text is JSON whose first item is a row of paperlists."""
    row = first_object(text)
    authors = next((row[name] for name in _AUTHOR_FIELDS if name in row), None)
    has_authors = isinstance(authors, str) or (
        isinstance(authors, list) and all(isinstance(author, str) for author in authors)
    )
    return isinstance(row.get("title"), str) and has_authors and "paper" not in row


def read(text: str) -> Reading:
    r"""Read a paperlists file.

    Args:
        text: The file.

    Returns:
        The papers. Text that is not a paper is listed with its line and the reason.

    >>> [entry] = read('[{"title": "On Tests", "author": "A B;C D", "abstract": "We."}]').entries
    >>> entry.fields, entry.abstract
    ({'title': 'On Tests', 'authors': ['A B', 'C D']}, 'We.')
    """
    items = parse_items(normalize(text))
    return read_objects(items, _build_entry, "not a paperlists row; a row must be an object")


def _build_entry(row: dict[str, Json], line: int) -> EntryBuilder:
    entry, rest = EntryBuilder(line), dict(row)
    entry.set_text("title", entry.pop_text(rest, "title"))
    entry.set_list("authors", _author_names(rest, entry))
    entry.set_abstract(entry.pop_text(rest, "abstract"))
    entry.set_identifier("arxiv", entry.pop_text(rest, "arxiv"), "arxiv")
    entry.set_identifier("doi", entry.pop_text(rest, "doi"), "doi")
    _add_links(entry, rest)
    entry.set_list("keywords", _list_items(rest.pop("keywords", ""), entry, "keywords"))
    entry.set_venue(_venue(rest, entry))
    people_and_reviews = [name for name in rest if _PEOPLE_AND_REVIEWS.fullmatch(name)]
    for name in people_and_reviews:
        del rest[name]
    entry.add_unstored("people, reviews and counts", ", ".join(map(one_line, people_and_reviews)))
    for name, value in rest.items():
        entry.add_unstored(one_line(name), describe(value))
    return entry


def _author_names(row: dict[str, Json], entry: EntryBuilder) -> list[str]:
    return [name for key in _AUTHOR_FIELDS for name in _split_names(row.pop(key, ""), entry)]


def _split_names(value: Json, entry: EntryBuilder) -> list[str]:
    """Split names at semicolons, or at commas if there is no semicolon."""
    if isinstance(value, str):
        names = value.split(";") if ";" in value else value.split(",")
        return [one_line(clean(name)) for name in names if name.strip()]
    return list(_list_items(value, entry, "author"))


def _list_items(value: Json, entry: EntryBuilder, name: str) -> Iterator[str]:
    """Yield the strings of a list, or of a comma- or semicolon-separated string; note others."""
    items: list[Json] = value if isinstance(value, list) else [value]
    if isinstance(value, str):
        items = [*re.split("[;,]", value)]
    for item in items:
        if text := one_line(clean(as_text(item))):
            yield text
        else:
            entry.add_unstored(name, describe(item))


def _add_links(entry: EntryBuilder, row: dict[str, Json]) -> None:
    for name in _PAGE_FIELDS:
        entry.add_link(entry.pop_text(row, name), "" if name == "url" else "project", name)
    for name, kind in _LINK_KINDS.items():
        for url in entry.pop_text(row, name).split(";"):
            entry.add_link(url.strip().rstrip("."), kind, name)
    if as_text(row.get("id", "")) == entry.fields.get("openreview"):
        row.pop("id", None)


def _venue(row: dict[str, Json], entry: EntryBuilder) -> CitedVenue:
    """Return the venue of a row, or else the venue in the row's BibTeX record."""
    title, year = (one_line(entry.pop_text(row, name)) for name in ("venue", "year"))
    if title:
        return CitedVenue(title=title, year=year)
    blocks = parse_blocks(as_text(row.get("bibtex", "")))
    record = next((block for block in blocks if block.kind), None)
    if record is None or record.problem or record.kind not in _KINDS:
        return CitedVenue(year=year)
    title = record.fields.get("booktitle") or record.fields.get("journal", "")
    kind = _KINDS[record.kind] if title else ""
    year = year or one_line(record.fields.get("year", ""))
    return CitedVenue(kind, one_line(clean(latex_to_text(title))), year=year)
