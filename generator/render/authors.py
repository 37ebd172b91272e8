"""The authors by the first letters of their family names, and pages for those of several papers."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from generator import permalinks
from generator.config import Config
from generator.model import Artifact, Author
from generator.render import listings, outline
from generator.render.listings import Listing
from generator.render.outline import Outline, Section
from generator.render.views import Way, counted
from generator.site import Site
from generator.text import quantity

_SOURCE = "papers/"
_BUSIEST = 24
_OTHER = "other"
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})

_MANY = 400
"""Names from which on a list is parted by the next letters: a new name changes few pages."""

_SEVERAL = 60
"""Names with the same first letters from which on these have a list of their own, where parted."""


def artifacts(site: Site, config: Config) -> Iterator[Artifact]:
    """Yield the way to the authors, the lists of names, and the pages of authors."""
    letters = _by_letter(site)
    yield _index(site, letters)
    for letter, authors in letters.items():
        yield from _names(site, letter, authors)
    for author in site.authors.values():
        if site.has_page(author.slug):
            yield from listings.pages(_listing(site, author), site, config)


def _index(site: Site, letters: Mapping[str, Sequence[Author]]) -> Artifact:
    family_names = [
        counted(_label(letter), permalinks.initial(letter), len(authors))
        for letter, authors in letters.items()
    ]
    sections = [Section("By family name", family_names, form="letters")] if letters else []
    if busiest := _busiest(site):
        sections.append(Section("With several papers here", busiest, form="names"))
    people = quantity(len(site.authors), "author")
    summary = f"{people} of {quantity(len(site.papers), 'paper')}."
    return outline.page(Outline(permalinks.AUTHORS, "Authors", _SOURCE, summary, sections), site)


def _busiest(site: Site) -> list[Way]:
    several = filter(site.has_page, site.by_author)
    busiest = sorted(several, key=lambda slug: (-len(site.by_author[slug]), slug))
    return [_way(site, site.authors[slug]) for slug in busiest[:_BUSIEST]]


def _names(site: Site, letter: str, authors: Sequence[Author]) -> Iterator[Artifact]:
    """Yield the list of the names under a letter; where they are many, and those of its parts."""
    prefix = "" if letter == _OTHER else letter
    parts = dict(_parts(authors, prefix)) if len(authors) > _MANY else {}
    path, label = permalinks.initial(letter), _label(letter)
    ways = [
        counted(_label(part), permalinks.initial(part), len(names)) for part, names in parts.items()
    ]
    sections = [Section("By more letters", ways, form="letters")] if ways else []
    if names := _without(authors, parts):
        sections.append(Section("Names", [_way(site, name) for name in names], form="names"))
    trail = [Way("Authors", permalinks.AUTHORS)]
    summary = _summary(authors, label)
    title = f"Authors: {label}"
    yield outline.page(Outline(path, title, _SOURCE, summary, sections, trail), site)
    for part, names in parts.items():
        sections = [Section("Names", [_way(site, name) for name in names], form="names")]
        summary = _summary(names, _label(part))
        title = f"Authors: {_label(part)}"
        path_of_part, trail_of_part = permalinks.initial(part), [*trail, Way(label, path)]
        outlined = Outline(path_of_part, title, _SOURCE, summary, sections, trail_of_part)
        yield outline.page(outlined, site)


def _summary(authors: Sequence[Author], label: str) -> str:
    return f"{quantity(len(authors), 'author')} under {label}" + "." * (not label.endswith("…"))


def _parts(authors: Sequence[Author], prefix: str) -> Iterator[tuple[str, list[Author]]]:
    """Yield the lists of the longer beginnings that many names share, each name in one at most."""
    length = len(prefix) + 1
    for beginning, group in groupby(authors, key=lambda author: _family_first(author)[:length]):
        names = list(group)
        if len(names) >= _SEVERAL and beginning != _OTHER:
            longer = dict(_parts(names, beginning)) if len(names) > _MANY else {}
            if len(rest := _without(names, longer)) >= _SEVERAL:
                yield beginning, rest
            yield from longer.items()


def _without(authors: Sequence[Author], parts: Mapping[str, Sequence[Author]]) -> list[Author]:
    beyond = {author for names in parts.values() for author in names}
    return [author for author in authors if author not in beyond]


def _listing(site: Site, author: Author) -> Listing:
    letter = _initial(author)
    return Listing(
        path=permalinks.author(author.slug),
        title=author.name,
        source=_SOURCE,
        papers=site.by_author[author.slug],
        trail=[
            Way("Authors", permalinks.AUTHORS),
            Way(_label(letter), permalinks.initial(letter)),
        ],
        within={"author": author.name},
    )


def _by_letter(site: Site) -> dict[str, list[Author]]:
    letters: dict[str, list[Author]] = {}
    for author in sorted(site.authors.values(), key=lambda each: (_family_first(each), each.slug)):
        letters.setdefault(_initial(author), []).append(author)
    return dict(sorted(letters.items(), key=lambda item: (item[0] == _OTHER, item[0])))


def _way(site: Site, author: Author) -> Way:
    """Return the way to an author's page, or else to the one paper."""
    papers = site.by_author[author.slug]
    if site.has_page(author.slug):
        return counted(author.name, permalinks.author(author.slug), len(papers))
    return Way(author.name, permalinks.paper(papers[0].slug))


def _family_first(author: Author) -> str:
    return _turned(author.slug)


@cache  # lists are sorted and parted by it
def _turned(slug: str) -> str:
    words = slug.split("-")
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return " ".join([words[-1], *words[:-1]])


def _initial(author: Author) -> str:
    letter = _family_first(author)[:1]
    return letter if "a" <= letter <= "z" else _OTHER


def _label(letters: str) -> str:
    """Return what a list of names is called: ``A``, ``Wa…``, ``Wang``, ``Wang X…``."""
    if letters == _OTHER:
        return "Other letters"
    whole = len(letters) == 1 or letters.endswith(" ")
    return letters.title().rstrip() + ("" if whole else "…")
