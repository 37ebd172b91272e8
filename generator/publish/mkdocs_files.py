"""The files of ``docs/`` as MkDocs sees them; one that was made, only when it is asked for."""

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


class DocsFiles(Files):
    """The files of ``docs/`` in MkDocs' order; one that was made, when it is asked for."""

    def __init__(self, config: MkDocsConfig, made: Iterable[str]) -> None:
        """Find the hand-written files; those that were made are known by their paths."""
        super().__init__([])
        self.config, self.made = config, {*made}
        self.some_are_excluded = bool(config.exclude_docs or config.draft_docs)
        self.own = list(self._hand_written())
        for file in self.own:
            self.append(file)

    def __getitem__(self, path: str) -> File:
        file = self.get_file_from_path(path)
        if file is None:
            raise KeyError(path)
        return file

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file at a path, if there is one."""
        found = self._src_uris.get(path) or super().get_file_from_path(path)
        if found is None and (path := PurePosixPath(path).as_posix()) in self.made:
            found = self._src_uris[path] = _made(path, self.config)
            if self.some_are_excluded:
                set_exclusions([found], self.config)
        return found

    def __iter__(self) -> Iterator[File]:
        paths = {*self.made, *(file.src_uri for file in self.own)}
        return iter([self[path] for path in sorted(paths, key=_place)])

    @cached_property
    def pages(self) -> "Pages":
        """The pages, as templates see them."""
        return Pages(self)

    def _hand_written(self) -> Iterator[File]:
        docs, generated = Path(self.config.docs_dir), {*permalinks.GENERATED_FOLDERS}
        entries = walk(docs, skip=generated.__contains__, follow_links=True)
        paths = {path for path, entry in entries if not entry.is_dir()}
        taken = {self._file(path).dest_uri for path in self.made & paths}
        for path in sorted(paths - self.made, key=_place):
            file = self._file(path)
            set_exclusions([file], self.config)
            if not is_on_site(file):
                continue
            if file.dest_uri in taken:  # README.md beside index.md
                logging.getLogger("mkdocs").warning(_CONFLICT, path, file.dest_uri)
                continue
            taken.add(file.dest_uri)
            yield file

    def _file(self, path: str) -> File:
        config = self.config
        return File(path, config.docs_dir, config.site_dir, config.use_directory_urls)


class Pages(Sequence[File]):
    """All pages of a site, found when a template looks at them; most look at none."""

    def __init__(self, files: DocsFiles) -> None:
        """Take the files; nothing is looked at yet."""
        self._files = files

    @cached_property
    def _found(self) -> Sequence[File]:
        return [file for file in self._files if file.is_documentation_page() and is_on_site(file)]

    def __getitem__(self, place: Any) -> Any:
        return self._found[place]

    def __len__(self) -> int:
        return len(self._found)


def _made(path: str, config: MkDocsConfig) -> File:
    """Return a file that paper-digest made; MkDocs would find out by itself what is said here."""
    file = File.__new__(File)
    file.src_uri, file.use_directory_urls = path, True
    file.src_dir, file.dest_dir = config.docs_dir, config.site_dir
    if path.endswith(".md"):
        file.dest_uri, file.url = permalinks.html_file(path), permalinks.url_path(path) or "./"
    return file


def is_on_site(file: File) -> bool:
    """Return whether the settings leave a file on the site."""
    return bool(file.inclusion.value > InclusionLevel.DRAFT.value)


def _place(path: str) -> tuple[list[str], bool, str]:
    """Return what sorts paths as MkDocs does: folders after files, an index first."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return folder.split("/") if folder else [], stem not in {"index", "README"}, name
