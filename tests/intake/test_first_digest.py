"""The first digest in this repository's own papers/, as long as it is there."""

import shutil
from pathlib import Path

import pytest

from generator.core import config
from generator.core.config import Config
from generator.core.model import Paper
from generator.library import load
from tests.support.cli import import_, tree
from tests.support.paths import CAPTURE, LIBRARY, ROOT

FIRST = load.load(Config(LIBRARY, "The first digest", "")).papers


@pytest.fixture(scope="module")
def papers() -> tuple[Paper, ...]:
    """This repository's papers; where another digest has replaced the first, tests are skipped.

    A digest that has lost only some of its papers is no other digest: then they fail.
    """
    found = load.load(config.load(ROOT)).papers
    kept = {name for paper in found for name in (paper.slug, *paper.aliases)}
    gone = {paper.slug for paper in FIRST} - kept
    if len(gone) == len(FIRST):
        pytest.skip("papers/ holds another digest than the first")
    assert gone == set()
    return found


def test_the_first_digest_is_kept_word_for_word(papers: tuple[Paper, ...]) -> None:
    words = {paper.title: paper.abstract for paper in papers}
    assert [paper.slug for paper in FIRST if words.get(paper.title) != paper.abstract] == []


@pytest.mark.usefixtures("papers")
def test_importing_its_capture_again_changes_nothing(project: Config) -> None:
    shutil.copy(ROOT / "taxonomy.yml", project.root)
    shutil.copytree(ROOT / "papers", project.papers, dirs_exist_ok=True)
    capture = Path(shutil.copy(CAPTURE, project.root))
    before = tree(project.root)
    result = import_(project, capture)
    assert result.stdout.endswith("0 created, 0 changed, 41 unchanged, 0 not placed\n")
    assert tree(project.root) == before
