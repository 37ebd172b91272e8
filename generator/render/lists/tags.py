"""The tags as a tree, and a page for each."""

from collections.abc import Iterator

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Tag
from generator.library.site import Site
from generator.render.artifact import Artifact
from generator.render.lists import overview, paper_list
from generator.render.lists.cards import Cards
from generator.render.lists.overview import Overview, Section
from generator.render.lists.paper_list import PaperList
from generator.render.views import PageLink, counted_link
from generator.text.plain import quantity

_SOURCE = "taxonomy.yml"


def artifacts(cards: Cards, config: Config) -> Iterator[Artifact]:
    """Yield the tree of all tags, and the list of each tag's papers."""
    yield overview.artifact(_tree(cards.site), cards)
    for tag in cards.site.taxonomy.tags.values():
        yield from paper_list.artifacts(_listing(cards.site, tag), cards, config)


def _tree(site: Site) -> Overview:
    taxonomy = site.taxonomy
    papers, areas = quantity(len(site.papers), "paper"), quantity(len(taxonomy.areas), "area")
    return Overview(
        permalinks.TAGS,
        "Tags",
        _SOURCE,
        f"{quantity(len(taxonomy.tags), 'tag')} in {areas}, for {papers}.",
        [
            Section(
                _counted(site, area),
                [_counted(site, topic, topic.description) for topic in taxonomy.topics(area.slug)],
                "topics",
                area.description,
            )
            for area in taxonomy.areas
        ],
    )


def _listing(site: Site, tag: Tag) -> PaperList:
    topics = [topic for topic in site.taxonomy.topics(tag.slug) if topic.slug in site.by_tag]
    trail = [PageLink("Tags", permalinks.TAGS)]
    if tag.parent:
        trail.append(PageLink(site.taxonomy.tags[tag.parent].label, permalinks.tag(tag.parent)))
    return PaperList(
        path=permalinks.tag(tag.slug),
        title=tag.label,
        source=_SOURCE,
        papers=site.by_tag.get(tag.slug, ()),
        trail=trail,
        lead=tag.description,
        below=[_counted(site, topic) for topic in topics],
        within={"tag": tag.slug},
    )


def _counted(site: Site, tag: Tag, about: str = "") -> PageLink:
    papers = site.by_tag.get(tag.slug, ())
    return counted_link(tag.label, permalinks.tag(tag.slug), len(papers), about)
