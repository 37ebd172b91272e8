"""The command paper-digest itself: help, usage errors and projects."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.core.config import Config
from tests.support.cli import run
from tests.support.papers import ENTRY


def test_a_folder_without_a_project_is_an_error(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "generator", "-C", str(tmp_path), "check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.endswith(
        "; run this in the project's folder, or pass the folder with -C\n"
    )
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("words", [["--help"], ["import", "--help"], ["--version"]])
def test_help_and_version_are_printed(project: Config, words: list[str]) -> None:
    result = run(project, *words)
    assert result.exit_code == 0
    assert "paper-digest" in result.stdout or "CAPTURE" in result.stdout


@pytest.mark.parametrize("words", [["import", "no-such-file.txt"], ["--year"], ["bild"]])
def test_usage_errors_exit_with_2(project: Config, words: list[str]) -> None:
    assert run(project, *words).exit_code == 2


def test_undecodable_file_names_are_shown(project: Config) -> None:
    name = os.fsencode(project.papers) + b"/caf\xe9.md"
    Path(os.fsdecode(name)).write_text(ENTRY, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "generator", "-C", str(project.root), "check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert r"'file name' is 'caf\udce9'" in result.stderr
    assert "Traceback" not in result.stderr


def test_help_shows_the_full_description_of_every_command() -> None:
    result = CliRunner().invoke(main, ["--help"], terminal_width=80)
    for name, command in main.commands.items():
        assert command.help is not None
        description = command.help.partition("\n")[0]
        assert re.search(rf"^  {name} +{re.escape(description)}$", result.stdout, re.MULTILINE)
    assert max(map(len, result.stdout.splitlines())) <= 80
