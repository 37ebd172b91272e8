"""Split a capture with links into blocks: headings, paragraphs and the short texts of cards."""

import html
import re
from dataclasses import dataclass, field, replace

from generator.readers.huggingface.boilerplate import DATE_PATTERN
from generator.readers.huggingface.link_parser import LinkedLine, LinkedText, linked_lines
from generator.readers.huggingface.text_browser_links import to_markdown_links
from generator.text.strings import clean, one_line

_BULLET = re.compile(r"[^\S\n]*(?:>[^\S\n]?)*(?:[-*+•][^\S\n]+(?=\S))?")
_HEADING = re.compile(r"\s*(?:[-*+][^\S\n]+)?(#{1,6})(?:\s+|$)")
_SUBHEADING = re.compile(r"^[^\S\n]*#{2,6} ", re.MULTILINE)
_BULLETED_ABSTRACT = re.compile(
    r"^[^\S\n]*#{2,6} [^\n]*\n\s*[-*+•][^\S\n]+(?:\S+[^\S\n]+){8}", re.MULTILINE
)
_MIN_BULLETED = 3  # from this many bulleted abstracts upwards, a converter may have added bullets
_HEADING_NUMBER = re.compile(r"^\W*\d+[.)]")
_RULE = re.compile(r"\s*(?:={3,}|-{3,}|\*{3,}|_{3,}|`{3,}\w*)\s*")
_URL = r"https?://[^\s<>]+"
_URL_LINE = re.compile(rf"\s*(?:<({_URL})>|\(({_URL})\)|({_URL}))\s*")
_TAG = re.compile(r"<(?:/?(?:a|b|i|em|strong|mark|span|div|p|br|img|u|sub|sup)\b[^<>]{0,500})>")
_SHORT_LINE = re.compile(
    r"\W*|(?:\[\d+\]:?|\d+\.) <?(?:https?://|/)\S+(?: [\"'(].{0,300})?"
    r"|\[[^\[\]\n]{0,80}\](?:\s+[-\d][\d.,]*k?)?|[-\d][\d.,]*k?|(?:\S+\s)?[\d,]+ authors?"
    r"|submitted by\b.{0,80}|(?:[-\[\] x]*)upvotes?\b.{0,12}|" + DATE_PATTERN,
    re.IGNORECASE,
)
_HARD_BREAK = re.compile(r"(?<!\\)\\+(?:[^\S\n]*(?=\n)|(?=[^\S\n]{2}))")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~$&\"'@^])")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_UNAMBIGUOUS_ESCAPE = re.compile(r"\\([+.-])")  # other backslashes may be TeX
_ESCAPED = re.compile(r"\\[_*\[\]<>`#|]")
_UNESCAPED = re.compile(r"(?<=[a-z,] )[A-Za-z0-9]+_[A-Za-z0-9{]")
_ALL_BOLD = re.compile(r"\s*\*\*([^*]+)\*\*\s*")
_BOLD = re.compile(r"(?<!\*)\*\*(?=[^\s*])([^*\n]{1,300})(?<!\s)\*\*(?!\*)")
_MARKDOWN = re.compile(r"\]\((?!https?://\S+ )[^\s)]|^[^\S\n]*#{1,6} ", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.!?]\W*$")
_PROSE_WORDS = 5  # from this many words outside links upwards, a line is prose
_PROSE_WORDS_ON_CARD = 8  # like _PROSE_WORDS, for a line whose links may belong to a card
_WRAP_LENGTH = 50  # a longer line may have been wrapped
_HUB = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading, a paragraph or a short text of a card.

    Attributes:
        line: The first line.
        end: The last line.
        text: The text without Markdown; paragraphs are separated by blank lines.
        target: The URL that the block links to, if it is a link.
        level: The level of a heading; 0 for other blocks.
        links: The text and the URL of each link inside a paragraph.
        fills_line: Whether the block is alone on its line.
    """

    line: int
    end: int
    text: str
    target: str | None = None
    level: int = 0
    links: tuple[tuple[str, str], ...] = ()
    fills_line: bool = True


def split_blocks(text: str) -> list[TextBlock]:
    r"""Return the blocks of a capture in order.

    >>> [block.text for block in split_blocks("### [A Title](/papers/1)\n\nTwo\nrows.\n· May 2")]
    ['A Title', 'Two rows.', 'May 2']
    """
    text = clean(text)
    bulleted_abstracts = len(_BULLETED_ABSTRACT.findall(text))
    splitter = _BlockSplitter(
        is_markdown=bool(_MARKDOWN.search(text)),
        has_escapes=len(_ESCAPED.findall(text)) > len(_UNESCAPED.findall(text)),
        keeps_bullets=bulleted_abstracts < _MIN_BULLETED
        or 2 * bulleted_abstracts <= len(_SUBHEADING.findall(text)),
    )
    for line in linked_lines(to_markdown_links(text)):
        splitter.add(line)
    splitter.end_paragraph()
    return splitter.blocks


def strip_markup(text: str, *, is_markdown: bool, has_escapes: bool = True) -> str:
    r"""Return a text without Markdown, tags and entities.

    Args:
        text: Consecutive text of a capture.
        is_markdown: Whether the capture is Markdown.
        has_escapes: Whether the capture escapes special characters. If it does, an unescaped
            ``**`` is markup. Otherwise it is text, because Hugging Face shows no bold words
            inside an abstract.

    Returns:
        The text, each paragraph on one line, with blank lines between paragraphs.

    >>> strip_markup("How\\  to **be**\\\\\nshort &amp; \\[bold\\]", is_markdown=True)
    'How to be short & [bold]'
    >>> strip_markup(r"**We** cite Cram\'er", is_markdown=True, has_escapes=False)
    "**We** cite Cram\\'er"
    """
    if is_markdown:
        text = _TAG.sub("", _HARD_BREAK.sub("", text))
        if has_escapes:
            text = _ESCAPE.sub(r"\1", _BOLD.sub(r"\1", text))
        else:
            bold = _ALL_BOLD.fullmatch(text)
            text = _UNAMBIGUOUS_ESCAPE.sub(r"\1", bold[1] if bold else text)
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    paragraphs = re.split(r"\n[^\S\n]*\n", clean(text))
    return "\n\n".join(filter(None, map(one_line, paragraphs)))


@dataclass
class _BlockSplitter:
    """Joins lines into blocks.

    Attributes:
        is_markdown: Whether the capture is Markdown.
        has_escapes: Whether it escapes special characters.
        keeps_bullets: Whether a bullet at the start of an abstract belongs to the abstract.
        blocks: The finished blocks.
        paragraph: The lines of the current paragraph or heading.
        inline_links: The links inside the current paragraph.
        heading_level: The level of the current heading; 0 in a paragraph.
    """

    is_markdown: bool
    has_escapes: bool
    keeps_bullets: bool
    blocks: list[TextBlock] = field(default_factory=list)
    paragraph: list[LinkedLine] = field(default_factory=list)
    inline_links: list[tuple[str, str]] = field(default_factory=list)
    heading_level: int = 0

    def add(self, line: LinkedLine) -> None:
        if not line.runs:
            self.end_paragraph()
        elif match := _HEADING.match(line.runs[0].text if line.runs[0].target is None else ""):
            self.end_paragraph()
            self.add_heading(line, match)
        elif self.heading_level and not _continues_heading(line):
            self.end_paragraph()
            self.add(line)
        elif match := _URL_LINE.fullmatch(line.text if _unlinked(line) == line.text else ""):
            self.add_address(line, match[1] or match[2] or match[3])
        elif self.is_prose(line):
            self.paragraph.append(line)
            self.inline_links += [
                (one_line(run.text), run.target) for run in line.runs if run.target
            ]
        else:
            self.end_paragraph()
            self.add_short(line)

    def add_heading(self, line: LinkedLine, match: re.Match[str]) -> None:
        first = line.runs[0].text[match.end() :]
        runs = [LinkedText(line.line, first), *line.runs[1:]] if first.strip() else line.runs[1:]
        level = len(match[1])
        linked = [run for run in runs if run.target]
        heading = LinkedLine(line.line, tuple(runs))
        if not linked:
            self.heading_level, self.paragraph = level, [heading]
            return
        fills_line = not re.search(r"\w", _HEADING_NUMBER.sub("", _unlinked(heading)))
        text = "".join(run.text for run in (linked if fills_line else runs))
        self.add_block(LinkedText(line.line, text, linked[0].target), level, fills_line=fills_line)

    def add_address(self, line: LinkedLine, url: str) -> None:
        """Make a URL the target of the block above, unless the URL continues a paragraph."""
        if self.paragraph and not url.startswith(_HUB) and not self.ends_sentence():
            self.paragraph.append(line)
            return
        self.end_paragraph()
        if self.blocks and self.blocks[-1].target is None and self.blocks[-1].text:
            self.blocks[-1] = replace(self.blocks[-1], end=line.line, target=url)
        else:
            self.add_block(LinkedText(line.line, "", url))

    def is_prose(self, line: LinkedLine) -> bool:
        unlinked = _unlinked(line)
        linked = [run for run in line.runs if run.target is not None]
        may_continue = bool(
            self.paragraph
            and len(self.paragraph[-1].text) > _WRAP_LENGTH
            and not self.ends_sentence()
        )
        if not linked:
            bare = _BULLET.sub("", unlinked, count=1).strip(" \t·•|")
            if may_continue and not re.fullmatch(r"[\d,]+ authors?", bare):
                return True
            return not _SHORT_LINE.fullmatch(bare) and not _RULE.fullmatch(unlinked)
        word_count = len(unlinked.split())
        if may_continue:
            return bool(word_count) or all("://" in run.text for run in linked)
        on_card = any(_leads_to_hub(run.target) for run in linked)
        return word_count >= (_PROSE_WORDS_ON_CARD if on_card else _PROSE_WORDS)

    def ends_sentence(self) -> bool:
        return bool(_SENTENCE_END.search(self.paragraph[-1].text))

    def add_short(self, line: LinkedLine) -> None:
        fills_line = len([run for run in line.runs if run.text.strip(" ·•|")]) == 1
        before = len(self.blocks)
        for run in line.runs:
            if run.target is not None:
                self.add_block(run, fills_line=fills_line)
                continue
            for text in re.split(r"[·•|]", _BULLET.sub("", run.text, count=1)):
                if text.strip():
                    self.add_block(LinkedText(run.line, text), fills_line=fills_line)
        if len(self.blocks) == before:
            self.add_block(LinkedText(line.line, line.text))

    def end_paragraph(self) -> None:
        if not self.paragraph:
            return
        level = self.heading_level
        texts = [line.text for line in self.paragraph]
        keeps_bullet = (
            self.keeps_bullets and not level and len(texts[0].split()) > _PROSE_WORDS_ON_CARD
        )
        if not keeps_bullet and (len(texts) == 1 or not level):
            texts[0] = _BULLET.sub("", texts[0], count=1)
        source = "\n".join(texts)
        text = self.strip_markup(source) or one_line(source)
        first, end = self.paragraph[0].line, _last_line(self.paragraph[-1])
        self.blocks.append(TextBlock(first, end, text, None, level, tuple(self.inline_links)))
        self.paragraph, self.inline_links, self.heading_level = [], [], 0

    def add_block(self, run: LinkedText, level: int = 0, *, fills_line: bool = True) -> None:
        end = run.line + run.text.count("\n")
        target = html.unescape(run.target) if run.target else run.target
        text = self.strip_markup(run.text) or one_line(run.text)
        self.blocks.append(TextBlock(run.line, end, text, target, level, fills_line=fills_line))

    def strip_markup(self, text: str) -> str:
        return strip_markup(text, is_markdown=self.is_markdown, has_escapes=self.has_escapes)


def _continues_heading(line: LinkedLine) -> bool:
    """Return whether a line below a heading continues the heading, as only indented text does."""
    first = line.runs[0]
    return first.target is None and first.text.startswith(" ")


def _unlinked(line: LinkedLine) -> str:
    return "".join(run.text for run in line.runs if run.target is None)


def _leads_to_hub(target: str | None) -> bool:
    return bool(target) and ("huggingface.co" in str(target) or str(target)[0] in "/[")


def _last_line(line: LinkedLine) -> int:
    return line.line + sum(run.text.count("\n") for run in line.runs)
