"""All papers of a project as one site: their order, their groups and their conflicts."""

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
from generator.storage.hashes import fingerprint
from generator.text.name_matching import authors_may_match
from generator.text.strings import match_key, quoted_choices

LARGE_COLLABORATION = 100
"""From this many authors upwards, the authors of a paper do not count as co-authors."""

_K = TypeVar("_K", bound=Hashable)


class LineLookup(Protocol):
    """Returns the line of a value in a paper's entry; without keys, the entry's first line."""

    def __call__(self, paper: Paper, /, *keys: str | int) -> int: ...  # noqa: D102 (above)


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The settings that every page depends on.

    Attributes:
        name: The site's name.
        url: The URL at which the site is published, with a trailing slash; empty if unknown.
        language: The language of the papers, as an ISO 639-1 code.
        cards: What lists show of each paper; one of ``CARD_STYLES``.
        author_pages_from: The number of papers that an author needs to have their own page.
    """

    name: str = ""
    url: str = ""
    language: str = DEFAULT_LANGUAGE
    cards: str = CARD_STYLES[0]
    author_pages_from: int = DEFAULT_AUTHOR_PAGES_FROM

    @classmethod
    def from_config(cls, config: Config) -> "SiteSettings":
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
    """The checked papers, tags and authors of a project. Read-only.

    ``generator.load`` returns one:

        site = generator.load(".")
        for paper in site.by_tag["planning"]:
            print(paper.date, paper.title)
    """

    papers: tuple[Paper, ...]
    """All papers, newest day first; within a day by upvotes, date of publication and slug.

    Groups have the same order unless their description states another.
    """

    taxonomy: Taxonomy
    """The tags as a tree; ``tags`` has the same tags by slug."""

    hand_written_pages: tuple[HandWrittenPage, ...] = ()
    """The pages of ``docs/`` that a person wrote and that search includes."""

    people: People = NO_PEOPLE
    """The records of ``authors.yml``."""

    settings: SiteSettings = SiteSettings()
    """The settings that every page depends on."""

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
        return _group(self.papers, lambda paper: [paper.date])

    @cached_property
    def by_published_month(self) -> Mapping[dt.date, tuple[Paper, ...]]:
        """The papers by the month of their first publication, newest paper first.

        A month is represented by its first day. Papers without a date of publication are left out.
        """
        dated = [paper for paper in self.papers if paper.published]
        newest = sorted(dated, key=lambda paper: paper.published or dt.date.min, reverse=True)
        return _group(newest, lambda paper: [(paper.published or dt.date.min).replace(day=1)])

    @cached_property
    def by_tag(self) -> Mapping[str, tuple[Paper, ...]]:
        """The papers of each tag by the tag's slug; an area includes the papers of its topics.

        Tags without papers are left out.
        """
        return _group(self.papers, self.tags_with_areas)

    @cached_property
    def by_author(self) -> Mapping[str, tuple[Paper, ...]]:
        """The papers of each author, by the author's slug."""
        return _group(self.papers, lambda paper: dict.fromkeys(a.slug for a in paper.authors))

    @cached_property
    def authors(self) -> Mapping[str, Author]:
        """The authors by slug, sorted by slug.

        An author's name is taken from ``authors.yml``; without a record it is the most frequent
        spelling.
        """
        spellings: dict[str, list[str]] = defaultdict(list)
        for paper in self.papers:
            for author in paper.authors:
                spellings[author.slug].append(author.name)
        recorded = {slug: person.name for slug, person in self.people.persons.items()}
        return {
            slug: Author(recorded.get(slug) or _most_frequent(names), slug)
            for slug, names in sorted(spellings.items())
        }

    def has_page(self, author: str) -> bool:
        """Return whether an author has enough papers for a page.

        Args:
            author: The author's slug.
        """
        return len(self.by_author[author]) >= self.settings.author_pages_from

    def tags_with_areas(self, paper: Paper) -> Iterable[str]:
        """Return the slugs of a paper's tags and of their areas, without repetitions."""
        return dict.fromkeys(area for tag in paper.tags for area in self.taxonomy.with_area(tag))

    @cached_property
    def paper_fingerprints(self) -> Mapping[str, str]:
        """A fingerprint of everything that pages show about a paper, by the paper's slug.

        It covers the entry, all tags, and the pages, names and family names of the authors.
        """
        common = fingerprint(
            (tuple(self.taxonomy.tags.values()), self.settings.cards, self.identity)
        )
        return {
            paper.slug: fingerprint((common, *self._visible_facts(paper))) for paper in self.papers
        }

    @property
    def identity(self) -> object:
        """The site's name, URL and language, which the head of every page contains."""
        return self.settings.name, self.settings.url, self.settings.language

    def _visible_facts(self, paper: Paper) -> Iterator[object]:
        yield self.digests.get(paper.path) or paper
        yield paper.path
        for author in paper.authors:
            name = self.authors[author.slug].name
            yield self.has_page(author.slug), name if name != author.name else ""
            if author.slug in self.people:
                yield author.slug, self.people.family(author.slug)


