"""A paper as all formats of citations see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.core import permalinks
from generator.core.model import Author, Paper
from generator.library.site import Site
from generator.render.citations.venues import Venue, parse_venue
from generator.text import names, tex
from generator.text.names import Name
from generator.text.plain import one_line

_OF_PREPRINT = ("arxiv", "doi", "openreview", "acl")
_OF_PUBLISHED = ("acl", "openreview", "doi", "arxiv")
_OLD_CENTURY = 91  # arXiv began in 1991


@dataclass(frozen=True, slots=True)
class CitedWork:
    """What is cited. ``issued`` is the year, or year, month and day, or nothing if unknown."""

    key: str
    paper: Paper
    venue: Venue
    names: Sequence[Name]
    issued: tuple[int, ...]
    keywords: Sequence[str]

    @property
    def title(self) -> str:
        """The title on one line, without TeX."""
        return one_line(tex.plain(self.paper.title))

    @property
    def abstract(self) -> str:
        """The abstract without TeX."""
        return tex.plain(self.paper.abstract)

    @property
    def url(self) -> str:
        """Where the paper is to be read outside: the place that published it comes first."""
        paper = self.paper
        ids = {name: getattr(paper, name) for name in _OF_PREPRINT}
        found = permalinks.external_urls(ids)
        order = _OF_PREPRINT if self.venue.kind == "preprint" else _OF_PUBLISHED
        known = [found[name] for name in order if name in found]
        links = {link.kind: link.url for link in paper.links}
        known += [links[kind] for kind in ("pdf", "project") if kind in links]
        return next(iter(known), "")


def cite(paper: Paper, site: Site, key: str) -> CitedWork:
    """Return what citations say of a paper of a site, under a citation key."""
    place = parse_venue(paper)
    labels = [site.taxonomy.tags[tag].label for tag in paper.tags if tag in site.taxonomy.tags]
    authors = [author_name(author, site) for author in paper.authors]
    return CitedWork(key, paper, place, authors, issue_date(paper, place), labels)


def author_name(author: Author, site: Site) -> Name:
    """Return the parts of an author's name: the only place where citations learn them."""
    return names.parse(tex.plain(author.name), site.people.family(author.slug))


def issue_date(paper: Paper, place: Venue) -> tuple[int, ...]:
    """Return the year to cite, with month and day for a preprint of which they are known.

    It is the venue's year, else that of the first version, as the entry or the arXiv id states it;
    a preprint's own day comes first. When the digest featured a paper does not tell when it
    appeared: where nothing else is known, nothing is returned.
    """
    day = paper.published
    if day and place.kind == "preprint":
        return (day.year, day.month, day.day)
    if year := place.year or (day and day.year):
        return (year,)
    return (_arxiv_year(paper.arxiv),) if paper.arxiv else ()


def _arxiv_year(arxiv: str) -> int:
    """Return the year in an arXiv id.

    >>> _arxiv_year("2402.07197"), _arxiv_year("hep-th/9901001")
    (2024, 1999)
    """
    year = int(arxiv.rpartition("/")[2][:2])
    return (1900 if year >= _OLD_CENTURY else 2000) + year
