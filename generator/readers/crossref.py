"""Crossref's JSON, one work or a list of works (api.crossref.org/swagger-ui)."""

import re
from collections.abc import Iterator

from generator.core.urls import find_arxiv_id
from generator.readers.reading import Reading
from generator.readers.shared import jats
from generator.readers.shared.builders import CitedVenue, EntryBuilder, ReadingBuilder, normalize
from generator.readers.shared.json_list import (
    Json,
    as_list,
    as_object,
    as_text,
    describe,
    parse_items,
)
from generator.readers.shared.person_names import csl_name
from generator.text import names
from generator.text.plain import one_line

_LIST = re.compile(r"[^\[\]]*\"items\"[ \t\r\n]*:[ \t\r\n]*(?=\[)")
_LOOK = re.compile(
    r"\s*\{(?=[^\[\]]*?\"message(?:-type)?\"\s*:\s*(?:\{|\"work))"
    r"\s*\"(?:status|message(?:-type|-version)?)\"\s*:"
)
_HEAD = 4_000
_KINDS = {
    "journal-article": "journal",
    "proceedings-article": "conference",
    "posted-content": "preprint",
}
_DAYS = ("published", "published-online", "published-print", "issued", "posted")
_VERSIONS = frozenset([
    "has-preprint", "has-version", "is-version-of", "is-identical-to", "has-manuscript",
    "is-same-as", "is-preprint-of", "is-manuscript-of",
])  # fmt: skip
_WITHDRAWN = frozenset(["retraction", "withdrawal", "removal"])
_USED = frozenset([
    "title", "subtitle", "author", "DOI", "URL", "type", "container-title", "event", "abstract",
    "relation", "updated-by", "update-to", "volume", "issue", "page", *_DAYS,
])  # fmt: skip


def looks_like(text: str) -> bool:
    """Return whether a text is an answer of Crossref's.

    >>> looks_like('{"status": "ok", "message-type": "work", "message": {}}')
    True
    """
    return _LOOK.match(text[:_HEAD].removeprefix("\ufeff")) is not None


def read(text: str) -> Reading:
    r"""Return the works of an answer, and all that is no work with its line and the reason.

    A work may lack an abstract: publishers need not deposit one.

    >>> [entry] = read('{"message": {"DOI": "10.1000/a", "title": ["On <i>Tests</i>"]}}').entries
    >>> entry.fields
    {'title': 'On Tests', 'doi': '10.1000/a'}
    """
    builder = ReadingBuilder(may_lack_abstract=True)
    for item in parse_items(normalize(text), _LIST):
        work = as_object(as_object(item.value).get("message", item.value))
        if item.problem:
            builder.add_unplaced(item.line, item.source, item.problem)
        elif "DOI" in work or "title" in work:
            builder.add_entry(_build_entry(work, item.line), item.source)
        else:
            builder.add_unplaced(item.line, item.source, "no work of Crossref's, which has a DOI")
    return builder.build()


def _build_entry(work: dict[str, Json], line: int) -> EntryBuilder:
    entry = EntryBuilder(line)
    entry.set_text("title", _title(work, entry))
    entry.set_list("authors", _people(work, entry))
    entry.set_abstract(jats.abstract_to_text(_first(work, "abstract")))
    entry.set_identifier("doi", as_text(work.get("DOI")), "DOI")
    entry.set_identifier("arxiv", next(_preprints(work), ""), "relation")
    year = _published(work, entry)
    entry.set_venue(_place(work, year))
    _withdrawn(work, entry)
    entry.add_unstored("Crossref's other fields", ", ".join(map(one_line, work.keys() - _USED)))
    return entry


def _title(work: dict[str, Json], entry: EntryBuilder) -> str:
    """Return the title, with what stands below it; others, such as translations, are left."""
    titles = [jats.to_text(as_text(each)) for each in _listed(work.get("title"))]
    title, *others = [*filter(None, titles), ""]
    entry.add_unstored("title", "; ".join(others))
    below = jats.to_text(_first(work, "subtitle"))
    if not title or not below or below.casefold() in title.casefold():
        return title
    return f"{title} {below}" if title[-1] in "?!:.—" else f"{title}: {below}"


def _people(work: dict[str, Json], entry: EntryBuilder) -> Iterator[str]:
    for author in _listed(work.get("author")):
        parts = {part: jats.to_text(as_text(value)) for part, value in as_object(author).items()}
        particle, family = names.split_family_name(parts.get("family", ""))
        if name := csl_name({**parts, "non-dropping-particle": particle, "family": family}):
            yield name
        else:
            entry.add_unstored("author", describe(author))


def _preprints(work: dict[str, Json]) -> Iterator[str]:
    """Yield the arXiv ids of a work's own other versions; what it only cites is none."""
    for kind, others in as_object(work.get("relation")).items():
        for other in map(as_object, as_list(others) if kind in _VERSIONS else []):
            named, value = as_text(other.get("id-type")), as_text(other.get("id"))
            known = f"arXiv:{value}" if named.casefold() == "arxiv" else value
            if arxiv := find_arxiv_id(known) or find_arxiv_id(value):
                yield arxiv


def _published(work: dict[str, Json], entry: EntryBuilder) -> str:
    """Take the earliest day that is known as a whole; return the earliest year."""
    stated = [_parts(work.get(name)) for name in _DAYS]
    days = [parts for parts in stated if len(parts) == 3]  # noqa: PLR2004
    for parts in sorted(days, key=lambda parts: [int(part) for part in parts]):
        if entry.set_date("published", *parts):
            break
    years = [parts[0] for parts in stated if parts and len(parts[0]) == len("2024")]
    return min(years, default="")


def _parts(date: Json) -> list[str]:
    """Return the year, month and day of a date, as many of them as it states."""
    [*first] = as_list(next(iter(as_list(as_object(date).get("date-parts"))), []))
    parts = list(map(as_text, first))
    sure = all(part.isascii() and part.isdecimal() and len(part) <= len("2024") for part in parts)
    return parts if sure else []


def _place(work: dict[str, Json], year: str) -> CitedVenue:
    kind = _KINDS.get(as_text(work.get("type")), "")
    if kind == "preprint":
        return CitedVenue(kind, year=year)
    titles = list(map(as_text, _listed(work.get("container-title"))))
    event = as_text(as_object(work.get("event")).get("name"))
    chapter = as_text(work.get("type")) == "book-chapter"  # a series, then the book
    title = jats.to_text(next(filter(None, reversed(titles) if chapter else titles), event))
    volume, issue, pages = (one_line(_first(work, name)) for name in ("volume", "issue", "page"))
    return CitedVenue(kind, title, volume, issue, pages, year)


def _withdrawn(work: dict[str, Json], entry: EntryBuilder) -> None:
    """Take the day of a retraction; a notice of another paper's is said to be one."""
    own = as_text(work.get("DOI")).casefold()
    updates = as_list(work.get("updated-by")) + as_list(work.get("update-to"))
    for update in map(as_object, updates):
        kind, of = as_text(update.get("type")).casefold(), as_text(update.get("DOI"))
        if kind not in _WITHDRAWN:
            entry.add_unstored("update", f"{kind} {of}")
        elif update in as_list(work.get("update-to")) and of.casefold() not in {own, ""}:
            entry.add_unstored("notice", f"{kind} of {of}")
        elif not entry.set_date("withdrawn", *[*_parts(update.get("updated")), "", "", ""][:3]):
            entry.add_unstored("withdrawn", f"{kind} {of}, without a day")


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _first(work: dict[str, Json], name: str) -> str:
    return as_text(next(iter(_listed(work.get(name))), ""))
