"""Staging: rejecting records that duplicate an entry, and writing all or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.core.model import Origin
from generator.intake.matching import RecordError
from generator.intake.staging import Staging
from tests.support.cli import read_tree
from tests.support.papers import ENTRY
from tests.support.records import DAY, LIST, record, write_entries

AddEntry = Callable[..., Path]


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


def test_a_change_that_duplicates_another_entry_is_rejected(
    project: Config, add_entry: AddEntry
) -> None:
    add_entry(ENTRY.replace('arxiv: "2402.07197"', "doi: 10.1000/1"), "2025/mine.md")
    write_entries(project, record("On Trials", arxiv="2501.00001", authors=["Ada Lovelace"]))
    staging = Staging(project)
    [paper] = [paper for paper in staging.papers.values() if paper.arxiv]
    for change in ({"doi": "10.1000/1"}, {"title": "On the Use of Tests"}):
        with pytest.raises(RecordError, match=r"has the same .* as papers/2025/mine\.md"):
            staging.merge(paper, record(**{"title": paper.title, **change}), Origin("arxiv", DAY))
    assert staging.drafts == {}
