"""Text to HTML, for lists: ten thousand of them as Markdown would take the site builder minutes.

A link begins with ``ROOT``, a mark for the way to the site's root, so that a piece is the same
on every page; ``markdown.page`` puts the page's own way in its place.
"""

import html
from collections.abc import Iterable

from generator.core import permalinks
from generator.render.markup.mathml import html_pieces
from generator.render.markup.protocol import Safe

ROOT = "\1"

_MARKS = str.maketrans("", "", "\0\1\2\3")  # ours, and those of Python-Markdown's places


class Html(Safe):
    """Text that is HTML already."""

    __slots__ = ()


def escape(text: str) -> Html:
    """Return HTML that shows exactly the characters of a text.

    >>> escape("1. *Not* a list, <b> & a")
    '1. *Not* a list, &lt;b&gt; &amp; a'
    """
    return Html(html.escape(text.translate(_MARKS), quote=False))


def rich(text: str) -> Html:
    r"""Return HTML that shows a text with its TeX: formulas as MathML, styles as elements.

    >>> rich(r"\emph{a} & b")
    '<em>a</em> &amp; b'
    """
    return Html("".join(part if is_tag else escape(part) for part, is_tag in html_pieces(text)))


def link_to(label: str, source: str, target: str) -> Html:  # noqa: ARG001 (as in markdown)
    """Return a link from anywhere to the page at a path; a label that is no HTML is escaped."""
    path, _, query = target.partition("?")
    address = permalinks.url_path(path) + (f"?{html.escape(query)}" if query else "")
    return Html(f'<a href="{ROOT}{address}">{escape_unless_html(label)}</a>')


def join(parts: Iterable[str], between: str = " · ") -> Html:
    """Return parts, those that are no HTML escaped, with something between them."""
    return Html(between.join(map(escape_unless_html, parts)))


def element(tag: str, content: str, name: str = "") -> Html:
    """Return an element of a class."""
    mark = f' class="{name}"' if name else ""
    return Html(f"<{tag}{mark}>{escape_unless_html(content)}</{tag}>\n")


def elements(tag: str, contents: Iterable[str]) -> Html:
    """Return elements of one kind, one after another."""
    return Html("".join(element(tag, content) for content in contents))


def escape_unless_html(value: str) -> Html:
    """Return HTML as it is, and other text escaped."""
    return value if isinstance(value, Html) else escape(value)
