"""Read and check a project: ``papers/``, ``taxonomy.yml``, ``authors.yml``, hand-written pages."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pathspec import GitIgnoreSpec

from generator.core import permalinks
from generator.core.config import Config
from generator.core.errors import CannotRun, ContentError, Problem
from generator.core.model import HandWrittenPage, Paper
from generator.library import (
    cached_papers,
    entry_file,
    hand_written_page,
    people,
    schema,
    site,
    taxonomy,
)
from generator.library.people import NO_PEOPLE, People
from generator.library.site import Site, SiteSettings
from generator.library.taxonomy import Taxonomy
from generator.storage import cache, files, git_tracked_files, hashes, parallel
from generator.storage.files import MAX_ENTRY_BYTES, is_hidden, read_text, walk
from generator.text.strings import escape_invisible

MAX_CAPTURE_BYTES = 64 * 1024 * 1024
"""The maximum size of an imported file, in bytes."""

_CACHE_NAME = "entries"
_MIN_ENTRIES_PER_PROCESS = 500

_T = TypeVar("_T")


def load(config: Config) -> Site:
    """Read and check a project. Entries that have not changed come from the cache.

    Args:
        config: The project.

    Returns:
        The site.

    Raises:
        ContentError: Entries, tags, authors or pages have problems, or git tracks generated
            files. The error lists all problems.
        CannotRun: A file or folder cannot be read.
    """
    return load_with_cache(config)[0]


def load_with_cache(config: Config) -> tuple[Site, Callable[[], None]]:
    """Read and check a project, as ``load`` does.

    Args:
        config: The project.

    Returns:
        The site, and a function that updates the cache.

    Raises:
        ContentError: See ``load``.
        CannotRun: See ``load``.
    """
    loader = _Loader(config, problems=git_tracked_files.find_problems(config.root))
    loader.read_taxonomy()
    loader.read_people()
    loader.read_entries(list(loader.find_entries(config.papers)))
    for path in loader.find_pages():
        loader.read_page(path)
    loaded = replace(
        site.assemble(
            loader.papers,
            loader.tags,
            loader.pages,
            loader.people,
            SiteSettings.from_config(config),
        ),
        digests={path: entry.digest for path, entry in loader.entries.items()},
        uncounted_pages=loader.uncounted_pages,
    )
    problems = list(site.find_problems(loaded, loader.line))
    if loader.tags.tags:  # without a valid taxonomy, every tag would be reported as unknown
        loader.problems += problems
    if loader.problems:
        raise ContentError(loader.problems)
    return loaded, loader.update_cache


@dataclass(frozen=True, slots=True)
class _ReadEntry:
    """The result of reading an entry.

    Attributes:
        state: The file's state when it was read; empty if the file may still be changing.
        digest: The digest of its text.
        paper: The paper, or None if the entry could not be parsed.
        problems: The entry's problems.
    """

    state: str
    digest: str = ""
    paper: Paper | None = None
    problems: tuple[Problem, ...] = ()


def _from_cache(rows: Mapping[str, tuple[str, str, cached_papers.Row]]) -> Mapping[str, _ReadEntry]:
    return {
        path: _ReadEntry(str(state), str(digest), cached_papers.from_row(row))
        for path, (state, digest, row) in rows.items()
    }


@dataclass
class _Loader:
    """Reads the files of a project, and collects their problems."""

    config: Config
    entries: dict[str, _ReadEntry] = field(default_factory=dict)
    papers: list[Paper] = field(default_factory=list)
    pages: list[HandWrittenPage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tags: Taxonomy = field(default_factory=lambda: Taxonomy({}))
    people: People = NO_PEOPLE
    uncounted_pages: int = 0

    def read_taxonomy(self) -> None:
        self.tags = self.parse(taxonomy.parse, self.config.taxonomy) or self.tags

    def read_people(self) -> None:
        path = self.config.authors
        if path.exists() or path.is_symlink():
            self.people = self.parse(people.parse, path) or self.people

    def parse(self, parse: Callable[[str, str], _T], path: Path) -> _T | None:
        """Return a parsed file, or None if it has problems."""
        name = self.name(path)
        try:
            return parse(read_text(path, name, MAX_ENTRY_BYTES), name)
        except ContentError as error:
            self.problems += error.problems
            return None

    def find_entries(self, folder: Path) -> Iterator[os.DirEntry[str]]:
        """Yield the files of entries, except hidden files, which editors create.

        The folder may be missing, because git does not track empty folders.
        """
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise CannotRun(f"{self.name(folder)}: not a folder; replace it with a folder")
        for file in self.walk(folder, skip=is_hidden):
            path = Path(file.path)
            if file.is_symlink():
                self.report(path, "a symbolic link; replace it with the file itself")
            elif file.is_dir():
                continue
            elif path.suffix != ".md" or not file.is_file():
                self.report(path, "not an entry; move it, or give it a name that ends in .md")
            else:
                yield file

    def read_entries(self, entry_files: Sequence[os.DirEntry[str]]) -> None:
        """Read the entries that are not in the cache or have changed, on all cores."""
        changed = []
        for file in entry_files:
            name = self.name(Path(file.path))
            cached = self.cached.get(name)
            if cached and cached.state and cached.state == files.file_state(file.stat()):
                self.entries[name] = cached
            else:
                changed.append(Path(file.path))
        for entries in parallel.run_in_parallel(
            self.read_each, changed, min_items=_MIN_ENTRIES_PER_PROCESS
        ):
            self.entries |= entries
        for name in sorted(self.entries):
            entry = self.entries[name]
            self.problems += entry.problems
            if entry.paper:
                self.papers.append(entry.paper)

    def read_each(self, paths: Iterable[Path]) -> dict[str, _ReadEntry]:
        return {self.name(path): self.read_entry(path) for path in paths}

    def read_entry(self, path: Path) -> _ReadEntry:
        name, status = self.name(path), path.stat()
        state = files.file_state(status) if files.is_settled(status) else ""
        try:
            text = read_text(path, name, MAX_ENTRY_BYTES)
            paper, problems = schema.check(entry_file.parse(text, name))
        except ContentError as error:
            return _ReadEntry(state, problems=error.problems)
        return _ReadEntry(state, hashes.digest(text.encode()), paper, tuple(problems))

    @cached_property
    def cached(self) -> Mapping[str, _ReadEntry]:
        return cache.load(self.config.root, _CACHE_NAME, _from_cache)

    def update_cache(self) -> None:
        if self.entries == self.cached:
            return
        rows = {
            name: (entry.state, entry.digest, cached_papers.to_row(entry.paper))
            for name, entry in self.entries.items()
            if entry.paper
        }
        cache.save(self.config.root, _CACHE_NAME, rows)

    def find_pages(self) -> list[Path]:
        """Return the Markdown files below ``docs/`` that are not generated, sorted."""
        generated = {*permalinks.GENERATED_FOLDERS}
        return sorted(
            Path(file.path)
            for file in self.walk(self.config.docs, skip=generated.__contains__)
            if file.name.endswith(".md") and not file.is_dir()
        )

    def read_page(self, path: Path) -> None:
        """Read a hand-written page, unless the site builder excludes it."""
        name, docs_path = self.name(path), path.relative_to(self.config.docs).as_posix()
        is_replaced = path.name == "README.md" and path.with_name("index.md").exists()
        is_excluded = self.excluded.match_file(docs_path)
        if is_replaced or is_excluded or docs_path in {permalinks.HOME, "README.md"}:
            return
        if permalinks.html_file(docs_path).split("/")[0] in permalinks.GENERATED_FOLDERS:
            self.report(path, "its URL is reserved for generated pages; rename the file")
            return
        if name != path.relative_to(self.config.root).as_posix():
            self.report(path, "its name contains an invisible or invalid character; rename it")
            return
        try:
            page = hand_written_page.parse(read_text(path, name, MAX_ENTRY_BYTES), docs_path)
        except ContentError as error:
            self.problems += error.problems
            return
        if page:
            self.pages.append(page)
        else:
            self.uncounted_pages += 1

    @cached_property
    def excluded(self) -> GitIgnoreSpec:
        """The files of ``docs/`` that the site builder excludes, by default and by setting."""
        return GitIgnoreSpec.from_lines([".*", "/templates/", *self.config.excluded])

    def walk(self, folder: Path, skip: Callable[[str], bool]) -> list[os.DirEntry[str]]:
        try:
            return [file for _, file in walk(folder, skip=skip)]
        except OSError as error:
            name = self.name(Path(error.filename))
            raise CannotRun(f"{name}: {error.strerror}; make it readable") from None

    def report(self, path: Path, message: str) -> None:
        self.problems.append(Problem(self.name(path), 1, message))

    def line(self, paper: Paper, /, *keys: str | int) -> int:
        """Return the line of a value; the entry is read again, because the cache has no lines."""
        path = self.config.root / paper.path
        if not path.is_file():  # its name contains an escaped character
            return 1
        text = read_text(path, paper.path, MAX_ENTRY_BYTES)
        return entry_file.parse(text, paper.path).line(*keys)

    def name(self, path: Path) -> str:
        """Return a path for messages: relative to the project, invisible characters escaped."""
        return escape_invisible(path.relative_to(self.config.root).as_posix())
