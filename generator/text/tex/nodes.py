"""The nodes of a parsed text."""

from dataclasses import dataclass
from typing import Literal

Style = Literal["em", "strong", "code", "u", "sup", "sub"]
"""A style, named after the HTML element for it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text.

    Attributes:
        text: The characters to show.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula.

    Attributes:
        source: The TeX without the delimiters.
        raw: The TeX as it occurs in the text, with the delimiters.
        display: Whether the formula is set on a separate line.
    """

    source: str
    raw: str
    display: bool = False


@dataclass(frozen=True, slots=True)
class Begin:
    """The beginning of a style. The beginnings and ends in a text are nested like brackets."""

    style: Style


@dataclass(frozen=True, slots=True)
class End:
    """The end of the style that began last."""

    style: Style


Node = Text | Math | Begin | End
