"""``papers/`` and ``taxonomy.yml`` to a Site: read, check, assemble; every problem at once."""

import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pathspec import GitIgnoreSpec

from generator import permalinks, schema, site, taxonomy
from generator.config import Config
from generator.errors import CannotRun, ContentError, Problem
from generator.model import Entry, OwnPage, Paper
from generator.readers import entry as entry_reader
from generator.readers import page as page_reader
from generator.site import Site
from generator.taxonomy import Taxonomy
from generator.text import visible

_LUNR_JS = ("contrib", "search", "templates", "search", "lunr.js")

ENTRY_BYTES = 256 * 1024
CAPTURE_BYTES = 64 * 1024 * 1024


def load(config: Config) -> Site:
    """Return all papers of a project.

    Raises:
        ContentError: every problem of every entry and of the taxonomy.
    """
    shelf = _Shelf(config)
    shelf.read_taxonomy()
    for path in shelf.files(config.papers):
        shelf.read_entry(path)
    for path in sorted(config.docs.rglob("*.md")):
        shelf.read_page(path)
    whole = site.assemble(shelf.papers, shelf.tags, shelf.pages)
    found = list(site.problems(whole, shelf.line))
    if shelf.tags.tags:  # else every tag would be one more problem, all with the same cause
        shelf.problems += found
    if shelf.problems:
        raise ContentError(shelf.problems)
    return whole


def lunr_js() -> str:
    """Return the source of lunr.js, as the site builder ships it."""
    mkdocs = importlib.util.find_spec("mkdocs")
    folders = mkdocs and mkdocs.submodule_search_locations
    if not folders:
        raise CannotRun("mkdocs is not installed; run 'make site', which installs it")
    return Path(folders[0], *_LUNR_JS).read_text(encoding="utf-8")


def read_text(path: Path, shown: str, limit: int) -> str:
    """Return the text of a UTF-8 file of at most ``limit`` bytes, without a byte-order mark.

    Raises:
        CannotRun: there is no such file, or it cannot be read.
        ContentError: it is too large, or not UTF-8 (with the line of the first bad byte).
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= limit and path.is_file() else b""
    except OSError as error:
        raise CannotRun(f"{shown}: {error.strerror}; name a file that can be read") from None
    if not path.is_file():
        raise CannotRun(f"{shown}: not a file; save the text to one and name it")
    if size > limit:
        message = (
            f"{size:,} bytes; a file here may have at most {limit:,}: leave out what is no text"
        )
        raise ContentError([Problem(shown, 1, message)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise ContentError([Problem(shown, line, message)]) from None


@dataclass
class _Shelf:
    """What has been read so far, and the problems met."""

    config: Config
    entries: dict[str, Entry] = field(default_factory=dict)
    papers: list[Paper] = field(default_factory=list)
    pages: list[OwnPage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tags: Taxonomy = field(default_factory=lambda: Taxonomy({}))

    def read_taxonomy(self) -> None:
        shown = self.shown(self.config.taxonomy)
        try:
            self.tags = taxonomy.parse(read_text(self.config.taxonomy, shown, ENTRY_BYTES), shown)
        except ContentError as error:
            self.problems += error.problems

    def read_entry(self, path: Path) -> None:
        shown = self.shown(path)
        try:
            entry = entry_reader.parse(read_text(path, shown, ENTRY_BYTES), shown)
        except ContentError as error:
            self.problems += error.problems
            return
        paper, found = schema.check(entry)
        self.entries[shown] = entry
        self.papers.append(paper)
        self.problems += found

    def read_page(self, path: Path) -> None:
        """Read a hand-written page, if it is one and the site builder will show it."""
        shown, inside = self.shown(path), path.relative_to(self.config.docs).as_posix()
        generated = inside.split("/")[0] in permalinks.GENERATED_FOLDERS
        replaced = path.name == "README.md" and path.with_name("index.md").exists()
        hidden = self.hidden.match_file(inside)
        if generated or replaced or hidden or inside in {permalinks.HOME, "README.md"}:
            return
        if shown != path.relative_to(self.config.root).as_posix():
            self.refuse(path, "its name does not show as it is; rename the file")
            return
        try:
            page = page_reader.parse(read_text(path, shown, ENTRY_BYTES), inside)
        except ContentError as error:
            self.problems += error.problems
            return
        self.pages += [page] if page else []

    @cached_property
    def hidden(self) -> GitIgnoreSpec:
        """What the site builder leaves out: by itself, and by the settings."""
        return GitIgnoreSpec.from_lines([".*", "/templates/", *self.config.excluded])

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield the entries below a folder; hidden files belong to editors and are passed over.

        A folder that is not there holds none: git does not keep an empty one.
        """
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise CannotRun(f"{self.shown(folder)}: no folder; put one in its place")
        folders = [folder] if folder.exists() else []
        while folders:
            for found in sorted(self.listed(folders.pop()), key=lambda each: each.name):
                path = Path(found.path)
                if found.is_symlink():
                    self.refuse(path, "a symbolic link; put the file itself here")
                elif found.is_dir():
                    folders.append(path)
                elif path.suffix != ".md" or not found.is_file():
                    self.refuse(path, "no entry; the name of an entry ends in .md")
                else:
                    yield path

    def listed(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as listed:
                return [found for found in listed if not found.name.startswith(".")]
        except OSError as error:
            raise CannotRun(
                f"{self.shown(folder)}: {error.strerror}; give the right to read it"
            ) from None

    def refuse(self, path: Path, message: str) -> None:
        self.problems.append(Problem(self.shown(path), 1, message))

    def line(self, paper: Paper, /, *where: str | int) -> int:
        return self.entries[paper.path].line(*where)

    def shown(self, path: Path) -> str:
        return visible(path.relative_to(self.config.root).as_posix())
