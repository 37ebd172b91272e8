"""The list's saved web page: its embedded JSON, or else the words that it shows."""

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby

from generator.core.errors import ContentError, Problem
from generator.readers.huggingface import assemble, daily_papers_json
from generator.readers.huggingface.blocks import TextBlock
from generator.readers.reading import Reading
from generator.readers.shared.json_list import without_surrogates
from generator.text.plain import clean, one_line, without_marked_sections

_HEAD_LENGTH = 40_000
_HTML = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|main|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_OWN = re.compile(r"hugging ?face|DailyPapers|/papers/\d", re.IGNORECASE)
_TARGETS = frozenset({"DailyPapers", "Papers", "TrendingPapers", "PapersTrending"})
_SILENT = frozenset({"script", "style", "svg", "noscript", "template", "head", "iframe"})
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "br", "button", "dd", "div", "dl", "dt",
    "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
])  # fmt: skip
_PLAIN_WORDS = 5  # so many beside links make a block prose
_LEVELS = {f"h{level}": level for level in range(1, 7)}


def read(text: str, path: str = "capture") -> Reading:
    """Return the papers of a saved page of the list.

    The page's own JSON is preferred: it holds authors, whole dates and the day. Where it is
    missing, the headings, links and paragraphs that the page shows are read as a capture.

    Raises:
        ContentError: the page holds neither, or its JSON is damaged and it shows no paper.
    """
    page = _Page()
    page.feed(_without_open_tags(without_marked_sections(clean(text))))
    page.close()
    problems: list[Problem] = []
    for line, props in page.embedded:
        try:
            value: object = without_surrogates(json.loads(props, strict=False), props)
            return daily_papers_json.read(value, path)
        except (ValueError, RecursionError):
            message = "the page's own JSON is damaged; save the page again, whole"
            problems.append(Problem(path, line, message))
        except ContentError as error:
            problems += error.problems
    found = assemble.assemble(page.shown, path)
    if not found.entries:
        message = "no paper; save the list's page when it has loaded, or copy its text"
        raise ContentError(problems or [Problem(path, 1, message)])
    return found


def looks_like(text: str) -> bool:
    """Return whether a text begins as a saved page does that may be the list's.

    >>> looks_like("<!doctype html><title>Daily Papers - Hugging Face</title> huggingface.co")
    True
    """
    head = clean(text[:_HEAD_LENGTH])
    return bool(_HTML.match(head)) and bool(_OWN.search(head))


def _without_open_tags(text: str) -> str:
    """Return a page whose last tag is closed: for each open one Python reads on to the end.

    >>> _without_open_tags("<p>We test.</p> <a <a")
    '<p>We test.</p> &lt;a &lt;a'
    """
    end = text.rfind(">") + 1
    return text[:end] + text[end:].replace("<", "&lt;")


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of a block, and the address that they link to."""

    line: int
    text: str
    target: str | None


class _Page(HTMLParser):
    """A page's embedded JSON, and the headings, links and paragraphs that it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.embedded: list[tuple[int, str]] = []
        self.shown: list[TextBlock] = []
        self.runs: list[_Run] = []
        self.target: str | None = None
        self.silent = ""
        self.level = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("data-target") in _TARGETS and given.get("data-props"):
            self.embedded.append((self.getpos()[0], given["data-props"] or ""))
        if tag == "body":
            self.silent = ""
        elif tag in _SILENT and not self.silent:
            self.silent = tag
        elif tag == "a":
            self.target = given.get("href")
        elif tag in _BLOCKS:
            self.flush()
            self.level = _LEVELS.get(tag, self.level)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        elif tag == "a":
            self.target = None
        elif tag in _BLOCKS:
            self.flush()
            self.level = 0 if tag in _LEVELS else self.level

    def handle_data(self, text: str) -> None:
        if not self.silent:
            self.runs.append(_Run(self.getpos()[0], text, self.target))

    def flush(self) -> None:
        """Make parts of a block: one where words stand around its links, else one a link."""
        runs, self.runs = self.runs, []
        plain = "".join(run.text for run in runs if run.target is None)
        if len(plain.split()) >= _PLAIN_WORDS or not any(run.target for run in runs):
            self.add(runs, None)
            return
        for target, group in groupby(runs, key=lambda run: run.target):
            self.add(list(group), target, alone=not plain.strip())

    def add(self, runs: list[_Run], target: str | None, *, alone: bool = True) -> None:
        text = one_line("".join(run.text for run in runs))
        if not text:
            return
        line = next(run.line for run in runs if run.text.strip())
        inside = tuple(
            (one_line(run.text), run.target) for run in runs if run.target and target is None
        )
        bare = text.strip(" ·•") or text
        self.shown.append(TextBlock(line, line, bare, target, self.level, inside, alone))

    def close(self) -> None:
        super().close()
        self.flush()
