"""The examples in the README and the guide do what these pages say."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.core import config as settings
from generator.library import entry_file, people, taxonomy
from generator.library.schema import FIELDS, LINK_KINDS, check
from generator.readers.formats import FORMAT_NAMES
from tests.support import services
from tests.support.loopback import Loopback
from tests.support.paths import CAPTURE, ROOT
from tests.support.projects import copy_project

GUIDE = ROOT / "docs" / "guide"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(GUIDE.glob("*.md"))]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: the page's name, its language and its text."""

    page: str
    language: str
    text: str


def blocks(*languages: str) -> list[Block]:
    """Return all blocks of the pages, or those in some languages."""
    found = [
        Block(page.name, language, text)
        for page in PAGES
        for language, text in _BLOCK.findall(page.read_text(encoding="utf-8"))
    ]
    return [each for each in found if each.language in languages or not languages]


def shell_lines() -> list[str]:
    """Return each command that a block of shell commands shows."""
    lines = [line for block in blocks("sh") for line in block.text.splitlines()]
    return [re.sub(r"\s+#.*", "", line) for line in lines]


def examples() -> Iterator[tuple[str, str]]:
    """Yield each command that a page shows with its output, and that output."""
    for block in blocks("console"):
        command, output = block.text.split("\n", 1)
        yield command.removeprefix("$ paper-digest "), output


BY_HAND = """\
---
title: Two left shoes - detecting near-duplicate data
date: 2025-03-11
authors: ["{author}"]
---
{abstract}
"""


def add_entry_without_identifier(papers: Path) -> None:
    paper = services.find_paper("Two Left Shoes")
    text = BY_HAND.format(author=paper.authors[0], abstract=paper.abstract)
    (papers / "2025" / "by-hand.md").write_text(text, encoding="utf-8")


def add_listed_papers(_papers: Path) -> None:
    CliRunner().invoke(main, ["import", "--huggingface", "2025-03-11"])


def add_two_spellings(papers: Path) -> None:
    for number, name in enumerate(("Ada Lovelace", "Ada Lovelace", "A. Lovelace")):
        fields = {"title": f"T {number}", "date": "2026-01-20", "tags": ["planning"]}
        text = entry_file.render(
            {**fields, "authors": [name, *["Blaise Pascal"][number % 2 :]]}, "We."
        )
        (papers / f"{number}.md").write_text(text, encoding="utf-8")


SCENES: Mapping[str, Callable[[Path], None]] = {
    "enrich": add_entry_without_identifier,
    "refresh": add_listed_papers,
    "authors": add_two_spellings,
}
"""What is in a project before the example of a command."""


@pytest.mark.usefixtures("on_the_twelfth")
@pytest.mark.parametrize(("command", "output"), list(examples()))
def test_a_command_prints_what_its_example_shows(
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
    loopback.connect(settings.load(tmp_path))
    monkeypatch.chdir(tmp_path)
    if scene := SCENES.get(command.split(maxsplit=1)[0]):
        scene(tmp_path / "papers")
    result = CliRunner().invoke(main, shlex.split(command))
    shown = re.escape(output).replace(re.escape("  …\n"), r"(?:  .*\n)+")
    assert (re.fullmatch(shown, result.output) is not None, result.exit_code) == (True, 0)


def test_every_block_is_of_a_language_that_these_tests_run() -> None:
    known = {"sh", "console", "markdown", "yaml", "pycon", "text"}
    assert [each for each in blocks() if each.language not in known] == []
    assert {command.split()[0] for command, _ in examples()} >= {*main.commands} - {
        *("site", "build", "serve", "clean")
    }


def test_every_example_of_an_entry_is_valid() -> None:
    entries = blocks("markdown")
    assert entries
    for block in entries:
        _, problems = check(entry_file.parse(block.text, "papers/2026/2601.01234.md"))
        assert problems == []


def test_every_example_of_yaml_is_valid_in_the_file_that_it_names(tmp_path: Path) -> None:
    for number, block in enumerate(blocks("yaml")):
        name = block.text.splitlines()[0].removeprefix("# ")
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / name).write_text(block.text, encoding="utf-8")
        if name == "mkdocs.yml":
            assert settings.load(folder)
        else:
            parse = {"taxonomy.yml": taxonomy.parse, "authors.yml": people.parse}[name]
            assert parse(block.text, name)


def test_the_proposal_in_the_guide_settles_the_names_when_it_is_pasted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_two_spellings(copy_project(tmp_path) / "papers")
    monkeypatch.chdir(tmp_path)
    [proposal] = [output for command, output in examples() if command == "authors"]
    (tmp_path / "authors.yml").write_text(proposal, encoding="utf-8")
    assert (
        CliRunner().invoke(main, ["authors"]).output
        == "# 0 groups of names that may belong to the same person\n"
    )


def test_the_five_minutes_of_the_readme_end_with_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    monkeypatch.chdir(copy_project(tmp_path))
    Path("authors.yml").touch()
    [removal] = [line for line in shell_lines() if line.startswith("rm ")]
    subprocess.run(shlex.split(removal), check=True)
    [path] = re.findall(r"`(papers/\S+\.md)`", readme)
    [written] = [block for block in blocks("markdown") if block.page == "README.md"]
    Path(path).parent.mkdir(parents=True)
    Path(path).write_text(written.text, encoding="utf-8")
    result = CliRunner().invoke(main, ["site"])
    assert (result.exit_code, "for 1 paper;" in result.output) == (0, True)
    [address] = re.findall(r"at `/(papers/\S+/)`", readme)
    assert "Reading Maps" in Path("site", address, "index.html").read_text(encoding="utf-8")


def test_every_command_of_a_shell_block_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in shell_lines():
        program, *arguments = line.split()
        if program == "make":
            assert re.search(rf"^{arguments[0]}:.*##", makefile, re.MULTILINE), line
        elif program == "paper-digest":
            assert arguments[0] in main.commands, line
        else:
            assert program in {"git", "cd", "rm", ".", "bash"}, line


def test_every_make_target_in_a_page_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    targets = set(re.findall(r"`make ([a-z-]+)\b", text))
    assert targets
    assert targets <= {*re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE)}


def cells(page: str, heading: str) -> set[str]:
    """Return the words of code in the first column of the table below a heading."""
    text = (GUIDE / page).read_text(encoding="utf-8")
    section = text[text.index(f"## {heading}\n") :]
    rows = re.findall(r"^\| (.*?) \|", section.partition("\n## ")[0], re.MULTILINE)
    return {word for row in rows for word in re.findall(r"`([a-z_-]+)`", row)}


def test_the_guide_has_every_field_of_an_entry_and_every_kind_of_link() -> None:
    assert cells("entries.md", "Fields") == {*FIELDS}
    text = (GUIDE / "entries.md").read_text(encoding="utf-8")
    [links] = re.findall(r"^\| `links` \|.*$", text, re.MULTILINE)
    assert {*re.findall(r"`([a-z]+)`", links)} == {"links", *LINK_KINDS}


def test_the_guide_has_every_format_of_an_import() -> None:
    assert cells("importing.md", "A citation file") - {"--format"} == {*FORMAT_NAMES}


def test_the_guide_has_every_field_of_a_person() -> None:
    assert cells("authors.md", "Fields") == {*people.FIELDS}


def test_the_guide_has_every_field_of_a_tag() -> None:
    text = (GUIDE / "taxonomy.md").read_text(encoding="utf-8")
    assert {*re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)} == {*taxonomy.FIELDS}


def test_the_readme_has_at_most_120_lines() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120
