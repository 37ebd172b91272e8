"""Reading a project: which files are entries, and all problems in one run."""

import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.core import config
from generator.core.config import Config
from generator.core.errors import CannotRun, ContentError
from generator.library import load
from generator.storage import files
from tests.support.papers import ENTRY
from tests.support.paths import CAPTURE, LIBRARY

REMEDY = "; change or remove one of them"
NO_FRONT_MATTER = "no front matter; start with the lines '---', 'title: …', 'date: …' and '---'"
AddEntry = Callable[..., Path]
FIRST = Config(LIBRARY, "The first digest", "")


def problems(project: Config) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load.load(project)
    return [str(problem) for problem in caught.value.problems]


def test_the_first_digest_repeats_the_capture_word_for_word() -> None:
    paragraphs = re.split(r"\n{2,}", CAPTURE.read_text(encoding="utf-8").strip("\n"))[5:]
    abstracts = {paper.title: paper.abstract for paper in load.load(FIRST).papers}
    assert abstracts == dict(zip(paragraphs[::2], paragraphs[1::2], strict=True))
    assert len(abstracts) == 41


def test_every_first_digest_entry_has_two_to_five_known_tags() -> None:
    assert {len(paper.tags) for paper in load.load(FIRST).papers} <= {2, 3, 4, 5}


def test_folders_only_sort_files(project: Config, add_entry: AddEntry) -> None:
    add_entry(name="2025/03/week-2/a.md")
    assert [paper.slug for paper in load.load(project).papers] == ["a"]


def test_hidden_files_of_editors_are_ignored(project: Config, add_entry: AddEntry) -> None:
    add_entry("half", ".a.md.swp")
    add_entry("half", ".git/b.md")
    assert load.load(project).papers == ()


def test_folders_may_be_as_deep_as_the_disk_allows(project: Config) -> None:
    inner = os.open(project.papers, os.O_RDONLY)
    for _ in range(1_100):
        os.mkdir("d", dir_fd=inner)
        inner = _descend("d", inner)
    os.close(inner)
    try:
        assert load.load(project).papers == ()
    finally:  # pytest's cleanup would recurse
        subprocess.run(["rm", "-r", project.papers / "d"], check=True)


def test_an_unreadable_folder_of_pages_stops_the_run(project: Config) -> None:
    inner = os.open(project.docs, os.O_RDONLY)
    for _ in range(2_100):  # its path is longer than the 4,096 bytes that Linux allows
        os.mkdir("d", dir_fd=inner)
        inner = _descend("d", inner)
    os.close(inner)
    try:
        with pytest.raises(CannotRun, match=r"^docs/d/d.*: File name too long; make it readable"):
            load.load(project)
    finally:  # pytest's cleanup would recurse
        subprocess.run(["rm", "-r", project.docs / "d"], check=True)


def _descend(name: str, folder: int) -> int:
    inner = os.open(name, os.O_RDONLY, dir_fd=folder)
    os.close(folder)
    return inner


def test_a_file_that_is_not_an_entry_is_reported(project: Config, add_entry: AddEntry) -> None:
    add_entry(name="notes.txt")
    add_entry(name="B.MD")
    os.mkfifo(project.papers / "c.md")
    assert problems(project) == [
        f"papers/{name}:1: error: not an entry; move it, or give it a name that ends in .md"
        for name in ("B.MD", "c.md", "notes.txt")
    ]


def test_one_file_name_in_two_folders_is_a_clash(project: Config, add_entry: AddEntry) -> None:
    add_entry(name="2024/a.md")
    add_entry(ENTRY.replace("2402.07197", "2402.07198").replace("Use", "Abuse"), "2025/a.md")
    assert problems(project) == [
        "papers/2025/a.md:1: error: the address /papers/a/ is already used by papers/2024/a.md"
        + REMEDY
    ]


@pytest.mark.parametrize(
    ("line", "replacement", "are_two"),
    [
        ("authors: [Ada Lovelace, Blaise Pascal]", "authors: [Emmy Noether]", True),
        ("authors: [Ada Lovelace, Blaise Pascal]", "authors: [A. Lovelace]", False),
        ('arxiv: "2402.07197"', 'arxiv: "2402.07198"', True),
        ('arxiv: "2402.07197"', "doi: 10.1000/1", False),
    ],
)
def test_equal_titles_with_different_ids_are_two_papers(
    project: Config, add_entry: AddEntry, line: str, replacement: str, are_two: bool
) -> None:
    add_entry(name="a.md")
    text = ENTRY.replace(line, replacement)
    add_entry(text if "arxiv" in line else text.replace('arxiv: "2402.07197"\n', ""), "b.md")
    if are_two:
        assert len(load.load(project).papers) == 2
    else:
        assert len(problems(project)) == 1


