"""Pages that lead to lists: a heading, and sections of links or of first papers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator.core.model import Paper
from generator.library.site import Site
from generator.render.artifact import Artifact
from generator.render.lists.cards import UNDER_HEADING, Cards
from generator.render.lists.paper_list import NOT_SEARCHED
from generator.render.markup import html, markdown
from generator.render.markup.html import Html, element
from generator.render.metadata import head
from generator.render.metadata.json_ld import collection
from generator.render.views import View, Way


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an outline: links and their style, or some papers and a link to the rest."""

    heading: Way | str
    ways: Sequence[Way] = ()
    form: str = "papers"
    about: str = ""
    tags: Sequence[Way] = ()
    papers: Sequence[Paper] = ()
    rest: Way | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A page of sections; its summary is also its description."""

    path: str
    title: str
    source: str
    summary: str
    sections: Sequence[Section]
    trail: Sequence[Way] = ()


def page(outline: Outline, cards: Cards) -> Artifact:
    """Return the page of an outline."""
    site = cards.site
    said = (outline.path, outline.title, outline.source, outline.summary, outline.trail)
    inputs = (said, site.identity, hangs_on(outline.sections, site))
    return Artifact.made_of(outline.path, inputs, partial(_page, outline, cards))


def hangs_on(sections: Sequence[Section], site: Site) -> object:
    """Return what the lists of sections are made of."""
    return [
        (each.heading, each.ways, each.form, each.about, each.tags, each.rest) for each in sections
    ], [site.shown[paper.slug] for each in sections for paper in each.papers]


def lists(sections: Sequence[Section], cards: Cards) -> Html:
    """Return sections one below another."""
    return Html("".join(piece for section in sections for piece in _section(section, cards)))


def _page(outline: Outline, cards: Cards) -> bytes:
    site, path, title = cards.site, outline.path, outline.title
    papers = [paper for section in outline.sections for paper in section.papers]
    seen = head.preview(site, path, title, outline.summary)
    return markdown.page(
        path,
        "list",
        source=outline.source,
        front_matter={
            "title": title,
            "description": outline.summary,
            "head": Html(seen + collection(site, path, title, outline.trail, papers)),
            **NOT_SEARCHED,
        },
        heading=title,
        trail=View(site, path).links(outline.trail),
        summary=outline.summary,
        lists=lists(outline.sections, cards),
    )


def _section(section: Section, cards: Cards) -> Iterator[Html]:
    view, heading = View(cards.site, markup=html), section.heading
    named = heading if isinstance(heading, str) else view.link(heading.label, heading.target)
    yield element("h2", named, section.form)
    if section.about:
        yield element("p", section.about)
    if section.tags:
        yield element("p", html.joined(view.links(section.tags)), "pills")
    if section.ways:
        yield element("ul", html.elements("li", (_item(view, way) for way in section.ways)))
    yield cards.of(section.papers, UNDER_HEADING)
    if section.rest:
        yield element("p", view.link(section.rest.label, section.rest.target), "more")


def _item(view: View, way: Way) -> Html:
    return html.joined([view.link(way.label, way.target), *filter(None, [way.about])], ": ")
