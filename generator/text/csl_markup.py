"""HTML-like markup in CSL-JSON titles: remove it when reading, escape it when writing.

Source: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

import re

_TAG = re.compile(
    r"<(?:/(?P<end>i|b|sc|sub|sup|span)|(?P<begin>i|b|sc|sub|sup)"
    r"|(?P<span>span)\s+(?:class|style)=\"[^\"<>]*\")>"
)
_EXPONENT = re.compile(r"\s*[-+−]?[0-9]+\s*")
_ESCAPED_LESS_THAN = '<span class="nocase"><</span>'
"""A ``<`` that cannot begin a tag, in a span that has no visible effect."""


def strip_markup(text: str) -> str:
    """Return a title without its markup. A tag without its counterpart is left as text.

    >>> strip_markup('CO<sub>2</sub> in <i>Go</i> if a < b, by <span class="nocase">van</span>')
    'CO2 in Go if a < b, by van'
    >>> strip_markup("10<sup>5</sup> <b>")
    '10^5 <b>'
    """
    open_tags: list[re.Match[str]] = []
    replacements: dict[tuple[int, int], str] = {}
    for tag in _TAG.finditer(text):
        if not tag["end"]:
            open_tags.append(tag)
        elif open_tags and tag["end"] == (open_tags[-1]["begin"] or open_tags[-1]["span"]):
            begin = open_tags.pop()
            replacements |= {begin.span(): _opening(text, begin, tag), tag.span(): ""}
    return _TAG.sub(lambda tag: replacements.get(tag.span(), tag[0]), text)


def escape_markup(text: str) -> str:
    """Escape a title, so CSL processors show it literally.

    >>> escape_markup("The <b>Tag</b>")
    'The <span class="nocase"><</span>b>Tag<span class="nocase"><</span>/b>'
    """
    if strip_markup(text) == text:
        return text
    return _TAG.sub(lambda tag: _ESCAPED_LESS_THAN + tag[0][1:], text)


def _opening(text: str, begin: re.Match[str], end: re.Match[str]) -> str:
    """Return the text that replaces an opening tag: ``^`` before an exponent, or else nothing."""
    follows_number = text[max(begin.start() - 1, 0) : begin.start()].isdecimal()
    is_power = begin["begin"] == "sup" and follows_number
    return "^" if is_power and _EXPONENT.fullmatch(text, begin.end(), end.start()) else ""
