"""The days on which papers were featured, and the months in which they were first published."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from generator import permalinks
from generator.config import Config
from generator.model import Artifact, Paper
from generator.render import listings, outline
from generator.render.listings import Listing
from generator.render.outline import Section
from generator.render.views import Card, View, long_date
from generator.site import Site
from generator.text import quantity

_SOURCE = "papers/"
_LEADING_TAGS = 12
_LEADING_TAGS_OF_DAY = 6  # where the day is one of many
_FIRST_PAPERS = 3

Dated = Mapping[dt.date, Sequence[Paper]]


def artifacts(site: Site, config: Config) -> Iterator[Artifact]:
    """Yield the pages of years, months and days featured, and of first publication."""
    yield _days(site)
    for year, days in _by_year(site.by_day):
        yield _year(site, year, days)
        for month, in_month in _by_month(days):
            yield _month(site, month, in_month)
    for day, papers in site.by_day.items():
        yield from listings.pages(_day(site, day, papers), site, config)
    yield _publication(site)
    for year, months in _by_year(site.by_published_month):
        yield _published_year(site, year, months)
    for month, papers in site.by_published_month.items():
        yield from listings.pages(_published_month(site, month, papers), site, config)


def _days(site: Site) -> Artifact:
    view = View(site, permalinks.DATES)
    years = _years(view, site.by_day, permalinks.year, permalinks.month)
    summary = f"{_papers(site.by_day)} by the day on which they were featured."
    return outline.page(view.path, "Days", source=_SOURCE, summary=summary, sections=years)


def _year(site: Site, year: int, days: Dated) -> Artifact:
    view = View(site, permalinks.year(year))
    months = [
        Section(
            view.counted(f"{month:%B %Y}", permalinks.month(month), _total(in_month)),
            [
                view.counted(long_date(day), permalinks.day(day), len(in_month[day]))
                for day in in_month
            ],
            form="months",
        )
        for month, in_month in _by_month(days)
    ]
    summary = f"{_papers(days)} on {quantity(len(days), 'day')} of {year}."
    trail = [view.link("Days", permalinks.DATES)]
    return outline.page(
        view.path, str(year), source=_SOURCE, summary=summary, sections=months, trail=trail
    )


def _month(site: Site, month: dt.date, days: Dated) -> Artifact:
    view = View(site, permalinks.month(month))
    sections = [
        Section(
            view.counted(long_date(day), permalinks.day(day), len(papers)),
            tags=view.leading_tags(papers, _LEADING_TAGS_OF_DAY),
            cards=_first(view, papers),
            rest=_rest(view, papers, permalinks.day(day)),
        )
        for day, papers in days.items()
    ]
    title = f"{month:%B %Y}"
    summary = f"{_papers(days)} on {quantity(len(days), 'day')} of {title}."
    trail = [
        view.link("Days", permalinks.DATES),
        view.link(str(month.year), permalinks.year(month.year)),
    ]
    return outline.page(
        view.path, title, source=_SOURCE, summary=summary, sections=sections, trail=trail
    )


def _day(site: Site, day: dt.date, papers: tuple[Paper, ...]) -> Listing:
    view = View(site, permalinks.day(day))
    return Listing(
        path=view.path,
        title=long_date(day),
        source=_SOURCE,
        papers=papers,
        trail=[
            view.link("Days", permalinks.DATES),
            view.link(str(day.year), permalinks.year(day.year)),
            view.link(f"{day:%B}", permalinks.month(day)),
        ],
        below=view.leading_tags(papers, _LEADING_TAGS),
        within={"day": day.isoformat()},
    )


def _publication(site: Site) -> Artifact:
    view = View(site, permalinks.PUBLISHED)
    months = site.by_published_month
    years = _years(view, months, permalinks.published_year, permalinks.published_month)
    summary = f"{_papers(months)} by the month in which they were first public."
    return outline.page(view.path, "Published", source=_SOURCE, summary=summary, sections=years)


def _published_year(site: Site, year: int, months: Dated) -> Artifact:
    view = View(site, permalinks.published_year(year))
    sections = [
        Section(
            view.counted(f"{month:%B %Y}", permalinks.published_month(month), len(papers)),
            cards=_first(view, papers),
            rest=_rest(view, papers, permalinks.published_month(month)),
        )
        for month, papers in months.items()
    ]
    summary = f"{_papers(months)} first published in {year}."
    trail = [view.link("Published", permalinks.PUBLISHED)]
    title = f"Published in {year}"
    return outline.page(
        view.path, title, source=_SOURCE, summary=summary, sections=sections, trail=trail
    )


def _published_month(site: Site, month: dt.date, papers: tuple[Paper, ...]) -> Listing:
    view = View(site, permalinks.published_month(month))
    return Listing(
        path=view.path,
        title=f"Published in {month:%B %Y}",
        source=_SOURCE,
        papers=papers,
        trail=[
            view.link("Published", permalinks.PUBLISHED),
            view.link(str(month.year), permalinks.published_year(month.year)),
        ],
    )


def _years(
    view: View,
    dates: Dated,
    year_path: Callable[[int], str],
    month_path: Callable[[dt.date], str],
) -> list[Section]:
    """Return a section for each year, with its months, all counted."""
    return [
        Section(
            view.counted(str(year), year_path(year), _total(in_year)),
            [
                view.counted(f"{month:%B}", month_path(month), _total(in_month))
                for month, in_month in _by_month(in_year)
            ],
            form="months",
        )
        for year, in_year in _by_year(dates)
    ]


def _first(view: View, papers: Sequence[Paper]) -> list[Card]:
    return [view.card(paper) for paper in papers[:_FIRST_PAPERS]]


def _rest(view: View, papers: Sequence[Paper], whole: str) -> str:
    more = len(papers) - _FIRST_PAPERS
    return view.link(f"and {quantity(more, 'more paper')}", whole) if more > 0 else ""


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
