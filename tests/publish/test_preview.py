"""The preview shows saved changes, reports problems and stops without leaving processes."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.core.config import Config
from tests.support.browser import Window
from tests.support.cli import command, living_processes, run_process
from tests.support.papers import ENTRY
from tests.support.paths import ROOT
from tests.support.projects import copy_project

AddEntry = Callable[..., Path]
PAPER = "papers/2402.07197/"
TIMEOUT = 60.0  # seconds


@dataclass
class Preview:
    """A running ``paper-digest serve``.

    Attributes:
        root: the project's folder.
        process: the process; it leads a process group.
        address: the address that it serves.
        log: the file with its output.
    """

    root: Path
    process: subprocess.Popen[bytes]
    address: str
    log: Path

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def page(self, path: str) -> str:
        """Return a page, or an empty text if it cannot be loaded."""
        with contextlib.suppress(OSError), urllib.request.urlopen(self.address + path) as response:
            text: str = response.read().decode()
            return text
        return ""

    def wait_for(self, condition: Callable[[], bool]) -> float:
        """Wait until a condition holds, and return the seconds that it took."""
        start = time.monotonic()
        while not condition():
            assert time.monotonic() - start < TIMEOUT, self.output
            assert self.process.poll() is None, self.output
            time.sleep(0.02)
        return time.monotonic() - start

    def wait_until_shown(self, path: str, text: str) -> float:
        return self.wait_for(lambda: text in self.page(path))

    def wait_until_hidden(self, path: str, text: str) -> float:
        return self.wait_for(lambda: text not in (self.page(path) or text))

    def wait_until_printed(self, text: str) -> float:
        return self.wait_for(lambda: text in self.output)


@contextlib.contextmanager
def start_preview(root: Path, *, wait: bool = True, **environment: str) -> Iterator[Preview]:
    """Serve a project on a free port, by default once the first page can be loaded."""
    port = _free_port()
    log = root / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command(root, "serve", "--port", str(port)),
            cwd=ROOT,
            env=os.environ | environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    preview = Preview(root, process, f"http://127.0.0.1:{port}/", log)
    try:
        if wait:
            preview.wait_until_shown("", "</html>")
        yield preview
    finally:
        process.terminate()
        process.wait(TIMEOUT)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of the copy of the first digest."""
    with start_preview(copy_project(tmp_path_factory.mktemp("served"))) as running:
        yield running


@pytest.fixture
def entry(preview: Preview) -> Iterator[Path]:
    """An entry of the preview; the test's changes are undone."""
    path = preview.root / "papers" / "2025" / "2402.07197.md"
    text = path.read_text(encoding="utf-8")
    yield path
    path.write_text(text, encoding="utf-8")
    for text in ("exhibit powerful zero-shot", "we propose to bridge"):
        preview.wait_until_shown(PAPER, text)


def replace_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_saved_change_is_shown(preview: Preview, entry: Path) -> None:
    replace_text(entry, "we propose to bridge", "we propose to mend")
    seconds = preview.wait_until_shown(PAPER, "we propose to mend")
    sys.stdout.write(f"a saved change was on its page after {seconds:.2f} s\n")
    preview.wait_until_shown("dates/2025/03/11/", "we propose to mend")


def test_a_change_saved_by_renaming_is_shown(preview: Preview, entry: Path) -> None:
    text = entry.read_text(encoding="utf-8").replace("exhibit powerful", "exhibit renamed")
    new = entry.with_name("2402.07197.md___new___")
    new.write_text(text, encoding="utf-8")
    new.rename(entry)
    assert preview.wait_until_shown(PAPER, "exhibit renamed") < TIMEOUT


def test_a_changed_label_of_a_tag_is_shown(preview: Preview) -> None:
    taxonomy = preview.root / "taxonomy.yml"
    replace_text(taxonomy, "label: Instruction tuning\n", "label: Tuning by orders\n")
    preview.wait_until_shown("tags/instruction-tuning/", "Tuning by orders")
    preview.wait_until_shown(PAPER, "Tuning by orders")
    replace_text(taxonomy, "label: Tuning by orders\n", "label: Instruction tuning\n")
    assert preview.wait_until_hidden(PAPER, "Tuning by orders") < TIMEOUT


def test_a_broken_entry_is_reported_and_the_site_stays(preview: Preview, entry: Path) -> None:
    text = entry.read_text(encoding="utf-8")
    replace_text(entry, "date: 2025-03-11", "date: soon")
    preview.wait_until_printed("papers/2025/2402.07197.md:3: error: 'date' is 'soon'; ")
    preview.wait_until_printed("the site stays unchanged")
    assert "exhibit powerful zero-shot" in preview.page(PAPER)
    entry.write_text(text.replace("exhibit powerful", "exhibit mended"), encoding="utf-8")
    assert preview.wait_until_shown(PAPER, "exhibit mended") < TIMEOUT
    assert "Traceback" not in preview.output


