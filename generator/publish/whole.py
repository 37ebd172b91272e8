"""A whole site by ``mkdocs build``, where its pages cannot be taken one by one."""

import subprocess
import sys

from generator.core.config import Config
from generator.core.errors import CannotRun


def publish(config: Config) -> int:
    """Build the site by ``mkdocs build``, strictly, and return its number of pages.

    Raises:
        CannotRun: it found something wrong, with what it said.
    """
    ended = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"],
        cwd=config.root,
        close_fds=False,  # as long as it works, the project is locked
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode:
        lines = filter(None, ended.stdout.splitlines())
        words = "\n".join(line for line in lines if not line.startswith("INFO"))
        raise CannotRun(f"the site builder stopped:\n{words}")
    return sum(path.is_file() for path in config.site.rglob("*.html"))
