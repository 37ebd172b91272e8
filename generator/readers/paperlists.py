"""Paperlists: one JSON list a venue, a map a paper (github.com/papercopilot/paperlists)."""

import re
from collections.abc import Iterator

from generator.readers.reading import Reading
from generator.readers.shared.bibtex_parser import blocks
from generator.readers.shared.json_list import Json, first_map, items, shown, text_of
from generator.readers.shared.record import Place, Record, of_maps, source
from generator.text.plain import clean, one_line
from generator.text.tex.latex_to_text import unescaped

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
    item = first_map(text)
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
    return of_maps(items(source(text)), _record, "no row of paperlists, which is a map")


def _record(row: dict[str, Json], line: int) -> Record:
    record, rest = Record(line), dict(row)
    record.text("title", record.take(rest, "title"))
    record.words("authors", [name for key in _PEOPLE for name in _names(rest.pop(key, ""), record)])
    record.paragraphs(record.take(rest, "abstract"))
    record.identifier("arxiv", record.take(rest, "arxiv"), "arxiv")
    record.identifier("doi", record.take(rest, "doi"), "doi")
    _addresses(rest, record)
    record.words("keywords", _listed(rest.pop("keywords", ""), record, "keywords"))
    record.appeared(_place(rest, record))
    about_reviews = [name for name in rest if _ABOUT_REVIEWS.fullmatch(name)]
    for name in about_reviews:
        del rest[name]
    record.leave("people, reviews and counts", ", ".join(map(one_line, about_reviews)))
    for name, value in rest.items():
        record.leave(one_line(name), shown(value))
    return record


def _addresses(row: dict[str, Json], record: Record) -> None:
    for name in _PLACES:
        record.address(record.take(row, name), "" if name == "url" else "project", name)
    for name, kind in _LINKS.items():
        for url in record.take(row, name).split(";"):
            record.address(url.strip().rstrip("."), kind, name)
    if text_of(row.get("id", "")) == record.fields.get("openreview"):
        row.pop("id", None)


def _names(value: Json, record: Record) -> list[str]:
    """Return names: between semicolons, or between commas where there is no semicolon."""
    if isinstance(value, str):
        parts = value.split(";") if ";" in value else value.split(",")
        return [one_line(clean(part)) for part in parts if part.strip()]
    return list(_listed(value, record, "author"))


def _listed(value: Json, record: Record, name: str) -> Iterator[str]:
    if isinstance(value, list):
        parts = value
    else:
        parts = [*re.split("[;,]", value)] if isinstance(value, str) else [value]
    for part in parts:
        if text := one_line(clean(text_of(part))):
            yield text
        else:
            record.leave(name, shown(part))


def _place(row: dict[str, Json], record: Record) -> Place:
    """Return where a paper appeared, as the row says or the BibTeX inside of it."""
    title, year = (one_line(record.take(row, name)) for name in ("venue", "year"))
    if title:
        return Place(title=title, year=year)
    found = blocks(text_of(row.get("bibtex", "")))
    block = next((each for each in found if each.kind), None)
    if block is None or block.problem or block.kind not in _KINDS:
        return Place(year=year)
    names = ("booktitle", "journal")
    title = next((block.fields[name] for name in names if block.fields.get(name)), "")
    stated = year or one_line(block.fields.get("year", ""))
    kind = _KINDS[block.kind] if title else ""
    return Place(kind, one_line(clean(unescaped(title))), year=stated)
