"""Run JavaScript in Node."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def node() -> str:
    """Return the path of Node: from the project's Python packages, otherwise the machine's.

    Raises:
        SystemExit: Node is not installed.
    """
    packaged = Path(sys.executable).parent / "node"
    path = str(packaged) if packaged.exists() else shutil.which("node")
    if not path:
        raise SystemExit("Node is not installed; run: make check")
    return path


def start_script(script: str, *arguments: Path) -> subprocess.Popen[str]:
    """Start a script in this folder."""
    command = [node(), str(HERE / script), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def read_result(process: subprocess.Popen[str]) -> Any:
    """Wait for a script and return the JSON that it prints.

    Raises:
        RuntimeError: The script failed; the error has its messages.
    """
    output, errors = process.communicate()
    if process.returncode:
        raise RuntimeError(errors.strip()[-2000:])
    return json.loads(output)
