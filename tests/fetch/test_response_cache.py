"""Cached responses: their age, offline runs, and damaged files."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.fetch import arxiv, crossref, huggingface, openalex
from generator.fetch.response_cache import ServiceResponse
from generator.storage import cache
from tests.support.clients import KNOWN_ID, OpenClient, cached_responses
from tests.support.loopback import Loopback
from tests.support.paths import ROOT
from tests.support.services import PAPERS, find_paper

NOW = dt.datetime.now(dt.UTC).isoformat()


def test_a_response_has_service_url_text_and_time(
    open_client: OpenClient, loopback: Loopback
) -> None:
    before = dt.datetime.now(dt.UTC)
    response = huggingface.fetch_paper(open_client(), KNOWN_ID)
    assert response is not None
    assert response.service == "huggingface"
    assert response.url == f"{loopback.settings()['huggingface']}/api/papers/{KNOWN_ID}"
    assert f'"id": "{KNOWN_ID}"' in response.text
    assert before <= response.when <= dt.datetime.now(dt.UTC)
    assert not response.cached


def test_a_missing_record_is_none_and_is_cached(
    open_client: OpenClient, loopback: Loopback
) -> None:
    assert huggingface.fetch_paper(open_client(), "2503.00001") is None
    assert crossref.fetch_work(open_client(), "10.1/none") is None
    assert openalex.fetch_work(open_client(), "10.1/none") is None
    assert crossref.fetch_work(open_client(), "10.1/none") is None
    assert crossref.fetch_work(open_client(offline=True), "10.1/none") is None
    assert len(loopback.requests) == 3


def test_an_empty_list_is_not_cached(
    open_client: OpenClient, loopback: Loopback, config: Config
) -> None:
    assert list(huggingface.fetch_list(open_client(), date="2024-01-01")) == []
    assert len(loopback.requests) == 1
    assert not cached_responses(config)


def test_a_recent_response_is_not_requested_again(
    open_client: OpenClient, loopback: Loopback
) -> None:
    with open_client() as run:
        first = huggingface.fetch_paper(run, KNOWN_ID)
        second = huggingface.fetch_paper(run, KNOWN_ID)
    third = huggingface.fetch_paper(open_client(), KNOWN_ID)
    assert first
    assert second == third == replace(first, cached=True)
    assert len(loopback.requests) == 1


def test_an_old_response_is_requested_again(
    open_client: OpenClient, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = dt.datetime(2025, 3, 11, 12, tzinfo=dt.UTC)
    for hours, requests in ((0, 1), (23.99, 1), (24, 2), (30, 2), (23, 3)):
        later = at + dt.timedelta(hours=hours)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(later.timestamp())))
        response = huggingface.fetch_paper(open_client(), KNOWN_ID)
        assert response
        assert response.when <= later, "a response from the future is not used"
        assert len(loopback.requests) == requests


def test_offline_uses_responses_of_any_age_without_a_connection(
    open_client: OpenClient, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741651200")
    first = huggingface.fetch_paper(open_client(), KNOWN_ID)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1941651200")
    loopback.close()
    again = huggingface.fetch_paper(open_client(offline=True), KNOWN_ID)
    assert first
    assert again == replace(first, cached=True)
    with pytest.raises(
        CannotRun, match=r"no cached response for http.*; run once without --offline"
    ):
        huggingface.fetch_paper(open_client(offline=True), "2503.00001")
    assert len(loopback.requests) == 1


def test_a_rejected_response_can_be_forgotten(open_client: OpenClient, loopback: Loopback) -> None:
    run = open_client()
    response = huggingface.fetch_paper(run, KNOWN_ID)
    assert response
    run.discard(response)
    run.discard(response)
    assert huggingface.fetch_paper(run, KNOWN_ID) != response
    assert len(loopback.requests) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(os.urandom(300)),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"cached", b"kached")),
        lambda path: write_blob(path, {"old": "format"}),
        lambda path: write_blob(path, {"service": "", "url": "", "text": "", "when": "2026-11-23"}),
        lambda path: write_blob(path, {"service": "", "url": "", "text": 1, "when": NOW}),
    ],
)
def test_a_damaged_file_of_the_cache_is_replaced(
    open_client: OpenClient, loopback: Loopback, config: Config, damage: Callable[[Path], object]
) -> None:
    first = huggingface.fetch_paper(open_client(), KNOWN_ID)
    [path] = cached_responses(config)
    damage(path)
    second = huggingface.fetch_paper(open_client(), KNOWN_ID)
    assert first
    assert second
    assert (second.text, second.cached) == (first.text, False)
    assert len(loopback.requests) == 2
    third = huggingface.fetch_paper(open_client(), KNOWN_ID)
    assert third
    assert third.cached


def test_a_response_cached_by_another_version_is_used(
    open_client: OpenClient, config: Config
) -> None:
    huggingface.fetch_paper(open_client(), KNOWN_ID)
    [path] = cached_responses(config)
    path.write_bytes(b"another-version " + path.read_bytes().partition(b" ")[2])
    again = huggingface.fetch_paper(open_client(), KNOWN_ID)
    assert again
    assert again.cached


def write_blob(path: Path, value: dict[str, object]) -> None:
    """Write a value to a file of the cache, with a valid checksum."""
    cache.save(path.parents[3], str(path.relative_to(path.parents[2])), value)


def test_the_cache_is_shared_with_and_without_a_secret(
    open_client: OpenClient, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    doi = find_paper("On the Use of Tests").doi
    monkeypatch.delenv("OPENALEX_API_KEY", raising=False)
    openalex.fetch_work(open_client(), doi)
    monkeypatch.setenv("OPENALEX_API_KEY", "key")
    response = openalex.fetch_work(open_client(), doi)
    assert response
    assert response.cached
    assert len(loopback.requests) == 1


INTERRUPTED = """
import signal
import sys
from pathlib import Path
from generator.core.config import Config
from generator.fetch import arxiv
from generator.fetch.client import HttpClient

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
config = Config(Path(sys.argv[1]), "A", "", services={"arxiv": sys.argv[2]})
try:
    with HttpClient(config, print) as client:
        for arxiv_id in sys.argv[3:]:
            responses = arxiv.fetch_by_ids(client, [arxiv_id])
            print(*(response.cached for response in responses), flush=True)
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_ctrl_c_during_a_slow_response_leaves_a_usable_cache(
    config: Config, loopback: Loopback, open_client: OpenClient
) -> None:
    loopback.fault("arxiv", "slow", path=PAPERS[1].arxiv)
    ids = [each.arxiv for each in PAPERS[:2]]
    command = [sys.executable, "-c", INTERRUPTED, str(config.root), config.services["arxiv"], *ids]
    environment = os.environ | {"PAPER_DIGEST_HASTE": "100"}
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=environment)
    while len(loopback.requests) < 2 and run.poll() is None:
        time.sleep(0.02)
    time.sleep(0.3)
    started = time.monotonic()
    run.send_signal(signal.SIGINT)
    out, _ = run.communicate(timeout=30)
    assert time.monotonic() - started < 20, "the response takes minutes"
    assert (run.returncode, out.split()) == (130, [b"False"])
    again: list[ServiceResponse] = [
        response for each in ids for response in arxiv.fetch_by_ids(open_client(), [each])
    ]
    assert [response.cached for response in again] == [True, False]
    assert not list(config.root.rglob("*.paper-digest-tmp"))
