"""The interface of the modules ``markdown`` and ``html``."""

from collections.abc import Iterable
from typing import Protocol


class Safe(str):
    """Markup in which all text from outside is already escaped."""

    __slots__ = ()


class Markup(Protocol):
    """Writes text, links and lists in one markup; ``markdown`` and ``html`` implement it."""

    def rich(self, text: str) -> Safe:
        """Return a text with its TeX rendered and everything else escaped."""

    def link_to(self, label: str, source: str, target: str) -> Safe:
        """Return a link from the page at one path to the page at another."""

    def join(self, parts: Iterable[str], separator: str = " · ") -> Safe:
        """Return parts with a separator between them; unsafe parts are escaped."""
