"""Cards: papers as lists show them, with authors, facts, key sentence and tags."""

from collections.abc import Iterable, Iterator

from generator.core.model import Paper
from generator.library.site import Site
from generator.render.citations.cited_work import cite
from generator.render.citations.csl_json import to_item
from generator.render.markup import html
from generator.render.markup.html import Html, element
from generator.render.metadata import coins
from generator.render.views import View

LEVEL_IN_SECTION = 3
"""The heading level of cards in a section that has a heading; elsewhere the level is 2."""


class Cards:
    """Renders the cards of a site's papers, each only once, since a paper is in many lists.

    Attributes:
        site: The site.
    """

    def __init__(self, site: Site) -> None:
        """Start without rendered cards."""
        self.site = site
        self._view = View(site, markup=html)
        self._rendered: dict[str, tuple[Html, Html]] = {}

    def render(self, papers: Iterable[Paper], level: int = 2) -> Html:
        """Return the cards of some papers as HTML.

        Args:
            papers: The papers, in the order of their cards.
            level: The level of the cards' headings.
        """
        return Html("".join(self._card(paper, level) for paper in papers))

    def _card(self, paper: Paper, level: int) -> Html:
        if paper.slug not in self._rendered:
            link, body = Html(self._view.paper_link(paper)), Html("".join(self._body(paper)))
            self._rendered[paper.slug] = link, body
        link, body = self._rendered[paper.slug]
        return Html(element(f"h{level}", link, "card") + body)

    def _body(self, paper: Paper) -> Iterator[Html]:
        if self.site.settings.cards == "titles":
            return
        view = self._view
        if authors := view.first_authors(paper):
            yield element("p", authors, "by")
        yield element("p", view.facts(paper), "facts")
        yield element("p", view.key_sentence(paper))
        if tags := view.tag_links(paper):
            yield element("p", tags, "pills")
        yield coins.span(to_item(cite(paper, self.site, key="")))  # COinS have no citation key
