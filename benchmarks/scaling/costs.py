"""What a build costs: wall time, processor time, memory of all its processes, and its files."""

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
"""Seconds between two looks at the memory."""

_PROC = Path("/proc")
_SESSION = 3
"""The place of the session in ``/proc/*/stat``, counted from behind the name."""

_PR_SET_CHILD_SUBREAPER = 36
_LONGEST_ORPHAN = 2.0
_SAID = 4000

Files = Mapping[str, tuple[bytes, int]]
"""The digest and the size of each file."""


class BuildFailed(Exception):  # noqa: N818 (it says what happened)
    """A build ended with an error; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build cost; the memory is 0 where the system does not tell it."""

    seconds: float
    processor: float
    memory: int


@dataclass(frozen=True, slots=True)
class Size:
    """How many files, and their bytes."""

    files: int
    bytes: int


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a build and return its cost.

    Raises:
        BuildFailed: it ended with an error.
    """
    _adopt_orphans()
    before = _processor_seconds()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        memory = _watched(process)
        seconds = time.perf_counter() - started
        if process.returncode:
            said.seek(0)
            raise BuildFailed(f"exit code {process.returncode}\n{said.read()[-_SAID:].rstrip()}")
    _wait_for_orphans()
    return Cost(seconds, _processor_seconds() - before, memory)


def digests(folder: Path) -> Files:
    """Return the digest and the size of each file below a folder."""
    found: dict[str, tuple[bytes, int]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            digest = hashlib.blake2b(content, digest_size=16).digest()
            found[path.relative_to(folder).as_posix()] = digest, len(content)
    return found


def size(files: Files) -> Size:
    """Return how much some files are."""
    return Size(len(files), sum(length for _, length in files.values()))


def changed(before: Files, after: Files) -> Files:
    """Return the files that are new, or have another content than before."""
    return {path: found for path, found in after.items() if before.get(path) != found}


class _Peak(threading.Thread):
    """Looks again and again at how much memory all processes of a session have."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session, self.most, self.ended = session, 0, threading.Event()
        self.start()

    def run(self) -> None:
        pause = 0.0
        while not self.ended.wait(pause):
            began = time.monotonic()
            self.most = max(self.most, memory(self.session))
            # To look at gigabytes takes a while, in which the build cannot get more of them.
            pause = max(INTERVAL, 10 * (time.monotonic() - began))


def memory(session: int) -> int:
    """Return the bytes of all processes of a session; what several share counts once."""
    return sum(_bytes(stat.parent) for stat in _PROC.glob("[0-9]*/stat") if _in(stat, session))


def _in(stat: Path, session: int) -> bool:
    with contextlib.suppress(OSError, IndexError):  # it may have ended meanwhile
        fields = stat.read_text(errors="replace").rpartition(")")[2].split()
        return int(fields[_SESSION]) == session
    return False


def _bytes(process: Path) -> int:
    with contextlib.suppress(OSError):
        for line in (process / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _watched(process: "subprocess.Popen[bytes]") -> int:
    """Wait for a process and return the most memory that it and its children had."""
    peak = _Peak(process.pid)
    try:
        process.wait()
    finally:
        peak.ended.set()
        if process.poll() is None:  # stopped by Ctrl-C, of which another session hears nothing
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        peak.join()
    return peak.most


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _adopt_orphans() -> None:
    """Become the parent of what a build leaves running, as its time counts only where waited for.

    Python's ``multiprocessing`` leaves so the process that forks its workers.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans() -> None:
    deadline = time.monotonic() + _LONGEST_ORPHAN
    with contextlib.suppress(ChildProcessError):  # there are no more
        while time.monotonic() < deadline:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(INTERVAL / 10)
