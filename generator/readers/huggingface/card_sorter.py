"""Sort the blocks of a capture into papers' cards and the text around them."""

import re
from collections import Counter
from collections.abc import Sequence

from generator.core.model import MAX_ABSTRACT_LENGTH
from generator.readers.huggingface.blocks import TextBlock
from generator.readers.huggingface.boilerplate import is_boilerplate, parse_date
from generator.readers.huggingface.card import (
    AUTHOR_COUNT,
    IMAGES,
    LEADING_IMAGE,
    PUBLISHED_ON,
    SUBMITTED_BY,
    UPVOTES,
    WORD_CHARACTER,
    Card,
    SortedCapture,
    is_prose,
)
from generator.readers.huggingface.link_targets import (
    LinkTarget,
    arxiv_id_or_none,
    parse_link_target,
)
from generator.readers.reading import PartialDate, Passage
from generator.text.strings import match_key, one_line

_REFERENCE = re.compile(r"(?:\[\d+\]:?|\d+\.) <?(?:https?://|/)\S+(?: [\"'(].{0,300})?")
_MIN_UNTITLED_WORDS = 40  # from this many words upwards, text above the first paper may be a paper
_TITLE_LEVEL = 3
_MAX_BLOCKS_BELOW_TITLE = 3  # between a title and its label
_MAX_BLOCKS_ABOVE_TITLE = 6
_NAME_LENGTH = 100


def sort_blocks(blocks: Sequence[TextBlock]) -> SortedCapture:
    """Sort the blocks of a capture; the result includes the text of every block.

    A paper that appears several times gets one card per occurrence.
    """
    sorter = _CardSorter(blocks)
    for index, block in enumerate(blocks):
        sorter.place(index, block)
    sorter.finish()
    return sorter.result


