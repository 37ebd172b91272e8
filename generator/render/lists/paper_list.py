"""Lists of papers, split into pages so that a new paper changes only a few of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Paper
from generator.library.site import Site
from generator.render.artifact import Artifact
from generator.render.lists.cards import LEVEL_IN_SECTION, Cards
from generator.render.markup import html, markdown
from generator.render.markup.html import Html, element
from generator.render.metadata import head
from generator.render.metadata.json_ld import collection
from generator.render.views import DESCRIPTION_LENGTH, PageLink, View
from generator.text.strings import excerpt, quantity

EXCLUDE_FROM_SEARCH = {"search": {"exclude": True}}
"""Front matter that excludes a page of links from the search index."""


@dataclass(frozen=True, slots=True)
class PaperList:
    """A list of papers.

    Attributes:
        path: The path of its first page below ``docs/``.
        title: The title and heading.
        source: The file or folder that the list is generated from.
        papers: The papers, newest first.
        breadcrumbs: Links to the pages above this one.
        introduction: A sentence above the papers.
        pills: Links to tags, all on one line.
        labelled_links: Lines of links, each line with its label.
        search_filters: The filters of a search that returns exactly these papers.
        by_year: Whether headings divide the papers by year.
    """

    path: str
    title: str
    source: str
    papers: tuple[Paper, ...]
    breadcrumbs: Sequence[PageLink] = ()
    introduction: str = ""
    pills: Sequence[PageLink] = ()
    labelled_links: Sequence[tuple[str, Sequence[PageLink]]] = ()
    search_filters: Mapping[str, str] = field(default_factory=dict)
    by_year: bool = False


def artifacts(paper_list: PaperList, cards: Cards, config: Config) -> Iterator[Artifact]:
    """Yield the pages of a list: newest papers at the list's path, older ones on numbered pages.

    Page 1 has the oldest papers and numbered pages are full, so a new paper changes none of them.
    The page with the newest papers has between half and one and a half times the usual number.

    Args:
        paper_list: The list.
        cards: The cards of the site's papers.
        config: The project, for the number of papers per page.
    """
    pages = split_into_pages(paper_list.papers, config.papers_per_page)
    for number, papers in enumerate(pages, start=1):
        page = _ListPage(paper_list, cards, number, len(pages), papers)
        yield Artifact.from_inputs(page.path, page.inputs, page.render)


@dataclass(frozen=True, slots=True)
class _ListPage:
    """One page of a list: its number, the number of pages, and its papers."""

    paper_list: PaperList
    cards: Cards
    number: int
    pages: int
    papers: Sequence[Paper]

    @property
    def site(self) -> Site:
        return self.cards.site

    @property
    def path(self) -> str:
        return self._path_of(self.number)

    @property
    def is_newest(self) -> bool:
        return self.number == self.pages

    @property
    def inputs(self) -> object:
        """Everything that the page depends on."""
        paper_list, fingerprints = self.paper_list, self.site.paper_fingerprints
        texts = (
            paper_list.path,
            paper_list.title,
            paper_list.source,
            paper_list.introduction,
            paper_list.by_year,
        )
        only_on_newest = (
            paper_list.breadcrumbs,
            paper_list.pills,
            paper_list.labelled_links,
            tuple(paper_list.search_filters.items()),
            len(paper_list.papers),
        )
        return (
            texts,
            self.site.identity,
            self.number,
            only_on_newest if self.is_newest else (),
            tuple(self._newer_and_older()),
            [fingerprints[paper.slug] for paper in self.papers],
        )

    def render(self) -> bytes:
        title, breadcrumbs = self.paper_list.title, self.paper_list.breadcrumbs
        if not self.is_newest:
            title = f"{title}, page {self.number}"
            breadcrumbs = [PageLink(self.paper_list.title, self.paper_list.path)]
        description = self._description(title)
        link_preview = head.link_preview(self.site, self.path, title, description)
        json_ld = collection(self.site, self.path, title, breadcrumbs, self.papers)
        view = View(self.site, self.path)
        return markdown.render_page(
            self.path,
            "list",
            source=self.paper_list.source,
            front_matter={
                "title": title,
                "description": description,
                "head": Html(link_preview + json_ld),
                **EXCLUDE_FROM_SEARCH,
            },
            heading=self.paper_list.title,
            breadcrumbs=view.links(breadcrumbs),
            summary=markdown.join(self._summary(view), " "),
            lists=Html("".join(self._lists())),
        )

    @property
    def _count(self) -> str:
        return quantity(len(self.paper_list.papers if self.is_newest else self.papers), "paper")

    def _description(self, title: str) -> str:
        is_one = self._count == "1 paper"
        sentences = "its key sentence" if is_one else "their key sentences"
        text = f"{title}: {self._count} with {sentences}, authors and tags."
        return excerpt(f"{text} {self.paper_list.introduction}", DESCRIPTION_LENGTH)

    def _summary(self, view: View) -> Iterator[str]:
        yield f"{self._count}."
        if not self.is_newest:
            yield f"Page {self.number}. Page 1 has the oldest papers."
            return
        if self.paper_list.introduction:
            yield self.paper_list.introduction
        if self.paper_list.search_filters and len(self.paper_list.papers) != 1:
            yield view.link(
                "Search these papers", permalinks.search(**self.paper_list.search_filters)
            )

    def _lists(self) -> Iterator[Html]:
        view = View(self.site, markup=html)
        if self.is_newest:
            if self.paper_list.pills:
                yield element("p", html.join(view.links(self.paper_list.pills)), "pills")
            for label, links in self.paper_list.labelled_links:
                joined = html.join(view.links(links), ", ")
                yield element("p", html.join([label, joined], " "), "beside")
        yield from self._years() if self.paper_list.by_year else [self.cards.render(self.papers)]
        if not self.papers:
            yield element("p", "No papers yet.", "empty")
        if links := list(self._newer_and_older()):
            yield element("p", html.join(view.links(links)), "neighbours")

    def _years(self) -> Iterator[Html]:
        for year, papers in groupby(self.papers, key=lambda paper: paper.year):
            yield element("h2", str(year), "year")
            yield self.cards.render(papers, LEVEL_IN_SECTION)

    def _newer_and_older(self) -> Iterator[PageLink]:
        if not self.is_newest:
            yield PageLink("Newer papers", self._path_of(self.number + 1))
        if self.number > 1:
            yield PageLink("Older papers", self._path_of(self.number - 1))

    def _path_of(self, number: int) -> str:
        path = self.paper_list.path
        return path if number == self.pages else permalinks.numbered_page(path, number)


def split_into_pages(papers: Sequence[Paper], size: int) -> list[Sequence[Paper]]:
    """Split papers into pages.

    Args:
        papers: The papers, newest first.
        size: The number of papers on each page except the newest.

    Returns:
        The pages, the one with the oldest papers first; each page is newest first.

    >>> split_into_pages("gfedcba", 2)
    ['ba', 'dc', 'fe', 'g']
    """
    full = max(0, (len(papers) - (size + 1) // 2) // size) if len(papers) > size else 0
    ends = range(len(papers), len(papers) - full * size, -size)
    older = [papers[end - size : end] for end in ends]
    return [*older, papers[: len(papers) - full * size]]
