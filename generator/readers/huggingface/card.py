"""One paper's card in a capture, and the result of sorting a capture's blocks into cards."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.core.model import MAX_ABSTRACT_LENGTH
from generator.readers.huggingface.blocks import TextBlock
from generator.readers.huggingface.link_targets import (
    LinkTarget,
    arxiv_id_or_none,
    parse_link_target,
)
from generator.readers.reading import PartialDate, Passage

UPVOTES = re.compile(r"(?:- )?(?:\[.?\]\s*)?(?:upvotes?\s*)?(-|[\d,.]+k?)?", re.IGNORECASE)
"""A number of upvotes with or without its label, or the label alone."""

AUTHOR_COUNT = re.compile(r"(?:[-*+·•]\s*)*[\d,]+\+? authors?", re.IGNORECASE)
"""The number of authors, which Hugging Face shows where a paper has no organization."""

SUBMITTED_BY = re.compile(r"submitted by:?\s*(?:\[[^\]]{0,80}\]\s*)?(.{0,100})", re.IGNORECASE)
"""The label of the submitter, with or without the name."""

PUBLISHED_ON = re.compile(r"(?:published(?: on)?:?\s*)", re.IGNORECASE)
"""The label before a publication date."""

IMAGES = re.compile(r"(?:(?:\[[^\[\]]{0,80}\]|<[^<>]{1,500}>)\s*)+")
"""Placeholders of images, such as ``[image: logo]``."""

LEADING_IMAGE = re.compile(r"\[[^\[\]]{0,80}\]\s*(?=\S)")
"""The placeholder of a logo or portrait before a name."""

WORD_CHARACTER = re.compile(r"[^\W_]")

PROSE_WORDS = 8
"""From this many words upwards, a text is prose."""

_FIRST_PARAGRAPH_WORDS = 5  # like PROSE_WORDS, for the first paragraph below a title
_UNSPACED_PROSE_LENGTH = 20  # characters of prose in a script without spaces
_SENTENCE_END = re.compile(r"[.!?。][\W\d]*$|https?://\S+$")
_POINTS_TO_CODE = re.compile(
    r"(?:(?:our|the|all|source|project|data|demo|home)\W+){0,3}(?:code|data|datasets?|models?|demo|page|"
    r"website|homepage|project|resources)\b[^\n]{0,80}\bhttps?://\S+$",
    re.IGNORECASE,
)
"""A short last paragraph of an abstract: ``Code is available at https://…``."""


@dataclass
class Card:
    """The information about one paper in a capture, as the capture writes it.

    Attributes:
        line: The line of the title.
        title: The title.
        arxiv: The arXiv id, empty if unknown.
        abstract: The paragraphs of the abstract.
        facts: The line and the text of each stated field, by the field's name in an entry.
        links: The line and the URL of each link, by its kind.
        has_ended: Whether a block was read that is below the abstract on a card.
        has_open_bracket: Whether the abstract begins with a bracket that is never closed.
    """

    line: int
    title: str
    arxiv: str = ""
    abstract: list[TextBlock] = field(default_factory=list)
    facts: dict[str, tuple[int, str]] = field(default_factory=dict)
    links: dict[str, tuple[int, str]] = field(default_factory=dict)
    has_ended: bool = False
    has_open_bracket: bool = False

    @property
    def text(self) -> str:
        """The abstract, with blank lines between its paragraphs."""
        return "\n\n".join(block.text for block in self.abstract)

    def accepts(self, block: TextBlock, target: LinkTarget) -> bool:
        """Return whether a block is this paper's abstract or its next paragraph."""
        if block.level or target.kind not in {"none", "paper", "number"}:
            return False
        if target.kind == "paper" and arxiv_id_or_none(target.name) != self.arxiv:
            return False
        if len(self.text) + len(block.text) > MAX_ABSTRACT_LENGTH:
            return False
        if target.kind != "none":
            return not self.abstract and is_prose(block.text)
        is_unlinked = all(paragraph.target is None for paragraph in self.abstract)
        min_words = PROSE_WORDS if self.abstract else _FIRST_PARAGRAPH_WORDS
        points_to_code = self.abstract and _POINTS_TO_CODE.match(block.text)
        return bool(
            not self.has_ended
            and is_unlinked
            and (is_prose(block.text, min_words) or points_to_code)
        )

    def is_cut_off(self, others: Sequence["Card"]) -> bool:
        """Return whether the capture ends within this abstract.

        Call this on the last card only. Its abstract is cut off if nothing follows the abstract,
        it does not end like a sentence, and all other cards have a link around the abstract or
        text below it.

        Args:
            others: All other cards of the capture.
        """
        if self.has_ended or self.abstract[-1].target is not None:
            return False
        others_linked = all(card.abstract and card.abstract[0].target for card in others)
        is_open = others_linked and self.text.startswith("[")
        is_unfinished = not _SENTENCE_END.search(self.text) and (
            others_linked or all(card.has_ended for card in others)
        )
        return self.has_open_bracket or (bool(others) and (is_open or is_unfinished))

    def collect_links(self, block: TextBlock) -> Iterator[Passage]:
        """Use a code link inside a paragraph of the abstract; yield the other links."""
        for words, url in block.links:
            kind = parse_link_target(url).kind
            if url in block.text or kind in {"paper", "votes", "comments"}:
                continue
            if kind == "code" and "code" not in self.links:
                self.links["code"] = (block.line, url)
            else:
                yield Passage(block.line, f"{words}: {url}", "link inside an abstract")


@dataclass
class SortedCapture:
    """The contents of a capture, sorted into cards and text around them.

    Attributes:
        cards: One card per occurrence of a paper.
        date: The date of the list, if the capture states one.
        linked_dates: The days whose lists the page links to, in ISO form.
        boilerplate: Labels, menus and counts.
        unplaced: Text that may be content but does not belong to any card.
        remarks: Text to review.
    """

    cards: list[Card] = field(default_factory=list)
    date: PartialDate | None = None
    linked_dates: list[str] = field(default_factory=list)
    boilerplate: list[Passage] = field(default_factory=list)
    unplaced: list[Passage] = field(default_factory=list)
    remarks: list[Passage] = field(default_factory=list)


def is_prose(text: str, min_words: int = PROSE_WORDS) -> bool:
    """Return whether a text is long enough for prose, in scripts with and without spaces."""
    is_unspaced = len(text.encode(errors="replace")) > 2 * len(text)
    return len(text.split()) >= min_words or (is_unspaced and len(text) > _UNSPACED_PROSE_LENGTH)
