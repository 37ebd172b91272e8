"""Fixtures for the tests of builds."""

from pathlib import Path

import pytest

from generator.core.config import Config
from tests.support.small_site import copy_small_site


@pytest.fixture
def site(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Config:
    """A project with ten papers, two per page, whose site is built."""
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return copy_small_site(tmp_path_factory, tmp_path)
