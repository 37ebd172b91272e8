"""docs/ to site/ by the real site builder, strictly; and shown while it is edited."""

import contextlib
import datetime as dt
import json
import os
import re
import shutil
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

from generator.core import config as settings
from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.library import entry_file as reader
from generator.publish import pipeline
from tests.support.awkward_papers import FRAGMENTS, NASTY_TAGS, add_nasty_entries
from tests.support.browser import Window
from tests.support.cli import living_processes
from tests.support.papers import ENTRY
from tests.support.paths import ROOT
from tests.support.projects import copy_project
from tests.support.shared_folders import shared_folder
from tests.support.sites import build_site

AddEntry = Callable[..., Path]
Files = dict[str, bytes]
LIMIT = 60.0
"""Seconds after which a change that has not come will not come."""


def test_the_number_of_pages_equals_the_files_in_site(project: Config, add_entry: AddEntry) -> None:
    add_entry(ENTRY.replace("tags:", "aliases: [old]\ntags:"))
    add_entry(
        ENTRY.replace("On the", "In the").replace('"2402.07197"', '"2402.07198"'), "x.html.md"
    )
    published = build_site(project)
    pages = [path for path in _files(project.site) if path.suffix == ".html"]
    assert (project.site / "papers" / "x.html").is_dir()
    assert (project.site / "papers" / "old" / "index.html") in pages
    assert published.pages == len(pages)


def test_the_command_prints_counts_and_the_preview_address(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    ended = _paper_digest(project, "site")
    assert ended.returncode == 0
    pages = len(list(project.site.rglob("*.html")))
    assert f"site/: {pages} pages for 1 paper; everything rebuilt (first build)\n" in ended.stdout
    assert "http://127.0.0.1:8000/" in ended.stdout


def test_pages_that_are_excluded_from_search_are_not_counted(project: Config) -> None:
    counts = []
    for search in ("{}", "{exclude: true}"):
        text = f"---\nsearch: {search}\n---\n# Own\n"
        (project.docs / "own.md").write_text(text, encoding="utf-8")
        counts += re.findall(r"site/: (\d+) pages", _paper_digest(project, "site").stdout)
    assert int(counts[0]) - int(counts[1]) == 1


@pytest.mark.parametrize("link", ["none.md", "papers/none.md", "#none", "about.md#none", "/x/"])
def test_a_broken_link_stops_the_site_with_mkdocs_own_words(project: Config, link: str) -> None:
    (project.docs / "own.md").write_text(f"# Own\n\n[broken]({link})\n", encoding="utf-8")
    ended = _paper_digest(project, "site")
    assert ended.returncode == 2
    first, said = ended.stderr.split("\n", 1)
    assert first == "error: the site builder stopped:"
    (warning,) = said.splitlines()
    assert re.match(r"(Doc file 'own\.md' contains |docs/own\.md: )", warning)
    assert f"'{link}'" in warning


def test_settings_refused_by_the_builder_stop_with_its_message(project: Config) -> None:
    with (project.root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [none.py]\n")
    with pytest.raises(CannotRun, match=r"none\.py"):
        pipeline.build_site(project, {})


def test_a_page_that_is_gone_from_docs_goes_from_site(project: Config, add_entry: AddEntry) -> None:
    path = add_entry()
    build_site(project)
    assert (project.site / "papers" / "2402.07197").is_dir()
    path.unlink()
    build_site(project)
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


@pytest.fixture(scope="module")
def whole_sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Files, Files]]:
    """The files of one site as we build it, and as ``mkdocs build`` does."""
    with shared_folder(tmp_path_factory, "whole", _build_both_ways) as root:
        ours, theirs = (
            {path.relative_to(place).as_posix(): path.read_bytes() for path in _files(place)}
            for place in (root / "site", root / "plain")
        )
        yield ours, theirs


def _build_both_ways(root: Path) -> None:
    copy_project(root)
    (root / "taxonomy.yml").write_text(
        (root / "taxonomy.yml").read_text("utf-8") + NASTY_TAGS, encoding="utf-8"
    )
    add_nasty_entries(root / "papers")
    fragments = {"title": "Fragments", "date": dt.date(2025, 3, 11)}
    text = "\n\n".join([*map(str.strip, FRAGMENTS), *(f"a {each}b\nc" for each in FRAGMENTS)])
    (root / "papers" / "fragments.md").write_text(reader.render(fragments, text), encoding="utf-8")
    _add_own_pages(root / "docs")
    moved = root / "papers" / "2025" / "2402.07197.md"
    text = moved.read_text(encoding="utf-8").replace("tags:", "aliases: [old]\ntags:", 1)
    moved.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "0")
        build_site(settings.load(root))
        ended = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-d", "plain"],
            cwd=root,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
            check=False,
        )
    assert ended.returncode == 0


def _add_own_pages(docs: Path) -> None:
    """Write hand-written pages with all that Markdown of our settings has, and a picture."""
    (docs / "guide").mkdir()
    (docs / "guide" / "README.md").write_text(
        "---\ntitle: A <b>Guide</b>\n---\nIntro with a [place](how to.md#part) and "
        "![a picture](dot.svg){: .x }.\n\n```python\na = 1\n\n\nb = 2\n```\n\n"
        "<pre>\n  kept\n\n\n  blanks\n</pre>\n\n    indented\n      code\n",
        encoding="utf-8",
    )
    (docs / "guide" / "how to.md").write_text(
        "# How to\n\nTo [a paper](../papers/2402.07197.md), [a list](../tags/index.md), "
        "[here](#part).\n\n## Part\n\n</article> in `<article>` text\n\n"
        '<div class="lists">\n\n*no list*\n\n</div>\n',
        encoding="utf-8",
    )
    (docs / "guide" / "dot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")


