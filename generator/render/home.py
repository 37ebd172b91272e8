"""The home page: the newest day's digest, the tags that lead it, and the ways in."""

from collections.abc import Iterator

from generator import permalinks
from generator.config import Config
from generator.model import Artifact
from generator.render import markdown
from generator.render.listings import NOT_SEARCHED
from generator.render.markdown import Markdown
from generator.render.views import View, long_date
from generator.site import Site
from generator.text import quantity

_PAPERS = 10
_LEADING_TAGS = 8


def artifacts(site: Site, config: Config) -> Iterator[Artifact]:
    """Yield the home page; without papers it says how to add the first."""
    view = View(site, permalinks.HOME)
    date = next(iter(site.by_day), None)
    papers = site.by_day[date] if date else ()
    heading = long_date(date) if date else "No papers yet"
    whole = f"All {quantity(len(papers), 'paper')} of {heading}"
    yield markdown.page(
        permalinks.HOME,
        "home",
        source="papers/",
        front_matter={"description": config.site_description, **NOT_SEARCHED},
        name=config.site_name,
        about=config.site_description,
        heading=view.link(heading, permalinks.day(date)) if date else heading,
        count=quantity(len(papers), "paper"),
        leading=view.leading_tags(papers, _LEADING_TAGS),
        cards=[view.card(paper) for paper in papers[:_PAPERS]],
        whole=view.link(whole, permalinks.day(date)) if date and len(papers) > _PAPERS else "",
        ways=_ways(view),
    )


def _ways(view: View) -> list[tuple[Markdown, str]]:
    site = view.site
    in_use = f"{quantity(len(site.by_tag), 'tag')} in {quantity(len(site.taxonomy.areas), 'area')}"
    months = quantity(len(site.by_published_month), "month")
    return [
        (view.link("By word", permalinks.SEARCH), "search all, with filters"),
        (view.link("By tag", permalinks.TAGS), f"{in_use}, each with what it means"),
        (view.link("By day", permalinks.DATES), f"{quantity(len(site.by_day), 'day')} of digests"),
        (view.link("By publication", permalinks.PUBLISHED), f"{months} of first publication"),
        (view.link("By author", permalinks.AUTHORS), f"{quantity(len(site.authors), 'author')}"),
    ]
