"""All papers together: their order, what clashes between them, and who stands with whom."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar

from generator.core import permalinks
from generator.core.config import (
    CARD_STYLES,
    DEFAULT_AUTHOR_PAGES_FROM,
    DEFAULT_LANGUAGE,
    Config,
)
from generator.core.errors import Problem
from generator.core.identifiers import IDENTIFIER_FIELDS
from generator.core.model import Author, HandWrittenPage, Paper, Tag
from generator.core.yaml_with_lines import KeyPath
from generator.library import people
from generator.library.people import NO_PEOPLE, People
from generator.library.taxonomy import Taxonomy
from generator.storage.digests import fingerprint
from generator.text.name_matching import authors_may_match
from generator.text.plain import match_key, quoted_choices

_K = TypeVar("_K", bound=Hashable)


class LineLookup(Protocol):
    """Returns the line of a paper's field, of an item of it, or (without a place) of its file."""

    def __call__(self, paper: Paper, /, *where: str | int) -> int: ...  # noqa: D102 (above)


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The settings that every page depends on.

    Attributes:
        name: the site's name.
        url: the address where the site is published, ending with a slash; empty if unknown.
        language: the language of the papers, as an ISO 639-1 code.
        cards: what lists show of a paper, one of ``CARDS``.
        author_pages_from: the number of papers from which an author has a page.
    """

    name: str = ""
    url: str = ""
    language: str = DEFAULT_LANGUAGE
    cards: str = CARD_STYLES[0]
    author_pages_from: int = DEFAULT_AUTHOR_PAGES_FROM

    @classmethod
    def of(cls, config: Config) -> "SiteSettings":
        """Return the settings of a project."""
        return cls(
            name=config.site_name,
            url=config.site_url,
            language=config.language,
            cards=config.cards,
            author_pages_from=config.author_pages_from,
        )


@dataclass(frozen=True, eq=False)
class Site:
    """The papers, newest day first, and the groups they form; each group keeps that order.

    Within a day: most upvotes first, then the newest paper, then by slug.
    """

    papers: tuple[Paper, ...]
    taxonomy: Taxonomy
    hand_written_pages: tuple[HandWrittenPage, ...] = ()
    people: People = NO_PEOPLE
    settings: SiteSettings = SiteSettings()
    digests: Mapping[str, str] = field(default_factory=dict)
    """The digest of each entry's text, by path; empty if the papers do not come from files."""

    uncounted_pages: int = 0
    """The number of hand-written pages that are excluded from search, and so from counts."""

    @property
    def tags(self) -> Mapping[str, Tag]:
        """The tags of the taxonomy by slug, in the taxonomy's order."""
        return self.taxonomy.tags

    @cached_property
    def by_day(self) -> Mapping[dt.date, tuple[Paper, ...]]:
        """The papers of each day's digest, newest day first."""
        return _grouped(self.papers, lambda paper: [paper.date])

    @cached_property
    def by_published_month(self) -> Mapping[dt.date, tuple[Paper, ...]]:
        """The papers first published in each month (its first day), newest paper first."""
        known = [paper for paper in self.papers if paper.published]
        newest = sorted(known, key=lambda paper: paper.published or dt.date.min, reverse=True)
        return _grouped(newest, lambda paper: [(paper.published or dt.date.min).replace(day=1)])

    @cached_property
    def by_tag(self) -> Mapping[str, tuple[Paper, ...]]:
        """The papers of each tag that has some; an area has those of its topics too."""
        return _grouped(self.papers, self.tags_with_areas)

    @cached_property
    def by_author(self) -> Mapping[str, tuple[Paper, ...]]:
        """The papers of each author, by the author's slug."""
        return _grouped(self.papers, lambda paper: dict.fromkeys(a.slug for a in paper.authors))

    @cached_property
    def authors(self) -> Mapping[str, Author]:
        """Each author by slug, in the order of slugs.

        Their names are those of ``authors.yml``, or else the spellings that most papers use.
        """
        spellings: dict[str, list[str]] = defaultdict(list)
        for paper in self.papers:
            for author in paper.authors:
                spellings[author.slug].append(author.name)
        known = {slug: person.name for slug, person in self.people.persons.items()}
        return {
            slug: Author(known.get(slug) or _usual(names), slug)
            for slug, names in sorted(spellings.items())
        }

    def has_page(self, author: str) -> bool:
        """Return whether the author of a slug has a page."""
        return len(self.by_author[author]) >= self.settings.author_pages_from

    @cached_property
    def paper_fingerprints(self) -> Mapping[str, str]:
        """What each page that shows a paper hangs on, by the paper's slug.

        That is its entry, the tags, and the authors' pages, names and family names.
        """
        tags = fingerprint((tuple(self.taxonomy.tags.values()), self.settings.cards, self.identity))
        return {paper.slug: fingerprint((tags, *self._shown(paper))) for paper in self.papers}

    @property
    def identity(self) -> object:
        """What the heads of all pages say of the site itself."""
        return self.settings.name, self.settings.url, self.settings.language

    def _shown(self, paper: Paper) -> Iterator[object]:
        yield self.digests.get(paper.path) or paper
        yield paper.path
        for author in paper.authors:
            name = self.authors[author.slug].name
            yield self.has_page(author.slug), name if name != author.name else ""
            if author.slug in self.people:
                yield author.slug, self.people.family(author.slug)

    def tags_with_areas(self, paper: Paper) -> Iterable[str]:
        """Return a paper's tags and the areas they imply, each once."""
        return dict.fromkeys(tag for own in paper.tags for tag in self.taxonomy.with_area(own))


