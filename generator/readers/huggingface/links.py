"""Captures with links to rows of words and links: Markdown, numbered links, bare addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TO = r"\s{0,9}<?((?:[^\s()<>]|\([^\s()<>]*\)){0,2000})>?(?:\s{1,9}\"[^\"\n]{0,500}\")?\s{0,9}\)"
_MARK = re.compile(rf"\\[^\n]|!?\[|\](?:\({_TO}|[^\S\n]?\[(\d+)\])?|\n#{1, 6}(?=[^\S\n])")
_REFERENCE = re.compile(
    r"^[^\S\n]*(?:\[(\d+)\]:?|(\d+)\.)[^\S\n]+<?((?:https?://|/)[^\s>]+)>?(?:[^\S\n]+[\"'(][^\n]{0,300})?[^\S\n]*$",
    re.MULTILINE,
)
_LINE_START = re.compile(r"(?:>[^\S\n]?)*(?:[-*+][^\S\n]+|\d+\.[^\S\n]+|#{1,6}[^\S\n]*)*")
_PREFIX_LENGTH = 60  # of the marks before a line's first word
_TITLE_LENGTH = 1_000
_SHORT = 80  # characters between two brackets at a line's start that are no link
_INSIDE = 20  # links inside an abstract
_PAPER = re.compile(r"(?:https?://huggingface\.co)?/papers/[0-9][^#?/]*")


@dataclass(frozen=True, slots=True)
class LinkedText:
    """Words of a row, and the address they link to; a numbered one that is not given is ``[7]``."""

    line: int
    text: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """A line with its words and links; a link that spans lines is in the row where it begins."""

    line: int
    tokens: tuple[LinkedText, ...]

    @property
    def text(self) -> str:
        """The row's words, links or not."""
        return "".join(token.text for token in self.tokens)


@dataclass(slots=True)
class _Open:
    """A bracket that waits for its end."""

    place: int
    inside: int
    first: bool  # whether its line begins with it
    heading: bool  # whether that line is a heading
    image: bool


@dataclass(slots=True)
class _Link:
    """A link that was found: its place in the text, its words and its address."""

    start: int
    end: int
    text: str
    target: str
    image: bool
    heading: bool


def linked_lines(text: str) -> list[LinkedLine]:
    r"""Return the rows of a capture; blank ones have no tokens.

    >>> [first, second] = rows("[Two\nlines](/papers/1) here\nOne")
    >>> first.tokens[0], second.line
    (Token(line=1, text='Two\nlines', target='/papers/1'), 3)
    """
    addresses = {number or other: url for number, other, url in _REFERENCE.findall(text)}
    found: list[LinkedLine] = []
    current: list[LinkedText] = []
    start = line = 1
    for piece, target in _pieces(text, _Finder(text, addresses).links()):
        if target is not None:
            current.append(LinkedText(line, piece, target))
            line += piece.count("\n")
            continue
        for number, part in enumerate(piece.split("\n")):
            if number:
                found.append(LinkedLine(start, tuple(current)))
                current, line = [], line + 1
                start = line
            if part.strip():
                current.append(LinkedText(line, part))
    return [*found, LinkedLine(start, tuple(current))]


def _pieces(text: str, links: list[_Link]) -> Iterator[tuple[str, str | None]]:
    """Yield the text's words in turn, each with the address of its link, if it has one.

    The words of a link end with as many line ends as its source, so that lines can be counted.
    """
    place = 0
    for link in links:
        yield text[place : link.start], None
        lost = text.count("\n", link.start, link.end) - link.text.count("\n")
        if not link.image:
            yield link.text + "\n" * lost, link.target
        elif lost:
            yield "\n" * lost, ""
        place = link.end
    yield text[place:], None


