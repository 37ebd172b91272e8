"""Whatever changes: an incremental build ends in the bytes of a clean one, and does little."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest
from change_fixtures import DISK_EDITS, SOURCE_EDITS, Draft, older, small_draft
from cli_fixtures import run, tree
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from generator.config import Config

Edit: TypeAlias = Callable[..., None]
Result: TypeAlias = dict[str, object] | list[str]

EXAMPLES = int(os.environ.get("INCREMENTAL", "40"))

edits = st.tuples(st.sampled_from([*SOURCE_EDITS, *DISK_EDITS]), st.integers(0, 999))
rounds = st.lists(st.lists(edits, min_size=1, max_size=4), min_size=1, max_size=2)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return small_draft(tmp_path_factory.mktemp("draft"))


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A handful of papers are an archive, and worth a process."""
    monkeypatch.setattr("generator.search.shards.ARCHIVE_STEP", 4)
    for room in ("library", "writer", "publish.site"):
        monkeypatch.setattr(f"generator.{room}._WORTH_A_PROCESS", 5)
    return iter([None])


@settings(
    max_examples=EXAMPLES,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rounds=rounds)
@pytest.mark.usefixtures("small_steps")
def test_a_clean_and_an_incremental_build_end_in_the_same_bytes(
    tmp_path: Path, draft: Draft, rounds: list[list[tuple[Edit, int]]]
) -> None:
    root = tmp_path / "project"
    for folder in (root, older(root)):
        shutil.rmtree(folder, ignore_errors=True)
    now = draft.copy()
    now.write(root)
    made(root, now)
    shutil.copytree(root, older(root))
    for number, made_edits in enumerate(rounds):
        before, now = now, now.copy()
        for edit, chance in made_edits:
            change(root, now, before, edit, Random(chance))
        now.write(root, before)
        there, clean = made(root, now), made_clean(tmp_path / "clean", now)
        assert difference(there, clean) == [], f"round {number}"
        if isinstance(clean, list):
            note(f"round {number} is refused: {clean}")
            before.write(root, now)
            now = before


def change(root: Path, draft: Draft, before: Draft, edit: Edit, chance: Random) -> None:
    if edit in DISK_EDITS:
        edit(root, before, chance)
    else:
        edit(draft, chance)


def made(root: Path, draft: Draft) -> Result:
    """Return what a build makes in a project, or what it says where it cannot."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        for name, value in draft.environment.items():
            patch.setenv(name, value)
        ended = run(Config(root, "", ""), "site")
    if ended.exit_code:
        return sorted(ended.output.replace(str(root), "").splitlines())
    return {
        f"{name}/{path}": held
        for name in ("docs", "site")
        for path, held in tree(root / name).items()
    }


def made_clean(folder: Path, draft: Draft) -> Result:
    shutil.rmtree(folder, ignore_errors=True)
    draft.write(folder)
    return made(folder, draft)


def difference(one: Result, other: Result) -> list[str]:
    """Return what two builds do not have in common: paths, or what they said."""
    if isinstance(one, list) or isinstance(other, list):
        return [] if one == other else [f"{str(each)[:300]}" for each in (one, other)]
    gone = object()
    return sorted(
        path for path in one.keys() | other.keys() if one.get(path, gone) != other.get(path, gone)
    )
