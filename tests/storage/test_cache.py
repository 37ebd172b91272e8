"""What earlier runs kept: trusted only where it is whole, and of the same code."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import CannotRun
from generator.storage import cache, files, lock
from tests.support.paths import ROOT

VALUE = {"papers/a.md": ["1.2", "é", [None, 3]], "papers/王.md": []}


def kept(folder: Path) -> Path:
    """Keep a value, and return its file."""
    cache.save(folder, "entries", VALUE)
    return folder / cache.CACHE_FOLDER / "entries"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), JSON))
def test_what_is_kept_is_there_again(
    tmp_path_factory: pytest.TempPathFactory, value: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("project")
    cache.save(folder, "entries", value)
    assert cache.load(folder, "entries", dict) == value


def test_of_what_was_never_kept_there_is_nothing(tmp_path: Path) -> None:
    assert cache.load(tmp_path, "entries", dict) == {}
    kept(tmp_path)
    assert cache.load(tmp_path, "site", dict) == {}


def test_a_file_that_is_cut_at_any_place_holds_nothing(tmp_path: Path) -> None:
    path = kept(tmp_path)
    content = path.read_bytes()
    for size in range(len(content)):
        path.write_bytes(content[:size])
        assert cache.load(tmp_path, "entries", dict) == {}


def test_a_file_with_any_bit_flipped_holds_nothing(tmp_path: Path) -> None:
    path = kept(tmp_path)
    content = path.read_bytes()
    for place in range(len(content)):
        for bit in range(8):
            flipped = bytes([content[place] ^ 1 << bit])
            path.write_bytes(content[:place] + flipped + content[place + 1 :])
            assert cache.load(tmp_path, "entries", dict) == {}


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content + b" ",
        lambda content: content * 2,
        lambda _: b"",
        lambda _: b"\n{}",
        lambda _: b"\xff\xfe",
        lambda _: b"{}",
        lambda content: content.replace(b"\n", b""),
        lambda content: content.replace(b"\n", b"\r\n"),
    ],
)
def test_a_damaged_file_holds_nothing(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = kept(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.load(tmp_path, "entries", dict) == {}


def test_a_file_of_another_version_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(tmp_path)
    monkeypatch.setattr(cache, "code_version", lambda: "0" * 32)
    assert cache.load(tmp_path, "entries", dict) == {}
    assert cache.load(tmp_path, "entries", dict, any_version=True) == VALUE


def test_in_the_place_of_a_file_anything_may_stand(tmp_path: Path) -> None:
    (tmp_path / cache.CACHE_FOLDER / "entries").mkdir(parents=True)
    assert cache.load(tmp_path, "entries", dict) == {}
    with pytest.raises(CannotRun, match=r"entries.*; move away what is in its place, run again"):
        cache.save(tmp_path, "entries", {})
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / cache.CACHE_FOLDER).write_text("mine", encoding="utf-8")
    assert cache.load(tmp_path / "else", "entries", dict) == {}
    with pytest.raises(CannotRun):
        cache.save(tmp_path / "else", "entries", {})


def test_replacing_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".html")
    for content in (b"one", b"two"):
        files.write_atomically(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        files.write_atomically(tmp_path / "folder", b"three")
    assert sorted(tmp_path.iterdir()) == sorted([path, tmp_path / "folder"])


def test_each_change_of_a_file_changes_its_state(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"one")
    states = [files.file_state(path.stat())]
    assert not files.is_settled(path.stat())
    time.sleep(0.06)
    assert files.is_settled(path.stat())
    path.write_bytes(b"two")  # of the same size
    states.append(files.file_state(path.stat()))
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    time.sleep(0.06)
    path.write_bytes(b"six")
    os.utime(path, ns=times)  # as a copy that keeps times
    states.append(files.file_state(path.stat()))
    files.write_atomically(path, b"six")
    states.append(files.file_state(path.stat()))
    assert len(set(states)) == 4


HOLD = """
import sys, time
from pathlib import Path
from generator import cache
with cache.alone(Path(sys.argv[1]), lambda: print("waits", flush=True)):
    print("in", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holder(folder: Path, seconds: float) -> subprocess.Popen[str]:
    """Return a process that is alone in a folder for some seconds."""
    command = [sys.executable, "-c", HOLD, str(folder), str(seconds)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_second_run_waits_until_the_first_is_killed(
    tmp_path: Path,
) -> None:
    with holder(tmp_path, 60) as first:
        assert line(first) == "in"
        with holder(tmp_path, 0) as second:
            assert line(second) == "waits"
            assert second.poll() is None
            first.send_signal(signal.SIGKILL)
            assert line(second) == "in"
            assert second.wait(20) == 0


def test_a_single_run_prints_no_waiting_message(tmp_path: Path) -> None:
    waits: list[str] = []
    for _ in range(2):
        with lock.exclusive_run(tmp_path, lambda: waits.append("waits")):
            pass
    (tmp_path / "else").mkdir()
    with (
        lock.exclusive_run(tmp_path, lambda: waits.append("waits")),
        lock.exclusive_run(tmp_path / "else", lambda: waits.append("waits")),
    ):
        pass
    assert waits == []
