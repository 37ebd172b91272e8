"""Pages that link to lists: a heading, and sections with links or a few papers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator.core.model import Paper
from generator.library.site import Site
from generator.render.artifact import Artifact
from generator.render.lists.cards import LEVEL_IN_SECTION, Cards
from generator.render.lists.paper_list import EXCLUDE_FROM_SEARCH
from generator.render.markup import html, markdown
from generator.render.markup.html import Html, element
from generator.render.metadata import head
from generator.render.metadata.json_ld import collection
from generator.render.views import PageLink, View


@dataclass(frozen=True, slots=True)
class Section:
    """A section of an overview: links, or a few papers and a link to all of them.

    Attributes:
        heading: The heading, as text or as a link.
        links: Links, each on its own line with its description.
        css_class: The class of the heading, which styles the section.
        description: A sentence below the heading.
        tags: Links to tags, all on one line.
        papers: Papers, displayed as cards.
        more: A link to the remaining papers.
    """

    heading: PageLink | str
    links: Sequence[PageLink] = ()
    css_class: str = "papers"
    description: str = ""
    tags: Sequence[PageLink] = ()
    papers: Sequence[Paper] = ()
    more: PageLink | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """A page of sections.

    Attributes:
        path: The path of the page below ``docs/``.
        title: The title and heading.
        source: The file or folder that the page is generated from.
        summary: The first sentence, which is also the description for search engines.
        sections: The sections.
        breadcrumbs: Links to the pages above this one.
    """

    path: str
    title: str
    source: str
    summary: str
    sections: Sequence[Section]
    breadcrumbs: Sequence[PageLink] = ()


def artifact(overview: Overview, cards: Cards) -> Artifact:
    """Return the artifact of an overview page.

    Args:
        overview: The overview.
        cards: The cards of the site's papers.
    """
    site = cards.site
    texts = (overview.path, overview.title, overview.source, overview.summary)
    sections = cache_inputs(overview.sections, site)
    inputs = (texts, overview.breadcrumbs, site.identity, sections)
    return Artifact.from_inputs(overview.path, inputs, partial(_page, overview, cards))


def cache_inputs(sections: Sequence[Section], site: Site) -> object:
    """Return everything that rendered sections depend on, for a cache key."""
    texts = [
        (
            section.heading,
            section.links,
            section.css_class,
            section.description,
            section.tags,
            section.more,
        )
        for section in sections
    ]
    papers = [
        site.paper_fingerprints[paper.slug] for section in sections for paper in section.papers
    ]
    return texts, papers


def render_sections(sections: Sequence[Section], cards: Cards) -> Html:
    """Return sections as HTML, in their order."""
    return Html("".join(piece for section in sections for piece in _section(section, cards)))


def _page(overview: Overview, cards: Cards) -> bytes:
    site, path, title = cards.site, overview.path, overview.title
    papers = [paper for section in overview.sections for paper in section.papers]
    link_preview = head.link_preview(site, path, title, overview.summary)
    json_ld = collection(site, path, title, overview.breadcrumbs, papers)
    return markdown.render_page(
        path,
        "list",
        source=overview.source,
        front_matter={
            "title": title,
            "description": overview.summary,
            "head": Html(link_preview + json_ld),
            **EXCLUDE_FROM_SEARCH,
        },
        heading=title,
        breadcrumbs=View(site, path).links(overview.breadcrumbs),
        summary=overview.summary,
        lists=render_sections(overview.sections, cards),
    )


def _section(section: Section, cards: Cards) -> Iterator[Html]:
    view, heading = View(cards.site, markup=html), section.heading
    linked = heading if isinstance(heading, str) else view.link(heading.label, heading.target)
    yield element("h2", linked, section.css_class)
    if section.description:
        yield element("p", section.description)
    if section.tags:
        yield element("p", html.join(view.links(section.tags)), "pills")
    if section.links:
        yield element("ul", html.elements("li", (_item(view, link) for link in section.links)))
    yield cards.render(section.papers, LEVEL_IN_SECTION)
    if section.more:
        yield element("p", view.link(section.more.label, section.more.target), "more")


def _item(view: View, link: PageLink) -> Html:
    linked = view.link(link.label, link.target)
    return html.join([linked, *filter(None, [link.description])], ": ")
