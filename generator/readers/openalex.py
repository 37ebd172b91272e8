"""OpenAlex's JSON, one work or a list of works (docs.openalex.org/api-entities/works)."""

import re
from collections.abc import Iterator

from generator.core.urls import find_arxiv_id, identifier_in_url
from generator.readers.reading import Reading
from generator.readers.shared import jats
from generator.readers.shared.json_list import Json, items, list_of, map_of, shown, text_of
from generator.readers.shared.record import Place, Record, Records, source
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
    records = Records(may_lack_abstract=True)
    for item in items(source(text), _LIST):
        work = map_of(item.value)
        if item.problem:
            records.leave(item.line, item.source, item.problem)
        elif {"title", "display_name"} & work.keys():
            record = _record(work, item.line)
            records.add(record, item.source)
            if work.get("is_retracted") is True:
                title = str(record.fields.get("title", ""))
                records.remark(item.line, title, RETRACTED)
        else:
            records.leave(item.line, item.source, "no work of OpenAlex's, which has a title")
    return records.reading()


def _record(work: dict[str, Json], line: int) -> Record:
    record = Record(line)
    title = text_of(work.get("title")) or text_of(work.get("display_name"))
    record.text("title", jats.plain(title))
    record.words("authors", _people(work, record))
    record.paragraphs(jats.abstract(_abstract(work.get("abstract_inverted_index"), record)))
    record.identifier("doi", text_of(work.get("doi")) or _id(work, "doi"), "doi")
    for address in _addresses(work):
        found = identifier_in_url(address)
        if found and found[0] == "arxiv":
            record.identifier("arxiv", found[1], "location")
    best = map_of(work.get("best_oa_location"))
    record.address(text_of(best.get("pdf_url")), "pdf", "pdf_url")
    record.appeared(_place(work, _published(work, record)))
    record.leave("OpenAlex's other fields", ", ".join(map(one_line, work.keys() - _USED)))
    return record


def _people(work: dict[str, Json], record: Record) -> Iterator[str]:
    for each in map(map_of, list_of(work.get("authorships"))):
        name = text_of(map_of(each.get("author")).get("display_name"))
        if name := one_line(name or text_of(each.get("raw_author_name"))):
            yield name
        else:
            record.leave("author", shown({**each}))


def _abstract(index: Json, record: Record) -> str:
    """Return the words of an inverted index (word to places) in the order of their places.

    >>> _abstract({"test": [1, 3], "We": [0], "a": [2], "lost": ["x", -1, 10**30]}, Record(1))
    'We test a test lost'
    """
    placed: dict[int, str] = {}
    for word, places in map_of(index).items():
        for place in list_of(places):
            if type(place) is not int or place < 0:
                record.leave("a word of the abstract without a place", word)
            elif placed.setdefault(place, word) != word:
                record.leave("a second word in one place of the abstract", word)
    return " ".join(placed[place] for place in sorted(placed))


def _id(work: dict[str, Json], name: str) -> str:
    return text_of(map_of(work.get("ids")).get(name))


def _addresses(work: dict[str, Json]) -> Iterator[str]:
    places = [work.get("primary_location"), work.get("best_oa_location")]
    for place in map(map_of, [*places, *list_of(work.get("locations"))]):
        for name in ("landing_page_url", "pdf_url"):
            if address := text_of(place.get(name)).strip():
                yield address
        if arxiv := find_arxiv_id(text_of(place.get("id"))):
            yield f"https://arxiv.org/abs/{arxiv}"


def _published(work: dict[str, Json], record: Record) -> str:
    """Take the day of publication if more than its year is known; return the year."""
    stated = text_of(work.get("publication_date"))
    found = _DAY.fullmatch(stated)
    if found and not stated.endswith(_YEAR_ALONE):
        record.day("published", found[1], found[2], found[3])
    year = one_line(text_of(work.get("publication_year"))) or (found[1] if found else "")
    return year if year.isdecimal() else ""


def _place(work: dict[str, Json], year: str) -> Place:
    """Return where a work appeared: a repository of preprints is no place, nor is its name."""
    where = map_of(map_of(work.get("primary_location")).get("source"))
    kind = _KINDS.get(text_of(where.get("type")), "")
    if "preprint" in {kind, text_of(work.get("type"))}:
        return Place("preprint", year=year)
    biblio = map_of(work.get("biblio"))
    volume, issue, first, last = (
        one_line(text_of(biblio.get(name)))
        for name in ("volume", "issue", "first_page", "last_page")
    )
    pages = f"{first}-{last}" if last and last != first else first
    return Place(kind, jats.plain(text_of(where.get("display_name"))), volume, issue, pages, year)
