"""Lists by date: the days on which papers were featured, and the months of first publication."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Paper
from generator.library.site import Site
from generator.render.artifact import Artifact
from generator.render.lists import overview, paper_list
from generator.render.lists.cards import Cards
from generator.render.lists.overview import Overview, Section
from generator.render.lists.paper_list import PaperList
from generator.render.views import PageLink, counted_link, long_date, top_tags
from generator.text.strings import quantity

_SOURCE = "papers/"
_MAX_TAGS_ON_DAY_PAGE = 12
_MAX_TAGS_OF_DAY_ON_MONTH_PAGE = 6
_MAX_PAPERS_IN_SECTION = 3
_DAYS = PageLink("Days", permalinks.DATES)
_PUBLISHED = PageLink("Published", permalinks.PUBLISHED)

_PapersByDate: TypeAlias = Mapping[dt.date, Sequence[Paper]]
"""Papers by day, or by the first day of their month, the newest first."""


def artifacts(cards: Cards, config: Config) -> Iterator[Artifact]:
    """Yield the lists of days and months, and the pages of years and months that link to them.

    Args:
        cards: The cards of the site's papers.
        config: The project, for the number of papers per page.
    """
    site = cards.site
    for page in (*_featured_overviews(site), *_published_overviews(site)):
        yield overview.artifact(page, cards)
    for day, papers in site.by_day.items():
        yield from paper_list.artifacts(_day(site, day, papers), cards, config)
    for month, papers in site.by_published_month.items():
        yield from paper_list.artifacts(_published_month(month, papers), cards, config)


def _featured_overviews(site: Site) -> Iterator[Overview]:
    yield _all_days(site)
    for year, days in _by_year(site.by_day):
        yield _year(year, days)
        for month, days_of_month in _by_month(days):
            yield _month(site, month, days_of_month)


def _published_overviews(site: Site) -> Iterator[Overview]:
    yield _all_published_months(site)
    for year, months in _by_year(site.by_published_month):
        yield _published_year(year, months)


def _all_days(site: Site) -> Overview:
    summary = f"{_count_papers(site.by_day)}, listed by the day on which each was featured."
    years = _year_sections(site.by_day, permalinks.year, permalinks.month)
    return Overview(permalinks.DATES, "Days", _SOURCE, summary, years)


def _year(year: int, days: _PapersByDate) -> Overview:
    months = [
        Section(
            counted_link(f"{month:%B %Y}", permalinks.month(month), _total(days_of_month)),
            [
                counted_link(long_date(day), permalinks.day(day), len(papers))
                for day, papers in days_of_month.items()
            ],
            css_class="months",
        )
        for month, days_of_month in _by_month(days)
    ]
    summary = f"{_count_papers(days)} on {quantity(len(days), 'day')} in {year}."
    return Overview(permalinks.year(year), str(year), _SOURCE, summary, months, [_DAYS])


def _month(site: Site, month: dt.date, days: _PapersByDate) -> Overview:
    sections = [
        Section(
            counted_link(long_date(day), permalinks.day(day), len(papers)),
            tags=top_tags(site, papers, _MAX_TAGS_OF_DAY_ON_MONTH_PAGE),
            papers=papers[:_MAX_PAPERS_IN_SECTION],
            more=_link_to_more(papers, permalinks.day(day)),
        )
        for day, papers in days.items()
    ]
    title = f"{month:%B %Y}"
    summary = f"{_count_papers(days)} on {quantity(len(days), 'day')} in {title}."
    breadcrumbs = [_DAYS, PageLink(str(month.year), permalinks.year(month.year))]
    return Overview(permalinks.month(month), title, _SOURCE, summary, sections, breadcrumbs)


def _day(site: Site, day: dt.date, papers: tuple[Paper, ...]) -> PaperList:
    return PaperList(
        path=permalinks.day(day),
        title=long_date(day),
        source=_SOURCE,
        papers=papers,
        breadcrumbs=[
            _DAYS,
            PageLink(str(day.year), permalinks.year(day.year)),
            PageLink(f"{day:%B}", permalinks.month(day)),
        ],
        pills=top_tags(site, papers, _MAX_TAGS_ON_DAY_PAGE),
        search_filters={"day": day.isoformat()},
    )


def _all_published_months(site: Site) -> Overview:
    months = site.by_published_month
    summary = f"{_count_papers(months)}, listed by month of first publication."
    years = _year_sections(months, permalinks.published_year, permalinks.published_month)
    return Overview(permalinks.PUBLISHED, "Published", _SOURCE, summary, years)


def _published_year(year: int, months: _PapersByDate) -> Overview:
    sections = [
        Section(
            counted_link(f"{month:%B %Y}", permalinks.published_month(month), len(papers)),
            papers=papers[:_MAX_PAPERS_IN_SECTION],
            more=_link_to_more(papers, permalinks.published_month(month)),
        )
        for month, papers in months.items()
    ]
    path, title = permalinks.published_year(year), f"Published in {year}"
    summary = f"{_count_papers(months)} first published in {year}."
    return Overview(path, title, _SOURCE, summary, sections, [_PUBLISHED])


def _published_month(month: dt.date, papers: tuple[Paper, ...]) -> PaperList:
    return PaperList(
        path=permalinks.published_month(month),
        title=f"Published in {month:%B %Y}",
        source=_SOURCE,
        papers=papers,
        breadcrumbs=[
            _PUBLISHED,
            PageLink(str(month.year), permalinks.published_year(month.year)),
        ],
    )


def _year_sections(
    dates: _PapersByDate, year_path: Callable[[int], str], month_path: Callable[[dt.date], str]
) -> list[Section]:
    """Return a section for each year, with links to its months."""
    return [
        Section(
            counted_link(str(year), year_path(year), _total(dates_of_year)),
            [
                counted_link(f"{month:%B}", month_path(month), _total(dates_of_month))
                for month, dates_of_month in _by_month(dates_of_year)
            ],
            css_class="months",
        )
        for year, dates_of_year in _by_year(dates)
    ]


def _link_to_more(papers: Sequence[Paper], path: str) -> PageLink | None:
    hidden = len(papers) - _MAX_PAPERS_IN_SECTION
    return PageLink(f"and {quantity(hidden, 'more paper')}", path) if hidden > 0 else None


def _by_year(dates: _PapersByDate) -> Iterator[tuple[int, _PapersByDate]]:
    for year, dates_of_year in groupby(dates, key=lambda date: date.year):
        yield year, {date: dates[date] for date in dates_of_year}


def _by_month(dates: _PapersByDate) -> Iterator[tuple[dt.date, _PapersByDate]]:
    for month, dates_of_month in groupby(dates, key=lambda date: date.replace(day=1)):
        yield month, {date: dates[date] for date in dates_of_month}


def _total(dates: _PapersByDate) -> int:
    return sum(map(len, dates.values()))


def _count_papers(dates: _PapersByDate) -> str:
    return quantity(_total(dates), "paper")
