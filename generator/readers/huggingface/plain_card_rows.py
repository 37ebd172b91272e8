"""The rows of a card in plain text: who put a paper forward, its votes, organization and day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.readers.huggingface.card import (
    AUTHOR_COUNT,
    IMAGES,
    LEADING_IMAGE,
    PUBLISHED_ON,
    SUBMITTED_BY,
    UPVOTES,
    is_prose,
)
from generator.readers.huggingface.page_words import is_boilerplate, parse_date
from generator.readers.huggingface.title_or_prose import (
    MIN_TITLE_CASE_SHARE,
    is_clearly_prose,
    title_case_share,
)
from generator.text.plain import one_line

_DOT = re.compile(r"(?:[•·-]\s*)*[•·]")
_OWNED_DAY = re.compile(r"(?P<owner>.{1,100}?)\s*[•·]\s*(?P<day>[^•·]{1,40})")
_ENDS = re.compile(r"(?<!\bInc)(?<!\bLtd)(?<!\bCo)(?<!\bCorp)(?<!\bLLC)[.!?:;,。！？]$|://")
_OF_CODE = re.compile(r"(?:github|code|stars?)", re.IGNORECASE)
_NAME_LENGTH = 100
_SITE = "hugging face"
_ABOVE = 5  # so many paragraphs reach from a label over name, votes and title to the abstract,
_BELOW = 8  # so many from the abstract over organization, day, code and stars to a label


@dataclass(frozen=True, slots=True)
class CardRow:
    """A paragraph that is a row of a card: what it is, and what it states.

    ``above`` tells that it stands above its paper's title, ``below`` below its abstract;
    ``count`` is one of votes or of comments, ``sure`` that it is one of votes.
    """

    remark: str
    facts: Mapping[str, str] = field(default_factory=dict)
    above: bool = False
    below: bool = False
    count: str | None = None
    sure: bool = False


def find_card_rows(paragraphs: Sequence[str]) -> dict[int, CardRow]:
    """Return the rows among a text's paragraphs that state something, by their place.

    What only may be a row of a card is none.

    >>> card_rows(["On Tests", "We test.", "A Lab", "·", "Oct 4"])[2].facts
    {'organization': 'A Lab'}
    """
    found = _Rows([one_line(each) for each in paragraphs])
    for place in range(len(found.texts)):
        found.add(place)
    return found.rows


def is_card_row(line: str) -> bool:
    """Return whether a line by itself is surely a row of a card, whatever stands beside it.

    >>> states("Submitted by"), states("Published on Oct 4"), states("Models")
    (True, True, False)
    """
    text = one_line(line)
    if _DOT.fullmatch(text) or AUTHOR_COUNT.fullmatch(text) or text.casefold() == "arxiv page":
        return True
    if text.casefold().rstrip(":") == "submitted by" or _owned_day(text):
        return True
    return _is_count(text) or (bool(PUBLISHED_ON.match(text)) and _day(text) is not None)


class _Rows:
    """Finds the rows of cards; ``above`` is where their first rows stand, by most of them."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.rows: dict[int, CardRow] = {}
        self.labels = [place for place, text in enumerate(texts) if SUBMITTED_BY.fullmatch(text)]
        self.votes = [place for place, text in enumerate(texts) if _votes(text) is not None]
        self.submitter_above = self.stands_above(self.labels)
        self.votes_above = self.stands_above(self.votes)

    def stands_above(self, labels: list[int]) -> bool | None:
        """Return whether labels stand above titles: before the first abstract, and the last.

        Where other prose of the page makes that unsure, what most of them are next to decides;
        None where that does not.
        """
        if not labels:
            return True
        prose = [place for place, text in enumerate(self.texts) if is_clearly_prose(text)]
        first = not prose or labels[0] < prose[0]
        if prose and first == (labels[-1] < prose[-1]):
            return first
        above = below = 0
        for number, place in enumerate(labels):
            after = labels[number + 1] if number + 1 < len(labels) else len(self.texts)
            before = labels[number - 1] if number else -1
            above += any(
                map(is_clearly_prose, self.texts[place + 1 : min(after, place + _ABOVE + 1)])
            )
            below += any(map(is_clearly_prose, self.texts[max(before + 1, place - _BELOW) : place]))
        return None if above == below else above > below

    def text(self, place: int) -> str:
        return self.texts[place] if 0 <= place < len(self.texts) else ""

    def add(self, place: int) -> None:
        text = self.texts[place]
        if place in self.rows or not text:
            return
        if place in self.labels:
            self.add_submitter(place)
        elif (count := _votes(text)) is not None:
            self.add_votes(place, count)
        elif _is_count(text):
            self.add_count(place)
        elif _DOT.fullmatch(text) or AUTHOR_COUNT.fullmatch(text):
            self.rows[place] = CardRow("page furniture", below=True)
        elif len(text) <= 2 * _NAME_LENGTH:
            self.add_day(place)

    def add_submitter(self, place: int) -> None:
        found = SUBMITTED_BY.fullmatch(self.texts[place])
        name = LEADING_IMAGE.sub("", found[1]).strip() if found else ""
        label = place
        while not name and IMAGES.fullmatch(self.text(place + 1)):
            place += 1
        place += 0 if name else 1
        name = name or LEADING_IMAGE.sub("", self.text(place)).strip()
        if not self.is_name(place, name):
            return
        above = self.submitter_above
        if above is None:
            self.rows[place] = CardRow("who put the paper above or below forward: unsure which")
            return
        self.rows[place] = CardRow("who put it forward", {"submitted_by": name}, above=above)
        if place != label:
            self.rows[label] = CardRow("who put it forward", above=above)

    def is_name(self, place: int, name: str) -> bool:
        """Return whether a paragraph is a name, rather than the title, which prose is below."""
        after = self.text(place + 1)
        if not name or len(name) > _NAME_LENGTH or parse_date(1, name) or SUBMITTED_BY.match(name):
            return False
        if is_boilerplate(name) or _is_count(name):
            return _is_count(after) and not _is_count(self.text(place + 2))
        return _is_count(after) or not is_clearly_prose(after)

    def add_votes(self, place: int, count: str) -> None:
        if not count and _is_count(self.text(place + 1)):
            self.rows[place] = CardRow("upvotes", above=bool(self.votes_above))
            place += 1
            count = self.texts[place]
        facts = {} if self.votes_above is None else _upvotes(count)
        self.rows[place] = CardRow("upvotes", facts, above=bool(self.votes_above))

    def add_count(self, place: int) -> None:
        """Take a count that may be of votes: they stand directly above a title."""
        before = self.rows.get(place - 1)
        if _OF_CODE.fullmatch(self.text(place - 1)):
            return
        named = before is not None and "submitted_by" in before.facts and before.above
        remark = "a count of votes or comments"
        self.rows[place] = CardRow(remark, count=self.texts[place], sure=named)

    def add_day(self, place: int) -> None:
        text = self.texts[place]
        if owned := _owned_day(text):
            owner, day = owned
            facts = {"published": day}
            if self.is_owner(place, owner):
                facts["organization"] = owner
            elif not AUTHOR_COUNT.fullmatch(owner):
                return
            self.rows[place] = CardRow("its day", facts, below=True)
        elif (found := _day(text)) and self.is_of_paper(place):
            self.rows[place] = CardRow("its day", {"published": found}, below=True)
            self.add_owner(place)

    def is_of_paper(self, place: int) -> bool:
        """Return whether a day is a paper's: it says so, or a dot or its authors are before it."""
        text, before = self.texts[place], self.text(place - 1)
        stated = text[0] in "•·" or PUBLISHED_ON.match(text)
        return bool(stated or before.endswith(("·", "•")) or AUTHOR_COUNT.fullmatch(before))

    def add_owner(self, place: int) -> None:
        place -= 1
        while _DOT.fullmatch(self.text(place)):
            place -= 1
        owner = self.text(place).rstrip("•· ")
        if place not in self.rows and self.is_owner(place, owner):
            self.rows[place] = CardRow("its organization", {"organization": owner}, below=True)

    def is_owner(self, place: int, owner: str) -> bool:
        """Return whether a short line below an abstract names an organization."""
        above = self.text(place - 1)
        if not above or place - 1 in self.rows or is_boilerplate(above) or parse_date(1, above):
            return False
        if not owner or len(owner) > _NAME_LENGTH or AUTHOR_COUNT.fullmatch(owner):
            return False
        if is_boilerplate(owner):
            return owner.casefold() == _SITE  # it has papers of its own
        wordy = is_prose(owner) and title_case_share(owner) < MIN_TITLE_CASE_SHARE
        return not (wordy or _ENDS.search(owner) or _is_count(owner) or parse_date(1, owner))


