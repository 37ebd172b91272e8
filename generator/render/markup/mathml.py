r"""Convert text with TeX to HTML tags and the text between them, which is not yet escaped.

Formulas become MathML, which browsers display without a script; a formula that cannot be converted
is displayed as its source. MathML is inside a ``span``, because Python-Markdown treats a line that
begins with ``math`` as a block.
"""

import html
from collections.abc import Iterator
from typing import NamedTuple

from generator.text import tex
from generator.text.tex import formula_to_mathml


class HtmlPiece(NamedTuple):
    """A piece of a text.

    Attributes:
        text: A tag, or text that is not yet escaped.
        is_tag: Whether the piece is a tag.
    """

    text: str
    is_tag: bool = False


def html_pieces(text: str) -> Iterator[HtmlPiece]:
    r"""Yield the tags and text that display a text with its TeX.

    >>> "".join(piece.text for piece in html_pieces(r"A \emph{b} of $n$"))
    'A <em>b</em> of <span class="math"><math><mi>n</mi></math></span>'
    >>> [piece.text for piece in html_pieces(r"$\unknown$")]
    ['<code>', '$\\unknown$', '</code>']
    """
    for node in tex.parse(text):
        match node:
            case tex.Text(characters):
                yield HtmlPiece(characters)
            case tex.Begin(style):
                yield HtmlPiece(f"<{style}>", is_tag=True)
            case tex.End(style):
                yield HtmlPiece(f"</{style}>", is_tag=True)
            case tex.Math():
                yield from _formula(node)


def _formula(node: tex.Math) -> Iterator[HtmlPiece]:
    mathml = formula_to_mathml.convert(node.source, display=node.display).mathml
    if not mathml:
        yield HtmlPiece("<code>", is_tag=True)
        yield HtmlPiece(" ".join(node.raw.split()))
        yield HtmlPiece("</code>", is_tag=True)
        return
    yield HtmlPiece(f'<span class="math{" display" * node.display}">', is_tag=True)
    for number, piece in enumerate(formula_to_mathml.TAG.split(mathml)):  # text and tags alternate
        if piece:
            is_tag = bool(number % 2)
            yield HtmlPiece(piece if is_tag else html.unescape(piece), is_tag)
    yield HtmlPiece("</span>", is_tag=True)
