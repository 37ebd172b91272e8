"""What tests build: papers, entries, and projects in a folder of their own."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from browser_fixtures import chromium, open_window
from loopback import loopback
from site_fixtures import (
    LIBRARY,
    NASTY_TAGS,
    Pages,
    add_nasty_entries,
    add_odd_entries,
    add_theme,
    copy_live_project,
    copy_project,
    make_site,
    parsed,
    served,
)
from upstream_fixtures import joined, upstream

from generator.core import config as settings
from generator.core.config import Config
from generator.core.model import Author, Entry, Paper
from generator.text.plain import slugify

__all__ = ["chromium", "joined", "loopback", "open_window", "upstream"]  # fixtures

ROOT = Path(__file__).parent.parent
CAPTURE = Path(__file__).parent / "data" / "digest-2025-03-11.txt"

hypothesis.settings.register_profile("tests", deadline=None)  # a busy machine is no failure
hypothesis.settings.register_profile(  # other examples each night, and how to see one again
    "nightly", deadline=None, max_examples=15_000, derandomize=False, print_blob=True
)
hypothesis.settings.load_profile("tests")

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


def make_project(folder: Path, taxonomy: str = TAXONOMY) -> Config:
    """Return a project in a folder, with the real theme, an own page and no papers."""
    add_theme(folder)
    shutil.copytree(LIBRARY / "docs", folder / "docs")
    (folder / "taxonomy.yml").write_text(taxonomy, encoding="utf-8")
    (folder / "papers" / "2025").mkdir(parents=True)
    return settings.load(folder)


def make_authors(*names: str) -> tuple[Author, ...]:
    """Return authors of these names."""
    return tuple(Author(name, slugify(name)) for name in names)


def make_entry(abstract: str = "We test.", path: str = "papers/a.md", **fields: object) -> Entry:
    """Return an entry with a title, a date and these fields."""
    return Entry(path, {"title": "A Title", "date": "2025-03-11", **fields}, abstract)  # type: ignore[dict-item]


@pytest.fixture
def project(tmp_path: Path) -> Config:
    """A project with the real theme, a small taxonomy and no papers."""
    return make_project(tmp_path)


@pytest.fixture
def on_the_twelfth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be 12 March 2025."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741737600")


@pytest.fixture
def add_entry(project: Config) -> Callable[..., Path]:
    """Write an entry's text into the project; by default a valid one."""

    def add(text: str | bytes = ENTRY, name: str = "2025/2402.07197.md") -> Path:
        path = project.papers / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return add


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The site of the library of the tests, built once."""
    return _build(settings.load(copy_project(tmp_path_factory.mktemp("built"))))


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """This repository's own site, whatever it holds, built once in a folder of its own."""
    return _build(settings.load(copy_live_project(tmp_path_factory.mktemp("live"))))


@pytest.fixture(scope="session")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The site of papers whose every text looks like Markdown, HTML or Jinja, built once."""
    config = make_project(tmp_path_factory.mktemp("nasty"), NASTY_TAGS)
    add_nasty_entries(config.papers)
    return _build(config)


@pytest.fixture(scope="session")
def crawled(built: Config) -> Pages:
    """The pages of the site of the library of the tests."""
    return parsed(built.site)


@pytest.fixture(scope="session")
def nasty_pages(nasty: Config) -> Pages:
    """The pages of the site of nasty papers."""
    return parsed(nasty.site)


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The site of papers that are right and yet unusual, built once."""
    config = make_project(tmp_path_factory.mktemp("odd"))
    add_odd_entries(config.papers)
    return _build(config)


@pytest.fixture(scope="session")
def odd_address(odd: Config) -> Iterator[str]:
    """Where the site of unusual papers is served."""
    with served(odd.site) as address:
        yield address


@pytest.fixture(scope="session")
def address(built: Config) -> Iterator[str]:
    """Where the site of the library of the tests is served."""
    with served(built.site) as address:
        yield address


@pytest.fixture(scope="session")
def nasty_address(nasty: Config) -> Iterator[str]:
    """Where the site of nasty papers is served."""
    with served(nasty.site) as address:
        yield address


def _build(config: Config) -> Config:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        make_site(config)
    return config
