"""docs/ to site/ by the real site builder, strictly; and shown while it is edited."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ENTRY, ROOT
from site_fixtures import copy_project

from generator import build, publish
from generator.config import Config
from generator.errors import CannotRun

AddEntry = Callable[..., Path]
LIMIT = 60.0
"""Seconds after which a change that has not come will not come."""


def test_the_number_of_pages_is_that_of_the_files_in_site(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    add_entry(
        ENTRY.replace("On the", "In the").replace('"2402.07197"', '"2402.07198"'), "x.html.md"
    )
    build.build(project)
    counted = publish.publish(project)
    pages = [path for path in _files(project.site) if path.suffix == ".html"]
    assert (project.site / "papers" / "x.html").is_dir()
    assert counted == len(pages)


def test_the_command_says_how_many_pages_and_papers_and_where_to_look(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    ended = _paper_digest(project, "site")
    assert ended.returncode == 0
    pages = len(list(project.site.rglob("*.html")))
    assert f"site/: {pages} pages for 1 paper\n" in ended.stdout
    assert "http://127.0.0.1:8000/" in ended.stdout


@pytest.mark.parametrize("link", ["none.md", "papers/none.md", "#none", "about.md#none", "/x/"])
def test_a_broken_link_in_a_hand_written_page_stops_the_site_with_the_builders_words(
    project: Config, link: str
) -> None:
    (project.docs / "own.md").write_text(f"# Own\n\n[broken]({link})\n", encoding="utf-8")
    ended = _paper_digest(project, "site")
    assert ended.returncode == 2
    first, said = ended.stderr.split("\n", 1)
    assert first == "error: the site builder stopped:"
    assert said.startswith("WARNING -  Doc file 'own.md' contains ")
    assert link in said


def test_settings_that_the_builder_refuses_stop_the_site_with_its_words(project: Config) -> None:
    with (project.root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [none.py]\n")
    with pytest.raises(CannotRun, match=r"none\.py"):
        publish.publish(project)


def test_a_page_that_is_gone_from_docs_goes_from_site(project: Config, add_entry: AddEntry) -> None:
    path = add_entry()
    build.build(project)
    publish.publish(project)
    path.unlink()
    build.build(project)
    publish.publish(project)
    assert not (project.site / "papers" / "2402.07197").exists()


def test_two_sites_of_the_same_entries_are_the_same_bytes(
    project: Config,
    add_entry: AddEntry,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741651200")
    add_entry()
    other = tmp_path_factory.mktemp("other") / "place"
    shutil.copytree(project.root, other)
    trees = []
    for place in (project.root, other):
        ended = _paper_digest(place, "site")
        assert ended.returncode == 0
        trees.append({p.relative_to(place): p.read_bytes() for p in _files(place / "site")})
    assert trees[0] == trees[1]


@dataclass
class Served:
    """A running `paper-digest serve`, and the project it shows."""

    root: Path
    process: subprocess.Popen[bytes]
    address: str
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def page(self, path: str) -> str:
        with contextlib.suppress(OSError), urllib.request.urlopen(self.address + path) as answer:
            text: str = answer.read().decode()
            return text
        return ""

    def waits_for(self, come: Callable[[], bool]) -> float:
        """Return after how many seconds something came."""
        began = time.monotonic()
        while not come():
            assert time.monotonic() - began < LIMIT, self.said
            assert self.process.poll() is None, self.said
            time.sleep(0.02)
        return time.monotonic() - began

    def shows(self, path: str, text: str) -> float:
        """Return after how many seconds a text was on a page."""
        return self.waits_for(lambda: text in self.page(path))

    def hides(self, path: str, text: str) -> float:
        """Return after how many seconds a text was gone from a page."""
        return self.waits_for(lambda: text not in (self.page(path) or text))

    def says(self, text: str) -> float:
        """Return after how many seconds a text was printed."""
        return self.waits_for(lambda: text in self.said)


@contextlib.contextmanager
def serving(root: Path, *, wait: bool = True, **environment: str) -> Iterator[Served]:
    """Serve a project on a free port until the block ends; it begins with the first page shown."""
    port = _free_port()
    log = root / "serve.log"
    command = [sys.executable, "-m", "generator", "-C", str(root), "serve", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    running = Served(root, process, f"http://127.0.0.1:{port}/", log)
    try:
        if wait:
            running.shows("", "</html>")
        yield running
    finally:
        process.terminate()
        process.wait(LIMIT)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site of the library of the tests, served."""
    with serving(copy_project(tmp_path_factory.mktemp("served"))) as served:
        yield served


@pytest.fixture
def entry(running: Served) -> Iterator[Path]:
    """An entry of the served site, as it was again after the test."""
    path = running.root / "papers" / "2025" / "2402.07197.md"
    text = path.read_text(encoding="utf-8")
    yield path
    path.write_text(text, encoding="utf-8")
    running.shows("papers/2402.07197/", "exhibit powerful zero-shot")


def test_a_saved_change_is_shown(running: Served, entry: Path) -> None:
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("exhibit powerful", "exhibit mighty"), encoding="utf-8")
    seconds = running.shows("papers/2402.07197/", "exhibit mighty")
    sys.stdout.write(f"a saved change was on its page after {seconds:.2f} s\n")
    running.shows("dates/2025/03/11/", "exhibit mighty")


def test_a_change_saved_by_renaming_is_shown(running: Served, entry: Path) -> None:
    text = entry.read_text(encoding="utf-8").replace("exhibit powerful", "exhibit renamed")
    new = entry.with_name("2402.07197.md___new___")
    new.write_text(text, encoding="utf-8")
    new.rename(entry)
    assert running.shows("papers/2402.07197/", "exhibit renamed") < LIMIT


