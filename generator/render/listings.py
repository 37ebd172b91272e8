"""Lists of papers, cut into pages so that a new paper changes few of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator import permalinks
from generator.config import Config
from generator.model import Artifact, Paper
from generator.render import markdown
from generator.render.markdown import Markdown, joined
from generator.render.views import DESCRIPTION_LENGTH, View
from generator.site import Site
from generator.text import excerpt, quantity

NOT_SEARCHED = {"search": {"exclude": True}}
"""The front matter of pages that only lead to others."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of papers, newest first, at a path; what its first page says above them.

    ``within`` is the filter of the search that leaves these papers.
    """

    path: str
    title: str
    source: str
    papers: tuple[Paper, ...]
    trail: Sequence[Markdown] = ()
    lead: str = ""
    below: Sequence[Markdown] = ()
    within: Mapping[str, str] = field(default_factory=dict)


def pages(listing: Listing, site: Site, config: Config) -> Iterator[Artifact]:
    """Yield the pages of a list: at its own path the newest papers, older ones numbered.

    Numbered pages are full and never change when a paper comes in on top, as page 1 holds the
    oldest papers. The newest page holds from half a page to one and a half.
    """
    parts = cut(listing.papers, config.papers_per_page)
    for number, papers in enumerate(parts, start=1):
        newest = number == len(parts)
        path = listing.path if newest else permalinks.older(listing.path, number)
        view = View(site, path)
        title = listing.title if newest else f"{listing.title}, page {number}"
        count = quantity(len(listing.papers if newest else papers), "paper")
        yield markdown.page(
            path,
            "papers",
            source=listing.source,
            front_matter={
                "title": title,
                "description": _description(title, count, listing),
                **NOT_SEARCHED,
            },
            heading=listing.title,
            trail=listing.trail if newest else [view.link(listing.title, listing.path)],
            lead=listing.lead if newest else f"Page {number}; page 1 holds the oldest.",
            below=listing.below if newest else (),
            within=_within(view, listing) if newest else "",
            count=count,
            cards=[view.card(paper) for paper in papers],
            neighbours=_neighbours(view, listing, number, len(parts)),
        )


def cut(papers: Sequence[Paper], size: int) -> list[Sequence[Paper]]:
    """Return the pages of a list, the oldest page first, each page newest first.

    >>> cut("gfedcba", 2)
    ['ba', 'dc', 'fe', 'g']
    """
    full = max(0, (len(papers) - (size + 1) // 2) // size) if len(papers) > size else 0
    ends = range(len(papers), len(papers) - full * size, -size)
    older = [papers[end - size : end] for end in ends]
    return [*older, papers[: len(papers) - full * size]]


def _within(view: View, listing: Listing) -> Markdown | str:
    if not listing.within or len(listing.papers) == 1:
        return ""
    return markdown.link("Search within", permalinks.search(view.path, **listing.within))


def _neighbours(view: View, listing: Listing, number: int, last: int) -> Markdown:
    parts = []
    if number < last:
        newer = listing.path if number + 1 == last else permalinks.older(listing.path, number + 1)
        parts.append(view.link("Newer papers", newer))
    if number > 1:
        parts.append(view.link("Older papers", permalinks.older(listing.path, number - 1)))
    return joined(parts)


def _description(title: str, count: str, listing: Listing) -> str:
    about = f"{title}: {count} with abstracts, authors and tags."
    return excerpt(f"{about} {listing.lead}", DESCRIPTION_LENGTH)
