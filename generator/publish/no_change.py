"""Detect without reading any file that a build would change nothing.

Reading, rendering and comparing ten thousand papers takes seconds even if nothing changed. The
sizes and times of all files take tenths of a second.
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
from generator.storage import cache, git_tracked_files, hashes
from generator.storage import files as storage_files
from generator.storage.files import is_hidden, walk

_CACHE = "seen"


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of generated files in ``docs/``, of pages in ``site/``, and of papers."""

    files: int
    pages: int
    papers: int


@dataclass(frozen=True, slots=True)
class _BuildRecord:
    """The record of the previous build.

    Attributes:
        sources: A digest of the states of the sources.
        outputs: A digest of the states of the files in ``docs/`` and ``site/``.
        counts: The number of files, pages and papers.
    """

    sources: str
    outputs: str
    counts: Counts


class ChangeDetector:
    """Compares the states of sources and outputs with those of the previous build.

    Create it before the build: the next build then detects a source that changed during this
    build.
    """

    def __init__(self, config: Config) -> None:
        """Read the states of the sources and the record of the previous build.

        Args:
            config: The project.
        """
        self._config = config
        self._is_conclusive = not config.has_unlisted_inputs
        try:
            self._sources = _digest(self._source_states())
        except OSError:  # a missing or unreadable file: the build reports it
            self._sources, self._is_conclusive = "", False
        self._previous = cache.load(config.root, _CACHE, _record_from_json)

    def counts_if_unchanged(self) -> Counts | None:
        """Return the counts of the previous build if a build would change nothing.

        Where git tracks generated files the answer is None: they may not be the build's own.
        """
        previous, config = self._previous, self._config
        if previous is None or not self._is_conclusive or previous.sources != self._sources:
            return None
        if previous.outputs != _digest(_output_states(config)):
            return None
        return None if git_tracked_files.find_problems(config.root) else previous.counts

    def record_build(
        self, docs: Mapping[str, str], site: Mapping[str, str], counts: Counts
    ) -> None:
        """Record a build for the next run.

        Args:
            docs: The states of the generated files, by their paths in ``docs/``.
            site: The states of the files, by their paths in ``site/``.
            counts: The number of files, pages and papers.
        """
        config = self._config
        states = chain(_state_lines(config.docs, docs), _state_lines(config.site, site))
        record = {"sources": self._sources, "outputs": _digest(states), "counts": asdict(counts)}
        cache.save(config.root, _CACHE, record if self._is_conclusive else {})

    def _source_states(self) -> Iterator[str]:
        config = self._config
        text = (config.root / SETTINGS_FILE).read_text(encoding="utf-8-sig")
        words = {"SOURCE_DATE_EPOCH", *re.findall(r"\w+", text)}  # !ENV may name any variable
        yield from (f"{name} {os.environ[name]}" for name in words & os.environ.keys())
        for path in (config.root / SETTINGS_FILE, config.taxonomy, config.authors):
            if path.is_file():
                yield self._source_state(path.name, path.stat())
        for folder in (config.papers, config.theme):
            if folder:
                yield from self._source_states_in(walk(folder))
        generated = {*permalinks.GENERATED_FOLDERS, *permalinks.GENERATED_FILES, MANIFEST}
        yield from self._source_states_in(walk(config.docs, skip=generated.__contains__))

    def _source_states_in(self, entries: Iterable[tuple[str, os.DirEntry[str]]]) -> Iterator[str]:
        for _, entry in entries:
            self._is_conclusive &= not entry.is_symlink()
            if not entry.is_dir(follow_symlinks=False):
                yield self._source_state(entry.path, entry.stat())

    def _source_state(self, name: str, status: os.stat_result) -> str:
        self._is_conclusive &= storage_files.is_settled(status)
        return f"{name} {storage_files.file_state(status)}"


def _record_from_json(record: Mapping[str, Any]) -> _BuildRecord | None:
    if not record:
        return None
    counts = Counts(**{name: int(count) for name, count in record["counts"].items()})
    return _BuildRecord(str(record["sources"]), str(record["outputs"]), counts)


def _output_states(config: Config) -> Iterator[str]:
    docs, site = config.docs, config.site
    for name in permalinks.GENERATED_FILES:
        if (docs / name).is_file():
            yield f"{docs / name} {storage_files.file_state((docs / name).stat())}"
    for folder in permalinks.GENERATED_FOLDERS:
        yield from _file_states(docs / folder, skip=is_hidden)
    yield from _file_states(site, skip=lambda path: path.startswith("."))


def _file_states(folder: Path, skip: Callable[[str], bool]) -> Iterator[str]:
    for _, entry in walk(folder, skip=skip):
        if not entry.is_dir(follow_symlinks=False):
            yield f"{entry.path} {storage_files.file_state(entry.stat(follow_symlinks=False))}"


def _state_lines(folder: Path, states: Mapping[str, str]) -> Iterator[str]:
    for path, state in states.items():
        if not path.startswith("."):
            yield f"{folder}/{path} {state}"


def _digest(lines: Iterable[str]) -> str:
    return hashes.digest("\n".join(sorted(lines)).encode("utf-8", "surrogateescape"))
