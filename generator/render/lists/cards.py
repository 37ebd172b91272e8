"""Papers as lists show them."""

from collections.abc import Iterable, Iterator

from generator.core.model import Paper
from generator.library.site import Site
from generator.render.citations.cited_work import cited
from generator.render.citations.csl_json import item
from generator.render.markup import html
from generator.render.markup.html import Html, element
from generator.render.metadata import coins
from generator.render.views import View

UNDER_HEADING = 3
"""The level of cards under a heading of their own; others stand on level 2."""


class Cards:
    """Renders the cards of a site's papers, each only once: a paper is in about a dozen lists.

    Attributes:
        site: the papers.
    """

    def __init__(self, site: Site) -> None:
        """Render nothing yet."""
        self.site = site
        self._view = View(site, markup=html)
        self._rendered: dict[str, tuple[Html, Html]] = {}

    def of(self, papers: Iterable[Paper], level: int = 2) -> Html:
        """Return the cards of some papers, with headings of a level."""
        return Html("".join(self._card(paper, level) for paper in papers))

    def _card(self, paper: Paper, level: int) -> Html:
        if paper.slug not in self._rendered:
            heading, below = Html(self._view.paper(paper)), Html("".join(self._below(paper)))
            self._rendered[paper.slug] = heading, below
        heading, below = self._rendered[paper.slug]
        return Html(element(f"h{level}", heading, "card") + below)

    def _below(self, paper: Paper) -> Iterator[Html]:
        if self.site.settings.cards == "titles":
            return
        view = self._view
        if authors := view.first_authors(paper):
            yield element("p", authors, "by")
        yield element("p", view.facts(paper), "facts")
        yield element("p", view.claim(paper))
        if tags := view.tags(paper):
            yield element("p", tags, "pills")
        yield coins.span(item(cited(paper, self.site, key="")))  # COinS have no citation key
