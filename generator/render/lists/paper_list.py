"""Lists of papers, cut into pages so that a new paper changes few of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Paper
from generator.library.site import Site
from generator.render.artifact import Artifact
from generator.render.lists.cards import UNDER_HEADING, Cards
from generator.render.markup import html, markdown
from generator.render.markup.html import Html, element
from generator.render.metadata import head
from generator.render.metadata.json_ld import collection
from generator.render.views import DESCRIPTION_LENGTH, View, Way
from generator.text.plain import excerpt, quantity

NOT_SEARCHED = {"search": {"exclude": True}}
"""The front matter of pages that only lead to others."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of papers, newest first, at a path; what its first page says above them.

    ``within`` is the filter of the search that leaves these papers; ``beside`` names what stands
    with them; ``by_year`` says whether the papers, in order of their years, stand under these.
    """

    path: str
    title: str
    source: str
    papers: tuple[Paper, ...]
    trail: Sequence[Way] = ()
    lead: str = ""
    below: Sequence[Way] = ()
    beside: Sequence[tuple[str, Sequence[Way]]] = ()
    within: Mapping[str, str] = field(default_factory=dict)
    by_year: bool = False


def pages(listing: Listing, cards: Cards, config: Config) -> Iterator[Artifact]:
    """Yield the pages of a list: at its own path the newest papers, older ones numbered.

    Numbered pages are full and never change when a paper comes in on top, as page 1 holds the
    oldest papers. The newest page holds from half a page to one and a half.
    """
    parts = cut(listing.papers, config.papers_per_page)
    for number, papers in enumerate(parts, start=1):
        part = _Part(listing, cards, number, len(parts), papers)
        yield Artifact.made_of(part.path, part.inputs, part.page)


@dataclass(frozen=True, slots=True)
class _Part:
    """A page of a list: its number, how many there are, and its papers."""

    listing: Listing
    cards: Cards
    number: int
    last: int
    papers: Sequence[Paper]

    @property
    def site(self) -> Site:
        return self.cards.site

    @property
    def path(self) -> str:
        own = self.listing.path
        return own if self.newest else permalinks.numbered_page(own, self.number)

    @property
    def newest(self) -> bool:
        return self.number == self.last

    @property
    def inputs(self) -> object:
        """What the page hangs on."""
        listing, shown = self.listing, self.site.shown
        said = (listing.path, listing.title, listing.source, listing.lead, listing.by_year)
        within, total = tuple(listing.within.items()), len(listing.papers)
        above = (listing.trail, listing.below, listing.beside, within, total)
        newest = above if self.newest else ()
        neighbours = tuple(self.neighbours())
        papers = [shown[each.slug] for each in self.papers]
        return said, self.site.identity, self.number, newest, neighbours, papers

    def page(self) -> bytes:
        listing, view = self.listing, View(self.site, self.path)
        title = listing.title if self.newest else f"{listing.title}, page {self.number}"
        count = quantity(len(listing.papers if self.newest else self.papers), "paper")
        lead = listing.lead if self.newest else f"Page {self.number}; page 1 holds the oldest."
        said = (f"{count}.", lead, _within(view, listing) if self.newest else "")
        description = _description(title, count, listing)
        trail = listing.trail if self.newest else [Way(listing.title, listing.path)]
        return markdown.page(
            self.path,
            "list",
            source=listing.source,
            front_matter={
                "title": title,
                "description": description,
                "head": Html(
                    head.preview(self.site, self.path, title, description)
                    + collection(self.site, self.path, title, trail, self.papers)
                ),
                **NOT_SEARCHED,
            },
            heading=listing.title,
            trail=view.links(trail),
            summary=markdown.joined(filter(None, said), " "),
            lists=Html("".join(self.lists())),
        )

    def lists(self) -> Iterator[Html]:
        view = View(self.site, markup=html)
        if self.newest:
            if self.listing.below:
                yield element("p", html.joined(view.links(self.listing.below)), "pills")
            for label, ways in self.listing.beside:
                linked = html.joined(view.links(ways), ", ")
                yield element("p", html.joined([label, linked], " "), "beside")
        yield from self.years() if self.listing.by_year else [self.cards.of(self.papers)]
        if not self.papers:
            yield element("p", "Nothing here yet.", "empty")
        if turns := list(self.neighbours()):
            yield element("p", html.joined(view.links(turns)), "neighbours")

    def years(self) -> Iterator[Html]:
        for year, papers in groupby(self.papers, key=lambda paper: paper.year):
            yield element("h2", str(year), "year")
            yield self.cards.of(papers, UNDER_HEADING)

    def neighbours(self) -> Iterator[Way]:
        own, last = self.listing.path, self.last
        if self.number < last:
            newer = self.number + 1
            yield Way(
                "Newer papers", own if newer == last else permalinks.numbered_page(own, newer)
            )
        if self.number > 1:
            yield Way("Older papers", permalinks.numbered_page(own, self.number - 1))


def cut(papers: Sequence[Paper], size: int) -> list[Sequence[Paper]]:
    """Return the pages of a list, the oldest page first, each page newest first.

    >>> cut("gfedcba", 2)
    ['ba', 'dc', 'fe', 'g']
    """
    full = max(0, (len(papers) - (size + 1) // 2) // size) if len(papers) > size else 0
    ends = range(len(papers), len(papers) - full * size, -size)
    older = [papers[end - size : end] for end in ends]
    return [*older, papers[: len(papers) - full * size]]


def _within(view: View, listing: Listing) -> str:
    if not listing.within or len(listing.papers) == 1:
        return ""
    return view.link("Search within", permalinks.search(**listing.within))


def _description(title: str, count: str, listing: Listing) -> str:
    about = f"{title}: {count} with their claims, authors and tags."
    return excerpt(f"{about} {listing.lead}", DESCRIPTION_LENGTH)
