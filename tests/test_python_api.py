"""The public API, through the examples of its page in the guide."""

import doctest
import re
from pathlib import Path

import pytest

import generator
from tests.support.projects import copy_project

PAGE = Path(__file__).parent.parent / "docs" / "guide" / "python.md"


def test_every_example_of_the_guide_gives_the_output_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copy_project(tmp_path))
    examples = "\n".join(re.findall(r"```pycon\n(.*?)```", PAGE.read_text(), re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, PAGE.name, str(PAGE), 0)
    assert len(test.examples) > 10
    failures: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=failures.append)
    assert "".join(failures) == ""


def test_the_guide_lists_every_public_name() -> None:
    text = PAGE.read_text()
    assert [name for name in generator.__all__ if f"| `{name}" not in text] == []


def test_a_folder_without_settings_cannot_be_loaded(tmp_path: Path) -> None:
    with pytest.raises(generator.CannotRun, match=r"mkdocs\.yml"):
        generator.load(tmp_path)
