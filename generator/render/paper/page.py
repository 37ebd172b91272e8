"""A page for each paper, and one at each address that a paper had before."""

from collections.abc import Iterator
from functools import partial

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Paper
from generator.library.site import Site
from generator.related.neighbours import Related
from generator.render import redirects
from generator.render.artifact import Artifact
from generator.render.citations import Citations
from generator.render.markup import html, markdown
from generator.render.markup.html import Html
from generator.render.metadata import head
from generator.render.paper import sections
from generator.render.views import View, description
from generator.text.plain import paragraphs
from generator.text.tex import plain


def artifacts(
    site: Site, config: Config, related: Related, citations: Citations
) -> Iterator[Artifact]:
    """Yield the pages of all papers."""
    papers = _Papers(site, config, related, citations)
    for of_day in site.by_day.values():
        for before, paper, after in zip((None, *of_day), of_day, (*of_day[1:], None), strict=False):
            page = partial(papers.page, paper, before, after)
            inputs = papers.inputs(paper, before, after)
            yield Artifact.from_inputs(permalinks.paper(paper.slug), inputs, page)
            for alias in paper.aliases:
                yield _moved(alias, paper, config)


class _Papers:
    """The pages of papers, and all that they show of others."""

    def __init__(self, site: Site, config: Config, related: Related, citations: Citations) -> None:
        self.site, self.config, self.related = site, config, related
        self.citations = citations
        self.by_slug = {paper.slug: paper for paper in site.papers}

    def inputs(self, paper: Paper, *neighbours: Paper | None) -> object:
        """Return what a paper's page hangs on."""
        near = self.related.of(paper.slug)
        titles = [self.by_slug[each.slug].title for each in near]
        shown = [each and self.site.paper_fingerprints[each.slug] for each in (paper, *neighbours)]
        return shown, self.citations.key(paper), near, titles, self.config.edit_url

    def page(self, paper: Paper, before: Paper | None, after: Paper | None) -> bytes:
        path = permalinks.paper(paper.slug)
        view, said = View(self.site, path), description(paper)
        title = plain(paper.title)
        seen = head.link_preview(self.site, path, title, said, "article")
        described = head.paper_head(self.site, paper, self.citations.item(paper))
        return markdown.render_page(
            path,
            "paper",
            source=paper.path,
            front_matter={"title": title, "description": said, "head": Html(seen + described)},
            lists=self.below(paper, before, after),
            title=markdown.rich(paper.title),
            withdrawn=paper.withdrawn,
            authors=view.authors(paper.authors[: sections.FIRST_AUTHORS]),
            others=len(paper.authors[sections.FIRST_AUTHORS :]),
            facts=view.facts(paper),
            tags=view.tags(paper),
            links=[markdown.link(label, url) for label, url in view.outside_links(paper).items()],
            abstract=map(markdown.rich, paragraphs(paper.abstract)),
        )

    def below(self, paper: Paper, before: Paper | None, after: Paper | None) -> Html:
        """Return what stands below the abstract."""
        view, cited = View(self.site, markup=html), self.citations
        near = [(self.by_slug[each.slug], each) for each in self.related.of(paper.slug)]
        bibtex = cited.bibtex(paper, abstract=False)
        return Html(
            sections.citation(paper, cited.references(paper), bibtex)
            + sections.related(view, near)
            + sections.neighbours(view, paper, before, after)
            + sections.authors(view, paper)
            + sections.details(view, paper, self.config.edit_url)
        )


def _moved(alias: str, paper: Paper, config: Config) -> Artifact:
    before, target = "The paper is now at", permalinks.paper(paper.slug)
    return redirects.page(
        permalinks.former_paper(alias), target, before, plain(paper.title), config.site_name
    )
