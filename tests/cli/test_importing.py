"""The command import: its problems and its exit codes."""

import shutil
from pathlib import Path

import pytest

from generator.core.config import Config
from tests.support.cli import copy_bad_input, read_tree, run, run_import
from tests.support.paths import CAPTURE

CLOSING = "{} problem; nothing was written\n"

BAD_CAPTURES = {
    "empty.txt": "1: error: no papers found; save a page with titles and abstracts",
    "only-the-header.txt": ("1: error: no papers found; save a page with titles and abstracts"),
    "not-utf-8.txt": "5: error: byte 0xe9 is not UTF-8; save the file as UTF-8",
}


@pytest.mark.parametrize(("fault", "message"), BAD_CAPTURES.items(), ids=str)
def test_an_invalid_capture_is_reported_with_its_line(
    project: Config, fault: str, message: str
) -> None:
    capture = copy_bad_input(project, fault)
    before = read_tree(project.root)
    result = run_import(project, capture)
    assert result.stderr == f"{capture}:{message}\n" + CLOSING.format(1)
    assert (result.exit_code, result.stdout) == (1, "")
    assert read_tree(project.root) == before


def test_a_paper_with_unclosed_brackets_does_not_stop_an_import(project: Config) -> None:
    capture = project.root / "papers.bib"
    capture.write_text(
        f"@article{{a, title={{On Signs}}, abstract={{50\\% of ${'(' * 40}n$.}}}}\n"
        "@article{b, title={On the Use of Tests}, abstract={We test what we build.}}\n",
        encoding="utf-8",
    )
    result = run_import(project, capture)
    assert result.exit_code == 1
    assert f"{capture}:1: error: not a valid entry: the formula '$((((" in result.stderr
    assert "has more than 12 unclosed brackets; close them" in result.stderr
    assert [path.name for path in project.papers.rglob("*.md")] == ["on-the-use-of-tests.md"]


def test_windows_line_ends_and_invisible_characters_are_cleaned(project: Config) -> None:
    capture = project.root / "windows.txt"
    text = (
        "\ufeffMar\u00a011\r\n\r\nOn the\u00a0Use of\u200b Tests\r\n\r\n"
        "We test what we build, \u200band what others built.\u00a0It helps.\r\n"
    )
    capture.write_bytes(text.encode())
    result = run_import(project, capture)
    assert result.exit_code == 0
    written = (project.papers / "2025" / "on-the-use-of-tests.md").read_bytes().decode()
    assert "title: On the Use of Tests\n" in written
    assert written.endswith("---\nWe test what we build, and what others built. It helps.\n")


def test_an_abstract_of_5_mb_is_unplaced(project: Config) -> None:
    abstract = "so much was written " * 250_000
    capture = project.root / "long.txt"
    capture.write_text(f"Mar 11\n\nA Good Title\n\n{abstract}\n", encoding="utf-8")
    result = run_import(project, capture)
    assert result.exit_code == 1
    assert f"{capture}:5: error: too long for an abstract (4,999,999 characters): " in result.stderr
    assert abstract.strip() in (project.root / "long.txt.unplaced.txt").read_text(encoding="utf-8")
    assert list(project.papers.rglob("*.md")) == []


def test_an_import_into_a_project_with_problems_writes_nothing(project: Config) -> None:
    copy_bad_input(project, "no-such-day.md")
    capture = Path(shutil.copy(CAPTURE, project.root))
    before = read_tree(project.root)
    result = run_import(project, capture)
    assert result.exit_code == 1
    assert result.stderr.startswith("papers/2025/no-such-day.md:3: error: 'date' is '2025-02-30'")
    assert read_tree(project.root) == before


def test_a_date_without_a_year_is_an_error(project: Config) -> None:
    capture = Path(shutil.copy(CAPTURE, project.root))
    before = read_tree(project.root)
    result = run(project, "import", str(capture))
    assert result.stderr == (
        f"{capture}:9: error: 'Mar 11' has no year; add --year YYYY\n" + CLOSING.format(1)
    )
    assert (result.exit_code, read_tree(project.root)) == (1, before)


def test_the_year_option_completes_the_date_of_the_capture(project: Config) -> None:
    capture = Path(shutil.copy(CAPTURE, project.root))
    result = run_import(project, capture, "--year", "2025")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{capture}: 41 papers for 2025-03-11\n")


def test_a_foreign_file_at_the_unplaced_path_stops_an_import(project: Config) -> None:
    capture = copy_bad_input(project, "title-without-abstract.txt")
    notes = capture.with_name(capture.name + ".unplaced.txt")
    notes.write_text("my own notes", encoding="utf-8")
    before = read_tree(project.root)
    result = run_import(project, capture)
    assert (
        result.stderr
        == f"error: {notes}: already exists; move it elsewhere and run the command again\n"
    )
    assert (result.exit_code, read_tree(project.root)) == (2, before)
