"""Tests of the cache: values are trusted only if undamaged and saved by the same code."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import CannotRun
from generator.storage import cache

VALUE = {"papers/a.md": ["1.2", "é", [None, 3]], "papers/王.md": []}


def save(folder: Path) -> Path:
    """Save a value and return its file."""
    cache.save(folder, "entries", VALUE)
    return folder / cache.CACHE_FOLDER / "entries"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), JSON))
def test_a_saved_value_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, value: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("project")
    cache.save(folder, "entries", value)
    assert cache.load(folder, "entries", dict) == value


def test_a_value_that_was_never_saved_is_empty(tmp_path: Path) -> None:
    assert cache.load(tmp_path, "entries", dict) == {}
    save(tmp_path)
    assert cache.load(tmp_path, "site", dict) == {}


def test_a_truncated_file_is_ignored(tmp_path: Path) -> None:
    path = save(tmp_path)
    content = path.read_bytes()
    for size in range(len(content)):
        path.write_bytes(content[:size])
        assert cache.load(tmp_path, "entries", dict) == {}


def test_a_file_with_a_flipped_bit_is_ignored(tmp_path: Path) -> None:
    path = save(tmp_path)
    content = path.read_bytes()
    for position in range(len(content)):
        for bit in range(8):
            flipped = bytes([content[position] ^ 1 << bit])
            path.write_bytes(content[:position] + flipped + content[position + 1 :])
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
def test_a_damaged_file_is_ignored(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = save(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.load(tmp_path, "entries", dict) == {}


def test_a_file_of_another_version_is_ignored_unless_requested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path)
    monkeypatch.setattr(cache, "code_version", lambda: "0" * 32)
    assert cache.load(tmp_path, "entries", dict) == {}
    assert cache.load(tmp_path, "entries", dict, any_version=True) == VALUE


def test_a_folder_at_the_path_of_the_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / cache.CACHE_FOLDER / "entries").mkdir(parents=True)
    assert cache.load(tmp_path, "entries", dict) == {}
    with pytest.raises(
        CannotRun,
        match=r"entries.*; move the file or folder at that path elsewhere, then run again",
    ):
        cache.save(tmp_path, "entries", {})
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / cache.CACHE_FOLDER).write_text("mine", encoding="utf-8")
    assert cache.load(tmp_path / "other", "entries", dict) == {}
    with pytest.raises(CannotRun):
        cache.save(tmp_path / "other", "entries", {})
