"""A paper's card in a capture, and all that a capture holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.core.model import ABSTRACT_LENGTH
from generator.readers.huggingface.blocks import TextBlock
from generator.readers.huggingface.link_targets import LinkTarget, arxiv_id_or_none, parse_link_target
from generator.readers.reading import PartialDate, Passage

UPVOTES = re.compile(r"(?:- )?(?:\[.?\]\s*)?(?:upvotes?\s*)?(-|[\d,.]+k?)?", re.IGNORECASE)
AUTHORS = re.compile(r"(?:[-*+·•]\s*)*[\d,]+\+? authors?", re.IGNORECASE)
SUBMITTED = re.compile(r"submitted by:?\s*(?:\[[^\]]{0,80}\]\s*)?(.{0,100})", re.IGNORECASE)
PUBLISHED = re.compile(r"(?:published(?: on)?:?\s*)", re.IGNORECASE)
PICTURE = re.compile(r"(?:(?:\[[^\[\]]{0,80}\]|<[^<>]{1,500}>)\s*)+")
LOGO = re.compile(r"\[[^\[\]]{0,80}\]\s*(?=\S)")
WORD = re.compile(r"[^\W_]")
_SENTENCE_END = re.compile(r"[.!?。][\W\d]*$|https?://\S+$")
_POINTS_TO = re.compile(
    r"(?:(?:our|the|all|source|project|data|demo|home)\W+){0,3}(?:code|data|datasets?|models?|demo|page|"
    r"website|homepage|project|resources)\b[^\n]{0,80}\bhttps?://\S+$",
    re.IGNORECASE,
)
"""A short last paragraph of an abstract: ``Code is available at https://…``."""

PROSE_WORDS = 8
_FIRST_WORDS = 5  # so many make the first paragraph below a title
_WIDE_LENGTH = 20  # characters of a script that has no blanks between words


@dataclass
class Card:
    """What a capture says of one paper, as it says it, with the line of each thing."""

    line: int
    title: str
    arxiv: str = ""
    abstract: list[TextBlock] = field(default_factory=list)
    facts: dict[str, tuple[int, str]] = field(default_factory=dict)
    links: dict[str, tuple[int, str]] = field(default_factory=dict)
    closed: bool = False  # whether what belongs below the abstract has been met
    cut: bool = False  # whether its abstract begins with a bracket that never ends

    @property
    def text(self) -> str:
        """The abstract: its paragraphs, blank lines between."""
        return "\n\n".join(part.text for part in self.abstract)

    def takes(self, part: TextBlock, aim: LinkTarget) -> bool:
        """Return whether a part is this paper's abstract, or one more paragraph of it."""
        if part.level or aim.kind not in {"none", "paper", "number"}:
            return False
        if aim.kind == "paper" and arxiv_id_or_none(aim.name) != self.arxiv:
            return False
        if len(self.text) + len(part.text) > ABSTRACT_LENGTH:
            return False
        if aim.kind != "none":
            return not self.abstract and is_prose(part.text)
        unlinked = all(each.target is None for each in self.abstract)
        enough = PROSE_WORDS if self.abstract else _FIRST_WORDS
        more = is_prose(part.text, enough) or (self.abstract and _POINTS_TO.match(part.text))
        return not self.closed and unlinked and bool(more)

    def is_cut_off(self, others: list["Card"]) -> bool:
        """Return whether the capture ends inside this, the last abstract.

        So it does where nothing stands below it, it does not end as a sentence does, and it
        lacks what all others have: a link around the abstract, or something below it.
        """
        if self.closed or self.abstract[-1].target is not None:
            return False
        linked = all(each.abstract and each.abstract[0].target for each in others)
        opened = linked and self.text.startswith("[")
        ends = _SENTENCE_END.search(self.text)
        lacks = not ends and (linked or all(each.closed for each in others))
        return self.cut or (bool(others) and (opened or lacks))

    def link_inside(self, part: TextBlock) -> Iterator[Passage]:
        """Keep the code that words of the abstract link to; yield what else they link to."""
        for words, url in part.links:
            kind = parse_link_target(url).kind
            if url in part.text or kind in {"paper", "votes", "comments"}:
                continue
            if kind == "code" and "code" not in self.links:
                self.links["code"] = (part.line, url)
            else:
                yield Passage(part.line, f"{words}: {url}", "a link inside an abstract")


@dataclass
class SortedCapture:
    """All that a capture holds: cards, and the pieces that are no part of one."""

    cards: list[Card] = field(default_factory=list)
    day: PartialDate | None = None
    dates: list[str] = field(default_factory=list)  # that the page's own links name
    boilerplate: list[Passage] = field(default_factory=list)
    unplaced: list[Passage] = field(default_factory=list)
    remarks: list[Passage] = field(default_factory=list)


def is_prose(text: str, enough: int = PROSE_WORDS) -> bool:
    """Return whether a text is long enough for prose; a script may have no blanks."""
    wide = len(text.encode(errors="replace")) > 2 * len(text)
    return len(text.split()) >= enough or (wide and len(text) > _WIDE_LENGTH)
