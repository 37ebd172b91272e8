"""Markup in the titles of CSL-JSON: taken out when they are read, told from text when written.

https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html lists it.
"""

import re

_TAG = re.compile(
    r"<(?:/(?P<end>i|b|sc|sub|sup|span)|(?P<begin>i|b|sc|sub|sup)"
    r"|(?P<span>span)\s+(?:class|style)=\"[^\"<>]*\")>"
)
_POWER = re.compile(r"\s*[-+−]?[0-9]+\s*")
_NO_TAG = '<span class="nocase"><</span>'
"""A ``<`` that begins no tag: alone in a span that changes nothing."""


def strip_markup(text: str) -> str:
    """Return a title without its markup; a tag that is not closed, or not open, is text.

    >>> plain('CO<sub>2</sub> in <i>Go</i> if a < b, by <span class="nocase">van</span>')
    'CO2 in Go if a < b, by van'
    >>> plain("10<sup>5</sup> <b>")
    '10^5 <b>'
    """
    opened: list[re.Match[str]] = []
    shown: dict[tuple[int, int], str] = {}
    for tag in _TAG.finditer(text):
        if not tag["end"]:
            opened.append(tag)
        elif opened and tag["end"] == (opened[-1]["begin"] or opened[-1]["span"]):
            begin = opened.pop()
            shown |= {begin.span(): _before(text, begin, tag), tag.span(): ""}
    return _TAG.sub(lambda tag: shown.get(tag.span(), tag[0]), text)


def escape_markup(text: str) -> str:
    """Return a title of which readers of markup show each character.

    >>> literal("The <b>Tag</b>")
    'The <span class="nocase"><</span>b>Tag<span class="nocase"><</span>/b>'
    """
    return text if strip_markup(text) == text else _TAG.sub(lambda tag: _NO_TAG + tag[0][1:], text)


def _before(text: str, begin: re.Match[str], end: re.Match[str]) -> str:
    """Return what stands for a tag that opens: a number above one is its power."""
    is_power = (
        begin["begin"] == "sup" and text[max(begin.start() - 1, 0) : begin.start()].isdecimal()
    )
    return "^" if is_power and _POWER.fullmatch(text, begin.end(), end.start()) else ""
