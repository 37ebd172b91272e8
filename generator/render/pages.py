"""A page for each paper, and one at each address that a paper had before."""

from collections.abc import Iterator
from functools import partial

from generator import permalinks
from generator.config import Config
from generator.model import Artifact, Paper
from generator.render import markdown, moved
from generator.render.views import DESCRIPTION_LENGTH, View
from generator.site import Site
from generator.text import excerpt, paragraphs


def artifacts(site: Site, config: Config) -> Iterator[Artifact]:
    """Yield the pages of all papers."""
    for papers in site.by_day.values():
        for place, paper in enumerate(papers):
            before = papers[place - 1] if place else None
            after = papers[place + 1] if place + 1 < len(papers) else None
            inputs = [each and site.shown[each.slug] for each in (paper, before, after)]
            page = partial(_paper, site, paper, before, after)
            yield Artifact.made_of(permalinks.paper(paper.slug), inputs, page)
            for alias in paper.aliases:
                yield _moved(alias, paper, config)


def _paper(site: Site, paper: Paper, before: Paper | None, after: Paper | None) -> bytes:
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


def _moved(alias: str, paper: Paper, config: Config) -> Artifact:
    before, target = "The paper is now at", permalinks.paper(paper.slug)
    return moved.page(permalinks.moved(alias), target, before, paper.title, config.site_name)


def _neighbour(view: View, paper: Paper | None) -> str:
    return view.paper(paper) if paper else ""
