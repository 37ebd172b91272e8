"""Fixtures for all tests, and Hypothesis's profiles."""

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from generator.core.config import Config
from tests.support.awkward_papers import make_nasty_project, make_odd_project, make_various_project
from tests.support.browser import chromium, open_window
from tests.support.loopback import loopback
from tests.support.papers import ENTRY
from tests.support.projects import copy_live_project, copy_project, make_project
from tests.support.sites import Pages, parse_site, serve_folder, shared_site
from tests.support.upstream import online_project, upstream

__all__ = ["chromium", "loopback", "online_project", "open_window", "upstream"]  # fixtures

hypothesis.settings.register_profile("tests", deadline=None)  # a busy machine is no failure
hypothesis.settings.register_profile(  # new examples each night, which can be reproduced
    "nightly", deadline=None, max_examples=15_000, derandomize=False, print_blob=True
)
hypothesis.settings.load_profile("tests")


@pytest.fixture
def project(tmp_path: Path) -> Config:
    """A project with the real theme, a small taxonomy and no papers."""
    return make_project(tmp_path)


@pytest.fixture
def on_the_twelfth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the current date to 12 March 2025."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741737600")


@pytest.fixture
def add_entry(project: Config) -> Callable[..., Path]:
    """A function that writes an entry to the project, by default a valid one."""

    def add(text: str | bytes = ENTRY, name: str = "2025/2402.07197.md") -> Path:
        path = project.papers / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return add


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """The site of the copy of the first digest."""
    with shared_site(tmp_path_factory, "built", copy_project) as config:
        yield config


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """The site of this repository's own papers."""
    with shared_site(tmp_path_factory, "live", copy_live_project) as config:
        yield config


@pytest.fixture(scope="session")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """The site of papers whose texts look like Markdown, HTML or Jinja."""
    with shared_site(tmp_path_factory, "nasty", make_nasty_project) as config:
        yield config


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """The site of papers that are valid but unusual."""
    with shared_site(tmp_path_factory, "odd", make_odd_project) as config:
        yield config


@pytest.fixture(scope="session")
def various(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """A site with every kind of page: long lists, nasty and odd texts, a renamed paper."""
    with shared_site(tmp_path_factory, "various", make_various_project) as config:
        yield config


@pytest.fixture(scope="session")
def crawled(built: Config) -> Pages:
    """The parsed pages of ``built``."""
    return parse_site(built.site)


@pytest.fixture(scope="session")
def nasty_pages(nasty: Config) -> Pages:
    """The parsed pages of ``nasty``."""
    return parse_site(nasty.site)


@pytest.fixture(scope="session")
def address(built: Config) -> Iterator[str]:
    """The address at which ``built`` is served."""
    with serve_folder(built.site) as address:
        yield address


@pytest.fixture(scope="session")
def odd_address(odd: Config) -> Iterator[str]:
    """The address at which ``odd`` is served."""
    with serve_folder(odd.site) as address:
        yield address


@pytest.fixture(scope="session")
def nasty_address(nasty: Config) -> Iterator[str]:
    """The address at which ``nasty`` is served."""
    with serve_folder(nasty.site) as address:
        yield address


@pytest.fixture(scope="session")
def various_address(various: Config) -> Iterator[str]:
    """The address at which ``various`` is served."""
    with serve_folder(various.site) as address:
        yield address
