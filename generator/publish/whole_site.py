"""Build the whole of ``site/`` with MkDocs or Zensical, each in a process of its own.

Zensical is the successor of Material for MkDocs and reads the same ``docs/`` and ``mkdocs.yml``:
https://zensical.org/docs/usage/build/
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec

from generator.core.config import SETTINGS_FILE, Config
from generator.core.errors import CannotRun

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_LOCATION = re.compile(r"\s*╭─\[ (?P<location>.+?) \]")
_QUOTED_SOURCE = re.compile(r"[ \d]*│")
_NOISE = re.compile(r"  File |    |Traceback |Build |No issues|\d+ issues?")


def build_with_mkdocs(config: Config) -> int:
    """Build the site with ``mkdocs build --strict``.

    Args:
        config: The project.

    Returns:
        The number of pages.

    Raises:
        CannotRun: MkDocs reports a problem; the error has its messages.
    """
    process = _run(config, ["mkdocs", "build", "--strict", "--clean"], {})
    if process.returncode:
        lines = filter(None, process.stdout.splitlines())
        messages = "\n".join(line for line in lines if not line.startswith("INFO"))
        raise CannotRun(f"the site builder stopped:\n{messages}")
    return _count_pages(config)


def require_zensical() -> None:
    """Check that Zensical is installed.

    Raises:
        CannotRun: Zensical is not installed.
    """
    if not find_spec("zensical"):
        raise CannotRun("Zensical is not installed; run: make site BUILDER=zensical")


def build_with_zensical(config: Config) -> int:
    """Build the site with ``zensical build --strict``.

    Args:
        config: The project.

    Returns:
        The number of pages.

    Raises:
        CannotRun: Zensical reports a problem; the error has its messages.
    """
    # Without --config-file, a zensical.toml in the same folder would take precedence.
    arguments = ["zensical", "build", "--strict", "--config-file", SETTINGS_FILE]
    process = _run(config, arguments, {"PYTHONWARNINGS": "ignore"})
    if process.returncode:
        raise CannotRun(f"the site builder stopped:\n{_zensical_messages(process.stdout)}")
    return _count_pages(config)


def _run(
    config: Config, arguments: Sequence[str], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=config.root,
        close_fds=False,  # the project stays locked until the process ends
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _zensical_messages(output: str) -> str:
    """Return Zensical's messages, one line each with the place, without quotes and tracebacks."""
    messages: list[str] = []
    for line in _COLOURS.sub("", output).splitlines():
        if messages and (match := _LOCATION.match(line)):
            messages[-1] = f"{match['location']}: {messages[-1]}"
        elif line.strip(" ─╯") and not _QUOTED_SOURCE.match(line) and not _NOISE.match(line):
            messages.append(line.removeprefix("RuntimeError: "))
    return "\n".join(messages)


def _count_pages(config: Config) -> int:
    return sum(path.is_file() for path in config.site.rglob("*.html"))
