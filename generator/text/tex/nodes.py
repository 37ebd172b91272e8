"""What a text with TeX consists of."""

from dataclasses import dataclass
from typing import Literal

Style = Literal["em", "strong", "code", "u", "sup", "sub"]
"""How text is styled: the names of HTML's elements."""


@dataclass(frozen=True, slots=True)
class Text:
    """Characters to show as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula: its TeX, the same as it was written in the text, and if it stands on display."""

    source: str
    written: str
    display: bool = False


@dataclass(frozen=True, slots=True)
class Begin:
    """The begin of a style. Begins and ends of a text pair like brackets."""

    style: Style


@dataclass(frozen=True, slots=True)
class End:
    """The end of the style that began last."""

    style: Style


Node = Text | Math | Begin | End
