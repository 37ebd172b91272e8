"""Folders that are built once per test run, even when xdist runs several workers."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.storage import cache

State = dict[str, tuple[int, int]]


@contextlib.contextmanager
def shared_folder(
    factory: pytest.TempPathFactory, name: str, fill: Callable[[Path], object]
) -> Iterator[Path]:
    """Yield a folder that the first worker fills while the others wait.

    Args:
        factory: pytest's ``tmp_path_factory``.
        name: the folder's name, unique among all shared folders.
        fill: fills the folder, which exists and is empty.

    Raises:
        AssertionError: a test changed the folder; only the generator's cache may change.
    """
    folder = _run_folder(factory) / name
    ready = folder.with_suffix(".ready")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            fill(folder)
            ready.touch()
    before = _state(folder)
    yield folder
    assert _state(folder) == before, f"a test changed the shared folder '{name}'"


def _run_folder(factory: pytest.TempPathFactory) -> Path:
    """Return the run's temporary folder; with xdist each worker has a subfolder of it."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _state(folder: Path) -> State:
    """Return the size and modification time (ns) of each file, without the generator's cache."""
    return {
        path.relative_to(folder).as_posix(): (stat.st_size, stat.st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and cache.CACHE_FOLDER not in path.relative_to(folder).parts
        for stat in [path.stat()]
    }
