"""What the README shows is what happens."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.core import config as settings
from generator.library import entry_file, people
from generator.library.schema import FIELDS, LINK_KINDS, check
from generator.readers.formats import NAMES
from tests.support import services
from tests.support.loopback import Loopback
from tests.support.paths import CAPTURE, ROOT
from tests.support.projects import copy_project

README = (ROOT / "README.md").read_text(encoding="utf-8")


def examples() -> Iterator[tuple[str, str]]:
    """Yield each command that the README shows with its output, and that output."""
    for block in re.findall(r"(?:^    .*\n)+", README, re.MULTILINE):
        lines = [line[4:] for line in block.splitlines()]
        if lines[0].startswith("$ paper-digest "):
            yield lines[0].removeprefix("$ paper-digest "), "\n".join(lines[1:]) + "\n"


BEFORE = {"refresh": ["import", "--huggingface", "2025-03-11"]}
"""What has been run before an example."""

BY_HAND = """\
---
title: Two left shoes - detecting near-duplicate data
date: 2025-03-11
authors: ["{author}"]
---
{abstract}
"""


@pytest.mark.usefixtures("on_the_twelfth")
@pytest.mark.parametrize(("command", "output"), list(examples()))
def test_a_command_prints_what_the_readme_shows(
    command: str,
    output: str,
    tmp_path: Path,
    loopback: Loopback,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = copy_project(tmp_path) / CAPTURE.parent.relative_to(ROOT)
    folder.mkdir(parents=True)
    shutil.copy(CAPTURE, folder)
    shutil.copytree(CAPTURE.parent / "citations", folder / "citations")
    loopback.join(settings.load(tmp_path))
    verb = command.split(maxsplit=1)[0]
    if verb == "enrich":
        paper = services.paper("Two Left Shoes")
        text = BY_HAND.format(author=paper.authors[0], abstract=paper.abstract)
        (tmp_path / "papers" / "2025" / "by-hand.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    if verb in BEFORE:
        CliRunner().invoke(main, BEFORE[verb])
    result = CliRunner().invoke(main, shlex.split(command))
    shown = re.escape(output).replace(re.escape("  …\n"), r"(?:  .*\n)+")
    assert (re.fullmatch(shown, result.output) is not None, result.exit_code) == (True, 0)


def test_the_readme_has_an_example_to_try() -> None:
    assert [command.split()[0] for command, _ in examples()] == [
        *["import"] * 3,
        "add",
        "enrich",
        "refresh",
    ]


def test_the_readme_names_every_format_of_an_import() -> None:
    table = README[README.index("| `--format` |") :]
    assert set(re.findall(r"`([a-z-]+)`", table.partition("\n\n")[0])) - {"--format"} == {*NAMES}


def test_the_entry_in_the_readme_is_valid() -> None:
    [block] = [
        found
        for found in re.findall(r"(?:^    .*\n)+", README, re.MULTILINE)
        if found.startswith("    ---\n")
    ]
    text = "\n".join(line[4:] for line in block.splitlines())
    _, problems = check(entry_file.parse(text, "papers/2026/2601.01234.md"))
    assert problems == []


def test_the_readme_names_every_field_and_kind_of_link() -> None:
    table = README[README.index("| field |") : README.index("`paper-digest check`")]
    assert set(re.findall(r"`([a-z_]+)`", table)) >= {*FIELDS, *LINK_KINDS}


def test_the_readme_s_proposal_is_produced_and_can_be_pasted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = copy_project(tmp_path) / "papers"
    for number, name in enumerate(("Ada Lovelace", "Ada Lovelace", "A. Lovelace")):
        fields = {"title": f"T {number}", "date": "2026-01-20", "tags": ["planning"]}
        text = entry_file.render(
            {**fields, "authors": [name, *["Blaise Pascal"][number % 2 :]]}, "We."
        )
        (papers / f"{number}.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    [block] = [
        found for found in re.findall(r"(?:^    .*\n)+", README, re.MULTILINE) if "also:" in found
    ]
    shown = re.sub("^    ", "", block, flags=re.MULTILINE)
    assert shown in CliRunner().invoke(main, ["authors"]).output
    (tmp_path / "authors.yml").write_text(shown, encoding="utf-8")
    assert (
        CliRunner().invoke(main, ["authors"]).output == "# likely one person's: 0 groups of names\n"
    )


def test_the_readme_names_every_field_of_a_person() -> None:
    table = README[README.index("## Settle who is who") : README.index("## Search")]
    assert set(re.findall(r"^\| `([a-z]+)`", table, re.MULTILINE)) == {*people.FIELDS}


def test_every_verb_of_the_readme_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.findall(r"\bmake ([a-z]+)\b", README)) - {"it"}
    assert verbs
    assert [verb for verb in verbs if not re.search(rf"^{verb}:.*##", makefile, re.MULTILINE)] == []
