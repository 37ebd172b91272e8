"""Parts of a capture to papers: each with what stands on its card, and nothing dropped."""

import re
from collections import Counter
from collections.abc import Sequence

from generator.core.model import ABSTRACT_LENGTH
from generator.readers.huggingface.blocks import TextBlock
from generator.readers.huggingface.card import (
    AUTHORS,
    LOGO,
    PICTURE,
    PUBLISHED,
    SUBMITTED,
    UPVOTES,
    WORD,
    Card,
    SortedCapture,
    is_prose,
)
from generator.readers.huggingface.link_targets import LinkTarget, arxiv_id_or_none, parse_link_target
from generator.readers.huggingface.page_words import parse_date, is_boilerplate
from generator.readers.reading import PartialDate, Passage
from generator.text.plain import match_key, one_line

_REFERENCE = re.compile(r"(?:\[\d+\]:?|\d+\.) <?(?:https?://|/)\S+(?: [\"'(].{0,300})?")
_SEVERAL_WORDS = 40  # so many above the first paper may be one without a title
_PAPER_LEVEL = 3
_NAME_LENGTH = 100


def sort_blocks(found: Sequence[TextBlock]) -> SortedCapture:
    """Return the papers of a capture's parts, one for each time that they stand in it."""
    dealer = _Dealer(found)
    for place, part in enumerate(found):
        dealer.place(place, part)
    dealer.finish()
    return dealer.dealt


