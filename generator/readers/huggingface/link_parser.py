"""Split a capture with links into lines of text and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_DESTINATION = (
    r"\s{0,9}<?((?:[^\s()<>]|\([^\s()<>]*\)){0,2000})>?(?:\s{1,9}\"[^\"\n]{0,500}\")?\s{0,9}\)"
)
_DELIMITER = re.compile(
    rf"\\[^\n]|!?\[|\](?:\({_DESTINATION}|[^\S\n]?\[(\d+)\])?|\n#{{1,6}}(?=[^\S\n])"
)
_REFERENCE = re.compile(
    r"^[^\S\n]*(?:\[(\d+)\]:?|(\d+)\.)[^\S\n]+<?((?:https?://|/)[^\s>]+)>?(?:[^\S\n]+[\"'(][^\n]{0,300})?[^\S\n]*$",
    re.MULTILINE,
)
_LINE_PREFIX = re.compile(r"(?:>[^\S\n]?)*(?:[-*+][^\S\n]+|\d+\.[^\S\n]+|#{1,6}[^\S\n]*)*")
_PREFIX_LENGTH = 60  # characters of list and heading marks before the first word of a line
_TITLE_LENGTH = 1_000
_MAX_BRACKETED = 80  # characters between brackets that begin a line but are not a link
_MAX_INNER_LINKS = 20  # links inside an abstract
_PAPER_PAGE = re.compile(r"(?:https?://huggingface\.co)?/papers/[0-9][^#?/]*")


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A run of text and the URL that it links to, if any.

    A numbered link whose URL is not in the capture has a target such as ``[7]``.
    """

    line: int
    text: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """A line as runs of text and links; a link that spans lines belongs to its first line."""

    line: int
    runs: tuple[LinkedText, ...]

    @property
    def text(self) -> str:
        """The text of the line, inside and outside links."""
        return "".join(run.text for run in self.runs)


def linked_lines(text: str) -> list[LinkedLine]:
    r"""Return the lines of a capture; a blank line has no runs.

    >>> [first, second] = linked_lines("[Two\nlines](/papers/1) here\nOne")
    >>> first.runs[0], second.line
    (LinkedText(line=1, text='Two\nlines', target='/papers/1'), 3)
    """
    addresses = {bracketed or plain: url for bracketed, plain, url in _REFERENCE.findall(text)}
    lines: list[LinkedLine] = []
    current: list[LinkedText] = []
    start = line = 1
    for words, target in _runs(text, _LinkParser(text, addresses).parse()):
        if target is not None:
            current.append(LinkedText(line, words, target))
            line += words.count("\n")
            continue
        for index, segment in enumerate(words.split("\n")):
            if index:
                lines.append(LinkedLine(start, tuple(current)))
                current, line = [], line + 1
                start = line
            if segment.strip():
                current.append(LinkedText(line, segment))
    return [*lines, LinkedLine(start, tuple(current))]


@dataclass(slots=True)
class _OpenBracket:
    """An opening bracket that has not been closed yet."""

    start: int
    inside: int  # the offset after the bracket
    begins_line: bool
    in_heading: bool
    is_image: bool


@dataclass(slots=True)
class _ParsedLink:
    """A link with its offsets in the text."""

    start: int
    end: int
    text: str
    target: str
    is_image: bool
    in_heading: bool


def _runs(text: str, links: list[_ParsedLink]) -> Iterator[tuple[str, str | None]]:
    """Yield the text in pieces, each with the URL that it links to or None.

    The text of a link gets as many line breaks as its source, so lines can be counted.
    """
    offset = 0
    for link in links:
        yield text[offset : link.start], None
        missing_breaks = text.count("\n", link.start, link.end) - link.text.count("\n")
        if not link.is_image:
            yield link.text + "\n" * missing_breaks, link.target
        elif missing_breaks:
            yield "\n" * missing_breaks, ""
        offset = link.end
    yield text[offset:], None


