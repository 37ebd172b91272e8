"""Whether a build would change nothing: by the states of all its files, without reading them.

Reading, rendering and comparing ten thousand papers takes seconds even where nothing changed;
asking the disk for sizes and times takes tenths of one.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from generator.core import permalinks
from generator.core.config import SETTINGS_FILE, Config
from generator.publish.docs_writer import MANIFEST
from generator.storage import cache, digests, tracked_files
from generator.storage import files as storage_files
from generator.storage.files import is_hidden, walk

_KEPT = "seen"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many files, pages and papers there are."""

    files: int
    pages: int
    papers: int


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the last build made of which sources, by the digests of their states."""

    sources: str
    made: str
    counts: Counts


def _read_kept(found: Mapping[str, Any]) -> _Kept | None:
    counts = found and {name: int(count) for name, count in found["counts"].items()}
    return _Kept(str(found["sources"]), str(found["made"]), Counts(**counts)) if counts else None


class Look:
    """The sources as they are before a build; afterwards they may be others."""

    def __init__(self, config: Config) -> None:
        """Look at the sources, and at what is known of the last build."""
        self.config = config
        self.is_settled = not config.has_unlisted_inputs
        try:
            self.sources = _digest(self._sources())
        except OSError:  # a file that is gone or refused: the build says what is wrong
            self.sources, self.is_settled = "", False
        self.kept = cache.load(config.root, _KEPT, _read_kept)

    def unchanged(self) -> Counts | None:
        """Return what there is, if the last build made it of these same sources.

        Where git tracks generated files, nobody knows who made them.
        """
        kept = self.kept
        if kept is None or not self.is_settled or kept.sources != self.sources:
            return None
        if kept.made != _digest(self._made()) or tracked_files.find_problems(self.config.root):
            return None
        return kept.counts

    def keep(self, docs: Mapping[str, str], site: Mapping[str, str], counts: Counts) -> None:
        """Keep what the build has made of the sources, for the next look.

        Args:
            docs: the states of the files made in ``docs/``, by their paths there.
            site: those of the files in ``site/``.
            counts: how many there are.
        """
        made = _digest(chain(_stated(self.config.docs, docs), _stated(self.config.site, site)))
        known = {"sources": self.sources, "made": made, "counts": asdict(counts)}
        cache.save(self.config.root, _KEPT, known if self.is_settled else {})

    def _sources(self) -> Iterator[str]:
        config = self.config
        text = (config.root / SETTINGS_FILE).read_text(encoding="utf-8-sig")
        named = {"SOURCE_DATE_EPOCH", *re.findall(r"\w+", text)}  # by !ENV, in whatever form
        yield from (f"{name} {os.environ[name]}" for name in named & os.environ.keys())
        for path in (config.root / SETTINGS_FILE, config.taxonomy, config.authors):
            if path.is_file():
                yield self._source(path.name, path.stat())
        for folder in (config.papers, config.theme):
            if folder:
                yield from self._sources_in(walk(folder))
        made = {*permalinks.GENERATED_FOLDERS, *permalinks.GENERATED_FILES, MANIFEST}
        yield from self._sources_in(walk(config.docs, skip=made.__contains__))

    def _sources_in(self, entries: Iterable[tuple[str, os.DirEntry[str]]]) -> Iterator[str]:
        for _, entry in entries:
            self.is_settled &= not entry.is_symlink()
            if not entry.is_dir(follow_symlinks=False):
                yield self._source(entry.path, entry.stat())

    def _source(self, name: str, found: os.stat_result) -> str:
        self.is_settled &= storage_files.is_settled(found)
        return f"{name} {storage_files.file_state(found)}"

    def _made(self) -> Iterator[str]:
        docs, site = self.config.docs, self.config.site
        for name in permalinks.GENERATED_FILES:
            if (docs / name).is_file():
                yield f"{docs / name} {storage_files.file_state((docs / name).stat())}"
        for folder in permalinks.GENERATED_FOLDERS:
            yield from _states(docs / folder, skip=is_hidden)
        yield from _states(site, skip=lambda path: path.startswith("."))


def _digest(states: Iterable[str]) -> str:
    return digests.digest("\n".join(sorted(states)).encode("utf-8", "surrogateescape"))


def _stated(folder: Path, states: Mapping[str, str]) -> Iterator[str]:
    shown = ((path, state) for path, state in states.items() if not path.startswith("."))
    return (f"{folder}/{path} {state}" for path, state in shown)


def _states(folder: Path, skip: Callable[[str], bool]) -> Iterator[str]:
    for _, entry in walk(folder, skip=skip):
        if not entry.is_dir(follow_symlinks=False):
            yield f"{entry.path} {storage_files.file_state(entry.stat(follow_symlinks=False))}"
