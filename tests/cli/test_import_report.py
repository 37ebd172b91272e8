"""The report of an import."""

import pytest

from generator.core.config import Config
from tests.support.cli import copy_bad_input, run_import


@pytest.mark.parametrize(
    ("fault", "line", "reason", "text"),
    [
        ("title-without-abstract.txt", 7, "a title without an abstract", "A Title at the Very End"),
        (
            "abstract-without-title.txt",
            3,
            "an abstract without a title",
            "We measure what nobody named before us. It is a lot of work, and it pays.",
        ),
    ],
)
def test_unplaced_text_is_reported_and_saved(
    project: Config, fault: str, line: int, reason: str, text: str
) -> None:
    capture = copy_bad_input(project, fault)
    saved = capture.with_name(capture.name + ".unplaced.txt")
    result = run_import(project, capture)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{capture}:{line}: error: {reason}: '{text}'; assign it by hand\n"
        f"saved the text that could not be assigned to a paper to {saved}\n"
    )
    assert saved.read_text(encoding="utf-8") == (
        f"Text from {fault} that paper-digest could not assign to a paper\n\n\n"
        f"line {line}: {reason}\n\n{text}\n"
    )
    assert [path.name for path in project.papers.rglob("*.md")] == ["on-the-use-of-tests.md"]


def test_an_import_reports_papers_files_and_boilerplate(project: Config) -> None:
    capture = project.root / "short.txt"
    capture.write_text(
        "Subscribe\n\nMar 11\n\nOn the Use of Tests\n\nOn the Use of Tests\n\n"
        "We test what others built before we build on it. It helps.\n",
        encoding="utf-8",
    )
    result = run_import(project, capture)
    assert result.stdout == (
        f"{capture}: 1 paper for 2025-03-11\n"
        "  line 1: page boilerplate: Subscribe\n"
        "  line 3: date of the list: Mar 11\n"
        "  line 7: repeats the title on line 5: On the Use of Tests\n"
        "  created papers/2025/on-the-use-of-tests.md\n"
        "1 created, 0 changed, 0 unchanged, 0 not assigned\n"
    )
    assert (result.exit_code, result.stderr) == (0, "")
