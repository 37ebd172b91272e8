"""What tests build: papers, entries, and projects in a folder of their own."""

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator import config as settings
from generator.config import Config
from generator.model import Author, Entry, Paper
from generator.text import slugify

ROOT = Path(__file__).parent.parent
CAPTURE = Path(__file__).parent / "data" / "digest-2025-03-11.txt"

TAXONOMY = """\
methods:
  label: Methods
  description: How it is done.
testing:
  parent: methods
  label: Testing
  description: Trying whether it works.
  aliases: [test, unit testing]
measuring:
  parent: methods
  label: Measuring
  description: Putting numbers to it.
  aliases: [measurement]
"""

ENTRY = """\
---
title: On the Use of Tests
date: 2025-03-11
authors: [Ada Lovelace, Blaise Pascal]
arxiv: "2402.07197"
published: 2024-02-11
tags: [testing]
---
We test what we build. It helps.
"""


def make_paper(**changes: object) -> Paper:
    """Return a valid paper with some fields changed."""
    paper = Paper(
        slug="2402.07197",
        path="papers/2025/2402.07197.md",
        title="On the Use of Tests",
        date=dt.date(2025, 3, 11),
        abstract="We test what we build. It helps.",
        authors=make_authors("Ada Lovelace", "Blaise Pascal"),
        tags=("testing",),
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def make_authors(*names: str) -> tuple[Author, ...]:
    """Return authors of these names."""
    return tuple(Author(name, slugify(name)) for name in names)


def make_entry(abstract: str = "We test.", path: str = "papers/a.md", **fields: object) -> Entry:
    """Return an entry with a title, a date and these fields."""
    return Entry(path, {"title": "A Title", "date": "2025-03-11", **fields}, abstract)  # type: ignore[dict-item]


@pytest.fixture
def project(tmp_path: Path) -> Config:
    """A project with the real settings and theme, a small taxonomy and no papers."""
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    shutil.copytree(ROOT / "generator" / "theme", tmp_path / "generator" / "theme")
    (tmp_path / "taxonomy.yml").write_text(TAXONOMY, encoding="utf-8")
    (tmp_path / "papers" / "2025").mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "about.md", tmp_path / "docs")
    return settings.load(tmp_path)


@pytest.fixture
def add_entry(project: Config) -> Callable[..., Path]:
    """Write an entry's text into the project; by default a valid one."""

    def add(text: str | bytes = ENTRY, name: str = "2025/2402.07197.md") -> Path:
        path = project.papers / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return add
