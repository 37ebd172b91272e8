"""The first digest in this repository's papers/, unless another digest has replaced it."""

import shutil
from pathlib import Path

import pytest

from generator.core import config
from generator.core.config import Config
from generator.core.model import Paper
from generator.library import load
from tests.support.cli import read_tree, run_import
from tests.support.paths import CAPTURE, LIBRARY, ROOT

FIRST = load.load(Config(LIBRARY, "The first digest", "")).papers


@pytest.fixture(scope="module")
def papers() -> tuple[Paper, ...]:
    """This repository's papers; tests are skipped if none of the first digest is left.

    If only some are missing, tests fail.
    """
    current = load.load(config.load(ROOT)).papers
    slugs = {slug for paper in current for slug in (paper.slug, *paper.aliases)}
    missing = {paper.slug for paper in FIRST} - slugs
    if len(missing) == len(FIRST):
        pytest.skip("papers/ is another digest than the first")
    assert missing == set()
    return current


def test_the_first_digest_is_unchanged(papers: tuple[Paper, ...]) -> None:
    words = {paper.title: paper.abstract for paper in papers}
    assert [paper.slug for paper in FIRST if words.get(paper.title) != paper.abstract] == []


@pytest.mark.usefixtures("papers")
def test_importing_its_capture_again_changes_nothing(project: Config) -> None:
    shutil.copy(ROOT / "taxonomy.yml", project.root)
    shutil.copytree(ROOT / "papers", project.papers, dirs_exist_ok=True)
    capture = Path(shutil.copy(CAPTURE, project.root))
    before = read_tree(project.root)
    result = run_import(project, capture)
    assert result.stdout.endswith("0 created, 0 changed, 41 unchanged, 0 not assigned\n")
    assert read_tree(project.root) == before
