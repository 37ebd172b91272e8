"""A lock that lets one run at a time work in a project's folder."""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.storage.files import explain_disk_errors


@contextlib.contextmanager
def exclusive_run(folder: Path, waits: Callable[[], None]) -> Iterator[None]:
    """Keep other runs in a folder waiting; a kill ends it, when its last process has ended.

    Args:
        folder: the project's.
        waits: called if another run is at work there.
    """
    with explain_disk_errors(folder):
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
