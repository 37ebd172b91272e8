"""Imports of captures: new and changed entries, unplaced text, dates and dry runs."""

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.core.errors import CannotRun, ContentError
from generator.core.model import Entry
from generator.intake import import_list
from generator.intake.import_list import DateOptions, ImportResult
from generator.library import load
from generator.readers.reading import PartialDate, Passage
from tests.support.cli import read_tree, run, run_import
from tests.support.papers import ENTRY
from tests.support.paths import CAPTURE, DATA, LIBRARY

AddEntry = Callable[..., Path]
DAY = dt.date(2025, 3, 11)
ABSTRACT = "We test what others built before we build on it. It helps."


def no_progress(entries: Iterable[Entry]) -> Iterable[Entry]:
    return entries


def import_text(project: Config, text: str, name: str = "capture.txt") -> ImportResult:
    capture = project.root / name
    capture.write_text(text, encoding="utf-8")
    imported = import_list.import_capture(project, capture, DateOptions(DAY), no_progress)
    imported.write()
    return imported


def test_the_real_capture_becomes_41_exact_entries(project: Config) -> None:
    shutil.copy(LIBRARY / "taxonomy.yml", project.root)
    capture = Path(shutil.copy(CAPTURE, project.root))
    assert run_import(project, capture).stdout.endswith(
        "41 created, 0 changed, 0 unchanged, 0 not assigned\n"
    )
    paragraphs = re.split(r"\n{2,}", CAPTURE.read_text(encoding="utf-8").strip("\n"))[5:]
    papers = load.load(project).papers
    assert {paper.title: paper.abstract for paper in papers} == dict(
        zip(paragraphs[::2], paragraphs[1::2], strict=True)
    )
    assert {paper.date for paper in papers} == {DAY}
    assert {len(paper.tags) for paper in papers} <= {2, 3, 4, 5}


def test_importing_the_real_capture_again_changes_no_byte(project: Config) -> None:
    shutil.copy(LIBRARY / "taxonomy.yml", project.root)
    capture = Path(shutil.copy(CAPTURE, project.root))
    run_import(project, capture)
    before = read_tree(project.root)
    result = run_import(project, capture)
    assert result.stdout.endswith("0 created, 0 changed, 41 unchanged, 0 not assigned\n")
    assert (result.exit_code, read_tree(project.root)) == (0, before)


def test_importing_into_the_first_digest_changes_nothing(project: Config) -> None:
    shutil.copy(LIBRARY / "taxonomy.yml", project.root)
    shutil.copytree(LIBRARY / "papers", project.papers, dirs_exist_ok=True)
    capture = Path(shutil.copy(CAPTURE, project.root))
    before = read_tree(project.root)
    result = run_import(project, capture)
    assert result.stdout.endswith("0 created, 0 changed, 41 unchanged, 0 not assigned\n")
    assert read_tree(project.root) == before


def test_links_in_real_abstracts_become_fields(project: Config) -> None:
    shutil.copy(LIBRARY / "taxonomy.yml", project.root)
    run_import(project, Path(shutil.copy(CAPTURE, project.root)))
    links = {link for paper in load.load(project).papers for link in paper.links}
    assert ("code", "https://github.com/alibaba/GraphTranslator") in {
        (link.kind, link.url) for link in links
    }


def test_another_subject_needs_only_another_taxonomy(project: Config) -> None:
    shutil.copy(DATA / "geology-taxonomy.yml", project.taxonomy)
    capture = Path(shutil.copy(DATA / "geology.txt", project.root))
    result = run(project, "import", str(capture))
    assert result.exit_code == 1
    assert f"{capture}:1: error: a title without an abstract: 'Geology this week'" in result.stderr
    papers = sorted(load.load(project).papers, key=lambda paper: paper.slug)
    assert [(paper.slug, paper.tags) for paper in papers] == [
        ("basalt-that-remembers-the-mantle-isotopes-from-iceland", ("basalt", "mantle")),
        ("how-old-is-the-oldest-zircon", ("zircon", "geochronology")),
        ("slow-slip-beneath-the-hikurangi-margin", ("slow-slip", "subduction")),
    ]
    assert {paper.date for paper in papers} == {dt.date(2024, 5, 4)}
    assert papers[1].abstract.endswith("known.\n\nData are at https://zenodo.org/records/1234567.")
    assert papers[1].links[0].url == "https://zenodo.org/records/1234567"
    assert run(project, "build").exit_code == 0


