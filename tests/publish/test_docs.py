"""From entries to docs/: only what changed, everything that hangs on it, and nothing by halves."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.core.errors import ContentError
from generator.publish import docs
from generator.publish.docs_writer import WriteResult

AddEntry = Callable[..., Path]


def entry(number: int, author: int = 0) -> str:
    """Return the text of a numbered paper of its own day, by an author of that number.

    Its words are its own, or all papers would be near each other.
    """
    own = chr(ord("a") + number)
    return (
        f"---\ntitle: Paper {number}\ndate: 2025-03-{number:02}\n"
        f"authors: [Ann Author{author or number}, Bob Busy]\ntags: [testing]\n"
        f"---\nAbstract {number} of topic{own}.\n"
    )


def test_a_build_writes_every_page_of_every_room(project: Config, add_entry: AddEntry) -> None:
    add_entry()
    site, outcome = docs.build(project)
    assert len(site.papers) == 1
    made = [path for path in project.docs.rglob("[!.]*") if path.is_file()]
    written = [path for path in made if path.name != "about.md"]
    assert outcome == WriteResult(len(written), 0, 0)
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
    _, first = docs.build(project)
    assert docs.build(project)[1] == WriteResult(0, first.written, 0)


def test_with_a_problem_in_one_entry_nothing_is_written(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    docs.build(project)
    add_entry(entry(1), "2025/new.md")
    add_entry("no front matter", "2025/broken.md")
    before = sorted(project.docs.rglob("*"))
    with pytest.raises(ContentError, match=r"papers/2025/broken\.md:1: error"):
        docs.build(project)
    assert sorted(project.docs.rglob("*")) == before


def test_a_changed_abstract_rewrites_only_the_pages_that_show_it(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry(entry(1), "2025/one.md")
    other = add_entry(entry(2), "2025/two.md")
    add_entry(entry(3, author=1), "2025/three.md")
    add_entry(entry(4, author=2), "2025/four.md")
    docs.build(project)
    before = {path: path.stat().st_mtime_ns for path in project.docs.rglob("*.md")}
    other.write_text(entry(2).replace("Abstract 2 of", "Another one of"), encoding="utf-8")
    docs.build(project)
    changed = {
        path.relative_to(project.docs).as_posix()
        for path, time in before.items()
        if path.stat().st_mtime_ns != time
    }
    assert {"papers/two.md", "tags/testing/index.md", "authors/ann-author2/index.md"} <= changed
    assert not changed & {"papers/one.md", "tags/index.md", "authors/ann-author1/index.md"}


def test_of_a_removed_paper_nothing_stays(project: Config, add_entry: AddEntry) -> None:
    add_entry()
    add_entry(entry(2), "2025/two.md")
    gone = add_entry(entry(1), "2025/gone.md")
    docs.build(project)
    pages = ("papers/gone.md", "authors/bob-busy/index.md", "dates/2025/03/01/index.md")
    assert all((project.docs / path).is_file() for path in pages)
    gone.unlink()
    assert docs.build(project)[1].removed >= 3
    assert not any((project.docs / path).exists() for path in pages)
    assert "Ann Author1" not in (project.docs / "authors/letter/a/index.md").read_text("utf-8")
    assert "gone" not in "".join(path.read_text("utf-8") for path in project.docs.rglob("*.md"))


def test_the_papers_a_page_holds_are_those_the_settings_say(
    project: Config, add_entry: AddEntry
) -> None:
    settings = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    small = re.sub(r"papers_per_page: \d+", "papers_per_page: 3", settings)
    (project.root / "mkdocs.yml").write_text(small, encoding="utf-8")
    for number in range(1, 21):
        add_entry(entry(number), f"2025/p{number:02}.md")
    from generator.core import config as reader

    docs.build(reader.load(project.root))
    oldest = (project.docs / "tags" / "testing" / "1" / "index.md").read_text(encoding="utf-8")
    assert all(f">Paper {number}<" in oldest for number in (1, 2, 3))
    assert ">Paper 4<" not in oldest


def test_one_more_paper_rewrites_few_files(project: Config, add_entry: AddEntry) -> None:
    config = replace(project, papers_per_page=3)
    for number in range(1, 21):
        add_entry(entry(number), f"2025/p{number:02}.md")
    _, first = docs.build(config)
    add_entry(entry(21), "2025/p21.md")
    _, second = docs.build(config)
    in_index = len([path for path in (project.docs / "search").rglob("*") if path.is_file()])
    assert first.written > 70
    assert second.written - in_index < 25
    assert second.removed < in_index


def test_clearing_removes_what_was_made_and_nothing_else(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    before = sorted(project.docs.rglob("*"))
    docs.build(project)
    docs.clear(project)
    assert sorted(project.docs.rglob("*")) == before


def test_clearing_keeps_a_page_that_was_edited_by_hand(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    docs.build(project)
    (project.docs / "index.md").write_text("mine", encoding="utf-8")
    with pytest.raises(ContentError, match=r"docs/index\.md:1: error: edited by hand"):
        docs.clear(project)
    assert (project.docs / "papers" / "2402.07197.md").is_file()


def test_lunr_js_is_the_one_that_the_site_builder_ships() -> None:
    assert 'lunr.version = "2.3.9"' in docs.lunr_js()
