"""Crossref's JSON, one work or a list of works (api.crossref.org/swagger-ui)."""

import re
from collections.abc import Iterator

from generator.core.urls import find_arxiv_id
from generator.readers.reading import Reading
from generator.readers.shared import jats
from generator.readers.shared.json_list import Json, items, list_of, map_of, shown, text_of
from generator.readers.shared.person_names import cited_name
from generator.readers.shared.record import Place, Record, Records, source
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
    records = Records(may_lack_abstract=True)
    for item in items(source(text), _LIST):
        work = map_of(map_of(item.value).get("message", item.value))
        if item.problem:
            records.leave(item.line, item.source, item.problem)
        elif "DOI" in work or "title" in work:
            records.add(_record(work, item.line), item.source)
        else:
            records.leave(item.line, item.source, "no work of Crossref's, which has a DOI")
    return records.reading()


def _record(work: dict[str, Json], line: int) -> Record:
    record = Record(line)
    record.text("title", _title(work, record))
    record.words("authors", _people(work, record))
    record.paragraphs(jats.abstract(_first(work, "abstract")))
    record.identifier("doi", text_of(work.get("DOI")), "DOI")
    record.identifier("arxiv", next(_preprints(work), ""), "relation")
    year = _published(work, record)
    record.appeared(_place(work, year))
    _withdrawn(work, record)
    record.leave("Crossref's other fields", ", ".join(map(one_line, work.keys() - _USED)))
    return record


def _title(work: dict[str, Json], record: Record) -> str:
    """Return the title, with what stands below it; others, such as translations, are left."""
    titles = [jats.plain(text_of(each)) for each in _listed(work.get("title"))]
    title, *others = [*filter(None, titles), ""]
    record.leave("title", "; ".join(others))
    below = jats.plain(_first(work, "subtitle"))
    if not title or not below or below.casefold() in title.casefold():
        return title
    return f"{title} {below}" if title[-1] in "?!:.—" else f"{title}: {below}"


def _people(work: dict[str, Json], record: Record) -> Iterator[str]:
    for author in _listed(work.get("author")):
        parts = {part: jats.plain(text_of(value)) for part, value in map_of(author).items()}
        particle, family = names.split_family_name(parts.get("family", ""))
        if name := cited_name({**parts, "non-dropping-particle": particle, "family": family}):
            yield name
        else:
            record.leave("author", shown(author))


def _preprints(work: dict[str, Json]) -> Iterator[str]:
    """Yield the arXiv ids of a work's own other versions; what it only cites is none."""
    for kind, others in map_of(work.get("relation")).items():
        for other in map(map_of, list_of(others) if kind in _VERSIONS else []):
            named, value = text_of(other.get("id-type")), text_of(other.get("id"))
            known = f"arXiv:{value}" if named.casefold() == "arxiv" else value
            if arxiv := find_arxiv_id(known) or find_arxiv_id(value):
                yield arxiv


def _published(work: dict[str, Json], record: Record) -> str:
    """Take the earliest day that is known as a whole; return the earliest year."""
    stated = [_parts(work.get(name)) for name in _DAYS]
    days = [parts for parts in stated if len(parts) == 3]  # noqa: PLR2004
    for parts in sorted(days, key=lambda parts: [int(part) for part in parts]):
        if record.day("published", *parts):
            break
    years = [parts[0] for parts in stated if parts and len(parts[0]) == len("2024")]
    return min(years, default="")


def _parts(date: Json) -> list[str]:
    """Return the year, month and day of a date, as many of them as it states."""
    [*first] = list_of(next(iter(list_of(map_of(date).get("date-parts"))), []))
    parts = list(map(text_of, first))
    sure = all(part.isascii() and part.isdecimal() and len(part) <= len("2024") for part in parts)
    return parts if sure else []


def _place(work: dict[str, Json], year: str) -> Place:
    kind = _KINDS.get(text_of(work.get("type")), "")
    if kind == "preprint":
        return Place(kind, year=year)
    titles = list(map(text_of, _listed(work.get("container-title"))))
    event = text_of(map_of(work.get("event")).get("name"))
    chapter = text_of(work.get("type")) == "book-chapter"  # a series, then the book
    title = jats.plain(next(filter(None, reversed(titles) if chapter else titles), event))
    volume, issue, pages = (one_line(_first(work, name)) for name in ("volume", "issue", "page"))
    return Place(kind, title, volume, issue, pages, year)


def _withdrawn(work: dict[str, Json], record: Record) -> None:
    """Take the day of a retraction; a notice of another paper's is said to be one."""
    own = text_of(work.get("DOI")).casefold()
    updates = list_of(work.get("updated-by")) + list_of(work.get("update-to"))
    for update in map(map_of, updates):
        kind, of = text_of(update.get("type")).casefold(), text_of(update.get("DOI"))
        if kind not in _WITHDRAWN:
            record.leave("update", f"{kind} {of}")
        elif update in list_of(work.get("update-to")) and of.casefold() not in {own, ""}:
            record.leave("notice", f"{kind} of {of}")
        elif not record.day("withdrawn", *[*_parts(update.get("updated")), "", "", ""][:3]):
            record.leave("withdrawn", f"{kind} {of}, without a day")


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _first(work: dict[str, Json], name: str) -> str:
    return text_of(next(iter(_listed(work.get(name))), ""))
