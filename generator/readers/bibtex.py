"""BibTeX, as Zotero, Google Scholar, DBLP, the ACL Anthology and this project write it."""

import re
from collections.abc import Iterator, Mapping

from generator.core.urls import find_arxiv_id
from generator.readers.reading import Reading
from generator.readers.shared.bibtex_parser import BibtexBlock, parse_blocks
from generator.readers.shared.builders import CitedVenue, EntryBuilder, ReadingBuilder, normalize
from generator.readers.shared.person_names import without_dblp_number
from generator.text import names
from generator.text.names import Name
from generator.text.plain import one_line
from generator.text.tex.latex_to_text import latex_to_text

_LOOK = re.compile(
    r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]\s*(?:(?:[^\s,{}()=\"]+\s*)?,\s*)?[A-Za-z_-]+\s*=", re.MULTILINE
)
_HEAD, _PREFACE = 10_000, 2_000
"""Characters that are looked at, and before the first record; a web page may quote one below."""

_KINDS = {
    "article": "journal",
    "inproceedings": "conference",
    "conference": "conference",
    "unpublished": "preprint",
}
_MISC = ("misc", "online", "electronic", "preprint", "unpublished", "techreport", "report")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VENUES = ("booktitle", "journal", "journaltitle", "howpublished", "institution", "school")
_USED = frozenset([
    "title", "author", "abstract", "year", "month", "day", "date", "doi", "eprint", "eprinttype",
    "archiveprefix", "primaryclass", "url", "keywords", "volume", "number", "pages", "crossref",
    *_VENUES,
])  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T/].*)?")
_YEAR = re.compile(r"\d{4}")
_ARXIV = re.compile(r"\s*arXiv:\S+(?:\s*\[[\w.-]+\])?\s*", re.IGNORECASE)
_FILE = re.compile(r"https?://[^\s:;{}]+(?::\d+)?[^\s:;{}]*")
_PARTS = re.compile(r"[{}]|(?<!\s)\s+and(?=\s)|,", re.IGNORECASE)
_URL_MACRO = re.compile(r"\\url\s*\{([^{}]*)\}")
_ESCAPES = re.compile(r"\\([%_#&~$])|[{}]")
_TILDE = re.compile(r"\{?\\textasciitilde(?:\{\}|\s)?\}?|\\~\{\}|\$\\sim\$")


def looks_like(text: str) -> bool:
    """Return whether a text has a record of BibTeX among its first lines."""
    found = _LOOK.search(text[:_HEAD])
    return found is not None and found.start() < _PREFACE


def read(text: str) -> Reading:
    r"""Return the papers of a file, and all that is no paper with its line and the reason.

    >>> [entry] = read("@misc{a, title={{GPT} Tested}, abstract={We test.}, year=2024}").entries
    >>> entry.fields, entry.abstract
    ({'title': 'GPT Tested'}, 'We test.')
    """
    builder = ReadingBuilder()
    found = list(parse_blocks(normalize(text)))
    parents = {block.key.lower(): block for block in found if block.kind}
    for block in found:
        if block.problem:
            builder.add_unplaced(block.line, block.text, block.problem)
        elif not block.kind:
            builder.add_remark(block.line, block.text, "stands outside of the records")
        elif block.kind == "proceedings":
            builder.add_remark(block.line, block.text, "proceedings, no paper")
        else:
            parent = parents.get(block.fields.get("crossref", "").lower())
            builder.add_entry(_build_entry(block, parent), block.text)
    return builder.build()


def _build_entry(block: BibtexBlock, parent: BibtexBlock | None) -> EntryBuilder:
    fields = _inherited(block, parent)
    entry = EntryBuilder(block.line)
    entry.set_text("title", latex_to_text(one_line(fields.get("title", ""))))
    entry.set_list("authors", _people(fields.get("author", ""), entry))
    entry.set_abstract(latex_to_text(fields.get("abstract", "")))
    _identifiers(fields, entry)
    has_day = _day(fields, entry)
    entry.set_venue(_place(block.kind, fields))
    _leave_unused(fields, entry, has_day=has_day)
    if parent is None:
        entry.add_unstored("crossref", fields.get("crossref", ""))
    entry.set_list("keywords", re.split("[,;]", latex_to_text(fields.get("keywords", ""))))
    for name in fields:
        if name not in _USED:
            _other(name, fields[name], entry)
    entry.add_unstored("key", block.key)
    for note in block.notes:
        entry.add_unstored("not understood", note)
    return entry


def _inherited(block: BibtexBlock, parent: BibtexBlock | None) -> dict[str, str]:
    fields = dict(block.fields)
    if parent and parent is not block:
        title = parent.fields.get("booktitle") or parent.fields.get("title", "")
        fields.setdefault("booktitle", title)
        fields.setdefault("year", parent.fields.get("year", ""))
    return fields


