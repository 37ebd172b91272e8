"""What services say of papers: asked by identifier, title or day, read, held against the question.

An answer that is not to the question is refused whole and leaves the cache.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.core import clock
from generator.core.errors import CannotRun, ContentError
from generator.core.model import Entry, Origin, Paper
from generator.core.services import LABELS
from generator.core.yaml_with_lines import Plain
from generator.fetch import arxiv, crossref, huggingface, openalex
from generator.fetch.client import Web
from generator.fetch.response_cache import Answer
from generator.readers import arxiv_atom
from generator.readers import crossref as crossref_json
from generator.readers import openalex as openalex_json
from generator.readers.huggingface import api_json
from generator.readers.reading import Passage, Reading
from generator.readers.shared.record import NO_PLACE, UNTITLED
from generator.text.plain import cut, one_line, quantity, visible

_MANY = 10
"""Papers from which on an answer with less than half of them is no answer."""

_BESIDE = dt.timedelta(days=1)
"""How far a paper's day may lie from the list's: lists are made in another time zone."""

_EARLIEST = dt.date(2000, 1, 1)
_SHOWN, _SHOWN_URL = 60, 200
_KINDS = (
    ("date", "[0-9]{4}-[0-9]{2}-[0-9]{2}", ""),
    ("week", "[0-9]{4}-W[0-9]{2}", "-1"),
    ("month", "[0-9]{4}-[0-9]{2}", "-01"),
)
"""How a list's period is written, and what is missing there to its first day."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a service says of a paper, when it was asked, and what has no field."""

    entry: Entry
    origin: Origin
    remarks: tuple[Passage, ...] = ()

    def to_review(self, paper: Paper) -> Iterator[Passage]:
        """Yield the remarks that say of a paper what its entry does not."""
        for piece in self.remarks:
            if not (paper.withdrawn and piece.remark == openalex_json.RETRACTED):
                yield piece


def of_arxiv(web: Web, ids: Iterable[str], *, are_known: bool = False) -> Mapping[str, Said]:
    """Return what arXiv says of papers, by their ids; those that it does not know are missing.

    Args:
        web: the services.
        ids: checked, without versions.
        are_known: whether arXiv had them before; then it must still have most.

    Raises:
        CannotRun: no answer came, or one that is not to the question.
    """
    ids = list(dict.fromkeys(ids))
    found: dict[str, Said] = {}
    for place, answer in enumerate(arxiv.by_ids(web, ids)):
        asked = ids[place * arxiv.IDS_AN_ANSWER :][: arxiv.IDS_AN_ANSWER]
        said = list(_said(answer, _read(web, answer, arxiv_atom.read)))
        for each in said:
            _refuse_unless(web, answer, each.entry.fields.get("arxiv") in asked, each.entry)
            found[str(each.entry.fields["arxiv"])] = each
        if len(said) * 2 < len(asked) and (are_known or len(asked) >= _MANY):
            raise _refused(web, answer, f"of {len(said)} of {len(asked)} papers")
        if len(said) < len(asked):
            web.forget(answer)  # a paper may be too new to be known
    return found


def of_huggingface(web: Web, arxiv_id: str) -> Said | None:
    """Return what Hugging Face says of a paper; nothing if it is off or does not know it.

    Raises:
        CannotRun: no answer came, or one that is not to the question.
    """
    if not web.has(huggingface.SERVICE):
        return None
    return _one(web, huggingface.paper(web, arxiv_id), api_json.read, "arxiv", arxiv_id)


def of_doi(web: Web, doi: str) -> Iterator[Said]:
    """Yield what Crossref and OpenAlex say of a paper, as far as they know it and may be asked.

    Raises:
        CannotRun: no answer came, or one that is not to the question.
    """
    sources = ((crossref, crossref_json.read), (openalex, openalex_json.read))
    for source, read in sources:
        if web.has(source.SERVICE) and (said := _one(web, source.work(web, doi), read, "doi", doi)):
            yield said


