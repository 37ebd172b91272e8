"""Read and write files: listing, bounded reads, atomic writes and file states."""

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from generator.core.errors import CannotRun, ContentError, Problem

MAX_ENTRY_BYTES = 256 * 1024
"""The size limit of an entry and of other hand-written files, in bytes."""

TEMPORARY_SUFFIX = ".paper-digest-tmp"
"""The suffix of a temporary file, which is written before it replaces another file."""

_TEMPORARY_NAME_LENGTH = 40
"""How many characters of the replaced file's name a temporary name includes.

A long name may leave no room for the suffix.
"""

_UNSETTLED_NANOSECONDS = 50_000_000
"""Within this time, a file system may give two versions of a file the same modification time."""


def walk(
    folder: Path, *, skip: Callable[[str], bool] = lambda _: False, follow_links: bool = False
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every file and folder below a folder, in no particular order.

    Args:
        folder: Where to start. If it does not exist, nothing is yielded.
        skip: Returns whether to leave out a path and everything below it.
        follow_links: Whether to enter folders through symbolic links.

    Yields:
        The path relative to ``folder``, with ``/`` as separator, and the directory entry.

    Raises:
        OSError: A folder cannot be read; the error names the folder.
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
    """Return whether any component of a relative path begins with a dot."""
    return path.startswith(".") or "/." in path


def read_text(path: Path, name: str, limit: int) -> str:
    """Return the text of a UTF-8 file, without a byte-order mark.

    Args:
        path: The file.
        name: The name of the file in error messages.
        limit: The maximum size in bytes.

    Raises:
        CannotRun: The file does not exist, is a folder, or cannot be read.
        ContentError: The file is too large, or is not UTF-8; the error has the line of the first
            invalid byte.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= limit and path.is_file() else b""
    except OSError as error:
        raise CannotRun(f"{name}: {error.strerror}; pass the path of a readable file") from None
    if not path.is_file():
        raise CannotRun(f"{name}: not a file; pass the path of a text file")
    if size > limit:
        message = f"the file has {size:,} bytes; shorten it to at most {limit:,} bytes"
        raise ContentError([Problem(name, 1, message)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise ContentError([Problem(name, line, message)]) from None


def create(path: Path, text: str) -> None:
    """Write a new file atomically, creating missing folders.

    Raises:
        CannotRun: The file already exists or cannot be written.
    """
    if os.path.lexists(path):
        raise CannotRun(f"{path}: already exists; move it elsewhere, then run again")
    overwrite(path, text.encode())


def overwrite(path: Path, content: bytes) -> None:
    """Write or replace a file atomically, creating missing folders.

    Raises:
        CannotRun: The file cannot be written.
    """
    with explain_disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)


def remove(path: Path) -> None:
    """Remove a file.

    Raises:
        CannotRun: The file cannot be removed.
    """
    with explain_disk_errors(path):
        path.unlink()


def write_atomically(path: Path, content: bytes) -> None:
    """Write or replace a file in an existing folder; the file is never incomplete.

    Raises:
        OSError: The file cannot be written; the error names the file.
    """
    FolderWriter(path.parent).write(path.name, content)


class FolderWriter:
    """Writes files below a folder and replaces existing files atomically.

    New files are written in place. If the process is killed, an incomplete new file may remain;
    the next run has no record of the file and writes it again. Writing each new file under a
    temporary name would take 50% longer.
    """

    def __init__(self, root: Path) -> None:
        """Create a writer.

        Args:
            root: An existing folder.
        """
        self._root = os.fspath(root)
        self._created_folders: set[str] = set()

    def write(self, path: str, content: bytes, *, is_new: bool = False) -> str:
        """Write a file and return its state.

        Args:
            path: The file, relative to the root, with ``/`` as separator.
            content: The file's content.
            is_new: Whether no complete file of that name exists, so the file is written in place.

        Returns:
            The state, as from ``file_state``.

        Raises:
            OSError: The file cannot be written; the error names the file.
        """
        target = f"{self._root}/{path}"
        folder, _, name = target.rpartition("/")
        temporary_name = f".{name[:_TEMPORARY_NAME_LENGTH]}{TEMPORARY_SUFFIX}"
        written = target if is_new else f"{folder}/{temporary_name}"
        try:
            if folder not in self._created_folders:
                os.makedirs(folder, exist_ok=True)
                self._created_folders.add(folder)
            write_bytes(written, content)
            if not is_new:
                os.replace(written, target)
        except (OSError, KeyboardInterrupt) as error:
            with contextlib.suppress(OSError):
                os.unlink(written)
            if isinstance(error, KeyboardInterrupt):
                raise
            raise OSError(error.errno, error.strerror, target) from None
        return file_state(os.stat(target))


def write_bytes(path: str, content: bytes) -> None:
    """Write a file in place; a killed process leaves it incomplete."""
    with open(path, "wb") as file:
        file.write(content)


def remove_empty_folders(root: Path, removed: Iterable[str]) -> None:
    """Remove the folders that are empty after files were removed.

    Args:
        root: A folder; it is never removed.
        removed: The paths of the removed files, relative to the root.
    """
    for path in removed:
        for folder in (root / path).parents:
            if folder == root or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


@contextlib.contextmanager
def explain_disk_errors(path: Path) -> Iterator[None]:
    """Convert an OSError in the block to a message with a remedy for the user.

    Args:
        path: The file to name if the error has no file name.

    Raises:
        CannotRun: The block raised OSError.
    """
    try:
        yield
    except OSError as error:
        is_blocked = isinstance(error, FileExistsError | NotADirectoryError | IsADirectoryError)
        advice = (
            "move the file or folder at that path elsewhere"
            if is_blocked
            else "free disk space or fix the permissions"
        )
        place = error.filename or path
        raise CannotRun(f"{place}: {error.strerror}; {advice}, then run again") from None


def file_state(status: os.stat_result) -> str:
    """Return a token that changes whenever the file does (size, mtime, ctime, inode)."""
    return f"{status.st_size}.{status.st_mtime_ns}.{status.st_ctime_ns}.{status.st_ino}"


def is_settled(status: os.stat_result) -> bool:
    """Return whether the last change is so old that another change would alter the file's state."""
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    return time.time_ns() - changed > _UNSETTLED_NANOSECONDS
