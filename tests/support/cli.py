"""What tests of the command line share: runs of it, awkward inputs, whole folders as bytes."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from generator.cli import main
from generator.core.config import Config
from generator.storage import cache
from tests.support.paths import DATA, ROOT

BAD = DATA / "bad"


def run(config: Config, *arguments: str) -> Result:
    """Run the command in a project; an exception other than an exit is a failure."""
    result = CliRunner().invoke(main, ["-C", str(config.root), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def run_as_a_user(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a project without root's right to write everywhere."""
    without = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    return subprocess.run(
        [*without, sys.executable, "-m", "generator", "-C", str(root), *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def alive(session: int) -> list[str]:
    """Return the state lines of the living processes of a session (Linux and its like)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            line = path.read_text(encoding="utf-8", errors="replace")
            state, _, _, its_session = line.rpartition(")")[2].split()[:4]
            if int(its_session) == session and state not in "ZX":
                found.append(line)
    return found


def import_(config: Config, capture: Path, *options: str) -> Result:
    """Import a capture that stands in the project, of 11 March 2025 if nothing else is said."""
    return run(config, "import", str(capture), *(options or ("--date", "2025-03-11")))


def place(config: Config, fault: str, name: str = "") -> Path:
    """Copy an awkward input into the project: an entry into papers/, a capture beside it."""
    folder = config.papers / "2025" if fault.endswith(".md") else config.root
    return Path(shutil.copy(BAD / fault, folder / (name or fault)))


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return each path below a folder with its content, but for a cache without any."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
        if path != folder / cache.CACHE_FOLDER
    }