def of_title(web: Web, title: str, author: str) -> Iterator[Said]:
    """Yield the papers that arXiv and Crossref have under a title, or under one like it.

    Raises:
        CannotRun: no answer came, or one that cannot be read.
    """
    if web.has(arxiv.SERVICE):
        answer = arxiv.by_title(web, title)
        yield from _said(answer, _read(web, answer, arxiv_atom.read))
    if web.has(crossref.SERVICE):
        answer = crossref.by_title(web, title, author)
        yield from _said(answer, _read(web, answer, crossref_json.read))


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a list: one, a week or a month; ``name`` is how the service calls them."""

    kind: str
    name: str
    first: dt.date
    last: dt.date


def period(text: str) -> Period:
    """Return the days that ``2025-03-11``, ``2025-W11``, ``2025-03`` or ``yesterday`` names.

    Raises:
        ValueError: with the end of a sentence that says what to write.

    >>> period("2025-W11").first, period("2025-02").last
    (datetime.date(2025, 3, 10), datetime.date(2025, 2, 28))
    """
    if text == "yesterday":
        text = str(clock.today() - dt.timedelta(days=1))
    for kind, form, behind in _KINDS:
        if not re.fullmatch(form, text):
            continue
        try:
            first = dt.date.fromisoformat(text + behind)
        except ValueError:
            break
        if not _EARLIEST <= first <= clock.today():
            raise ValueError("write a day that has been, and of this century")
        last = {"date": first, "week": first + dt.timedelta(days=6)}.get(kind)
        return Period(kind, text, first, last or _end_of_month(first))
    raise ValueError("write a day as 2025-03-11, a week as 2025-W11, a month as 2025-03")


def listed(web: Web, asked: Period, known: int) -> tuple[Reading, Origin]:
    """Return the papers that Hugging Face lists in a period, each with its day there.

    Args:
        web: the services.
        asked: the period; all papers of a day have that day, whatever the hour says.
        known: how many papers its lists of this period had before.

    Returns:
        The papers, with the items that are not entries as unplaced pieces; and their source.

    Raises:
        CannotRun: no answer came, or one that is not to the question: an empty list, another
            time's, one that has lost most of its papers, or one that is mostly unreadable.
    """
    answers: list[Answer] = []
    readings: list[Reading] = []
    for answer in huggingface.papers(web, **{asked.kind: asked.name}):
        answers.append(answer)
        if not huggingface.is_empty(answer):
            readings.append(_page(web, answer, asked))
    entries = [entry for reading in readings for entry in reading.entries]
    if not entries:
        raise CannotRun(
            f"Hugging Face lists no paper in {asked.name}; nothing was written; "
            "name a day that has a list (few weekends have), or run again later"
        )
    if known >= _MANY and len(entries) * 2 < known:
        for answer in answers:
            web.forget(answer)
        raise CannotRun(
            f"Hugging Face lists {quantity(len(entries), 'paper')} in {asked.name}, "
            f"of which papers/ has {known} from there; nothing was written; run again later"
        )
    return _dated(readings, asked), Origin(huggingface.SERVICE, answers[-1].when.date())


def _page(web: Web, answer: Answer, asked: Period) -> Reading:
    """Return the papers on a page of a list; items that are not papers are unplaced.

    Raises:
        CannotRun: most items are not papers, or not from the period.
    """
    reading = _parse(web, answer, api_json.read)
    if len(reading.unplaced) > len(reading.entries):
        raise _unreadable(web, answer, reading.unplaced[0])
    _refuse_unless_near(web, answer, reading.entries, asked)
    return reading


def _dated(readings: Sequence[Reading], asked: Period) -> Reading:
    """Return the pages of a list as one, each paper with its day in the period.

    A paper without a day is unplaced if the period is longer than that.
    """
    entries = [entry for reading in readings for entry in reading.entries]
    undated = [each for each in entries if asked.first != asked.last and not _day(each)]
    return Reading(
        entries=tuple(
            replace(each, fields=_on_a_day(each, asked)) for each in entries if each not in undated
        ),
        unplaced=(
            *(piece for reading in readings for piece in reading.unplaced),
            *map(_undated, undated),
        ),
        remarks=tuple(piece for reading in readings for piece in reading.remarks),
    )


def _refuse_unless_near(web: Web, answer: Answer, entries: Sequence[Entry], asked: Period) -> None:
    """Refuse a list if most of its papers are from other days than the requested ones or undated.

    All papers in the list of one day have that day, whether they say so or not.
    """
    days = [day for entry in entries if (day := _day(entry))]
    if len(days) * 2 < len(entries) and asked.first != asked.last:
        undated = quantity(len(entries) - len(days), "paper")
        raise _refused(web, answer, f"that does not say the day of {undated}")
    near = [day for day in days if asked.first - _BESIDE <= day <= asked.last + _BESIDE]
    if len(near) * 2 < len(days):
        raise _refused(web, answer, f"of papers of {min(days)} to {max(days)}")


def _undated(entry: Entry) -> Passage:
    """Return a paper whose day in the period the list does not tell, as an unplaced piece."""
    text = f"{entry.fields['title']}\n\n{entry.abstract}"
    return Passage(entry.line("title"), text, "no day; import the list of its day instead")


def _end_of_month(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def _day(entry: Entry) -> dt.date | None:
    return dt.date.fromisoformat(str(entry.fields["date"])) if "date" in entry.fields else None


def _on_a_day(entry: Entry, asked: Period) -> Mapping[str, Plain]:
    """Return an entry's fields with its day in the period: that of a day's list is the list's."""
    day = min(max(_day(entry) or asked.first, asked.first), asked.last)
    return {**entry.fields, "date": day.isoformat()}


