"""Clients of services for tests, and the files that they cache."""

from collections.abc import Callable
from pathlib import Path

from generator.core.config import Config
from generator.fetch.client import HttpClient
from generator.fetch.politeness import RequestPolicy
from tests.support.services import PAPERS

QUICK_POLICY = RequestPolicy(backoff=0.01, intervals={}, default_interval=0, total_timeout=20)
KNOWN_ID = PAPERS[0].arxiv
"""The arXiv id of a paper that the loopback services have."""

OpenClient = Callable[..., HttpClient]
"""Opens a client as a new run would. Its arguments are ``offline`` and fields of the policy."""


def cached_responses(config: Config) -> list[Path]:
    """Return the files of cached responses."""
    return list((config.root / ".cache" / "fetched").glob("*/*.json"))
