"""Staging: matching records to papers, rejecting bad records, and writing all or nothing."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.core.model import Entry, Origin
from generator.intake.matching import RecordError
from generator.intake.staging import Staging
from generator.library import load
from tests.support.cli import read_tree
from tests.support.papers import ENTRY, make_entry

AddEntry = Callable[..., Path]
DAY = dt.date(2025, 3, 11)
LIST = Origin("a.txt", DAY)
ABSTRACT = "We test what others built before we build on it. It helps."


def record(title: str = "On Tests", abstract: str = ABSTRACT, **fields: object) -> Entry:
    return make_entry(abstract, "papers/a.md", title=title, **fields)


def write_entries(config: Config, *records: Entry) -> None:
    """Write an entry for item record."""
    staging = Staging(config)
    for new in records:
        staging.create([(new, LIST)], DAY)
    staging.write()


def test_nothing_is_written_after_a_concurrent_edit(project: Config, add_entry: AddEntry) -> None:
    path = add_entry()
    staging = Staging(project)
    staging.create([(record(), LIST)], DAY)
    [paper] = [paper for paper in staging.papers.values() if paper.arxiv]
    staging.merge(paper, record(paper.title, doi="10.1000/1", arxiv="2402.07197"), LIST)
    path.write_text(ENTRY.replace("We test", "We tested"), encoding="utf-8")
    before = read_tree(project.root)
    with pytest.raises(
        CannotRun, match=r"07197\.md: edited during this run; run the command again"
    ):
        staging.write()
    assert read_tree(project.root) == before


def test_nothing_is_written_if_a_new_path_is_taken(project: Config) -> None:
    staging = Staging(project)
    for title in ("On Tests", "On Trials"):
        staging.create([(record(title), LIST)], DAY)
    (project.papers / "2025" / "on-trials.md").write_text("mine", encoding="utf-8")
    before = read_tree(project.root)
    with pytest.raises(CannotRun, match=r"on-trials\.md: edited"):
        staging.write()
    assert read_tree(project.root) == before


def test_a_paper_with_a_corrected_title_matches_by_the_old(project: Config) -> None:
    write_entries(project, record("On Tsets"))
    [path] = project.papers.rglob("*.md")
    path.write_text(path.read_text("utf-8").replace("On Tsets", "On Tests"), encoding="utf-8")
    paper = Staging(project).find(record("On Tsets"))
    assert paper is not None
    assert paper.title == "On Tests"
    assert Staging(project).find(record("On Tsets", "We measure another thing.")) is None


def test_a_record_that_matches_two_papers_is_rejected(project: Config) -> None:
    write_entries(
        project, record(authors=["Ada Lovelace"]), record(authors=["Emmy Noether"], doi="10.1000/1")
    )
    staging = Staging(project)
    with pytest.raises(
        RecordError, match=r"may be papers/.*\.md or papers/.*; add an identifier or auth"
    ):
        staging.find(record())
    paper = staging.find(record(authors=["E. Noether"]))
    assert paper is not None
    assert paper.doi == "10.1000/1"


@pytest.mark.parametrize("name", ["doi", "arxiv", "acl"])
def test_the_same_title_with_another_identifier_is_rejected(project: Config, name: str) -> None:
    first, second = {
        "doi": ("10.1000/1", "10.1000/2"),
        "arxiv": ("2402.07197", "2402.07198"),
        "acl": ("2023.acl-long.1", "2023.acl-long.2"),
    }[name]
    write_entries(project, record("Editorial", **{name: first}))
    with pytest.raises(
        RecordError, match=r"has the title of .*, but a different .*write its entry by hand"
    ):
        Staging(project).find(record("Editorial", **{name: second}))


def test_a_change_that_duplicates_another_entry_is_rejected(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry(ENTRY.replace('arxiv: "2402.07197"', "doi: 10.1000/1"), "2025/mine.md")
    write_entries(project, record("On Trials", arxiv="2501.00001", authors=["Ada Lovelace"]))
    staging = Staging(project)
    [paper] = [paper for paper in staging.papers.values() if paper.arxiv]
    for change in ({"doi": "10.1000/1"}, {"title": "On the Use of Tests"}):
        with pytest.raises(RecordError, match=r"has the .* of papers/2025/mine\.md"):
            staging.merge(paper, record(**{"title": paper.title, **change}), Origin("arxiv", DAY))
    assert staging.drafts == {}


@pytest.mark.parametrize(
    ("texts", "authors", "is_refused"),
    [
        (("Fish of the Baltic Sea", "Herring and cod are counted."), ["B. Karlsson"], True),
        (("Fish of the Baltic Sea", "Herring and cod are counted."), [], True),
        (("Fish of the Baltic Sea", "Herring and cod are counted."), ["A. Lovelace"], False),
        (("Fish of the Baltic Sea", ABSTRACT), [], False),
        (("On the Use of Tests, Extended", "Herring and cod are counted."), ["B. Karlsson"], False),
    ],
)
def test_a_record_with_a_wrong_identifier_is_rejected(
    project: Config,
    add_entry: AddEntry,
    texts: tuple[str, str],
    authors: list[str],
    is_refused: bool,
) -> None:
    add_entry(ENTRY.replace("We test what we build. It helps.", ABSTRACT))
    wrong = record(*texts, authors=authors, arxiv="2402.07197")
    staging = Staging(project)
    if is_refused:
        with pytest.raises(
            RecordError,
            match="but a different title and different authors; one of the two may be",
        ):
            staging.find(wrong)
    else:
        assert staging.find(wrong) == load.load(project).papers[0]
