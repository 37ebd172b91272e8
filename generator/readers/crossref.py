"""Read Crossref's JSON: one work or a list of works.

The format is described at https://api.crossref.org/swagger-ui.
"""

import re
from collections.abc import Iterator

from generator.core.external_urls import find_arxiv_id
from generator.readers.reading import Reading
from generator.readers.shared import jats
from generator.readers.shared.entry_builder import (
    CitedVenue,
    EntryBuilder,
    ReadingBuilder,
    normalize,
)
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
from generator.text.strings import one_line

_ENVELOPE = re.compile(r"[^\[\]]*\"items\"[ \t\r\n]*:[ \t\r\n]*(?=\[)")
_RESPONSE_START = re.compile(
    r"\s*\{(?=[^\[\]]*?\"message(?:-type)?\"\s*:\s*(?:\{|\"work))"
    r"\s*\"(?:status|message(?:-type|-version)?)\"\s*:"
)
_DETECTION_LENGTH = 4_000  # characters
_KINDS = {
    "journal-article": "journal",
    "proceedings-article": "conference",
    "posted-content": "preprint",
}
_DATE_FIELDS = ("published", "published-online", "published-print", "issued", "posted")
_VERSION_RELATIONS = frozenset([
    "has-preprint", "has-version", "is-version-of", "is-identical-to", "has-manuscript",
    "is-same-as", "is-preprint-of", "is-manuscript-of",
])  # fmt: skip
_RETRACTIONS = frozenset(["retraction", "withdrawal", "removal"])
_USED_FIELDS = frozenset([
    "title", "subtitle", "author", "DOI", "URL", "type", "container-title", "event", "abstract",
    "relation", "updated-by", "update-to", "volume", "issue", "page", *_DATE_FIELDS,
])  # fmt: skip


def looks_like(text: str) -> bool:
    """Return whether a text is a response from Crossref.

    >>> looks_like('{"status": "ok", "message-type": "work", "message": {}}')
    True
    """
    head = text[:_DETECTION_LENGTH].removeprefix("\ufeff")
    return _RESPONSE_START.match(head) is not None


def read(text: str) -> Reading:
    r"""Read a response from Crossref.

    Args:
        text: The response.

    Returns:
        The works, which may lack an abstract: publishers need not deposit one. Text that is not
        a work is listed with its line and the reason.

    >>> [entry] = read('{"message": {"DOI": "10.1000/a", "title": ["On <i>Tests</i>"]}}').entries
    >>> entry.fields
    {'title': 'On Tests', 'doi': '10.1000/a'}
    """
    builder = ReadingBuilder(abstract_optional=True)
    for item in parse_items(normalize(text), _ENVELOPE):
        work = as_object(as_object(item.value).get("message", item.value))
        if item.problem:
            builder.add_unplaced(item.line, item.source, item.problem)
        elif "DOI" in work or "title" in work:
            builder.add_entry(_build_entry(work, item.line), item.source)
        else:
            problem = "not a Crossref work; a work has a DOI or a title"
            builder.add_unplaced(item.line, item.source, problem)
    return builder.build()


def _build_entry(work: dict[str, Json], line: int) -> EntryBuilder:
    entry = EntryBuilder(line)
    entry.set_text("title", _title(work, entry))
    entry.set_list("authors", _author_names(work, entry))
    entry.set_abstract(jats.abstract_to_text(_first_text(work, "abstract")))
    entry.set_identifier("doi", as_text(work.get("DOI")), "DOI")
    entry.set_identifier("arxiv", next(_arxiv_versions(work), ""), "relation")
    year = _set_published(entry, work)
    entry.set_venue(_venue(work, year))
    _set_withdrawn(entry, work)
    entry.add_unstored(
        "other Crossref fields", ", ".join(map(one_line, work.keys() - _USED_FIELDS))
    )
    return entry


def _title(work: dict[str, Json], entry: EntryBuilder) -> str:
    """Return the title with the subtitle; note further titles, such as translations."""
    titles = [jats.to_text(as_text(title)) for title in _list_field(work, "title")]
    title, *further_titles = [*filter(None, titles), ""]
    entry.add_unstored("title", "; ".join(further_titles))
    subtitle = jats.to_text(_first_text(work, "subtitle"))
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title} {subtitle}" if title[-1] in "?!:.—" else f"{title}: {subtitle}"


