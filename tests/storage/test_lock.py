"""Tests of the lock that lets one command at a time work on a project."""

import signal
import subprocess
import sys
from pathlib import Path

from generator.storage import lock
from tests.support.paths import ROOT

SCRIPT = """
import sys, time
from pathlib import Path
from generator.storage import lock
with lock.exclusive_run(Path(sys.argv[1]), lambda: print("waits", flush=True)):
    print("in", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def start(folder: Path, seconds: float) -> subprocess.Popen[str]:
    """Start a process that holds the lock of a folder for some seconds."""
    command = [sys.executable, "-c", SCRIPT, str(folder), str(seconds)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")


def read_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_second_run_waits_until_the_first_is_killed(tmp_path: Path) -> None:
    with start(tmp_path, 60) as first:
        assert read_line(first) == "in"
        with start(tmp_path, 0) as second:
            assert read_line(second) == "waits"
            assert second.poll() is None
            first.send_signal(signal.SIGKILL)
            assert read_line(second) == "in"
            assert second.wait(20) == 0


def test_a_single_run_prints_no_waiting_message(tmp_path: Path) -> None:
    waits: list[str] = []
    for _ in range(2):
        with lock.exclusive_run(tmp_path, lambda: waits.append("waits")):
            pass
    (tmp_path / "other").mkdir()
    with (
        lock.exclusive_run(tmp_path, lambda: waits.append("waits")),
        lock.exclusive_run(tmp_path / "other", lambda: waits.append("waits")),
    ):
        pass
    assert waits == []
