"""Find generated files that git tracks.

A build assumes that an earlier build wrote the generated files, so it must not start if git tracks
some of them.
"""

import os
import shutil
import subprocess
from pathlib import Path

from generator.core import permalinks
from generator.core.config import SETTINGS_FILE
from generator.core.errors import CannotRun, Problem
from generator.storage import cache
from generator.text.strings import escape_invisible

_DOCS, _SITE = "docs", "site"
_IN_DOCS = (permalinks.MANIFEST, *permalinks.GENERATED_FILES, *permalinks.GENERATED_FOLDERS)
_GENERATED = (cache.CACHE_FOLDER, _SITE, *(f"{_DOCS}/{name}" for name in _IN_DOCS))
"""The files and folders that only builds write."""

_NO_REPOSITORY = "not a git repository"


def find_problems(root: Path) -> list[Problem]:
    """Return one problem for each generated file or folder in which git tracks files.

    Args:
        root: The project's folder. Outside a git repository, or without git on this machine, no
            files are tracked.

    Raises:
        CannotRun: Git cannot list the tracked files.
    """
    ignores_case = (root / SETTINGS_FILE.upper()).exists()
    tracked: dict[str, list[str]] = {}
    for path in _tracked_files(root):
        generated = _generated_ancestor(path.casefold() if ignores_case else path)
        if generated:
            tracked.setdefault(path[: len(generated)], []).append(path)
    return [_problem(generated, sorted(paths)) for generated, paths in tracked.items()]


def _tracked_files(root: Path) -> list[str]:
    """Return the paths of the tracked files below a folder, without the entries."""
    git = shutil.which("git")
    if git is None:
        return []
    result = subprocess.run(
        [git, "ls-files", "-z", "--", ".", ":(exclude)papers"],
        cwd=root,
        env=os.environ | {"LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    if result.returncode == 0:
        return os.fsdecode(result.stdout).split("\0")[:-1]
    errors = os.fsdecode(result.stderr)
    if _NO_REPOSITORY in errors:
        return []
    reason = escape_invisible(errors.partition("\n")[0])
    advice = "run 'git status' and follow its advice"
    raise CannotRun(f"git cannot list the tracked files: {reason}; {advice}")


def _generated_ancestor(path: str) -> str:
    """Return the generated file or folder that is or contains a path, or an empty string.

    >>> _generated_ancestor("docs/papers/a.md"), _generated_ancestor("docs/about.md")
    ('docs/papers', '')
    """
    if path == _DOCS:  # git does not track folders, so this is a link or a submodule
        return path
    return next((name for name in _GENERATED if f"{path}/".startswith(f"{name}/")), "")


def _problem(generated: str, paths: list[str]) -> Problem:
    if generated.casefold() == _DOCS:
        advice = "replace it with a real folder"
        return Problem(generated, 1, f"git tracks this as a link or a submodule; {advice}")
    count = f" and {len(paths) - 1:,} more generated files" if paths[1:] else " generated file"
    message = f"git tracks this{count}; run: git rm -rf {generated}"
    return Problem(escape_invisible(paths[0]), 1, message)
