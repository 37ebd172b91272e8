"""The result of reading a capture: entries, and a remark on all other text."""

from dataclasses import dataclass

from generator.core.model import Entry


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a capture, the line on which it begins, and a remark on it."""

    line: int
    text: str
    remark: str


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as it appears in a capture, with its line; the year may be missing."""

    line: int
    text: str
    month: int
    day: int
    year: int | None

    def matches(self, date: "PartialDate") -> bool:
        """Return whether two dates may be the same; a missing year matches any year."""
        years = {self.year, date.year} - {None}
        return (self.month, self.day) == (date.month, date.day) and len(years) <= 1


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a capture. It accounts for every paragraph of the capture.

    Attributes:
        entries: The papers, unchecked.
        date: The date of the list, if the capture states one.
        boilerplate: Menus, labels, counts and other text of the page around the papers.
        unplaced: Text that may be content but is not part of an entry; a person must assign it.
        remarks: Text to review: it was used, changed or left out for the stated reason.
    """

    entries: tuple[Entry, ...]
    date: PartialDate | None = None
    boilerplate: tuple[Passage, ...] = ()
    unplaced: tuple[Passage, ...] = ()
    remarks: tuple[Passage, ...] = ()
