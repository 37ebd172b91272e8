"""``papers/``, the tags and the people to a Site: read, check, assemble; every problem at once."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pathspec import GitIgnoreSpec

from generator.core import permalinks
from generator.core.config import Config
from generator.core.errors import CannotRun, ContentError, Problem
from generator.core.model import HandWrittenPage, Paper
from generator.library import cached_papers, people, schema, site, taxonomy
from generator.library import entry_file as entry_reader
from generator.library import hand_written_page as page_reader
from generator.library.people import NO_PEOPLE, People
from generator.library.site import Site, SiteSettings
from generator.library.taxonomy import Taxonomy
from generator.storage import cache, files, processes, tracked_files
from generator.storage import digests as storage_digests
from generator.storage.files import MAX_ENTRY_BYTES, is_hidden, read_text, walk
from generator.text.plain import escape_invisible

_KEPT = "entries"
_WORTH_A_PROCESS = 500
"""Entries whose reading takes longer than the start of a process."""

MAX_CAPTURE_BYTES = 64 * 1024 * 1024


def load(config: Config) -> Site:
    """Return all papers of a project; entries that have not changed are not read again.

    Raises:
        ContentError: every problem of every entry and of the taxonomy, and generated files that
            git tracks.
    """
    return load_with_cache(config)[0]


def load_with_cache(config: Config) -> tuple[Site, Callable[[], None]]:
    """Return all papers of a project, and what keeps them for the next time.

    Raises:
        ContentError: every problem of every entry and of the taxonomy, and generated files that
            git tracks.
    """
    shelf = _Loader(config, problems=tracked_files.find_problems(config.root))
    shelf.read_taxonomy()
    shelf.read_people()
    shelf.read_entries(list(shelf.files(config.papers)))
    for path in shelf.hand_written_pages():
        shelf.read_page(path)
    whole = site.assemble(
        shelf.papers, shelf.tags, shelf.pages, shelf.people, SiteSettings.of(config)
    )
    digests = {path: read.digest for path, read in shelf.entries.items()}
    whole = replace(whole, digests=digests, uncounted_pages=shelf.uncounted_pages)
    found = list(site.find_problems(whole, shelf.line))
    if shelf.tags.tags:  # else every tag would be one more problem, all with the same cause
        shelf.problems += found
    if shelf.problems:
        raise ContentError(shelf.problems)
    return whole, shelf.keep


@dataclass(frozen=True, slots=True)
class _ReadEntry:
    """An entry as it was read: its file's state and digest then, its paper, its problems."""

    state: str
    digest: str = ""
    paper: Paper | None = None
    problems: tuple[Problem, ...] = ()


def _read_kept(found: Mapping[str, tuple[str, str, cached_papers.Row]]) -> Mapping[str, _ReadEntry]:
    return {
        path: _ReadEntry(str(state), str(digest), cached_papers.from_row(row))
        for path, (state, digest, row) in found.items()
    }


