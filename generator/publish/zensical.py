"""Zensical, which builds the same ``docs/``: the way on when Material for MkDocs ends.

Its own search stands in for the header's box. https://zensical.org/docs/usage/build/
"""

import os
import re
import subprocess
import sys
from importlib.util import find_spec

from generator.core.config import Config
from generator.core.errors import CannotRun

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_WHERE = re.compile(r"\s*╭─\[ (?P<where>.+?) \]")
_QUOTE = re.compile(r"[ \d]*│")
_CALLED = re.compile(r"  File |    |Traceback |Build |No issues|\d+ issues?")


def require() -> None:
    """Check that Zensical is installed.

    Raises:
        CannotRun: it is not.
    """
    if not find_spec("zensical"):
        raise CannotRun("Zensical is not installed; run: make site BUILDER=zensical")


def publish(config: Config) -> int:
    """Build the whole site from ``docs/``, strictly, and return its number of pages.

    Raises:
        CannotRun: Zensical found something wrong, with what it said.
    """
    ended = subprocess.run(
        # the settings are named, as a zensical.toml beside them would be taken first
        [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"],
        cwd=config.root,
        close_fds=False,  # as long as it works, the project is locked
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ended.returncode:
        raise CannotRun(f"the site builder stopped:\n{_said(ended.stdout)}")
    return sum(path.is_file() for path in config.site.rglob("*.html"))


def _said(output: str) -> str:
    """Return its warnings, a line each with its place, and its last words without a traceback."""
    kept: list[str] = []
    for line in _COLOURS.sub("", output).splitlines():
        if kept and (found := _WHERE.match(line)):
            kept[-1] = f"{found['where']}: {kept[-1]}"
        elif line.strip(" ─╯") and not _QUOTE.match(line) and not _CALLED.match(line):
            kept.append(line.removeprefix("RuntimeError: "))
    return "\n".join(kept)
