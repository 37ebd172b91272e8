"""Convert text to HTML, for lists.

Lists are HTML because the site builder would take minutes to convert thousands of them from
Markdown. Links begin with ``ROOT``, a placeholder for the path to the site's root, so that a piece
of HTML is the same on every page. ``markdown.render_page`` replaces it.
"""

import html
from collections.abc import Iterable

from generator.core import permalinks
from generator.render.markup.interface import Safe
from generator.render.markup.mathml import html_pieces

ROOT = "\1"
"""The placeholder for the path from a page to the site's root."""

_PLACEHOLDERS = str.maketrans("", "", "\0\1\2\3")  # ours and Python-Markdown's


class Html(Safe):
    """Text that is already HTML."""

    __slots__ = ()


def escape(text: str) -> Html:
    """Return HTML that shows exactly the characters of a text.

    >>> escape("1. *Not* a list, <b> & a")
    '1. *Not* a list, &lt;b&gt; &amp; a'
    """
    return Html(html.escape(text.translate(_PLACEHOLDERS), quote=False))


def rich(text: str) -> Html:
    r"""Return HTML that renders the TeX in a text: formulas as MathML, styles as elements.

    >>> rich(r"\emph{a} & b")
    '<em>a</em> &amp; b'
    """
    return Html("".join(piece if is_tag else escape(piece) for piece, is_tag in html_pieces(text)))


def link_to(label: str, source: str, target: str) -> Html:  # noqa: ARG001 (see Markup)
    """Return a link to a page, valid on every page.

    Args:
        label: The link's text; escaped unless it is HTML.
        source: Not used; see ``Markup.link_to``.
        target: The path of the page below ``docs/``; a query may follow.
    """
    path, _, query = target.partition("?")
    url = permalinks.url_path(path) + (f"?{html.escape(query)}" if query else "")
    return Html(f'<a href="{ROOT}{url}">{escape_unless_html(label)}</a>')


def join(parts: Iterable[str], separator: str = " · ") -> Html:
    """Return parts with a separator between them; parts that are not HTML are escaped."""
    return Html(separator.join(map(escape_unless_html, parts)))


def element(tag: str, content: str, css_class: str = "") -> Html:
    """Return an element on a line of its own.

    Args:
        tag: The name of the element.
        content: Its content; escaped unless it is HTML.
        css_class: Its CSS class, if any.
    """
    attribute = f' class="{css_class}"' if css_class else ""
    return Html(f"<{tag}{attribute}>{escape_unless_html(content)}</{tag}>\n")


def elements(tag: str, contents: Iterable[str]) -> Html:
    """Return one element for each item of contents."""
    return Html("".join(element(tag, content) for content in contents))


def escape_unless_html(value: str) -> Html:
    """Return HTML unchanged, and other text escaped."""
    return value if isinstance(value, Html) else escape(value)
