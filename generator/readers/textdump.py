"""Plain-text captures of a paper list: titles and abstracts in turn, with the page around them.

What a paragraph is follows from its text, not from its place in a count, so a missing abstract,
a doubled title or a menu shifts nothing. Every paragraph ends as part of an entry, as page
furniture, or among the unplaced with the reason.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.captures.page import header_day, is_furniture
from generator.marked_yaml import Where
from generator.model import ABSTRACT_LENGTH, Entry, HeaderDay, Piece, Reading
from generator.text import clean, match_key, one_line, sentences

JOINED_LENGTH = 1920
"""Characters of several paragraphs that may be one abstract: arXiv's limit for it
(https://info.arxiv.org/help/prep.html)."""

_WRAPPED_LENGTH = 200  # a longer line was never wrapped, so each line of its block is a paragraph
_TITLE_LENGTH = 300
_LONG_TITLE_LENGTH = 170  # no sentence-case title without a full stop is longer
_WHOLE_ABSTRACT_WORDS = 40  # so many words are an abstract below any title,
_SHORT_ABSTRACT_WORDS = 8  # so many below
_TITLE_WORDS = 3  # a title of at least these
_SEVERAL = 3  # beside so many papers with whole abstracts,
_FOOTER_WORDS = 20  # a last one of fewer words is the page's own
_TITLE_CASE = 0.6

_PROSE = re.compile(r"[:;,。]$|。.")
_CARD_ROW = re.compile(r"\s*(?:[•·]|(?:[•·*-]\s*)?[\d,]+ authors?)\s*")
_RATHER_PROSE = re.compile(r"https?://|^[•*-]\s")
_SMALL_WORD_LENGTH = 4
_CLOSING = "\"'”’)]"


def parse(text: str, path: str) -> Reading:
    r"""Return the papers of a capture, each with the line of its title.

    >>> text = "Mar 11\n\nOn the Use of Tests\n\nWe test what we build. It helps us."
    >>> [entry] = parse(text, "capture.txt").entries
    >>> entry.fields["title"], entry.abstract, entry.line("title")
    ('On the Use of Tests', 'We test what we build. It helps us.', 3)
    """
    sorter = _Sorter()
    parts = list(_paragraphs(clean(text)))
    for place, (line, paragraph) in enumerate(parts):
        after = parts[place + 1][1] if place + 1 < len(parts) else ""
        sorter.place(line, paragraph, after)
    sorter.finish()
    return Reading(
        entries=tuple(record.entry(path) for record in sorter.records),
        day=sorter.day,
        furniture=tuple(sorted(sorter.furniture, key=lambda piece: piece.line)),
        unplaced=tuple(sorted(sorter.unplaced, key=lambda piece: piece.line)),
        remarks=tuple(sorted(sorter.remarks, key=lambda piece: piece.line)),
    )


@dataclass
class _Record:
    """A title and the abstract paragraphs found below it so far."""

    line: int
    title: str
    abstract: list[tuple[int, str]] = field(default_factory=list)

    def takes(self, paragraph: str) -> bool:
        if not self.abstract:
            return _word_count(paragraph) >= self.enough() and len(paragraph) <= ABSTRACT_LENGTH
        return len(self.text()) + len(paragraph) + 2 <= JOINED_LENGTH

    def enough(self) -> int:
        """Return how many words an abstract below this title must have."""
        named = _word_count(self.title) >= _TITLE_WORDS
        return _SHORT_ABSTRACT_WORDS if named else _WHOLE_ABSTRACT_WORDS

    def text(self) -> str:
        return "\n\n".join(paragraph for _, paragraph in self.abstract)

    def ends_before(self, paragraph: str, after: str) -> bool:
        """Return whether two more paragraphs are rather a title and the next abstract."""
        if not self.abstract:
            return False
        full = len(self.text()) + len(paragraph) + len(after) > JOINED_LENGTH
        titled = not paragraph.endswith(".") or _title_case(paragraph) >= _TITLE_CASE
        return full or (titled and self.is_whole())

    def is_whole(self) -> bool:
        return _word_count(self.text()) >= _WHOLE_ABSTRACT_WORDS

    def entry(self, path: str) -> Entry:
        places: dict[Where, int] = {("title",): self.line}
        return Entry(path, {"title": self.title}, self.text(), places, self.abstract[0][0])


@dataclass
class _Sorter:
    """Puts each paragraph in its place; ``record`` is the paper that is still open."""

    records: list[_Record] = field(default_factory=list)
    day: HeaderDay | None = None
    furniture: list[Piece] = field(default_factory=list)
    unplaced: list[Piece] = field(default_factory=list)
    remarks: list[Piece] = field(default_factory=list)
    record: _Record | None = None
    other_day: HeaderDay | None = None
    seen: dict[str, _Record] = field(default_factory=dict)

    def place(self, line: int, paragraph: str, after: str) -> None:
        if self.other_day:
            self.leave(line, paragraph, f"below the other day of line {self.other_day.line}")
        elif day := header_day(line, one_line(paragraph)):
            self.place_day(day)
        elif is_furniture(paragraph):
            self.close_whole()
            self.furniture.append(Piece(line, paragraph, "page furniture"))
        elif self.is_title(paragraph, after):
            self.place_title(line, one_line(paragraph))
        else:
            self.place_prose(line, paragraph)

    def place_day(self, day: HeaderDay) -> None:
        self.close_whole()
        if self.day is None and not any(record.is_whole() for record in self.records):
            self.day = day
            while self.records:
                self.release_last("before the day of the page")
            self.furniture.append(Piece(day.line, day.text, "the day"))
        elif self.day and day.is_same(self.day):
            self.furniture.append(Piece(day.line, day.text, "the day again"))
        elif self.records:
            self.other_day = day
            self.leave(day.line, day.text, "another day; import each day by itself")
        else:
            self.leave(day.line, day.text, "a second day above the papers; the first was taken")

    def is_title(self, paragraph: str, after: str) -> bool:
        leaning = _leaning(paragraph)
        if leaning != "unsure":
            return leaning == "title"
        if _leaning(after) != "prose":
            return False
        return self.record is None or self.record.ends_before(paragraph, after)

    def place_title(self, line: int, title: str) -> None:
        if (
            self.record
            and not self.record.abstract
            and match_key(self.record.title) == match_key(title)
        ):
            self.remarks.append(Piece(line, title, f"the title of line {self.record.line} again"))
            return
        self.close()
        self.record = _Record(line, title)

    def place_prose(self, line: int, paragraph: str) -> None:
        if self.record and self.record.takes(paragraph):
            self.record.abstract.append((line, paragraph))
            return
        reason = "an abstract without a title"
        if len(paragraph) > ABSTRACT_LENGTH:
            reason = f"longer than any abstract ({len(paragraph):,} characters)"
        elif self.record and not self.record.abstract:
            wanted = f"(fewer than {self.record.enough()} words)"
            reason = f"too short for the abstract of line {self.record.line} {wanted}"
        elif self.record:
            reason = f"too long for one more paragraph of the abstract of line {self.record.line}"
        self.close()
        self.leave(line, paragraph, reason)

    def finish(self) -> None:
        """Close the last paper, and let go of what a footer only made look like papers."""
        self.close()
        whole = sum(record.is_whole() for record in self.records)
        while whole >= _SEVERAL and _word_count(self.records[-1].text()) < _FOOTER_WORDS:
            self.release_last("after the last paper, and short beside the others")
        for record in self.records:
            remark = f"taken as a further paragraph of the abstract of line {record.line}"
            self.remarks += [Piece(line, text, remark) for line, text in record.abstract[1:]]

    def close_whole(self) -> None:
        """Close the paper unless its abstract is still to come: furniture may stand before it."""
        if self.record and self.record.abstract:
            self.close()

    def close(self) -> None:
        record, self.record = self.record, None
        if record and not record.abstract:
            self.leave(record.line, record.title, "a title without an abstract")
        elif record:
            self.keep(record)

    def keep(self, record: _Record) -> None:
        first = self.seen.setdefault(match_key(record.title), record)
        if first is record:
            self.records.append(record)
        else:
            self.repeat(record, first)

    def release_last(self, reason: str) -> None:
        record = self.records.pop()
        del self.seen[match_key(record.title)]
        for line, text in [(record.line, record.title), *record.abstract]:
            self.leave(line, text, reason)

    def repeat(self, record: _Record, first: _Record) -> None:
        same = one_line(record.text()) == one_line(first.text())
        line = first.line
        reason = "its abstract again" if same else f"another abstract for the title of line {line}"
        places = self.remarks if same else self.unplaced
        places.append(Piece(record.line, record.title, f"the paper of line {line} again"))
        places += [Piece(place, text, reason) for place, text in record.abstract]

    def leave(self, line: int, text: str, reason: str) -> None:
        self.unplaced.append(Piece(line, text, reason))


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield each paragraph with its line; where lines are not wrapped, each is one."""
    block: list[str] = []
    start = 1
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if _CARD_ROW.fullmatch(line):
            yield from _of_block(block, start)
            yield number, line.strip()
            block = []
        elif line.strip():
            start = start if block else number
            block.append(line.strip())
        elif block:
            yield from _of_block(block, start)
            block = []


def _of_block(block: list[str], start: int) -> Iterable[tuple[int, str]]:
    wrapped = max(map(len, block), default=0) <= _WRAPPED_LENGTH
    if not wrapped:
        return enumerate(block, start)
    return [(start, "\n".join(block))] if block else []


def _leaning(paragraph: str) -> str:
    """Return what a paragraph's own text makes it: ``title``, ``prose`` or ``unsure``."""
    text = one_line(paragraph)
    if len(text) > _TITLE_LENGTH or not text or _PROSE.search(text):
        return "prose"
    if _RATHER_PROSE.search(text):
        return "unsure"
    said = sentences(text)
    statements = [each for each in said if each.rstrip(_CLOSING).endswith(".")]
    if _title_case(text) >= _TITLE_CASE and statements in ([], [text]):
        return "title"
    if text.endswith(".") and len(said) > 1 and _title_case(text) < _TITLE_CASE:
        return "prose"
    return "unsure" if statements or len(text) > _LONG_TITLE_LENGTH else "title"


def _word_count(text: str) -> int:
    """Return the number of words; two letters of a script without spaces count as one."""
    wide = sum(unicodedata.east_asian_width(char) == "W" for char in text)
    return len(text.split()) + wide // 2


def _title_case(text: str) -> float:
    """Return the share of a text's longer words that do not begin with a small letter."""
    longer = [word for word in text.split() if len(word) >= _SMALL_WORD_LENGTH]
    capital = [word for word in longer if not word.lstrip("\"'“‘([").strip()[:1].islower()]
    return len(capital) / len(longer) if longer else 1.0