def _identifiers(fields: dict[str, str], entry: EntryBuilder) -> None:
    eprint, doi = _verbatim(fields.get("eprint", "")), _verbatim(fields.get("doi", ""))
    server = fields.get("archiveprefix") or fields.get("eprinttype") or "arXiv"
    if server.strip().casefold() == "arxiv":
        entry.set_identifier("arxiv", eprint, "eprint")
    else:
        entry.add_unstored("eprint", f"{server}: {eprint}")
    if category := one_line(fields.get("primaryclass", "")).strip("[]"):
        entry.set_categories([category])
    entry.set_identifier("doi", doi)
    for name in ("number", "note"):
        if _ARXIV.fullmatch(fields.get(name, "")):
            entry.set_identifier("arxiv", find_arxiv_id(fields.pop(name)), name)
    published_at = fields.get("howpublished", "")
    addresses = published_at if _is_address(published_at) else ""
    for url in f"{_verbatim(fields.get('url', ''))} {_verbatim(addresses)}".split():
        entry.add_link(url)


def _day(fields: Mapping[str, str], entry: EntryBuilder) -> bool:
    """Take the date if all of it is known; return whether it is."""
    date = _DATE.fullmatch(fields.get("date", "").strip())
    if date and date[3]:
        return entry.set_date("published", date[1], date[2], date[3])
    month = fields.get("month", "").strip().lower()
    number = str(_MONTHS.index(month[:3]) + 1) if month[:3] in _MONTHS else month
    day = fields.get("day", "").strip()
    return entry.set_date("published", fields.get("year", "").strip(), number, day)


def _leave_unused(fields: Mapping[str, str], entry: EntryBuilder, *, has_day: bool) -> None:
    """Note the parts of an incomplete date, and all places but the first."""
    if not has_day:
        entry.add_unstored("month", fields.get("month", ""))
        entry.add_unstored("day", fields.get("day", ""))
        if not _YEAR.fullmatch(fields.get("date", "").strip()):
            entry.add_unstored("date", fields.get("date", ""))
    places = {name: latex_to_text(one_line(fields.get(name, ""))) for name in _VENUES}
    _, *others = [name for name, shown in places.items() if shown] or [""]
    for name in others:
        if not _is_address(places[name]):
            entry.add_unstored(name, places[name])


def _place(kind: str, fields: Mapping[str, str]) -> CitedVenue:
    date = _DATE.fullmatch(fields.get("date", "").strip())
    title = next(
        (shown for name in _VENUES if (shown := latex_to_text(one_line(fields.get(name, ""))))), ""
    )
    volume, number, pages = (
        one_line(latex_to_text(fields.get(name, ""))) for name in ("volume", "number", "pages")
    )
    return CitedVenue(
        _KINDS.get(kind, "preprint" if kind in _MISC and fields.get("eprint") else ""),
        "" if _is_address(title) else title,
        volume,
        number,
        pages,
        one_line(fields.get("year", "")) or (date[1] if date else ""),
    )


def _is_address(value: str) -> bool:
    return value.lstrip("{ ").startswith(("http", "\\url"))


def _other(name: str, value: str, entry: EntryBuilder) -> None:
    """Take what some programs write in fields of their own; the rest has no place."""
    value = value.strip()
    if name in {"pdf", "code", "project", "video", "slides"} and value.startswith("http"):
        entry.add_link(_verbatim(value), name, name)
    elif name == "file" and (found := _FILE.search(value.replace("\\:", ":"))):
        entry.add_link(_verbatim(found[0]), "pdf", name)
    elif name in {"arxiv", "arxivid", "openreview"} and "/" not in value.rstrip("/"):
        entry.set_identifier("openreview" if name == "openreview" else "arxiv", value, name)
    else:
        entry.add_unstored(name, latex_to_text(value))


def _people(value: str, entry: EntryBuilder) -> Iterator[str]:
    for name in _parted(value, "and"):
        if name.casefold() == "others":
            entry.add_unstored("author", "and others")
        elif name:
            yield _person(name)


def _person(name: str) -> str:
    """Return a name as people write it.

    >>> [_person(name) for name in ("van Beethoven, Ludwig", "King, Jr., Martin", "{The A Team}")]
    ['Ludwig van Beethoven', 'Martin King Jr.', 'The A Team']
    """
    name = without_dblp_number(name)
    parts = _parted(name, ",")
    shown = [one_line(latex_to_text(part)) for part in parts]
    if len(parts) not in {2, 3} or not all(shown):
        return one_line(latex_to_text(name))
    is_whole = parts[0].startswith("{") and parts[0].endswith("}")
    particle, family = ("", shown[0]) if is_whole else names.split_family_name(shown[0])
    return Name(shown[-1], particle, family, shown[1] if len(parts) > 2 else "").text  # noqa: PLR2004


def _parted(value: str, separator: str) -> list[str]:
    """Return the parts of a value; a separator inside braces is none."""
    parts, start, depth = [], 0, 0
    for found in _PARTS.finditer(value):
        if found[0] in "{}":
            depth = max(0, depth + (1 if found[0] == "{" else -1))
        elif depth == 0 and found[0].strip().casefold() == separator:
            parts.append(value[start : found.start()].strip())
            start = found.end()
    return [*parts, value[start:].strip()]


def _verbatim(value: str) -> str:
    r"""Return an address or identifier without the escapes that some write into it.

    >>> _verbatim(r"\url{https://a.org/b\_c}"), _verbatim(r"10.1/x{\_}8")
    ('https://a.org/b_c', '10.1/x_8')
    """
    bare = _TILDE.sub("~", _URL_MACRO.sub(r"\1", value.strip()))
    return _ESCAPES.sub(lambda found: found[1] or "", bare)
