"""Papers as lists show them."""

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from generator.core.model import Paper
from generator.library.site import Site
from generator.render import citations
from generator.render.markup import html
from generator.render.markup.html import Html, element
from generator.render.metadata import coins
from generator.render.views import View

UNDER_HEADING = 3
"""The level of cards under a heading of their own; others stand on level 2."""


def cards(site: Site, papers: Iterable[Paper], level: int = 2) -> Html:
    """Return some papers as cards with headings of a level."""
    made = _cards(site)
    return Html("".join(made.card(paper, level) for paper in papers))


@lru_cache(maxsize=1)
def _cards(site: Site) -> "_Cards":
    return _Cards(site)


class _Cards:
    """The cards of a site: a paper stands in a dozen lists."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.made: dict[str, tuple[Html, Html]] = {}

    @cached_property
    def view(self) -> View:
        return View(self.site, markup=html)

    def card(self, paper: Paper, level: int) -> Html:
        if paper.slug not in self.made:
            self.made[paper.slug] = self.heading(paper), Html("".join(self.below(paper)))
        heading, below = self.made[paper.slug]
        return Html(element(f"h{level}", heading, "card") + below)

    def heading(self, paper: Paper) -> Html:
        return Html(self.view.paper(paper))

    def below(self, paper: Paper) -> Iterator[Html]:
        if self.site.cards == "titles":
            return
        if authors := self.view.first_authors(paper):
            yield element("p", authors, "by")
        yield element("p", self.view.facts(paper), "facts")
        yield element("p", self.view.claim(paper))
        if tags := self.view.tags(paper):
            yield element("p", tags, "pills")
        yield coins.span(citations.of(self.site).item(paper))
