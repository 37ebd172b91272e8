"""Kills, a full disk, damage: the next run ends as if nothing had been, and says what was wrong.

With FAULTS=1000 in the environment the project has so many papers, and is killed 20 times a test.
"""

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.core.permalinks import GENERATED_FILES, GENERATED_FOLDERS
from generator.storage import cache, files
from tests.support.cli import living_processes, read_tree, run, run_as_a_user
from tests.support.paths import ROOT
from tests.support.projects import make_project

pytestmark = pytest.mark.filterwarnings("ignore:user_configs")

PAPERS = int(os.environ.get("FAULTS", "120"))
TIMES = 20 if PAPERS > 500 else 3
LIMIT = 300.0
"""Seconds after which a run that has not ended will not end."""

STOPPED = "interrupted; run the same command to continue\n"
WAITS = "another run is working in this folder; waiting for it to finish\n"
WORDS = [f"{begin}{end}" for begin in "bcdfghjklmnprstvw" for end in ("ata", "edon", "irimu", "oz")]
CACHED = (
    *("docs", "entries", "site"),
    *("related-archive", "related-recent", "search-archive", "search-recent"),
)

Process = subprocess.Popen[str]
Tree = dict[str, bytes | None]


class Place:
    """A project that is in one of two states, and what is made of each when nothing disturbs."""

    def __init__(self, folder: Path, papers: int) -> None:
        self.config = make_project(folder)
        self.papers = dict(zip("AB", two_states(papers), strict=True))
        self.whole: dict[str, Tree] = {}
        self.seconds: dict[str, float] = {}
        for state in "AB":
            self.put(state)
            self.clear()
            self.seconds["cold"] = self.succeed()
            self.whole[state] = self.made()
        self.put("A")
        self.seconds["changed"] = self.succeed()

    @property
    def root(self) -> Path:
        return self.config.root

    def put(self, state: str) -> None:
        """Make the entries those of a state, with as few changes as there can be."""
        wanted = self.papers[state]
        for path in self.config.papers.rglob("*.md"):
            if path.relative_to(self.config.papers).as_posix() not in wanted:
                path.unlink()
        for name, text in wanted.items():
            path = self.config.papers / name
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def clear(self) -> None:
        """Remove all that was made."""
        made = (".paper-digest.json", *GENERATED_FILES, *GENERATED_FOLDERS)
        for path in (*(self.config.docs / name for name in made), self.config.site, self.cache):
            if path.is_dir():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    def made(self) -> Tree:
        return {
            f"{folder.name}/{path}": content
            for folder in (self.config.docs, self.config.site)
            for path, content in read_tree(folder).items()
        }

    def begin(self, prepare: Callable[[], None] | None = None) -> Process:
        return subprocess.Popen(
            [sys.executable, "-m", "generator", "-C", str(self.root), "site"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            preexec_fn=prepare,  # noqa: PLW1509 (there are no threads)
        )

    def succeed(self) -> float:
        """Run undisturbed, and return how many seconds it took."""
        began = time.monotonic()
        process = self.begin()
        _, said = process.communicate(timeout=LIMIT)
        assert said in {"", WAITS}
        assert process.returncode == 0
        return time.monotonic() - began

    def ends_right(self, state: str) -> None:
        """Run undisturbed; then all is there as if nothing had been."""
        self.succeed()
        assert differences(self.made(), self.whole[state]) == []


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("faults"), PAPERS)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("small"), 30)


@pytest.mark.parametrize("build", ["cold", "changed"])
def test_after_a_kill_the_next_run_produces_the_same_bytes(place: Place, build: str) -> None:
    chance, killed = random.Random(os.urandom(8)), 0
    for number in range(TIMES):
        state = "BA"[number % 2]
        place.put(state)
        if build == "cold":
            place.clear()
        process = place.begin()
        moment = chance.uniform(place.seconds[build] * 0.15, place.seconds[build])
        time.sleep(moment)
        everything = number % 4 < 2
        (os.killpg if everything else os.kill)(process.pid, signal.SIGKILL)
        said = process.communicate(timeout=LIMIT)
        killed += process.returncode == -signal.SIGKILL
        place.ends_right(state)
        assert living_processes(process.pid) == [], (moment, said)
    assert killed


@pytest.mark.parametrize("to_all", [True, False])
def test_ctrl_c_at_any_moment_ends_cleanly(place: Place, to_all: bool) -> None:
    chance, stopped = random.Random(os.urandom(8)), 0
    for number in range(TIMES):
        state = "BA"[number % 2]
        place.put(state)
        place.clear()
        process = place.begin()
        waits_for(place.cache.is_dir)
        moment = chance.uniform(0, place.seconds["cold"] * 0.8)
        time.sleep(moment)
        (os.killpg if to_all else os.kill)(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=LIMIT)
        assert (process.returncode, said) in {(130, STOPPED), (0, "")}, moment
        assert living_processes(process.pid) == []
        stopped += process.returncode == 130
        place.ends_right(state)
    assert stopped