@dataclass
class _Finder:
    """Finds the links of a text in one pass; what is inside others is their text."""

    text: str
    addresses: dict[str, str]
    waiting: list[_Open] = field(default_factory=list)
    done: list[_Link] = field(default_factory=list)

    def links(self) -> list[_Link]:
        for match in _MARK.finditer(self.text):
            mark = match[0]
            if mark[0] == "\n":
                self.waiting.clear()
            elif mark.endswith("[") and not mark.startswith("\\"):
                self.waiting.append(self.open(match.start(), match.end(), mark))
            elif mark == "]":
                self.close_plain(match.start())
            elif mark.startswith("]") and self.waiting:
                number = match[2]
                target = match[1] if number is None else self.addresses.get(number, f"[{number}]")
                self.close(match.start(), match.end(), target or "")
        return self.done

    def open(self, place: int, inside: int, mark: str) -> _Open:
        first = self.is_first(place)
        line = self.text.rfind("\n", max(0, place - _PREFIX_LENGTH), place) + 1
        return _Open(place, inside, first, first and "#" in self.text[line:place], mark == "![")

    def is_first(self, place: int) -> bool:
        line = self.text.rfind("\n", max(0, place - _PREFIX_LENGTH), place) + 1
        if not line and place > _PREFIX_LENGTH:
            return False
        prefix = _LINE_START.match(self.text[line:place].lstrip())
        return prefix is not None and prefix.end() == len(self.text[line:place].lstrip())

    def close_plain(self, place: int) -> None:
        """Let go of a bracket that encloses words only; one that begins a line may be a link's."""
        if not self.waiting:
            return
        top = self.waiting[-1]
        if top.heading:
            return
        inside = self.text[top.inside : min(place, top.inside + _SHORT + 1)]
        after = self.text[place + 1 : place + _SHORT // 2].partition("\n")
        if not top.first or (len(inside) <= _SHORT and "\n" not in inside and after[1]):
            self.waiting.pop()

    def close(self, place: int, end: int, target: str) -> None:
        opened = self.opened(place, end, target)
        inner = self.waiting[opened]
        del self.waiting[opened:]
        kept: list[_Link] = []
        while self.done and self.done[-1].start >= inner.inside:
            kept.append(self.done.pop())
        words, start = [], inner.inside
        for link in reversed(kept):
            words += [self.text[start : link.start], "" if link.image else link.text]
            start = link.end
        words.append(self.text[start:place])
        text = "".join(words)
        image = inner.image and len(text) <= _SHORT and "\n" not in text
        self.done.append(_Link(inner.place, end, text, target, image, inner.heading))

    def is_below(self, opened: _Open, target: str) -> bool:
        """Return whether a bracket stands directly below a link to the same paper's page."""
        if not opened.first or not _PAPER.fullmatch(target):
            return False
        above = next(
            (link for link in self.done[: -_INSIDE - 1 : -1] if link.end <= opened.place), None
        )
        if above is None or above.target != target:
            return False
        return above.heading and not self.text[above.end : opened.place].strip()

    def opened(self, place: int, end: int, target: str) -> int:
        """Return which bracket a link's end belongs to: text may hold some without an end.

        A paper's own link that ends its line began a line; any other has the nearest bracket.
        """
        last = len(self.waiting) - 1
        head = self.waiting[0]
        ends = not self.text[end : end + _PREFIX_LENGTH].partition("\n")[0].strip()
        between = self.text[head.inside : min(place, head.inside + _TITLE_LENGTH + 1)]
        if ends and head.heading and len(between) <= _TITLE_LENGTH and "\n\n" not in between:
            return 0
        for number in range(max(0, last - _SHORT), last + 1):
            if ends and self.is_below(self.waiting[number], target):
                return number
        begins = self.is_first(place)
        if begins or (ends and _PAPER.fullmatch(target)):
            if self.waiting[last].image:
                return last
            for number in range(last, max(-1, last - _SHORT), -1):
                opened = self.waiting[number]
                own_line = self.text[opened.inside : opened.inside + 1] == "\n"
                if opened.first and (own_line or not begins):
                    return number
        return last
