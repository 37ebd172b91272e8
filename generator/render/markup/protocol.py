"""What Markdown and HTML have in common: how a view writes text, links and rows of both."""

from collections.abc import Iterable
from typing import Protocol


class Safe(str):
    """Text in which all that came from outside is escaped already."""

    __slots__ = ()


class Markup(Protocol):
    """Writes pieces of a page; the modules ``markdown`` and ``html`` are two."""

    def rich(self, text: str) -> Safe:
        """Return a text with its TeX shown, all else of it escaped."""

    def link_to(self, label: str, source: str, target: str) -> Safe:
        """Return a link from one path to another; the label is text."""

    def join(self, parts: Iterable[str], between: str = " · ") -> Safe:
        """Return parts, those that are not safe escaped, with something between them."""