def _author_names(work: dict[str, Json], entry: EntryBuilder) -> Iterator[str]:
    for author in _list_field(work, "author"):
        fields = {field: jats.to_text(as_text(value)) for field, value in as_object(author).items()}
        particle, family = names.split_family_name(fields.get("family", ""))
        if name := csl_name({**fields, "non-dropping-particle": particle, "family": family}):
            yield name
        else:
            entry.add_unstored("author", describe(author))


def _arxiv_versions(work: dict[str, Json]) -> Iterator[str]:
    """Yield the arXiv ids of other versions of a work, not those of works that it cites."""
    for relation, related_works in as_object(work.get("relation")).items():
        versions = as_list(related_works) if relation in _VERSION_RELATIONS else []
        for version in map(as_object, versions):
            id_type, value = as_text(version.get("id-type")), as_text(version.get("id"))
            prefixed = f"arXiv:{value}" if id_type.casefold() == "arxiv" else value
            if arxiv := find_arxiv_id(prefixed) or find_arxiv_id(value):
                yield arxiv


def _set_published(entry: EntryBuilder, work: dict[str, Json]) -> str:
    """Set the earliest complete publication date; return the earliest year, if known."""
    dates = [_date_parts(work.get(name)) for name in _DATE_FIELDS]
    complete_dates = [date for date in dates if len(date) == 3]  # noqa: PLR2004
    for date in sorted(complete_dates, key=lambda date: list(map(int, date))):
        if entry.set_date("published", *date):
            break
    years = [date[0] for date in dates if date and len(date[0]) == len("2024")]
    return min(years, default="")


def _date_parts(date: Json) -> list[str]:
    """Return those of the year, month and day that the date contains."""
    dates = as_list(as_object(date).get("date-parts"))
    parts = list(map(as_text, as_list(dates[0]))) if dates else []
    are_numbers = all(
        part.isascii() and part.isdecimal() and len(part) <= len("2024") for part in parts
    )
    return parts if are_numbers else []


def _venue(work: dict[str, Json], year: str) -> CitedVenue:
    kind = _KINDS.get(as_text(work.get("type")), "")
    if kind == "preprint":
        return CitedVenue(kind, year=year)
    titles = list(map(as_text, _list_field(work, "container-title")))
    event = as_text(as_object(work.get("event")).get("name"))
    if as_text(work.get("type")) == "book-chapter":
        titles.reverse()  # the series precedes the book
    title = jats.to_text(next(filter(None, titles), event))
    volume, issue, pages = (
        one_line(_first_text(work, name)) for name in ("volume", "issue", "page")
    )
    return CitedVenue(kind, title, volume, issue, pages, year)


def _set_withdrawn(entry: EntryBuilder, work: dict[str, Json]) -> None:
    """Set the date of a retraction, or note that the work is another paper's retraction notice."""
    work_doi = as_text(work.get("DOI")).casefold()
    notices = as_list(work.get("update-to"))
    for update in map(as_object, as_list(work.get("updated-by")) + notices):
        kind, doi = as_text(update.get("type")).casefold(), as_text(update.get("DOI"))
        if kind not in _RETRACTIONS:
            entry.add_unstored("update", f"{kind} {doi}")
        elif update in notices and doi.casefold() not in {work_doi, ""}:
            entry.add_unstored("notice", f"{kind} of {doi}")
        elif not entry.set_date(
            "withdrawn", *[*_date_parts(update.get("updated")), "", "", ""][:3]
        ):
            entry.add_unstored("withdrawn", f"{kind} {doi} (no date given)")


def _list_field(work: dict[str, Json], name: str) -> list[Json]:
    """Return a field as a list; a single value becomes a list of one item."""
    value = work.get(name)
    return value if isinstance(value, list) else [value]


def _first_text(work: dict[str, Json], name: str) -> str:
    return as_text(next(iter(_list_field(work, name)), ""))
