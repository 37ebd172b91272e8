"""Fixtures for the client: a project, its messages, and a function that opens clients."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.fetch.client import HttpClient
from tests.support.clients import QUICK_POLICY, OpenClient
from tests.support.loopback import Loopback


@pytest.fixture
def config(tmp_path: Path, loopback: Loopback) -> Config:
    return Config(tmp_path, "Paper Digest", "", services=loopback.settings())


@pytest.fixture
def messages() -> list[str]:
    """Return the list to which clients append their messages."""
    return []


@pytest.fixture
def open_client(config: Config, messages: list[str]) -> Iterator[OpenClient]:
    """Return a function that opens a client as a new run would, with short waits."""
    clients = []

    def open_(*, offline: bool = False, **changes: object) -> HttpClient:
        policy = replace(QUICK_POLICY, **changes)  # type: ignore[arg-type]
        clients.append(HttpClient(config, messages.append, offline=offline, policy=policy))
        return clients[-1]

    yield open_
    for client in clients:
        client.__exit__()


@pytest.fixture
def client(tmp_path: Path, loopback: Loopback) -> Iterator[HttpClient]:
    config = Config(tmp_path, "A", "", services=loopback.settings())
    with HttpClient(config, pytest.fail, policy=QUICK_POLICY) as http_client:
        yield http_client
