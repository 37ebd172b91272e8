"""The docs writer writes what changed, leaves foreign files alone and survives kills."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.config import Config
from generator.core.errors import CannotRun, ContentError
from generator.publish import build_docs as publish_docs
from generator.publish.docs_writer import MANIFEST, WriteResult
from tests.support.cli import command, run_as_a_user, run_process
from tests.support.docs_folders import file_times, write_docs
from tests.support.paths import ROOT


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """An empty docs/ folder in a project."""
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs"


def test_a_first_run_writes_every_file_and_a_second_none(docs: Path) -> None:
    assert write_docs(docs, {"papers/a.md": b"A", "index.md": b"I"}) == WriteResult(2, 0, 0)
    assert write_docs(docs, {"papers/a.md": b"A", "index.md": b"I"}) == WriteResult(0, 2, 0)
    assert (docs / "papers" / "a.md").read_bytes() == b"A"


def test_an_unchanged_file_is_not_touched(docs: Path) -> None:
    write_docs(docs, {"papers/a.md": b"A", "papers/b.md": b"B"})
    before = file_times(docs)
    assert write_docs(docs, {"papers/a.md": b"A", "papers/b.md": b"C"}) == WriteResult(1, 1, 0)
    changed = {path for path, when in file_times(docs).items() if before.get(path) != when}
    assert changed == {"papers", "papers/b.md", MANIFEST}


def test_a_run_without_changes_touches_no_file(docs: Path) -> None:
    write_docs(docs, {"papers/a.md": b"A"})
    before = file_times(docs)
    write_docs(docs, {"papers/a.md": b"A"})
    assert file_times(docs) == before


def test_orphans_and_their_empty_folders_are_removed(docs: Path) -> None:
    write_docs(
        docs, {"tags/x/1/index.md": b"1", "dates/2025/03/11/index.md": b"d", "papers/a.md": b"A"}
    )
    assert write_docs(docs, {"papers/a.md": b"A"}) == WriteResult(0, 1, 2)
    assert _tree(docs).keys() == {"papers/a.md", MANIFEST}
    assert not (docs / "tags").exists()
    assert not (docs / "dates").exists()


def test_a_deleted_file_is_written_again(docs: Path) -> None:
    write_docs(docs, {"papers/a.md": b"A"})
    (docs / "papers" / "a.md").unlink()
    assert write_docs(docs, {"papers/a.md": b"A"}) == WriteResult(1, 0, 0)


def test_clearing_leaves_hand_written_pages_only(docs: Path) -> None:
    (docs / "about.md").write_text("ours", encoding="utf-8")
    write_docs(docs, {"papers/a.md": b"A", "index.md": b"I"})
    assert write_docs(docs, {}) == WriteResult(0, 0, 2)
    assert [path.name for path in docs.iterdir()] == ["about.md"]


def test_all_foreign_files_are_reported_at_once(docs: Path) -> None:
    (docs / "papers").mkdir()
    for name in ("a.md", "b.md"):
        (docs / "papers" / name).write_text("mine", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        write_docs(docs, {"papers/a.md": b"A"})
    assert len(error.value.problems) == 2


def test_a_file_with_the_right_content_is_adopted(docs: Path) -> None:
    (docs / "index.md").write_bytes(b"I")
    assert write_docs(docs, {"index.md": b"I"}) == WriteResult(0, 1, 0)
    assert write_docs(docs, {}) == WriteResult(0, 0, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"files": []}',
        b'{"files": {"a.md": 3}}',
        b'{"files": {"papers/a.md": ["0"',
        b'{"files": {"../x.md": ["0"]}}',
        b'{"files": {"papers/../../x.md": ["0"]}}',
        b'{"files": {"/etc/passwd": ["0"]}}',
    ],
)
def test_a_damaged_manifest_is_an_error_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    docs = tmp_path / "docs"
    write_docs(docs, {"papers/a.md": b"A"})
    (docs / MANIFEST).write_bytes(content)
    before = file_times(tmp_path)
    with pytest.raises(CannotRun, match="delete it and the generated folders"):
        write_docs(docs, {"papers/a.md": b"B"})
    assert file_times(tmp_path) == before


def test_a_listed_path_outside_of_docs_is_never_deleted(tmp_path: Path) -> None:
    docs, victim = tmp_path / "docs", tmp_path / "victim.md"
    victim.write_bytes(b"V")
    write_docs(docs, {"papers/v.md": b"V"})
    manifest = json.loads((docs / MANIFEST).read_text(encoding="utf-8"))
    manifest["files"]["../victim.md"] = manifest["files"]["papers/v.md"]
    (docs / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(CannotRun):
        write_docs(docs, {})
    assert victim.read_bytes() == b"V"


def test_a_file_named_docs_is_reported_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotRun, match="docs"):
        write_docs(tmp_path / "docs", {"papers/a.md": b"A"})
    assert (tmp_path / "docs").read_text(encoding="utf-8") == "mine"


def test_a_read_only_folder_is_an_error(project: Config) -> None:
    project.docs.chmod(0o500)
    process = run_as_a_user(project.root, "build")
    project.docs.chmod(0o700)
    assert process.returncode == 2
    assert process.stderr.startswith(f"error: {project.docs}/")
    assert process.stderr.endswith("; free disk space or fix the permissions, then run again\n")


def test_a_full_disk_leaves_no_partial_file(
    project: Config, add_entry: Callable[..., Path]
) -> None:
    add_entry()
    process = _run(
        ["bash", "-c", 'ulimit -f 1; exec "$@"', "bash", *command(project.root, "build")]
    )
    assert (process.returncode, "Traceback" in process.stderr) == (2, False)
    assert process.stderr.startswith("error: ")
    assert not list(project.docs.rglob("*tmp"))
    publish_docs.build(project)
    files = _tree(project.docs)
    publish_docs.clear(project)
    publish_docs.build(project)
    assert {*files} == {*_tree(project.docs)}


def test_the_longest_names_can_be_written(docs: Path) -> None:
    path = f"authors/{'x' * 252}.md"
    assert write_docs(docs, {path: b"A"}) == WriteResult(1, 0, 0)


_KILLS = 15 if "FAULTS" in os.environ else 4
PATHS = st.sampled_from(
    (
        "index.md",
        "papers/a.md",
        "papers/b.md",
        "papers/a/index.html",
        "opensearch.xml",
        "tags/a/index.md",
        "tags/a/1/index.md",
        "tags/a/2/index.md",
        "dates/2025/index.md",
        "dates/2025/03/11/index.md",
        "authors/letter/a/index.md",
    )
)
STATES = st.dictionaries(PATHS, st.binary(max_size=3))


@settings(max_examples=60, deadline=None)
@given(st.lists(STATES, min_size=1, max_size=6))
def test_after_several_runs_only_the_last_artifacts_remain(
    tmp_path_factory: pytest.TempPathFactory, states: list[dict[str, bytes]]
) -> None:
    docs = tmp_path_factory.mktemp("project") / "docs"
    docs.mkdir()
    (docs / "about.md").write_bytes(b"ours")
    (docs / "data.txt").write_bytes(b"ours")
    before: dict[str, bytes] = {}
    for state in states:
        outcome = write_docs(docs, state)
        changed = sum(before.get(path) != content for path, content in state.items())
        removed = len(before.keys() - state.keys())
        assert outcome == WriteResult(changed, len(state) - changed, removed)
        before = state
    hand_written = {"about.md": b"ours", "data.txt": b"ours"}
    files = _tree(docs)
    files.pop(MANIFEST, None)
    assert files == hand_written | states[-1]
    folders = {path for path in docs.rglob("*") if path.is_dir()}
    assert all(any(folder.iterdir()) for folder in folders)


def test_two_folders_with_the_same_entries_get_the_same_bytes(
    project: Config, add_entry: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    add_entry()
    _add_papers(project.papers, range(20))
    copy = tmp_path_factory.mktemp("copy") / "project"
    shutil.copytree(project.root, copy)
    for root, seed in ((project.root, "1"), (copy, "2")):
        assert run_process(root, "build", PYTHONHASHSEED=seed).returncode == 0
    assert _tree(project.docs) == _tree(copy / "docs")


def test_concurrent_runs_wait_for_each_other(project: Config) -> None:
    _add_papers(project.papers, range(60))
    publish_docs.build(project)
    expected = _tree(project.docs)
    shutil.rmtree(project.docs / "tags")
    shutil.rmtree(project.docs / "authors")
    runs = [_start_build(project) for _ in range(4)]
    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    assert _tree(project.docs) == expected


def test_a_kill_before_any_step_leaves_a_recoverable_state(tmp_path: Path) -> None:
    script = ROOT / "tests" / "support" / "killed_writer.py"
    process = _run([sys.executable, str(script), str(tmp_path)])
    assert process.stderr == ""
    assert int(process.stdout) > 50


def test_after_a_kill_the_next_run_equals_a_first_run(project: Config) -> None:
    """Builds alternate between two sets of 100 papers; each is killed at a random moment."""
    _add_papers(project.papers, range(100))
    spare = project.root / "spare"
    shutil.copytree(project.papers, spare)
    shutil.rmtree(project.papers / "half0")
    _add_papers(project.papers, range(75, 125), day=12)
    first_runs, seconds = [], 0.0
    for _ in range(2):
        start = time.monotonic()
        assert _start_build(project).wait() == 0
        seconds = time.monotonic() - start
        first_runs.append(_tree(project.docs))
        publish_docs.clear(project)
        _swap(project.papers, spare)
    rng = random.Random(os.urandom(8))
    kills = 0
    for number in range(_KILLS):
        process = _start_build(project)
        time.sleep(rng.uniform(seconds * 0.3, seconds))
        process.kill()
        kills += process.wait() == -signal.SIGKILL
        publish_docs.build(project)
        assert _tree(project.docs) == first_runs[number % 2]
        _swap(project.papers, spare)
    assert kills


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _start_build(project: Config) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command(project.root, "build"), cwd=ROOT, stdout=subprocess.DEVNULL)


def _add_papers(papers: Path, numbers: range, day: int = 11) -> None:
    for number in numbers:
        path = papers / f"half{number % 2}" / f"paper-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"---\ntitle: Paper {number}\ndate: 2025-03-{day}\n"
            f"authors: [Ann Author{number}, Bob Author{number % 7}]\ntags: [testing]\n"
            f"---\nWe do {number} things on {day} days.\n",
            encoding="utf-8",
        )


def _swap(first: Path, second: Path) -> None:
    temporary = first.with_name("temporary")
    first.rename(temporary)
    second.rename(first)
    temporary.rename(second)
