"""Tests of the two-tier cache: only a tier that changed is written."""

from pathlib import Path

import pytest

from generator.storage import cache, two_tier_cache
from generator.storage.two_tier_cache import KeyedData, Tiers


class CachedArchive(KeyedData):
    words: dict[str, int]


class Recent(KeyedData):
    names: list[str]


ARCHIVE: CachedArchive = {"key": "a", "words": {"graph": 2}}
RECENT: Recent = {"key": "a", "names": ["Ada"]}


def load(root: Path) -> Tiers[CachedArchive, Recent]:
    return two_tier_cache.load(root, "test", CachedArchive, Recent)


def states(root: Path) -> dict[str, int]:
    """Return the inode of each file of the cache; it changes when the file is written."""
    return {path.name: path.stat().st_ino for path in (root / cache.CACHE_FOLDER).iterdir()}


def test_both_tiers_are_loaded_as_they_were_saved(tmp_path: Path) -> None:
    two_tier_cache.save(tmp_path, "test", Tiers(ARCHIVE, RECENT), Tiers())
    assert load(tmp_path) == Tiers(ARCHIVE, RECENT)


def test_without_files_both_tiers_are_empty(tmp_path: Path) -> None:
    assert load(tmp_path) == Tiers()


def test_only_a_tier_that_changed_is_written(tmp_path: Path) -> None:
    two_tier_cache.save(tmp_path, "test", Tiers(ARCHIVE, RECENT), Tiers())
    before, loaded = states(tmp_path), load(tmp_path)
    two_tier_cache.save(tmp_path, "test", loaded, loaded)
    assert states(tmp_path) == before
    changed: Recent = {"key": "b", "names": []}
    two_tier_cache.save(tmp_path, "test", Tiers(loaded.archive, changed), loaded)
    assert states(tmp_path)["test-archive"] == before["test-archive"]
    assert load(tmp_path) == Tiers(ARCHIVE, changed)


@pytest.mark.parametrize(
    "data", [{"key": 1}, {"key": "a", "words": []}, {"words": {}}, {"key": "a", "words": None}]
)
def test_a_tier_of_another_shape_is_not_loaded(tmp_path: Path, data: dict[str, object]) -> None:
    two_tier_cache.save(tmp_path, "test", Tiers(ARCHIVE, RECENT), Tiers())
    cache.save(tmp_path, "test-archive", data)
    assert load(tmp_path) == Tiers(None, RECENT)
