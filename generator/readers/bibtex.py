"""Read BibTeX, as Zotero, Google Scholar, DBLP, the ACL Anthology and this project write it."""

import re
from collections.abc import Iterator, Mapping

from generator.core.external_urls import find_arxiv_id
from generator.readers.reading import Reading
from generator.readers.shared.bibtex_parser import BibtexBlock, parse_blocks
from generator.readers.shared.entry_builder import (
    CitedVenue,
    EntryBuilder,
    ReadingBuilder,
    normalize,
)
from generator.readers.shared.person_names import without_dblp_number
from generator.text import names
from generator.text.names import Name
from generator.text.strings import one_line
from generator.text.tex.latex_to_text import latex_to_text

_FIRST_RECORD = re.compile(
    r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]\s*(?:(?:[^\s,{}()=\"]+\s*)?,\s*)?[A-Za-z_-]+\s*=", re.MULTILINE
)
_DETECTION_LENGTH, _MAX_PREFACE = 10_000, 2_000
"""The number of characters to search for a record, and the maximum number before it.

A web page may quote a record further down.
"""

_KINDS = {
    "article": "journal",
    "inproceedings": "conference",
    "conference": "conference",
    "unpublished": "preprint",
}
_PREPRINT_TYPES = (
    "misc", "online", "electronic", "preprint", "unpublished", "techreport", "report",
)  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VENUE_FIELDS = ("booktitle", "journal", "journaltitle", "howpublished", "institution", "school")
_USED_FIELDS = frozenset([
    "title", "author", "abstract", "year", "month", "day", "date", "doi", "eprint", "eprinttype",
    "archiveprefix", "primaryclass", "url", "keywords", "volume", "number", "pages", "crossref",
    *_VENUE_FIELDS,
])  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T/].*)?")
_YEAR = re.compile(r"\d{4}")
_ARXIV = re.compile(r"\s*arXiv:\S+(?:\s*\[[\w.-]+\])?\s*", re.IGNORECASE)
_URL_IN_FILE_FIELD = re.compile(r"https?://[^\s:;{}]+(?::\d+)?[^\s:;{}]*")
_BRACE_OR_SEPARATOR = re.compile(r"[{}]|(?<!\s)\s+and(?=\s)|,", re.IGNORECASE)
_URL_MACRO = re.compile(r"\\url\s*\{([^{}]*)\}")
_ESCAPES = re.compile(r"\\([%_#&~$])|[{}]")
_TILDE = re.compile(r"\{?\\textasciitilde(?:\{\}|\s)?\}?|\\~\{\}|\$\\sim\$")


def looks_like(text: str) -> bool:
    """Return whether a BibTeX record begins within the first lines of a text."""
    match = _FIRST_RECORD.search(text[:_DETECTION_LENGTH])
    return match is not None and match.start() < _MAX_PREFACE


def read(text: str) -> Reading:
    r"""Read a BibTeX file.

    Args:
        text: The file.

    Returns:
        The papers. Text that is not a paper is listed with its line and the reason.

    >>> [entry] = read("@misc{a, title={{GPT} Tested}, abstract={We test.}, year=2024}").entries
    >>> entry.fields, entry.abstract
    ({'title': 'GPT Tested'}, 'We test.')
    """
    builder = ReadingBuilder()
    blocks = list(parse_blocks(normalize(text)))
    records_by_key = {block.key.lower(): block for block in blocks if block.kind}
    for block in blocks:
        if block.problem:
            builder.add_unplaced(block.line, block.text, block.problem)
        elif not block.kind:
            builder.add_remark(block.line, block.text, "text outside the records")
        elif block.kind == "proceedings":
            builder.add_remark(block.line, block.text, "proceedings, not a paper")
        else:
            parent = records_by_key.get(block.fields.get("crossref", "").lower())
            builder.add_entry(_build_entry(block, parent), block.text)
    return builder.build()


def _build_entry(block: BibtexBlock, parent: BibtexBlock | None) -> EntryBuilder:
    fields = _with_inherited(block, parent)
    entry = EntryBuilder(block.line)
    entry.set_text("title", latex_to_text(one_line(fields.get("title", ""))))
    entry.set_list("authors", _author_names(fields.get("author", ""), entry))
    entry.set_abstract(latex_to_text(fields.get("abstract", "")))
    _set_identifiers(entry, fields)
    has_date = _set_published(entry, fields)
    entry.set_venue(_venue(block.kind, fields))
    if not has_date:
        _add_incomplete_date(entry, fields)
    _add_further_venues(entry, fields)
    if parent is None:
        entry.add_unstored("crossref", fields.get("crossref", ""))
    entry.set_list("keywords", re.split("[,;]", latex_to_text(fields.get("keywords", ""))))
    for name in fields:
        if name not in _USED_FIELDS:
            _set_nonstandard_field(entry, name, fields[name])
    entry.add_unstored("key", block.key)
    for note in block.notes:
        entry.add_unstored("syntax error", note)
    return entry


def _with_inherited(block: BibtexBlock, parent: BibtexBlock | None) -> dict[str, str]:
    """Return a record's fields, with the title and year of the proceedings that it refers to."""
    fields = dict(block.fields)
    if parent and parent is not block:
        title = parent.fields.get("booktitle") or parent.fields.get("title", "")
        fields.setdefault("booktitle", title)
        fields.setdefault("year", parent.fields.get("year", ""))
    return fields


