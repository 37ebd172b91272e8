"""Paperlists: one JSON list a venue, a map a paper (github.com/papercopilot/paperlists)."""

import re
from collections.abc import Iterator

from generator.readers.reading import Reading
from generator.readers.shared.bibtex_parser import parse_blocks
from generator.readers.shared.builders import CitedVenue, EntryBuilder, normalize, read_objects
from generator.readers.shared.json_list import Json, as_text, describe, first_object, parse_items
from generator.text.plain import clean, one_line
from generator.text.tex.latex_to_text import latex_to_text

_KINDS = {"inproceedings": "conference", "article": "journal"}
_LINKS = {"github": "code", "project": "project", "pdf": "pdf", "youtube": "video"}
_PLACES = ("site", "oa", "openreview", "url")
_PEOPLE = ("author", "authors")
_ABOUT_REVIEWS = re.compile(
    r"gs_.*|aff.*|.*_avg|corr_.*|wc_.*|.*(?:rating|confidence|reviewers|novelty|soundness|"
    r"contribution|presentation|correctness|recommendation|replies).*|authorids|gender|homepage|"
    r"dblp|google_scholar|orcid|linkedin|or_profile|position|pdf_size|bibtex"
)
"""Fields of people, reviews and counts, which are said to be left in one word."""


def looks_like(text: str) -> bool:
    """Return whether a text is JSON whose first item is a row of paperlists."""
    item = first_object(text)
    people = next((item[name] for name in _PEOPLE if name in item), None)
    is_people = isinstance(people, str) or (
        isinstance(people, list) and all(isinstance(each, str) for each in people)
    )
    return isinstance(item.get("title"), str) and is_people and "paper" not in item


def read(text: str) -> Reading:
    r"""Return the papers of a file, and all that is no paper with its line and the reason.

    >>> [entry] = read('[{"title": "On Tests", "author": "A B;C D", "abstract": "We."}]').entries
    >>> entry.fields, entry.abstract
    ({'title': 'On Tests', 'authors': ['A B', 'C D']}, 'We.')
    """
    return read_objects(
        parse_items(normalize(text)), _build_entry, "no row of paperlists, which is a map"
    )


def _build_entry(row: dict[str, Json], line: int) -> EntryBuilder:
    entry, rest = EntryBuilder(line), dict(row)
    entry.set_text("title", entry.pop_text(rest, "title"))
    entry.set_list(
        "authors", [name for key in _PEOPLE for name in _names(rest.pop(key, ""), entry)]
    )
    entry.set_abstract(entry.pop_text(rest, "abstract"))
    entry.set_identifier("arxiv", entry.pop_text(rest, "arxiv"), "arxiv")
    entry.set_identifier("doi", entry.pop_text(rest, "doi"), "doi")
    _addresses(rest, entry)
    entry.set_list("keywords", _listed(rest.pop("keywords", ""), entry, "keywords"))
    entry.set_venue(_place(rest, entry))
    about_reviews = [name for name in rest if _ABOUT_REVIEWS.fullmatch(name)]
    for name in about_reviews:
        del rest[name]
    entry.add_unstored("people, reviews and counts", ", ".join(map(one_line, about_reviews)))
    for name, value in rest.items():
        entry.add_unstored(one_line(name), describe(value))
    return entry


def _addresses(row: dict[str, Json], entry: EntryBuilder) -> None:
    for name in _PLACES:
        entry.add_link(entry.pop_text(row, name), "" if name == "url" else "project", name)
    for name, kind in _LINKS.items():
        for url in entry.pop_text(row, name).split(";"):
            entry.add_link(url.strip().rstrip("."), kind, name)
    if as_text(row.get("id", "")) == entry.fields.get("openreview"):
        row.pop("id", None)


def _names(value: Json, entry: EntryBuilder) -> list[str]:
    """Return names: between semicolons, or between commas where there is no semicolon."""
    if isinstance(value, str):
        parts = value.split(";") if ";" in value else value.split(",")
        return [one_line(clean(part)) for part in parts if part.strip()]
    return list(_listed(value, entry, "author"))


def _listed(value: Json, entry: EntryBuilder, name: str) -> Iterator[str]:
    if isinstance(value, list):
        parts = value
    else:
        parts = [*re.split("[;,]", value)] if isinstance(value, str) else [value]
    for part in parts:
        if text := one_line(clean(as_text(part))):
            yield text
        else:
            entry.add_unstored(name, describe(part))


def _place(row: dict[str, Json], entry: EntryBuilder) -> CitedVenue:
    """Return where a paper appeared, as the row says or the BibTeX inside of it."""
    title, year = (one_line(entry.pop_text(row, name)) for name in ("venue", "year"))
    if title:
        return CitedVenue(title=title, year=year)
    found = parse_blocks(as_text(row.get("bibtex", "")))
    block = next((each for each in found if each.kind), None)
    if block is None or block.problem or block.kind not in _KINDS:
        return CitedVenue(year=year)
    names = ("booktitle", "journal")
    title = next((block.fields[name] for name in names if block.fields.get(name)), "")
    stated = year or one_line(block.fields.get("year", ""))
    kind = _KINDS[block.kind] if title else ""
    return CitedVenue(kind, one_line(clean(latex_to_text(title))), year=stated)
