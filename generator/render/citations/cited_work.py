"""The data that all citation formats share: a paper with its venue, authors' names and date."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.core import permalinks
from generator.core.model import Author, Paper
from generator.library.site import Site
from generator.render.citations.venues import Venue, parse_venue
from generator.text import names, tex
from generator.text.names import Name
from generator.text.strings import one_line

_URL_ORDER_OF_PREPRINTS = ("arxiv", "doi", "openreview", "acl")
_URL_ORDER_OF_PUBLISHED = ("acl", "openreview", "doi", "arxiv")
_FIRST_YEAR_OF_ARXIV = 1991


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A paper as it is cited.

    Attributes:
        key: The citation key.
        paper: The paper.
        venue: The venue of the paper.
        names: The authors' names.
        issued: The year; or year, month and day; empty if unknown.
        keywords: The labels of the paper's tags.
    """

    key: str
    paper: Paper
    venue: Venue
    names: Sequence[Name]
    issued: tuple[int, ...]
    keywords: Sequence[str]

    @property
    def title(self) -> str:
        """The title on one line, without TeX."""
        return one_line(tex.to_plain_text(self.paper.title))

    @property
    def abstract(self) -> str:
        """The abstract without TeX."""
        return tex.to_plain_text(self.paper.abstract)

    @property
    def url(self) -> str:
        """The URL of the paper, preferably at its publisher; empty if there is none."""
        paper, is_preprint = self.paper, self.venue.kind == "preprint"
        order = _URL_ORDER_OF_PREPRINTS if is_preprint else _URL_ORDER_OF_PUBLISHED
        urls = permalinks.external_urls({field: getattr(paper, field) for field in order})
        links = {link.kind: link.url for link in paper.links}
        candidates = [urls.get(field) for field in order]
        candidates += [links.get(kind) for kind in ("pdf", "project")]
        return next(filter(None, candidates), "")


def cite(paper: Paper, site: Site, key: str) -> CitedWork:
    """Return the citation data of a paper.

    Args:
        paper: The paper.
        site: The site of the paper, for the labels of tags and the authors' family names.
        key: The citation key.
    """
    venue = parse_venue(paper)
    labels = [site.taxonomy.tags[tag].label for tag in paper.tags if tag in site.taxonomy.tags]
    authors = [author_name(author, site) for author in paper.authors]
    return CitedWork(key, paper, venue, authors, issue_date(paper, venue), labels)


def author_name(author: Author, site: Site) -> Name:
    """Split an author's name into its parts, using the family name in ``authors.yml`` if any."""
    return names.parse(tex.to_plain_text(author.name), site.people.family(author.slug))


def issue_date(paper: Paper, venue: Venue) -> tuple[int, ...]:
    """Return the date to cite.

    For a preprint, this is the day of its first version. Otherwise it is the first known of the
    venue's year, the year of the first version and the year in the arXiv id. The day on which the
    digest featured the paper is unrelated to its publication.

    Returns:
        Year, month and day; or the year only; or an empty tuple if unknown.
    """
    day = paper.published
    if day and venue.kind == "preprint":
        return (day.year, day.month, day.day)
    if year := venue.year or (day and day.year):
        return (year,)
    return (_arxiv_year(paper.arxiv),) if paper.arxiv else ()


def _arxiv_year(arxiv: str) -> int:
    """Return the year in an arXiv id.

    >>> _arxiv_year("2402.07197"), _arxiv_year("hep-th/9901001")
    (2024, 1999)
    """
    year = int(arxiv.rpartition("/")[2][:2])
    return (1900 if year >= _FIRST_YEAR_OF_ARXIV % 100 else 2000) + year
