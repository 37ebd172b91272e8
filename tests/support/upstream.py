"""A project that uses the services on loopback, and changes of what the services return."""

import pytest
from click.testing import Result

from generator.core.config import Config
from tests.support import loopback as loopback_module
from tests.support import services
from tests.support.loopback import Loopback
from tests.support.services import ServicePaper

TWELFTH = 1_741_737_600  # 12 March 2025
_DAY = 86_400


class Upstream:
    """The services' papers. Tests can change them and let time pass."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self._papers = services.PAPERS
        self.days = 0
        self.wait(0)

    def wait(self, days: int = 2) -> None:
        """Let days pass; after two days cached responses about papers are too old."""
        self.days += days
        self._patch.setenv("SOURCE_DATE_EPOCH", str(TWELFTH + self.days * _DAY))

    def publish(self, *papers: ServicePaper) -> None:
        """Put papers first in all lists, in place of older versions, and let days pass."""
        others = (old for old in self._papers if old.arxiv not in {new.arxiv for new in papers})
        self._set((*papers, *others))

    def change(self, title_start: str, /, **changes: object) -> None:
        """Change fields of the paper whose title starts with a text, and let days pass."""
        self._set(services.with_change(self._papers, title_start, **changes))

    def _set(self, papers: tuple[ServicePaper, ...]) -> None:
        self._papers = papers
        self._patch.setattr(loopback_module, "PAPERS", papers)
        self.wait()


@pytest.fixture
def upstream(monkeypatch: pytest.MonkeyPatch) -> Upstream:
    """The services' papers, on 12 March 2025."""
    return Upstream(monkeypatch)


@pytest.fixture
def online_project(project: Config, loopback: Loopback, upstream: Upstream) -> Config:  # noqa: ARG001
    """A project without papers that uses the services on loopback, on 12 March 2025."""
    return loopback.connect(project)


def read_entries(config: Config) -> dict[str, str]:
    """Return the text of each entry by its slug."""
    return {path.stem: path.read_text("utf-8") for path in sorted(config.papers.rglob("*.md"))}


def assert_failed(result: Result, *messages: str) -> None:
    """Assert that a run failed with these messages and without a traceback."""
    assert result.exit_code in {1, 2}, result.output
    assert "Traceback" not in result.output
    for message in messages:
        assert message in " ".join(result.stderr.split()), result.stderr
