"""Papers and hand-written pages as documents: the words of each field of the search index."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from generator.core.model import HandWrittenPage, Paper
from generator.library.site import Site
from generator.text.tex import to_plain_text
from generator.text.tokens import name_token, tokenize

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
"""The fields of the index, each with the factor by which the score of a match is multiplied."""

Document: TypeAlias = Mapping[str, Sequence[str]]
"""The words of a document by field, in the order of the text."""


def papers(site: Site) -> list[Paper]:
    """Return a site's papers in the order of their documents, oldest day first.

    A new paper is usually the newest, so it comes last and the numbers of the others stay the same.
    """
    return sorted(site.papers, key=lambda paper: (paper.date, paper.slug))


def sources(site: Site) -> list[HandWrittenPage | Paper]:
    """Return a site's searchable pages in the order of their documents.

    Returns:
        The hand-written pages, then the papers. A document's number is its place in this list.
    """
    return [*site.hand_written_pages, *papers(site)]


def document(source: HandWrittenPage | Paper, site: Site) -> Document:
    """Return the document of a page.

    Args:
        source: The paper or hand-written page.
        site: The site of the page, for the labels of tags and the names of authors.

    Returns:
        The words of each field of ``BOOSTS``; a field may be empty.
    """
    return _page(source) if isinstance(source, HandWrittenPage) else _paper(source, site)


def _page(page: HandWrittenPage) -> Document:
    words = {"title": tokenize(page.title), "abstract": tokenize(page.text)}
    return {field: words.get(field, ()) for field in BOOSTS}


def _paper(paper: Paper, site: Site) -> Document:
    labels = site.taxonomy.tags
    printed_names = [author.name for author in paper.authors]
    tags = list(site.tags_with_areas(paper))
    day = paper.date.isoformat()
    return {
        "title": tokenize(to_plain_text(paper.title)),
        "authors": _names([*printed_names, *site.people.preferred_names(paper.authors)]),
        "abstract": tokenize(to_plain_text(paper.abstract)),
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
    """Return the identifiers that a reader may paste, without duplicates.

    The slug is one of them; most slugs are also the paper's arXiv id.
    """
    identifiers = (paper.slug, paper.arxiv, paper.doi, paper.openreview, paper.acl)
    return list(dict.fromkeys(filter(None, identifiers)))


def _names(names: Iterable[str]) -> list[str]:
    """Return the words of all names, followed by one word for each full name."""
    listed = list(names)
    return [word for name in listed for word in tokenize(name)] + list(map(name_token, listed))
