"""The tree of tags, and a list of papers for each tag."""

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
from generator.text.strings import quantity

_SOURCE = "taxonomy.yml"


def artifacts(cards: Cards, config: Config) -> Iterator[Artifact]:
    """Yield the tree of all tags, and the list of each tag's papers.

    Args:
        cards: The cards of the site's papers.
        config: The project, for the number of papers per page.
    """
    yield overview.artifact(_tree(cards.site), cards)
    for tag in cards.site.taxonomy.tags.values():
        yield from paper_list.artifacts(_list_papers(cards.site, tag), cards, config)


def _tree(site: Site) -> Overview:
    taxonomy = site.taxonomy
    tags, areas = quantity(len(taxonomy.tags), "tag"), quantity(len(taxonomy.areas), "area")
    return Overview(
        permalinks.TAGS,
        "Tags",
        _SOURCE,
        f"{tags} in {areas}, for {quantity(len(site.papers), 'paper')}.",
        [
            Section(
                _link(site, area),
                [_link(site, topic, topic.description) for topic in taxonomy.topics(area.slug)],
                css_class="topics",
                description=area.description,
            )
            for area in taxonomy.areas
        ],
    )


def _list_papers(site: Site, tag: Tag) -> PaperList:
    topics = [topic for topic in site.taxonomy.topics(tag.slug) if topic.slug in site.by_tag]
    breadcrumbs = [PageLink("Tags", permalinks.TAGS)]
    if tag.parent:
        area = site.taxonomy.tags[tag.parent]
        breadcrumbs.append(PageLink(area.label, permalinks.tag(area.slug)))
    return PaperList(
        path=permalinks.tag(tag.slug),
        title=tag.label,
        source=_SOURCE,
        papers=site.by_tag.get(tag.slug, ()),
        breadcrumbs=breadcrumbs,
        introduction=tag.description,
        pills=[_link(site, topic) for topic in topics],
        search_filters={"tag": tag.slug},
    )


def _link(site: Site, tag: Tag, description: str = "") -> PageLink:
    papers = site.by_tag.get(tag.slug, ())
    return counted_link(tag.label, permalinks.tag(tag.slug), len(papers), description)
