"""Imports of several captures of one day: one entry per paper, with the values of all."""

import itertools
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.library import load, provenance
from generator.library.provenance import Value
from tests.support.cli import read_tree, run, run_import
from tests.support.paths import DATA
from tests.support.projects import make_project

FOLDER = DATA / "captures"
PAPERS = json.loads((FOLDER / "papers.json").read_text(encoding="utf-8"))
SHAPES = sorted(path.name for path in FOLDER.iterdir() if path.name != "papers.json")
WITH_DAY = {"addresses.txt", "linked.md", "numbered.txt", "plain.md", "unnumbered.txt"}
THREE = ("day.txt", "saved-page.html", "api.json")


def place(project: Config, name: str) -> Path:
    """Copy a capture into the project; ``day.txt`` is the page's text without links."""
    if name != "day.txt":
        return Path(shutil.copy(FOLDER / name, project.root))
    paragraphs = [
        "Mar 11",
        *(text for paper in PAPERS for text in (paper["title"], paper["abstract"])),
    ]
    (project.root / name).write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return project.root / name


def imported(folder: Path, names: Sequence[str]) -> dict[str, dict[str, Value]]:
    """Import captures in this order into a new project; return the papers' values by title."""
    folder.mkdir()
    project = make_project(folder)
    for name in names:
        day = ("--year", "2026") if name in WITH_DAY else ("--date", "2025-03-11")
        result = run_import(project, place(project, name), *day)
        assert (result.exit_code, result.stderr) == (0, ""), name
    papers = load.load(project).papers
    assert len(papers) == len(PAPERS)
    return {paper.title: provenance.paper_values(paper) for paper in papers}


@pytest.fixture(scope="module")
def separately(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict[str, Value]]]:
    """The papers' values after the import of each capture separately."""
    folder = tmp_path_factory.mktemp("separately")
    return {name: imported(folder / name, [name]) for name in [*SHAPES, "day.txt"]}


@pytest.mark.parametrize(
    "names", [*itertools.permutations(THREE), [*SHAPES, "day.txt"], [*SHAPES[::-1]]]
)
def test_captures_of_one_day_combine_into_one_entry_per_paper(
    tmp_path: Path, separately: dict[str, dict[str, dict[str, Value]]], names: Sequence[str]
) -> None:
    combined = imported(tmp_path / "all", names)
    for title, values in combined.items():
        sources = [separately[name][title] for name in names]
        assert values.keys() == set().union(*sources)
        for name, value in values.items():
            assert value in [source[name] for source in sources if name in source]
    assert [paper["title"] for paper in PAPERS] != []
    assert {paper["title"] for paper in PAPERS} == set(combined)


def test_the_order_of_captures_does_not_matter(tmp_path: Path) -> None:
    orders = list(itertools.permutations(THREE))
    results = [imported(tmp_path / str(number), names) for number, names in enumerate(orders)]
    assert all(result == results[0] for result in results)


def test_importing_the_same_captures_again_changes_nothing(project: Config) -> None:
    captures = [place(project, name) for name in THREE]
    for capture in captures:
        run_import(project, capture)
    before = read_tree(project.root)
    for capture in captures:
        result = run_import(project, capture)
        assert result.stdout.endswith(
            f"0 created, 0 changed, {len(PAPERS)} unchanged, 0 not assigned\n"
        )
    assert read_tree(project.root) == before
    assert run(project, "check").exit_code == 0
