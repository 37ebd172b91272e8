"""Tests of the commands: what they say, how they exit, and that bad input writes nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.config import Config
from tests.support.cli import copy_bad_input, read_tree, run, run_import
from tests.support.papers import ENTRY
from tests.support.paths import CAPTURE

AddEntry = Callable[..., Path]
CLOSING = "{} problem; nothing was written\n"

BAD_ENTRIES = {
    "control-character.md": "7: error: the abstract contains the control character U+0007; remove it",
    "cut-title.md": (
        "2: error: ' #' starts a comment and cuts off the value; put the value in quotes"
    ),
    "deep.md": "3: error: lists or maps are nested too deeply; use fewer levels",
    "dotted-alias.md": (
        "4: error: 'aliases' is '../../etc/passwd'; write it without two dots in a row"
    ),
    "endless-aliases.md": (
        "2: error: anchors (&) and aliases (*) are not allowed; "
        "write the value out, or put it in quotes"
    ),
    "list.md": "2: error: the front matter is not a map; write each field as 'name: value'",
    "never-closed.md": ("1: error: the front matter has no end; write '---' below its last field"),
    "no-front-matter.md": (
        "1: error: no front matter; start with the lines '---', 'title: …', 'date: …' and '---'"
    ),
    "no-such-day.md": (
        "3: error: 'date' is '2025-02-30'; write it as YYYY-MM-DD, a valid date"
    ),
    "not-utf-8.md": "3: error: byte 0xe9 is not UTF-8; save the file as UTF-8",
    "not-yaml.md": (
        "2: error: not YAML: a colon and a space inside a value; put the value in quotes"
    ),
    "short-arxiv-id.md": (
        "4: error: 'arxiv' is '2402.7197'; arXiv ids of that month have 5 digits after the dot"
    ),
    "slashed-alias.md": (
        "4: error: 'aliases' is '2024/old-name'; "
        "use only letters, digits, hyphens, underscores and dots, as in 2402.07197"
    ),
    "unclosed-brackets.md": (
        f"8: error: the formula '$O{'(' * 37}…' has more than 12 unclosed brackets; close them, "
        "or write \\$ for a dollar sign"
    ),
    "tabs.md": "4: error: a tab before the text; indent with spaces",
}

BAD_CAPTURES = {
    "empty.txt": "1: error: no papers found; save a page with titles and abstracts",
    "only-the-header.txt": ("1: error: no papers found; save a page with titles and abstracts"),
    "not-utf-8.txt": "5: error: byte 0xe9 is not UTF-8; save the file as UTF-8",
}


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(("fault", "message"), BAD_ENTRIES.items(), ids=str)
def test_a_bad_entry_is_named_with_its_line(
    project: Config, command: str, fault: str, message: str
) -> None:
    copy_bad_input(project, fault)
    before = read_tree(project.root)
    result = run(project, command)
    assert result.stderr == f"papers/2025/{fault}:{message}\n" + CLOSING.format(1)
    assert (result.exit_code, result.stdout) == (1, "")
    assert read_tree(project.root) == before


@pytest.mark.parametrize(("fault", "message"), BAD_CAPTURES.items(), ids=str)
def test_a_bad_capture_is_named_with_its_line(project: Config, fault: str, message: str) -> None:
    capture = copy_bad_input(project, fault)
    before = read_tree(project.root)
    result = run_import(project, capture)
    assert result.stderr == f"{capture}:{message}\n" + CLOSING.format(1)
    assert (result.exit_code, result.stdout) == (1, "")
    assert read_tree(project.root) == before


@pytest.mark.parametrize(
    ("fault", "line", "reason", "piece"),
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
def test_unplaced_text_is_reported_and_saved_and_the_rest_written(
    project: Config, fault: str, line: int, reason: str, piece: str
) -> None:
    capture = copy_bad_input(project, fault)
    kept = capture.with_name(capture.name + ".unplaced.txt")
    result = run_import(project, capture)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{capture}:{line}: error: {reason}: '{piece}'; place it by hand\n"
        f"saved the text that could not be placed to {kept}\n"
    )
    assert kept.read_text(encoding="utf-8") == (
        f"What paper-digest could not place in {fault}\n\n\nline {line}: {reason}\n\n{piece}\n"
    )
    assert [path.name for path in project.papers.rglob("*.md")] == ["on-the-use-of-tests.md"]


def test_a_paper_with_unclosed_brackets_is_listed_and_the_rest_is_imported(project: Config) -> None:
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


def test_windows_lines_and_invisible_characters_change_no_word(project: Config) -> None:
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


def test_windows_lines_in_an_entry_are_read(project: Config, add_entry: AddEntry) -> None:
    add_entry("\ufeff" + ENTRY.replace("\n", "\r\n"))
    assert run(project, "check").stdout == "1 paper on 1 day: no problems\n"


def test_an_abstract_of_5_mb_is_kept_but_not_taken(project: Config) -> None:
    abstract = "so much was written " * 250_000
    capture = project.root / "long.txt"
    capture.write_text(f"Mar 11\n\nA Good Title\n\n{abstract}\n", encoding="utf-8")
    result = run_import(project, capture)
    assert result.exit_code == 1
    assert f"{capture}:5: error: too long for an abstract (4,999,999 characters): " in result.stderr
    assert abstract.strip() in (project.root / "long.txt.unplaced.txt").read_text(encoding="utf-8")
    assert list(project.papers.rglob("*.md")) == []


def test_an_entry_of_5_mb_is_refused_unread(project: Config, add_entry: AddEntry) -> None:
    add_entry(ENTRY + "so much was written " * 250_000)
    before = read_tree(project.root)
    result = run(project, "build")
    assert result.stderr == (
        "papers/2025/2402.07197.md:1: error: the file has 5,000,182 bytes; "
        "shorten it to at most 262,144 bytes\n" + CLOSING.format(1)
    )
    assert (result.exit_code, read_tree(project.root)) == (1, before)


def test_an_abstract_beyond_the_limit_is_named_with_its_length(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry(ENTRY + "so much was written " * 2_000)
    result = run(project, "check")
    assert result.stderr == (
        "papers/2025/2402.07197.md:9: error: the abstract has 40,032 characters; "
        "shorten it to at most 20,000\n" + CLOSING.format(1)
    )


@pytest.mark.parametrize("kind", ["file", "folder"])
@pytest.mark.parametrize("outside", [True, False])
def test_a_symbolic_link_is_refused(project: Config, kind: str, *, outside: bool) -> None:
    target = project.root / "elsewhere" if outside else project.papers / "2024"
    target.mkdir()
    (target / "a.md").write_text(ENTRY, encoding="utf-8")
    link = project.papers / "2025" / "link.md"
    link.symlink_to(target / "a.md" if kind == "file" else target)
    before = read_tree(project.root)
    result = run(project, "build")
    assert result.stderr == (
        "papers/2025/link.md:1: error: a symbolic link; replace it with the file itself\n"
        + CLOSING.format(1)
    )
    assert (result.exit_code, read_tree(project.root)) == (1, before)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("a..b", "write it without two dots in a row"),
        (
            "a b",
            "use only letters, digits, hyphens, underscores and dots, as in 2402.07197",
        ),
        ("index", "choose another name; this one is reserved for a folder's own page"),
        ("README", "choose another name; this one is reserved for a folder's own page"),
        ("-a", "begin with a letter or digit, and do not end with a dot"),
    ],
)
def test_a_file_name_that_is_no_slug_is_refused(
    project: Config, add_entry: AddEntry, name: str, advice: str
) -> None:
    add_entry(name=f"2025/{name}.md")
    result = run(project, "check")
    assert result.stderr == (
        f"papers/2025/{name}.md:1: error: 'file name' is '{name}'; {advice}\n" + CLOSING.format(1)
    )


def test_all_problems_of_all_files_come_in_one_run_sorted(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry("---\ntitle: B\ndate: soon\nupvotes: many\n---\nWe test.\n", "2025/b.md")
    add_entry("---\ntitle: A\ndate: 2025-03-11\ntags: [tests]\n---\n", "2025/a.md")
    (project.papers / "2025" / "notes.txt").write_text("To do", encoding="utf-8")
    before = read_tree(project.root)
    result = run(project, "build")
    assert result.stderr == (
        "papers/2025/a.md:4: error: tag 'tests' is not in taxonomy.yml; "
        "write 'testing', or add it there\n"
        "papers/2025/a.md:6: error: no abstract; write it below the front matter\n"
        "papers/2025/b.md:3: error: 'date' is 'soon'; "
        "write it as YYYY-MM-DD, a valid date\n"
        "papers/2025/b.md:4: error: 'upvotes' is 'many'; write a whole number, such as 12\n"
        "papers/2025/notes.txt:1: error: not an entry; move it, or give it a name that ends in .md\n"
        "5 problems; nothing was written\n"
    )
    assert (result.exit_code, read_tree(project.root)) == (1, before)


def test_an_import_into_a_library_with_problems_writes_nothing(project: Config) -> None:
    copy_bad_input(project, "no-such-day.md")
    capture = Path(shutil.copy(CAPTURE, project.root))
    before = read_tree(project.root)
    result = run_import(project, capture)
    assert result.exit_code == 1
    assert result.stderr.startswith("papers/2025/no-such-day.md:3: error: 'date' is '2025-02-30'")
    assert read_tree(project.root) == before


def test_a_day_without_a_year_asks_for_it(project: Config) -> None:
    capture = Path(shutil.copy(CAPTURE, project.root))
    before = read_tree(project.root)
    result = run(project, "import", str(capture))
    assert result.stderr == (
        f"{capture}:9: error: 'Mar 11' has no year; "
        "add it, as in --year 2025 or --date 2025-03-11\n" + CLOSING.format(1)
    )
    assert (result.exit_code, read_tree(project.root)) == (1, before)


def test_a_year_is_enough_for_a_header_with_a_day(project: Config) -> None:
    capture = Path(shutil.copy(CAPTURE, project.root))
    result = run_import(project, capture, "--year", "2025")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{capture}: 41 papers for 2025-03-11\n")


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
        "1 created, 0 changed, 0 unchanged, 0 not placed\n"
    )
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_foreign_file_at_the_unplaced_path_stops_an_import(project: Config) -> None:
    capture = copy_bad_input(project, "title-without-abstract.txt")
    notes = capture.with_name(capture.name + ".unplaced.txt")
    notes.write_text("my own notes", encoding="utf-8")
    before = read_tree(project.root)
    result = run_import(project, capture)
    assert (
        result.stderr == f"error: {notes}: already exists; move it away and run the command again\n"
    )
    assert (result.exit_code, read_tree(project.root)) == (2, before)


def test_a_capture_s_control_characters_do_not_reach_the_terminal(project: Config) -> None:
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


def test_tags_shows_the_words_that_lead_to_each_tag(project: Config, add_entry: AddEntry) -> None:
    text = ENTRY.replace("On the Use of Tests", "A Measurement of Tests")
    add_entry(text.replace("[testing]", "[testing, methods]").replace("It helps", "A test helps"))
    result = run(project, "tags", "2402.07197")
    assert result.stdout == (
        "papers/2025/2402.07197.md: A Measurement of Tests\n"
        "  + testing: Tests (title), test ×2\n"
        "  - measuring: Measurement (title)\n"
        "  * methods: set by hand\n"
    )


def test_authors_proposes_pairs_and_writes_nothing(project: Config, add_entry: AddEntry) -> None:
    text = ENTRY.replace("arxiv:", "openreview:")
    for name, author in (("a", "A. Lovelace"), ("b", "Peter Zhokhov"), ("c", "Peter Zhokov")):
        again = text.replace("2402.07197", f"rJl-b3RcF{name}").replace("Use of", f"{name} of")
        add_entry(again.replace("Ada Lovelace", author), f"2025/{name}.md")
    add_entry()
    before = read_tree(project.root)
    result = run(project, "authors", "--most", "1")
    assert result.stdout == (
        "# Ada Lovelace (1 paper) and A. Lovelace (1 paper):\n"
        "#   one has initials; co-author in common: Blaise Pascal; tag in common: Testing\n"
        "ada-lovelace:\n  name: Ada Lovelace\n  also: [A. Lovelace]\n\n"
        "# 2 groups of names that may be the same person; showing the first 1\n"
    )
    assert (result.exit_code, result.stderr) == (0, "")
    assert read_tree(project.root).items() >= before.items()


def test_a_wrong_authors_file_is_named_with_all_its_lines(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    copy_bad_input(project, "authors.yml")
    before = read_tree(project.root)
    for command in ("check", "build", "authors"):
        result = run(project, command)
        assert result.stderr == (
            "authors.yml:1: error: author 'Ada Lovelace': not a slug; "
            "write one, such as 'ada-lovelace'\n"
            "authors.yml:5: error: author 'blaise-pascal': unknown field 'alsso'; "
            "did you mean 'also'?\n"
            "authors.yml:6: error: author 'nobody': has no fields; write 'name: …' below it\n"
            "3 problems; nothing was written\n"
        )
        assert (result.exit_code, read_tree(project.root)) == (1, before)


@pytest.mark.parametrize("name", ["2402.07197", "papers/2025/2402.07197.md"])
def test_tags_takes_a_slug_or_a_file(project: Config, add_entry: AddEntry, name: str) -> None:
    add_entry()
    result = run(project, "tags", name)
    assert result.stdout.startswith("papers/2025/2402.07197.md: On the Use of Tests\n")


def test_tags_of_no_entry_says_what_to_write(project: Config) -> None:
    result = run(project, "tags", "nothing")
    assert result.stderr == (
        "error: no entry 'nothing'; write a slug such as 2402.07197 or a file such as papers/2025/2402.07197.md\n"
    )
    assert result.exit_code == 2


def test_a_site_builder_that_is_missing_is_reported_before_anything_is_written(
    project: Config, add_entry: AddEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "zensical", None)  # as if it were not installed
    add_entry()
    before = read_tree(project.root)
    result = run(project, "site", "--builder", "zensical")
    assert result.stderr == "error: Zensical is not installed; run: make site BUILDER=zensical\n"
    assert (result.exit_code, read_tree(project.root)) == (2, before)


def test_in_github_actions_a_problem_is_also_an_annotation(
    project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    copy_bad_input(project, "no-such-day.md")
    result = run(project, "check")
    assert "::error file=papers/2025/no-such-day.md,line=3::'date' is '2025-02-30'; " in (
        result.stdout + result.stderr
    )


def test_a_folder_that_is_no_project_cannot_be_run_in(tmp_path: Path) -> None:
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
def test_the_command_explains_itself(project: Config, words: list[str]) -> None:
    result = run(project, *words)
    assert result.exit_code == 0
    assert "paper-digest" in result.stdout or "CAPTURE" in result.stdout


@pytest.mark.parametrize("words", [["import", "no-such-file.txt"], ["--year"], ["bild"]])
def test_a_wrong_call_exits_2(project: Config, words: list[str]) -> None:
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