class _Dealer:
    """Puts each part where it belongs; ``card`` is the paper that is still open."""

    def __init__(self, found: Sequence[TextBlock]) -> None:
        self.found = found
        self.dealt = SortedCapture()
        self.card: Card | None = None
        self.waiting: dict[str, tuple[int, str]] = {}  # of the next card
        self.votes: dict[str, tuple[int, str]] = {}
        self.label = 0  # the line of a "Submitted by" whose name is still to come
        self.headed = any(
            part.alone
            and (kind := parse_link_target(part.target).kind) in {"paper", "number"}
            and part.level > (kind == "number")
            for part in found
        )
        named = sum(self.is_named(place, part) for place, part in enumerate(found))
        linked = {aim.name for part in found if (aim := parse_link_target(part.target)).kind == "paper"}
        self.named = named > 0 and named >= len(linked)
        self.before = self.submitters_first()

    def submitters_first(self) -> bool:
        """Return whether a submitter stands before the title, by what most of them are next to."""
        near: Counter[bool] = Counter()
        last = -_NAME_LENGTH
        labels: list[int] = []
        for place, part in enumerate(self.found):
            if self.is_title(place, part):
                near[True] += sum(place - label <= 2 * _PAPER_LEVEL for label in labels)
                labels, last = [], place
            elif SUBMITTED.fullmatch(part.text) and part.text:
                near[False] += place - last <= _PAPER_LEVEL
                labels = [place]
        return near[True] >= near[False]

    def is_title(self, place: int, part: TextBlock) -> bool:
        kind = parse_link_target(part.target).kind
        if not part.text or AUTHORS.fullmatch(part.text) or not WORD.search(part.text):
            return False
        if part.level and part.alone and kind in {"paper", "arxiv"}:
            return True
        if part.level > 1 and part.alone and kind == "number":
            return not is_boilerplate(part.text)
        if self.headed:
            return False
        if self.named:
            return self.is_named(place, part)
        return kind == "paper" and self.is_new(part)

    def is_named(self, place: int, part: TextBlock) -> bool:
        """Return whether a part is a heading without a link, with prose below it."""
        after = self.found[place + 1 : place + 2]
        if part.level < _PAPER_LEVEL or part.target is not None or is_boilerplate(part.text):
            return False
        return bool(after) and not after[0].level and is_prose(after[0].text)

    def is_new(self, part: TextBlock) -> bool:
        """Return whether words with a paper's address are its title, where no headings are."""
        if SUBMITTED.match(part.text) or UPVOTES.fullmatch(part.text) or is_boilerplate(part.text):
            return False
        if PICTURE.fullmatch(part.text):
            return False
        if self.card is None or self.card.arxiv != parse_link_target(part.target).name:
            return True
        return bool(self.card.abstract) and match_key(self.card.title) == match_key(part.text)

    def place(self, place: int, part: TextBlock) -> None:
        aim = parse_link_target(part.target)
        if self.is_title(place, part):
            self.open(part, aim)
        elif self.label and self.is_name(part, aim):
            self.keep(part, "who put it forward")
            self.submit(part.line, LOGO.sub("", part.text))
            self.label = 0
        elif not self.place_linked(part, aim):
            self.place_words(part, aim)

    def open(self, part: TextBlock, aim: LinkTarget) -> None:
        self.card = Card(part.line, one_line(part.text))
        if aim.kind in {"paper", "arxiv"}:
            self.name(self.card, part.line, aim.name)
        self.card.facts |= self.waiting
        self.waiting, self.label = {}, 0
        self.dealt.cards.append(self.card)

    def name(self, card: Card, line: int, name: str) -> None:
        """Give a card its arXiv id, unless it has one; another's link is listed."""
        found = arxiv_id_or_none(name)
        if found and card.arxiv in {"", found}:
            card.arxiv = found
        else:
            reason = "no arXiv id" if found is None else f"another id than {card.arxiv}"
            self.remark(line, name, f"{reason}, beside the paper of line {card.line}")

    def is_name(self, part: TextBlock, aim: LinkTarget) -> bool:
        if not part.text or part.level or PICTURE.fullmatch(part.text):
            return False
        return len(part.text) <= _NAME_LENGTH and aim.kind in {"none", "account", "number", "paper"}

    def submit(self, line: int, name: str) -> None:
        if self.before or self.card is None:
            self.waiting["submitted_by"] = (line, name)
        else:
            self.card.facts.setdefault("submitted_by", (line, name))

    def place_linked(self, part: TextBlock, aim: LinkTarget) -> bool:
        """Place what its address alone tells; return whether that was so."""
        if aim.kind == "votes":
            self.vote(part, aim.name)
        elif aim.kind == "comments":
            self.keep(part, "the comments on a paper")
            self.close()
        elif aim.kind == "day":
            self.dealt.dates.append(aim.name)
            if day := parse_date(part.line, part.text):
                self.place_day(day, part)
            else:
                self.keep(part, "another day's page")
        elif self.card and aim.kind == "paper" and not self.card.arxiv and self.named:
            self.name(self.card, part.line, aim.name)
            self.keep(part, "the paper's page")
        elif self.card and aim.kind in {"code", "arxiv", "other"} and not part.level:
            self.link(self.card, part, aim)
        else:
            return False
        return True

    def link(self, card: Card, part: TextBlock, aim: LinkTarget) -> None:
        self.close()
        if aim.kind == "arxiv":
            self.name(card, part.line, aim.name)
            self.keep(part, "the paper's page at arXiv")
            return
        kind = "code" if aim.kind == "code" else "project"
        shown = one_line(part.text).casefold()
        sure = aim.kind == "code" or "project" in shown or "website" in shown
        known = card.links.get(kind, (part.line, aim.name)) if sure else None
        if known and known[1] == aim.name:
            card.links[kind] = known
            self.keep(part, f"its {kind}")
        else:
            self.leave(part, f"a link that is not known to be of the paper of line {card.line}")

    def vote(self, part: TextBlock, name: str) -> None:
        found = UPVOTES.fullmatch(one_line(part.text))
        count = (found[1] or "") if found else ""
        if found and count.replace(",", "").isdecimal():
            self.votes.setdefault(arxiv_id_or_none(name) or name, (part.line, count.replace(",", "")))
        self.keep(part, "upvotes")

    def place_words(self, part: TextBlock, aim: LinkTarget) -> None:
        text = one_line(part.text)
        if match := SUBMITTED.fullmatch(text):
            self.place_submitter(part, LOGO.sub("", match[1]).strip())
        elif day := parse_date(part.line, PUBLISHED.sub("", text, count=1)):
            self.place_day(day, part)
        elif AUTHORS.fullmatch(text):
            self.keep(part, "the number of its authors")
            self.close()
        elif part.text == "[" and self.card and not self.card.abstract:
            self.card.cut = True
            self.keep(part, "a bracket without an end")
        elif _REFERENCE.fullmatch(text):
            self.keep(part, "the address of a numbered link")
        elif not WORD.search(text) or PICTURE.fullmatch(text):
            self.place_marks(part, aim)
        elif UPVOTES.fullmatch(text):
            self.place_number(part, text)
        else:
            self.place_prose(part, aim, text)

    def place_submitter(self, part: TextBlock, name: str) -> None:
        if self.before and self.card and self.card.abstract:
            self.close()
        self.keep(part, "who put it forward")
        if name:
            self.submit(part.line, name)
        else:
            self.label = part.line

    def place_day(self, day: PartialDate, part: TextBlock) -> None:
        card = self.card
        if card and "published" not in card.facts and not self.waiting:
            card.facts["published"] = (part.line, day.text)
            self.close()
        elif card is None and self.dealt.day is None:
            self.dealt.day = PartialDate(day.line, day.text, day.month, day.day, day.year)
            self.keep(part, "the day")
        elif self.dealt.day and day.matches(self.dealt.day):
            self.keep(part, "the day again")
        else:
            self.leave(part, "a date of no paper")

    def place_marks(self, part: TextBlock, aim: LinkTarget) -> None:
        if aim.kind == "number" and part.text == "-":
            self.place_number(part, part.text)
        else:
            self.keep(part, "marks and pictures")

    def place_number(self, part: TextBlock, text: str) -> None:
        """Place a number whose link does not tell what it counts, by what stands beside it."""
        self.keep(part, "a count of votes or comments")
        count = text.replace(",", "")
        done = self.card is None or self.card.closed
        if part.alone and done and count.isdecimal() and part.target is not None:
            self.waiting["upvotes"] = (part.line, count)

    def place_prose(self, part: TextBlock, aim: LinkTarget, text: str) -> None:
        card = self.card
        if card and card.takes(part, aim):
            card.abstract.append(part)
            self.dealt.remarks += card.link_inside(part)
        elif card and not card.closed and card.abstract and aim.kind in {"account", "number"}:
            stated = (part.line, LOGO.sub("", text))
            if card.facts.setdefault("organization", stated) != stated:
                self.keep(part, "another organization")
        elif aim.kind in {"account", "page", "number"} or is_boilerplate(text):
            self.keep(part, "page furniture")
        elif card is None and len(text.split()) < _SEVERAL_WORDS:
            self.keep(part, "above the first paper")
        else:
            self.leave(part, self.reason(part))

    def reason(self, part: TextBlock) -> str:
        if self.card is None:
            return "above the first paper"
        if len(part.text) > ABSTRACT_LENGTH:
            return f"longer than any abstract ({len(part.text):,} characters)"
        return f"below the paper of line {self.card.line}, and no part of its card that is known"

    def close(self) -> None:
        if self.card:
            self.card.closed = True

    def finish(self) -> None:
        for card in self.dealt.cards:
            if card.arxiv in self.votes:
                card.facts["upvotes"] = self.votes[card.arxiv]
        last = self.card
        if last and last.abstract and last.is_cut_off(self.dealt.cards[:-1]):
            for part in last.abstract:
                self.leave(part, f"cut off: the capture ends in the abstract of line {last.line}")
            last.abstract.clear()
        for name, (line, value) in self.waiting.items():
            self.remark(line, value, f"'{name}' of no paper")

    def keep(self, part: TextBlock, remark: str) -> None:
        shown = part.text or part.target or ""
        self.dealt.boilerplate.append(Passage(part.line, shown, remark))

    def leave(self, part: TextBlock, reason: str) -> None:
        shown = f"{part.text} {part.target or ''}".strip()
        self.dealt.unplaced.append(Passage(part.line, shown, reason))

    def remark(self, line: int, text: str, remark: str) -> None:
        self.dealt.remarks.append(Passage(line, text, remark))
