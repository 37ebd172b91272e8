"""Imports of citation files: fields, tags from keywords, matching, conflicts and formats."""

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.core.errors import ContentError
from generator.core.model import Entry
from generator.intake import import_list
from generator.intake.import_list import DateOptions, ImportResult
from generator.library import load
from generator.readers.reading import Passage
from tests.support.cli import read_tree, run_import
from tests.support.papers import ENTRY
from tests.support.paths import DATA

AddEntry = Callable[..., Path]
DAY = dt.date(2025, 3, 11)
CITATIONS = DATA / "citations"
ADVICE = "one of the two may be wrong; if this is another paper, write its entry by hand"
BIBTEX = """\
@misc{{a,
  title = {{{title}}},
  eprint = {{{arxiv}}},
  archiveprefix = {{arXiv}},
  abstract = {{We try what we build.}},
  keywords = {{measurement}},
  publisher = {{Somebody}},
}}
"""


def no_progress(entries: Iterable[Entry]) -> Iterable[Entry]:
    return entries


def import_text(project: Config, text: str, name: str = "capture.txt") -> ImportResult:
    capture = project.root / name
    capture.write_text(text, encoding="utf-8")
    return import_file(project, capture)


def import_file(project: Config, capture: Path) -> ImportResult:
    imported = import_list.import_capture(project, capture, DateOptions(DAY), no_progress)
    imported.write()
    return imported


@pytest.mark.parametrize(
    ("name", "papers"),
    [
        ("arxiv.xml", ["2402.07197", "hep-th-9901001"]),
        ("zotero.ris", ["graphs-in-tests", "bread-again", "2402.07197"]),
        ("zotero.json", ["graphs-in-tests", "2402.07197"]),
        ("venue2025.json", ["testing-learners", "2402.07197"]),
    ],
)
def test_importing_a_citation_file_twice_changes_nothing(
    project: Config, name: str, papers: list[str]
) -> None:
    capture = Path(shutil.copy(CITATIONS / name, project.root))
    first = import_file(project, capture)
    assert [Path(path).stem for path in first.created] == papers
    assert len(load.load(project).papers) == len(papers)
    before = read_tree(project.root)
    second = import_file(project, capture)
    assert (second.created, len(second.unchanged)) == ((), len(papers))
    assert (second.unplaced, read_tree(project.root)) == (first.unplaced, before)


@pytest.mark.usefixtures("on_the_twelfth")
def test_a_bibtex_entry_has_its_fields_and_tags_from_keywords(
    project: Config,
) -> None:
    import_text(project, BIBTEX.format(title="On {T}hings", arxiv="2402.07198"), "things.bib")
    assert (project.papers / "2025" / "2402.07198.md").read_text("utf-8") == (
        "---\n"
        "title: On Things\n"
        "date: 2025-03-11\n"
        "arxiv: '2402.07198'\n"
        "type: preprint\n"
        "tags: [measuring, methods]\n"
        "provenance:\n"
        "  things.bib 2025-03-12: title=b22d arxiv=87ff type=92d6 abstract=6b51\n"
        "---\n"
        "We try what we build.\n"
    )


@pytest.mark.usefixtures("on_the_twelfth")
def test_a_paper_with_another_title_matches_by_identifier(
    project: Config, add_entry: AddEntry
) -> None:
    path = add_entry()
    imported = import_text(project, BIBTEX.format(title="A New Title", arxiv="2402.07197v3"))
    assert imported.updated == {"papers/2025/2402.07197.md": ["type"]}
    conflicts = [
        (conflict.name, conflict.current, conflict.reported)
        for _, conflict in imported.staging.conflicts
    ]
    assert conflicts == [
        ("title", "On the Use of Tests", "A New Title"),
        ("abstract", "We test what we build. It helps.", "We try what we build."),
    ]
    assert path.read_text("utf-8") == ENTRY.replace("tags:", "type: preprint\ntags:").replace(
        "---\nWe", "provenance:\n  capture.txt 2025-03-12: type=92d6\n---\nWe"
    )


