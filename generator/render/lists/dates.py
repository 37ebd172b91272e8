"""The days on which papers were featured, and the months in which they were first published."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

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
from generator.text.plain import quantity

_SOURCE = "papers/"
_LEADING_TAGS = 12
_LEADING_TAGS_OF_DAY = 6  # where the day is one of many
_FIRST_PAPERS = 3

Dated = Mapping[dt.date, Sequence[Paper]]


def artifacts(cards: Cards, config: Config) -> Iterator[Artifact]:
    """Yield the pages of years, months and days featured, and of first publication."""
    site = cards.site
    for outline in (*_featured(site), *_first_published(site)):
        yield overview.artifact(outline, cards)
    for day, papers in site.by_day.items():
        yield from paper_list.artifacts(_day(site, day, papers), cards, config)
    for month, papers in site.by_published_month.items():
        yield from paper_list.artifacts(_published_month(month, papers), cards, config)


def _featured(site: Site) -> Iterator[Overview]:
    yield _days(site)
    for year, days in _by_year(site.by_day):
        yield _year(year, days)
        for month, in_month in _by_month(days):
            yield _month(site, month, in_month)


def _first_published(site: Site) -> Iterator[Overview]:
    yield _publication(site)
    for year, months in _by_year(site.by_published_month):
        yield _published_year(year, months)


def _days(site: Site) -> Overview:
    years = _years(site.by_day, permalinks.year, permalinks.month)
    summary = f"{_papers(site.by_day)} by the day on which they were featured."
    return Overview(permalinks.DATES, "Days", _SOURCE, summary, years)


def _year(year: int, days: Dated) -> Overview:
    months = [
        Section(
            counted_link(f"{month:%B %Y}", permalinks.month(month), _total(in_month)),
            [
                counted_link(long_date(day), permalinks.day(day), len(in_month[day]))
                for day in in_month
            ],
            form="months",
        )
        for month, in_month in _by_month(days)
    ]
    summary = f"{_papers(days)} on {quantity(len(days), 'day')} of {year}."
    trail = [PageLink("Days", permalinks.DATES)]
    path = permalinks.year(year)
    return Overview(path, str(year), _SOURCE, summary, months, trail)


def _month(site: Site, month: dt.date, days: Dated) -> Overview:
    sections = [
        Section(
            counted_link(long_date(day), permalinks.day(day), len(papers)),
            tags=top_tags(site, papers, _LEADING_TAGS_OF_DAY),
            papers=papers[:_FIRST_PAPERS],
            rest=_rest(papers, permalinks.day(day)),
        )
        for day, papers in days.items()
    ]
    title = f"{month:%B %Y}"
    summary = f"{_papers(days)} on {quantity(len(days), 'day')} of {title}."
    trail = [
        PageLink("Days", permalinks.DATES),
        PageLink(str(month.year), permalinks.year(month.year)),
    ]
    path = permalinks.month(month)
    return Overview(path, title, _SOURCE, summary, sections, trail)


def _day(site: Site, day: dt.date, papers: tuple[Paper, ...]) -> PaperList:
    return PaperList(
        path=permalinks.day(day),
        title=long_date(day),
        source=_SOURCE,
        papers=papers,
        trail=[
            PageLink("Days", permalinks.DATES),
            PageLink(str(day.year), permalinks.year(day.year)),
            PageLink(f"{day:%B}", permalinks.month(day)),
        ],
        below=top_tags(site, papers, _LEADING_TAGS),
        within={"day": day.isoformat()},
    )


def _publication(site: Site) -> Overview:
    months = site.by_published_month
    years = _years(months, permalinks.published_year, permalinks.published_month)
    summary = f"{_papers(months)} by the month in which they were first public."
    return Overview(permalinks.PUBLISHED, "Published", _SOURCE, summary, years)


def _published_year(year: int, months: Dated) -> Overview:
    sections = [
        Section(
            counted_link(f"{month:%B %Y}", permalinks.published_month(month), len(papers)),
            papers=papers[:_FIRST_PAPERS],
            rest=_rest(papers, permalinks.published_month(month)),
        )
        for month, papers in months.items()
    ]
    summary = f"{_papers(months)} first published in {year}."
    title, trail = f"Published in {year}", [PageLink("Published", permalinks.PUBLISHED)]
    path = permalinks.published_year(year)
    return Overview(path, title, _SOURCE, summary, sections, trail)


def _published_month(month: dt.date, papers: tuple[Paper, ...]) -> PaperList:
    return PaperList(
        path=permalinks.published_month(month),
        title=f"Published in {month:%B %Y}",
        source=_SOURCE,
        papers=papers,
        trail=[
            PageLink("Published", permalinks.PUBLISHED),
            PageLink(str(month.year), permalinks.published_year(month.year)),
        ],
    )


def _years(
    dates: Dated,
    year_path: Callable[[int], str],
    month_path: Callable[[dt.date], str],
) -> list[Section]:
    """Return a section for each year, with its months, all counted."""
    return [
        Section(
            counted_link(str(year), year_path(year), _total(in_year)),
            [
                counted_link(f"{month:%B}", month_path(month), _total(in_month))
                for month, in_month in _by_month(in_year)
            ],
            form="months",
        )
        for year, in_year in _by_year(dates)
    ]


def _rest(papers: Sequence[Paper], whole: str) -> PageLink | None:
    more = len(papers) - _FIRST_PAPERS
    return PageLink(f"and {quantity(more, 'more paper')}", whole) if more > 0 else None


def _by_year(dates: Dated) -> Iterator[tuple[int, dict[dt.date, Sequence[Paper]]]]:
    for year, days in groupby(dates, key=lambda date: date.year):
        yield year, {day: dates[day] for day in days}


def _by_month(dates: Dated) -> Iterator[tuple[dt.date, dict[dt.date, Sequence[Paper]]]]:
    for month, days in groupby(dates, key=lambda date: date.replace(day=1)):
        yield month, {day: dates[day] for day in days}


def _total(dates: Dated) -> int:
    return sum(map(len, dates.values()))


def _papers(dates: Dated) -> str:
    return quantity(_total(dates), "paper")
