"""Resolve the publication date on a paper's card, which often lacks a year."""

import datetime as dt

from generator.readers.huggingface.boilerplate import parse_date
from generator.readers.reading import PartialDate

_MAX_MONTHS_TO_ID = 12  # arXiv assigns an id within this many months of the first version


def resolve_publication_date(
    text: str, list_date: PartialDate | None, title_line: int, arxiv: str = ""
) -> tuple[str | None, str]:
    """Return the ISO form of the publication date on a card.

    A date without a year takes the year of the list's date, unless the paper cannot have been
    published on that day.

    Args:
        text: The date as it appears on the card.
        list_date: The date of the list, if the capture states one.
        title_line: The line of the paper's title, for the remark.
        arxiv: The paper's arXiv id, if known.

    Returns:
        The date and an empty remark, or None and a remark with the reason.

    >>> resolve_publication_date("Oct 4", PartialDate(1, "Oct 5, 2026", 10, 5, 2026), 3)
    ('2026-10-04', '')
    >>> resolve_publication_date("Oct 4", None, 3)
    (None, 'a date without a year; not used for the paper on line 3')
    """
    stated = parse_date(1, text)
    year = stated and (stated.year or (list_date and list_date.year))
    if stated is None or not year:
        return None, f"a date without a year; not used for the paper on line {title_line}"
    date = parse_iso_date(f"{year}-{stated.month:02}-{stated.day:02}")
    if date is None or not (stated.year or _is_plausible(date, list_date, arxiv)):
        return None, f"an implausible date for {year}; not used for the paper on line {title_line}"
    return date.isoformat(), ""


def parse_iso_date(text: str) -> dt.date | None:
    """Parse a date in ISO form; return None if it is not valid."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _is_plausible(date: dt.date, list_date: PartialDate | None, arxiv: str) -> bool:
    """Return whether a paper of the list, with this arXiv id, may have been published on a date."""
    return _fits_arxiv_id(arxiv, date) and _is_listed_later(date, list_date)


def _fits_arxiv_id(arxiv: str, date: dt.date) -> bool:
    """Return whether the year and month of an arXiv id are compatible with a publication date."""
    if not arxiv[:4].isdecimal():
        return True
    months = (2000 + int(arxiv[:2])) * 12 + int(arxiv[2:4]) - (date.year * 12 + date.month)
    return -1 <= months <= _MAX_MONTHS_TO_ID


def _is_listed_later(date: dt.date, list_date: PartialDate | None) -> bool:
    """Return whether a date is not after the list's date, allowing one day for time zones."""
    listed = list_date and parse_iso_date(
        f"{list_date.year}-{list_date.month:02}-{list_date.day:02}"
    )
    return not listed or (date - listed).days <= 1
