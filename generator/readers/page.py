"""Hand-written pages: Markdown with front matter as the site builder reads it, to plain text."""

import html
import re

import markdown
import yaml

from generator.model import OwnPage
from generator.text import clean, one_line

_FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n(.*?\n)(?:---|\.\.\.)[^\S\n]*\n", re.DOTALL)
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]+>", re.DOTALL)


def parse(text: str, path: str) -> OwnPage | None:
    r"""Return a page as a search finds it, or nothing if its front matter keeps it out.

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
    shown = markdown.markdown(text[found.end() :] if found else text, extensions=["extra"])
    if title := front_matter.get("title"):
        return OwnPage(path, one_line(str(title)), _plain(shown))
    heading = _HEADING.search(shown)
    stem = path.removesuffix(".md").removesuffix("/index").removesuffix("/README").split("/")[-1]
    named = _plain(heading[1]) if heading else stem
    return OwnPage(path, named, _plain(_HEADING.sub("", shown, count=1)))


def _front_matter(text: str) -> dict[str, object]:
    """Return the fields of a page's front matter; the site builder has none where YAML fails."""
    try:
        fields = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):  # a date such as 2025-02-30 is a ValueError
        return {}
    return fields if isinstance(fields, dict) else {}


def _plain(shown: str) -> str:
    return one_line(html.unescape(_UNSEEN.sub("", shown)))
