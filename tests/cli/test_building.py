"""The commands check, build, site, tags and authors: output, problems and exit codes."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.config import Config
from tests.support.cli import copy_bad_input, read_tree, run
from tests.support.papers import ENTRY

AddEntry = Callable[..., Path]
CLOSING = "{} problem; nothing was written\n"

BAD_ENTRIES = {
    "control-character.md": (
        "7: error: the abstract contains the control character U+0007; remove it"
    ),
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
    "never-closed.md": (
        "1: error: the front matter is not closed; write '---' below its last field"
    ),
    "no-front-matter.md": (
        "1: error: no front matter; start with the lines '---', 'title: …', 'date: …' and '---'"
    ),
    "no-such-day.md": ("3: error: 'date' is '2025-02-30'; write a valid date as YYYY-MM-DD"),
    "not-utf-8.md": "3: error: byte 0xe9 is not UTF-8; save the file as UTF-8",
    "not-yaml.md": (
        "2: error: not YAML: a colon and a space inside a value; put the value in quotes"
    ),
    "short-arxiv-id.md": (
        "4: error: 'arxiv' is '2402.7197'; arXiv ids from that month have 5 digits after the dot"
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


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(("fault", "message"), BAD_ENTRIES.items(), ids=str)
def test_an_invalid_entry_is_reported_with_its_line(
    project: Config, command: str, fault: str, message: str
) -> None:
    copy_bad_input(project, fault)
    before = read_tree(project.root)
    result = run(project, command)
    assert result.stderr == f"papers/2025/{fault}:{message}\n" + CLOSING.format(1)
    assert (result.exit_code, result.stdout) == (1, "")
    assert read_tree(project.root) == before


def test_windows_line_ends_in_an_entry_are_accepted(project: Config, add_entry: AddEntry) -> None:
    add_entry("\ufeff" + ENTRY.replace("\n", "\r\n"))
    assert run(project, "check").stdout == "1 paper on 1 day: no problems\n"


def test_an_entry_of_5_mb_is_not_read(project: Config, add_entry: AddEntry) -> None:
    add_entry(ENTRY + "so much was written " * 250_000)
    before = read_tree(project.root)
    result = run(project, "build")
    assert result.stderr == (
        "papers/2025/2402.07197.md:1: error: the file has 5,000,182 bytes; "
        "shorten it to at most 262,144 bytes\n" + CLOSING.format(1)
    )
    assert (result.exit_code, read_tree(project.root)) == (1, before)


def test_a_too_long_abstract_is_reported_with_its_length(
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
def test_a_symbolic_link_is_an_error(project: Config, kind: str, *, outside: bool) -> None:
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
        ("index", "choose another name; this one is reserved for a folder's index page"),
        ("README", "choose another name; this one is reserved for a folder's index page"),
        ("-a", "begin with a letter or digit, and do not end with a dot"),
    ],
)
def test_an_invalid_file_name_is_an_error(
    project: Config, add_entry: AddEntry, name: str, advice: str
) -> None:
    add_entry(name=f"2025/{name}.md")
    result = run(project, "check")
    assert result.stderr == (
        f"papers/2025/{name}.md:1: error: 'file name' is '{name}'; {advice}\n" + CLOSING.format(1)
    )


def test_one_run_lists_all_problems_sorted(project: Config, add_entry: AddEntry) -> None:
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
        "write a valid date as YYYY-MM-DD\n"
        "papers/2025/b.md:4: error: 'upvotes' is 'many'; write a whole number, such as 12\n"
        "papers/2025/notes.txt:1: error: not an entry; move it, "
        "or give it a name that ends in .md\n"
        "5 problems; nothing was written\n"
    )
    assert (result.exit_code, read_tree(project.root)) == (1, before)


def test_tags_shows_the_words_that_suggest_each_tag(project: Config, add_entry: AddEntry) -> None:
    text = ENTRY.replace("On the Use of Tests", "A Measurement of Tests")
    add_entry(text.replace("[testing]", "[testing, methods]").replace("It helps", "A test helps"))
    result = run(project, "tags", "2402.07197")
    assert result.stdout == (
        "papers/2025/2402.07197.md: A Measurement of Tests\n"
        "  + testing: Tests (title), test ×2\n"
        "  - measuring: Measurement (title)\n"
        "  * methods: set by hand\n"
    )


def test_authors_suggests_groups_and_writes_nothing(project: Config, add_entry: AddEntry) -> None:
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
        "# 2 groups of names that may belong to the same person; showing the first 1\n"
    )
    assert (result.exit_code, result.stderr) == (0, "")
    assert read_tree(project.root).items() >= before.items()


def test_all_problems_of_authors_yml_are_listed(project: Config, add_entry: AddEntry) -> None:
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


def test_a_missing_site_builder_is_reported_before_anything_is_written(
    project: Config, add_entry: AddEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "zensical", None)  # as if it were not installed
    add_entry()
    before = read_tree(project.root)
    result = run(project, "site", "--builder", "zensical")
    assert result.stderr == "error: Zensical is not installed; run: make site BUILDER=zensical\n"
    assert (result.exit_code, read_tree(project.root)) == (2, before)
