"""Hand-written pages: Markdown with front matter as the site builder reads it, to plain text."""

import html
import re
from html.parser import HTMLParser

import markdown
import yaml

from generator.core.model import HandWrittenPage
from generator.text.plain import clean, one_line, without_marked_sections

_FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n(.*?\n)(?:---|\.\.\.)[^\S\n]*\n", re.DOTALL)
_BLOCKS = frozenset({"p", "li", "td", "th", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "div", "br"})


def parse(text: str, path: str) -> HandWrittenPage | None:
    r"""Return a page for search, or nothing if its front matter excludes it from search.

    Its title is that of the front matter, else its first heading, else its file's name.

    >>> parse("# About *us*\n\nWe [read](x.md).\n", "about.md")
    OwnPage(path='about.md', title='About us', text='We read.')
    """
    text = clean(text)
    found = _FRONT_MATTER.match(text)
    front_matter = _front_matter(found[1]) if found else {}
    search = front_matter.get("search")
    if isinstance(search, dict) and search.get("exclude"):
        return None
    shown = _Shown()
    shown.feed(without_marked_sections(_html(text[found.end() :] if found else text)))
    shown.close()
    if title := front_matter.get("title"):
        return HandWrittenPage(
            path, one_line(str(title)), one_line(f"{shown.heading} {shown.text}")
        )
    stem = path.removesuffix(".md").removesuffix("/index").removesuffix("/README").split("/")[-1]
    return HandWrittenPage(path, one_line(shown.heading) or stem, one_line(shown.text))


def _front_matter(text: str) -> dict[str, object]:
    """Return the fields of a page's front matter; the site builder has none where YAML fails."""
    try:
        fields = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):  # a date such as 2025-02-30 is a ValueError
        return {}
    return fields if isinstance(fields, dict) else {}


def _html(text: str) -> str:
    try:
        return markdown.markdown(text, extensions=["extra"])
    except RecursionError:  # quotations or lists in hundreds of others
        return html.escape(text)


class _Shown(HTMLParser):
    """The words that a page shows: those of its first heading, and the others."""

    def __init__(self) -> None:
        super().__init__()
        self.heading, self.text, self._inside = "", "", ""

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 (its overrider's)
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
