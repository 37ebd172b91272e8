"""Captures to entries for review: read, match with what is there, propose, write."""

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from generator import identifiers, library, schema, writer
from generator.config import Config
from generator.errors import CannotRun, ContentError, Problem
from generator.model import Entry, HeaderDay, Piece, Reading
from generator.readers import entry as entry_format
from generator.readers import textdump
from generator.tagging import Tagger
from generator.text import match_key, slugify, visible

T = TypeVar("T")
Progress = Callable[[Iterable[T]], Iterable[T]]
"""Passes items on and shows how far they are."""

_NOT_OURS = ("arxiv.org", "doi.org", "dx.doi.org")  # a paper that is cited, or this one
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`。，；：！？（）【】《》「」、“”’]+")
_TRAILING = ".,;:!?'*_"
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com")
_DATA_HOSTS = ("zenodo.org", "kaggle.com", "figshare.com")
_HUB = "huggingface.co"
_HUB_SECTIONS = {"datasets": "data", "spaces": "demo", "papers": "huggingface", "blog": "project"}
_UNPLACED = ".unplaced.txt"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a capture: the day, its parts, and the entries by what was done."""

    day: dt.date
    reading: Reading
    written: tuple[str, ...]
    already_there: tuple[str, ...]
    unplaced: tuple[Piece, ...]
    unplaced_file: Path | None


@dataclass(frozen=True, slots=True)
class DayGiven:
    """The day, or at least the year, that the curator names."""

    date: dt.date | None = None
    year: int | None = None


def import_capture(
    config: Config, capture: Path, given: DayGiven, progress: Progress[Entry]
) -> Imported:
    """Write an entry for each paper of a capture that the library does not have.

    Raises:
        ContentError: the capture has no papers or no sure day, or the library has problems;
            then nothing is written.
        CannotRun: another's file stands where unplaced paragraphs go; then nothing is written.
    """
    shown = visible(str(capture))
    text = library.read_text(capture, shown, library.CAPTURE_BYTES)
    reading = textdump.parse(text, shown)
    if not reading.entries and not reading.unplaced:
        raise _problem(shown, 1, "holds no paper; save the page's text, with titles and abstracts")
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
        unplaced=tuple(unplaced),
        unplaced_file=_keep_unplaced(unplaced_file, capture, unplaced),
    )


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
        raise _problem(
            shown, header.line, f"'{header.text}' is not {option}; leave that out or mend it"
        )
    return day


def links_in(text: str) -> dict[str, str]:
    """Return the addresses that a text names, the first of each kind.

    >>> links_in("Code (https://github.com/a/b). Models: https://huggingface.co/c/d.")
    {'code': 'https://github.com/a/b', 'model': 'https://huggingface.co/c/d'}
    """
    links: dict[str, str] = {}
    for found in _URL.findall(text):
        try:
            url = identifiers.web_url(_without_sentence(found))
        except ValueError:
            continue  # text that only begins like an address
        if _host(url) not in _NOT_OURS:
            links.setdefault(_link_kind(url), url)
    return links


class _Shelf:
    """The library an import adds to: what is there, and where a new entry goes."""

    def __init__(self, config: Config, source: str, day: dt.date) -> None:
        site = library.load(config)
        self.config, self.source, self.day = config, source, day
        self.tagger = Tagger(site.taxonomy)
        self.titles = {match_key(paper.title): paper.path for paper in site.papers}
        self.slugs = {
            slug.casefold() for paper in site.papers for slug in (paper.slug, *paper.aliases)
        }
        self.new: dict[str, str] = {}
        self.already_there: list[str] = []
        self.refused: list[Piece] = []

    def add(self, entry: Entry) -> None:
        title = str(entry.fields["title"])
        if path := self.titles.get(match_key(title)):
            self.already_there.append(path)
            return
        path = f"papers/{self.day.year}/{self.free_slug(title)}.md"
        text = entry_format.render(self.fields(title, entry.abstract), entry.abstract)
        _, problems = schema.check(entry_format.parse(text, path))
        if problems:
            reason = f"not a valid entry: {problems[0].message}"
            self.refused.append(Piece(entry.line("title"), f"{title}\n\n{entry.abstract}", reason))
            return
        self.new[path] = text

    def write(self) -> None:
        for path, text in self.new.items():
            writer.create(self.config.root / path, text)

    def fields(self, title: str, abstract: str) -> dict[str, object]:
        fields: dict[str, object] = {"title": title, "date": self.day}
        if tags := self.tagger.suggest(title, abstract):
            fields["tags"] = tags
        if links := links_in(abstract):
            fields["links"] = links
        return fields | {"source": self.source}

    def free_slug(self, title: str) -> str:
        base = slugify(title) or "untitled"
        slug, number = base, 2
        while slug.casefold() in self.slugs:
            slug, number = f"{base}-{number}", number + 1
        self.slugs.add(slug.casefold())
        return slug


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
    writer.overwrite(path, "\n\n".join([_head(capture), *parts]).encode())
    return path


def _head(capture: Path) -> str:
    return f"What paper-digest could not place in {visible(capture.name)}\n"


def _without_sentence(url: str) -> str:
    while url and (
        url[-1] in _TRAILING or (url[-1] in ")]" and url.count(url[-1]) > _opening(url))
    ):
        url = url[:-1]
    return url


def _opening(url: str) -> int:
    return url.count("(" if url[-1] == ")" else "[")


def _link_kind(url: str) -> str:
    host, path = _host(url), urlsplit(url).path
    if host == _HUB:
        return _HUB_SECTIONS.get(path.split("/")[1] if path else "", "model")
    kinds = {"code": _CODE_HOSTS, "video": _VIDEO_HOSTS, "data": _DATA_HOSTS}
    return next((kind for kind, hosts in kinds.items() if host in hosts), "project")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _problem(path: str, line: int, message: str) -> ContentError:
    return ContentError([Problem(path, line, message)])