@pytest.mark.usefixtures("on_the_twelfth")
def test_a_new_entry_is_readable(project: Config) -> None:
    text = f"A Measurement of Tests\n\n{ABSTRACT} See https://github.com/a/b."
    assert import_text(project, text).created == ("papers/2025/a-measurement-of-tests.md",)
    assert (project.papers / "2025" / "a-measurement-of-tests.md").read_text("utf-8") == (
        "---\n"
        "title: A Measurement of Tests\n"
        "date: 2025-03-11\n"
        "tags: [testing, measuring]\n"
        "links: {code: 'https://github.com/a/b'}\n"
        "provenance:\n"
        "  capture.txt 2025-03-12: title=0150 abstract=6bcb\n"
        "---\n"
        f"{ABSTRACT} See https://github.com/a/b.\n"
    )


def test_a_paper_matches_by_title_ignoring_case_and_punctuation(
    project: Config, add_entry: AddEntry
) -> None:
    path = add_entry()
    before = path.read_bytes()
    imported = import_text(project, f"ON THE USE OF TESTS!\n\n{ABSTRACT}")
    assert imported.unchanged == ("papers/2025/2402.07197.md",)
    assert (imported.created, path.read_bytes()) == ((), before)


@pytest.mark.parametrize("used_as", ["slug", "alias"])
def test_a_used_slug_gets_a_number(project: Config, add_entry: AddEntry, used_as: str) -> None:
    if used_as == "slug":
        add_entry(ENTRY, "on-bread.md")
    else:
        add_entry(ENTRY.replace("tags:", "aliases: [On-Bread]\ntags:"))
    imported = import_text(project, f"On “Bread”\n\n{ABSTRACT * 4}")
    assert imported.created == ("papers/2025/on-bread-2.md",)


@pytest.mark.parametrize(
    ("title", "name"),
    [("Index", "index-1"), ("???", "untitled"), ("大型语言模型" * 20, "大型语言模型" * 10)],
)
def test_every_title_gives_a_file_name(project: Config, title: str, name: str) -> None:
    imported = import_text(project, f"{title}\n\n{ABSTRACT * 4}")
    assert imported.created == (f"papers/2025/{name}.md",)


@pytest.mark.parametrize(
    ("title", "abstract", "reason"),
    [
        (
            "A \x07 Title",
            ABSTRACT,
            r"'title' is 'A \x07 Title'; remove the invisible character U+0007",
        ),
        (
            "A Title of Tests",
            f"{ABSTRACT}\x1b",
            "the abstract contains the control character U+001B; remove it",
        ),
    ],
)
def test_an_invalid_entry_is_reported_with_its_reason(
    project: Config, title: str, abstract: str, reason: str
) -> None:
    imported = import_text(project, f"{title}\n\n{abstract}")
    assert imported.unplaced == (
        Passage(1, f"{title}\n\n{abstract}", f"not a valid entry: {reason}"),
    )
    assert imported.created == ()


ITEM = '{"paper": {"id": "2402.0719%d", "title": "Tests %d", "summary": "We %s test."}}'


def test_a_control_character_in_json_excludes_one_paper(project: Config) -> None:
    items = [ITEM % (number, number, "\x07" if number == 1 else "do") for number in range(3)]
    imported = import_text(project, f"[{', '.join(items)}]", "capture.json")
    assert imported.created == ("papers/2025/2402.07190.md", "papers/2025/2402.07192.md")
    [passage] = imported.unplaced
    assert passage.remark == (
        "not a valid entry: the abstract contains the control character U+0007; remove it"
    )


def test_a_paper_that_exceeds_the_entry_limit_is_rejected(project: Config) -> None:
    authors = ", ".join(f'"Author {number} {"x" * 500}"' for number in range(600))
    item = ITEM.replace('"summary"', f'"authors": [{authors}], "summary"')
    imported = import_text(project, f"[{item % (0, 0, 'do')}, {ITEM % (1, 1, 'do')}]", "a.json")
    assert imported.created == ("papers/2025/2402.07191.md",)
    assert [passage.remark.split(";")[0] for passage in imported.unplaced] == [
        "not a valid entry: 309,077 bytes"
    ]
    assert len(load.load(project).papers) == 1


