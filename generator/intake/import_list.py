"""Captures to entries for review: read, match with what is there, propose; then write."""

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.core import clock
from generator.core.config import Config
from generator.core.errors import CannotRun, ContentError, Problem
from generator.core.model import Entry, Origin, Paper
from generator.fetch import huggingface
from generator.fetch.client import Web
from generator.intake import lookup
from generator.intake.lookup import Period
from generator.intake.matching import Refused
from generator.intake.staging import Progress, Shelf
from generator.library import load
from generator.library.provenance import Held
from generator.readers import formats
from generator.readers.reading import PartialDate, Passage, Reading
from generator.storage import files
from generator.text.plain import visible

_UNPLACED = ".unplaced.txt"


@dataclass(frozen=True, slots=True)
class Imported:
    """What becomes of a list: its day, its parts, and the entries by what is done.

    Nothing is on disk before ``write``.
    """

    day: dt.date | None
    reading: Reading
    shelf: Shelf
    written: tuple[str, ...]
    changed: Mapping[str, Sequence[str]]
    """The entries that took something, and which parts."""

    already_there: tuple[str, ...]
    remarks: tuple[Passage, ...]
    unplaced: tuple[Passage, ...]
    capture: Path | None = None
    """The file that was read, if the list is from one."""

    @property
    def unplaced_file(self) -> Path | None:
        """The file for what could not be placed, if there is any and the list is from a file."""
        return _unplaced_file(self.capture) if self.capture and self.unplaced else None

    def write(self) -> None:
        """Write the entries, and beside a capture the file of what could not be placed.

        Raises:
            CannotRun: an entry has been edited since it was read; then nothing is written. Or the
                disk refuses.
        """
        self.shelf.write()
        if self.capture and self.unplaced:
            _keep_unplaced(self.capture, self.unplaced)
        elif self.capture and _is_of_import(self.capture):
            files.remove(_unplaced_file(self.capture))


@dataclass(frozen=True, slots=True)
class DayGiven:
    """The day, or at least the year, that the curator names."""

    date: dt.date | None = None
    year: int | None = None


def import_capture(
    config: Config,
    capture: Path,
    given: DayGiven,
    progress: Progress[Entry],
    format_name: str | None = None,
) -> Imported:
    """Propose an entry for each new paper of a capture, and additions to those that are there.

    Args:
        config: the project.
        capture: the file, in one of ``formats.FORMATS``.
        given: what the curator says of its day.
        progress: shows how far the import is.
        format_name: the format, where the content is not to tell it.

    Raises:
        ContentError: the capture has no papers, no sure day or no format that is known, or the
            library has problems.
        CannotRun: there is a file of another's in the place for what could not be placed.
    """
    shown = visible(str(capture))
    reading = _read(capture, shown, format_name)
    day = None if _is_dated(reading, given) else resolve_day(reading.date, given, shown)
    origin = Origin(visible(capture.name), clock.today())
    imported = replace(place(Shelf(config), reading, origin, day, progress), capture=capture)
    is_ours, rest = _is_of_import(capture), imported.unplaced_file
    if rest and not is_ours and os.path.lexists(rest):
        raise CannotRun(f"{rest}: is already there; move it away and run again")
    return imported


def import_listed(config: Config, web: Web, asked: Period, progress: Progress[Entry]) -> Imported:
    """Propose an entry for each new paper that Hugging Face lists in a period, with its day.

    Raises:
        ContentError: the library has problems.
        CannotRun: no answer came, or one that is not to the question.
    """
    shelf = Shelf(config)
    reading, origin = lookup.listed(web, asked, _listed_before(shelf, asked))
    return place(shelf, reading, origin, None, progress)


def _listed_before(shelf: Shelf, asked: Period) -> int:
    """Return how many papers of a period its lists have brought in."""
    return sum(
        asked.first <= paper.date <= asked.last
        and bool(Held.of(paper).said_by(huggingface.SERVICE, "title"))
        for paper in shelf.papers.values()
    )


def place(
    shelf: Shelf, reading: Reading, origin: Origin, day: dt.date | None, progress: Progress[Entry]
) -> Imported:
    """Put what a reader has found on a shelf: each paper once, with what is known of it.

    Args:
        shelf: the library; nothing is written.
        reading: the papers.
        origin: where they come from, and when.
        day: that of all, or nothing where each states its own.
        progress: shows how far it is.
    """
    work = _Import(shelf, origin, day)
    for found in progress(reading.entries):
        work.add(found)
    return Imported(
        day=day,
        reading=reading,
        shelf=shelf,
        written=tuple(work.new),
        changed=work.changed,
        already_there=tuple(path for path in work.already_there if path not in work.changed),
        remarks=tuple(work.remarks),
        unplaced=tuple(sorted((*reading.unplaced, *work.refused), key=lambda piece: piece.line)),
    )


