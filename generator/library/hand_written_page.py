"""Read hand-written pages as plain text, with front matter as the site builder reads it."""

import html
import re
from html.parser import HTMLParser

import markdown
import yaml

from generator.core.model import HandWrittenPage
from generator.text.strings import clean, one_line, without_marked_sections

_FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n(.*?\n)(?:---|\.\.\.)[^\S\n]*\n", re.DOTALL)
_BLOCKS = frozenset({"p", "li", "td", "th", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "div", "br"})


def parse(text: str, path: str) -> HandWrittenPage | None:
    r"""Parse a page for the search index.

    The title comes from the front matter, or else from the first heading or the file name.

    Args:
        text: The page's Markdown.
        path: The page's file, relative to ``docs/``.

    Returns:
        The page, or None if its front matter excludes it from search.

    >>> parse("# About *us*\n\nWe [read](x.md).\n", "about.md")
    HandWrittenPage(path='about.md', title='About us', text='We read.')
    """
    text = clean(text)
    match = _FRONT_MATTER.match(text)
    front_matter = _front_matter(match[1]) if match else {}
    search = front_matter.get("search")
    if isinstance(search, dict) and search.get("exclude"):
        return None
    page = _VisibleText()
    page.feed(without_marked_sections(_html(text[match.end() :] if match else text)))
    page.close()
    if title := front_matter.get("title"):
        return HandWrittenPage(path, one_line(str(title)), one_line(f"{page.heading} {page.text}"))
    stem = path.removesuffix(".md").removesuffix("/index").removesuffix("/README").split("/")[-1]
    return HandWrittenPage(path, one_line(page.heading) or stem, one_line(page.text))


def _front_matter(text: str) -> dict[str, object]:
    """Return the fields of a page's front matter; like the site builder, ignore invalid YAML."""
    try:
        fields = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):  # a date such as 2025-02-30 is a ValueError
        return {}
    return fields if isinstance(fields, dict) else {}


def _html(text: str) -> str:
    try:
        return markdown.markdown(text, extensions=["extra"])
    except RecursionError:  # hundreds of nested quotations or lists
        return html.escape(text)


class _VisibleText(HTMLParser):
    """Collects the visible text of a page: the first heading, and all other text."""

    def __init__(self) -> None:
        super().__init__()
        self.heading, self.text, self._inside = "", "", ""

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 (base class)
        if tag in {"script", "style"} or (tag == "h1" and not self.heading):
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""
        self.text += " " if tag in _BLOCKS else ""

    def handle_data(self, data: str) -> None:
        if self._inside == "h1":
            self.heading += data
        elif not self._inside:
            self.text += data
