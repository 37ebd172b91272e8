"""Read a saved web page of the list: its embedded JSON, or else its visible text."""

import json
import re
from html.parser import HTMLParser
from itertools import groupby

from generator.core.errors import ContentError, Problem
from generator.readers.huggingface import assemble, daily_papers_json
from generator.readers.huggingface.blocks import TextBlock
from generator.readers.huggingface.link_parser import LinkedText
from generator.readers.reading import Reading
from generator.readers.shared.json_list import without_surrogates
from generator.text.strings import clean, one_line, without_marked_sections

_HEAD_LENGTH = 40_000
_HTML = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|main|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_HUGGING_FACE = re.compile(r"hugging ?face|DailyPapers|/papers/\d", re.IGNORECASE)
_LIST_COMPONENTS = frozenset({"DailyPapers", "Papers", "TrendingPapers", "PapersTrending"})
_INVISIBLE_TAGS = frozenset({"script", "style", "svg", "noscript", "template", "head", "iframe"})
_BLOCK_TAGS = frozenset([
    "address", "article", "aside", "blockquote", "br", "button", "dd", "div", "dl", "dt",
    "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
])  # fmt: skip
_PROSE_WORDS = 5  # from this many words outside links upwards, a block element is prose
_HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}


def read(text: str, path: str = "capture") -> Reading:
    """Read a saved web page of the list of papers.

    The JSON embedded in the page is preferred, because it contains authors, complete dates and
    the date of the list. If it is missing or damaged, the visible headings, links and paragraphs
    are read like a capture with links.

    Args:
        text: The page's HTML.
        path: The path of the source, used in entries and error messages.

    Returns:
        One entry per paper.

    Raises:
        ContentError: Neither the embedded JSON nor the visible text contains a paper.
    """
    page = _PageParser()
    page.feed(_without_open_tag(without_marked_sections(clean(text))))
    page.close()
    problems: list[Problem] = []
    for line, props in page.embedded:
        try:
            value: object = without_surrogates(json.loads(props, strict=False), props)
            return daily_papers_json.read(value, path)
        except (ValueError, RecursionError):
            message = "the page's embedded JSON is damaged; save the complete page again"
            problems.append(Problem(path, line, message))
        except ContentError as error:
            problems += error.problems
    reading = assemble.assemble(page.blocks, path)
    if not reading.entries:
        message = "no paper found; save the list page after it has loaded, or copy its text"
        raise ContentError(problems or [Problem(path, 1, message)])
    return reading


def looks_like(text: str) -> bool:
    """Return whether a text appears to be a saved page of Hugging Face's list.

    >>> looks_like("<!doctype html><title>Daily Papers - Hugging Face</title> huggingface.co")
    True
    """
    head = clean(text[:_HEAD_LENGTH])
    return bool(_HTML.match(head)) and bool(_HUGGING_FACE.search(head))


def _without_open_tag(text: str) -> str:
    """Return a page without unclosed tags at its end.

    For each unclosed tag, Python's parser would scan to the end of the page.

    >>> _without_open_tag("<p>We test.</p> <a <a")
    '<p>We test.</p> &lt;a &lt;a'
    """
    end = text.rfind(">") + 1
    return text[:end] + text[end:].replace("<", "&lt;")


class _PageParser(HTMLParser):
    """Collects the embedded JSON of a page and its visible text.

    Attributes:
        embedded: The line and the JSON of each component that contains a list of papers.
        blocks: The visible headings, links and paragraphs.
        runs: The runs of text in the current block element.
        target: The URL of the current link.
        invisible_tag: The current element whose text is not visible.
        level: The level of the current heading, or 0.
    """

    def __init__(self) -> None:
        super().__init__()
        self.embedded: list[tuple[int, str]] = []
        self.blocks: list[TextBlock] = []
        self.runs: list[LinkedText] = []
        self.target: str | None = None
        self.invisible_tag = ""
        self.level = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        props = attributes.get("data-props")
        if props and attributes.get("data-target") in _LIST_COMPONENTS:
            self.embedded.append((self.getpos()[0], props))
        if tag == "body":
            self.invisible_tag = ""
        elif tag in _INVISIBLE_TAGS and not self.invisible_tag:
            self.invisible_tag = tag
        elif tag == "a":
            self.target = attributes.get("href")
        elif tag in _BLOCK_TAGS:
            self.end_block()
            self.level = _HEADING_LEVELS.get(tag, self.level)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.invisible_tag:
            self.invisible_tag = ""
        elif tag == "a":
            self.target = None
        elif tag in _BLOCK_TAGS:
            self.end_block()
            self.level = 0 if tag in _HEADING_LEVELS else self.level

    def handle_data(self, text: str) -> None:
        if not self.invisible_tag:
            self.runs.append(LinkedText(self.getpos()[0], text, self.target))

    def close(self) -> None:
        super().close()
        self.end_block()

    def end_block(self) -> None:
        """Turn the current runs into one block if they are prose, or else one block per link."""
        runs, self.runs = self.runs, []
        unlinked = "".join(run.text for run in runs if run.target is None)
        if len(unlinked.split()) >= _PROSE_WORDS or not any(run.target for run in runs):
            self.add_block(runs, None)
            return
        for target, group in groupby(runs, key=lambda run: run.target):
            self.add_block(list(group), target, fills_line=not unlinked.strip())

    def add_block(
        self, runs: list[LinkedText], target: str | None, *, fills_line: bool = True
    ) -> None:
        text = one_line("".join(run.text for run in runs))
        if not text:
            return
        line = next(run.line for run in runs if run.text.strip())
        links = tuple(
            (one_line(run.text), run.target) for run in runs if run.target and target is None
        )
        bare = text.strip(" ·•") or text
        self.blocks.append(TextBlock(line, line, bare, target, self.level, links, fills_line))