def test_a_broken_taxonomy_is_reported_and_the_site_stays(preview: Preview) -> None:
    taxonomy = preview.root / "taxonomy.yml"
    text = taxonomy.read_text(encoding="utf-8")
    taxonomy.write_text("[]", encoding="utf-8")
    preview.wait_until_printed("taxonomy.yml:1: error: ")
    assert "exhibit powerful zero-shot" in preview.page(PAPER)
    taxonomy.write_text(text.replace("Instruction tuning\n", "Taught\n", 1), encoding="utf-8")
    preview.wait_until_shown("tags/instruction-tuning/", "Taught")
    taxonomy.write_text(text, encoding="utf-8")
    assert preview.wait_until_hidden("tags/instruction-tuning/", "Taught") < TIMEOUT


def test_the_preview_follows_new_and_removed_folders(preview: Preview) -> None:
    folder = preview.root / "papers" / "2026"
    folder.mkdir()
    text = "---\ntitle: Brand-new\ndate: 2026-01-02\n---\nWe are new.\n"
    (folder / "brand-new.md").write_text(text, encoding="utf-8")
    preview.wait_until_shown("papers/brand-new/", "We are new.")
    preview.wait_until_shown("", "Brand-new")
    folder.rename(preview.root / "elsewhere")
    assert preview.wait_until_hidden("", "Brand-new") < TIMEOUT


def test_an_open_page_learns_of_a_change(preview: Preview, entry: Path) -> None:
    ((epoch, request),) = re.findall(r"livereload\((\d+), (\d+)\);", preview.page(PAPER))
    replace_text(entry, "exhibit powerful", "exhibit newest")
    preview.wait_for(lambda: int(preview.page(f"livereload/{epoch}/{request}")) > int(epoch))
    assert preview.wait_until_shown(PAPER, "exhibit newest") < TIMEOUT


@pytest.mark.browser
def test_a_page_open_in_a_browser_reloads(
    preview: Preview, entry: Path, open_window: Callable[..., Window]
) -> None:
    page = open_window().page
    page.goto(preview.address + PAPER)
    page.get_by_text("exhibit powerful").first.wait_for()
    replace_text(entry, "exhibit powerful", "exhibit reloaded")
    page.get_by_text("exhibit reloaded").first.wait_for(timeout=TIMEOUT * 1000)


def test_an_unknown_address_shows_the_site_s_error_page(preview: Preview) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(f"{preview.address}no/such/page/")
    assert error.value.code == 404
    assert "Page not found" in error.value.read().decode()


def test_search_finds_a_saved_change(preview: Preview, entry: Path) -> None:
    replace_text(entry, "exhibit powerful", "exhibit quaxlotl")
    assert preview.wait_for(lambda: '"quaxlotl"' in _recent_shards(preview)) < TIMEOUT


def _recent_shards(preview: Preview) -> str:
    digests = json.loads(preview.page("search/index.json"))["files"]["recent"].split()
    paths = [f"search/recent/{number}.{digest}.json" for number, digest in enumerate(digests)]
    return "".join(map(preview.page, paths))


def test_search_follows_a_saved_change_of_a_hand_written_page(preview: Preview) -> None:
    about = preview.root / "docs" / "about.md"
    before = preview.page("search/index.json")
    about.write_text("# About\n\nWe read quaxlotls.", encoding="utf-8")
    preview.wait_for(lambda: preview.page("search/index.json") not in {"", before})


@pytest.mark.parametrize("to_group", [False, True])
@pytest.mark.parametrize("request_", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_preview_and_leaves_no_process(
    project: Config, add_entry: AddEntry, request_: signal.Signals, to_group: bool
) -> None:
    add_entry()
    temporary = project.root / "temporary"
    temporary.mkdir()
    with start_preview(project.root, TMPDIR=str(temporary)) as preview:
        preview.wait_until_printed("Ctrl-C")
        pid = preview.process.pid
        assert len(living_processes(pid)) == 1
        (os.killpg if to_group else os.kill)(pid, request_)  # a terminal signals the group
        assert preview.process.wait(TIMEOUT) == 0
        assert _all_end(pid)
        assert "Traceback" not in preview.output
        assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("output", ["docs/: ", "site/: ", "Ctrl-C"])
def test_ctrl_c_during_the_first_build_stops_the_preview(project: Config, output: str) -> None:
    with start_preview(project.root, wait=False) as preview:
        preview.wait_until_printed(output)
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(TIMEOUT) == 0
        assert _all_end(preview.process.pid)
        assert "Traceback" not in preview.output


def _all_end(group: int) -> bool:
    """Return whether all processes of a group end; those of a build end by themselves."""
    deadline = time.monotonic() + TIMEOUT
    while living_processes(group) and time.monotonic() < deadline:
        time.sleep(0.05)
    return living_processes(group) == []


def test_a_port_in_use_is_an_error(project: Config) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        process = run_process(project.root, "serve", "--port", str(server.getsockname()[1]))
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.startswith("error: port ")
    assert process.stderr.count("\n") == 1


def test_a_problem_in_an_entry_prevents_the_start(project: Config, add_entry: AddEntry) -> None:
    add_entry(ENTRY.replace("2025-03-11", "soon"))
    process = run_process(project.root, "serve")
    assert process.returncode == 1
    assert "'date' is 'soon'" in process.stderr
