"""What earlier runs made: kept in ``.cache/``, checked when read, and never needed.

Each file there holds its own digest, so that a damaged one is noticed, and the version of the
code that wrote it, so that no newer code trusts it. Without it all is made anew.
"""

import hashlib
import json
import platform
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, TypeVar

from generator.storage.digests import digest
from generator.storage.files import explain_disk_errors, write_atomically

_T = TypeVar("_T")

CACHE_FOLDER = ".cache"


def load(
    folder: Path, name: str, read: Callable[[dict[str, Any]], _T], *, any_version: bool = False
) -> _T:
    """Return what was kept under a name; if there is none that can be trusted, what none is.

    Args:
        folder: the project's.
        name: what it was kept under.
        read: makes a value of what was kept, and the empty one of nothing.
        of_any_version: whether other code may have kept it.
    """
    try:
        head, _, body = (folder / CACHE_FOLDER / name).read_bytes().partition(b"\n")
        writer, _, held = head.decode().partition(" ")
        if held == digest(body) and (any_version or writer == code_version()):
            return read(json.loads(body))
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        pass
    return read({})


def save(folder: Path, name: str, value: Mapping[str, object]) -> None:
    """Keep a value under a name.

    Raises:
        CannotRun: the disk refuses.
    """
    body = json.dumps(value, separators=(",", ":")).encode()
    path = folder / CACHE_FOLDER / name
    with explain_disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, f"{code_version()} {digest(body)}\n".encode() + body)


@cache
def code_version() -> str:
    """Return what tells this code and all that is installed beside it from any other."""
    found = hashlib.blake2b(platform.python_version().encode(), digest_size=16)
    for name in sorted(f"{each.name} {each.version}" for each in distributions()):
        found.update(name.encode())
    package = Path(__file__).parent.parent
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".jinja", ".xml", ".csl"}:
            found.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return found.hexdigest()