def test_the_same_title_with_another_arxiv_id_is_rejected(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    text = BIBTEX.format(title="On the use of tests", arxiv="2402.07199")
    [passage] = import_text(project, text).unplaced
    path = "papers/2025/2402.07197.md"
    assert passage.remark == f"has the same title as {path}, but a different arXiv id; {ADVICE}"


@pytest.mark.usefixtures("on_the_twelfth")
def test_the_date_option_overrides_dates_in_the_capture(
    project: Config,
) -> None:
    items = [
        {
            "id": f"2402.0719{number}",
            "title": f"On Things {number}",
            "summary": "We try what we build.",
            "upvotes": number,
            "publishedAt": "2025-03-09T00:00:00.000Z",
            "submittedOnDailyAt": f"2025-03-1{number}T01:00:00.000Z",
        }
        for number in (1, 2)
    ]
    imported = import_text(project, json.dumps([{"paper": item} for item in items]), "day.json")
    remark = "dated 2025-03-12 in the capture; imported with the date 2025-03-11"
    assert imported.remarks == (Passage(1, "On Things 2", remark),)
    assert (project.papers / "2025" / "2402.07192.md").read_text("utf-8") == (
        "---\n"
        "title: On Things 2\n"
        "date: 2025-03-11\n"
        "arxiv: '2402.07192'\n"
        "published: 2025-03-09\n"
        "upvotes: 2\n"
        "provenance:\n"
        "  day.json 2025-03-12: title=0b24 arxiv=b2ff published=362a upvotes=ba75 abstract=6b51\n"
        "---\n"
        "We try what we build.\n"
    )


def test_a_repeated_paper_becomes_one_entry(project: Config) -> None:
    text = BIBTEX.format(title="A", arxiv="2402.07198") + BIBTEX.format(title="a!", arxiv="")
    imported = import_text(project, text)
    assert imported.created == ("papers/2025/2402.07198.md",)
    assert imported.remarks == (Passage(9, "a!", "same paper as papers/2025/2402.07198.md"),)


@pytest.mark.parametrize("text", ["<p>words</p>", '{"a": 1}', "[1, 2]"])
def test_an_unknown_format_error_lists_the_known_ones(project: Config, text: str) -> None:
    with pytest.raises(ContentError, match=r"c\.txt:1: error: unknown format; .* BibTeX, RIS, .*"):
        import_text(project, text, "c.txt")


def test_the_format_option_overrides_detection(project: Config) -> None:
    capture = project.root / "c.txt"
    capture.write_text(BIBTEX.format(title="On Things", arxiv="2402.07198"), encoding="utf-8")
    result = run_import(project, capture, "--date", "2025-03-11", "--format", "ris")
    assert result.exit_code == 1
    assert "text outside a record; a record runs from TY to ER" in result.stderr
    result = run_import(project, capture, "--date", "2025-03-11", "--format", "bibtex")
    assert "line 1: not stored (1 paper): publisher = Somebody" in result.stdout
    assert result.exit_code == 0
    assert run_import(project, capture, "--format", "word").exit_code == 2


def test_unplaced_text_may_contain_lone_surrogates(project: Config) -> None:
    text = '[{"type": "article", "title": "A \\ud800", "author": []}]'
    imported = import_text(project, text, "c.json")
    assert [passage.line for passage in imported.unplaced] == [1]


def test_a_control_character_in_an_arxiv_feed_excludes_one_paper(project: Config) -> None:
    feed = (CITATIONS / "arxiv.xml").read_text(encoding="utf-8")
    before, title, after = feed.partition("<title>Testing")
    assert title
    imported = import_text(project, f"{before}{title}\x07{after}", "arxiv.xml")
    assert imported.created == ("papers/2025/hep-th-9901001.md",)
    [passage] = imported.unplaced
    assert "remove the invisible character U+0007" in passage.remark
