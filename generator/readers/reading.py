"""The result of reading a capture."""

from dataclasses import dataclass

from generator.core.model import Entry


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a capture: where it begins, its text, and what is to be said of it."""

    line: int
    text: str
    remark: str


@dataclass(frozen=True, slots=True)
class HeaderDay:
    """The day that a capture's header states; its year may be missing."""

    line: int
    text: str
    month: int
    day: int
    year: int | None

    def is_same(self, other: "HeaderDay") -> bool:
        """Return whether two statements can mean one day."""
        years = {self.year, other.year} - {None}
        return (self.month, self.day) == (other.month, other.day) and len(years) <= 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in a capture; together its parts hold every paragraph of it."""

    entries: tuple[Entry, ...]
    day: HeaderDay | None = None
    furniture: tuple[Piece, ...] = ()
    unplaced: tuple[Piece, ...] = ()
    remarks: tuple[Piece, ...] = ()
