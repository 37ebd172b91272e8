r"""Titles and abstracts as publishers deposit them, in JATS, HTML and MathML, to plain text."""

import html
import re
from collections.abc import Callable

from generator.text.plain import clean, one_line, paragraphs

_NAMES = (
    "a|abbr|alternatives|b|bold|br|cite|code|div|em|ext-link|font|h[1-6]|i|inf|inline-formula|inline|"
    "italic|it|li|list|list-item|math|mathvariant|monospace|named-content|ol|p|roman|s|sans-serif|"
    "sc|scp|sec|small|span|strike|strong|sub|sup|tex-math|title|tt|u|ul|underline|xref|"
    "m(?:enclose|fenced|frac|i|multiscripts|n|o|over|padded|phantom|prescripts|root|row|s|space|"
    "sqrt|style|sub|subsup|sup|table|td|text|tr|under|underover)|semantics|annotation"
)
_TAG = re.compile(
    rf"<(?P<end>/?)(?:(?:jats|mml|m|xlink):(?P<own>[a-z-]+)|(?P<name>{_NAMES}))(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCKS = frozenset(["p", "title", "sec", "list", "list-item", "li", "ul", "ol", "div", "br"])
_COMMENT = re.compile(r"<!--[^<>]*-->|<\?[^<>]*\?>")
_TEX = re.compile(r"<(?:jats:)?tex-math\b[^<>]*>[^<]*</(?:jats:)?tex-math>")
_DELIMITERS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))
_MATH = re.compile(r"</?(?:mml:|m:)?math\b[^<>]*>", re.IGNORECASE)
_BETWEEN = re.compile(r">\s+<")
_POWER = re.compile(r"(?<=[0-9])<(?:jats:)?sup>\s*([-+−]?[0-9]+)\s*</(?:jats:)?sup>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_HEADING = re.compile(r"\s*(?:abstract|summary)\s*[.:]?\s*", re.IGNORECASE)
_INLINE_HEADING = re.compile(
    r"(?:Abstract|ABSTRACT)(?:"
    r"\s*:\s*"
    r"|(?:\s*[.—–]\s*|\s+-\s+)(?=[^\sa-z])"
    r"|(?=(?P<word>[A-Z][a-z]+)\b(?!.*\bAbstract(?P=word)\b))"
    r")",
    re.DOTALL,
)
"""A heading before the first sentence: ``Abstract: We``, ``ABSTRACT. We``, ``AbstractWe``.

Not ``Abstract–concrete pairs``, and not ``AbstractBench`` where the text repeats that name.
"""


def to_text(text: str) -> str:
    r"""Return the plain text of a title, a name or a few paragraphs, these a blank line apart.

    A formula becomes its TeX, or else the letters of its MathML; ``x < y`` is not a tag.

    >>> plain("On &amp;lt;i&gt;E. coli&lt;/i&gt; &amp; if a &lt; b, 10<sup>5</sup> times")
    'On E. coli & if a < b, 10^5 times'
    """
    return _joined(_paragraphs(text))


def abstract_to_text(text: str) -> str:
    """Return the plain text of an abstract without its heading.

    >>> abstract("<jats:title>Abstract</jats:title><jats:p>H<jats:sub>2</jats:sub>O.</jats:p>")
    'H2O.'
    >>> abstract("Abstract: We test."), abstract("Abstract"), abstract("Abstract words test us.")
    ('We test.', '', 'Abstract words test us.')
    """
    shown = _paragraphs(text)
    if shown and _HEADING.fullmatch(shown[0]):
        del shown[0]
    if shown and (heading := _INLINE_HEADING.match(shown[0])):
        shown[0] = shown[0][heading.end() :]
    return _joined(shown)


def _paragraphs(text: str) -> list[str]:
    decoded = html.unescape(html.unescape(clean(text)))
    bare = _COMMENT.sub("", _CDATA.sub("", _with_tex(decoded)))
    bare = _POWER.sub(r"^\1", bare)
    return paragraphs(clean(_TAG.sub(_gap, bare)))


def _joined(shown: list[str]) -> str:
    return "\n\n".join(filter(None, map(one_line, shown)))


def _gap(tag: re.Match[str]) -> str:
    name = (tag["own"] or tag["name"]).lower()
    return "\n\n" if name in _BLOCKS else ""


def _with_tex(text: str) -> str:
    """Return a text whose formulas are their TeX, or the letters of their MathML in a row."""
    text = _replaced(text, "alternatives", lambda inner: "".join(_TEX.findall(inner)) or inner)
    text = _replaced(text, "tex-math", _formula)
    pieces = _MATH.split(text)
    for place in range(1, len(pieces), 2):
        pieces[place] = _BETWEEN.sub("><", pieces[place]).strip()
    return "".join(pieces)


def _replaced(text: str, name: str, change: Callable[[str], str]) -> str:
    """Return a text with what stands inside of each element of a name changed, in one pass."""
    start, end = (re.compile(rf"<{mark}(?:jats:)?{name}\b[^<>]*>") for mark in ("", "/"))
    first, *others = start.split(text)
    found = [first]
    for other in others:
        inner, *rest = end.split(other, maxsplit=1)
        found += [change(inner), *rest] if rest else [other]
    return "".join(found)


def _formula(tex: str) -> str:
    """Return TeX between dollars, without the document that publishers wrap around it."""
    inner = tex.partition(r"\begin{document}")[2].partition(r"\end{document}")[0]
    formula = (inner or tex).strip()
    for start, end in _DELIMITERS:
        if formula.startswith(start) and formula.endswith(end) and len(formula) > len(start + end):
            formula = formula.removeprefix(start).removesuffix(end)
    return f"${one_line(formula)}$" if formula.strip() else ""
