"""A lock that lets only one command at a time work on a project."""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.storage.files import explain_disk_errors


@contextlib.contextmanager
def exclusive_run(folder: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Acquire the lock of a folder, waiting if necessary, and release it when the block ends.

    The operating system releases the lock when the last process that inherited it ends, even if it
    is killed.

    Args:
        folder: The project's folder.
        on_wait: Called once if another process has the lock.

    Raises:
        CannotRun: The folder cannot be opened.
    """
    with explain_disk_errors(folder):
        descriptor = os.open(folder, os.O_RDONLY)
        os.set_inheritable(descriptor, True)  # site builders in subprocesses share the lock
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
