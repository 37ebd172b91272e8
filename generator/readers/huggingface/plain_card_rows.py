"""Find the rows of cards in plain text: submitter, upvotes, organization and publication date."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.readers.huggingface.boilerplate import is_boilerplate, parse_date
from generator.readers.huggingface.card import (
    AUTHOR_COUNT,
    IMAGES,
    LEADING_IMAGE,
    PUBLISHED_ON,
    SUBMITTED_BY,
    UPVOTES,
    is_prose,
)
from generator.readers.huggingface.title_or_prose import (
    MIN_TITLE_CASE_SHARE,
    is_clearly_prose,
    title_case_share,
)
from generator.text.strings import one_line

_DOT = re.compile(r"(?:[•·-]\s*)*[•·]")
_OWNER_AND_DATE = re.compile(r"(?P<owner>.{1,100}?)\s*[•·]\s*(?P<date>[^•·]{1,40})")
_SENTENCE_END = re.compile(r"(?<!\bInc)(?<!\bLtd)(?<!\bCo)(?<!\bCorp)(?<!\bLLC)[.!?:;,。！？]$|://")
_CODE_LABEL = re.compile(r"(?:github|code|stars?)", re.IGNORECASE)
_NAME_LENGTH = 100
_HUGGING_FACE = "hugging face"
_MAX_PARAGRAPHS_TO_ABSTRACT = 5  # after a label above the title: name, upvotes, title
_MAX_PARAGRAPHS_FROM_ABSTRACT = 8  # before a label below it: organization, date, code, stars


@dataclass(frozen=True, slots=True)
class CardRow:
    """A paragraph that is a row of a card.

    Attributes:
        remark: A description of the row, for the report.
        facts: The text of each field in the row, by the field's name in an entry.
        is_above_title: Whether the row is above the title of its paper.
        is_below_abstract: Whether the row is below the abstract of its paper.
        count: A number of upvotes or comments, as the row writes it.
        counts_upvotes: Whether ``count`` is certainly a number of upvotes.
    """

    remark: str
    facts: Mapping[str, str] = field(default_factory=dict)
    is_above_title: bool = False
    is_below_abstract: bool = False
    count: str | None = None
    counts_upvotes: bool = False


def find_card_rows(paragraphs: Sequence[str]) -> dict[int, CardRow]:
    """Return the rows of cards among a text's paragraphs, by the paragraph's index.

    Ambiguous paragraphs are not included.

    >>> find_card_rows(["On Tests", "We test.", "A Lab", "·", "Oct 4"])[2].facts
    {'organization': 'A Lab'}
    """
    finder = _CardRowFinder([one_line(paragraph) for paragraph in paragraphs])
    for index in range(len(finder.texts)):
        finder.add(index)
    return finder.rows


def is_card_row(line: str) -> bool:
    """Return whether a line is certainly a row of a card, regardless of the text around it.

    >>> is_card_row("Submitted by"), is_card_row("Published on Oct 4"), is_card_row("Models")
    (True, True, False)
    """
    text = one_line(line)
    if _DOT.fullmatch(text) or AUTHOR_COUNT.fullmatch(text) or text.casefold() == "arxiv page":
        return True
    if text.casefold().rstrip(":") == "submitted by" or _owner_and_date(text):
        return True
    return _is_count(text) or (bool(PUBLISHED_ON.match(text)) and _date_text(text) is not None)


def upvotes_from_count(row: CardRow) -> dict[str, str]:
    """Return a row's count as the field ``upvotes``, or an empty map if it is not exact.

    >>> upvotes_from_count(CardRow("", count="1,204"))
    {'upvotes': '1204'}
    >>> upvotes_from_count(CardRow("", count="1.2k"))
    {}
    """
    return _upvotes(row.count or "")


class _CardRowFinder:
    """Finds the rows of cards among paragraphs.

    Attributes:
        texts: The paragraphs, each on one line.
        rows: The rows, by index.
        submitter_labels: The indexes of paragraphs that begin with "Submitted by".
        submitter_is_above: Whether submitters are above titles; None if unclear.
        upvotes_are_above: Whether labeled numbers of upvotes are above titles; None if unclear.
    """

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.rows: dict[int, CardRow] = {}
        indexed = list(enumerate(texts))
        self.submitter_labels = [index for index, text in indexed if SUBMITTED_BY.fullmatch(text)]
        upvote_labels = [index for index, text in indexed if _labeled_upvotes(text) is not None]
        self.submitter_is_above = self.are_above_titles(self.submitter_labels)
        self.upvotes_are_above = self.are_above_titles(upvote_labels)

    def are_above_titles(self, labels: list[int]) -> bool | None:
        """Return whether labels are above the titles of their papers, or None if unclear.

        Labels above titles precede the first and the last abstract. If other prose on the page
        makes this test inconclusive, the prose next to each label decides, by majority.
        """
        if not labels:
            return True
        prose = [index for index, text in enumerate(self.texts) if is_clearly_prose(text)]
        precedes_first = not prose or labels[0] < prose[0]
        if prose and precedes_first == (labels[-1] < prose[-1]):
            return precedes_first
        above = below = 0
        bounds = [-1, *labels, len(self.texts)]
        for before, index, after in zip(bounds, labels, bounds[2:], strict=False):
            end = min(after, index + _MAX_PARAGRAPHS_TO_ABSTRACT + 1)
            start = max(before + 1, index - _MAX_PARAGRAPHS_FROM_ABSTRACT)
            above += any(map(is_clearly_prose, self.texts[index + 1 : end]))
            below += any(map(is_clearly_prose, self.texts[start:index]))
        return None if above == below else above > below

    def text(self, index: int) -> str:
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def add(self, index: int) -> None:
        text = self.texts[index]
        if index in self.rows or not text:
            return
        if index in self.submitter_labels:
            self.add_submitter(index)
        elif (count := _labeled_upvotes(text)) is not None:
            self.add_upvotes(index, count)
        elif _is_count(text):
            self.add_count(index)
        elif _DOT.fullmatch(text) or AUTHOR_COUNT.fullmatch(text):
            self.rows[index] = CardRow("page boilerplate", is_below_abstract=True)
        elif len(text) <= 2 * _NAME_LENGTH:
            self.add_date(index)

    def add_submitter(self, index: int) -> None:
        match = SUBMITTED_BY.fullmatch(self.texts[index])
        name = LEADING_IMAGE.sub("", match[1]).strip() if match else ""
        label = index
        while not name and IMAGES.fullmatch(self.text(index + 1)):
            index += 1
        index += 0 if name else 1
        name = name or LEADING_IMAGE.sub("", self.text(index)).strip()
        if not self.is_name(index, name):
            return
        is_above = self.submitter_is_above
        if is_above is None:
            remark = "a submitter who may belong to the paper above or to the one below"
            self.rows[index] = CardRow(remark)
            return
        self.rows[index] = CardRow("submitter", {"submitted_by": name}, is_above_title=is_above)
        if index != label:
            self.rows[label] = CardRow("submitter", is_above_title=is_above)

    def is_name(self, index: int, name: str) -> bool:
        """Return whether a paragraph is a name rather than a title, which has prose below it."""
        following = self.text(index + 1)
        if not name or len(name) > _NAME_LENGTH or parse_date(1, name) or SUBMITTED_BY.match(name):
            return False
        if is_boilerplate(name) or _is_count(name):
            return _is_count(following) and not _is_count(self.text(index + 2))
        return _is_count(following) or not is_clearly_prose(following)

    def add_upvotes(self, index: int, count: str) -> None:
        is_above = bool(self.upvotes_are_above)
        if not count and _is_count(self.text(index + 1)):
            self.rows[index] = CardRow("upvotes", is_above_title=is_above)
            index += 1
            count = self.texts[index]
        facts = {} if self.upvotes_are_above is None else _upvotes(count)
        self.rows[index] = CardRow("upvotes", facts, is_above_title=is_above)

    def add_count(self, index: int) -> None:
        """Add a number without a label, unless it counts the stars of a code repository."""
        if _CODE_LABEL.fullmatch(self.text(index - 1)):
            return
        above = self.rows.get(index - 1)
        self.rows[index] = CardRow(
            "number of upvotes or comments",
            count=self.texts[index],
            counts_upvotes=bool(above and above.is_above_title and "submitted_by" in above.facts),
        )

    def add_date(self, index: int) -> None:
        text = self.texts[index]
        remark = "publication date"
        if owner_and_date := _owner_and_date(text):
            owner, date = owner_and_date
            facts = {"published": date}
            if self.is_organization(index, owner):
                facts["organization"] = owner
            elif not AUTHOR_COUNT.fullmatch(owner):
                return
            self.rows[index] = CardRow(remark, facts, is_below_abstract=True)
        elif (date_text := _date_text(text)) and self.is_publication_date(index):
            self.rows[index] = CardRow(remark, {"published": date_text}, is_below_abstract=True)
            self.add_organization(index)

    def is_publication_date(self, index: int) -> bool:
        """Return whether a date has a label, or follows a dot or a number of authors."""
        text, above = self.texts[index], self.text(index - 1)
        is_marked = text[0] in "•·" or PUBLISHED_ON.match(text)
        return bool(is_marked or above.endswith(("·", "•")) or AUTHOR_COUNT.fullmatch(above))

    def add_organization(self, date_index: int) -> None:
        """Add the organization above a publication date, if there is one."""
        index = date_index - 1
        while _DOT.fullmatch(self.text(index)):
            index -= 1
        name = self.text(index).rstrip("•· ")
        if index not in self.rows and self.is_organization(index, name):
            self.rows[index] = CardRow(
                "organization", {"organization": name}, is_below_abstract=True
            )

    def is_organization(self, index: int, name: str) -> bool:
        """Return whether a short paragraph below an abstract is the name of an organization."""
        above = self.text(index - 1)
        if not above or index - 1 in self.rows or is_boilerplate(above) or parse_date(1, above):
            return False
        if not name or len(name) > _NAME_LENGTH or AUTHOR_COUNT.fullmatch(name):
            return False
        if is_boilerplate(name):
            return name.casefold() == _HUGGING_FACE  # the only boilerplate that is an organization
        is_text = is_prose(name) and title_case_share(name) < MIN_TITLE_CASE_SHARE
        return not (is_text or _SENTENCE_END.search(name) or _is_count(name) or parse_date(1, name))


def _owner_and_date(text: str) -> tuple[str, str] | None:
    """Return the owner and the date in a row that has both, separated by a dot."""
    match = _OWNER_AND_DATE.fullmatch(text) if len(text) <= 2 * _NAME_LENGTH else None
    date = _date_text(match["date"]) if match else None
    return (match["owner"], date) if match and date else None


def _date_text(text: str) -> str | None:
    """Return the date in a row of a card without its label, or None if there is no date."""
    bare = PUBLISHED_ON.sub("", text.lstrip("•· "), count=1)
    return bare if parse_date(1, bare) else None


def _is_count(text: str) -> bool:
    """Return whether a text is a number, or the dash that Hugging Face shows for zero."""
    match = UPVOTES.fullmatch(text)
    return bool(match and match[1]) and "upvote" not in text.casefold()


def _labeled_upvotes(text: str) -> str | None:
    """Return the number beside the label of upvotes; empty if the label is alone."""
    folded = text.casefold()
    if len(text) > _NAME_LENGTH or "upvote" not in folded:
        return None
    bare = folded.replace("upvotes", "").replace("upvote", "").strip(" :")
    return bare if not bare or _is_count(bare) else None


def _upvotes(count: str) -> dict[str, str]:
    """Return an exact number as the field ``upvotes``, or an empty map."""
    match = UPVOTES.fullmatch(count)
    number = (match[1] or "").replace(",", "") if match else ""
    return {"upvotes": number} if number.isdecimal() else {}