@dataclass
class _LinkParser:
    """Parses the links of a text in one pass. A link inside a link becomes text."""

    text: str
    addresses: dict[str, str]
    brackets: list[_OpenBracket] = field(default_factory=list)
    links: list[_ParsedLink] = field(default_factory=list)

    def parse(self) -> list[_ParsedLink]:
        for match in _DELIMITER.finditer(self.text):
            delimiter = match[0]
            if delimiter[0] == "\n":  # a heading
                self.brackets.clear()
            elif delimiter.endswith("[") and not delimiter.startswith("\\"):
                self.open_bracket(match.start(), match.end(), is_image=delimiter == "![")
            elif delimiter == "]":
                self.close_bracket(match.start())
            elif delimiter.startswith("]") and self.brackets:
                number = match[2]
                target = match[1] if number is None else self.addresses.get(number, f"[{number}]")
                self.close_link(match.start(), match.end(), target or "")
        return self.links

    def open_bracket(self, start: int, inside: int, *, is_image: bool) -> None:
        begins_line = self.begins_line(start)
        in_heading = begins_line and "#" in self.text[self.line_start(start) : start]
        self.brackets.append(_OpenBracket(start, inside, begins_line, in_heading, is_image))

    def line_start(self, offset: int) -> int:
        return self.text.rfind("\n", max(0, offset - _PREFIX_LENGTH), offset) + 1

    def begins_line(self, offset: int) -> bool:
        """Return whether only list and heading marks precede an offset in its line."""
        start = self.line_start(offset)
        if not start and offset > _PREFIX_LENGTH:
            return False
        before = self.text[start:offset].lstrip()
        prefix = _LINE_PREFIX.match(before)
        return prefix is not None and prefix.end() == len(before)

    def close_bracket(self, offset: int) -> None:
        """Discard the last open bracket, unless it begins a line and may still become a link."""
        if not self.brackets:
            return
        last = self.brackets[-1]
        if last.in_heading:
            return
        inside = self.text[last.inside : min(offset, last.inside + _MAX_BRACKETED + 1)]
        after = self.text[offset + 1 : offset + _MAX_BRACKETED // 2].partition("\n")
        is_short = len(inside) <= _MAX_BRACKETED and "\n" not in inside
        if not last.begins_line or (is_short and after[1]):
            self.brackets.pop()

    def close_link(self, offset: int, end: int, target: str) -> None:
        index = self.matching_bracket(offset, end, target)
        bracket = self.brackets[index]
        del self.brackets[index:]
        inner_links: list[_ParsedLink] = []
        while self.links and self.links[-1].start >= bracket.inside:
            inner_links.append(self.links.pop())
        words, start = [], bracket.inside
        for link in reversed(inner_links):
            words += [self.text[start : link.start], "" if link.is_image else link.text]
            start = link.end
        words.append(self.text[start:offset])
        text = "".join(words)
        is_image = bracket.is_image and len(text) <= _MAX_BRACKETED and "\n" not in text
        self.links.append(
            _ParsedLink(bracket.start, end, text, target, is_image, bracket.in_heading)
        )

    def matching_bracket(self, offset: int, end: int, target: str) -> int:
        """Return the index of the bracket that opens a link; some brackets are never closed.

        A link to a paper at the end of a line starts at the beginning of a line. Any other link
        starts at the nearest bracket.
        """
        last = len(self.brackets) - 1
        first = self.brackets[0]
        ends_line = not self.text[end : end + _PREFIX_LENGTH].partition("\n")[0].strip()
        title = self.text[first.inside : min(offset, first.inside + _TITLE_LENGTH + 1)]
        is_title = len(title) <= _TITLE_LENGTH and "\n\n" not in title
        if ends_line and first.in_heading and is_title:
            return 0
        for index in range(max(0, last - _MAX_BRACKETED), last + 1):
            if ends_line and self.is_below_title(self.brackets[index], target):
                return index
        begins_line = self.begins_line(offset)
        if begins_line or (ends_line and _PAPER_PAGE.fullmatch(target)):
            if self.brackets[last].is_image:
                return last
            for index in range(last, max(-1, last - _MAX_BRACKETED), -1):
                bracket = self.brackets[index]
                fills_line = self.text[bracket.inside : bracket.inside + 1] == "\n"
                if bracket.begins_line and (fills_line or not begins_line):
                    return index
        return last

    def is_below_title(self, bracket: _OpenBracket, target: str) -> bool:
        """Return whether a bracket directly follows a heading that links to the same paper."""
        if not bracket.begins_line or not _PAPER_PAGE.fullmatch(target):
            return False
        recent = self.links[: -_MAX_INNER_LINKS - 1 : -1]
        above = next((link for link in recent if link.end <= bracket.start), None)
        if above is None or above.target != target:
            return False
        return above.in_heading and not self.text[above.end : bracket.start].strip()
