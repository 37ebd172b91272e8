"""Scripts run in Node."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def node() -> str:
    """Return where Node is: that of the project's Python packages, else that of the machine.

    Raises:
        SystemExit: there is none.
    """
    own = Path(sys.executable).parent / "node"
    found = str(own) if own.exists() else shutil.which("node")
    if not found:
        raise SystemExit("no Node to run lunr.js in; `make check` installs one")
    return found


def started(script: str, *arguments: Path) -> subprocess.Popen[str]:
    """Start a script of this folder."""
    command = [node(), str(HERE / script), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def answer(running: subprocess.Popen[str]) -> Any:
    """Return the JSON that a script prints.

    Raises:
        RuntimeError: it failed, with what it said.
    """
    printed, said = running.communicate()
    if running.returncode:
        raise RuntimeError(said.strip()[-2000:])
    return json.loads(printed)
