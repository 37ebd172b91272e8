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
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, TypeVar

from generator.errors import CannotRun

_T = TypeVar("_T")

FOLDER = ".cache"

_UNSETTLED = 50_000_000
"""Nanoseconds within which a file system may give two states of a file one time."""

TEMPORARY = ".paper-digest-tmp"
"""How the name ends under which a file is written before it takes the place of another."""

_SHOWN_OF_NAME = 40  # characters: the longest names have no room for an ending


def load(
    folder: Path, name: str, read: Callable[[dict[str, Any]], _T], *, of_any_version: bool = False
) -> _T:
    """Return what was kept under a name; if there is none that can be trusted, what none is.

    Args:
        folder: the project's.
        name: what it was kept under.
        read: makes a value of what was kept, and the empty one of nothing.
        of_any_version: whether other code may have kept it.
    """
    try:
        head, _, body = (folder / FOLDER / name).read_bytes().partition(b"\n")
        writer, _, held = head.decode().partition(" ")
        if held == digest(body) and (of_any_version or writer == version()):
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
    path = folder / FOLDER / name
    with unless_refused(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, f"{version()} {digest(body)}\n".encode() + body)


def replace(path: Path, content: bytes) -> None:
    """Write a file in the place of the one of that name, whole or not at all."""
    Folder(path.parent).write(path.name, content)


def put(path: str, content: bytes) -> None:
    """Write a file, which a kill may cut."""
    with open(path, "wb") as file:
        file.write(content)


class Folder:
    """A folder below which files are written: one that is there is replaced whole or not at all.

    A new one is written where it belongs. Should a kill cut it, the next run makes it again, as
    it knows no such file; to move each into place would take half as long again.
    """

    def __init__(self, root: Path) -> None:
        """Write below a folder that is there."""
        self._root = os.fspath(root)
        self._made: set[str] = set()

    def write(self, path: str, content: bytes, *, is_new: bool = False) -> str:
        """Write a file, and return its state.

        Raises:
            OSError: the disk refuses, with the file's name.
        """
        target = f"{self._root}/{path}"
        folder, _, name = target.rpartition("/")
        temporary = target if is_new else f"{folder}/.{name[:_SHOWN_OF_NAME]}{TEMPORARY}"
        try:
            if folder not in self._made:
                os.makedirs(folder, exist_ok=True)
                self._made.add(folder)
            put(temporary, content)
            if not is_new:
                os.replace(temporary, target)
        except (OSError, KeyboardInterrupt) as error:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            if isinstance(error, KeyboardInterrupt):
                raise
            raise OSError(error.errno, error.strerror, target) from None
        return state(os.stat(target))


def remove_empty_folders(root: Path, gone: Iterable[str]) -> None:
    """Remove the folders below a root that hold nothing without the files that are gone."""
    for path in gone:
        for folder in (root / path).parents:
            if folder == root or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


@contextlib.contextmanager
def unless_refused(path: Path) -> Iterator[None]:
    """Turn the disk's refusal into what the user can do about it."""
    try:
        yield
    except OSError as error:
        taken = isinstance(error, FileExistsError | NotADirectoryError | IsADirectoryError)
        advice = "move away what is in its place" if taken else "make room or rights"
        where = error.filename or path
        raise CannotRun(f"{where}: {error.strerror}; {advice}, run again") from None


@contextlib.contextmanager
def alone(folder: Path, waits: Callable[[], None]) -> Iterator[None]:
    """Keep other runs in a folder waiting; a kill ends it, when its last process has ended.

    Args:
        folder: the project's.
        waits: called if another run is at work there.
    """
    with unless_refused(folder):
        held = os.open(folder, os.O_RDONLY)
        os.set_inheritable(held, True)  # another builder that is run keeps the lock too
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
        if path.suffix in {".py", ".jinja", ".xml", ".csl"}:
            found.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return found.hexdigest()
