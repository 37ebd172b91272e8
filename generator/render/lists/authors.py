"""Lists of authors by the first letters of family names, and a list of each author's papers."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Author
from generator.library.site import LARGE_COLLABORATION, Site
from generator.render import redirects
from generator.render.artifact import Artifact
from generator.render.lists import overview, paper_list
from generator.render.lists.cards import Cards
from generator.render.lists.overview import Overview, Section
from generator.render.lists.paper_list import PaperList
from generator.render.views import PageLink, author_target, counted_link, top_tags
from generator.text import names
from generator.text.strings import quantity, slugify

_SOURCE = "papers/"
_MAX_PROLIFIC_AUTHORS = 24
_MAX_TAGS = 6
_MAX_CO_AUTHORS = 12
_NOT_LATIN = "other"
"""The list of authors whose family names do not begin with a Latin letter."""

_AUTHORS = PageLink("Authors", permalinks.AUTHORS)

_MAX_NAMES = 400
"""The number of names above which a list is split by further letters."""

_MIN_NAMES = 60
"""The number of names with the same prefix that are enough for a list of their own."""

_IN_BRACKETS = re.compile(r" \([^()]*\)$")
"""The suffix that distinguishes people with the same name: ``Yang Yang (PKU)``."""


def artifacts(cards: Cards, config: Config) -> Iterator[Artifact]:
    """Yield the index of authors, the lists of names, each author's papers, and redirects.

    Args:
        cards: The cards of the site's papers.
        config: The project, for the number of papers per page and the site's name.
    """
    site = cards.site
    by_initial = _by_initial(site)
    yield overview.artifact(_index(site, by_initial), cards)
    for initial, authors in by_initial.items():
        for page in _name_lists(site, initial, authors):
            yield overview.artifact(page, cards)
        for author in authors:
            if site.has_page(author.slug):
                yield from paper_list.artifacts(_list_papers(site, author), cards, config)
    yield from _redirects(site, config)


@dataclass(frozen=True, slots=True)
class _SortedAuthor:
    """An author with a sort key: the words of the name, family name first, in lower case."""

    name: str
    slug: str
    sort_key: str

    @property
    def initial(self) -> str:
        letter = self.sort_key[:1]
        return letter if "a" <= letter <= "z" else _NOT_LATIN


_SortedAuthors: TypeAlias = Sequence[_SortedAuthor]


def _by_initial(site: Site) -> dict[str, list[_SortedAuthor]]:
    authors = [
        _SortedAuthor(author.name, author.slug, _sort_key(site, author))
        for author in site.authors.values()
    ]
    by_initial: dict[str, list[_SortedAuthor]] = {}
    for author in sorted(authors, key=lambda author: (author.sort_key, author.slug)):
        by_initial.setdefault(author.initial, []).append(author)
    return dict(sorted(by_initial.items(), key=lambda item: (item[0] == _NOT_LATIN, item[0])))


def _sort_key(site: Site, author: Author) -> str:
    name, suffix = author.name, ""
    if match := _IN_BRACKETS.search(author.name):
        name, suffix = author.name[: match.start()], match[0]
    parsed = names.parse(name, site.people.family(author.slug))
    words = (parsed.family, f"{parsed.given} {parsed.particle}", suffix)
    return " ".join(filter(None, map(slugify, words))).replace("-", " ")


def _index(site: Site, by_initial: Mapping[str, _SortedAuthors]) -> Overview:
    initials = [
        counted_link(_label(initial), permalinks.author_initial(initial), len(authors))
        for initial, authors in by_initial.items()
    ]
    sections = [Section("By family name", initials, css_class="letters")] if initials else []
    if authors := _prolific_authors(site):
        sections.append(Section("With the most papers", authors, css_class="names"))
    count = quantity(len(site.authors), "author")
    summary = f"{count} of {quantity(len(site.papers), 'paper')}."
    return Overview(permalinks.AUTHORS, "Authors", _SOURCE, summary, sections)


def _prolific_authors(site: Site) -> list[PageLink]:
    with_page = filter(site.has_page, site.by_author)
    slugs = sorted(with_page, key=lambda slug: (-len(site.by_author[slug]), slug))
    return [_author_link(site, site.authors[slug]) for slug in slugs[:_MAX_PROLIFIC_AUTHORS]]


def _name_lists(site: Site, initial: str, authors: _SortedAuthors) -> Iterator[Overview]:
    """Yield the list of names with an initial, and its sublists if the list is long."""
    prefix = "" if initial == _NOT_LATIN else initial
    sublists = dict(_split_by_prefix(authors, prefix)) if len(authors) > _MAX_NAMES else {}
    links = [
        counted_link(_label(prefix), permalinks.author_initial(prefix), len(sublist))
        for prefix, sublist in sublists.items()
    ]
    sections = [Section("By first letters", links, css_class="letters")] if links else []
    if remaining := _without(authors, sublists):
        sections.append(_name_section(site, remaining))
    summary = _summary(authors, initial)
    path, title = permalinks.author_initial(initial), f"Authors: {_label(initial)}"
    yield Overview(path, title, _SOURCE, summary, sections, [_AUTHORS])
    breadcrumbs = [_AUTHORS, PageLink(_label(initial), path)]
    for prefix, sublist in sublists.items():
        sections, summary = [_name_section(site, sublist)], _summary(sublist, prefix)
        path, title = permalinks.author_initial(prefix), f"Authors: {_label(prefix)}"
        yield Overview(path, title, _SOURCE, summary, sections, breadcrumbs)


def _split_by_prefix(
    authors: _SortedAuthors, prefix: str
) -> Iterator[tuple[str, list[_SortedAuthor]]]:
    """Yield longer prefixes that many names share, each with its names; no name is repeated.

    Splitting by prefix keeps lists stable: a new name changes only the few lists above it.
    """
    length = len(prefix) + 1
    for longer_prefix, group in groupby(authors, key=lambda author: author.sort_key[:length]):
        sharing = list(group)
        if len(sharing) >= _MIN_NAMES and longer_prefix != _NOT_LATIN:
            is_long = len(sharing) > _MAX_NAMES
            sublists = dict(_split_by_prefix(sharing, longer_prefix)) if is_long else {}
            if len(remaining := _without(sharing, sublists)) >= _MIN_NAMES:
                yield longer_prefix, remaining
            yield from sublists.items()


def _without(
    authors: _SortedAuthors, sublists: Mapping[str, _SortedAuthors]
) -> list[_SortedAuthor]:
    in_sublists = {author.slug for sublist in sublists.values() for author in sublist}
    return [author for author in authors if author.slug not in in_sublists]


def _name_section(site: Site, authors: _SortedAuthors) -> Section:
    links = [_author_link(site, author) for author in authors]
    return Section("Names", links, css_class="names")


def _author_link(site: Site, author: _SortedAuthor | Author) -> PageLink:
    """Return a link to an author's page, or to the author's only paper."""
    papers = site.by_author[author.slug]
    if site.has_page(author.slug):
        return counted_link(author.name, permalinks.author(author.slug), len(papers))
    return PageLink(author.name, permalinks.paper(papers[0].slug))


def _summary(authors: _SortedAuthors, letters: str) -> str:
    label = _label(letters)
    return f"{quantity(len(authors), 'author')} under {label}" + "." * (not label.endswith("…"))


def _label(letters: str) -> str:
    """Return the label of a list of names: ``A``, ``Wa…``, ``Wang``, ``Wang X…``."""
    if letters == _NOT_LATIN:
        return "Other letters"
    is_complete = len(letters) == 1 or letters.endswith(" ")
    return letters.title().rstrip() + ("" if is_complete else "…")


def _list_papers(site: Site, author: _SortedAuthor) -> PaperList:
    papers = site.by_author[author.slug]
    co_authors = _co_authors(site, author.slug)
    return PaperList(
        path=permalinks.author(author.slug),
        title=author.name,
        source=_SOURCE,
        papers=tuple(sorted(papers, key=lambda paper: -paper.year)),
        breadcrumbs=[
            _AUTHORS,
            PageLink(_label(author.initial), permalinks.author_initial(author.initial)),
        ],
        pills=top_tags(site, papers, _MAX_TAGS),
        labelled_links=[("Papers with", co_authors)] if co_authors else [],
        search_filters={"author": author.name},
        by_year=True,
    )


def _co_authors(site: Site, author: str) -> list[PageLink]:
    """Return links to the most frequent co-authors who share several papers or have a page."""
    groups = [
        paper.authors
        for paper in site.by_author[author]
        if len(paper.authors) < LARGE_COLLABORATION
    ]
    counts = Counter(slug for group in groups for slug in {co_author.slug for co_author in group})
    del counts[author]
    slugs = [slug for slug, count in counts.items() if count > 1 or site.has_page(slug)]
    slugs.sort(key=lambda slug: (-counts[slug], -len(site.by_author[slug]), slug))
    co_authors = [site.authors[slug] for slug in slugs[:_MAX_CO_AUTHORS]]
    return [
        counted_link(co_author.name, author_target(site, co_author.slug), counts[co_author.slug])
        for co_author in co_authors
    ]


def _redirects(site: Site, config: Config) -> Iterator[Artifact]:
    """Yield a redirect for each spelling of a name whose papers are listed at another address.

    A spelling that several people use redirects to a search for it.
    """
    for spelling, people in site.people.redirects():
        if spelling in site.by_author and site.has_page(spelling):
            continue
        path, person = permalinks.former_author(spelling), people[0]
        if len(people) > 1 or person.papers:
            target = permalinks.search(q=f'author:"{spelling}"')
            text, label = "To find papers by authors with this name, use", "a search for the name"
        elif site.has_page(person.slug):
            target = permalinks.author(person.slug)
            text, label = "This author's papers are now at", person.name
        else:
            continue
        yield redirects.page(path, target, text, label, config.site_name)
