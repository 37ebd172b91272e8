"""The files of ``docs/`` as MkDocs objects, created on demand for generated files."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions

from generator.core import permalinks
from generator.storage.files import walk

_CONFLICT = "Excluding '%s' from the site because it conflicts with '%s'."
"""MkDocs' own message."""


def is_on_site(file: File) -> bool:
    """Return whether the settings include a file in the site."""
    return bool(file.inclusion.value > InclusionLevel.DRAFT.value)


class DocsFiles(Files):
    """The files of ``docs/`` in MkDocs' order.

    Attributes:
        config: MkDocs' configuration.
        generated: The paths of the generated files.
        hand_written: The other files.
        has_exclusions: Whether the settings exclude files from the site.
    """

    def __init__(self, config: MkDocsConfig, generated: Iterable[str]) -> None:
        """Find the hand-written files.

        Args:
            config: MkDocs' configuration.
            generated: The paths of the generated files; they are not read.
        """
        super().__init__([])
        self.config, self.generated = config, {*generated}
        self.has_exclusions = bool(config.exclude_docs or config.draft_docs)
        self.hand_written = list(self._find_hand_written())
        for file in self.hand_written:
            self.append(file)

    def __getitem__(self, path: str) -> File:
        file = self.get_file_from_path(path)
        if file is None:
            raise KeyError(path)
        return file

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file at a path, or None."""
        file = self._src_uris.get(path) or super().get_file_from_path(path)
        if file is None and (path := PurePosixPath(path).as_posix()) in self.generated:
            file = self._src_uris[path] = _generated_file(path, self.config)
            if self.has_exclusions:
                set_exclusions([file], self.config)
        return file

    def __iter__(self) -> Iterator[File]:
        paths = {*self.generated, *(file.src_uri for file in self.hand_written)}
        return iter([self[path] for path in sorted(paths, key=_mkdocs_order)])

    @cached_property
    def pages(self) -> "LazyPages":
        """The pages, as templates see them."""
        return LazyPages(self)

    def _find_hand_written(self) -> Iterator[File]:
        docs, generated_folders = Path(self.config.docs_dir), {*permalinks.GENERATED_FOLDERS}
        entries = walk(docs, skip=generated_folders.__contains__, follow_links=True)
        paths = {path for path, entry in entries if not entry.is_dir()}
        used_dest_uris = {self._file(path).dest_uri for path in self.generated & paths}
        for path in sorted(paths - self.generated, key=_mkdocs_order):
            file = self._file(path)
            set_exclusions([file], self.config)
            if not is_on_site(file):
                continue
            if file.dest_uri in used_dest_uris:  # README.md next to index.md
                logging.getLogger("mkdocs").warning(_CONFLICT, path, file.dest_uri)
                continue
            used_dest_uris.add(file.dest_uri)
            yield file

    def _file(self, path: str) -> File:
        config = self.config
        return File(path, config.docs_dir, config.site_dir, config.use_directory_urls)


class LazyPages(Sequence[File]):
    """All pages, collected when a template first uses them. Most templates do not."""

    def __init__(self, files: DocsFiles) -> None:
        """Remember the files without collecting the pages."""
        self._files = files

    @cached_property
    def _pages(self) -> Sequence[File]:
        return [file for file in self._files if file.is_documentation_page() and is_on_site(file)]

    def __getitem__(self, index: Any) -> Any:
        return self._pages[index]

    def __len__(self) -> int:
        return len(self._pages)


def _generated_file(path: str, config: MkDocsConfig) -> File:
    """Return a generated file, with the attributes that MkDocs is slow to compute."""
    file = File.__new__(File)
    file.src_uri, file.use_directory_urls = path, True
    file.src_dir, file.dest_dir = config.docs_dir, config.site_dir
    if path.endswith(".md"):
        file.dest_uri, file.url = permalinks.html_file(path), permalinks.url_path(path) or "./"
    return file


def _mkdocs_order(path: str) -> tuple[list[str], bool, str]:
    """Return a sort key for MkDocs' order: folders after files, index pages first."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return folder.split("/") if folder else [], stem not in {"index", "README"}, name
