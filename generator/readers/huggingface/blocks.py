"""Rows of a capture to its parts: headings, paragraphs, and the short words of a paper's card."""

import html
import re
from dataclasses import dataclass, field

from generator.readers.huggingface.text_browser_links import to_markdown_links
from generator.readers.huggingface.links import LinkedLine, LinkedText, linked_lines
from generator.readers.huggingface.page_words import DATE_PATTERN
from generator.text.plain import clean, one_line

_BULLET = re.compile(r"[^\S\n]*(?:>[^\S\n]?)*(?:[-*+•][^\S\n]+(?=\S))?")
_HEADING = re.compile(r"\s*(?:[-*+][^\S\n]+)?(#{1,6})(?:\s+|$)")
_HEADED = re.compile(r"^[^\S\n]*#{2,6} ", re.MULTILINE)
_LISTED = re.compile(r"^[^\S\n]*#{2,6} [^\n]*\n\s*[-*+•][^\S\n]+(?:\S+[^\S\n]+){8}", re.MULTILINE)
_SEVERAL = 3  # abstracts that a converter made the points of a list, where most are
_NUMBER = re.compile(r"^\W*\d+[.)]")  # of a heading in a list
_RULE = re.compile(r"\s*(?:={3,}|-{3,}|\*{3,}|_{3,}|`{3,}\w*)\s*")
_URL = r"https?://[^\s<>]+"
_URL_ROW = re.compile(rf"\s*(?:<({_URL})>|\(({_URL})\)|({_URL}))\s*")
_TAG = re.compile(r"<(?:/?(?:a|b|i|em|strong|mark|span|div|p|br|img|u|sub|sup)\b[^<>]{0,500})>")
_SHORT_ROW = re.compile(
    r"\W*|(?:\[\d+\]:?|\d+\.) <?(?:https?://|/)\S+(?: [\"'(].{0,300})?"
    r"|\[[^\[\]\n]{0,80}\](?:\s+[-\d][\d.,]*k?)?|[-\d][\d.,]*k?|(?:\S+\s)?[\d,]+ authors?"
    r"|submitted by\b.{0,80}|(?:[-\[\] x]*)upvotes?\b.{0,12}|" + DATE_PATTERN,
    re.IGNORECASE,
)
_HARD_BREAK = re.compile(r"(?<!\\)\\+(?:[^\S\n]*(?=\n)|(?=[^\S\n]{2}))")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~$&\"'@^])")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_SURE_ESCAPE = re.compile(r"\\([+.-])")  # what else looks so may be TeX
_ESCAPED = re.compile(r"\\[_*\[\]<>`#|]")
_NOT_ESCAPED = re.compile(r"(?<=[a-z,] )[A-Za-z0-9]+_[A-Za-z0-9{]")
_WHOLE = re.compile(r"\s*\*\*([^*]+)\*\*\s*")
_STRONG = re.compile(r"(?<!\*)\*\*(?=[^\s*])([^*\n]{1,300})(?<!\s)\*\*(?!\*)")
_MARKDOWN = re.compile(r"\]\((?!https?://\S+ )[^\s)]|^[^\S\n]*#{1,6} ", re.MULTILINE)
_SENTENCE = re.compile(r"[.!?]\W*$")
_PLAIN_WORDS = 5  # so many beside links make a row prose,
_SURE_WORDS = 8  # so many where the links may be a card's
_FULL_ROW = 50  # characters of a row that may have been wrapped
_HUB = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Words of a capture that belong together; ``level`` is a heading's, ``end`` the last line."""

    line: int
    end: int
    text: str
    target: str | None = None
    level: int = 0
    links: tuple[tuple[str, str], ...] = ()
    alone: bool = True  # whether no other words stand in its row


def split_blocks(text: str) -> list[TextBlock]:
    r"""Return the parts of a capture in their order.

    >>> [part.text for part in parts("### [A Title](/papers/1)\n\nTwo\nrows.\n· May 2")]
    ['A Title', 'Two rows.', 'May 2']
    """
    text = clean(text)
    escapes = len(_ESCAPED.findall(text)) > len(_NOT_ESCAPED.findall(text))
    listed = len(_LISTED.findall(text))
    points = listed < _SEVERAL or 2 * listed <= len(_HEADED.findall(text))
    parter = _Parter(marked=bool(_MARKDOWN.search(text)), escapes=escapes, points=points)
    for row in linked_lines(to_markdown_links(text)):
        parter.add(row)
    parter.flush()
    return parter.found


def words(text: str, *, marked: bool, escapes: bool = True) -> str:
    r"""Return the words of a piece of a capture: without marks, its paragraphs apart.

    Where what looks like marks is escaped, all that is not is marks; elsewhere it may be
    text: the list's page itself shows no bold words inside of an abstract.

    >>> words("How\\  to **be**\\\\\nshort &amp; \\[bold\\]", marked=True)
    'How to be short & [bold]'
    >>> words(r"**We** cite Cram\'er", marked=True, escapes=False)
    "**We** cite Cram\\'er"
    """
    if marked:
        text = _TAG.sub("", _HARD_BREAK.sub("", text))
        if escapes:
            text = _ESCAPE.sub(r"\1", _STRONG.sub(r"\1", text))
        else:
            whole = _WHOLE.fullmatch(text)
            text = _SURE_ESCAPE.sub(r"\1", whole[1] if whole else text)
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    paragraphs = re.split(r"\n[^\S\n]*\n", clean(text))
    return "\n\n".join(filter(None, map(one_line, paragraphs)))


