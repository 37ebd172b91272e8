"""What tests of the commands that ask share: a project that may ask, and services that change."""

import pytest
from click.testing import Result

from generator.core.config import Config
from tests.support import loopback as playing
from tests.support import services
from tests.support.loopback import Loopback
from tests.support.services import ServicePaper

TWELFTH = 1_741_737_600  # 12 March 2025
_DAY = 86_400


class Upstream:
    """What the services hold: it can change, and days can pass."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self._papers = services.PAPERS
        self.days = 0
        self.wait(0)

    def wait(self, days: int = 2) -> None:
        """Let so many days pass: what the cache keeps of single papers is too old after two."""
        self.days += days
        self._patch.setenv("SOURCE_DATE_EPOCH", str(TWELFTH + self.days * _DAY))

    def publish(self, *papers: ServicePaper) -> None:
        """Let the services know these papers before all others, and days pass."""
        kept = (each for each in self._papers if each.arxiv not in {p.arxiv for p in papers})
        self._hold((*papers, *kept))

    def change(self, begin: str, /, **changes: object) -> None:
        """Let the services say something else of the paper whose title begins so; days pass."""
        self._hold(services.with_change(self._papers, begin, **changes))

    def _hold(self, papers: tuple[ServicePaper, ...]) -> None:
        self._papers = papers
        self._patch.setattr(playing, "PAPERS", papers)
        self.wait()


@pytest.fixture
def upstream(monkeypatch: pytest.MonkeyPatch) -> Upstream:
    """The services' papers, which can change; it is 12 March 2025."""
    return Upstream(monkeypatch)


@pytest.fixture
def online_project(project: Config, loopback: Loopback, upstream: Upstream) -> Config:  # noqa: ARG001
    """A project without papers that asks the server on loopback, on 12 March 2025."""
    return loopback.connect(project)


def read_entries(config: Config) -> dict[str, str]:
    """Return the text of each entry, by its slug."""
    return {path.stem: path.read_text("utf-8") for path in sorted(config.papers.rglob("*.md"))}


def assert_failed(result: Result, *said: str) -> None:
    """Hold that a run failed with these words and without a traceback."""
    assert result.exit_code in {1, 2}, result.output
    assert "Traceback" not in result.output
    for words in said:
        assert words in " ".join(result.stderr.split()), result.stderr
