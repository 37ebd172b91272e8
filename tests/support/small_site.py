"""A small built site, and helpers to change its sources and to see which files a build wrote."""

import shutil
import time
from pathlib import Path

import pytest

from generator.core import config as settings
from generator.core.config import Config
from tests.support.cli import run
from tests.support.projects import make_project
from tests.support.shared_folders import shared_folder

FileStates = dict[str, tuple[int, int]]


def numbered_entry(number: int) -> str:
    """Return the text of a paper with its own day and month; two authors share the papers.

    The words of the abstract occur in no other paper, so no papers are related.
    """
    letters = chr(ord("a") + number) * 3
    return (
        f"---\ntitle: Paper {number}\ndate: 2025-03-{number + 1:02}\n"
        f"published: 2024-{number + 1:02}-01\nauthors: [Ann Only{number}, Busy {number % 2}]\n"
        f"tags: [testing]\n---\nAbstract{letters} {letters}ix {letters}ox {letters}ux.\n"
    )


def copy_small_site(factory: pytest.TempPathFactory, folder: Path) -> Config:
    """Return a project with ten papers, two per page, whose site is built.

    The site is built once per test run and copied. A build of the copy records the new files.
    """
    with shared_folder(factory, "small", _build_small_site) as built:
        shutil.copytree(built, folder, dirs_exist_ok=True)
    config = settings.load(folder)
    wait_for_new_time()
    _build(config)
    return config


def _build_small_site(folder: Path) -> None:
    config = make_project(folder)
    for number in range(10):
        (config.papers / "2025" / f"p{number}.md").write_text(numbered_entry(number), "utf-8")
    replace_text(folder / "mkdocs.yml", "papers_per_page: 50", "papers_per_page: 2")
    wait_for_new_time()
    _build(settings.load(folder))


def _build(config: Config) -> None:
    result = run(config, "site")
    assert result.exit_code == 0, result.output


def replace_text(path: Path, old: str, new: str) -> None:
    """Replace a text in a file, which must have it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def wait_for_new_time() -> None:
    """Wait until a change of a file is certain to give it a new time."""
    time.sleep(0.06)


def file_states(config: Config) -> FileStates:
    """Return the modification time and inode of each file in ``docs/`` and ``site/``."""
    return {
        path.relative_to(config.root).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino)
        for folder in (config.docs, config.site)
        for path in folder.rglob("*")
    }


def changed_files(before: FileStates, after: FileStates) -> set[str]:
    """Return the paths of new and changed files."""
    return {path for path in after if after[path] != before.get(path)}
