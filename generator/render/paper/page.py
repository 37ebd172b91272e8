"""The page of each paper, and redirects from its former addresses."""

from collections.abc import Iterator
from functools import partial

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Paper
from generator.library.site import Site
from generator.related.neighbours import Related
from generator.render import redirects
from generator.render.artifact import Artifact
from generator.render.citations.formats import Citations
from generator.render.markup import html, markdown
from generator.render.markup.html import Html
from generator.render.metadata import head
from generator.render.paper import sections
from generator.render.views import View, description
from generator.text.strings import paragraphs
from generator.text.tex import to_plain_text


def artifacts(
    site: Site, config: Config, related: Related, citations: Citations
) -> Iterator[Artifact]:
    """Yield the pages of all papers, and a redirect for each alias.

    Args:
        site: The papers.
        config: The project, for its name and the URL where entries are edited.
        related: The related papers of each paper.
        citations: The citations of each paper.
    """
    pages = _PaperPages(site, config, related, citations)
    for papers in site.by_day.values():
        adjacent = zip((None, *papers), papers, (*papers[1:], None), strict=False)
        for previous, paper, following in adjacent:
            inputs = pages.inputs(paper, previous, following)
            render = partial(pages.render, paper, previous, following)
            yield Artifact.from_inputs(permalinks.paper(paper.slug), inputs, render)
            for alias in paper.aliases:
                yield _redirect(alias, paper, config)


class _PaperPages:
    """Renders the pages of papers, which also list related and adjacent papers."""

    def __init__(self, site: Site, config: Config, related: Related, citations: Citations) -> None:
        self._site, self._config = site, config
        self._related, self._citations = related, citations
        self._by_slug = {paper.slug: paper for paper in site.papers}

    def inputs(self, paper: Paper, previous: Paper | None, following: Paper | None) -> object:
        """Return everything that a paper's page depends on, for its cache key.

        Args:
            paper: The paper.
            previous: The paper before it on the same day.
            following: The paper after it on the same day.
        """
        related = self._related.neighbours(paper.slug)
        titles = [self._by_slug[neighbour.slug].title for neighbour in related]
        fingerprints = [
            other and self._site.paper_fingerprints[other.slug]
            for other in (paper, previous, following)
        ]
        return fingerprints, self._citations.key(paper), related, titles, self._config.edit_url

    def render(self, paper: Paper, previous: Paper | None, following: Paper | None) -> bytes:
        """Return a paper's page; the arguments are the same as for ``inputs``."""
        path, title = permalinks.paper(paper.slug), to_plain_text(paper.title)
        view, summary = View(self._site, path), description(paper)
        link_preview = head.link_preview(self._site, path, title, summary, "article")
        metadata = head.paper_head(self._site, paper, self._citations.item(paper))
        return markdown.render_page(
            path,
            "paper",
            source=paper.path,
            front_matter={
                "title": title,
                "description": summary,
                "head": Html(link_preview + metadata),
            },
            lists=self._sections(paper, previous, following),
            title=markdown.rich(paper.title),
            withdrawn=paper.withdrawn,
            authors=view.author_links(paper.authors[: sections.FIRST_AUTHORS]),
            others=len(paper.authors[sections.FIRST_AUTHORS :]),
            facts=view.facts(paper),
            tags=view.tag_links(paper),
            links=[markdown.link(label, url) for label, url in view.external_links(paper).items()],
            abstract=map(markdown.rich, paragraphs(paper.abstract)),
        )

    def _sections(self, paper: Paper, previous: Paper | None, following: Paper | None) -> Html:
        """Return the sections below the abstract."""
        view, citations = View(self._site, markup=html), self._citations
        bibtex = citations.bibtex(paper, abstract=False)
        related = [
            (self._by_slug[neighbour.slug], neighbour)
            for neighbour in self._related.neighbours(paper.slug)
        ]
        return Html(
            sections.citation(paper, citations.references(paper), bibtex)
            + sections.related(view, related)
            + sections.same_day(view, paper, previous, following)
            + sections.all_authors(view, paper)
            + sections.details(view, paper, self._config.edit_url)
        )


def _redirect(alias: str, paper: Paper, config: Config) -> Artifact:
    path, target = permalinks.former_paper(alias), permalinks.paper(paper.slug)
    text, label = "The paper is now at", to_plain_text(paper.title)
    return redirects.page(path, target, text, label, config.site_name)