def test_problems_in_entries_and_taxonomy_are_reported_together(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry(name="a.md")
    add_entry(ENTRY.replace("2025-03-11", "soon"), "b.md")
    add_entry("no front matter", "c.md")
    assert problems(project) == [
        "papers/b.md:2: error: the title 'On the Use of Tests' is already used by papers/a.md"
        + REMEDY,
        "papers/b.md:3: error: 'date' is 'soon'; write a valid date as YYYY-MM-DD",
        f"papers/b.md:5: error: arxiv '2402.07197' is already used by papers/a.md{REMEDY}",
        f"papers/c.md:1: error: {NO_FRONT_MATTER}",
    ]


def test_a_broken_taxonomy_is_one_problem_not_one_per_tag(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    project.taxonomy.write_text("testing: A\n", encoding="utf-8")
    assert problems(project) == [
        (
            "taxonomy.yml:1: error: tag 'testing': has no fields; "
            "write a label and a description below it"
        )
    ]


def test_a_project_without_the_papers_folder_has_no_papers(project: Config) -> None:
    (project.papers / "2025").rmdir()
    project.papers.rmdir()
    assert load.load(project).papers == ()


def test_a_file_named_papers_cannot_run(project: Config) -> None:
    (project.papers / "2025").rmdir()
    project.papers.rmdir()
    project.papers.write_text("", encoding="utf-8")
    with pytest.raises(CannotRun, match=r"^papers: not a folder; replace it with a folder$"):
        load.load(project)


def test_the_authors_file_is_read_and_may_be_missing(project: Config, add_entry: AddEntry) -> None:
    add_entry()
    assert "lovelace" not in load.load(project).authors
    project.authors.write_text("lovelace:\n  name: Ada Lovelace\n", encoding="utf-8")
    assert load.load(project).by_author.keys() == {"lovelace", "blaise-pascal"}


def test_problems_of_entries_tags_and_authors_come_in_one_run(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry("---\ntitle: B\ndate: soon\n---\nWe test.\n")
    project.authors.write_text("lovelace: Ada\n", encoding="utf-8")
    project.taxonomy.write_text("testing: A\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load.load(project)
    assert [problem.path for problem in caught.value.problems] == [
        "authors.yml",
        "papers/2025/2402.07197.md",
        "taxonomy.yml",
    ]


def test_an_authors_file_that_is_a_folder_cannot_be_read(project: Config) -> None:
    project.authors.mkdir()
    with pytest.raises(CannotRun, match=r"^authors.yml: "):
        load.load(project)


def test_a_project_without_a_taxonomy_cannot_run(project: Config) -> None:
    project.taxonomy.unlink()
    with pytest.raises(CannotRun, match=r"^taxonomy.yml: No such file or directory; "):
        load.load(project)


def test_papers_must_not_be_a_symbolic_link(project: Config, tmp_path: Path) -> None:
    project.papers.rename(tmp_path / "elsewhere")
    project.papers.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotRun, match=r"^papers: not a folder; replace it with a folder$"):
        load.load(project)


@pytest.mark.parametrize("name", ["/dev/null", "/dev/zero", "."])
def test_only_files_are_read(name: str) -> None:
    with pytest.raises(CannotRun, match=r"; pass the path of a text file"):
        files.read_text(Path(name), name, load.MAX_CAPTURE_BYTES)


def test_hand_written_pages_are_read_and_generated_ones_are_not(
    project: Config, add_entry: Callable[..., Path]
) -> None:
    add_entry()
    (project.docs / "guides").mkdir()
    (project.docs / "guides" / "how-to.md").write_text("# How to\n\nRead.", encoding="utf-8")
    for generated in ("index.md", "tags/index.md", ".hidden/x.md"):
        path = project.docs / generated
        path.parent.mkdir(exist_ok=True)
        path.write_text("# Generated", encoding="utf-8")
    pages = load.load(project).hand_written_pages
    assert [page.path for page in pages] == ["about.md", "guides/how-to.md"]


def test_excluded_hand_written_pages_are_not_read(project: Config) -> None:
    (project.docs / "README.md").write_text("# Displaced by the home page", encoding="utf-8")
    for name in (".drafts/a.md", "templates/b.md", "internal/c.md", "guide/README.md"):
        path = project.docs / name
        path.parent.mkdir()
        path.write_text("# Page", encoding="utf-8")
    with_exclusions = replace(project, excluded=("/internal/", "!/internal/d.md"))
    assert [page.path for page in load.load(with_exclusions).hand_written_pages] == [
        "about.md",
        "guide/README.md",
    ]


def test_exclusions_are_read_from_the_settings(project: Config) -> None:
    settings = project.root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\nexclude_docs: |\n  /internal/\n  *.x.md\n", encoding="utf-8")
    assert config.load(project.root).excluded == ("/internal/", "*.x.md")


def test_unreadable_hand_written_pages_are_problems(project: Config) -> None:
    (project.docs / "odd.md").write_bytes(b"# Odd \xff bytes")
    (project.docs / "huge.md").write_text("x" * 300_000, encoding="utf-8")
    Path(os.fsdecode(os.fsencode(project.docs) + b"/caf\xe9.md")).write_text("# Name", "utf-8")
    assert [re.sub(r"^(\S+): error: (.{12}).*", r"\1 \2", line) for line in problems(project)] == [
        "docs/caf\\udce9.md:1 its name con",
        "docs/huge.md:1 the file has",
        "docs/odd.md:1 byte 0xff is",
    ]
