"""OpenAlex's JSON, one work or a list of works (docs.openalex.org/api-entities/works)."""

import re
from collections.abc import Iterator

from generator.core.urls import find_arxiv_id, identifier_in_url
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
from generator.text.plain import one_line

_EMPTY = r"(?:\[\s*\][^\[\]]*)?"
_LIST = re.compile(rf"[^\[\]]*{_EMPTY}\"results\"[ \t\r\n]*:[ \t\r\n]*(?=\[)")
RETRACTED = "retracted, says OpenAlex, and not since when"
"""What is remarked of a paper that is marked so: the field ``withdrawn`` wants a day."""

_LOOK = re.compile(
    r"\"(?:id|openalex)\"\s*:\s*\"https://openalex\.org/W[0-9]|\"abstract_inverted_index\"\s*:"
    r"|\{\s*\"meta\"\s*:\s*\{[^{}]*\"(?:db_response_time_ms|per_page)\""
)
_BEGIN = re.compile(r"\s*\[?\s*\{")
_HEAD = 6_000
_KINDS = {"journal": "journal", "conference": "conference", "repository": "preprint"}
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YEAR_ALONE = "01-01"  # how OpenAlex writes the day of a work of which it knows the year
_USED = frozenset([
    "id", "doi", "title", "display_name", "ids", "authorships", "publication_date", "biblio",
    "publication_year", "type", "primary_location", "best_oa_location", "locations",
    "abstract_inverted_index", "is_retracted",
])  # fmt: skip


def looks_like(text: str) -> bool:
    """Return whether a text is an answer of OpenAlex's.

    >>> looks_like('{"id": "https://openalex.org/W2741809807", "title": "On Tests"}')
    True
    """
    head = text[:_HEAD].removeprefix("\ufeff")
    return _BEGIN.match(head) is not None and _LOOK.search(head) is not None


def read(text: str) -> Reading:
    r"""Return the works of an answer, and all that is no work with its line and the reason.

    A work may lack an abstract. A paper that is marked as retracted is said to be: there is
    no day of it.

    >>> [entry] = read('{"title": "On Tests", "abstract_inverted_index": {"test.": [1], "We": [0]}}'
    ... ).entries
    >>> entry.fields, entry.abstract
    ({'title': 'On Tests'}, 'We test.')
    """
    builder = ReadingBuilder(may_lack_abstract=True)
    for item in parse_items(normalize(text), _LIST):
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
            builder.add_unplaced(item.line, item.source, "no work of OpenAlex's, which has a title")
    return builder.build()


def _build_entry(work: dict[str, Json], line: int) -> EntryBuilder:
    entry = EntryBuilder(line)
    title = as_text(work.get("title")) or as_text(work.get("display_name"))
    entry.set_text("title", jats.to_text(title))
    entry.set_list("authors", _people(work, entry))
    entry.set_abstract(jats.abstract_to_text(_abstract(work.get("abstract_inverted_index"), entry)))
    entry.set_identifier("doi", as_text(work.get("doi")) or _id(work, "doi"), "doi")
    for address in _addresses(work):
        found = identifier_in_url(address)
        if found and found[0] == "arxiv":
            entry.set_identifier("arxiv", found[1], "location")
    best = as_object(work.get("best_oa_location"))
    entry.add_link(as_text(best.get("pdf_url")), "pdf", "pdf_url")
    entry.set_venue(_place(work, _published(work, entry)))
    entry.add_unstored("OpenAlex's other fields", ", ".join(map(one_line, work.keys() - _USED)))
    return entry


def _people(work: dict[str, Json], entry: EntryBuilder) -> Iterator[str]:
    for each in map(as_object, as_list(work.get("authorships"))):
        name = as_text(as_object(each.get("author")).get("display_name"))
        if name := one_line(name or as_text(each.get("raw_author_name"))):
            yield name
        else:
            entry.add_unstored("author", describe({**each}))


def _abstract(index: Json, entry: EntryBuilder) -> str:
    """Return the words of an inverted index (word to places) in the order of their places.

    >>> _abstract({"test": [1, 3], "We": [0], "a": [2], "lost": ["x", -1, 10**30]}, Record(1))
    'We test a test lost'
    """
    placed: dict[int, str] = {}
    for word, places in as_object(index).items():
        for place in as_list(places):
            if type(place) is not int or place < 0:
                entry.add_unstored("a word of the abstract without a place", word)
            elif placed.setdefault(place, word) != word:
                entry.add_unstored("a second word in one place of the abstract", word)
    return " ".join(placed[place] for place in sorted(placed))


def _id(work: dict[str, Json], name: str) -> str:
    return as_text(as_object(work.get("ids")).get(name))


def _addresses(work: dict[str, Json]) -> Iterator[str]:
    places = [work.get("primary_location"), work.get("best_oa_location")]
    for place in map(as_object, [*places, *as_list(work.get("locations"))]):
        for name in ("landing_page_url", "pdf_url"):
            if address := as_text(place.get(name)).strip():
                yield address
        if arxiv := find_arxiv_id(as_text(place.get("id"))):
            yield f"https://arxiv.org/abs/{arxiv}"


def _published(work: dict[str, Json], entry: EntryBuilder) -> str:
    """Take the day of publication if more than its year is known; return the year."""
    stated = as_text(work.get("publication_date"))
    found = _DAY.fullmatch(stated)
    if found and not stated.endswith(_YEAR_ALONE):
        entry.set_date("published", found[1], found[2], found[3])
    year = one_line(as_text(work.get("publication_year"))) or (found[1] if found else "")
    return year if year.isdecimal() else ""


def _place(work: dict[str, Json], year: str) -> CitedVenue:
    """Return where a work appeared: a repository of preprints is no place, nor is its name."""
    where = as_object(as_object(work.get("primary_location")).get("source"))
    kind = _KINDS.get(as_text(where.get("type")), "")
    if "preprint" in {kind, as_text(work.get("type"))}:
        return CitedVenue("preprint", year=year)
    biblio = as_object(work.get("biblio"))
    volume, issue, first, last = (
        one_line(as_text(biblio.get(name)))
        for name in ("volume", "issue", "first_page", "last_page")
    )
    pages = f"{first}-{last}" if last and last != first else first
    return CitedVenue(
        kind, jats.to_text(as_text(where.get("display_name"))), volume, issue, pages, year
    )
