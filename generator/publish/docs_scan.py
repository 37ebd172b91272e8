"""What is on disk where pages are to be written."""

import os
from collections.abc import Iterable
from pathlib import Path

from generator.core import permalinks
from generator.core.errors import Problem
from generator.storage.files import TEMPORARY_SUFFIX, file_state, is_hidden, walk

_LINK = "a symbolic link in a generated folder; remove it"
"""Through one, another's file could be hit."""

_MISPLACED = "in the place of what paper-digest makes; move it elsewhere or delete it"


class Found:
    """What is on disk below ``docs`` where the writer writes, by one look at each folder.

    Hidden files (.DS_Store, an editor's) are nobody's pages.
    """

    def __init__(self, docs: Path, listed: Iterable[str]) -> None:
        """Look at the generated folders, and at some files beside them."""
        self.docs = docs
        self.states: dict[str, str] = {}
        self.folders: set[str] = set()
        self.problems: list[Problem] = []
        self.temporaries = [path.name for path in docs.glob(f".*{TEMPORARY_SUFFIX}")]
        self.filled: set[str] = set()
        for folder in permalinks.GENERATED_FOLDERS:
            if (docs / folder).is_symlink():
                self.problems.append(self.problem(folder, _LINK))
            elif (docs / folder).is_dir():
                self.look(folder)
            elif (docs / folder).exists():
                self.problems.append(self.problem(folder, _MISPLACED))
        for path in listed:
            if path not in self.states and (docs / path).is_file():
                self.states[path] = file_state((docs / path).stat())
        self.empty = [f"{folder}/-" for folder in self.folders - self.filled]  # a path in each

    def look(self, folder: str) -> None:
        """Look at everything in a generated folder."""
        self.folders.add(folder)
        for inside, entry in walk(self.docs / folder, skip=_is_ignored):
            path = f"{folder}/{inside}"
            self.filled.add(path.rpartition("/")[0])
            if entry.is_symlink():
                self.problems.append(self.problem(path, _LINK))
            elif entry.is_dir():
                self.folders.add(path)
            elif entry.name.endswith(TEMPORARY_SUFFIX):
                self.temporaries.append(path)
            else:
                self.states[path] = file_state(entry.stat())

    def misplaced(self, path: str) -> Problem | None:
        """Return what is wrong where a file is wanted and something else is in its place."""
        if path in self.folders or ("/" not in path and os.path.lexists(self.docs / path)):
            return self.problem(path, _MISPLACED)
        return None

    def problem(self, path: str, message: str) -> Problem:
        """Return what is wrong with a path."""
        return Problem(f"{self.docs.name}/{path}", 1, message)


def _is_ignored(path: str) -> bool:
    return is_hidden(path) and not path.endswith(TEMPORARY_SUFFIX)
