"""The home page: the newest day's papers and most frequent tags, and links to all lists."""

from collections.abc import Iterator, Sequence
from functools import partial

from generator.core import permalinks
from generator.core.config import Config
from generator.library.site import Site
from generator.render.artifact import Artifact
from generator.render.lists import overview
from generator.render.lists.cards import Cards
from generator.render.lists.overview import Section
from generator.render.lists.paper_list import EXCLUDE_FROM_SEARCH
from generator.render.markup import markdown
from generator.render.markup.html import Html
from generator.render.metadata import head
from generator.render.metadata.json_ld import collection
from generator.render.views import PageLink, long_date, top_tags
from generator.text.strings import quantity

_MAX_PAPERS = 10
_MAX_TAGS = 8


def artifacts(cards: Cards, config: Config) -> Iterator[Artifact]:
    """Yield the home page. On a site without papers, it explains how to add the first paper.

    Args:
        cards: The cards of the site's papers.
        config: The project, for its name and description.
    """
    site = cards.site
    sections = [_newest_day(site), Section("Browse", _links(site), css_class="ways")]
    texts = (config.site_name, config.site_description, site.identity)
    inputs = (texts, overview.cache_inputs(sections, site))
    yield Artifact.from_inputs(permalinks.HOME, inputs, partial(_page, cards, config, sections))


def _newest_day(site: Site) -> Section:
    if not site.by_day:
        return Section("No papers yet")
    date, papers = next(iter(site.by_day.items()))
    day, path = long_date(date), permalinks.day(date)
    count = quantity(len(papers), "paper")
    tags = top_tags(site, papers, _MAX_TAGS)
    return Section(
        PageLink(day, path),
        description=f"{count}. Most frequent tags:" if tags else f"{count}.",
        tags=tags,
        papers=papers[:_MAX_PAPERS],
        more=PageLink(f"All {count} from {day}", path) if len(papers) > _MAX_PAPERS else None,
    )


def _links(site: Site) -> list[PageLink]:
    """Return links to the search and to all lists that have papers."""
    tags = quantity(len(site.by_tag), "tag")
    areas = quantity(sum(area.slug in site.by_tag for area in site.taxonomy.areas), "area")
    days = quantity(len(site.by_day), "day")
    months = quantity(len(site.by_published_month), "month")
    authors = quantity(len(site.authors), "author")
    lists = [
        (site.by_tag, PageLink("By tag", permalinks.TAGS, f"{tags} in {areas}, with descriptions")),
        (site.by_day, PageLink("By day", permalinks.DATES, f"featured papers ({days})")),
        (
            site.by_published_month,
            PageLink(
                "By publication date",
                permalinks.PUBLISHED,
                f"papers by month of first publication ({months})",
            ),
        ),
        (site.authors, PageLink("By author", permalinks.AUTHORS, authors)),
    ]
    search = PageLink("Search", permalinks.SEARCH, "titles, authors and abstracts, with filters")
    return [search, *(link for groups, link in lists if groups)]


def _page(cards: Cards, config: Config, sections: Sequence[Section]) -> bytes:
    site, name, description = cards.site, config.site_name, config.site_description
    link_preview = head.link_preview(site, permalinks.HOME, name, description)
    json_ld = collection(site, permalinks.HOME, name, [], sections[0].papers)
    return markdown.render_page(
        permalinks.HOME,
        "home",
        source="papers/",
        front_matter={
            "description": description,
            "head": Html(link_preview + json_ld),
            **EXCLUDE_FROM_SEARCH,
        },
        name=name,
        description=description,
        papers=site.papers,
        lists=overview.render_sections(sections, cards),
    )
