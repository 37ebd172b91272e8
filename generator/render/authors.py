"""The authors by the first letter of their family names, and a page for each."""

from collections.abc import Iterator, Mapping, Sequence

from generator import permalinks
from generator.config import Config
from generator.model import Artifact, Author
from generator.render import listings, outline
from generator.render.listings import Listing
from generator.render.markdown import Markdown
from generator.render.outline import Section
from generator.render.views import View
from generator.site import Site
from generator.text import quantity

_SOURCE = "papers/"
_BUSIEST = 24
_SEVERAL = 2
_PER_PAGE = 400
_OTHER = "other"
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def artifacts(site: Site, config: Config) -> Iterator[Artifact]:
    """Yield the way to the authors, the list of each letter, and a page for each author."""
    letters = _by_letter(site)
    yield _index(site, letters)
    for letter, authors in letters.items():
        yield from _letter(site, letter, authors)
    for author in site.authors.values():
        yield from listings.pages(_listing(site, author), site, config)


def _index(site: Site, letters: Mapping[str, Sequence[Author]]) -> Artifact:
    view = View(site, permalinks.AUTHORS)
    family_names = [
        view.counted(_label(letter), permalinks.initial(letter), len(authors))
        for letter, authors in letters.items()
    ]
    sections = [Section("By family name", family_names, form="letters")] if letters else []
    if busiest := _busiest(view):
        sections.append(Section("With several papers here", busiest, form="names"))
    people = quantity(len(site.authors), "author")
    summary = f"{people} of {quantity(len(site.papers), 'paper')}."
    return outline.page(view.path, "Authors", source=_SOURCE, summary=summary, sections=sections)


def _busiest(view: View) -> list[Markdown]:
    several = [slug for slug, papers in view.site.by_author.items() if len(papers) >= _SEVERAL]
    several.sort(key=lambda slug: (-len(view.site.by_author[slug]), slug))
    return [_counted(view, view.site.authors[slug]) for slug in several[:_BUSIEST]]


def _letter(site: Site, letter: str, authors: Sequence[Author]) -> Iterator[Artifact]:
    pages = [authors[start : start + _PER_PAGE] for start in range(0, len(authors), _PER_PAGE)]
    first = permalinks.initial(letter)
    paths = [first, *(permalinks.older(first, number) for number in range(2, len(pages) + 1))]
    for number, (path, names) in enumerate(zip(paths, pages, strict=True), start=1):
        view = View(site, path)
        title = f"Authors: {_label(letter)}" + (f", page {number}" if number > 1 else "")
        sections = [Section("Names", [_counted(view, author) for author in names], form="names")]
        if len(pages) > 1:
            numbers = [view.link(str(place), other) for place, other in enumerate(paths, start=1)]
            sections.append(Section("Pages", numbers, form="letters"))
        yield outline.page(
            path,
            title,
            source=_SOURCE,
            summary=f"{quantity(len(authors), 'author')} under {_label(letter)}.",
            sections=sections,
            trail=[view.link("Authors", permalinks.AUTHORS)],
        )


def _listing(site: Site, author: Author) -> Listing:
    view = View(site, permalinks.author(author.slug))
    letter = _initial(author)
    return Listing(
        path=view.path,
        title=author.name,
        source=_SOURCE,
        papers=site.by_author[author.slug],
        trail=[
            view.link("Authors", permalinks.AUTHORS),
            view.link(_label(letter), permalinks.initial(letter)),
        ],
        within={"author": author.name},
    )


def _by_letter(site: Site) -> dict[str, list[Author]]:
    letters: dict[str, list[Author]] = {}
    for author in sorted(site.authors.values(), key=lambda each: (_family_first(each), each.slug)):
        letters.setdefault(_initial(author), []).append(author)
    return dict(sorted(letters.items(), key=lambda item: (item[0] == _OTHER, item[0])))


def _counted(view: View, author: Author) -> Markdown:
    papers = len(view.site.by_author[author.slug])
    target = permalinks.author(author.slug)
    return (
        view.counted(author.name, target, papers) if papers > 1 else view.link(author.name, target)
    )


def _family_first(author: Author) -> str:
    words = author.slug.split("-")
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return " ".join([words[-1], *words[:-1]])


def _initial(author: Author) -> str:
    letter = _family_first(author)[:1]
    return letter if "a" <= letter <= "z" else _OTHER


def _label(letter: str) -> str:
    return "Other letters" if letter == _OTHER else letter.upper()