def _day(text: str) -> str | None:
    """Return the day that a row of a card states, as it writes it."""
    bare = PUBLISHED_ON.sub("", text.lstrip("•· "), count=1)
    return bare if parse_date(1, bare) else None


def _owned_day(text: str) -> tuple[str, str] | None:
    """Return an owner and a day that stand in one row with a dot between."""
    found = _OWNED_DAY.fullmatch(text) if len(text) <= 2 * _NAME_LENGTH else None
    day = _day(found["day"]) if found else None
    return (found["owner"], day) if found and day else None


def _is_count(text: str) -> bool:
    """Return whether a text is a number, or the dash that stands for none."""
    found = UPVOTES.fullmatch(text)
    return bool(found and found[1]) and "upvote" not in text.casefold()


def _votes(text: str) -> str | None:
    """Return the number beside the word for votes, empty where it stands elsewhere."""
    said = text.casefold()
    if len(text) > _NAME_LENGTH or "upvote" not in said:
        return None
    bare = said.replace("upvotes", "").replace("upvote", "").strip(" :")
    return bare if not bare or _is_count(bare) else None


def _upvotes(count: str) -> dict[str, str]:
    """Return the number of votes that a row states exactly, as a fact."""
    found = UPVOTES.fullmatch(count)
    number = (found[1] or "").replace(",", "") if found else ""
    return {"upvotes": number} if number.isdecimal() else {}


def upvotes_from_count(row: CardRow) -> dict[str, str]:
    """Return the fact that a row's count is, once it is sure that it counts votes.

    >>> votes_of(Row("", count="1,204")), votes_of(Row("", count="1.2k"))
    ({'upvotes': '1204'}, {})
    """
    return _upvotes(row.count or "")
