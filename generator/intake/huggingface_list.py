"""Request Hugging Face's list of papers for a day, a week or a month."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.core import clock
from generator.core.errors import CannotRun
from generator.core.model import Entry, Origin
from generator.core.yaml_with_lines import YamlValue
from generator.fetch import huggingface
from generator.fetch.client import HttpClient
from generator.fetch.response_cache import ServiceResponse
from generator.intake.responses import parse, rejection, unreadable
from generator.readers.huggingface import api_json
from generator.readers.reading import Passage, Reading
from generator.text.strings import quantity

_MIN_FOR_HALF_CHECK = 10
"""From this many imported papers upwards, reject a list with fewer than half as many."""

_TOLERANCE = dt.timedelta(days=1)
"""How far a paper's date may be outside the period, since the lists use another time zone."""

_EARLIEST = dt.date(2000, 1, 1)
_PERIOD_FORMS = (
    ("date", "[0-9]{4}-[0-9]{2}-[0-9]{2}", ""),
    ("week", "[0-9]{4}-W[0-9]{2}", "-1"),
    ("month", "[0-9]{4}-[0-9]{2}", "-01"),
)
"""For each kind of period: its pattern, and the suffix that makes it the date of its first day."""


@dataclass(frozen=True, slots=True)
class Period:
    """A day, week or month for which Hugging Face has a list.

    Attributes:
        kind: ``date``, ``week`` or ``month``, as the API calls it.
        name: The period as the API writes it: ``2025-03-11``, ``2025-W11`` or ``2025-03``.
        first: The first day of the period.
        last: The last day of the period.
    """

    kind: str
    name: str
    first: dt.date
    last: dt.date


def parse_period(text: str) -> Period:
    """Parse ``2025-03-11``, ``2025-W11``, ``2025-03`` or ``yesterday``.

    Raises:
        ValueError: The text has another form, or the period is not between 2000 and today. The
            message states only the remedy.

    >>> parse_period("2025-W11").first, parse_period("2025-02").last
    (datetime.date(2025, 3, 10), datetime.date(2025, 2, 28))
    """
    if text == "yesterday":
        text = str(clock.today() - dt.timedelta(days=1))
    for kind, pattern, suffix in _PERIOD_FORMS:
        if not re.fullmatch(pattern, text):
            continue
        try:
            first = dt.date.fromisoformat(text + suffix)
        except ValueError:
            break
        if not _EARLIEST <= first <= clock.today():
            raise ValueError(f"choose a date from {_EARLIEST} to today")
        last = {"date": first, "week": first + dt.timedelta(days=6)}.get(kind)
        return Period(kind, text, first, last or _end_of_month(first))
    raise ValueError("write a day as 2025-03-11, a week as 2025-W11 or a month as 2025-03")


def request_list(
    client: HttpClient, period: Period, imported_before: int
) -> tuple[Reading, Origin]:
    """Request Hugging Face's list of papers for a period.

    Args:
        client: The HTTP client.
        period: The period.
        imported_before: The number of papers imported from earlier lists for this period.

    Returns:
        The papers, each with its date within the period, and the origin of the list. Items that
        are not papers are unplaced.

    Raises:
        CannotRun: Hugging Face did not respond, or sent a list that is empty, is mostly
            unreadable, has lost most of its papers or belongs to another period.
    """
    responses: list[ServiceResponse] = []
    readings: list[Reading] = []
    for response in huggingface.fetch_list(client, **{period.kind: period.name}):
        responses.append(response)
        if not huggingface.is_empty(response):
            readings.append(_read_page(client, response, period))
    count = sum(len(reading.entries) for reading in readings)
    if not count:
        raise CannotRun(
            f"Hugging Face lists no papers for {period.name}; nothing was written; "
            "choose another day (there is rarely a list on weekends), or run the command again "
            "later"
        )
    if imported_before >= _MIN_FOR_HALF_CHECK and count * 2 < imported_before:
        for response in responses:
            client.discard(response)
        raise CannotRun(
            f"Hugging Face lists only {quantity(count, 'paper')} for {period.name}, but earlier "
            f"imports found {imported_before}; nothing was written; run the command again later"
        )
    return _join_pages(readings, period), Origin(huggingface.SERVICE, responses[-1].when.date())


def _end_of_month(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def _read_page(client: HttpClient, response: ServiceResponse, period: Period) -> Reading:
    """Read one page of a list.

    Raises:
        CannotRun: The page cannot be read, most of its items are not papers, or most of its papers
            are from another period.
    """
    reading = parse(client, response, api_json.read)
    if len(reading.unplaced) > len(reading.entries):
        raise unreadable(client, response, reading.unplaced[0])
    _reject_other_period(client, response, reading.entries, period)
    return reading


def _reject_other_period(
    client: HttpClient, response: ServiceResponse, entries: Sequence[Entry], period: Period
) -> None:
    """Reject a page if most of its papers have no date, or a date outside the period.

    Papers in the list of a single day may lack a date.
    """
    days = [day for entry in entries if (day := _date(entry))]
    if len(days) * 2 < len(entries) and period.first != period.last:
        counts = f"{len(entries) - len(days)} of {quantity(len(entries), 'paper')}"
        raise rejection(client, response, f"{counts} have no date")
    near = [day for day in days if period.first - _TOLERANCE <= day <= period.last + _TOLERANCE]
    if len(near) * 2 < len(days):
        raise rejection(client, response, f"its papers are dated from {min(days)} to {max(days)}")


def _join_pages(readings: Iterable[Reading], period: Period) -> Reading:
    """Join the pages of a list and give each paper its date in the period.

    Papers without a date in the list of a week or a month are unplaced.
    """
    entries: list[Entry] = []
    unplaced: list[Passage] = []
    remarks: list[Passage] = []
    undated: list[Passage] = []
    for reading in readings:
        unplaced += reading.unplaced
        remarks += reading.remarks
        for entry in reading.entries:
            if period.first == period.last or _date(entry):
                entries.append(replace(entry, fields=_fields_in_period(entry, period)))
            else:
                undated.append(_undated(entry))
    return Reading(entries=tuple(entries), unplaced=(*unplaced, *undated), remarks=tuple(remarks))


def _date(entry: Entry) -> dt.date | None:
    return dt.date.fromisoformat(str(entry.fields["date"])) if "date" in entry.fields else None


def _fields_in_period(entry: Entry, period: Period) -> Mapping[str, YamlValue]:
    """Return an entry's fields, with its date moved into the period if it is just outside."""
    day = min(max(_date(entry) or period.first, period.first), period.last)
    return {**entry.fields, "date": day.isoformat()}


def _undated(entry: Entry) -> Passage:
    """Return a paper without a date as unplaced text."""
    text = f"{entry.fields['title']}\n\n{entry.abstract}"
    return Passage(
        entry.line("title"), text, "no date; import the list of the day on which the paper appeared"
    )
