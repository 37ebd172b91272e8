"""Read plain-text captures: alternating titles and abstracts, among other text of the page.

Each paragraph is judged by its text and its neighbours, never by its position in a sequence, so a
missing abstract, a repeated title or a menu does not affect the other papers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.core.model import MAX_ABSTRACT_LENGTH
from generator.readers.huggingface.boilerplate import is_boilerplate, parse_date
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
from generator.text.strings import clean, match_key, one_line

_MIN_FULL_PAPERS = 3  # from this many full abstracts upwards, a short last abstract is not a paper
_MAX_FOOTER_WORDS = 20


def read(text: str, path: str) -> Reading:
    r"""Read a plain-text capture of a list of papers.

    Args:
        text: The capture.
        path: The path of the source, used in entries.

    Returns:
        One entry per paper; all other text is in ``boilerplate``, ``unplaced`` or ``remarks``.

    >>> text = "Mar 11\n\nOn the Use of Tests\n\nWe test what we build. It helps us."
    >>> [entry] = read(text, "capture.txt").entries
    >>> entry.fields["title"], entry.abstract, entry.line("title")
    ('On the Use of Tests', 'We test what we build. It helps us.', 3)
    """
    sorter = _ParagraphSorter()
    paragraphs = split_paragraphs(clean(text))
    rows = find_card_rows([paragraph for _, paragraph in paragraphs])
    for index, (line, paragraph) in enumerate(paragraphs):
        following = paragraphs[index + 1][1] if index + 1 < len(paragraphs) else ""
        if index in rows:
            sorter.place_row(line, paragraph, rows[index])
        else:
            sorter.place(line, paragraph, following, rows.get(index + 1))
    sorter.finish()
    return Reading(
        entries=tuple(paper.entry(path) for paper in sorter.papers),
        date=sorter.date,
        boilerplate=_sorted(
            passage for passage in sorter.boilerplate if passage.line not in sorter.row_remarks
        ),
        unplaced=_sorted(sorter.unplaced),
        remarks=_sorted([*sorter.remarks, *sorter.row_remarks.values()]),
    )


@dataclass
class _ParagraphSorter:
    """Places paragraphs one by one.

    Attributes:
        papers: The finished papers.
        date: The date of the list.
        boilerplate: Rows of cards, menus and other text of the page.
        unplaced: Text that may be content but does not belong to any paper.
        remarks: Text to review.
        fact_rows: The rows of cards that state a field, by line.
        row_remarks: Remarks on some of these rows, by line.
        paper: The paper to which the next paragraph may belong.
        fact_paper: The paper to which a row below an abstract belongs.
        next_facts: The facts in rows above the next title.
        count: The line and the row of the previous paragraph, if it is a number.
        second_date: A second date below papers; all text below it is unplaced.
        papers_by_title: The first paper of each title.
        repeated: Pairs of a repeated paper and the first paper with its title and abstract.
    """

    papers: list[PlainPaper] = field(default_factory=list)
    date: PartialDate | None = None
    boilerplate: list[Passage] = field(default_factory=list)
    unplaced: list[Passage] = field(default_factory=list)
    remarks: list[Passage] = field(default_factory=list)
    fact_rows: dict[int, str] = field(default_factory=dict)
    row_remarks: dict[int, Passage] = field(default_factory=dict)
    paper: PlainPaper | None = None
    fact_paper: PlainPaper | None = None
    next_facts: dict[str, tuple[int, str]] = field(default_factory=dict)
    count: tuple[int, CardRow] | None = None
    second_date: PartialDate | None = None
    papers_by_title: dict[str, PlainPaper] = field(default_factory=dict)
    repeated: list[tuple[PlainPaper, PlainPaper]] = field(default_factory=list)

    def place_row(self, line: int, paragraph: str, row: CardRow) -> None:
        """Place a row of a card, and assign its facts to its paper."""
        if self.second_date:
            self.add_unplaced(
                line, paragraph, f"below the second date on line {self.second_date.line}"
            )
            return
        self.close_paper_with_abstract()
        self.boilerplate.append(Passage(line, paragraph, row.remark))
        self.count = (line, row) if row.count else None
        facts = {name: (line, value) for name, value in row.facts.items()}
        if facts:
            self.fact_rows[line] = paragraph
        if row.is_above_title:
            self.next_facts |= facts
        elif self.fact_paper:
            self.fact_paper.facts = facts | self.fact_paper.facts

    def place(self, line: int, paragraph: str, following: str, next_row: CardRow | None) -> None:
        """Place a paragraph that is not a row of a card.

        Args:
            line: The line of the paragraph.
            paragraph: The paragraph.
            following: The next paragraph.
            next_row: The next paragraph as a row of a card, if it is one.
        """
        if self.second_date:
            self.add_unplaced(
                line, paragraph, f"below the second date on line {self.second_date.line}"
            )
        elif date := parse_date(line, one_line(paragraph)):
            self.place_date(date)
        elif is_boilerplate(paragraph):
            self.close_paper_with_abstract()
            self.boilerplate.append(Passage(line, paragraph, "page boilerplate"))
        elif self.is_abstract_above(next_row, paragraph):
            self.place_prose(line, paragraph)
        elif self.is_title(paragraph, following):
            self.place_title(line, one_line(paragraph))
        else:
            self.place_prose(line, paragraph)
        self.count = None

    def place_date(self, date: PartialDate) -> None:
        self.close_paper_with_abstract()
        if self.date is None and not any(paper.has_full_abstract() for paper in self.papers):
            self.date = date
            while self.papers:
                self.reject_last("above the date of the list")
            self.boilerplate.append(Passage(date.line, date.text, "date of the list"))
        elif self.date and date.matches(self.date):
            self.boilerplate.append(Passage(date.line, date.text, "date of the list, repeated"))
        elif self.papers:
            self.second_date = date
            self.add_unplaced(date.line, date.text, "a second date; import each day separately")
        else:
            reason = "a second date above the papers; the first one is used"
            self.add_unplaced(date.line, date.text, reason)

    def is_abstract_above(self, next_row: CardRow | None, paragraph: str) -> bool:
        """Return whether a paragraph is an abstract, alone between its title and a card row."""
        return bool(
            next_row
            and next_row.is_below_abstract
            and self.paper
            and not self.paper.abstract
            and self.paper.accepts(paragraph)
        )

    def is_title(self, paragraph: str, following: str) -> bool:
        is_below_count = self.count and self.paper is None and len(paragraph) <= MAX_TITLE_LENGTH
        if is_below_count and is_clearly_prose(following):
            return True
        kind = classify_paragraph(paragraph)
        if kind != "unsure":
            return kind == "title"
        if classify_paragraph(following) != "prose":
            return False
        return self.paper is None or self.paper.ends_before(paragraph, following)

    def place_title(self, line: int, title: str) -> None:
        paper = self.paper
        if paper and not paper.abstract and match_key(paper.title) == match_key(title):
            self.remarks.append(Passage(line, title, f"repeats the title on line {paper.line}"))
            paper.facts |= self.next_facts
        else:
            self.close_paper()
            paper = PlainPaper(line, title, facts=self.next_facts, count=self.count)
            self.paper = self.fact_paper = paper
        self.next_facts = {}

    def place_prose(self, line: int, paragraph: str) -> None:
        if self.paper and self.paper.accepts(paragraph):
            self.paper.abstract.append((line, paragraph))
            return
        reason = self.rejection_reason(paragraph)
        self.close_paper()
        self.add_unplaced(line, paragraph, reason)
        self.fact_paper, self.next_facts = None, {}

    def rejection_reason(self, paragraph: str) -> str:
        """Return why prose is not part of the current paper's abstract."""
        paper = self.paper
        if len(paragraph) > MAX_ABSTRACT_LENGTH:
            return f"too long for an abstract ({len(paragraph):,} characters)"
        if paper is None:
            return "an abstract without a title"
        if not paper.abstract:
            limit = f"fewer than {paper.min_abstract_words()} words"
            return f"too short for the abstract of the paper on line {paper.line} ({limit})"
        return f"too long for another paragraph of the abstract of the paper on line {paper.line}"

    def close_paper_with_abstract(self) -> None:
        """Close the paper, unless its abstract is still missing and may follow boilerplate."""
        if self.paper and self.paper.abstract:
            self.close_paper()

    def close_paper(self) -> None:
        paper, self.paper = self.paper, None
        if paper is None:
            return
        if not paper.abstract:
            self.add_unplaced(paper.line, paper.title, "a title without an abstract")
            return
        first = self.papers_by_title.setdefault(match_key(paper.title), paper)
        if first is paper:
            self.papers.append(paper)
        else:
            self.place_repeated(paper, first)

    def place_repeated(self, paper: PlainPaper, first: PlainPaper) -> None:
        title = Passage(paper.line, paper.title, f"repeats the paper on line {first.line}")
        if one_line(paper.abstract_text()) == one_line(first.abstract_text()):
            self.repeated.append((paper, first))
            passages, reason = (
                self.remarks,
                f"repeats the abstract of the paper on line {first.line}",
            )
        else:
            passages, reason = (
                self.unplaced,
                f"a different abstract for the paper on line {first.line}",
            )
        passages.append(title)
        passages += [Passage(line, text, reason) for line, text in paper.abstract]

    def reject_last(self, reason: str) -> None:
        """Turn the last paper into unplaced text."""
        paper = self.papers.pop()
        del self.papers_by_title[match_key(paper.title)]
        for line, text in [(paper.line, paper.title), *paper.abstract]:
            self.add_unplaced(line, text, reason)

    def add_unplaced(self, line: int, text: str, reason: str) -> None:
        self.unplaced.append(Passage(line, text, reason))

    def finish(self) -> None:
        """Close the last paper and complete the facts of all papers."""
        self.close_paper()
        self.use_counts()
        self.reject_footer()
        for paper, first in self.repeated:
            self.merge_facts(paper, first)
        for paper in self.papers:
            self.resolve_date(paper)
            remark = f"added to the abstract of the paper on line {paper.line} as another paragraph"
            self.remarks += [Passage(line, text, remark) for line, text in paper.abstract[1:]]
        papers = [*self.papers, *(paper for paper, _ in self.repeated)]
        used_lines = {line for paper in papers for line, _ in paper.facts.values()}
        for line in self.fact_rows.keys() - used_lines - self.row_remarks.keys():
            self.remark_on_row(line, "does not belong to any paper")

    def use_counts(self) -> None:
        """Use numbers above titles as upvotes unless they may be numbers of comments.

        The number of comments is below a paper, and so above the next title but never above the
        first title.
        """
        all_have_counts = all(paper.count for paper in self.papers)
        for paper in self.papers:
            if paper.count and (all_have_counts or paper.count[1].counts_upvotes):
                line, row = paper.count
                upvotes = {name: (line, value) for name, value in upvotes_from_count(row).items()}
                paper.facts = upvotes | paper.facts

    def reject_footer(self) -> None:
        """Reject papers at the end that are so short that they are probably the page's footer."""
        full_papers = sum(paper.has_full_abstract() for paper in self.papers)
        if full_papers < _MIN_FULL_PAPERS:
            return
        while word_count(self.papers[-1].abstract_text()) < _MAX_FOOTER_WORDS:
            self.reject_last("probably a footer: short text after the last paper")

    def merge_facts(self, paper: PlainPaper, first: PlainPaper) -> None:
        """Add the facts of a repeated paper that the first paper lacks."""
        for name, (line, value) in paper.facts.items():
            first_line, first_value = first.facts.setdefault(name, (line, value))
            if first_value != value:
                remark = f"'{name}' differs from '{first_value}' on line {first_line}"
                self.remark_on_row(line, remark)

    def resolve_date(self, paper: PlainPaper) -> None:
        """Convert a paper's publication date to ISO form, or remove it and add a remark."""
        if "published" in paper.facts:
            line, text = paper.facts.pop("published")
            date, remark = resolve_publication_date(text, self.date, paper.line)
            if date:
                paper.facts["published"] = (line, date)
            else:
                self.remark_on_row(line, remark)

    def remark_on_row(self, line: int, remark: str) -> None:
        self.row_remarks[line] = Passage(line, self.fact_rows[line], remark)


def _sorted(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda passage: passage.line))