def assemble(
    papers: Iterable[Paper],
    taxonomy: Taxonomy,
    hand_written_pages: Iterable[HandWrittenPage] = (),
    people: People = NO_PEOPLE,
    settings: SiteSettings = SiteSettings(),
) -> Site:
    """Assemble a site from its papers.

    Args:
        papers: The papers, in any order.
        taxonomy: The tags.
        hand_written_pages: The pages of ``docs/`` that a person wrote.
        people: The records of authors.
        settings: The project's settings.
    """
    resolved = map(people.resolve_authors, papers) if people.persons else papers
    in_order = tuple(sorted(resolved, key=_order))
    return Site(in_order, taxonomy, tuple(hand_written_pages), people, settings)


def find_problems(site: Site, line: LineLookup) -> Iterator[Problem]:
    """Yield the problems that involve more than one entry, or an entry and another file.

    These are unknown tags; identifiers, titles and addresses that two papers share; and records
    of authors that do not match the papers.

    Args:
        site: The site.
        line: Returns the line of a value.
    """
    for paper in site.papers:
        yield from _find_unknown_tags(paper, site.taxonomy, line)
    first_uses: dict[tuple[str, str], Paper] = {}
    for paper in sorted(site.papers, key=lambda paper: paper.path):
        for name, keys, value, text in _unique_values(paper):
            first = first_uses.setdefault((name, value), paper)
            if first is not paper and not (name == "title" and _are_different(paper, first)):
                message = f"{text} is already used by {first.path}; change or remove one of them"
                yield Problem(paper.path, line(paper, *keys), message)
    if site.people.persons:
        by_slug = {paper.slug: paper for paper in site.papers}
        yield from people.find_problems(site.people, site.by_author, by_slug)


def _group(
    papers: Iterable[Paper], keys: Callable[[Paper], Iterable[_K]]
) -> dict[_K, tuple[Paper, ...]]:
    groups: dict[_K, list[Paper]] = defaultdict(list)
    for paper in papers:
        for key in keys(paper):
            groups[key].append(paper)
    return {key: tuple(group) for key, group in groups.items()}


def _most_frequent(names: list[str]) -> str:
    """Return the most frequent name; a name in capitals only if all names are in capitals."""
    if len(set(names)) == 1:
        return names[0]
    counts = Counter(names)
    return min(counts, key=lambda name: (name.isupper(), -counts[name], name))


def _order(paper: Paper) -> tuple[object, ...]:
    published = paper.published or dt.date.min
    return (-paper.date.toordinal(), -(paper.upvotes or 0), -published.toordinal(), paper.slug)


def _find_unknown_tags(paper: Paper, taxonomy: Taxonomy, line: LineLookup) -> Iterator[Problem]:
    for index, tag in enumerate(paper.tags):
        if tag not in taxonomy.tags:
            nearest = taxonomy.nearest(tag)
            advice = f"write {quoted_choices(nearest)}, or add it there"
            message = f"tag '{tag}' is not in taxonomy.yml; {advice if nearest else 'add it there'}"
            yield Problem(paper.path, line(paper, "tags", index), message)


def _unique_values(paper: Paper) -> Iterator[tuple[str, KeyPath, str, str]]:
    """Yield the values that no other paper may have.

    Yields:
        The name of the value, the keys that lead to it, its form for comparison, and its
        description.
    """
    for name in IDENTIFIER_FIELDS:
        if value := getattr(paper, name):
            key = value.casefold() if name == "doi" else value
            yield name, (name,), key, f"{name} '{value}'"
    if paper.title:
        yield "title", ("title",), match_key(paper.title), f"the title '{paper.title}'"
    yield "address", (), paper.slug.casefold(), f"the address {_address(paper.slug)}"
    for index, alias in enumerate(paper.aliases):
        yield "address", ("aliases", index), alias.casefold(), f"the address {_address(alias)}"


def _address(slug: str) -> str:
    return "/" + permalinks.url_path(permalinks.paper(slug))


def _are_different(first: Paper, second: Paper) -> bool:
    """Return whether two papers with the same title differ in an identifier or in all authors."""
    for name in IDENTIFIER_FIELDS:
        ids = getattr(first, name), getattr(second, name)
        if all(ids) and ids[0].casefold() != ids[1].casefold():
            return True
    return not authors_may_match(
        (author.name for author in first.authors), (author.name for author in second.authors)
    )