class _CardSorter:
    """Places blocks one by one.

    Attributes:
        blocks: All blocks of the capture.
        result: The cards and other text so far.
        card: The card of the current paper.
        next_facts: The facts above the title of the next card.
        upvotes: The line and the number of upvotes, by arXiv id.
        awaits_submitter: Whether the last label "Submitted by" had no name; the next block has it.
        has_linked_titles: Whether titles are headings that are links.
        has_unlinked_titles: Whether titles are headings that are not links.
        submitter_is_above: Whether the submitter is above the title rather than below.
    """

    def __init__(self, blocks: Sequence[TextBlock]) -> None:
        self.blocks = blocks
        self.result = SortedCapture()
        self.card: Card | None = None
        self.next_facts: dict[str, tuple[int, str]] = {}
        self.upvotes: dict[str, tuple[int, str]] = {}
        self.awaits_submitter = False
        self.has_linked_titles = any(
            block.fills_line
            and (kind := parse_link_target(block.target).kind) in {"paper", "number"}
            and block.level > (kind == "number")
            for block in blocks
        )
        unlinked_titles = sum(
            self.is_unlinked_title(index, block) for index, block in enumerate(blocks)
        )
        linked_papers = {
            target.name
            for block in blocks
            if (target := parse_link_target(block.target)).kind == "paper"
        }
        self.has_unlinked_titles = unlinked_titles > 0 and unlinked_titles >= len(linked_papers)
        self.submitter_is_above = self.most_submitters_are_above()

    def most_submitters_are_above(self) -> bool:
        """Return whether more submitter labels are just above a title than just below one."""
        is_above: Counter[bool] = Counter()
        last_title = -_NAME_LENGTH
        labels: list[int] = []
        for index, block in enumerate(self.blocks):
            if self.is_title(index, block):
                is_above[True] += sum(index - label <= _MAX_BLOCKS_ABOVE_TITLE for label in labels)
                labels, last_title = [], index
            elif SUBMITTED_BY.fullmatch(block.text) and block.text:
                is_above[False] += index - last_title <= _MAX_BLOCKS_BELOW_TITLE
                labels = [index]
        return is_above[True] >= is_above[False]

    def is_title(self, index: int, block: TextBlock) -> bool:
        kind = parse_link_target(block.target).kind
        if AUTHOR_COUNT.fullmatch(block.text) or not WORD_CHARACTER.search(block.text):
            return False
        if block.level and block.fills_line and kind in {"paper", "arxiv"}:
            return True
        if block.level > 1 and block.fills_line and kind == "number":
            return not is_boilerplate(block.text)
        if self.has_linked_titles:
            return False
        if self.has_unlinked_titles:
            return self.is_unlinked_title(index, block)
        return kind == "paper" and self.is_linked_title(block)

    def is_unlinked_title(self, index: int, block: TextBlock) -> bool:
        """Return whether a block is a heading without a link, with prose below it."""
        if block.level < _TITLE_LEVEL or block.target is not None or is_boilerplate(block.text):
            return False
        below = self.blocks[index + 1 : index + 2]
        return bool(below) and not below[0].level and is_prose(below[0].text)

    def is_linked_title(self, block: TextBlock) -> bool:
        """Return whether a link to a paper is its title, in a capture without headings."""
        text = block.text
        if SUBMITTED_BY.match(text) or UPVOTES.fullmatch(text) or is_boilerplate(text):
            return False
        if IMAGES.fullmatch(text):
            return False
        if self.card is None or self.card.arxiv != parse_link_target(block.target).name:
            return True
        return bool(self.card.abstract) and match_key(self.card.title) == match_key(text)

    def place(self, index: int, block: TextBlock) -> None:
        target = parse_link_target(block.target)
        if self.is_title(index, block):
            self.open_card(block, target)
        elif self.awaits_submitter and _is_name(block, target):
            self.add_boilerplate(block, "submitter")
            self.set_submitter(block.line, LEADING_IMAGE.sub("", block.text))
            self.awaits_submitter = False
        elif not self.place_by_target(block, target):
            self.place_by_text(block, target)

    def open_card(self, block: TextBlock, target: LinkTarget) -> None:
        self.card = Card(block.line, one_line(block.text))
        if target.kind in {"paper", "arxiv"}:
            self.set_arxiv(self.card, block.line, target.name)
        self.card.facts |= self.next_facts
        self.next_facts, self.awaits_submitter = {}, False
        self.result.cards.append(self.card)

    def set_arxiv(self, card: Card, line: int, name: str) -> None:
        """Set the arXiv id of a card; a second, different id becomes a remark."""
        arxiv = arxiv_id_or_none(name)
        if arxiv and card.arxiv in {"", arxiv}:
            card.arxiv = arxiv
            return
        if arxiv:
            remark = f"differs from {card.arxiv}, the arXiv id of the paper on line {card.line}"
        else:
            remark = f"not an arXiv id; not used for the paper on line {card.line}"
        self.result.remarks.append(Passage(line, name, remark))

    def set_submitter(self, line: int, name: str) -> None:
        if self.submitter_is_above or self.card is None:
            self.next_facts["submitted_by"] = (line, name)
        else:
            self.card.facts.setdefault("submitted_by", (line, name))

    def place_by_target(self, block: TextBlock, target: LinkTarget) -> bool:
        """Place a block if its link target alone identifies it; return whether it was placed."""
        card = self.card
        if target.kind == "votes":
            self.place_upvotes(block, target.name)
        elif target.kind == "comments":
            self.add_boilerplate(block, "link to comments")
            self.end_abstract()
        elif target.kind == "day":
            self.result.linked_dates.append(target.name)
            if date := parse_date(block.line, block.text):
                self.place_date(date, block)
            else:
                self.add_boilerplate(block, "link to another day")
        elif card and target.kind == "paper" and not card.arxiv and self.has_unlinked_titles:
            self.set_arxiv(card, block.line, target.name)
            self.add_boilerplate(block, "link to the paper's page")
        elif card and target.kind in {"code", "arxiv", "other"} and not block.level:
            self.place_link(card, block, target)
        else:
            return False
        return True

    def place_upvotes(self, block: TextBlock, name: str) -> None:
        match = UPVOTES.fullmatch(one_line(block.text))
        count = (match[1] or "").replace(",", "") if match else ""
        if count.isdecimal():
            self.upvotes.setdefault(arxiv_id_or_none(name) or name, (block.line, count))
        self.add_boilerplate(block, "upvotes")

    def place_link(self, card: Card, block: TextBlock, target: LinkTarget) -> None:
        self.end_abstract()
        if target.kind == "arxiv":
            self.set_arxiv(card, block.line, target.name)
            self.add_boilerplate(block, "link to arXiv")
            return
        kind = "code" if target.kind == "code" else "project"
        text = one_line(block.text).casefold()
        is_labeled = target.kind == "code" or "project" in text or "website" in text
        if is_labeled and card.links.setdefault(kind, (block.line, target.name))[1] == target.name:
            self.add_boilerplate(block, f"{kind} link")
        else:
            self.add_unplaced(block, f"a link that may not belong to the paper on line {card.line}")

    def place_by_text(self, block: TextBlock, target: LinkTarget) -> None:
        text = one_line(block.text)
        if match := SUBMITTED_BY.fullmatch(text):
            self.place_submitter(block, LEADING_IMAGE.sub("", match[1]).strip())
        elif date := parse_date(block.line, PUBLISHED_ON.sub("", text, count=1)):
            self.place_date(date, block)
        elif AUTHOR_COUNT.fullmatch(text):
            self.add_boilerplate(block, "number of authors")
            self.end_abstract()
        elif block.text == "[" and self.card and not self.card.abstract:
            self.card.has_open_bracket = True
            self.add_boilerplate(block, "unclosed bracket")
        elif _REFERENCE.fullmatch(text):
            self.add_boilerplate(block, "URL of a numbered link")
        elif not WORD_CHARACTER.search(text) or IMAGES.fullmatch(text):
            self.place_wordless(block, target)
        elif UPVOTES.fullmatch(text):
            self.place_count(block, text)
        else:
            self.place_words(block, target, text)

    def place_submitter(self, block: TextBlock, name: str) -> None:
        if self.submitter_is_above and self.card and self.card.abstract:
            self.end_abstract()
        self.add_boilerplate(block, "submitter")
        if name:
            self.set_submitter(block.line, name)
        else:
            self.awaits_submitter = True

    def place_date(self, date: PartialDate, block: TextBlock) -> None:
        card = self.card
        if card and "published" not in card.facts and not self.next_facts:
            card.facts["published"] = (block.line, date.text)
            self.end_abstract()
        elif card is None and self.result.date is None:
            self.result.date = date
            self.add_boilerplate(block, "date of the list")
        elif self.result.date and date.matches(self.result.date):
            self.add_boilerplate(block, "date of the list, repeated")
        else:
            self.add_unplaced(block, "a date that does not belong to any paper")

    def place_wordless(self, block: TextBlock, target: LinkTarget) -> None:
        if target.kind == "number" and block.text == "-":
            self.place_count(block, block.text)
        else:
            self.add_boilerplate(block, "punctuation or image")

    def place_count(self, block: TextBlock, text: str) -> None:
        """Place a number; it counts upvotes if it is a link between two cards."""
        self.add_boilerplate(block, "number of upvotes or comments")
        count = text.replace(",", "")
        is_between_cards = self.card is None or self.card.has_ended
        if block.fills_line and is_between_cards and count.isdecimal() and block.target is not None:
            self.next_facts["upvotes"] = (block.line, count)

    def place_words(self, block: TextBlock, target: LinkTarget, text: str) -> None:
        card = self.card
        if card and card.accepts(block, target):
            card.abstract.append(block)
            self.result.remarks += card.collect_links(block)
        elif card and not card.has_ended and card.abstract and target.kind in {"account", "number"}:
            organization = (block.line, LEADING_IMAGE.sub("", text))
            if card.facts.setdefault("organization", organization) != organization:
                self.add_boilerplate(block, "second organization")
        elif target.kind in {"account", "page", "number"} or is_boilerplate(text):
            self.add_boilerplate(block, "page boilerplate")
        elif card is None and len(text.split()) < _MIN_UNTITLED_WORDS:
            self.add_boilerplate(block, "text above the first paper")
        else:
            self.add_unplaced(block, self.unplaced_reason(block))

    def unplaced_reason(self, block: TextBlock) -> str:
        if self.card is None:
            return "text above the first paper"
        if len(block.text) > MAX_ABSTRACT_LENGTH:
            return f"too long for an abstract ({len(block.text):,} characters)"
        return f"unrecognized text below the paper on line {self.card.line}"

    def end_abstract(self) -> None:
        if self.card:
            self.card.has_ended = True

    def finish(self) -> None:
        for card in self.result.cards:
            if card.arxiv in self.upvotes:
                card.facts["upvotes"] = self.upvotes[card.arxiv]
        last = self.card
        if last and last.abstract and last.is_cut_off(self.result.cards[:-1]):
            reason = (
                f"the capture ends in the middle of the abstract of the paper on line {last.line}"
            )
            for block in last.abstract:
                self.add_unplaced(block, reason)
            last.abstract.clear()
        for name, (line, value) in self.next_facts.items():
            self.result.remarks.append(Passage(line, value, f"'{name}' without a paper"))

    def add_boilerplate(self, block: TextBlock, remark: str) -> None:
        text = block.text or block.target or ""
        self.result.boilerplate.append(Passage(block.line, text, remark))

    def add_unplaced(self, block: TextBlock, reason: str) -> None:
        text = f"{block.text} {block.target or ''}".strip()
        self.result.unplaced.append(Passage(block.line, text, reason))


def _is_name(block: TextBlock, target: LinkTarget) -> bool:
    if not block.text or block.level or IMAGES.fullmatch(block.text):
        return False
    return len(block.text) <= _NAME_LENGTH and target.kind in {"none", "account", "number", "paper"}