@dataclass
class _Parter:
    """Puts rows together; ``prose`` are those of the paragraph that is still open."""

    marked: bool
    escapes: bool
    points: bool  # whether a paragraph that begins as a list's does so by its own words
    found: list[TextBlock] = field(default_factory=list)
    prose: list[LinkedLine] = field(default_factory=list)
    inline: list[tuple[str, str]] = field(default_factory=list)
    heading: int = 0  # the level of the heading whose words are in ``prose``

    def add(self, row: LinkedLine) -> None:
        if not row.tokens:
            self.flush()
        elif match := _HEADING.match(row.tokens[0].text if row.tokens[0].target is None else ""):
            self.flush()
            self.add_heading(row, match)
        elif self.heading and (self.heading_ends(row)):
            self.flush()
            self.add(row)
        elif match := _URL_ROW.fullmatch(row.text if _plain(row) == row.text else ""):
            self.add_address(row, match[1] or match[2] or match[3])
        elif self.is_prose(row):
            self.prose.append(row)
            self.inline += [
                (one_line(each.text), each.target) for each in row.tokens if each.target
            ]
        else:
            self.flush()
            self.add_short(row)

    def heading_ends(self, row: LinkedLine) -> bool:
        """Return whether a row is no more of the heading above it: only indented words are."""
        first = row.tokens[0]
        return first.target is not None or not first.text.startswith(" ")

    def add_heading(self, row: LinkedLine, match: re.Match[str]) -> None:
        rest = row.tokens[0].text[match.end() :]
        tokens = [LinkedText(row.line, rest), *row.tokens[1:]] if rest.strip() else row.tokens[1:]
        level = len(match[1])
        to_markdown_links = [token for token in tokens if token.target]
        if not to_markdown_links:
            self.heading, self.prose = level, [LinkedLine(row.line, tuple(tokens))]
            return
        alone = not re.search(r"\w", _NUMBER.sub("", _plain(LinkedLine(row.line, tuple(tokens)))))
        text = "".join(token.text for token in (to_markdown_links if alone else tokens))
        self.emit(row.line, text, to_markdown_links[0].target, level, alone=alone)

    def add_address(self, row: LinkedLine, url: str) -> None:
        """Give an address to the words above it, unless it is words of a wrapped paragraph."""
        if self.prose and not url.startswith(_HUB) and not self.is_sentence():
            self.prose.append(row)
            return
        self.flush()
        if self.found and self.found[-1].target is None and self.found[-1].text:
            last = self.found.pop()
            self.found.append(
                TextBlock(last.line, row.line, last.text, url, last.level, last.links, last.alone)
            )
        else:
            self.emit(row.line, "", url, 0)

    def is_prose(self, row: LinkedLine) -> bool:
        plain = _plain(row)
        to_markdown_links = [token for token in row.tokens if token.target is not None]
        if not to_markdown_links:
            continues = self.prose and len(self.prose[-1].text) > _FULL_ROW
            bare = _BULLET.sub("", plain, count=1).strip(" \t·•|")
            authors = bool(re.fullmatch(r"[\d,]+ authors?", bare))
            if continues and not self.is_sentence() and not authors:
                return True
            return not _SHORT_ROW.fullmatch(bare) and not _RULE.fullmatch(plain)
        count = len(plain.split())
        if self.prose and not self.is_sentence() and len(self.prose[-1].text) > _FULL_ROW:
            return bool(count) or all("://" in token.text for token in to_markdown_links)
        card = any(_is_card(token.target) for token in to_markdown_links)
        return count >= (_SURE_WORDS if card else _PLAIN_WORDS)

    def is_sentence(self) -> bool:
        return bool(_SENTENCE.search(self.prose[-1].text))

    def add_short(self, row: LinkedLine) -> None:
        alone = len([token for token in row.tokens if token.text.strip(" ·•|")]) == 1
        before = len(self.found)
        for token in row.tokens:
            if token.target is not None:
                self.emit(token.line, token.text, token.target, 0, alone=alone)
                continue
            for text in re.split(r"[·•|]", _BULLET.sub("", token.text, count=1)):
                if text.strip():
                    self.emit(token.line, text, None, 0, alone=alone)
        if len(self.found) == before:
            self.emit(row.line, row.text, None, 0)

    def words(self, text: str) -> str:
        return words(text, marked=self.marked, escapes=self.escapes)

    def flush(self) -> None:
        if not self.prose:
            return
        first, level = self.prose[0], self.heading
        texts = [row.text for row in self.prose]
        point = self.points and not level and len(texts[0].split()) > _SURE_WORDS
        if not point and (len(texts) == 1 or not level):
            texts[0] = _BULLET.sub("", texts[0], count=1)
        inline = tuple(self.inline)
        end = _last(self.prose[-1])
        source = "\n".join(texts)
        text = self.words(source) or one_line(source)
        self.found.append(TextBlock(first.line, end, text, None, level, inline))
        self.prose, self.inline, self.heading = [], [], 0

    def emit(
        self, line: int, text: str, target: str | None, level: int, *, alone: bool = True
    ) -> None:
        end = line + text.count("\n")
        target = html.unescape(target) if target else target
        text = self.words(text) or one_line(text)
        self.found.append(TextBlock(line, end, text, target, level, alone=alone))


def _plain(row: LinkedLine) -> str:
    return "".join(token.text for token in row.tokens if token.target is None)


def _is_card(target: str | None) -> bool:
    return bool(target) and ("huggingface.co" in str(target) or str(target)[0] in "/[")


def _last(row: LinkedLine) -> int:
    return row.line + sum(token.text.count("\n") for token in row.tokens)
