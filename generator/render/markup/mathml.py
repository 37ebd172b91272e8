r"""A text with TeX as a page shows it: pieces of HTML between texts that are still to be escaped.

A formula is MathML, which browsers set without a script; one that cannot be converted shows its
source. Each stands in a ``span``, as Markdown takes a line that begins with ``math`` for a block.
"""

import html
from collections.abc import Iterator
from typing import NamedTuple

from generator.text import tex
from generator.text.tex import formulas


class HtmlPiece(NamedTuple):
    """A part of a text: a tag as it is, or characters to be escaped."""

    written: str
    is_tag: bool = False


def html_pieces(text: str) -> Iterator[HtmlPiece]:
    r"""Yield what a page shows of a text, tags apart from characters.

    >>> "".join(piece.written for piece in pieces(r"A \emph{b} of $n$"))
    'A <em>b</em> of <span class="math"><math><mi>n</mi></math></span>'
    >>> [piece.written for piece in pieces(r"$\unknown$")]
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
    mathml = formulas.convert(node.source, display=node.display).mathml
    if not mathml:
        yield HtmlPiece("<code>", is_tag=True)
        yield HtmlPiece(" ".join(node.written.split()))
        yield HtmlPiece("</code>", is_tag=True)
        return
    yield HtmlPiece(f'<span class="math{" display" * node.display}">', is_tag=True)
    for number, part in enumerate(formulas.TAG.split(mathml)):
        if part:
            yield HtmlPiece(part if number % 2 else html.unescape(part), is_tag=bool(number % 2))
    yield HtmlPiece("</span>", is_tag=True)
