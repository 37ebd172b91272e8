"""Import a list of papers: read it, match its papers with existing ones, stage the changes."""

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
from generator.fetch.client import HttpClient
from generator.intake import huggingface_list
from generator.intake.huggingface_list import Period
from generator.intake.matching import RecordError
from generator.intake.staging import Progress, Staging
from generator.library import load
from generator.library.provenance import CurrentValues
from generator.readers import formats
from generator.readers.reading import PartialDate, Passage, Reading
from generator.storage import files
from generator.text.strings import escape_invisible

_UNPLACED_SUFFIX = ".unplaced.txt"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The staged changes of an import. Nothing is written until ``write`` is called.

    Attributes:
        day: The day of the digest; ``None`` if each paper in the list has its own date.
        reading: What the reader extracted from the list.
        staging: The staged changes.
        created: The paths of new entries.
        updated: The names of the changed values, by the path of the entry.
        unchanged: The paths of existing entries without changes.
        remarks: Remarks on papers, such as one that is in the list twice.
        unplaced: Text and papers that the import could not assign.
        capture: The imported file, if any.
    """

    day: dt.date | None
    reading: Reading
    staging: Staging
    created: tuple[str, ...]
    updated: Mapping[str, Sequence[str]]
    unchanged: tuple[str, ...]
    remarks: tuple[Passage, ...]
    unplaced: tuple[Passage, ...]
    capture: Path | None = None

    @property
    def unplaced_file(self) -> Path | None:
        """The file for unplaced text; ``None`` if all text is assigned or there is no capture."""
        return _unplaced_file(self.capture) if self.capture and self.unplaced else None

    def write(self) -> None:
        """Write the entries, and the file for unplaced text next to the capture.

        Raises:
            CannotRun: An entry was edited after it was read, in which case nothing is written; or
                a file cannot be written.
        """
        self.staging.write()
        if self.capture and self.unplaced:
            _write_unplaced(self.capture, self.unplaced)
        elif self.capture and _is_from_import(self.capture):
            files.remove(_unplaced_file(self.capture))


@dataclass(frozen=True, slots=True)
class DateOptions:
    """The options ``--date`` and ``--year`` of an import."""

    date: dt.date | None = None
    year: int | None = None


def import_capture(
    config: Config,
    capture: Path,
    options: DateOptions,
    progress: Progress[Entry],
    format_name: str | None = None,
) -> ImportResult:
    """Read a capture and stage its papers.

    Args:
        config: The project's configuration.
        capture: The file, in one of ``formats.FORMATS``.
        options: The date options of the import.
        progress: Shows the progress of the import.
        format_name: The format; by default it is detected from the content.

    Raises:
        ContentError: The capture has no papers, no unambiguous date or an unknown format, or the
            existing entries have problems.
        CannotRun: The file for unplaced text exists and is not from an import.
    """
    name = escape_invisible(str(capture))
    reading = _read(capture, name, format_name)
    day = None if _has_own_dates(reading, options) else resolve_day(reading.date, options, name)
    origin = Origin(escape_invisible(capture.name), clock.today())
    result = replace(stage(Staging(config), reading, origin, day, progress), capture=capture)
    is_from_import, path = _is_from_import(capture), result.unplaced_file
    if path and not is_from_import and os.path.lexists(path):
        raise CannotRun(f"{path}: already exists; move it elsewhere and run the command again")
    return result


def import_huggingface_list(
    config: Config, client: HttpClient, period: Period, progress: Progress[Entry]
) -> ImportResult:
    """Request Hugging Face's list of papers for a period, and stage its papers.

    Raises:
        ContentError: The existing entries have problems.
        CannotRun: Hugging Face did not respond, or sent an unexpected response.
    """
    staging = Staging(config)
    imported_before = _count_imported(staging, period)
    reading, origin = huggingface_list.request_list(client, period, imported_before)
    return stage(staging, reading, origin, None, progress)


def resolve_day(header: PartialDate | None, options: DateOptions, name: str) -> dt.date:
    """Return the day of a capture, from its header and the curator's options.

    Args:
        header: The date in the capture, if any.
        options: The date options of the import.
        name: The capture's name, for messages.

    Raises:
        ContentError: The header and the options disagree, or the year is unknown.
        CannotRun: The options disagree.
    """
    if header is None:
        if options.date is None:
            raise _problem(name, 1, "no date found; add --date YYYY-MM-DD")
        return options.date
    if options.date and options.year and options.date.year != options.year:
        raise CannotRun(f"--date {options.date} and --year {options.year} disagree; omit one")
    year = header.year or options.year or (options.date and options.date.year)
    if not year:
        raise _problem(name, header.line, f"'{header.text}' has no year; add --year YYYY")
    try:
        day = dt.date(year, header.month, header.day)
    except ValueError:
        fault = f"'{header.text}' is not a date in {year}"
        raise _problem(name, header.line, f"{fault}; add --date YYYY-MM-DD") from None
    if (options.date or day) != day or (options.year or year) != year:
        option = f"--date {options.date}" if options.date else f"--year {options.year}"
        date = f"'{header.text}'"
        if header.year and str(header.year) not in header.text:
            date += f" of {header.year}"  # the year is elsewhere in the capture
        raise _problem(name, header.line, f"{date} contradicts {option}; omit or correct it")
    return day


def stage(
    staging: Staging,
    reading: Reading,
    origin: Origin,
    day: dt.date | None,
    progress: Progress[Entry],
) -> ImportResult:
    """Stage the papers of a list: create entries for new papers, merge the others.

    Args:
        staging: Collects the changes; nothing is written.
        reading: The list.
        origin: The source of the list, and the day.
        day: The day of all papers; ``None`` if each paper has its own date.
        progress: Shows the progress of the import.
    """
    importer = _Importer(staging, origin, day)
    for record in progress(reading.entries):
        importer.add(record)
    unplaced = sorted((*reading.unplaced, *importer.rejected), key=lambda passage: passage.line)
    return ImportResult(
        day=day,
        reading=reading,
        staging=staging,
        created=tuple(importer.created),
        updated=importer.updated,
        unchanged=tuple(path for path in importer.unchanged if path not in importer.updated),
        remarks=tuple(importer.remarks),
        unplaced=tuple(unplaced),
    )


def _read(capture: Path, name: str, format_name: str | None) -> Reading:
    text = files.read_text(capture, name, load.MAX_CAPTURE_BYTES)
    reading = formats.read(text, name, format_name)
    if not reading.entries and not reading.unplaced:
        raise _problem(name, 1, "no papers found; save a page with titles and abstracts")
    return reading


def _has_own_dates(reading: Reading, options: DateOptions) -> bool:
    """Return whether each paper has a date, and neither header nor options give a common one."""
    has_common_date = reading.date or options.date or options.year
    return not has_common_date and all("date" in entry.fields for entry in reading.entries)


def _count_imported(staging: Staging, period: Period) -> int:
    """Return how many papers of a period come from Hugging Face."""
    return sum(
        period.first <= paper.date <= period.last
        and bool(CurrentValues.from_paper(paper).fingerprint_from(huggingface.SERVICE, "title"))
        for paper in staging.papers.values()
    )


@dataclass
class _Importer:
    """Stages the papers of one list and records what happens to each."""

    staging: Staging
    origin: Origin
    day: dt.date | None
    created: list[str] = field(default_factory=list)
    updated: dict[str, list[str]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    remarks: list[Passage] = field(default_factory=list)
    rejected: list[Passage] = field(default_factory=list)

    def add(self, record: Entry) -> None:
        """Create or update the entry for a record; a rejected record becomes unplaced text."""
        title = str(record.fields["title"])
        stated = record.fields.get("date", str(self.day))
        day = self.day or dt.date.fromisoformat(str(stated))
        if str(stated) != str(day):
            self._remark(record, f"dated {stated} in the capture; imported with the date {day}")
        try:
            paper = self.staging.find(record)
            if paper is None:
                created = self.staging.create([(record, self.origin)], day)
                self.created.append(created.path)
            else:
                self._merge(paper, record, day)
        except RecordError as error:
            text = f"{title}\n\n{record.abstract}"
            self.rejected.append(Passage(record.line("title"), text, str(error)))

    def _merge(self, paper: Paper, record: Entry, day: dt.date) -> None:
        """Merge a record into an existing entry, or into one from earlier in the list."""
        changes = self.staging.merge(paper, record, self.origin)
        if paper.path in self.created:
            self._remark(record, f"same paper as {paper.path}")
            return
        if paper.date != day:
            self._remark(
                record, f"dated {day} in this list; the date in {paper.path} is still {paper.date}"
            )
        if changes:
            self.updated.setdefault(paper.path, []).extend(changes)
        else:
            self.unchanged.append(paper.path)

    def _remark(self, record: Entry, remark: str) -> None:
        self.remarks.append(Passage(record.line("title"), str(record.fields["title"]), remark))


def _unplaced_file(capture: Path) -> Path:
    return capture.with_name(capture.name + _UNPLACED_SUFFIX)


def _is_from_import(capture: Path) -> bool:
    """Return whether the file for unplaced text is from an earlier import of the capture.

    Raises:
        CannotRun: The file cannot be read.
    """
    path = _unplaced_file(capture)
    try:
        return path.is_file() and path.read_bytes().startswith(_heading(capture).encode())
    except OSError as error:
        advice = "rename the capture or change the file's permissions"
        raise CannotRun(f"{path}: {error.strerror}; {advice}") from None


def _write_unplaced(capture: Path, passages: Sequence[Passage]) -> None:
    blocks = [f"line {passage.line}: {passage.remark}\n\n{passage.text}\n" for passage in passages]
    content = "\n\n".join([_heading(capture), *blocks]).encode(errors="backslashreplace")
    files.overwrite(_unplaced_file(capture), content)


def _heading(capture: Path) -> str:
    name = escape_invisible(capture.name)
    return f"Text from {name} that paper-digest could not assign to a paper\n"


def _problem(path: str, line: int, message: str) -> ContentError:
    return ContentError([Problem(path, line, message)])
