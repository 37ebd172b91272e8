"""Matching records to papers: by identifier, title and authors, or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.intake.matching import RecordError
from generator.intake.staging import Staging
from generator.library import load
from tests.support.papers import ENTRY
from tests.support.records import ABSTRACT, record, write_entries

AddEntry = Callable[..., Path]


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
        RecordError, match=r"has the same title as .*, but a different .*write its entry by hand"
    ):
        Staging(project).find(record("Editorial", **{name: second}))


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