def _one(
    web: Web, answer: Answer | None, read: Callable[[str], Reading], name: str, value: str
) -> Said | None:
    """Return what an answer says of the one paper that was asked for."""
    if answer is None:
        return None
    reading = _read(web, answer, read)
    said = list(_said(answer, reading))
    if not said and reading.unplaced:
        return None  # no more than that there is such a record
    if len(said) != 1:
        raise _refused(web, answer, f"of {quantity(len(said), 'paper')}")
    found = str(said[0].entry.fields.get(name, ""))
    _refuse_unless(web, answer, found.casefold() == value.casefold(), said[0].entry)
    return said[0]


def _read(web: Web, answer: Answer, read: Callable[[str], Reading]) -> Reading:
    """Return what a reader finds in an answer; a record without a title is passed over.

    Raises:
        CannotRun: it is not what the reader knows, or not all of it.
    """
    reading = _parse(web, answer, read)
    for piece in reading.unplaced:
        if piece.remark != UNTITLED:
            raise _unreadable(web, answer, piece)
    return reading


def _parse(web: Web, answer: Answer, read: Callable[[str], Reading]) -> Reading:
    """Return what a reader finds in an answer, and what it could not place.

    Raises:
        CannotRun: the answer is not in the reader's format.
    """
    try:
        return read(answer.text)
    except ContentError as error:
        raise _refused(web, answer, f"that cannot be read: {error.problems[0].message}") from None


def _unreadable(web: Web, answer: Answer, piece: Passage) -> CannotRun:
    shown = f"{piece.remark}: '{_short(piece.text)}'"
    return _refused(web, answer, f"that cannot be read whole: {shown}")


def _said(answer: Answer, reading: Reading) -> Iterator[Said]:
    origin = Origin(answer.service, answer.when.date())
    for entry in reading.entries:
        line = entry.line("title")
        remarks = (each for each in reading.remarks if each.line == line)
        yield Said(entry, origin, tuple(r for r in remarks if not r.remark.startswith(NO_PLACE)))


def _refuse_unless(web: Web, answer: Answer, is_asked_for: bool, entry: Entry) -> None:
    if not is_asked_for:
        raise _refused(web, answer, f"of another paper, '{_short(str(entry.fields.get('title')))}'")


def _refused(web: Web, answer: Answer, what: str) -> CannotRun:
    """Return the error of an answer that is not to the question, which is kept no longer."""
    web.forget(answer)
    asked = visible(cut(answer.url, _SHOWN_URL))
    return CannotRun(
        f"{LABELS[answer.service]} gives an answer {what}, when asked for {asked}; "
        "all of it is refused and nothing was written; run again later"
    )


def _short(text: str) -> str:
    return visible(cut(one_line(text), _SHOWN))