def test_the_site_has_exactly_the_files_of_mkdocs(
    whole_sites: tuple[Files, Files],
) -> None:
    ours, theirs = whole_sites
    assert len(ours) > 250
    assert ours.keys() == theirs.keys()


def test_every_file_is_as_the_site_builder_would_make_it(whole_sites: tuple[Files, Files]) -> None:
    ours, theirs = whole_sites
    for path, content in theirs.items():
        if not path.endswith(".html"):
            assert ours[path] == content, path


def test_every_page_equals_mkdocs_output_except_for_white_space(
    whole_sites: tuple[Files, Files],
) -> None:
    ours, theirs = whole_sites
    pages = [path for path in theirs if path.endswith(".html")]
    assert len(pages) > 200
    for path in pages:
        before, article, after = _in_three(theirs[path].replace(_NO_HTML, b">", 2))
        our_before, our_article, our_after = _in_three(ours[path])
        assert our_article == article, path
        assert (our_before.split(), our_after.split()) == (before.split(), after.split()), path


_NO_HTML = b' autocomplete="off">'
"""What the theme writes twice at the top of a page, where nothing can be completed."""


def _in_three(page: bytes) -> tuple[str, str, str]:
    """Return a page before its article, the article, and the page behind it."""
    before, begin, text = page.decode().partition("<article")
    article, end, after = text.rpartition("</article>")
    return before, f"{begin}{article}{end}", after


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
    for text in ("exhibit powerful zero-shot", "we propose to bridge"):
        running.shows("papers/2402.07197/", text)


def test_a_saved_change_is_shown(running: Served, entry: Path) -> None:
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("we propose to bridge", "we propose to mend"), encoding="utf-8")
    seconds = running.shows("papers/2402.07197/", "we propose to mend")
    sys.stdout.write(f"a saved change was on its page after {seconds:.2f} s\n")
    running.shows("dates/2025/03/11/", "we propose to mend")


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


def test_the_preview_follows_new_and_removed_folders(running: Served) -> None:
    folder = running.root / "papers" / "2026"
    folder.mkdir()
    text = "---\ntitle: Brand-new\ndate: 2026-01-02\n---\nWe are new.\n"
    (folder / "brand-new.md").write_text(text, encoding="utf-8")
    running.shows("papers/brand-new/", "We are new.")
    running.shows("", "Brand-new")
    folder.rename(running.root / "elsewhere")
    assert running.hides("", "Brand-new") < LIMIT


def test_an_open_page_reloads_when_it_changes(running: Served, entry: Path) -> None:
    ((epoch, number),) = re.findall(
        r"livereload\((\d+), (\d+)\);", running.page("papers/2402.07197/")
    )
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("exhibit powerful", "exhibit newest"), encoding="utf-8")
    running.waits_for(lambda: int(running.page(f"livereload/{epoch}/{number}")) > int(epoch))
    assert running.shows("papers/2402.07197/", "exhibit newest") < LIMIT


@pytest.mark.browser
def test_a_page_open_in_a_browser_reloads_by_itself(
    running: Served, entry: Path, open_window: Callable[..., Window]
) -> None:
    page = open_window().page
    page.goto(f"{running.address}papers/2402.07197/")
    page.get_by_text("exhibit powerful").first.wait_for()
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("exhibit powerful", "exhibit reloaded"), encoding="utf-8")
    page.get_by_text("exhibit reloaded").first.wait_for(timeout=LIMIT * 1000)


def test_an_unknown_address_shows_the_site_s_error_page(running: Served) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{running.address}no/such/page/")
    assert caught.value.code == 404
    assert "Page not found" in caught.value.read().decode()


def test_search_knows_a_saved_change(running: Served, entry: Path) -> None:
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("exhibit powerful", "exhibit quaxlotl"), encoding="utf-8")
    assert running.waits_for(lambda: '"quaxlotl"' in _newest_terms(running)) < LIMIT


def _newest_terms(running: Served) -> str:
    digests = json.loads(running.page("search/index.json"))["files"]["recent"].split()
    paths = [f"search/recent/{number}.{digest}.json" for number, digest in enumerate(digests)]
    return "".join(map(running.page, paths))


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
        served.says("Ctrl-C")
        assert len(living_processes(served.process.pid)) == 1
        (os.killpg if to_all else os.kill)(served.process.pid, by)  # a terminal asks the group
        assert served.process.wait(LIMIT) == 0
        assert _all_end(served.process.pid)
        assert "Traceback" not in served.said
        assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("said", ["docs/: ", "site/: ", "Ctrl-C"])
def test_it_ends_cleanly_before_its_first_page_is_there(project: Config, said: str) -> None:
    with serving(project.root, wait=False) as served:
        served.says(said)
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(LIMIT) == 0
        assert _all_end(served.process.pid)
        assert "Traceback" not in served.said


def _all_end(group: int) -> bool:
    """Return whether all processes of a group end: parts of a build do so by themselves."""
    latest = time.monotonic() + LIMIT
    while living_processes(group) and time.monotonic() < latest:
        time.sleep(0.05)
    return living_processes(group) == []


def test_a_port_that_is_taken_is_an_error(project: Config) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = _paper_digest(project, "serve", "--port", str(taken.getsockname()[1]))
    assert (ended.returncode, ended.stdout) == (2, "")
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
