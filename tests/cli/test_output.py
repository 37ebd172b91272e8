"""The output of all commands: problems, and the choice of papers by name."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.config import Config
from tests.support.cli import copy_bad_input, run

AddEntry = Callable[..., Path]


def test_in_github_actions_problems_are_also_annotations(
    project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    copy_bad_input(project, "no-such-day.md")
    result = run(project, "check")
    assert "::error file=papers/2025/no-such-day.md,line=3::'date' is '2025-02-30'; " in (
        result.stdout + result.stderr
    )


@pytest.mark.parametrize("name", ["2402.07197", "papers/2025/2402.07197.md"])
def test_tags_accepts_a_slug_or_a_file(project: Config, add_entry: AddEntry, name: str) -> None:
    add_entry()
    result = run(project, "tags", name)
    assert result.stdout.startswith("papers/2025/2402.07197.md: On the Use of Tests\n")


def test_an_unknown_entry_is_an_error_with_a_remedy(project: Config) -> None:
    result = run(project, "tags", "nothing")
    assert result.stderr == (
        "error: no entry 'nothing'; write a slug such as 2402.07197 "
        "or a file such as papers/2025/2402.07197.md\n"
    )
    assert result.exit_code == 2


def test_control_characters_do_not_reach_the_terminal(project: Config) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (project.root / name).write_text("A \x1b[31mRed\x07 Title\n", encoding="utf-8")
    command = [sys.executable, "-m", "generator", "-C", str(project.root), "import"]
    result = subprocess.run(
        [*command, str(project.root / name), "--date", "2025-03-11"],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8:strict"},
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 1
    assert result.stdout.startswith(f"{project.root}/caf\\udce9.txt: 0 papers for 2025-03-11\n")
    assert r"a title without an abstract: 'A \x1b[31mRed\x07 Title'" in result.stderr
