"""Captures to entries for review: read, match with what is there, propose, write."""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from generator import formats, library, schema, writer
from generator.addresses import links_in
from generator.config import Config
from generator.errors import CannotRun, ContentError, Problem
from generator.model import Entry, HeaderDay, Paper, Piece, Reading
from generator.readers import entry as entry_format
from generator.tagging import Tagger
from generator.text import match_key, slugify, visible

T = TypeVar("T")
Progress = Callable[[Iterable[T]], Iterable[T]]
"""Passes items on and shows how far they are."""

_IDENTIFIERS = ("arxiv", "doi", "openreview", "acl")
_KEYWORDS = "keywords"  # what readers say for the proposal of tags; no field of an entry
_DATES, _NUMBERS = ("published", "updated"), ("upvotes",)
_UNPLACED = ".unplaced.txt"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a capture: the day, its parts, and the entries by what was done."""

    day: dt.date
    reading: Reading
    written: tuple[str, ...]
    already_there: tuple[str, ...]
    remarks: tuple[Piece, ...]
    unplaced: tuple[Piece, ...]
    unplaced_file: Path | None


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
    """Write an entry for each paper of a capture that the library does not have.

    Args:
        config: the project.
        capture: the file, in one of ``formats.FORMATS``.
        given: what the curator says of its day.
        progress: shows how far the import is.
        format_name: the format, where the content is not to tell it.

    Raises:
        ContentError: the capture has no papers, no sure day or no format that is known, or the
            library has problems; then nothing is written.
        CannotRun: another's file stands where unplaced paragraphs go; then nothing is written.
    """
    shown = visible(str(capture))
    reading = _read(capture, shown, format_name)
    day = resolve_day(reading.day, given, shown)
    shelf = _Shelf(config, visible(capture.name), day)
    for entry in progress(reading.entries):
        shelf.add(entry)
    unplaced = sorted((*reading.unplaced, *shelf.refused), key=lambda piece: piece.line)
    unplaced_file = _unplaced_file(capture, unplaced)
    shelf.write()
    return Imported(
        day=day,
        reading=reading,
        written=tuple(shelf.new),
        already_there=tuple(shelf.already_there),
        remarks=tuple(shelf.remarks),
        unplaced=tuple(unplaced),
        unplaced_file=_keep_unplaced(unplaced_file, capture, unplaced),
    )


def _read(capture: Path, shown: str, format_name: str | None) -> Reading:
    text = library.read_text(capture, shown, library.CAPTURE_BYTES)
    reading = formats.read(text, shown, format_name)
    if not reading.entries and not reading.unplaced:
        raise _problem(shown, 1, "holds no paper; save one that has titles and abstracts")
    return reading


def resolve_day(header: HeaderDay | None, given: DayGiven, shown: str) -> dt.date:
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


class _Shelf:
    """The library an import adds to: what is there, and where a new entry goes."""

    def __init__(self, config: Config, source: str, day: dt.date) -> None:
        site = library.load(config)
        self.config, self.source, self.day = config, source, day
        self.tagger = Tagger(site.taxonomy)
        self.known = {key: paper.path for paper in site.papers for key in _keys_of(paper)}
        self.arxiv = {paper.path: paper.arxiv for paper in site.papers if paper.arxiv}
        self.slugs = {
            slug.casefold() for paper in site.papers for slug in (paper.slug, *paper.aliases)
        }
        self.new: dict[str, str] = {}
        self.already_there: list[str] = []
        self.remarks: list[Piece] = []
        self.refused: list[Piece] = []

    def add(self, entry: Entry) -> None:
        title = str(entry.fields["title"])
        keys = list(_keys(title, entry.fields))
        if (day := entry.fields.get("date", str(self.day))) != str(self.day):
            remark = f"of {day} by the capture; imported as of {self.day}"
            self.remarks.append(Piece(entry.line("title"), title, remark))
        if path := next((self.known[key] for key in keys if key in self.known), None):
            self.leave(entry, path)
            return
        path = f"papers/{self.day.year}/{self.free_slug(title, entry.fields.get('arxiv'))}.md"
        text = entry_format.render(self.fields(title, entry), entry.abstract)
        paper, problems = schema.check(entry_format.parse(text, path))
        if problems:
            self.refuse(entry, f"not a valid entry: {problems[0].message}")
            return
        self.new[path] = text
        self.known |= dict.fromkeys(keys, path)
        if paper.arxiv:
            self.arxiv[path] = paper.arxiv

    def leave(self, entry: Entry, path: str) -> None:
        """Note a paper that the library has, or that stood further up in the capture."""
        known = self.arxiv.get(path)
        if known and entry.fields.get("arxiv", known) != known:
            self.refuse(entry, f"has the title of {path}, but another arXiv id; one may be wrong")
        elif path in self.new:
            title = str(entry.fields["title"])
            self.remarks.append(Piece(entry.line("title"), title, f"the paper of {path} again"))
        else:
            self.already_there.append(path)

    def refuse(self, entry: Entry, reason: str) -> None:
        text = f"{entry.fields['title']}\n\n{entry.abstract}"
        self.refused.append(Piece(entry.line("title"), text, reason))

    def write(self) -> None:
        for path, text in self.new.items():
            writer.create(self.config.root / path, text)

    def fields(self, title: str, entry: Entry) -> dict[str, object]:
        """Return the fields of an entry, with what is proposed, in the order of all entries."""
        named = (name for name in entry.fields if name != _KEYWORDS)
        stated = {name: _bare(name, entry.fields[name]) for name in named}
        fields: dict[str, object] = {"source": self.source, **stated, "date": self.day}
        keywords = entry.fields.get(_KEYWORDS, [])
        words = ". ".join([title, *map(str, keywords if isinstance(keywords, list) else [])])
        if tags := self.tagger.suggest(words, entry.abstract):
            fields["tags"] = tags
        given = entry.fields.get("links", {})
        if links := links_in(entry.abstract) | (given if isinstance(given, dict) else {}):
            fields["links"] = links
        return {name: fields[name] for name in schema.FIELDS if name in fields}

    def free_slug(self, title: str, arxiv: object) -> str:
        """Return a slug that is free: the arXiv id, else that of the title."""
        base = str(arxiv).replace("/", "-") if arxiv else slugify(title) or "untitled"
        slug, number = base, 2
        while slug.casefold() in self.slugs:
            slug, number = f"{base}-{number}", number + 1
        self.slugs.add(slug.casefold())
        return slug


def _bare(name: str, value: object) -> object:
    """Return a date or a number as such, so that it is written without quotes."""
    try:
        if name in _DATES:
            return schema.date(str(value))
        return int(str(value)) if name in _NUMBERS else value
    except ValueError:
        return value  # schema says what is wrong with it


def _keys_of(paper: Paper) -> Iterator[str]:
    yield from _keys(paper.title, {name: getattr(paper, name) for name in _IDENTIFIERS})


def _keys(title: str, fields: Mapping[str, object]) -> Iterator[str]:
    """Yield by what a paper is known: its identifiers, its title up to case and punctuation."""
    for name in _IDENTIFIERS:
        if value := fields.get(name):
            yield f"{name}: {str(value).casefold()}"
    yield f"title: {match_key(title)}"


def _unplaced_file(capture: Path, pieces: list[Piece]) -> Path | None:
    """Return the file for unplaced pieces, or None where there is neither such a file nor a piece.

    Raises:
        CannotRun: a file of that name is not an import's of this capture, or cannot be read.
    """
    path = capture.with_name(capture.stem + _UNPLACED)
    try:
        ours = path.is_file() and path.read_bytes().startswith(_head(capture).encode())
    except OSError as error:
        raise CannotRun(f"{path}: {error.strerror}; rename the capture or mend rights") from None
    if pieces and not ours and os.path.lexists(path):
        raise CannotRun(f"{path}: is already there; move it away and run again")
    return path if pieces or ours else None


def _keep_unplaced(path: Path | None, capture: Path, pieces: list[Piece]) -> Path | None:
    if path is None or not pieces:
        if path:
            writer.remove(path)
        return None
    parts = [f"line {piece.line}: {piece.remark}\n\n{piece.text}\n" for piece in pieces]
    writer.overwrite(path, "\n\n".join([_head(capture), *parts]).encode(errors="backslashreplace"))
    return path


def _head(capture: Path) -> str:
    return f"What paper-digest could not place in {visible(capture.name)}\n"


def _problem(path: str, line: int, message: str) -> ContentError:
    return ContentError([Problem(path, line, message)])