def test_a_changed_label_of_a_tag_is_shown(running: Served) -> None:
    taxonomy = running.root / "taxonomy.yml"
    text = taxonomy.read_text(encoding="utf-8")
    assert "label: Instruction tuning\n" in text
    changed = text.replace("label: Instruction tuning\n", "label: Tuning by orders\n")
    taxonomy.write_text(changed, encoding="utf-8")
    running.shows("tags/instruction-tuning/", "Tuning by orders")
    running.shows("papers/2402.07197/", "Tuning by orders")
    taxonomy.write_text(text, encoding="utf-8")
    assert running.hides("papers/2402.07197/", "Tuning by orders") < LIMIT


def test_a_broken_entry_prints_its_problem_and_the_site_stays(running: Served, entry: Path) -> None:
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("date: 2025-03-11", "date: soon"), encoding="utf-8")
    running.says("papers/2025/2402.07197.md:3: error: 'date' is 'soon'; write it as YYYY-MM-DD")
    running.says("the site stays as it was")
    assert "exhibit powerful zero-shot" in running.page("papers/2402.07197/")
    entry.write_text(text.replace("exhibit powerful", "exhibit mended"), encoding="utf-8")
    assert running.shows("papers/2402.07197/", "exhibit mended") < LIMIT
    assert "Traceback" not in running.said


def test_a_broken_taxonomy_prints_its_problem_and_the_site_stays(running: Served) -> None:
    taxonomy = running.root / "taxonomy.yml"
    text = taxonomy.read_text(encoding="utf-8")
    taxonomy.write_text("[]", encoding="utf-8")
    running.says("taxonomy.yml:1: error: ")
    assert "exhibit powerful zero-shot" in running.page("papers/2402.07197/")
    taxonomy.write_text(text.replace("Instruction tuning\n", "Taught\n", 1), encoding="utf-8")
    running.shows("tags/instruction-tuning/", "Taught")
    taxonomy.write_text(text, encoding="utf-8")
    assert running.hides("tags/instruction-tuning/", "Taught") < LIMIT


def test_a_new_entry_in_a_new_folder_is_shown_and_goes_with_its_folder(running: Served) -> None:
    folder = running.root / "papers" / "2026"
    folder.mkdir()
    text = "---\ntitle: Brand-new\ndate: 2026-01-02\n---\nWe are new.\n"
    (folder / "brand-new.md").write_text(text, encoding="utf-8")
    running.shows("papers/brand-new/", "We are new.")
    running.shows("", "Brand-new")
    folder.rename(running.root / "elsewhere")
    assert running.hides("", "Brand-new") < LIMIT


def test_search_knows_a_saved_change(running: Served, entry: Path) -> None:
    before = running.page("search/index.json")
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("exhibit powerful", "exhibit quaxlotl"), encoding="utf-8")
    running.waits_for(lambda: running.page("search/index.json") not in {"", before})
    shards = json.loads(running.page("search/index.json"))["files"]["recent"].split()
    paths = [f"search/recent/{number}.{digest}.json" for number, digest in enumerate(shards)]
    running.waits_for(lambda: '"quaxlotl"' in "".join(map(running.page, paths)))


def test_search_knows_a_saved_change_of_a_hand_written_page(running: Served) -> None:
    about = running.root / "docs" / "about.md"
    before = running.page("search/index.json")
    about.write_text("# About\n\nWe read quaxlotls.", encoding="utf-8")
    running.waits_for(lambda: running.page("search/index.json") not in {"", before})


@pytest.mark.parametrize("to_all", [False, True])
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_cleanly_when_asked_and_leaves_no_process(
    project: Config, add_entry: AddEntry, by: signal.Signals, to_all: bool
) -> None:
    add_entry()
    temporary = project.root / "temporary"
    temporary.mkdir()
    with serving(project.root, TMPDIR=str(temporary)) as served:
        assert len(_alive(served.process.pid)) == 2
        (os.killpg if to_all else os.kill)(served.process.pid, by)  # a terminal asks the group
        assert served.process.wait(LIMIT) == 0
        assert _alive(served.process.pid) == []
        assert "Traceback" not in served.said
        assert list(temporary.iterdir()) == []


def test_it_ends_cleanly_before_its_first_page_is_there(project: Config) -> None:
    with serving(project.root, wait=False) as served:
        served.says("Ctrl-C")
        time.sleep(0.2)
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(LIMIT) == 0
        assert _alive(served.process.pid) == []
        assert "Traceback" not in served.said


def test_a_port_that_is_taken_is_an_error(project: Config) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = _paper_digest(project, "serve", "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 2
    assert ended.stderr.startswith("error: port ")
    assert ended.stderr.count("\n") == 1


def test_with_a_problem_it_does_not_begin(project: Config, add_entry: AddEntry) -> None:
    add_entry(ENTRY.replace("2025-03-11", "soon"))
    ended = _paper_digest(project, "serve")
    assert ended.returncode == 1
    assert "'date' is 'soon'" in ended.stderr


def _paper_digest(project: Config | Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    root = project if isinstance(project, Path) else project.root
    return subprocess.run(
        [sys.executable, "-m", "generator", "-C", str(root), *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _alive(session: int) -> list[str]:
    """Return the state lines of the living processes of a session (Linux and its like)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            line = path.read_text(encoding="utf-8", errors="replace")
            state, _, _, its_session = line.rpartition(")")[2].split()[:4]
            if int(its_session) == session and state not in "ZX":
                found.append(line)
    return found
