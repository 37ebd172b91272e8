"""Generated files that git tracks: a commit could pass its own content off as a build's."""

import os
import shutil
import subprocess
from pathlib import Path

from generator.core import permalinks
from generator.core.config import SETTINGS_FILE
from generator.core.errors import CannotRun, Problem
from generator.storage import cache
from generator.text.plain import escape_invisible

_DOCS, _SITE = "docs", "site"
_IN_DOCS = (permalinks.MANIFEST, *permalinks.GENERATED_FILES, *permalinks.GENERATED_FOLDERS)
_GENERATED = (cache.CACHE_FOLDER, _SITE, *(f"{_DOCS}/{name}" for name in _IN_DOCS))
"""Paths of the files and folders that only builds write."""

_NO_REPOSITORY = "not a git repository"


def find_problems(root: Path) -> list[Problem]:
    """Return one problem for each generated place where git tracks files.

    A build trusts what it finds in these places as its own work, so it must not start while they
    hold something from a commit. A folder outside of any repository has no tracked files; without
    git on this machine none are known.

    Args:
        root: the project's folder.

    Raises:
        CannotRun: git cannot list the files of the repository.
    """
    ignores_case = (root / SETTINGS_FILE.upper()).exists()
    found: dict[str, list[str]] = {}
    for path in _tracked_files(root):
        place = _generated_place(path.casefold() if ignores_case else path)
        if place:
            found.setdefault(path[: len(place)], []).append(path)
    return [_problem(place, sorted(paths)) for place, paths in found.items()]


def _tracked_files(root: Path) -> list[str]:
    """Return the paths of the tracked files below a folder, without the entries."""
    git = shutil.which("git")
    if git is None:
        return []
    ended = subprocess.run(
        [git, "ls-files", "-z", "--", ".", ":(exclude)papers"],
        cwd=root,
        env=os.environ | {"LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    if ended.returncode == 0:
        return os.fsdecode(ended.stdout).split("\0")[:-1]
    errors = os.fsdecode(ended.stderr)
    if _NO_REPOSITORY in errors:
        return []
    reason = escape_invisible(errors.partition("\n")[0])
    advice = "run 'git status' and follow its advice"
    raise CannotRun(f"git cannot list the tracked files: {reason}; {advice}")


def _generated_place(path: str) -> str:
    """Return the generated place that a path is or lies in; an empty text if there is none.

    >>> _generated_place("docs/papers/a.md"), _generated_place("docs/about.md")
    ('docs/papers', '')
    """
    if path == _DOCS:  # git tracks no folders, so this is a link or a submodule
        return path
    return next((place for place in _GENERATED if f"{path}/".startswith(f"{place}/")), "")


def _problem(place: str, paths: list[str]) -> Problem:
    if place.casefold() == _DOCS:
        advice = "put the folder itself here"
        return Problem(place, 1, f"git tracks this as a link or a submodule; {advice}")
    more = f" and {len(paths) - 1:,} more generated files" if paths[1:] else " generated file"
    return Problem(escape_invisible(paths[0]), 1, f"git tracks this{more}; run: git rm -rf {place}")