@dataclass
class _Loader:
    """What has been read so far, and the problems met."""

    config: Config
    entries: dict[str, _ReadEntry] = field(default_factory=dict)
    papers: list[Paper] = field(default_factory=list)
    pages: list[HandWrittenPage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tags: Taxonomy = field(default_factory=lambda: Taxonomy({}))
    people: People = NO_PEOPLE
    uncounted_pages: int = 0

    def read_taxonomy(self) -> None:
        shown = self.shown(self.config.taxonomy)
        try:
            self.tags = taxonomy.parse(
                read_text(self.config.taxonomy, shown, MAX_ENTRY_BYTES), shown
            )
        except ContentError as error:
            self.problems += error.problems

    def read_people(self) -> None:
        path = self.config.authors
        if not (path.exists() or path.is_symlink()):
            return
        shown = self.shown(path)
        try:
            self.people = people.parse(read_text(path, shown, MAX_ENTRY_BYTES), shown)
        except ContentError as error:
            self.problems += error.problems

    def read_entries(self, found: Sequence[os.DirEntry[str]]) -> None:
        """Read entries: those that changed since they were kept, on all cores."""
        changed = []
        for each in found:
            path = self.shown(Path(each.path))
            kept = self.kept.get(path)
            if kept and kept.state and kept.state == files.file_state(each.stat()):
                self.entries[path] = kept
            else:
                changed.append(Path(each.path))
        for part in processes.run_in_parallel(self.read_part, changed, min_items=_WORTH_A_PROCESS):
            self.entries |= part
        for path in sorted(self.entries):
            read = self.entries[path]
            self.problems += read.problems
            if read.paper:
                self.papers.append(read.paper)

    def read_part(self, paths: Iterable[Path]) -> dict[str, _ReadEntry]:
        return {self.shown(path): self.read_entry(path) for path in paths}

    def read_entry(self, path: Path) -> _ReadEntry:
        shown, before = self.shown(path), path.stat()
        state = files.file_state(before) if files.is_settled(before) else ""
        try:
            text = read_text(path, shown, MAX_ENTRY_BYTES)
            paper, problems = schema.check(entry_reader.parse(text, shown))
        except ContentError as error:
            return _ReadEntry(state, problems=error.problems)
        return _ReadEntry(state, storage_digests.digest(text.encode()), paper, tuple(problems))

    @cached_property
    def kept(self) -> Mapping[str, _ReadEntry]:
        return cache.load(self.config.root, _KEPT, _read_kept)

    def keep(self) -> None:
        """Keep the entries that were read, if any was read anew."""
        if self.entries == self.kept:
            return
        rows = {
            path: (read.state, read.digest, cached_papers.to_row(read.paper))
            for path, read in self.entries.items()
            if read.paper
        }
        cache.save(self.config.root, _KEPT, rows)

    def hand_written_pages(self) -> list[Path]:
        """Return the Markdown files below ``docs/`` that are not generated, sorted."""
        generated = {*permalinks.GENERATED_FOLDERS}
        entries = self.listed(self.config.docs, skip=generated.__contains__)
        return sorted(
            Path(entry.path)
            for entry in entries
            if entry.name.endswith(".md") and not entry.is_dir()
        )

    def read_page(self, path: Path) -> None:
        """Read a hand-written page, if it is one and the site builder will show it."""
        shown, inside = self.shown(path), path.relative_to(self.config.docs).as_posix()
        replaced = path.name == "README.md" and path.with_name("index.md").exists()
        hidden = self.hidden.match_file(inside)
        if replaced or hidden or inside in {permalinks.HOME, "README.md"}:
            return
        if permalinks.html_file(inside).split("/")[0] in permalinks.GENERATED_FOLDERS:
            self.refuse(path, "its address belongs to pages that are made; rename the file")
            return
        if shown != path.relative_to(self.config.root).as_posix():
            self.refuse(path, "its name does not show as it is; rename the file")
            return
        try:
            page = page_reader.parse(read_text(path, shown, MAX_ENTRY_BYTES), inside)
        except ContentError as error:
            self.problems += error.problems
            return
        if page:
            self.pages.append(page)
        else:
            self.uncounted_pages += 1

    @cached_property
    def hidden(self) -> GitIgnoreSpec:
        """What the site builder leaves out: by itself, and by the settings."""
        return GitIgnoreSpec.from_lines([".*", "/templates/", *self.config.excluded])

    def files(self, folder: Path) -> Iterator[os.DirEntry[str]]:
        """Yield the entries below a folder; hidden files belong to editors and are passed over.

        A folder that is not there holds none: git does not keep an empty one.
        """
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise CannotRun(f"{self.shown(folder)}: no folder; put one in its place")
        for found in self.listed(folder, skip=is_hidden):
            path = Path(found.path)
            if found.is_symlink():
                self.refuse(path, "a symbolic link; put the file itself here")
            elif found.is_dir():
                continue
            elif path.suffix != ".md" or not found.is_file():
                self.refuse(path, "no entry; the name of an entry ends in .md")
            else:
                yield found

    def listed(self, folder: Path, skip: Callable[[str], bool]) -> list[os.DirEntry[str]]:
        try:
            return [entry for _, entry in walk(folder, skip=skip)]
        except OSError as error:
            shown = self.shown(Path(error.filename))
            raise CannotRun(f"{shown}: {error.strerror}; give the right to read it") from None

    def refuse(self, path: Path, message: str) -> None:
        self.problems.append(Problem(self.shown(path), 1, message))

    def line(self, paper: Paper, /, *where: str | int) -> int:
        """Return the line of a field; the entry, which was perhaps kept, is read for it."""
        path = self.config.root / paper.path
        if not path.is_file():  # its name does not show as it is
            return 1
        return entry_reader.parse(read_text(path, paper.path, MAX_ENTRY_BYTES), paper.path).line(
            *where
        )

    def shown(self, path: Path) -> str:
        return escape_invisible(path.relative_to(self.config.root).as_posix())
