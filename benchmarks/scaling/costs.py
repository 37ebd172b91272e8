"""Measure a build: wall time, processor time, memory of all its processes, and files."""

import contextlib
import ctypes
import hashlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.05
"""Seconds between two samples of the memory."""

_PROC = Path("/proc")
_SESSION = 3
"""The index of the session id in ``/proc/*/stat``, counted after the process's name."""

_PR_SET_CHILD_SUBREAPER = 36
_ORPHAN_TIMEOUT = 2.0  # seconds
_MAX_OUTPUT = 4000  # characters

Files = Mapping[str, tuple[bytes, int]]
"""The digest and the size of each file."""


class BuildFailed(Exception):  # noqa: N818 (the name is clear)
    """A build ended with an error; the message is its output."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a build.

    Attributes:
        seconds: The wall time.
        processor: The processor time in seconds.
        memory: The peak memory in bytes; 0 if the system does not report it.
    """

    seconds: float
    processor: float
    memory: int


@dataclass(frozen=True, slots=True)
class Size:
    """The number of files and their bytes."""

    files: int
    bytes: int


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a build and return its cost.

    Args:
        command: The command.
        folder: The working directory.
        environment: Additional environment variables.

    Raises:
        BuildFailed: The command ended with an error.
    """
    _adopt_orphans()
    before = _processor_seconds()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        memory = _peak_memory(process)
        seconds = time.perf_counter() - start
        if process.returncode:
            output.seek(0)
            text = output.read()[-_MAX_OUTPUT:].rstrip()
            raise BuildFailed(f"exit code {process.returncode}\n{text}")
    _wait_for_orphans()
    return Cost(seconds, _processor_seconds() - before, memory)


def digests(folder: Path) -> Files:
    """Return the digest and the size of each file below a folder."""
    files: dict[str, tuple[bytes, int]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            digest = hashlib.blake2b(content, digest_size=16).digest()
            files[path.relative_to(folder).as_posix()] = digest, len(content)
    return files


def size(files: Files) -> Size:
    """Return the number and the size of some files."""
    return Size(len(files), sum(length for _, length in files.values()))


def changed(before: Files, after: Files) -> Files:
    """Return the files that are new or have changed."""
    return {path: file for path, file in after.items() if before.get(path) != file}


class _MemorySampler(threading.Thread):
    """Samples the memory of all processes of a session and keeps the maximum."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session, self.maximum, self.ended = session, 0, threading.Event()
        self.start()

    def run(self) -> None:
        pause = 0.0
        while not self.ended.wait(pause):
            start = time.monotonic()
            self.maximum = max(self.maximum, memory(self.session))
            # Sampling gigabytes takes a while, during which the build cannot allocate memory.
            pause = max(INTERVAL, 10 * (time.monotonic() - start))


def memory(session: int) -> int:
    """Return the bytes of all processes of a session; shared memory counts once."""
    return sum(
        _bytes(stat.parent) for stat in _PROC.glob("[0-9]*/stat") if _is_in_session(stat, session)
    )


def _is_in_session(stat: Path, session: int) -> bool:
    with contextlib.suppress(OSError, IndexError):  # the process may have ended
        fields = stat.read_text(errors="replace").rpartition(")")[2].split()
        return int(fields[_SESSION]) == session
    return False


def _bytes(process: Path) -> int:
    with contextlib.suppress(OSError):
        for line in (process / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _peak_memory(process: "subprocess.Popen[bytes]") -> int:
    """Wait for a process and return the peak memory of its session in bytes."""
    sampler = _MemorySampler(process.pid)
    try:
        process.wait()
    finally:
        sampler.ended.set()
        if process.poll() is None:  # Ctrl-C does not reach another session
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        sampler.join()
    return sampler.maximum


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _adopt_orphans() -> None:
    """Become the parent of orphaned processes, whose processor time counts only for a parent.

    Python's ``multiprocessing`` orphans the process that forks its workers.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans() -> None:
    deadline = time.monotonic() + _ORPHAN_TIMEOUT
    with contextlib.suppress(ChildProcessError):  # no more processes
        while time.monotonic() < deadline:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(INTERVAL / 10)
