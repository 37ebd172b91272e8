"""Assemble the blocks of a capture into a reading: one entry per paper and all other text."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from generator.core.identifiers import check_web_url
from generator.core.model import Entry
from generator.core.yaml_with_lines import KeyPath, YamlValue
from generator.readers.huggingface.blocks import TextBlock, split_blocks
from generator.readers.huggingface.boilerplate import parse_date
from generator.readers.huggingface.card import Card, SortedCapture
from generator.readers.huggingface.card_sorter import sort_blocks
from generator.readers.huggingface.publication_date import (
    parse_iso_date,
    resolve_publication_date,
)
from generator.readers.reading import PartialDate, Passage, Reading
from generator.text.strings import match_key, one_line, truncate

_LIST_URL = re.compile(r"huggingface\.co/papers(?:/date/|\?date=)(\d{4}-\d\d-\d\d)(?!\d)")
_MAX_NEARBY_DAYS = 10  # a list links to the lists of the days before and after
_MAX_SHOWN_LENGTH = 60


def read(text: str, path: str) -> Reading:
    """Read a capture with links; the result may contain no paper.

    Args:
        text: The capture.
        path: The path of the source, used in entries.
    """
    return assemble(split_blocks(text), path)


def assemble(blocks: Sequence[TextBlock], path: str) -> Reading:
    """Return the papers in a capture's blocks, and all other text with a remark on it.

    Args:
        blocks: All blocks of the capture, in order.
        path: The path of the source, used in entries.
    """
    capture = sort_blocks(blocks)
    date = _list_date(capture, _source_dates(blocks, capture))
    entries: list[Entry] = []
    for card in _merged_cards(capture):
        if card.abstract or card.arxiv:
            entries.append(_entry(card, date, capture, path))
            if not card.abstract:
                remark = "no abstract in this capture"
                capture.remarks.append(Passage(card.line, card.title, remark))
        else:
            reason = "a title without an abstract or arXiv id"
            capture.unplaced.append(Passage(card.line, card.title, reason))
            for name, (line, value) in (card.facts | card.links).items():
                remark = (
                    f"'{name}' of the title on line {card.line}, which was not assigned to a paper"
                )
                capture.remarks.append(Passage(line, value, remark))
    return Reading(
        entries=tuple(entries),
        date=date,
        boilerplate=_sorted(capture.boilerplate),
        unplaced=_sorted(capture.unplaced),
        remarks=_sorted(capture.remarks),
    )


def _source_dates(blocks: Sequence[TextBlock], capture: SortedCapture) -> list[PartialDate]:
    """Return the dates in the URLs of lists above the first paper."""
    first_paper = capture.cards[0].line if capture.cards else 0
    dates = [
        parse_date(block.line, match[1])
        for block in takewhile(lambda block: block.line < first_paper, blocks)
        if block.target is None
        for match in _LIST_URL.finditer(block.text)
    ]
    return [date for date in dates if date]


def _list_date(capture: SortedCapture, source_dates: list[PartialDate]) -> PartialDate | None:
    """Return the date of the list, with a year inferred from URLs if it has none."""
    date = capture.date
    if date is None:
        is_unique = len({source.text for source in source_dates}) == 1
        return source_dates[0] if is_unique else None
    if date.year:
        return date
    linked = (*(source.text for source in source_dates), *capture.linked_dates)
    linked_dates = [linked_date for linked_date in map(parse_iso_date, linked) if linked_date]
    years = {linked_date.year for linked_date in linked_dates if _is_nearby(date, linked_date)}
    if len(years) != 1:
        return date
    year = years.pop()
    remark = f"year {year} inferred from the page's links to nearby days"
    capture.remarks.append(Passage(date.line, date.text, remark))
    return replace(date, year=year)


def _is_nearby(date: PartialDate, linked_date: dt.date) -> bool:
    same_year = parse_iso_date(f"{linked_date.year}-{date.month:02}-{date.day:02}")
    return same_year is not None and abs((same_year - linked_date).days) <= _MAX_NEARBY_DAYS


def _merged_cards(capture: SortedCapture) -> list[Card]:
    """Return one card per paper; repeated cards add values that the first card lacks."""
    cards: list[Card] = []
    by_id: dict[str, Card] = {}
    by_title: dict[str, Card] = {}
    for card in capture.cards:
        title = match_key(card.title)
        first = by_id.get(card.arxiv) if card.arxiv else by_title.get(title)
        if first is None:
            namesake = by_title.get(title)
            first = namesake if namesake and not (namesake.arxiv and card.arxiv) else None
        if first is None:
            cards.append(card)
            first = card
        else:
            _merge(first, card, capture)
        by_title.setdefault(title, first)
        if first.arxiv:
            by_id.setdefault(first.arxiv, first)
    return cards


def _merge(first: Card, repeated: Card, capture: SortedCapture) -> None:
    remark = f"repeats the paper on line {first.line}"
    capture.remarks.append(Passage(repeated.line, repeated.title, remark))
    first.arxiv = first.arxiv or repeated.arxiv
    _merge_abstract(first, repeated, capture)
    _prefer_date_with_year(first, repeated)
    _report_repeated_facts(first, repeated, capture)
    first.facts = repeated.facts | first.facts
    first.links = repeated.links | first.links


def _merge_abstract(first: Card, repeated: Card, capture: SortedCapture) -> None:
    if not first.abstract:
        first.abstract = repeated.abstract
    elif one_line(first.text) == one_line(repeated.text):
        remark = f"repeats the abstract on line {first.abstract[0].line}"
        capture.remarks += [
            Passage(block.line, truncate(block.text, _MAX_SHOWN_LENGTH), remark)
            for block in repeated.abstract
        ]
    else:
        reason = f"a different abstract for the paper on line {first.line}"
        capture.unplaced += [Passage(block.line, block.text, reason) for block in repeated.abstract]


def _prefer_date_with_year(first: Card, repeated: Card) -> None:
    """Swap the publication dates of two cards if only the repeated card states the year."""
    if "published" not in first.facts or "published" not in repeated.facts:
        return
    date = parse_date(*first.facts["published"])
    repeated_date = parse_date(*repeated.facts["published"])
    if date is None or date.year or repeated_date is None or not repeated_date.year:
        return
    if repeated_date.matches(date):
        repeated.facts["published"], first.facts["published"] = (
            first.facts["published"],
            repeated.facts["published"],
        )


def _report_repeated_facts(first: Card, repeated: Card, capture: SortedCapture) -> None:
    first_facts = first.facts | first.links
    for name, (line, value) in (repeated.facts | repeated.links).items():
        if name not in first_facts:
            continue
        first_line, first_value = first_facts[name]
        if first_value == value:
            capture.boilerplate.append(Passage(line, value, f"'{name}', repeated"))
        else:
            remark = f"'{name}' differs from '{first_value}' on line {first_line}"
            capture.remarks.append(Passage(line, value, remark))


def _entry(card: Card, date: PartialDate | None, capture: SortedCapture, path: str) -> Entry:
    fields: dict[str, YamlValue] = {"title": card.title}
    lines: dict[KeyPath, int] = {("title",): card.line}
    if card.arxiv:
        fields["arxiv"] = card.arxiv
    if published := _publication_date(card, date, capture):
        fields["published"] = published
        lines["published",] = card.facts["published"][0]
    links: dict[str, YamlValue] = {}
    for kind, (line, url) in card.links.items():
        lines["links", kind] = line
        if _is_url(url):
            links[kind] = url
        else:
            capture.remarks.append(Passage(line, url, "not a valid URL; left out"))
    if links:
        fields["links"] = links
    for name in ("upvotes", "submitted_by", "organization"):
        if name in card.facts:
            lines[name,], fields[name] = card.facts[name]
    abstract_line = card.abstract[0].line if card.abstract else card.line
    return Entry(path, fields, card.text, lines, abstract_line)


def _publication_date(card: Card, date: PartialDate | None, capture: SortedCapture) -> str:
    """Return the publication date in ISO form, or remark on it and return an empty string."""
    if "published" not in card.facts:
        return ""
    line, text = card.facts["published"]
    published, remark = resolve_publication_date(text, date, card.line, card.arxiv)
    if published is None:
        capture.remarks.append(Passage(line, text, remark))
    return published or ""


def _is_url(url: str) -> bool:
    try:
        return bool(check_web_url(url))
    except ValueError:
        return False


def _sorted(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda passage: passage.line))
