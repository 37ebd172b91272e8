"""Tests of imports of citations: what becomes of their facts, and when a paper is known."""

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
from tests.support.cli import import_, tree
from tests.support.papers import ENTRY
from tests.support.paths import DATA

AddEntry = Callable[..., Path]
DAY = dt.date(2025, 3, 11)
CITATIONS = DATA / "citations"
OTHERWISE = "one of the two may be wrong; if it is another paper, write its entry by hand"
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


def silent(entries: Iterable[Entry]) -> Iterable[Entry]:
    return entries


def import_text(project: Config, text: str, name: str = "capture.txt") -> ImportResult:
    capture = project.root / name
    capture.write_text(text, encoding="utf-8")
    return import_file(project, capture)


def import_file(project: Config, capture: Path) -> ImportResult:
    imported = import_list.import_capture(project, capture, DateOptions(DAY), silent)
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
def test_a_file_of_citations_becomes_entries_and_again_changes_nothing(
    project: Config, name: str, papers: list[str]
) -> None:
    capture = Path(shutil.copy(CITATIONS / name, project.root))
    first = import_file(project, capture)
    assert [Path(path).stem for path in first.created] == papers
    assert len(load.load(project).papers) == len(papers)
    before = tree(project.root)
    second = import_file(project, capture)
    assert (second.created, len(second.unchanged)) == ((), len(papers))
    assert (second.unplaced, tree(project.root)) == (first.unplaced, before)


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
def test_a_paper_is_known_by_its_identifier_under_another_title(
    project: Config, add_entry: AddEntry
) -> None:
    path = add_entry()
    imported = import_text(project, BIBTEX.format(title="A New Title", arxiv="2402.07197v3"))
    assert imported.updated == {"papers/2025/2402.07197.md": ["type"]}
    conflicts = [(each.name, each.current, each.reported) for _, each in imported.staging.conflicts]
    assert conflicts == [
        ("title", "On the Use of Tests", "A New Title"),
        ("abstract", "We test what we build. It helps.", "We try what we build."),
    ]
    assert path.read_text("utf-8") == ENTRY.replace("tags:", "type: preprint\ntags:").replace(
        "---\nWe", "provenance:\n  capture.txt 2025-03-12: type=92d6\n---\nWe"
    )


def test_one_title_with_two_arxiv_ids_needs_a_decision(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry()
    text = BIBTEX.format(title="On the use of tests", arxiv="2402.07199")
    [left] = import_text(project, text).unplaced
    path = "papers/2025/2402.07197.md"
    assert left.remark == f"has the title of {path}, but another arXiv id; {OTHERWISE}"


@pytest.mark.usefixtures("on_the_twelfth")
def test_a_given_day_overrides_the_answer_s_days(
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
    remark = "dated 2025-03-12 in the capture; imported with 2025-03-11"
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


def test_a_paper_twice_in_a_file_is_one(project: Config) -> None:
    text = BIBTEX.format(title="A", arxiv="2402.07198") + BIBTEX.format(title="a!", arxiv="")
    imported = import_text(project, text)
    assert imported.created == ("papers/2025/2402.07198.md",)
    assert imported.remarks == (Passage(9, "a!", "same paper as papers/2025/2402.07198.md"),)


@pytest.mark.parametrize("text", ["<p>words</p>", '{"a": 1}', "[1, 2]"])
def test_what_is_in_no_known_format_says_which_are_known(project: Config, text: str) -> None:
    with pytest.raises(ContentError, match=r"c\.txt:1: error: unknown format; .* BibTeX, RIS, .*"):
        import_text(project, text, "c.txt")


def test_a_named_format_overrides_detection(project: Config) -> None:
    capture = project.root / "c.txt"
    capture.write_text(BIBTEX.format(title="On Things", arxiv="2402.07198"), encoding="utf-8")
    result = import_(project, capture, "--date", "2025-03-11", "--format", "ris")
    assert result.exit_code == 1
    assert "stands outside of a record (TY to ER)" in result.stderr
    result = import_(project, capture, "--date", "2025-03-11", "--format", "bibtex")
    assert "line 1: no place in an entry (1 paper): publisher = Somebody" in result.stdout
    assert result.exit_code == 0
    assert import_(project, capture, "--format", "word").exit_code == 2


def test_what_json_leaves_can_be_kept_whatever_its_characters(project: Config) -> None:
    text = '[{"type": "article", "title": "A \\ud800", "author": []}]'
    imported = import_text(project, text, "c.json")
    assert [piece.line for piece in imported.unplaced] == [1]


def test_a_control_character_in_a_feed_of_arxiv_s_costs_its_paper_alone(project: Config) -> None:
    whole = (CITATIONS / "arxiv.xml").read_text(encoding="utf-8")
    before, title, after = whole.partition("<title>Testing")
    assert title
    imported = import_text(project, f"{before}{title}\x07{after}", "arxiv.xml")
    assert imported.created == ("papers/2025/hep-th-9901001.md",)
    [piece] = imported.unplaced
    assert "remove U+0007" in piece.remark
