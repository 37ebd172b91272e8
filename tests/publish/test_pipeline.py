"""The build command: what it prints, and how it recovers from kills, full disks and damage.

With FAULTS=1000 in the environment the project has 1,000 papers, and each test kills 20 builds.
"""

import contextlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.core.permalinks import GENERATED_FILES, GENERATED_FOLDERS
from generator.storage import cache, files
from tests.support.cli import command, living_processes, read_tree, run, run_as_a_user, run_process
from tests.support.papers import ENTRY
from tests.support.paths import ROOT
from tests.support.projects import make_project
from tests.support.sites import build_site

pytestmark = pytest.mark.filterwarnings("ignore:user_configs")

PAPERS = int(os.environ.get("FAULTS", "120"))
KILLS = 20 if PAPERS > 500 else 3
TIMEOUT = 300.0  # seconds

INTERRUPTED = "interrupted; run the same command to continue\n"
WAITING = "another paper-digest process is using this folder; waiting for it to finish\n"
WORDS = [f"{start}{end}" for start in "bcdfghjklmnprstvw" for end in ("ata", "edon", "irimu", "oz")]
CACHE_FILES = (
    *("docs", "entries", "site"),
    *("related-archive", "related-recent", "search-archive", "search-recent"),
)

AddEntry = Callable[..., Path]
Process = subprocess.Popen[str]
Tree = dict[str, bytes | None]


def test_the_number_of_pages_equals_the_files_in_site(project: Config, add_entry: AddEntry) -> None:
    add_entry(ENTRY.replace("tags:", "aliases: [old]\ntags:"))
    add_entry(
        ENTRY.replace("On the", "In the").replace('"2402.07197"', '"2402.07198"'), "x.html.md"
    )
    result = build_site(project)
    pages = [path for path in project.site.rglob("*.html") if path.is_file()]
    assert (project.site / "papers" / "x.html").is_dir()
    assert (project.site / "papers" / "old" / "index.html") in pages
    assert result.pages == len(pages)


def test_the_command_prints_counts_and_the_preview_address(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    process = run_process(project.root, "site")
    assert process.returncode == 0
    pages = len(list(project.site.rglob("*.html")))
    assert f"site/: {pages} pages for 1 paper; everything rebuilt (first build)\n" in process.stdout
    assert "http://127.0.0.1:8000/" in process.stdout


def test_pages_that_are_excluded_from_search_are_not_counted(project: Config) -> None:
    counts = []
    for search in ("{}", "{exclude: true}"):
        text = f"---\nsearch: {search}\n---\n# Own\n"
        (project.docs / "own.md").write_text(text, encoding="utf-8")
        counts += re.findall(r"site/: (\d+) pages", run(project, "site").output)
    assert int(counts[0]) - int(counts[1]) == 1


def test_two_sites_of_the_same_entries_are_the_same_bytes(
    project: Config, add_entry: AddEntry, tmp_path_factory: pytest.TempPathFactory
) -> None:
    add_entry()
    copy = tmp_path_factory.mktemp("copy") / "project"
    shutil.copytree(project.root, copy)
    trees = []
    for root in (project.root, copy):
        process = run_process(root, "site", SOURCE_DATE_EPOCH="1741651200")
        assert process.returncode == 0
        trees.append(read_tree(root / "site"))
    assert trees[0] == trees[1]


class TwoStates:
    """A project whose papers are in state "A" or "B", and the files that a clean build generates.

    Attributes:
        expected: the generated files of a clean build, by state.
        seconds: the duration of a build, by kind: "cold" or "changed".
    """

    def __init__(self, folder: Path, papers: int) -> None:
        self.config = make_project(folder)
        self.papers = dict(zip("AB", two_sets_of_entries(papers), strict=True))
        self.expected: dict[str, Tree] = {}
        self.checked = ""  # the state that the generated files are known to be in
        self.seconds: dict[str, float] = {}
        for state in "AB":
            self.set(state)
            self.clear()
            self.seconds["cold"] = self.build()
            self.expected[state] = self.generated()
        self.set("A")
        self.seconds["changed"] = self.build()

    @property
    def root(self) -> Path:
        return self.config.root

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    def set(self, state: str) -> None:
        """Write the entries of a state, without touching those that are in both states."""
        entries = self.papers[state]
        for path in self.config.papers.rglob("*.md"):
            if path.relative_to(self.config.papers).as_posix() not in entries:
                path.unlink()
        for name, text in entries.items():
            path = self.config.papers / name
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def clear(self) -> None:
        """Remove all generated files and the cache."""
        generated = (".paper-digest.json", *GENERATED_FILES, *GENERATED_FOLDERS)
        paths = [self.config.docs / name for name in generated]
        for path in (*paths, self.config.site, self.cache):
            if path.is_dir():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)

    def generated(self) -> Tree:
        return {
            f"{folder.name}/{path}": content
            for folder in (self.config.docs, self.config.site)
            for path, content in read_tree(folder).items()
        }

    def start(self, prepare: Callable[[], None] | None = None) -> Process:
        """Start a build in a process group of its own."""
        self.checked = ""
        return subprocess.Popen(
            command(self.root, "site"),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            preexec_fn=prepare,  # noqa: PLW1509 (there are no threads)
        )

    def build(self) -> float:
        """Build without a disturbance, and return the duration in seconds."""
        start = time.monotonic()
        process = self.start()
        _, errors = process.communicate(timeout=TIMEOUT)
        assert errors in {"", WAITING}
        assert process.returncode == 0
        return time.monotonic() - start

    def build_here(self) -> None:
        """Build in this process, which is faster."""
        self.checked = ""
        assert run(self.config, "site").exit_code == 0

    def check(self, state: str) -> None:
        """Check that the generated files are those of a clean build."""
        assert find_differences(self.generated(), self.expected[state]) == []
        self.checked = state

    def other_state(self) -> str:
        """Make sure that one state is built, and return the other one."""
        if not self.checked:
            self.set("A")
            self.recover("A")
        return "B" if self.checked == "A" else "A"

    def recover(self, state: str) -> None:
        """Build, and check that the generated files are those of a clean build."""
        self.build_here()
        self.check(state)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> TwoStates:
    return TwoStates(tmp_path_factory.mktemp("large"), PAPERS)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> TwoStates:
    return TwoStates(tmp_path_factory.mktemp("small"), 30)


