"""Convert titles and abstracts that publishers write in JATS, HTML and MathML to plain text."""

import html
import re
from collections.abc import Callable

from generator.text.strings import clean, one_line, paragraphs

_ELEMENTS = (
    "a|abbr|alternatives|b|bold|br|cite|code|div|em|ext-link|font|h[1-6]|i|inf|inline-formula|inline|"
    "italic|it|li|list|list-item|math|mathvariant|monospace|named-content|ol|p|roman|s|sans-serif|"
    "sc|scp|sec|small|span|strike|strong|sub|sup|tex-math|title|tt|u|ul|underline|xref|"
    "m(?:enclose|fenced|frac|i|multiscripts|n|o|over|padded|phantom|prescripts|root|row|s|space|"
    "sqrt|style|sub|subsup|sup|table|td|text|tr|under|underover)|semantics|annotation"
)
_TAG = re.compile(
    rf"<(?P<end>/?)(?:(?:jats|mml|m|xlink):(?P<prefixed>[a-z-]+)|(?P<bare>{_ELEMENTS}))"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK_ELEMENTS = frozenset(
    ["p", "title", "sec", "list", "list-item", "li", "ul", "ol", "div", "br"]
)
_COMMENT = re.compile(r"<!--[^<>]*-->|<\?[^<>]*\?>")
_TEX_MATH = re.compile(r"<(?:jats:)?tex-math\b[^<>]*>[^<]*</(?:jats:)?tex-math>")
_DELIMITERS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))
_MATH_TAG = re.compile(r"</?(?:mml:|m:)?math\b[^<>]*>", re.IGNORECASE)
_SPACE_BETWEEN_TAGS = re.compile(r">\s+<")
_POWER = re.compile(r"(?<=[0-9])<(?:jats:)?sup>\s*([-+−]?[0-9]+)\s*</(?:jats:)?sup>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_HEADING = re.compile(r"\s*(?:abstract|summary)\s*[.:]?\s*", re.IGNORECASE)
_INLINE_HEADING = re.compile(
    r"(?:Abstract|ABSTRACT)(?:"
    r"\s*:\s*"
    r"|(?:\s*\.\s+|\s*—\s*|\s+[–-]\s+)(?=[^\sa-z])"
    r"|(?=(?:A|An|As|By|Despite|For|In|It|Many|Most|On|Our|Recent|Recently|The|There|These|This|To"
    r"|Using|We|While|With)\b)"
    r")"
)
"""A heading before the first sentence: ``Abstract: We``, ``ABSTRACT. We``, ``AbstractWe``.

Without a mark, only common first words count, because ``AbstractBench`` is a name.
"""


def to_text(markup: str) -> str:
    r"""Convert a title, a name or a few paragraphs to plain text.

    Paragraphs are separated by blank lines. A formula becomes its TeX, or else the letters of its
    MathML. Only known elements are markup: the text ``x < y`` is preserved.

    >>> to_text("On &amp;lt;i&gt;E. coli&lt;/i&gt; &amp; if a &lt; b, 10<sup>5</sup> times")
    'On E. coli & if a < b, 10^5 times'
    """
    return _join(_paragraphs(markup))


def abstract_to_text(markup: str) -> str:
    """Convert an abstract to plain text without its heading.

    >>> abstract_to_text(
    ...     "<jats:title>Abstract</jats:title><jats:p>H<jats:sub>2</jats:sub>O.</jats:p>"
    ... )
    'H2O.'
    >>> [abstract_to_text(text) for text in ("Abstract: We test.", "Abstract", "Abstract words.")]
    ['We test.', '', 'Abstract words.']
    """
    texts = _paragraphs(markup)
    if texts and _HEADING.fullmatch(texts[0]):
        del texts[0]
    if texts and (heading := _INLINE_HEADING.match(texts[0])):
        texts[0] = texts[0][heading.end() :]
    return _join(texts)


def _paragraphs(markup: str) -> list[str]:
    markup = html.unescape(html.unescape(clean(markup)))  # some publishers escape twice
    markup = _COMMENT.sub("", _CDATA.sub("", _convert_formulas(markup)))
    markup = _POWER.sub(r"^\1", markup)
    return paragraphs(clean(_TAG.sub(_tag_to_text, markup)))


def _convert_formulas(markup: str) -> str:
    """Replace formulas with their TeX, or with the letters of their MathML in a row."""
    markup = _convert_elements(
        markup, "alternatives", lambda content: "".join(_TEX_MATH.findall(content)) or content
    )
    markup = _convert_elements(markup, "tex-math", _tex_formula)
    pieces = _MATH_TAG.split(markup)
    for index in range(1, len(pieces), 2):
        pieces[index] = _SPACE_BETWEEN_TAGS.sub("><", pieces[index]).strip()
    return "".join(pieces)


def _convert_elements(markup: str, name: str, convert: Callable[[str], str]) -> str:
    """Convert the content of all elements with a name and drop their tags, in linear time."""
    start, end = (re.compile(rf"<{slash}(?:jats:)?{name}\b[^<>]*>") for slash in ("", "/"))
    before, *elements = start.split(markup)
    pieces = [before]
    for element in elements:
        content, *after = end.split(element, maxsplit=1)
        pieces += [convert(content), *after] if after else [element]
    return "".join(pieces)


def _tex_formula(tex: str) -> str:
    """Return TeX between dollar signs, without the document that publishers wrap around it."""
    body = tex.partition(r"\begin{document}")[2].partition(r"\end{document}")[0]
    formula = (body or tex).strip()
    for start, end in _DELIMITERS:
        if formula.startswith(start) and formula.endswith(end) and len(formula) > len(start + end):
            formula = formula.removeprefix(start).removesuffix(end)
    return f"${one_line(formula)}$" if formula.strip() else ""


def _tag_to_text(tag: re.Match[str]) -> str:
    """Return a paragraph break for the tag of a block element, or else an empty string."""
    name = (tag["prefixed"] or tag["bare"]).lower()
    return "\n\n" if name in _BLOCK_ELEMENTS else ""


def _join(texts: list[str]) -> str:
    return "\n\n".join(filter(None, map(one_line, texts)))
