"""Run the command line in a project and compare folders."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from click.testing import CliRunner, Result

from generator.cli import main
from generator.core.config import Config
from generator.storage import cache
from tests.support.paths import DATA, ROOT

Completed: TypeAlias = subprocess.CompletedProcess[str]

BAD = DATA / "bad"
_TIMEOUT = 300  # seconds


def run(config: Config, *arguments: str) -> Result:
    """Run a command in this process; an exception other than an exit fails the test."""
    result = CliRunner().invoke(main, ["-C", str(config.root), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def command(root: Path, *arguments: str) -> list[str]:
    """Return the command line that runs paper-digest in a project."""
    return [sys.executable, "-m", "generator", "-C", str(root), *arguments]


def run_process(root: Path, *arguments: str, **environment: str) -> Completed:
    """Run a command in a process of its own."""
    return _run(command(root, *arguments), environment)


def run_as_a_user(root: Path, *arguments: str) -> Completed:
    """Run a command without root's permission to write everywhere."""
    setpriv = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    return _run([*setpriv, *command(root, *arguments)], {})


def _run(arguments: list[str], environment: Mapping[str, str]) -> Completed:
    return subprocess.run(
        arguments,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=_TIMEOUT,
    )


def living_processes(session: int) -> list[str]:
    """Return one line for each running process of a session, as in /proc/<id>/stat."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            line = path.read_text(encoding="utf-8", errors="replace")
            state, _, _, session_id = line.rpartition(")")[2].split()[:4]
            if int(session_id) == session and state not in "ZX":
                lines.append(line)
    return lines


def run_import(config: Config, capture: Path, *options: str) -> Result:
    """Import a capture; without options its date is 11 March 2025."""
    return run(config, "import", str(capture), *(options or ("--date", "2025-03-11")))


def copy_bad_input(config: Config, fault: str, name: str = "") -> Path:
    """Copy a faulty file to the project: an entry to papers/, a capture to the root."""
    folder = config.papers / "2025" if fault.endswith(".md") else config.root
    return Path(shutil.copy(BAD / fault, folder / (name or fault)))


def read_tree(folder: Path) -> dict[str, bytes | None]:
    """Return the content of each file below a folder, and None for each folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
        if path != folder / cache.CACHE_FOLDER
    }
