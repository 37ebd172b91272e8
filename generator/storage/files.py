"""Read and write files: listing, bounded reads, atomic writes and file states."""

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from generator.core.errors import CannotRun, ContentError, Problem


def walk(
    folder: Path, *, skip: Callable[[str], bool] = lambda _: False, follow_links: bool = False
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every file and folder below a folder, in no particular order.

    Args:
        folder: where to start. If it does not exist, nothing is yielded.
        skip: takes a path; if it returns True, the entry and everything below it is left out.
        follow_links: whether to enter folders through symbolic links.

    Yields:
        The path relative to ``folder``, with ``/`` as separator, and the directory entry.

    Raises:
        OSError: a folder cannot be read; the error has its name.
    """
    if not folder.is_dir():
        return
    parents = [""]
    while parents:
        parent = parents.pop()
        with os.scandir(f"{folder}/{parent}") as entries:
            for entry in entries:
                path = f"{parent}{entry.name}"
                if skip(path):
                    continue
                yield path, entry
                if entry.is_dir(follow_symlinks=follow_links):
                    parents.append(f"{path}/")


def is_hidden(path: str) -> bool:
    """Return whether a relative path has a part that begins with a dot."""
    return path.startswith(".") or "/." in path


_UNSETTLED = 50_000_000
"""Nanoseconds within which a file system may give two states of a file one time."""


TEMPORARY_SUFFIX = ".paper-digest-tmp"
"""How the name ends under which a file is written before it takes the place of another."""


_SHOWN_OF_NAME = 40  # characters: the longest names have no room for an ending


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file in the place of the one of that name, whole or not at all."""
    FolderWriter(path.parent).write(path.name, content)


def write_bytes(path: str, content: bytes) -> None:
    """Write a file, which a kill may cut."""
    with open(path, "wb") as file:
        file.write(content)


class FolderWriter:
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
        temporary = target if is_new else f"{folder}/.{name[:_SHOWN_OF_NAME]}{TEMPORARY_SUFFIX}"
        try:
            if folder not in self._made:
                os.makedirs(folder, exist_ok=True)
                self._made.add(folder)
            write_bytes(temporary, content)
            if not is_new:
                os.replace(temporary, target)
        except (OSError, KeyboardInterrupt) as error:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            if isinstance(error, KeyboardInterrupt):
                raise
            raise OSError(error.errno, error.strerror, target) from None
        return file_state(os.stat(target))


def remove_empty_folders(root: Path, gone: Iterable[str]) -> None:
    """Remove the folders below a root that hold nothing without the files that are gone."""
    for path in gone:
        for folder in (root / path).parents:
            if folder == root or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


@contextlib.contextmanager
def explain_disk_errors(path: Path) -> Iterator[None]:
    """Turn the disk's refusal into what the user can do about it."""
    try:
        yield
    except OSError as error:
        taken = isinstance(error, FileExistsError | NotADirectoryError | IsADirectoryError)
        advice = "move away what is in its place" if taken else "make room or rights"
        where = error.filename or path
        raise CannotRun(f"{where}: {error.strerror}; {advice}, run again") from None


def file_state(found: os.stat_result) -> str:
    """Return what is other after each change of a file: its size, times and place on disk."""
    return f"{found.st_size}.{found.st_mtime_ns}.{found.st_ctime_ns}.{found.st_ino}"


def is_settled(found: os.stat_result) -> bool:
    """Return whether a change from now on will show in a file's state."""
    return time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > _UNSETTLED


MAX_ENTRY_BYTES = 256 * 1024


def read_text(path: Path, shown: str, limit: int) -> str:
    """Return the text of a UTF-8 file of at most ``limit`` bytes, without a byte-order mark.

    Raises:
        CannotRun: there is no such file, or it cannot be read.
        ContentError: it is too large, or not UTF-8 (with the line of the first bad byte).
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= limit and path.is_file() else b""
    except OSError as error:
        raise CannotRun(f"{shown}: {error.strerror}; name a file that can be read") from None
    if not path.is_file():
        raise CannotRun(f"{shown}: not a file; save the text to one and name it")
    if size > limit:
        message = (
            f"{size:,} bytes; a file here may have at most {limit:,}: leave out what is no text"
        )
        raise ContentError([Problem(shown, 1, message)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise ContentError([Problem(shown, line, message)]) from None


def create(path: Path, text: str) -> None:
    """Write a new file, whole or not at all.

    Raises:
        CannotRun: there is one of that name, or the disk refuses.
    """
    if os.path.lexists(path):
        raise CannotRun(f"{path}: is already there; move it away and run again")
    overwrite(path, text.encode())


def overwrite(path: Path, content: bytes) -> None:
    """Write a file in the place of the one of that name, whole or not at all.

    Raises:
        CannotRun: the disk refuses.
    """
    with explain_disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)


def remove(path: Path) -> None:
    """Remove a file.

    Raises:
        CannotRun: the disk refuses.
    """
    with explain_disk_errors(path):
        path.unlink()
