"""The authors by the first letters of their family names, and pages for those of several papers."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

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
from generator.render.views import PageLink, counted_link, top_tags
from generator.text import names
from generator.text.plain import quantity, slugify

_SOURCE = "papers/"
_BUSIEST = 24
_OTHER = "other"
_TAGS = 6
_CO_AUTHORS = 12

_MANY = 400
"""Names from which on a list is parted by the next letters: a new name changes few pages."""

_BRACKET = re.compile(r" \([^()]*\)$")

_SEVERAL = 60
"""Names with the same first letters from which on these have a list of their own, where parted."""


def artifacts(cards: Cards, config: Config) -> Iterator[Artifact]:
    """Yield the way to the authors, the lists of names, and the pages of authors."""
    site = cards.site
    letters = _by_letter(site)
    yield overview.artifact(_index(site, letters), cards)
    for letter, authors in letters.items():
        for names_page in _names(site, letter, authors):
            yield overview.artifact(names_page, cards)
        for author in authors:
            if site.has_page(author.slug):
                yield from paper_list.artifacts(_listing(site, author), cards, config)
    yield from _moved(site, config)


@dataclass(frozen=True, slots=True)
class _Author:
    """An author, and the words of the name with the family name first, as lists sort them."""

    name: str
    slug: str
    family_first: str

    @property
    def initial(self) -> str:
        letter = self.family_first[:1]
        return letter if "a" <= letter <= "z" else _OTHER


_Authors = Sequence[_Author]


def _index(site: Site, letters: Mapping[str, _Authors]) -> Overview:
    family_names = [
        counted_link(_label(letter), permalinks.author_initial(letter), len(authors))
        for letter, authors in letters.items()
    ]
    sections = [Section("By family name", family_names, form="letters")] if letters else []
    if busiest := _busiest(site):
        sections.append(Section("With several papers here", busiest, form="names"))
    people = quantity(len(site.authors), "author")
    summary = f"{people} of {quantity(len(site.papers), 'paper')}."
    return Overview(permalinks.AUTHORS, "Authors", _SOURCE, summary, sections)


def _busiest(site: Site) -> list[PageLink]:
    several = filter(site.has_page, site.by_author)
    busiest = sorted(several, key=lambda slug: (-len(site.by_author[slug]), slug))
    return [_way(site, site.authors[slug]) for slug in busiest[:_BUSIEST]]


def _names(site: Site, letter: str, authors: _Authors) -> Iterator[Overview]:
    """Yield the list of the names under a letter; where they are many, and those of its parts."""
    prefix = "" if letter == _OTHER else letter
    parts = dict(_parts(authors, prefix)) if len(authors) > _MANY else {}
    path, label = permalinks.author_initial(letter), _label(letter)
    ways = [
        counted_link(_label(part), permalinks.author_initial(part), len(names))
        for part, names in parts.items()
    ]
    sections = [Section("By more letters", ways, form="letters")] if ways else []
    if names := _without(authors, parts):
        sections.append(Section("Names", [_way(site, name) for name in names], form="names"))
    trail = [PageLink("Authors", permalinks.AUTHORS)]
    summary = _summary(authors, label)
    title = f"Authors: {label}"
    yield Overview(path, title, _SOURCE, summary, sections, trail)
    for part, names in parts.items():
        sections = [Section("Names", [_way(site, name) for name in names], form="names")]
        summary = _summary(names, _label(part))
        title = f"Authors: {_label(part)}"
        path_of_part, trail_of_part = (
            permalinks.author_initial(part),
            [*trail, PageLink(label, path)],
        )
        yield Overview(path_of_part, title, _SOURCE, summary, sections, trail_of_part)


def _summary(authors: _Authors, label: str) -> str:
    return f"{quantity(len(authors), 'author')} under {label}" + "." * (not label.endswith("…"))


def _parts(authors: _Authors, prefix: str) -> Iterator[tuple[str, list[_Author]]]:
    """Yield the lists of the longer beginnings that many names share, each name in one at most."""
    length = len(prefix) + 1
    for beginning, group in groupby(authors, key=lambda author: author.family_first[:length]):
        names = list(group)
        if len(names) >= _SEVERAL and beginning != _OTHER:
            longer = dict(_parts(names, beginning)) if len(names) > _MANY else {}
            if len(rest := _without(names, longer)) >= _SEVERAL:
                yield beginning, rest
            yield from longer.items()


def _without(authors: _Authors, parts: Mapping[str, _Authors]) -> list[_Author]:
    beyond = {author.slug for names in parts.values() for author in names}
    return [author for author in authors if author.slug not in beyond]


def _listing(site: Site, author: _Author) -> PaperList:
    papers = site.by_author[author.slug]
    co_authors = _co_authors(site, author.slug)
    return PaperList(
        path=permalinks.author(author.slug),
        title=author.name,
        source=_SOURCE,
        papers=tuple(sorted(papers, key=lambda paper: -paper.year)),
        trail=[
            PageLink("Authors", permalinks.AUTHORS),
            PageLink(_label(author.initial), permalinks.author_initial(author.initial)),
        ],
        below=top_tags(site, papers, _TAGS),
        beside=[("Papers with", co_authors)] if co_authors else [],
        within={"author": author.name},
        by_year=True,
    )


def _co_authors(site: Site, author: str) -> list[PageLink]:
    """Return who has most papers with an author; of those with one, who has a page."""
    groups = [
        paper.authors
        for paper in site.by_author[author]
        if len(paper.authors) < LARGE_COLLABORATION
    ]
    joint = Counter(slug for group in groups for slug in {each.slug for each in group})
    del joint[author]
    known = [slug for slug, count in joint.items() if count > 1 or site.has_page(slug)]
    known.sort(key=lambda slug: (-joint[slug], -len(site.by_author[slug]), slug))
    shown = [site.authors[slug] for slug in known[:_CO_AUTHORS]]
    return [counted_link(each.name, _target(site, each), joint[each.slug]) for each in shown]


def _target(site: Site, author: Author) -> str:
    if site.has_page(author.slug):
        return permalinks.author(author.slug)
    return permalinks.search(author=author.name)


def _moved(site: Site, config: Config) -> Iterator[Artifact]:
    """Yield a page at each address of a spelling whose papers are elsewhere now.

    Where several people sign with it, it leads to a search for all papers signed so.
    """
    for spelling, persons in site.people.redirects():
        path, person = permalinks.former_author(spelling), persons[0]
        if spelling in site.by_author and site.has_page(spelling):
            continue
        if len(persons) > 1 or person.papers:
            target = permalinks.search(q=f'author:"{spelling}"')
            before, name = "The papers of these authors are now in", "a search for the name"
        elif site.has_page(person.slug):
            target, name = permalinks.author(person.slug), person.name
            before = "The papers of this author are now at"
        else:
            continue
        yield redirects.page(path, target, before, name, config.site_name)


def _by_letter(site: Site) -> dict[str, list[_Author]]:
    authors = [
        _Author(author.name, author.slug, _family_first(site, author))
        for author in site.authors.values()
    ]
    letters: dict[str, list[_Author]] = {}
    for author in sorted(authors, key=lambda each: (each.family_first, each.slug)):
        letters.setdefault(author.initial, []).append(author)
    return dict(sorted(letters.items(), key=lambda item: (item[0] == _OTHER, item[0])))


def _way(site: Site, author: _Author | Author) -> PageLink:
    """Return the way to an author's page, or else to the one paper."""
    papers = site.by_author[author.slug]
    if site.has_page(author.slug):
        return counted_link(author.name, permalinks.author(author.slug), len(papers))
    return PageLink(author.name, permalinks.paper(papers[0].slug))


def _family_first(site: Site, author: Author) -> str:
    known = site.people.family(author.slug)
    if bracket := _BRACKET.search(author.name):  # what a curator tells two of one name apart by
        bare, behind = author.name[: bracket.start()], bracket[0]
    else:
        bare, behind = author.name, ""
    name = names.parse(bare, known)
    parts = (name.family, f"{name.given} {name.particle}", behind)
    return " ".join(filter(None, map(slugify, parts))).replace("-", " ")


def _label(letters: str) -> str:
    """Return what a list of names is called: ``A``, ``Wa…``, ``Wang``, ``Wang X…``."""
    if letters == _OTHER:
        return "Other letters"
    whole = len(letters) == 1 or letters.endswith(" ")
    return letters.title().rstrip() + ("" if whole else "…")