def _read(capture: Path, shown: str, format_name: str | None) -> Reading:
    text = files.read_text(capture, shown, load.CAPTURE_BYTES)
    reading = formats.read(text, shown, format_name)
    if not reading.entries and not reading.unplaced:
        raise _problem(shown, 1, "holds no paper; save one that has titles and abstracts")
    return reading


def _is_dated(reading: Reading, given: DayGiven) -> bool:
    """Return whether each paper of a list states its own day, and nobody another."""
    is_named = reading.date or given.date or given.year
    return not is_named and all("date" in entry.fields for entry in reading.entries)


def resolve_day(header: PartialDate | None, given: DayGiven, shown: str) -> dt.date:
    """Return the day of a capture, from its header and from what the curator says.

    Raises:
        ContentError: they disagree, or the year is in neither.
    """
    if header is None:
        if given.date is None:
            raise _problem(shown, 1, "names no day; add --date YYYY-MM-DD")
        return given.date
    if given.date and given.year and given.date.year != given.year:
        raise CannotRun(f"--date {given.date} and --year {given.year} disagree; leave one out")
    year = header.year or given.year or (given.date and given.date.year)
    if not year:
        example = f"--year 2025 or --date 2025-{header.month:02}-{header.day:02}"
        raise _problem(
            shown, header.line, f"'{header.text}' has no year; add it, such as {example}"
        )
    try:
        day = dt.date(year, header.month, header.day)
    except ValueError:
        raise _problem(
            shown, header.line, f"'{header.text}' is no day of {year}; add --date"
        ) from None
    if (given.date or day) != day or (given.year or year) != year:
        option = f"--date {given.date}" if given.date else f"--year {given.year}"
        stated = f"'{header.text}'"
        if header.year and str(header.year) not in header.text:
            stated += f" of {header.year}"  # as the capture tells elsewhere
        raise _problem(shown, header.line, f"{stated} is not {option}; leave that out or mend it")
    return day


@dataclass
class _Import:
    """One list of papers on its way to the shelf."""

    shelf: Shelf
    origin: Origin
    day: dt.date | None
    new: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    already_there: list[str] = field(default_factory=list)
    remarks: list[Passage] = field(default_factory=list)
    refused: list[Passage] = field(default_factory=list)

    def add(self, found: Entry) -> None:
        title = str(found.fields["title"])
        stated = found.fields.get("date", str(self.day))
        day = self.day or dt.date.fromisoformat(str(stated))
        if str(stated) != str(day):
            remark = f"of {stated} by the capture; imported as of {day}"
            self.remarks.append(Passage(found.line("title"), title, remark))
        try:
            paper = self.shelf.find(found)
            if paper is None:
                self.new.append(self.shelf.create([(found, self.origin)], day).path)
            else:
                self.join(paper, found, day)
        except Refused as refused:
            text = f"{title}\n\n{found.abstract}"
            self.refused.append(Passage(found.line("title"), text, str(refused)))

    def join(self, paper: Paper, found: Entry, day: dt.date) -> None:
        """Merge a record of a paper that the library has, or that stood further up in the list."""
        title, line = str(found.fields["title"]), found.line("title")
        taken = self.shelf.merge(paper, found, self.origin)
        if paper.path in self.new:
            self.remarks.append(Passage(line, title, f"the paper of {paper.path} again"))
            return
        if paper.date != day:
            remark = f"of {day} here; {paper.path} has it on {paper.date}, and keeps that"
            self.remarks.append(Passage(line, title, remark))
        if taken:
            self.changed.setdefault(paper.path, []).extend(taken)
        else:
            self.already_there.append(paper.path)


def _unplaced_file(capture: Path) -> Path:
    return capture.with_name(capture.name + _UNPLACED)


def _is_of_import(capture: Path) -> bool:
    """Return whether an earlier import of a capture left the file beside it.

    Raises:
        CannotRun: the file cannot be read.
    """
    path = _unplaced_file(capture)
    try:
        return path.is_file() and path.read_bytes().startswith(_head(capture).encode())
    except OSError as error:
        raise CannotRun(f"{path}: {error.strerror}; rename the capture or mend rights") from None


def _keep_unplaced(capture: Path, pieces: Sequence[Passage]) -> None:
    parts = [f"line {piece.line}: {piece.remark}\n\n{piece.text}\n" for piece in pieces]
    content = "\n\n".join([_head(capture), *parts]).encode(errors="backslashreplace")
    files.overwrite(_unplaced_file(capture), content)


def _head(capture: Path) -> str:
    return f"What paper-digest could not place in {visible(capture.name)}\n"


def _problem(path: str, line: int, message: str) -> ContentError:
    return ContentError([Problem(path, line, message)])
