"""Scan the generated places of ``docs/``: files, folders, and what must not be there."""

import os
from collections.abc import Iterable
from pathlib import Path

from generator.core import permalinks
from generator.core.errors import Problem
from generator.storage.files import TEMPORARY_SUFFIX, file_state, is_hidden, walk

RESERVED = "in a place reserved for generated files; move it elsewhere or delete it"
_SYMBOLIC_LINK = "a symbolic link in a generated folder; remove it"
"""Writing through a link could overwrite somebody else's file."""


class DocsSnapshot:
    """Snapshot of the generated folders and files below ``docs/``.

    Hidden files, such as .DS_Store or an editor's, are ignored.

    Attributes:
        docs: The path of ``docs/``.
        states: The state of each file, by its path in ``docs/``.
        temporary_files: The paths of temporary files that a killed run left.
        empty_folders: The paths of folders without files or folders.
        problems: Symbolic links, and files in the place of a generated folder.
    """

    def __init__(self, docs: Path, paths: Iterable[str]) -> None:
        """Scan the generated folders and look for some more files.

        Args:
            docs: The path of ``docs/``.
            paths: Files outside of the generated folders to include, relative to ``docs/``.
        """
        self.docs = docs
        self.states: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.temporary_files = [path.name for path in docs.glob(f".*{TEMPORARY_SUFFIX}")]
        self._folders: set[str] = set()
        self._parents: set[str] = set()
        for folder in permalinks.GENERATED_FOLDERS:
            if (docs / folder).is_symlink():
                self.problems.append(self.problem(folder, _SYMBOLIC_LINK))
            elif (docs / folder).is_dir():
                self._scan_folder(folder)
            elif (docs / folder).exists():
                self.problems.append(self.problem(folder, RESERVED))
        for path in paths:
            if path not in self.states and (docs / path).is_file():
                self.states[path] = file_state((docs / path).stat())
        self.empty_folders = self._folders - self._parents

    def find_obstacle(self, path: str) -> Problem | None:
        """Return a problem if something else is in the place of a file that is to be written.

        Args:
            path: The file's path in ``docs/``.
        """
        if path in self._folders or ("/" not in path and os.path.lexists(self.docs / path)):
            return self.problem(path, RESERVED)
        return None

    def problem(self, path: str, message: str) -> Problem:
        """Return a problem with a path in ``docs/``."""
        return Problem(f"{self.docs.name}/{path}", 1, message)

    def _scan_folder(self, folder: str) -> None:
        self._folders.add(folder)
        for relative_path, entry in walk(self.docs / folder, skip=_is_ignored):
            path = f"{folder}/{relative_path}"
            self._parents.add(path.rpartition("/")[0])
            if entry.is_symlink():
                self.problems.append(self.problem(path, _SYMBOLIC_LINK))
            elif entry.is_dir():
                self._folders.add(path)
            elif entry.name.endswith(TEMPORARY_SUFFIX):
                self.temporary_files.append(path)
            else:
                self.states[path] = file_state(entry.stat())


def _is_ignored(path: str) -> bool:
    return is_hidden(path) and not path.endswith(TEMPORARY_SUFFIX)
