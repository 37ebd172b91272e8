"""Read OpenAlex's JSON: one work or a list of works.

The format is described at https://docs.openalex.org/api-entities/works.
"""

import re
from collections.abc import Iterator

from generator.core.external_urls import find_arxiv_id, identifier_in_url
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
from generator.text.strings import one_line

RETRACTED = "marked as retracted by OpenAlex (no date given)"
"""The remark on a retracted paper, because the field ``withdrawn`` needs a date."""

_EMPTY_LIST = r"(?:\[\s*\][^\[\]]*)?"
_ENVELOPE = re.compile(rf"[^\[\]]*{_EMPTY_LIST}\"results\"[ \t\r\n]*:[ \t\r\n]*(?=\[)")
_OPENALEX_FIELD = re.compile(
    r"\"(?:id|openalex)\"\s*:\s*\"https://openalex\.org/W[0-9]|\"abstract_inverted_index\"\s*:"
    r"|\{\s*\"meta\"\s*:\s*\{[^{}]*\"(?:db_response_time_ms|per_page)\""
)
_JSON_START = re.compile(r"\s*\[?\s*\{")
_DETECTION_LENGTH = 6_000  # characters
_KINDS = {"journal": "journal", "conference": "conference", "repository": "preprint"}
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_UNKNOWN_DAY = "01-01"  # OpenAlex uses January 1 if only the year is known
_USED_FIELDS = frozenset([
    "id", "doi", "title", "display_name", "ids", "authorships", "publication_date", "biblio",
    "publication_year", "type", "primary_location", "best_oa_location", "locations",
    "abstract_inverted_index", "is_retracted",
])  # fmt: skip


def looks_like(text: str) -> bool:
    """Return whether a text is a response from OpenAlex.

    >>> looks_like('{"id": "https://openalex.org/W2741809807", "title": "On Tests"}')
    True
    """
    head = text[:_DETECTION_LENGTH].removeprefix("\ufeff")
    return _JSON_START.match(head) is not None and _OPENALEX_FIELD.search(head) is not None


def read(text: str) -> Reading:
    r"""Read a response from OpenAlex.

    Args:
        text: The response.

    Returns:
        The works, which may lack an abstract. A retracted work has a remark, because OpenAlex
        does not state the date. Text that is not a work is listed with its line and the reason.

    >>> [entry] = read('{"title": "On Tests", "abstract_inverted_index": {"test.": [1], "We": [0]}}'
    ... ).entries
    >>> entry.fields, entry.abstract
    ({'title': 'On Tests'}, 'We test.')
    """
    builder = ReadingBuilder(abstract_optional=True)
    for item in parse_items(normalize(text), _ENVELOPE):
        work = as_object(item.value)
        if item.problem:
            builder.add_unplaced(item.line, item.source, item.problem)
        elif {"title", "display_name"} & work.keys():
            entry = _build_entry(work, item.line)
            builder.add_entry(entry, item.source)
            if work.get("is_retracted") is True:
                title = str(entry.fields.get("title", ""))
                builder.add_remark(item.line, title, RETRACTED)
        else:
            problem = "not an OpenAlex work; a work has a title"
            builder.add_unplaced(item.line, item.source, problem)
    return builder.build()


def _build_entry(work: dict[str, Json], line: int) -> EntryBuilder:
    entry = EntryBuilder(line)
    title = as_text(work.get("title")) or as_text(work.get("display_name"))
    entry.set_text("title", jats.to_text(title))
    entry.set_list("authors", _author_names(work, entry))
    abstract = _abstract(work.get("abstract_inverted_index"), entry)
    entry.set_abstract(jats.abstract_to_text(abstract))
    doi = as_text(work.get("doi")) or as_text(as_object(work.get("ids")).get("doi"))
    entry.set_identifier("doi", doi, "doi")
    for url in _location_urls(work):
        identifier = identifier_in_url(url)
        if identifier and identifier[0] == "arxiv":
            entry.set_identifier("arxiv", identifier[1], "location")
    best_location = as_object(work.get("best_oa_location"))
    entry.add_link(as_text(best_location.get("pdf_url")), "pdf", "pdf_url")
    entry.set_venue(_venue(work, _set_published(entry, work)))
    entry.add_unstored(
        "other OpenAlex fields", ", ".join(map(one_line, work.keys() - _USED_FIELDS))
    )
    return entry


def _author_names(work: dict[str, Json], entry: EntryBuilder) -> Iterator[str]:
    for authorship in map(as_object, as_list(work.get("authorships"))):
        name = as_text(as_object(authorship.get("author")).get("display_name"))
        if name := one_line(name or as_text(authorship.get("raw_author_name"))):
            yield name
        else:
            entry.add_unstored("author", describe({**authorship}))


def _abstract(index: Json, entry: EntryBuilder) -> str:
    """Return the text of an inverted index, which maps each word to its positions.

    >>> index = {"test": [1, 3], "We": [0], "a": [2], "lost": ["x", -1, 10**30]}
    >>> _abstract(index, EntryBuilder(1))
    'We test a test lost'
    """
    words: dict[int, str] = {}
    for word, positions in as_object(index).items():
        for position in as_list(positions):
            if type(position) is not int or position < 0:
                entry.add_unstored("abstract word without a position", word)
            elif words.setdefault(position, word) != word:
                entry.add_unstored("two abstract words at the same position", word)
    return " ".join(words[position] for position in sorted(words))


def _location_urls(work: dict[str, Json]) -> Iterator[str]:
    locations = [
        work.get("primary_location"),
        work.get("best_oa_location"),
        *as_list(work.get("locations")),
    ]
    for location in map(as_object, locations):
        for name in ("landing_page_url", "pdf_url"):
            if url := as_text(location.get(name)).strip():
                yield url
        if arxiv := find_arxiv_id(as_text(location.get("id"))):
            yield f"https://arxiv.org/abs/{arxiv}"


def _set_published(entry: EntryBuilder, work: dict[str, Json]) -> str:
    """Set the publication date unless only its year is known; return the year, if known."""
    date = as_text(work.get("publication_date"))
    match = _DATE.fullmatch(date)
    if match and not date.endswith(_UNKNOWN_DAY):
        entry.set_date("published", match[1], match[2], match[3])
    year = one_line(as_text(work.get("publication_year"))) or (match[1] if match else "")
    return year if year.isdecimal() else ""


def _venue(work: dict[str, Json], year: str) -> CitedVenue:
    """Return the venue of a work; a preprint repository is not a venue."""
    source = as_object(as_object(work.get("primary_location")).get("source"))
    kind = _KINDS.get(as_text(source.get("type")), "")
    if "preprint" in {kind, as_text(work.get("type"))}:
        return CitedVenue("preprint", year=year)
    title = jats.to_text(as_text(source.get("display_name")))
    biblio = as_object(work.get("biblio"))
    volume, issue, first, last = (
        one_line(as_text(biblio.get(name)))
        for name in ("volume", "issue", "first_page", "last_page")
    )
    pages = f"{first}-{last}" if last and last != first else first
    return CitedVenue(kind, title, volume, issue, pages, year)