@pytest.mark.parametrize("build", ["cold", "changed"])
def test_after_a_kill_the_next_run_produces_the_same_bytes(large: TwoStates, build: str) -> None:
    rng, kills = random.Random(os.urandom(8)), 0
    for number in range(KILLS):
        state = "BA"[number % 2]
        large.set(state)
        if build == "cold":
            large.clear()
        process = large.start()
        delay = rng.uniform(large.seconds[build] * 0.15, large.seconds[build])
        time.sleep(delay)
        kill_group = number % 4 < 2
        (os.killpg if kill_group else os.kill)(process.pid, signal.SIGKILL)
        output = process.communicate(timeout=TIMEOUT)
        kills += process.returncode == -signal.SIGKILL
        large.build()  # waits for processes of the killed build
        large.check(state)
        assert living_processes(process.pid) == [], (delay, output)
    assert kills


@pytest.mark.parametrize("to_group", [True, False])
def test_ctrl_c_at_any_moment_ends_cleanly(large: TwoStates, to_group: bool) -> None:
    rng, interrupts = random.Random(os.urandom(8)), 0
    for number in range(KILLS):
        state = "BA"[number % 2]
        large.set(state)
        large.clear()
        process = large.start()
        wait_for(large.cache.is_dir)
        delay = rng.uniform(0, large.seconds["cold"] * 0.8)
        time.sleep(delay)
        (os.killpg if to_group else os.kill)(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=TIMEOUT)
        assert (process.returncode, errors) in {(130, INTERRUPTED), (0, "")}, delay
        assert living_processes(process.pid) == []
        interrupts += process.returncode == 130
        large.recover(state)
    assert interrupts


