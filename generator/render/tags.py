"""The tags as a tree, and a page for each."""

from collections.abc import Iterator

from generator import permalinks
from generator.config import Config
from generator.model import Artifact, Tag
from generator.render import listings, outline
from generator.render.listings import Listing
from generator.render.markdown import Markdown, joined
from generator.render.outline import Section
from generator.render.views import View
from generator.site import Site
from generator.text import quantity

_SOURCE = "taxonomy.yml"


def artifacts(site: Site, config: Config) -> Iterator[Artifact]:
    """Yield the tree of all tags, and the list of each tag's papers."""
    view = View(site, permalinks.TAGS)
    taxonomy = site.taxonomy
    papers, areas = quantity(len(site.papers), "paper"), quantity(len(taxonomy.areas), "area")
    yield outline.page(
        permalinks.TAGS,
        "Tags",
        source=_SOURCE,
        summary=f"{quantity(len(taxonomy.tags), 'tag')} in {areas}, for {papers}.",
        sections=[
            Section(_counted(view, area), _described(view, area), "topics", area.description)
            for area in taxonomy.areas
        ],
    )
    for tag in taxonomy.tags.values():
        yield from listings.pages(_listing(site, tag), site, config)


def _listing(site: Site, tag: Tag) -> Listing:
    view = View(site, permalinks.tag(tag.slug))
    topics = [topic for topic in site.taxonomy.topics(tag.slug) if topic.slug in site.by_tag]
    return Listing(
        path=view.path,
        title=tag.label,
        source=_SOURCE,
        papers=site.by_tag.get(tag.slug, ()),
        trail=[view.link("Tags", permalinks.TAGS)] + ([view.tag(tag.parent)] if tag.parent else []),
        lead=tag.description,
        below=[_counted(view, topic) for topic in topics],
        within={"tag": tag.slug},
    )


def _described(view: View, area: Tag) -> list[Markdown]:
    topics = view.site.taxonomy.topics(area.slug)
    return [joined([_counted(view, topic), topic.description], ": ") for topic in topics]


def _counted(view: View, tag: Tag) -> Markdown:
    papers = view.site.by_tag.get(tag.slug, ())
    return view.counted(tag.label, permalinks.tag(tag.slug), len(papers))