def test_a_paper_that_makes_authors_yml_ambiguous_is_rejected(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    records = "ada-lovelace:\n  name: Ada Lovelace\n  papers: [2402.07197]\n"
    project.authors.write_text(records, encoding="utf-8")
    assert run(project, "check").exit_code == 0
    items = [
        ITEM.replace('"summary"', f'"authors": ["{name}"], "summary"') % (number, number, "do")
        for number, name in enumerate(("Blaise Pascal", "Ada Lovelace", "Emmy Noether"))
    ]
    imported = import_text(project, f"[{', '.join(items)}]", "capture.json")
    assert imported.created == ("papers/2025/2402.07190.md", "papers/2025/2402.07192.md")
    [passage] = imported.unplaced
    assert passage.remark == (
        "authors.yml does not say whether 'Ada Lovelace', an author of this paper, "
        "is 'ada-lovelace'"
    )
    assert run(project, "check").exit_code == 0


def test_unplaced_text_is_saved_until_it_is_placed(project: Config) -> None:
    path = project.root / "capture.txt.unplaced.txt"
    assert import_text(project, "A Title Left Alone").unplaced_file == path
    first = path.read_bytes()
    assert import_text(project, "A Title Left Alone").unplaced_file == path
    assert path.read_bytes() == first
    assert import_text(project, f"A Title Left Alone\n\n{ABSTRACT}").unplaced_file is None
    assert not path.exists()


def test_each_capture_has_its_own_unplaced_file(project: Config) -> None:
    path = import_text(project, "A Title Left Alone", "march.txt").unplaced_file
    assert path == project.root / "march.txt.unplaced.txt"
    content = path.read_bytes()
    import_text(project, f"On the Use of Tests\n\n{ABSTRACT}", "march.md")
    second_path = import_text(project, "Another Title Left Alone", "march.md").unplaced_file
    assert second_path == project.root / "march.md.unplaced.txt"
    assert path.read_bytes() == content


def test_a_capture_with_too_long_a_name_cannot_run(project: Config) -> None:
    with pytest.raises(CannotRun, match="File name too long"):
        import_text(project, "A Title Left Alone", "x" * 250 + ".txt")


def test_nothing_is_written_if_the_unplaced_file_is_foreign(project: Config) -> None:
    (project.root / "capture.txt.unplaced.txt").write_text("my notes", encoding="utf-8")
    before = read_tree(project.papers)
    with pytest.raises(
        CannotRun, match="already exists; move it elsewhere and run the command again"
    ):
        import_text(project, f"On the Use of Tests\n\n{ABSTRACT}\n\nA Title Left Alone")
    assert read_tree(project.papers) == before


def test_a_foreign_unplaced_file_allows_a_complete_import(project: Config) -> None:
    notes = project.root / "capture.txt.unplaced.txt"
    notes.write_text("my notes", encoding="utf-8")
    import_text(project, f"On the Use of Tests\n\n{ABSTRACT}")
    assert notes.read_text(encoding="utf-8") == "my notes"


def test_a_capture_with_an_undecodable_name_is_imported(project: Config) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    imported = import_text(project, f"On the Use of Tests\n\n{ABSTRACT}", name)
    assert imported.created == ("papers/2025/on-the-use-of-tests.md",)
    assert load.load(project).papers[0].provenance[0].source == r"caf\udce9.txt"


@pytest.mark.parametrize(
    ("year", "options"),
    [
        (None, DateOptions(DAY)),
        (None, DateOptions(year=2025)),
        (2025, DateOptions()),
        (2025, DateOptions(DAY, 2025)),
    ],
)
def test_the_options_supply_the_year_of_the_header(year: int | None, options: DateOptions) -> None:
    assert import_list.resolve_day(PartialDate(9, "Mar 11", 3, 11, year), options, "c.txt") == DAY


def test_the_date_option_replaces_a_missing_header() -> None:
    assert import_list.resolve_day(None, DateOptions(DAY), "c.txt") == DAY


@pytest.mark.parametrize(
    ("header", "options", "message"),
    [
        (None, DateOptions(), "c.txt:1: error: no date found; add --date YYYY-MM-DD"),
        (None, DateOptions(year=2025), "c.txt:1: error: no date found; add --date YYYY-MM-DD"),
        (
            PartialDate(9, "Mar 11", 3, 11, None),
            DateOptions(),
            "c.txt:9: error: 'Mar 11' has no year; add --year YYYY",
        ),
        (
            PartialDate(9, "Feb 29", 2, 29, None),
            DateOptions(year=2025),
            "c.txt:9: error: 'Feb 29' is not a date in 2025; add --date YYYY-MM-DD",
        ),
        (
            PartialDate(9, "Mar 12", 3, 12, None),
            DateOptions(DAY),
            "c.txt:9: error: 'Mar 12' contradicts --date 2025-03-11; omit or correct it",
        ),
        (
            PartialDate(9, "2025-03-11", 3, 11, 2025),
            DateOptions(year=2024),
            "c.txt:9: error: '2025-03-11' contradicts --year 2024; omit or correct it",
        ),
        (
            PartialDate(9, "Mar 25", 3, 25, 2026),
            DateOptions(year=2025),
            "c.txt:9: error: 'Mar 25' of 2026 contradicts --year 2025; omit or correct it",
        ),
    ],
)
def test_an_uncertain_day_is_an_error_with_a_remedy(
    header: PartialDate | None, options: DateOptions, message: str
) -> None:
    with pytest.raises(ContentError) as caught:
        import_list.resolve_day(header, options, "c.txt")
    assert str(caught.value) == message


NEW = f"A Measurement of Tests\n\n{ABSTRACT}\n"


@pytest.mark.usefixtures("on_the_twelfth")
def test_a_dry_run_prints_a_new_entry_and_writes_nothing(project: Config) -> None:
    capture = project.root / "capture.txt"
    capture.write_text(NEW, encoding="utf-8")
    before = read_tree(project.root)
    result = run_import(project, capture, "--date", str(DAY), "--dry-run")
    assert result.stdout == (
        f"{capture}: 1 paper for 2025-03-11\n"
        "  would create papers/2025/a-measurement-of-tests.md\n"
        "--- papers/2025/a-measurement-of-tests.md\n"
        "+++ papers/2025/a-measurement-of-tests.md\n"
        "@@ -0,0 +1,8 @@\n"
        "+---\n"
        "+title: A Measurement of Tests\n"
        "+date: 2025-03-11\n"
        "+tags: [testing, measuring]\n"
        "+provenance:\n"
        "+  capture.txt 2025-03-12: title=0150 abstract=2bc6\n"
        "+---\n"
        f"+{ABSTRACT}\n"
        "1 would be created, 0 would change, 0 unchanged, 0 not assigned; "
        "run again without --dry-run to write the changes\n"
    )
    assert (result.exit_code, result.stderr, read_tree(project.root)) == (0, "", before)


def test_a_dry_run_prints_what_would_change_and_writes_nothing(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry(ENTRY.replace("published: 2024-02-11\n", ""))
    capture = project.root / "capture.json"
    item = (ITEM % (7, 7, "do")).replace("Tests 7", "On the Use of Tests")
    dated = item.replace('"summary"', '"publishedAt": "2024-02-11T03:00:00.000Z", "summary"')
    capture.write_text(f"[{dated}]", encoding="utf-8")
    before = read_tree(project.root)
    result = run_import(project, capture, "--date", str(DAY), "--dry-run")
    assert result.stdout.splitlines()[1:3] == [
        "  would change papers/2025/2402.07197.md: published",
        "--- papers/2025/2402.07197.md",
    ]
    assert "\n+published: 2024-02-11\n" in result.stdout
    assert "0 would be created, 1 would change, 0 unchanged, 0 not assigned; run" in result.stdout
    assert (result.exit_code, read_tree(project.root)) == (0, before)


def test_a_dry_run_has_the_exit_code_but_leaves_files(project: Config) -> None:
    capture = project.root / "capture.txt"
    capture.write_text("A Title Left Alone", encoding="utf-8")
    assert run_import(project, capture).exit_code == 1
    before = read_tree(project.root)
    capture.write_text("A Title Left Alone\n\nAnother Title", encoding="utf-8")
    result = run_import(project, capture, "--date", str(DAY), "--dry-run")
    assert result.exit_code == 1
    assert "A Title Left Alone" in result.stderr
    assert "could not be assigned to a paper to" not in result.stderr
    capture.write_text("A Title Left Alone", encoding="utf-8")
    assert read_tree(project.root) == before
    capture.write_text(NEW, encoding="utf-8")
    assert run_import(project, capture, "--date", str(DAY), "--dry-run").exit_code == 0
    assert (project.root / "capture.txt.unplaced.txt").is_file()
    assert run_import(project, capture).exit_code == 0
    assert not (project.root / "capture.txt.unplaced.txt").exists()
