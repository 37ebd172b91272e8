"""BibTeX, as classic BibTeX and biber read it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.render.citations.cited_work import CitedWork
from generator.render.citations.latex import escape, escape_title, escape_with_tex
from generator.text.names import Name
from generator.text.plain import one_line

_TYPES = {"preprint": "misc", "conference": "inproceedings", "journal": "article"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AND = re.compile(r"(?:^|\s)and(?:\s|$)|^others$", re.IGNORECASE)


def format_bibtex(work: CitedWork, *, abstract: bool) -> str:
    """Return an entry of BibTeX, with the abstract and the keywords if these are wanted.

    The month stands as BibTeX's own word for it, so that styles can write it in their way.
    """
    fields = [*_fields(work), *(_described(work) if abstract else ())]
    lines = [f"  {name} = {value}" for name, value in fields if value not in {"", "{}"}]
    return f"@{_TYPES[work.venue.kind]}{{{work.key},\n" + ",\n".join(lines) + "\n}\n"


def _fields(work: CitedWork) -> Iterator[tuple[str, str]]:
    paper, venue = work.paper, work.venue
    yield "title", _braced(escape_title(paper.title))
    yield "author", _braced(" and ".join(map(_author, work.names)))
    yield from _venue(work)
    yield "volume", _braced(escape(venue.volume))
    yield "number", _braced(escape(venue.issue))
    yield "pages", _braced(venue.pages.replace("-", "--"))
    yield "year", _braced("".join(map(str, work.issued[:1])))
    yield "month", _MONTHS[work.issued[1] - 1] if len(work.issued) > 1 else ""
    if paper.arxiv:
        yield "eprint", _braced(paper.arxiv)
        yield "archiveprefix", _braced("arXiv")
        yield "primaryclass", _braced(next(iter(paper.categories), ""))
    yield "doi", _braced(paper.doi or "")
    yield "url", _braced(work.url)


def _described(work: CitedWork) -> Iterator[tuple[str, str]]:
    yield "abstract", _braced(one_line(escape_with_tex(work.paper.abstract)))
    yield "keywords", _braced(escape(", ".join(work.keywords)))


def _venue(work: CitedWork) -> Iterator[tuple[str, str]]:
    match work.venue.kind:
        case "preprint" if not work.paper.arxiv:
            yield "howpublished", _braced(escape(work.venue.title))
        case "conference":
            yield "booktitle", _braced(escape(work.venue.title))
        case "journal":
            yield "journal", _braced(escape(work.venue.title))


def _author(name: Name) -> str:
    """Return a name as ``particle Family, Suffix, Given``; a whole one is in braces."""
    if name.is_unsplit:
        is_word = not _AND.search(name.family) and not re.search(r"[\s,]", name.family)
        return escape(name.family) if is_word else f"{{{escape(name.family)}}}"
    family = replace(name, family=_family(name.family)).surname
    return ", ".join(filter(None, [family, _part(name.suffix), _part(name.given)]))


def _family(family: str) -> str:
    """Return a family name, in braces if BibTeX would take some of it for a particle."""
    has_small = any(word[:1].islower() for word in family.split()[:-1])
    return f"{{{escape(family)}}}" if has_small else _part(family)


def _part(text: str) -> str:
    return f"{{{escape(text)}}}" if "," in text or _AND.search(text) else escape(text)


def _braced(value: str) -> str:
    return f"{{{value}}}"
