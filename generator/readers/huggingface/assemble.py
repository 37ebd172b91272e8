"""Cards of a capture to a reading: one entry a paper, the day, and all that is left."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from generator.core.identifiers import web_url
from generator.core.model import Entry
from generator.core.yaml_with_lines import Plain, Where
from generator.readers.huggingface.blocks import TextBlock, split_blocks
from generator.readers.huggingface.card import Card, SortedCapture
from generator.readers.huggingface.card_sorter import sort_blocks
from generator.readers.huggingface.page_words import parse_date
from generator.readers.huggingface.publication_date import parse_iso_date, resolve_publication_date
from generator.readers.reading import PartialDate, Passage, Reading
from generator.text.plain import cut, match_key, one_line

_SOURCE = re.compile(r"huggingface\.co/papers(?:/date/|\?date=)(\d{4}-\d\d-\d\d)(?!\d)")
_NEAR_DAYS = 10  # a page links to the days beside its own
_SHOWN = 60


def read(text: str, path: str) -> Reading:
    """Return what a capture with links holds; it may hold nothing."""
    return assemble(split_blocks(text), path)


def assemble(found: list[TextBlock], path: str) -> Reading:
    """Return the papers of a capture's parts, and every other part with what it is."""
    dealt = sort_blocks(found)
    day = _dated(dealt, _source_days(found, dealt))
    entries: list[Entry] = []
    for card in _merged(dealt):
        if card.abstract or card.arxiv:
            entries.append(_entry(card, day, dealt, path))
            if not card.abstract:
                dealt.remarks.append(Passage(card.line, card.title, "no abstract in this capture"))
        else:
            reason = "a title without an abstract or an id"
            dealt.unplaced.append(Passage(card.line, card.title, reason))
            for name, (line, value) in (card.facts | card.links).items():
                dealt.remarks.append(Passage(line, value, f"'{name}' of line {card.line}"))
    return Reading(
        entries=tuple(entries),
        date=day,
        boilerplate=_sorted(dealt.boilerplate),
        unplaced=_sorted(dealt.unplaced),
        remarks=_sorted(dealt.remarks),
    )


def _merged(dealt: SortedCapture) -> list[Card]:
    """Return the cards of a capture, each paper's once; its others fill what the first lacks."""
    kept: list[Card] = []
    by_id: dict[str, Card] = {}
    by_title: dict[str, Card] = {}
    for card in dealt.cards:
        title = match_key(card.title)
        first = by_id.get(card.arxiv) if card.arxiv else by_title.get(title)
        if first is None and (named := by_title.get(title)) and not (named.arxiv and card.arxiv):
            first = named
        if first is None:
            kept.append(card)
            first = card
        else:
            _merge(first, card, dealt)
        by_title.setdefault(title, first)
        if first.arxiv:
            by_id.setdefault(first.arxiv, first)
    return kept


def _merge(first: Card, again: Card, dealt: SortedCapture) -> None:
    remark = f"the paper of line {first.line} again"
    dealt.remarks.append(Passage(again.line, again.title, remark))
    first.arxiv = first.arxiv or again.arxiv
    same = one_line(first.text) == one_line(again.text)
    if not first.abstract:
        first.abstract = again.abstract
    elif again.abstract and not same:
        reason = f"another abstract of the paper of line {first.line}"
        dealt.unplaced += [Passage(part.line, part.text, reason) for part in again.abstract]
    else:
        remark = f"the abstract of line {first.abstract[0].line} again"
        dealt.remarks += [
            Passage(part.line, cut(part.text, _SHOWN), remark) for part in again.abstract
        ]
    _list_again(first, again, dealt)
    first.facts = again.facts | first.facts
    first.links = again.links | first.links
    _fuller_date(first, again)


def _list_again(first: Card, again: Card, dealt: SortedCapture) -> None:
    """List what a second card says of what the first has said: the same, or something else."""
    known = first.facts | first.links
    for name, (line, value) in (again.facts | again.links).items():
        if name in known and known[name][1] == value:
            dealt.boilerplate.append(Passage(line, value, f"'{name}' again"))
        elif name in known:
            remark = f"another '{name}' than '{known[name][1]}' of line {known[name][0]}"
            dealt.remarks.append(Passage(line, value, remark))


def _fuller_date(first: Card, again: Card) -> None:
    """Take the date that states its year, where only one of two cards does."""
    if "published" in again.facts:
        own = parse_date(*first.facts["published"])
        other = parse_date(*again.facts["published"])
        if own and other and own.year is None and other.year and other.matches(own):
            first.facts["published"] = again.facts["published"]


def _source_days(found: list[TextBlock], dealt: SortedCapture) -> list[PartialDate]:
    """Return the days whose page a capture says, above its papers, that it is from."""
    end = dealt.cards[0].line if dealt.cards else 0
    stated = [
        parse_date(part.line, match[1])
        for part in takewhile(lambda part: part.line < end, found)
        if part.target is None
        for match in _SOURCE.finditer(part.text)
    ]
    return [day for day in stated if day]


def _dated(dealt: SortedCapture, sources: list[PartialDate]) -> PartialDate | None:
    """Return the page's day, its year from the page's own addresses where they tell it."""
    day = dealt.day
    if day is None:
        return sources[0] if len({each.text for each in sources}) == 1 else None
    if day.year:
        return day
    near = [
        date
        for date in map(parse_iso_date, (*(each.text for each in sources), *dealt.dates))
        if date
    ]
    years = {date.year for date in near if _is_near(day, date)}
    if len(years) != 1:
        return day
    year = years.pop()
    remark = f"of {year}, by the page's own addresses of days beside it"
    dealt.remarks.append(Passage(day.line, day.text, remark))
    return replace(day, year=year)


def _is_near(day: PartialDate, date: dt.date) -> bool:
    own = parse_iso_date(f"{date.year}-{day.month:02}-{day.day:02}")
    return own is not None and abs((own - date).days) <= _NEAR_DAYS


def _entry(card: Card, day: PartialDate | None, dealt: SortedCapture, path: str) -> Entry:
    fields: dict[str, Plain] = {"title": card.title}
    lines: dict[Where, int] = {("title",): card.line}
    if card.arxiv:
        fields["arxiv"] = card.arxiv
    if date := _published(card, day, dealt):
        fields["published"] = date
        lines["published",] = card.facts["published"][0]
    if links := {kind: url for kind, (_, url) in card.links.items() if _is_url(url)}:
        fields["links"] = {**links}
    for kind, (line, url) in card.links.items():
        lines["links", kind] = line
        _check_url(line, url, dealt)
    for name in ("upvotes", "submitted_by", "organization"):
        if name in card.facts:
            lines[name,], fields[name] = card.facts[name]
    first = card.abstract[0].line if card.abstract else card.line
    return Entry(path, fields, card.text, lines, first)


def _published(card: Card, day: PartialDate | None, dealt: SortedCapture) -> str:
    """Return the day of a paper's first version; why it is left out is a remark."""
    if "published" not in card.facts:
        return ""
    line, text = card.facts["published"]
    date, remark = resolve_publication_date(text, day, card.line, card.arxiv)
    if date is None:
        dealt.remarks.append(Passage(line, text, remark))
    return date or ""


def _check_url(line: int, url: str, dealt: SortedCapture) -> None:
    if not _is_url(url):
        dealt.remarks.append(Passage(line, url, "no address that can be opened"))


def _is_url(url: str) -> bool:
    try:
        return bool(web_url(url))
    except ValueError:
        return False


def _sorted(pieces: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(pieces, key=lambda piece: piece.line))
