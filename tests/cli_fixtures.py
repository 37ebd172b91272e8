"""What tests of the command line share: runs of it, awkward inputs, whole folders as bytes."""

import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from generator import cache
from generator.cli import main
from generator.config import Config

BAD = Path(__file__).parent / "data" / "bad"


def run(config: Config, *arguments: str) -> Result:
    """Run the command in a project; an exception other than an exit is a failure."""
    result = CliRunner().invoke(main, ["-C", str(config.root), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


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
        if path != folder / cache.FOLDER
    }
