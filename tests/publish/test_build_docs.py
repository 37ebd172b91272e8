"""A build of docs/ writes each file that depends on a change, and no other."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator.core import config
from generator.core.config import Config
from generator.core.errors import ContentError
from generator.core.model import Entry
from generator.library import entry_file, load
from generator.publish import build_docs
from generator.publish.docs_writer import WriteResult
from tests.support.small_site import replace_text, wait_for_new_time

AddEntry = Callable[..., Path]


def entry(number: int, author: int = 0) -> str:
    """Return the text of a numbered paper with its own day, author and words.

    If papers had words in common, they would be related to each other.
    """
    letter = chr(ord("a") + number)
    return (
        f"---\ntitle: Paper {number}\ndate: 2025-03-{number:02}\n"
        f"authors: [Ann Author{author or number}, Bob Busy]\ntags: [testing]\n"
        f"---\nAbstract {number} of topic{letter}.\n"
    )


def test_a_build_writes_pages_of_every_kind(project: Config, add_entry: AddEntry) -> None:
    add_entry()
    site, result = build_docs.build(project)
    assert len(site.papers) == 1
    files = [path for path in project.docs.rglob("[!.]*") if path.is_file()]
    written = [path for path in files if path.name != "about.md"]
    assert result == WriteResult(len(written), 0, 0)
    for path in (
        "index.md",
        "papers/2402.07197.md",
        "tags/index.md",
        "tags/methods/index.md",
        "dates/2025/03/11/index.md",
        "published/2024/02/index.md",
        "authors/letter/l/index.md",
        "opensearch.xml",
        "search/index.md",
        "search/index.json",
        "search/lunr.js",
    ):
        assert (project.docs / path).is_file()


def test_a_second_build_writes_nothing(project: Config, add_entry: AddEntry) -> None:
    add_entry()
    _, first = build_docs.build(project)
    assert build_docs.build(project)[1] == WriteResult(0, first.written, 0)


def test_a_problem_in_one_entry_prevents_all_writing(project: Config, add_entry: AddEntry) -> None:
    add_entry()
    build_docs.build(project)
    add_entry(entry(1), "2025/new.md")
    add_entry("no front matter", "2025/broken.md")
    before = sorted(project.docs.rglob("*"))
    with pytest.raises(ContentError, match=r"papers/2025/broken\.md:1: error"):
        build_docs.build(project)
    assert sorted(project.docs.rglob("*")) == before


def test_a_changed_abstract_rewrites_only_the_pages_that_show_it(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry(entry(1), "2025/one.md")
    changed_entry = add_entry(entry(2), "2025/two.md")
    add_entry(entry(3, author=1), "2025/three.md")
    add_entry(entry(4, author=2), "2025/four.md")
    build_docs.build(project)
    before = {path: path.stat().st_mtime_ns for path in project.docs.rglob("*.md")}
    changed_entry.write_text(entry(2).replace("Abstract 2 of", "Another one of"), encoding="utf-8")
    build_docs.build(project)
    changed = {
        path.relative_to(project.docs).as_posix()
        for path, time in before.items()
        if path.stat().st_mtime_ns != time
    }
    assert {"papers/two.md", "tags/testing/index.md", "authors/ann-author2/index.md"} <= changed
    assert not changed & {"papers/one.md", "tags/index.md", "authors/ann-author1/index.md"}


def test_a_removed_paper_leaves_no_trace(project: Config, add_entry: AddEntry) -> None:
    add_entry()
    add_entry(entry(2), "2025/two.md")
    removed = add_entry(entry(1), "2025/removed.md")
    build_docs.build(project)
    pages = ("papers/removed.md", "authors/bob-busy/index.md", "dates/2025/03/01/index.md")
    assert all((project.docs / path).is_file() for path in pages)
    removed.unlink()
    assert build_docs.build(project)[1].removed >= 3
    assert not any((project.docs / path).exists() for path in pages)
    assert "Ann Author1" not in (project.docs / "authors/letter/a/index.md").read_text("utf-8")
    assert "removed" not in "".join(path.read_text("utf-8") for path in project.docs.rglob("*.md"))


def test_the_settings_determine_the_papers_per_page(project: Config, add_entry: AddEntry) -> None:
    settings = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    small = re.sub(r"papers_per_page: \d+", "papers_per_page: 3", settings)
    (project.root / "mkdocs.yml").write_text(small, encoding="utf-8")
    for number in range(1, 21):
        add_entry(entry(number), f"2025/p{number:02}.md")
    build_docs.build(config.load(project.root))
    oldest = (project.docs / "tags" / "testing" / "1" / "index.md").read_text(encoding="utf-8")
    assert all(f">Paper {number}<" in oldest for number in (1, 2, 3))
    assert ">Paper 4<" not in oldest


def test_a_new_paper_rewrites_few_files(project: Config, add_entry: AddEntry) -> None:
    small_pages = replace(project, papers_per_page=3)
    for number in range(1, 21):
        add_entry(entry(number), f"2025/p{number:02}.md")
    _, first = build_docs.build(small_pages)
    add_entry(entry(21), "2025/p21.md")
    _, second = build_docs.build(small_pages)
    in_index = len([path for path in (project.docs / "search").rglob("*") if path.is_file()])
    assert first.written > 70
    assert second.written - in_index < 25
    assert second.removed < in_index


def test_clearing_removes_generated_files_only(project: Config, add_entry: AddEntry) -> None:
    add_entry()
    before = sorted(project.docs.rglob("*"))
    build_docs.build(project)
    build_docs.clear(project)
    assert sorted(project.docs.rglob("*")) == before


def test_clearing_keeps_a_page_that_was_edited_by_hand(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    build_docs.build(project)
    (project.docs / "index.md").write_text("mine", encoding="utf-8")
    with pytest.raises(ContentError, match=r"docs/index\.md:1: error: edited by hand"):
        build_docs.clear(project)
    assert (project.docs / "papers" / "2402.07197.md").is_file()


def test_lunr_js_is_mkdocs_own_copy() -> None:
    assert 'lunr.version = "2.3.9"' in build_docs.lunr_js()


def test_a_build_of_thirty_entries_reads_only_the_changed_one(
    project: Config, add_entry: AddEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        text = entry(number % 10 + 1).replace("Paper", f"Paper {number // 10}")
        add_entry(text, f"p{number}.md")
    wait_for_new_time()
    build_docs.build(project)
    paths: list[str] = []

    def parse(text: str, path: str) -> Entry:
        paths.append(path)
        return entry_file.parse(text, path)

    monkeypatch.setattr(load, "entry_file", SimpleNamespace(parse=parse))
    replace_text(project.papers / "p7.md", "Abstract", "Another")
    build_docs.build(project)
    assert paths == ["papers/p7.md"]
