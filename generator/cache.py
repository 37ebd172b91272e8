"""What earlier runs made: kept in ``.cache/``, checked when read, and never needed.

Each file there holds its own digest, so that a damaged one is noticed, and the version of the
code that wrote it, so that no newer code trusts it. Without it all is made anew.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from generator.errors import CannotRun

FOLDER = ".cache"

_UNSETTLED = 50_000_000
"""Nanoseconds within which a file system may give two states of a file one time."""

TEMPORARY = ".paper-digest-tmp"
"""How the name ends under which a file is written before it takes the place of another."""

_SHOWN_OF_NAME = 40  # characters: the longest names have no room for an ending


def load(folder: Path, name: str, *, of_any_version: bool = False) -> dict[str, Any]:
    """Return what was kept under a name; nothing if there is none, or none that can be trusted."""
    try:
        head, _, body = (folder / FOLDER / name).read_bytes().partition(b"\n")
        writer, _, held = head.decode().partition(" ")
        if held == digest(body) and (of_any_version or writer == version()):
            found: dict[str, Any] = json.loads(body)
            return found
    except (OSError, ValueError):
        pass
    return {}


def save(folder: Path, name: str, value: Mapping[str, object]) -> None:
    """Keep a value under a name.

    Raises:
        CannotRun: the disk refuses.
    """
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    path = folder / FOLDER / name
    with unless_refused(path):
        path.parent.mkdir(exist_ok=True)
        replace(path, f"{version()} {digest(body)}\n".encode() + body)


def replace(path: Path, content: bytes) -> None:
    """Write a file in the place of the one of that name, whole or not at all."""
    temporary = path.with_name(f".{path.name[:_SHOWN_OF_NAME]}{TEMPORARY}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def unless_refused(path: Path) -> Iterator[None]:
    """Turn the disk's refusal into what the user can do about it."""
    try:
        yield
    except OSError as error:
        where = error.filename or path
        raise CannotRun(f"{where}: {error.strerror}; make room or rights, run again") from None


@contextlib.contextmanager
def alone(folder: Path, waits: Callable[[], None]) -> Iterator[None]:
    """Keep other runs in a folder waiting; a kill ends it, when its last process has ended.

    Args:
        folder: the project's.
        waits: called if another run is at work there.
    """
    path = folder / FOLDER
    with unless_refused(path):
        path.mkdir(exist_ok=True)
        held = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waits()
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def state(found: os.stat_result) -> str:
    """Return what is other after each change of a file: its size, times and place on disk."""
    return f"{found.st_size}.{found.st_mtime_ns}.{found.st_ctime_ns}.{found.st_ino}"


def settled(found: os.stat_result) -> bool:
    """Return whether a change from now on will show in a file's state."""
    return time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > _UNSETTLED


def digest(content: bytes) -> str:
    """Return what tells a content from all others."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


@cache
def version() -> str:
    """Return what tells this code and all that is installed beside it from any other."""
    found = hashlib.blake2b(platform.python_version().encode(), digest_size=16)
    for name in sorted(f"{each.name} {each.version}" for each in distributions()):
        found.update(name.encode())
    package = Path(__file__).parent
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".jinja"}:
            found.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return found.hexdigest()
