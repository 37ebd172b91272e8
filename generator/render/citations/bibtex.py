"""Format BibTeX entries that classic BibTeX and biber can read."""

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.render.citations.cited_work import CitedWork
from generator.render.citations.latex import escape, escape_title, escape_with_tex
from generator.text.names import Name
from generator.text.strings import one_line

_TYPES = {"preprint": "misc", "conference": "inproceedings", "journal": "article"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AND = re.compile(r"(?:^|\s)and(?:\s|$)|^others$", re.IGNORECASE)
"""Words that separate or abbreviate names in BibTeX."""


def format_bibtex(work: CitedWork, *, abstract: bool) -> str:
    """Return the BibTeX entry of a paper.

    Args:
        work: The paper.
        abstract: Whether to include the abstract and the keywords.
    """
    fields = [*_fields(work), *(_abstract_and_keywords(work) if abstract else ())]
    lines = [f"  {name} = {value}" for name, value in fields if value not in {"", "{}"}]
    return f"@{_TYPES[work.venue.kind]}{{{work.key},\n" + ",\n".join(lines) + "\n}\n"


def _fields(work: CitedWork) -> Iterator[tuple[str, str]]:
    paper, venue = work.paper, work.venue
    yield "title", _in_braces(escape_title(paper.title))
    yield "author", _in_braces(" and ".join(map(_author, work.names)))
    yield from _venue(work)
    yield "volume", _in_braces(escape(venue.volume))
    yield "number", _in_braces(escape(venue.issue))
    yield "pages", _in_braces(venue.pages.replace("-", "--"))
    yield "year", _in_braces("".join(map(str, work.issued[:1])))
    # A predefined abbreviation, which each BibTeX style expands in its own way.
    yield "month", _MONTHS[work.issued[1] - 1] if len(work.issued) > 1 else ""
    if paper.arxiv:
        yield "eprint", _in_braces(paper.arxiv)
        yield "archiveprefix", _in_braces("arXiv")
        yield "primaryclass", _in_braces(next(iter(paper.categories), ""))
    yield "doi", _in_braces(paper.doi or "")
    yield "url", _in_braces(work.url)


def _venue(work: CitedWork) -> Iterator[tuple[str, str]]:
    match work.venue.kind:
        case "preprint" if not work.paper.arxiv:
            yield "howpublished", _in_braces(escape(work.venue.title))
        case "conference":
            yield "booktitle", _in_braces(escape(work.venue.title))
        case "journal":
            yield "journal", _in_braces(escape(work.venue.title))


def _abstract_and_keywords(work: CitedWork) -> Iterator[tuple[str, str]]:
    yield "abstract", _in_braces(one_line(escape_with_tex(work.paper.abstract)))
    yield "keywords", _in_braces(escape(", ".join(work.keywords)))


def _author(name: Name) -> str:
    """Return a name as ``particle Family, Suffix, Given``; an unsplit name is in braces."""
    if name.is_unsplit:
        is_word = not _AND.search(name.family) and not re.search(r"[\s,]", name.family)
        return escape(name.family) if is_word else _in_braces(escape(name.family))
    family = replace(name, family=_family(name.family)).surname
    return ", ".join(filter(None, [family, _name_part(name.suffix), _name_part(name.given)]))


def _family(family: str) -> str:
    """Return a family name, in braces if BibTeX would treat one of its words as a particle."""
    has_lower_case_word = any(word[:1].islower() for word in family.split()[:-1])
    return _in_braces(escape(family)) if has_lower_case_word else _name_part(family)


def _name_part(text: str) -> str:
    return _in_braces(escape(text)) if "," in text or _AND.search(text) else escape(text)


def _in_braces(value: str) -> str:
    return f"{{{value}}}"
