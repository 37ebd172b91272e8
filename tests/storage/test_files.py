"""Tests of listing, reading and writing files."""

import os
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from generator.core.errors import CannotRun, ContentError, Problem
from generator.storage import files
from generator.storage.files import is_hidden, walk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with files, an empty folder, hidden entries and links."""
    top, elsewhere = tmp_path / "top", tmp_path / "elsewhere"
    for path in (top / "a.md", top / "b/c.md", top / ".d/e.md", top / "b/.f", elsewhere / "g.md"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (top / "empty").mkdir()
    (top / "link").symlink_to(elsewhere)
    (top / "broken").symlink_to("nowhere")
    return top


def paths(entries: Iterable[tuple[str, os.DirEntry[str]]]) -> set[str]:
    return {path for path, _ in entries}


def test_every_file_and_folder_is_listed_once_and_links_are_not_entered(folder: Path) -> None:
    found = list(walk(folder))
    assert sorted(path for path, _ in found) == [
        *(".d", ".d/e.md", "a.md", "b", "b/.f", "b/c.md", "broken", "empty", "link"),
    ]
    assert all(entry.path == f"{folder}/{path}" for path, entry in found)


def test_what_is_skipped_is_not_entered(folder: Path) -> None:
    assert paths(walk(folder, skip=is_hidden)) == {
        *("a.md", "b", "b/c.md", "broken", "empty", "link"),
    }
    assert paths(walk(folder, skip={"b", "c.md"}.__contains__)) == {
        *(".d", ".d/e.md", "a.md", "broken", "empty", "link"),
    }


def test_links_are_entered_on_request(folder: Path) -> None:
    assert paths(walk(folder, follow_links=True)) - paths(walk(folder)) == {"link/g.md"}


def test_a_missing_folder_is_empty(tmp_path: Path) -> None:
    assert not list(walk(tmp_path / "missing"))


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    inner = os.open(tmp_path, os.O_RDONLY)
    for _ in range(2_100):  # its path is longer than the 4,096 bytes that Linux allows
        os.mkdir("d", dir_fd=inner)
        outer, inner = inner, os.open("d", os.O_RDONLY, dir_fd=inner)
        os.close(outer)
    os.close(inner)
    try:
        with pytest.raises(OSError, match="File name too long") as caught:
            list(walk(tmp_path))
        assert Path(caught.value.filename).is_relative_to(tmp_path / "d")
    finally:  # pytest's own cleaning would recurse
        subprocess.run(["rm", "-r", tmp_path / "d"], check=True)


@pytest.mark.parametrize("path", [".a", "a/.b", ".a/b"])
def test_a_path_with_a_hidden_part_is_hidden(path: str) -> None:
    assert is_hidden(path)
    assert not is_hidden(path.replace(".", "c."))


def test_replacing_a_file_leaves_no_other_file(tmp_path: Path) -> None:
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
    path.write_bytes(b"two")  # the same size
    states.append(files.file_state(path.stat()))
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    time.sleep(0.06)
    path.write_bytes(b"six")
    os.utime(path, ns=times)  # as tools that preserve times do
    states.append(files.file_state(path.stat()))
    files.write_atomically(path, b"six")
    states.append(files.file_state(path.stat()))
    assert len(set(states)) == 4


def test_a_text_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("\ufeffé\r\n".encode())
    assert files.read_text(path, "a.md", 100) == "é\r\n"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"a\n\xe9", Problem("a.md", 2, "byte 0xe9 is not UTF-8; save the file as UTF-8")),
        (b"a" * 101, Problem("a.md", 1, "the file has 101 bytes; shorten it to at most 100 bytes")),
    ],
)
def test_an_unusable_text_is_a_problem_of_its_file(
    tmp_path: Path, content: bytes, problem: Problem
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(content)
    with pytest.raises(ContentError) as caught:
        files.read_text(path, "a.md", 100)
    assert caught.value.problems == (problem,)


def test_a_path_without_a_file_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"^a\.md: .*; pass the path of a readable file$"):
        files.read_text(tmp_path / "a.md", "a.md", 100)
    with pytest.raises(CannotRun, match=r"^b: not a file; pass the path of a text file$"):
        files.read_text(tmp_path, "b", 100)


def test_creating_a_file_does_not_replace_one(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.md"
    files.create(path, "one")
    with pytest.raises(CannotRun, match="already exists; move it elsewhere, then run again"):
        files.create(path, "two")
    assert path.read_text("utf-8") == "one"
    files.overwrite(path, b"two")
    assert path.read_text("utf-8") == "two"
    files.remove(path)
    with pytest.raises(CannotRun):
        files.remove(path)
