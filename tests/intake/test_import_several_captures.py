"""One day from several captures: an entry a paper, with all that any of them says."""

import itertools
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.library import load, provenance
from generator.library.provenance import Value
from tests.support.cli import import_, run, tree
from tests.support.paths import DATA
from tests.support.projects import make_project

FOLDER = DATA / "captures"
PAPERS = json.loads((FOLDER / "papers.json").read_text(encoding="utf-8"))
SHAPES = sorted(path.name for path in FOLDER.iterdir() if path.name != "papers.json")
OWN_DAY = {"addresses.txt", "linked.md", "numbered.txt", "plain.md", "unnumbered.txt"}
THREE = ("day.txt", "saved-page.html", "api.json")


def place(project: Config, name: str) -> Path:
    """Put a capture beside the project; ``day.txt`` is the page's text without links."""
    if name != "day.txt":
        return Path(shutil.copy(FOLDER / name, project.root))
    parts = ["Mar 11", *(text for paper in PAPERS for text in (paper["title"], paper["abstract"]))]
    (project.root / name).write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return project.root / name


def imported(folder: Path, names: Sequence[str]) -> dict[str, dict[str, Value]]:
    """Return what entries hold, by their titles, after imports of captures one after another."""
    folder.mkdir()
    project = make_project(folder)
    for name in names:
        day = ("--year", "2026") if name in OWN_DAY else ("--date", "2025-03-11")
        result = import_(project, place(project, name), *day)
        assert (result.exit_code, result.stderr) == (0, ""), name
    papers = load.load(project).papers
    assert len(papers) == len(PAPERS)
    return {paper.title: provenance.paper_values(paper) for paper in papers}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict[str, Value]]]:
    """What each capture says by itself."""
    folder = tmp_path_factory.mktemp("alone")
    return {name: imported(folder / name, [name]) for name in [*SHAPES, "day.txt"]}


@pytest.mark.parametrize(
    "names", [*itertools.permutations(THREE), [*SHAPES, "day.txt"], [*SHAPES[::-1]]]
)
def test_captures_of_one_day_combine_into_one_entry_per_paper(
    tmp_path: Path, alone: dict[str, dict[str, dict[str, Value]]], names: Sequence[str]
) -> None:
    found = imported(tmp_path / "all", names)
    for title, parts in found.items():
        said = [alone[name][title] for name in names]
        assert parts.keys() == set().union(*said)
        for part, value in parts.items():
            assert value in [each[part] for each in said if part in each]
    assert [paper["title"] for paper in PAPERS] != []
    assert {paper["title"] for paper in PAPERS} == set(found)


def test_the_order_of_captures_decides_no_fact(tmp_path: Path) -> None:
    orders = list(itertools.permutations(THREE))
    found = [imported(tmp_path / str(place), names) for place, names in enumerate(orders)]
    assert all(each == found[0] for each in found)


def test_the_same_captures_again_change_no_byte(project: Config) -> None:
    captures = [place(project, name) for name in THREE]
    for capture in captures:
        import_(project, capture)
    before = tree(project.root)
    for capture in captures:
        result = import_(project, capture)
        assert result.stdout.endswith(
            f"0 created, 0 changed, {len(PAPERS)} unchanged, 0 not placed\n"
        )
    assert tree(project.root) == before
    assert run(project, "check").exit_code == 0
