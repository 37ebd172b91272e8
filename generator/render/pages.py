"""A page for each paper, and one at each address that a paper had before."""

from collections.abc import Iterator

from generator import permalinks
from generator.model import Artifact, Paper
from generator.render import markdown
from generator.render.listings import NOT_SEARCHED
from generator.render.markdown import Markdown
from generator.render.views import DESCRIPTION_LENGTH, View
from generator.site import Site
from generator.text import excerpt, paragraphs


def artifacts(site: Site) -> Iterator[Artifact]:
    """Yield the pages of all papers."""
    for papers in site.by_day.values():
        for place, paper in enumerate(papers):
            before = papers[place - 1] if place else None
            after = papers[place + 1] if place + 1 < len(papers) else None
            yield _paper(site, paper, before, after)
            for alias in paper.aliases:
                yield _moved(site, paper, alias)


def _paper(site: Site, paper: Paper, before: Paper | None, after: Paper | None) -> Artifact:
    path = permalinks.paper(paper.slug)
    view = View(site, path)
    return markdown.page(
        path,
        "paper",
        source=paper.path,
        front_matter={
            "title": paper.title,
            "description": excerpt(paper.abstract, DESCRIPTION_LENGTH),
        },
        paper=paper,
        authors=view.authors(paper),
        facts=view.facts(paper),
        tags=view.tags(paper),
        record=view.record(paper),
        links=[markdown.link(label, url) for label, url in view.outside_links(paper).items()],
        abstract=paragraphs(paper.abstract),
        day=view.day(paper.date),
        before=_neighbour(view, before),
        after=_neighbour(view, after),
    )


def _moved(site: Site, paper: Paper, alias: str) -> Artifact:
    path = permalinks.paper(alias)
    view = View(site, path)
    return markdown.page(
        path,
        "moved",
        source=paper.path,
        front_matter={
            "title": paper.title,
            "description": f"This page is now at another address: {paper.slug}.",
            "template": "moved.html",
            "location": permalinks.address(permalinks.paper(paper.slug)),
            **NOT_SEARCHED,
        },
        paper=view.paper(paper),
    )


def _neighbour(view: View, paper: Paper | None) -> Markdown | str:
    return view.paper(paper) if paper else ""
