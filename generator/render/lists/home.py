"""The home page: the newest day's digest, the tags that lead it, and the ways in."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Paper
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
from generator.text.plain import quantity

_PAPERS = 10
_LEADING_TAGS = 8


def artifacts(cards: Cards, config: Config) -> Iterator[Artifact]:
    """Yield the home page; without papers it says how to add the first."""
    site = cards.site
    date = next(iter(site.by_day), None)
    papers = site.by_day[date] if date else ()
    sections = [_newest(site, date, papers), Section("Ways in", _ways(site), "ways")]
    words = (config.site_name, config.site_description, site.identity)
    inputs = (words, overview.cache_inputs(sections, site))
    page = partial(_page, cards, config, sections)
    yield Artifact.from_inputs(permalinks.HOME, inputs, page)


def _page(cards: Cards, config: Config, sections: Sequence[Section]) -> bytes:
    site, name, about = cards.site, config.site_name, config.site_description
    seen = head.link_preview(site, permalinks.HOME, name, about)
    return markdown.render_page(
        permalinks.HOME,
        "home",
        source="papers/",
        front_matter={
            "description": about,
            "head": Html(seen + collection(site, permalinks.HOME, name, [], sections[0].papers)),
            **EXCLUDE_FROM_SEARCH,
        },
        name=name,
        about=about,
        papers=site.papers,
        lists=overview.render_sections(sections, cards),
    )


def _newest(site: Site, date: dt.date | None, papers: Sequence[Paper]) -> Section:
    if not date:
        return Section("No papers yet")
    day, path = long_date(date), permalinks.day(date)
    count = quantity(len(papers), "paper")
    leading = top_tags(site, papers, _LEADING_TAGS)
    return Section(
        PageLink(day, path),
        about=f"{count}, led by:" if leading else f"{count}.",
        tags=leading,
        papers=papers[:_PAPERS],
        rest=PageLink(f"All {count} of {day}", path) if len(papers) > _PAPERS else None,
    )


def _ways(site: Site) -> list[PageLink]:
    in_use = f"{quantity(len(site.by_tag), 'tag')} in {quantity(len(site.taxonomy.areas), 'area')}"
    months = quantity(len(site.by_published_month), "month")
    days, authors = quantity(len(site.by_day), "day"), quantity(len(site.authors), "author")
    return [
        PageLink("By word", permalinks.SEARCH, "search all, with filters"),
        PageLink("By tag", permalinks.TAGS, f"{in_use}, each with what it means"),
        PageLink("By day", permalinks.DATES, f"{days} of digests"),
        PageLink("By publication", permalinks.PUBLISHED, f"{months} of first publication"),
        PageLink("By author", permalinks.AUTHORS, authors),
    ]
