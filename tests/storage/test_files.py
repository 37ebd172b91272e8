"""Listing the files below a folder."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

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
