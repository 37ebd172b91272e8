"""Papers and hand-written pages to documents: the words of each field that a search looks in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from generator.core.model import HandWrittenPage, Paper
from generator.library.site import Site
from generator.text.terms import name_token, tokenize
from generator.text.tex import plain

BOOSTS: Mapping[str, float] = {
    "title": 12,
    "authors": 2,
    "abstract": 1,
    "tags": 1,
    "venue": 1,
    "category": 1,
    "year": 1,
    "day": 1,
    "identifier": 1,
}
"""The fields of the index, with how much a match in each of them counts."""

Document: TypeAlias = Mapping[str, Sequence[str]]
"""The words of each field."""


def papers(site: Site) -> list[Paper]:
    """Return the papers in the order of their documents.

    The oldest day comes first, so that a new paper is the last and the others keep their numbers.
    """
    return sorted(site.papers, key=lambda paper: (paper.date, paper.slug))


def sources(site: Site) -> list[HandWrittenPage | Paper]:
    """Return what the documents are made of: the hand-written pages, then the papers."""
    return [*site.own_pages, *papers(site)]


def document(source: HandWrittenPage | Paper, site: Site) -> Document:
    """Return the document of a page or a paper."""
    return _page(source) if isinstance(source, HandWrittenPage) else _paper(source, site)


def _page(page: HandWrittenPage) -> Document:
    words = {"title": tokenize(page.title), "abstract": tokenize(page.text)}
    return {field: words.get(field, ()) for field in BOOSTS}


def _paper(paper: Paper, site: Site) -> Document:
    labels = site.taxonomy.tags
    signed = [author.name for author in paper.authors]
    tags = list(site.tags_with_areas(paper))
    day = paper.date.isoformat()
    return {
        "title": tokenize(plain(paper.title)),
        "authors": _names([*signed, *site.people.names(paper.authors)]),
        "abstract": tokenize(plain(paper.abstract)),
        "tags": [
            *(word for tag in tags for word in tokenize(labels[tag].label)),
            *map(name_token, tags),
        ],
        "venue": _names([paper.venue] if paper.venue else []),
        "category": _names(paper.categories),
        "year": [str(paper.year)],
        "day": [*tokenize(f"{day} {paper.date:%B}"), name_token(day[:7]), name_token(day)],
        "identifier": _names(_identifiers(paper)),
    }


def _identifiers(paper: Paper) -> list[str]:
    """Return the identifiers that a reader may paste, each once: mostly the slug is one."""
    known = (paper.slug, paper.arxiv, paper.doi, paper.openreview, paper.acl)
    return list(dict.fromkeys(filter(None, known)))


def _names(names: Iterable[str]) -> list[str]:
    """Return the words of names, and each name whole."""
    known = list(names)
    return [word for name in known for word in tokenize(name)] + list(map(name_token, known))
