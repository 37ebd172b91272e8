"""Plain-text captures of a paper list: titles and abstracts in turn, with the page around them.

What a paragraph is follows from its text, not from its place in a count, so a missing abstract,
a doubled title or a menu shifts nothing. Every paragraph ends as part of an entry, as page
furniture, or among the unplaced with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.core.model import ABSTRACT_LENGTH
from generator.readers.huggingface.page_words import is_boilerplate, parse_date
from generator.readers.huggingface.plain_card_rows import (
    CardRow,
    find_card_rows,
    upvotes_from_count,
)
from generator.readers.huggingface.plain_paper import PlainPaper
from generator.readers.huggingface.plain_paragraphs import split_paragraphs
from generator.readers.huggingface.publication_date import resolve_publication_date
from generator.readers.huggingface.title_or_prose import (
    MAX_TITLE_LENGTH,
    classify_paragraph,
    is_clearly_prose,
    word_count,
)
from generator.readers.reading import PartialDate, Passage, Reading
from generator.text.plain import clean, match_key, one_line

_SEVERAL = 3  # beside so many papers with whole abstracts,
_FOOTER_WORDS = 20  # a last one of fewer words is the page's own


def read(text: str, path: str) -> Reading:
    r"""Return the papers of a capture, each with the line of its title.

    >>> text = "Mar 11\n\nOn the Use of Tests\n\nWe test what we build. It helps us."
    >>> [entry] = parse(text, "capture.txt").entries
    >>> entry.fields["title"], entry.abstract, entry.line("title")
    ('On the Use of Tests', 'We test what we build. It helps us.', 3)
    """
    sorter = _Sorter()
    parts = split_paragraphs(clean(text))
    rows = find_card_rows([paragraph for _, paragraph in parts])
    for place, (line, paragraph) in enumerate(parts):
        after = parts[place + 1][1] if place + 1 < len(parts) else ""
        if place in rows:
            sorter.place_row(line, paragraph, rows[place])
        else:
            sorter.place(line, paragraph, after, rows.get(place + 1))
    sorter.finish()
    return Reading(
        entries=tuple(record.entry(path) for record in sorter.records),
        date=sorter.day,
        boilerplate=_sorted(piece for piece in sorter.boilerplate if piece.line not in sorter.said),
        unplaced=_sorted(sorter.unplaced),
        remarks=_sorted([*sorter.remarks, *sorter.said.values()]),
    )


@dataclass
class _Sorter:
    """Puts each paragraph in its place; ``record`` is the paper that is still open."""

    records: list[PlainPaper] = field(default_factory=list)
    day: PartialDate | None = None
    boilerplate: list[Passage] = field(default_factory=list)
    unplaced: list[Passage] = field(default_factory=list)
    remarks: list[Passage] = field(default_factory=list)
    stated: dict[int, str] = field(default_factory=dict)  # by rows of cards, by their lines
    said: dict[int, Passage] = field(default_factory=dict)  # of these rows, with a remark on each
    record: PlainPaper | None = None
    paper: PlainPaper | None = None  # the last one that had an abstract, or the open one
    waiting: dict[str, tuple[int, str]] = field(default_factory=dict)  # of the next paper
    count: tuple[int, CardRow] | None = None  # of the paragraph above, if it is one
    other_day: PartialDate | None = None
    seen: dict[str, PlainPaper] = field(default_factory=dict)
    again: list[tuple[PlainPaper, PlainPaper]] = field(default_factory=list)

    def place_row(self, line: int, paragraph: str, row: CardRow) -> None:
        """Keep a row of a card among the furniture, and what it states for its paper."""
        if self.other_day:
            self.leave(line, paragraph, f"below the other day of line {self.other_day.line}")
            return
        self.close_whole()
        self.boilerplate.append(Passage(line, paragraph, row.remark))
        self.count = (line, row) if row.count else None
        facts = {name: (line, value) for name, value in row.facts.items()}
        if facts:
            self.stated[line] = paragraph
        if row.above:
            self.waiting |= facts
        elif self.paper:
            self.paper.facts = facts | self.paper.facts

    def place(self, line: int, paragraph: str, after: str, row: CardRow | None) -> None:
        """Put a paragraph where it belongs, by its text, the next one and the row that this is."""
        if self.other_day:
            self.leave(line, paragraph, f"below the other day of line {self.other_day.line}")
        elif day := parse_date(line, one_line(paragraph)):
            self.place_day(day)
        elif is_boilerplate(paragraph):
            self.close_whole()
            self.boilerplate.append(Passage(line, paragraph, "page furniture"))
        elif self.is_abstract(paragraph, row):
            self.place_prose(line, paragraph)
        elif self.is_title(paragraph, after):
            self.place_title(line, one_line(paragraph))
        else:
            self.place_prose(line, paragraph)
        self.count = None

    def place_day(self, day: PartialDate) -> None:
        self.close_whole()
        if self.day is None and not any(record.is_whole() for record in self.records):
            self.day = day
            while self.records:
                self.release_last("before the day of the page")
            self.boilerplate.append(Passage(day.line, day.text, "the day"))
        elif self.day and day.matches(self.day):
            self.boilerplate.append(Passage(day.line, day.text, "the day again"))
        elif self.records:
            self.other_day = day
            self.leave(day.line, day.text, "another day; import each day by itself")
        else:
            self.leave(day.line, day.text, "a second day above the papers; the first was taken")

    def is_abstract(self, paragraph: str, row: CardRow | None) -> bool:
        """Return whether a paragraph stands alone between a title and what is below abstracts."""
        record = self.record
        return bool(
            row and row.below and record and not record.abstract and record.takes(paragraph)
        )

    def is_title(self, paragraph: str, after: str) -> bool:
        own = classify_paragraph(paragraph)
        if (
            self.count
            and self.record is None
            and len(paragraph) <= MAX_TITLE_LENGTH
            and is_clearly_prose(after)
        ):
            return True
        if own != "unsure":
            return own == "title"
        if classify_paragraph(after) != "prose":
            return False
        return self.record is None or self.record.ends_before(paragraph, after)

    def place_title(self, line: int, title: str) -> None:
        if (
            self.record
            and not self.record.abstract
            and match_key(self.record.title) == match_key(title)
        ):
            self.remarks.append(Passage(line, title, f"the title of line {self.record.line} again"))
            self.record.facts |= self.waiting
            self.waiting = {}
            return
        self.close()
        self.record = self.paper = PlainPaper(line, title, facts=self.waiting, count=self.count)
        self.waiting = {}

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
        self.paper, self.waiting = None, {}

    def finish(self) -> None:
        """Close the last paper, and let go of what a footer only made look like papers."""
        self.close()
        self.count_votes()
        whole = sum(record.is_whole() for record in self.records)
        while whole >= _SEVERAL and word_count(self.records[-1].text()) < _FOOTER_WORDS:
            self.release_last("after the last paper, and short beside the others")
        for record, first in self.again:
            self.merge(record, first)
        for record in self.records:
            self.date(record)
            remark = f"taken as a further paragraph of the abstract of line {record.line}"
            self.remarks += [Passage(line, text, remark) for line, text in record.abstract[1:]]
        said = [*self.records, *(record for record, _ in self.again)]
        taken = {line for record in said for line, _ in record.facts.values()}
        for line in self.stated.keys() - taken - self.said.keys():
            self.say(line, "of no paper that was found")

    def merge(self, record: PlainPaper, first: PlainPaper) -> None:
        """Take what only the second of two equal papers states."""
        for name, (line, value) in record.facts.items():
            known_line, known = first.facts.setdefault(name, (line, value))
            if known != value:
                self.say(line, f"another '{name}' than '{known}' of line {known_line}")

    def count_votes(self) -> None:
        """Take the counts above titles for votes where they can be nothing else.

        Comments stand below a paper, so above the next: but not above the first.
        """
        every = all(record.count for record in self.records)
        for record in self.records:
            if record.count and (every or record.count[1].sure):
                line, row = record.count
                votes = {name: (line, value) for name, value in upvotes_from_count(row).items()}
                record.facts = votes | record.facts

    def date(self, record: PlainPaper) -> None:
        """Write a paper's day as ISO does, with the year of the page where it states none."""
        if "published" in record.facts:
            line, text = record.facts.pop("published")
            date, remark = resolve_publication_date(text, self.day, record.line)
            if date:
                record.facts["published"] = (line, date)
            else:
                self.say(line, remark)

    def say(self, line: int, remark: str) -> None:
        self.said[line] = Passage(line, self.stated[line], remark)

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

    def keep(self, record: PlainPaper) -> None:
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

    def repeat(self, record: PlainPaper, first: PlainPaper) -> None:
        same = one_line(record.text()) == one_line(first.text())
        line = first.line
        reason = "its abstract again" if same else f"another abstract for the title of line {line}"
        places = self.remarks if same else self.unplaced
        places.append(Passage(record.line, record.title, f"the paper of line {line} again"))
        places += [Passage(place, text, reason) for place, text in record.abstract]
        if same:
            self.again.append((record, first))

    def leave(self, line: int, text: str, reason: str) -> None:
        self.unplaced.append(Passage(line, text, reason))


def _sorted(pieces: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(pieces, key=lambda piece: piece.line))
