"""Hand-written pages: Markdown with front matter as the site builder reads it, to plain text."""

import html
import re

import markdown

from generator.model import OwnPage
from generator.text import clean, one_line

_FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n(.*?\n)(?:---|\.\.\.)[^\S\n]*\n", re.DOTALL)
_TITLE = re.compile(r"^title:[^\S\n]*(['\"]?)(.+?)\1[^\S\n]*$", re.MULTILINE)
_EXCLUDED = re.compile(r"^search:\s*(?:\n[^\S\n]+|\{\s*)exclude:\s*(?:true|yes|on)\b", re.MULTILINE)
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
    front_matter = found[1] if found else ""
    if _EXCLUDED.search(front_matter):
        return None
    shown = markdown.markdown(text[found.end() :] if found else text, extensions=["extra"])
    title, heading = _TITLE.search(front_matter), _HEADING.search(shown)
    stem = path.removesuffix(".md").removesuffix("/index").split("/")[-1]
    if title:
        return OwnPage(path, title[2], _plain(shown))
    named = _plain(heading[1]) if heading else stem
    return OwnPage(path, named, _plain(_HEADING.sub("", shown, count=1)))


def _plain(shown: str) -> str:
    return one_line(html.unescape(_UNSEEN.sub("", shown)))