def assemble(
    papers: Iterable[Paper],
    taxonomy: Taxonomy,
    own_pages: Iterable[HandWrittenPage] = (),
    people: People = NO_PEOPLE,
    settings: SiteSettings = SiteSettings(),
) -> Site:
    """Return the site of some papers.

    Args:
        papers: in any order.
        taxonomy: the tags.
        own_pages: the hand-written pages.
        people: the authors that a curator has settled.
        settings: the project's settings.
    """
    settled = map(people.resolve_authors, papers) if people.persons else papers
    return Site(tuple(sorted(settled, key=_order)), taxonomy, tuple(own_pages), people, settings)


def find_problems(site: Site, line: LineLookup) -> Iterator[Problem]:
    """Yield what is wrong between papers: unknown tags, shared identifiers, titles, addresses.

    So is what ``authors.yml`` says of papers and authors that are not there.
    """
    for paper in site.papers:
        yield from _unknown_tags(paper, site.taxonomy, line)
    seen: dict[tuple[str, str], Paper] = {}
    for paper in sorted(site.papers, key=lambda paper: paper.path):
        for name, where, key, shown in _identity(paper):
            other = seen.setdefault((name, key), paper)
            if other is not paper and not (name == "title" and _differ(paper, other)):
                message = f"{shown} is also that of {other.path}; keep one of the two"
                yield Problem(paper.path, line(paper, *where), message)
    if site.people.persons:
        known = {paper.slug: paper for paper in site.papers}
        yield from people.find_problems(site.people, site.by_author, known)


def _differ(paper: Paper, other: Paper) -> bool:
    """Return whether two papers of one title are two: other identifiers, or no author of both."""
    ids = ([getattr(each, name) for name in IDENTIFIER_FIELDS] for each in (paper, other))
    if any(one and two and one.casefold() != two.casefold() for one, two in zip(*ids, strict=True)):
        return True
    return not authors_may_match(
        *((author.name for author in each.authors) for each in (paper, other))
    )


def _order(paper: Paper) -> tuple[object, ...]:
    published = paper.published or dt.date.min
    return (-paper.date.toordinal(), -(paper.upvotes or 0), -published.toordinal(), paper.slug)


def _usual(names: list[str]) -> str:
    """Return the name that stands most often among some, all in capitals if no other does."""
    if len(set(names)) == 1:
        return names[0]
    counts = Counter(names)
    return min(counts, key=lambda name: (name.isupper(), -counts[name], name))


def _grouped(
    papers: Iterable[Paper], keys: Callable[[Paper], Iterable[_K]]
) -> dict[_K, tuple[Paper, ...]]:
    groups: dict[_K, list[Paper]] = defaultdict(list)
    for paper in papers:
        for key in keys(paper):
            groups[key].append(paper)
    return {key: tuple(group) for key, group in groups.items()}


def _unknown_tags(paper: Paper, taxonomy: Taxonomy, line: LineLookup) -> Iterator[Problem]:
    for place, tag in enumerate(paper.tags):
        if tag not in taxonomy.tags:
            near = taxonomy.nearest(tag)
            advice = f"write {quoted_choices(near)}, or add it there" if near else "add it there"
            message = f"tag '{tag}' is not in taxonomy.yml; {advice}"
            yield Problem(paper.path, line(paper, "tags", place), message)


def _identity(paper: Paper) -> Iterator[tuple[str, KeyPath, str, str]]:
    """Yield what no two papers may share: its name, its place, its form to compare, its text."""
    for name in IDENTIFIER_FIELDS:
        if value := getattr(paper, name):
            key = value.casefold() if name == "doi" else value
            yield name, (name,), key, f"{name} '{value}'"
    if paper.title:
        yield "title", ("title",), match_key(paper.title), f"the title '{paper.title}'"
    yield "address", (), paper.slug.casefold(), f"the address {_address(paper.slug)}"
    for place, alias in enumerate(paper.aliases):
        yield "address", ("aliases", place), alias.casefold(), f"the address {_address(alias)}"


def _address(slug: str) -> str:
    return "/" + permalinks.url_path(permalinks.paper(slug))


LARGE_COLLABORATION = 100
"""Authors of a paper from which on it says little of who works with whom."""
