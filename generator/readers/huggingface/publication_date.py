"""The day of a paper's first version, as its card states it: a year that nobody states is none."""

import datetime as dt

from generator.readers.huggingface.page_words import parse_date
from generator.readers.reading import PartialDate

_MONTHS = 12  # after its first version a paper has its id at the latest


def resolve_publication_date(
    text: str, day: PartialDate | None, paper: int, arxiv: str = ""
) -> tuple[str | None, str]:
    """Return a card's day as ISO writes it, or None and a remark that says why it is left out.

    A day without a year has that of the page's day, unless the paper cannot be of that day.

    Args:
        text: the day as the card writes it.
        day: the day of the page, if it has one.
        paper: the line of the paper's title, for the remark.
        arxiv: the paper's arXiv id, where it is known.

    >>> published("Oct 4", HeaderDay(1, "Oct 5, 2026", 10, 5, 2026), 3)
    ('2026-10-04', '')
    >>> published("Oct 4", None, 3)
    (None, 'a date without a year; left out of the paper of line 3')
    """
    stated = parse_date(1, text)
    year = stated and (stated.year or (day and day.year))
    if stated is None or not year:
        return None, f"a date without a year; left out of the paper of line {paper}"
    date = parse_iso_date(f"{year}-{stated.month:02}-{stated.day:02}")
    if date is None or not (stated.year or (_is_of(arxiv, date) and _is_before(date, day))):
        return None, f"no day of {year} that the paper of line {paper} can have; left out"
    return date.isoformat(), ""


def parse_iso_date(text: str) -> dt.date | None:
    """Return the date that ISO writes so, or None where there is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _is_of(arxiv: str, date: dt.date) -> bool:
    """Return whether a paper of an id can be of a day: ids count by month, days come before."""
    if not arxiv[:4].isdecimal():
        return True
    months = (2000 + int(arxiv[:2])) * 12 + int(arxiv[2:4]) - (date.year * 12 + date.month)
    return -1 <= months <= _MONTHS


def _is_before(date: dt.date, day: PartialDate | None) -> bool:
    """Return whether a date is not after the page's day, up to the hours between two places."""
    shown = day and parse_iso_date(f"{day.year}-{day.month:02}-{day.day:02}")
    return not shown or (date - shown).days <= 1