def test_of_two_concurrent_builds_one_waits_and_both_succeed(place: Place) -> None:
    place.put("B")
    place.clear()
    both = [place.begin(), place.begin()]
    said = [process.communicate(timeout=LIMIT)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(said) == ["", WAITS]
    assert differences(place.made(), place.whole["B"]) == []


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def keep_only_the_first_line(path: Path) -> None:
    path.write_bytes(path.read_bytes().partition(b"\n")[0])


def exchange_with_another(path: Path) -> None:
    """Put what another name keeps in its place."""
    shutil.copy(path.with_name("docs" if path.name != "docs" else "entries"), path)


@pytest.mark.parametrize(
    "damage", [truncate, flip_a_bit, empty, keep_only_the_first_line, exchange_with_another]
)
@pytest.mark.parametrize("name", CACHED)
def test_a_damaged_cache_file_is_rebuilt(
    small: Place, name: str, damage: Callable[[Path], None]
) -> None:
    small.put("A")
    assert run(small.config, "site").exit_code == 0
    damage(small.cache / name)
    small.put("B")
    assert run(small.config, "site").exit_code == 0
    assert differences(small.made(), small.whole["B"]) == []
    assert json.loads((small.cache / name).read_bytes().partition(b"\n")[2])


@pytest.mark.parametrize("name", CACHED)
@pytest.mark.parametrize("content", ["[1]", '{"x":null}', "emptied"])
def test_a_cache_file_of_another_shape_is_rebuilt(small: Place, name: str, content: str) -> None:
    small.put("A")
    assert run(small.config, "site").exit_code == 0
    kept: dict[str, object] = cache.load(small.root, name, dict)
    value = dict.fromkeys(kept) if content == "emptied" else json.loads(content)
    cache.save(small.root, name, value)
    small.put("B")
    try:
        assert run(small.config, "site").exit_code == 0
    finally:
        (small.cache / name).unlink(missing_ok=True)
    assert differences(small.made(), small.whole["B"]) == []


@pytest.mark.parametrize("name", CACHED)
def test_a_folder_at_a_cache_file_s_path_is_reported(small: Place, name: str) -> None:
    small.put("A")
    assert run(small.config, "site").exit_code == 0
    (small.cache / name).unlink()
    (small.cache / name / "inside").mkdir(parents=True)
    small.put("B")
    ended = run(small.config, "site")
    (small.cache / name / "inside").rmdir()
    (small.cache / name).rmdir()
    assert ended.exit_code == 2
    assert f"{small.cache / name}: " in ended.stderr
    assert run(small.config, "site").exit_code == 0
    assert differences(small.made(), small.whole["B"]) == []


@pytest.mark.parametrize(
    ("build", "size"),
    [
        *(("cold", size) for size in (600, 4_000, 30_000, 60_000, 100_000)),
        *(("changed", size) for size in (600, 2_000, 5_000)),
    ],
)
def test_a_full_disk_is_reported_and_leaves_no_partial_file(
    small: Place, build: str, size: int
) -> None:
    """No file can be larger than a size."""
    small.put("A")
    if build == "cold":
        small.clear()
    else:
        small.ends_right("A")
    before = small.made()
    small.put("B")
    process = small.begin(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    _, said = process.communicate(timeout=LIMIT)
    assert (process.returncode, said.count("\n")) == (2, 1), said
    error, named, advice = said.split(": ", 2)
    assert (error, advice) == (
        "error",
        "File too large; free disk space or fix the permissions, then run again\n",
    )
    assert Path(named).is_relative_to(small.root)
    assert not Path(named).is_dir()
    for path, content in small.made().items():
        if path != "docs/.paper-digest.json":  # between two runs it lists the files of both
            assert content in (before.get(path), small.whole["B"].get(path)), path
    small.ends_right("B")


@pytest.mark.parametrize("name", ["docs", "site", ".cache"])
def test_a_read_only_folder_is_reported(small: Place, name: str) -> None:
    small.put("A")
    assert run(small.config, "site").exit_code == 0
    small.put("B")
    with read_only(small.root / name):
        ended = run_as_a_user(small.root, "site")
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"error: {small.root / name}/")
    assert ended.stderr.endswith(
        ": Permission denied; free disk space or fix the permissions, then run again\n"
    )
    assert run(small.config, "site").exit_code == 0
    assert differences(small.made(), small.whole["B"]) == []


def test_a_killed_run_leaves_no_temporary_file_in_site(small: Place) -> None:
    small.put("A")
    small.ends_right("A")
    (small.config.site / f".own.png{files.TEMPORARY_SUFFIX}").write_bytes(b"half")
    small.put("B")
    small.ends_right("B")


def two_states(papers: int) -> Iterator[dict[str, str]]:
    """Yield the entries of two states: most are in both, some changed, some in one alone."""
    entries = {f"{number % 3}/p{number}.md": entry(number) for number in range(papers)}
    yield entries
    later = dict(entries)
    for number in range(0, papers, 17):
        later[f"{number % 3}/p{number}.md"] = entry(number, "Changed since. ")
    for number in range(1, papers, 37):
        del later[f"{number % 3}/p{number}.md"]
    for number in range(papers, papers + 5):
        later[f"new/p{number}.md"] = entry(number)
    yield later


def entry(number: int, begin: str = "") -> str:
    """Return a numbered paper's text; of one number it is always the same."""
    chance = random.Random(number)
    names = [f"{chance.choice('ABC')}nn Name{chance.randrange(40)}" for _ in range(3)]
    return (
        f"---\ntitle: On {chance.choice(WORDS)} {number}\n"
        f"date: 2025-{chance.randint(1, 3):02}-{chance.randint(1, 9):02}\n"
        f"authors: [{', '.join(names)}]\n"
        f"published: 2024-{chance.randint(1, 12):02}-11\n"
        f"tags: [{chance.choice(['testing', 'measuring'])}]\n---\n"
        f"{begin}We do {' '.join(chance.choices(WORDS, k=90))}.\n"
    )


def differences(there: Tree, wanted: Tree) -> list[str]:
    both = there.keys() & wanted.keys()
    return sorted({*there} ^ {*wanted} | {path for path in both if there[path] != wanted[path]})


def waits_for(come: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not come():
        assert time.monotonic() - began < LIMIT
        time.sleep(0.005)


@contextlib.contextmanager
def read_only(top: Path) -> Iterator[None]:
    """Take the right to write from a folder and all in it."""
    folders = [top, *(path for path in top.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        yield
    finally:
        for folder in folders:
            folder.chmod(0o755)