def test_of_two_concurrent_builds_one_waits_and_both_succeed(large: TwoStates) -> None:
    large.set("B")
    large.clear()
    processes = [large.start(), large.start()]
    errors = [process.communicate(timeout=TIMEOUT)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(errors) == ["", WAITING]
    large.check("B")


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_after_the_first_line(path: Path) -> None:
    path.write_bytes(path.read_bytes().partition(b"\n")[0])


def exchange_with_another(path: Path) -> None:
    """Replace a cache file by another one."""
    shutil.copy(path.with_name("docs" if path.name != "docs" else "entries"), path)


@pytest.mark.parametrize(
    "damage", [truncate, flip_a_bit, empty, cut_after_the_first_line, exchange_with_another]
)
@pytest.mark.parametrize("name", CACHE_FILES)
def test_a_damaged_cache_file_is_rebuilt(
    small: TwoStates, name: str, damage: Callable[[Path], None]
) -> None:
    other = small.other_state()
    damage(small.cache / name)
    small.set(other)
    small.recover(other)
    assert json.loads((small.cache / name).read_bytes().partition(b"\n")[2])


@pytest.mark.parametrize("name", CACHE_FILES)
@pytest.mark.parametrize("content", ["[1]", '{"x":null}', "emptied"])
def test_a_cache_file_of_another_shape_is_rebuilt(
    small: TwoStates, name: str, content: str
) -> None:
    other = small.other_state()
    values: dict[str, object] = cache.load(small.root, name, dict)
    value = dict.fromkeys(values) if content == "emptied" else json.loads(content)
    cache.save(small.root, name, value)
    small.set(other)
    try:
        small.recover(other)
    finally:
        (small.cache / name).unlink(missing_ok=True)
        small.checked = ""  # the next test needs the file


@pytest.mark.parametrize("name", CACHE_FILES)
def test_a_folder_at_a_cache_file_s_path_is_reported(small: TwoStates, name: str) -> None:
    other = small.other_state()
    (small.cache / name).unlink()
    (small.cache / name / "inside").mkdir(parents=True)
    small.set(other)
    result = run(small.config, "site")
    (small.cache / name / "inside").rmdir()
    (small.cache / name).rmdir()
    assert result.exit_code == 2
    assert f"{small.cache / name}: " in result.stderr
    small.recover(other)


@pytest.mark.parametrize(
    ("build", "size"),
    [
        *(("cold", size) for size in (600, 4_000, 30_000, 60_000, 100_000)),
        *(("changed", size) for size in (600, 2_000, 5_000)),
    ],
)
def test_a_full_disk_is_reported_and_leaves_no_partial_file(
    small: TwoStates, build: str, size: int
) -> None:
    """The limit of a file's size acts like a full disk."""
    small.set("A")
    if build == "cold":
        small.clear()
    else:
        small.recover("A")
    before = small.generated()
    small.set("B")
    process = small.start(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    _, errors = process.communicate(timeout=TIMEOUT)
    assert (process.returncode, errors.count("\n")) == (2, 1), errors
    error, path_text, advice = errors.split(": ", 2)
    assert (error, advice) == (
        "error",
        "File too large; free disk space or fix the permissions, then run again\n",
    )
    assert Path(path_text).is_relative_to(small.root)
    assert not Path(path_text).is_dir()
    for path, content in small.generated().items():
        if path != "docs/.paper-digest.json":  # it lists the files of both states during a build
            assert content in (before.get(path), small.expected["B"].get(path)), path
    small.recover("B")


@pytest.mark.parametrize("name", ["docs", "site", ".cache"])
def test_a_read_only_folder_is_reported(small: TwoStates, name: str) -> None:
    other = small.other_state()
    small.set(other)
    with read_only(small.root / name):
        process = run_as_a_user(small.root, "site")
    assert process.returncode == 2
    assert process.stderr.startswith(f"error: {small.root / name}/")
    assert process.stderr.endswith(
        ": Permission denied; free disk space or fix the permissions, then run again\n"
    )
    small.recover(other)


def test_a_killed_run_leaves_no_temporary_file_in_site(small: TwoStates) -> None:
    small.set("A")
    small.recover("A")
    (small.config.site / f".own.png{files.TEMPORARY_SUFFIX}").write_bytes(b"half")
    small.set("B")
    small.recover("B")


def two_sets_of_entries(papers: int) -> Iterator[dict[str, str]]:
    """Yield two sets of entries by path: most are the same, some changed, some are in one only."""
    entries = {f"{number % 3}/p{number}.md": entry(number) for number in range(papers)}
    yield entries
    later = dict(entries)
    for number in range(0, papers, 17):
        later[f"{number % 3}/p{number}.md"] = entry(number, "Changed. ")
    for number in range(1, papers, 37):
        del later[f"{number % 3}/p{number}.md"]
    for number in range(papers, papers + 5):
        later[f"new/p{number}.md"] = entry(number)
    yield later


def entry(number: int, prefix: str = "") -> str:
    """Return an entry that depends on its number only."""
    rng = random.Random(number)
    names = [f"{rng.choice('ABC')}nn Name{rng.randrange(40)}" for _ in range(3)]
    return (
        f"---\ntitle: On {rng.choice(WORDS)} {number}\n"
        f"date: 2025-{rng.randint(1, 3):02}-{rng.randint(1, 9):02}\n"
        f"authors: [{', '.join(names)}]\n"
        f"published: 2024-{rng.randint(1, 12):02}-11\n"
        f"tags: [{rng.choice(['testing', 'measuring'])}]\n---\n"
        f"{prefix}We do {' '.join(rng.choices(WORDS, k=90))}.\n"
    )


def find_differences(first: Tree, second: Tree) -> list[str]:
    """Return the paths that are in one tree only or have different contents."""
    in_both = first.keys() & second.keys()
    changed = {path for path in in_both if first[path] != second[path]}
    return sorted({*first} ^ {*second} | changed)


def wait_for(condition: Callable[[], bool]) -> None:
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < TIMEOUT
        time.sleep(0.005)


@contextlib.contextmanager
def read_only(top: Path) -> Iterator[None]:
    """Make a folder and all folders below it read-only."""
    folders = [top, *(path for path in top.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        yield
    finally:
        for folder in folders:
            folder.chmod(0o755)