def _author_names(value: str, entry: EntryBuilder) -> Iterator[str]:
    for name in _split(value, "and"):
        if name.casefold() == "others":
            entry.add_unstored("author", "and others")
        elif name:
            yield _person_name(name)


def _person_name(name: str) -> str:
    """Return a name with the given name first.

    >>> names = ("van Beethoven, Ludwig", "King, Jr., Martin", "{The A Team}")
    >>> [_person_name(name) for name in names]
    ['Ludwig van Beethoven', 'Martin King Jr.', 'The A Team']
    """
    name = without_dblp_number(name)
    written = _split(name, ",")
    decoded = [one_line(latex_to_text(component)) for component in written]
    if len(decoded) not in {2, 3} or not all(decoded):
        return one_line(latex_to_text(name))
    family, given = decoded[0], decoded[-1]
    suffix = decoded[1] if len(decoded) == 3 else ""  # noqa: PLR2004
    if written[0].startswith("{") and written[0].endswith("}"):
        return Name(given, "", family, suffix).text
    return Name(given, *names.split_family_name(family), suffix).text


def _split(value: str, separator: str) -> list[str]:
    """Split a value at a separator, ``and`` or a comma, outside of braces."""
    pieces, start, depth = [], 0, 0
    for match in _BRACE_OR_SEPARATOR.finditer(value):
        if match[0] in "{}":
            depth = max(0, depth + (1 if match[0] == "{" else -1))
        elif depth == 0 and match[0].strip().casefold() == separator:
            pieces.append(value[start : match.start()].strip())
            start = match.end()
    return [*pieces, value[start:].strip()]


def _set_identifiers(entry: EntryBuilder, fields: dict[str, str]) -> None:
    """Set identifiers, categories and links. Remove ``number`` and ``note`` if they are ids."""
    eprint, doi = _unescape_url(fields.get("eprint", "")), _unescape_url(fields.get("doi", ""))
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
    urls = [fields.get("url", ""), published_at if _is_url(published_at) else ""]
    for url in " ".join(map(_unescape_url, urls)).split():
        entry.add_link(url)


def _unescape_url(value: str) -> str:
    r"""Return a URL or identifier without the TeX escapes that some programs write into it.

    >>> _unescape_url(r"\url{https://a.org/b\_c}"), _unescape_url(r"10.1/x{\_}8")
    ('https://a.org/b_c', '10.1/x_8')
    """
    bare = _TILDE.sub("~", _URL_MACRO.sub(r"\1", value.strip()))
    return _ESCAPES.sub(lambda match: match[1] or "", bare)


def _is_url(value: str) -> bool:
    return value.lstrip("{ ").startswith(("http", "\\url"))


def _set_published(entry: EntryBuilder, fields: Mapping[str, str]) -> bool:
    """Set the publication date if it is complete; return whether it is."""
    date = _DATE.fullmatch(fields.get("date", "").strip())
    if date and date[3]:
        return entry.set_date("published", date[1], date[2], date[3])
    month = fields.get("month", "").strip().lower()
    number = str(_MONTHS.index(month[:3]) + 1) if month[:3] in _MONTHS else month
    day = fields.get("day", "").strip()
    return entry.set_date("published", fields.get("year", "").strip(), number, day)


def _venue(record_type: str, fields: Mapping[str, str]) -> CitedVenue:
    title = next(iter(_venue_titles(fields).values()), "")
    date = _DATE.fullmatch(fields.get("date", "").strip())
    is_preprint = record_type in _PREPRINT_TYPES and fields.get("eprint")
    volume, number, pages = (
        one_line(latex_to_text(fields.get(name, ""))) for name in ("volume", "number", "pages")
    )
    return CitedVenue(
        kind=_KINDS.get(record_type, "preprint" if is_preprint else ""),
        title="" if _is_url(title) else title,
        volume=volume,
        issue=number,
        pages=pages,
        year=one_line(fields.get("year", "")) or (date[1] if date else ""),
    )


def _venue_titles(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that name a venue and have a value, in order of preference."""
    titles = {name: latex_to_text(one_line(fields.get(name, ""))) for name in _VENUE_FIELDS}
    return {name: title for name, title in titles.items() if title}


def _add_incomplete_date(entry: EntryBuilder, fields: Mapping[str, str]) -> None:
    """Note the month and day of an incomplete date; its year is stored with the venue."""
    entry.add_unstored("month", fields.get("month", ""))
    entry.add_unstored("day", fields.get("day", ""))
    if not _YEAR.fullmatch(fields.get("date", "").strip()):
        entry.add_unstored("date", fields.get("date", ""))


def _add_further_venues(entry: EntryBuilder, fields: Mapping[str, str]) -> None:
    """Note all venues except the first."""
    for name, title in list(_venue_titles(fields).items())[1:]:
        if not _is_url(title):
            entry.add_unstored(name, title)


def _set_nonstandard_field(entry: EntryBuilder, name: str, value: str) -> None:
    """Set a field that only some programs write, or note its value."""
    value = value.strip()
    if name in {"pdf", "code", "project", "video", "slides"} and value.startswith("http"):
        entry.add_link(_unescape_url(value), name, name)
    elif name == "file" and (url := _URL_IN_FILE_FIELD.search(value.replace("\\:", ":"))):
        entry.add_link(_unescape_url(url[0]), "pdf", name)
    elif name in {"arxiv", "arxivid", "openreview"} and "/" not in value.rstrip("/"):
        entry.set_identifier("openreview" if name == "openreview" else "arxiv", value, name)
    else:
        entry.add_unstored(name, latex_to_text(value))
