"""Retries, pacing and error messages of the client, with real servers on loopback."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from email.utils import format_datetime
from itertools import pairwise
from urllib.parse import quote

import pytest

from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.fetch import arxiv, crossref, huggingface, openalex
from generator.fetch.client import HttpClient
from generator.storage import cache
from tests.support.clients import KNOWN_ID, QUICK_POLICY, OpenClient, cached_responses
from tests.support.loopback import Loopback
from tests.support.services import PAPERS, find_paper


@pytest.mark.parametrize("status", ["429", "500", "502", "503", "504"])
def test_a_temporary_error_is_retried(
    open_client: OpenClient, loopback: Loopback, messages: list[str], status: str
) -> None:
    loopback.fault("arxiv", status, times=2)
    [response] = arxiv.fetch_by_ids(open_client(), [KNOWN_ID])
    assert f"abs/{KNOWN_ID}v1" in response.text
    assert messages == [
        f"arXiv returned {status}; retrying in 0 s (attempt 2 of 5)",
        f"arXiv returned {status}; retrying in 0 s (attempt 3 of 5)",
    ]


def test_a_lasting_error_ends_after_five_attempts(
    open_client: OpenClient, loopback: Loopback, config: Config
) -> None:
    loopback.fault("crossref", "500", times=5)
    with pytest.raises(CannotRun) as caught:
        crossref.fetch_work(open_client(), "10.1/a")
    assert str(caught.value) == "Crossref returned 500 (5 attempts); run the command again later"
    assert not cached_responses(config)


def test_the_waits_double(open_client: OpenClient, loopback: Loopback) -> None:
    loopback.fault("crossref", "500", times=4)
    with pytest.raises(CannotRun):
        crossref.fetch_work(open_client(attempts=4, backoff=0.1), "10.1/a")
    times = [each.when for each in loopback.requests]
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert all(wait >= 0.1 * 2**place for place, wait in enumerate(waits))


def test_retry_after_in_seconds_is_respected(
    open_client: OpenClient, loopback: Loopback, messages: list[str]
) -> None:
    loopback.fault("huggingface", "429", retry_after=1)
    assert huggingface.fetch_paper(open_client(), KNOWN_ID)
    first, second = (each.when for each in loopback.requests)
    assert second - first >= 1
    assert messages == ["Hugging Face returned 429; retrying in 1 s (attempt 2 of 5)"]


def test_a_retry_after_date_is_respected(open_client: OpenClient, loopback: Loopback) -> None:
    until = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(seconds=2)
    loopback.fault("huggingface", "429", retry_after=format_datetime(until, usegmt=True))
    assert huggingface.fetch_paper(open_client(), KNOWN_ID)
    assert len(loopback.requests) == 2
    assert dt.datetime.now(dt.UTC) >= until


@pytest.mark.parametrize("value", ["soon", "-5", "", "1.5", "Wed, 99 Foo 2025", "²"])
def test_an_invalid_retry_after_is_ignored(
    open_client: OpenClient, loopback: Loopback, value: str
) -> None:
    loopback.fault("huggingface", "503", retry_after=quote(value, safe=" ,"))
    assert huggingface.fetch_paper(open_client(), KNOWN_ID)


@pytest.mark.parametrize("value", ["3600", "9" * 400, "Fri, 01 Jan 9999 00:00:00 GMT"])
def test_a_wait_beyond_the_runs_limit_ends_it_at_once(
    open_client: OpenClient, loopback: Loopback, value: str
) -> None:
    loopback.fault("huggingface", "429", retry_after=value)
    with pytest.raises(CannotRun) as caught:
        huggingface.fetch_paper(open_client(), KNOWN_ID)
    seconds = {"3600": "3,600"}.get(value, "1,000,000,000")
    assert str(caught.value) == (
        f"Hugging Face returned 429; the next attempt would be in {seconds} s, which exceeds the "
        "total waiting limit of 600 s; run the command again later"
    )


def test_all_services_of_a_run_share_the_wait_limit(
    open_client: OpenClient, loopback: Loopback
) -> None:
    loopback.fault("huggingface", "429", retry_after=1)
    loopback.fault("crossref", "429", retry_after=1)
    run = open_client(max_wait=1.5)
    assert huggingface.fetch_paper(run, KNOWN_ID)
    with pytest.raises(CannotRun, match=r"in 1 s, which exceeds the total waiting limit of 1\.5 s"):
        crossref.fetch_work(run, "10.1/a")


def test_a_wrong_service_address_is_reported(config: Config) -> None:
    wrong = config.services["huggingface"] + "/wrong"
    misconfigured = replace(config, services={**config.services, "huggingface": wrong})
    with (
        HttpClient(misconfigured, pytest.fail, policy=QUICK_POLICY) as client,
        pytest.raises(CannotRun) as caught,
    ):
        list(huggingface.fetch_list(client, date="2025-03-11"))
    assert str(caught.value) == (
        f"Hugging Face: {wrong}/api/daily_papers?date=2025-03-11&p=0&limit=100 not found (404); "
        "check its URL under 'services' in mkdocs.yml"
    )


def test_the_servers_message_is_shown_on_one_line(open_client: OpenClient) -> None:
    with pytest.raises(CannotRun) as caught:
        list(huggingface.fetch_list(open_client(), date="soon"))
    message = str(caught.value)
    assert message.startswith("Hugging Face returned 400 for http://127.0.0.1:")
    assert message.endswith(': {"error": "Invalid date: soon"}; correct the request')


def test_no_control_character_of_a_server_reaches_the_terminal(
    open_client: OpenClient, loopback: Loopback
) -> None:
    loopback.fault("huggingface", "403")
    with pytest.raises(CannotRun, match="status 403") as caught:
        huggingface.fetch_paper(open_client(), KNOWN_ID)
    assert str(caught.value).isprintable()


def test_a_disabled_service_gets_no_request(config: Config, messages: list[str]) -> None:
    off = replace(config, services={**config.services, "crossref": ""})
    with HttpClient(off, messages.append, policy=QUICK_POLICY) as client:
        assert client.is_enabled("arxiv")
        assert not client.is_enabled("crossref")
        with pytest.raises(CannotRun, match=r"Crossref is off; .* 'crossref: off'"):
            crossref.fetch_work(client, "10.1/a")


def test_requests_to_a_service_are_spaced(open_client: OpenClient, loopback: Loopback) -> None:
    run = open_client(intervals={"arxiv": 0.3}, default_interval=0.1)
    for each in PAPERS[:3]:
        list(arxiv.fetch_by_ids(run, [each.arxiv]))
        huggingface.fetch_paper(run, each.arxiv)
    for service, gap in (("arxiv", 0.3), ("huggingface", 0.1)):
        times = [each.when for each in loopback.requests_to(service)]
        assert min(times[1] - times[0], times[2] - times[1]) >= gap


def test_the_pace_spans_runs_and_cached_responses_do_not_wait(
    open_client: OpenClient, loopback: Loopback
) -> None:
    for each in PAPERS[:2]:
        list(arxiv.fetch_by_ids(open_client(intervals={"arxiv": 0.7}), [each.arxiv]))
    first, second = (each.when for each in loopback.requests)
    assert second - first >= 0.7
    started = time.monotonic()
    for each in PAPERS[:2]:
        list(arxiv.fetch_by_ids(open_client(intervals={"arxiv": 60}), [each.arxiv]))
    assert time.monotonic() - started < 30


def test_a_clock_set_back_delays_no_longer_than_the_pace(
    open_client: OpenClient, config: Config, loopback: Loopback
) -> None:
    cache.save(config.root, "fetched/arxiv.json", {"asked": time.time() + 1e6})
    list(arxiv.fetch_by_ids(open_client(intervals={"arxiv": 0.1}), [KNOWN_ID]))
    assert loopback.requests


@pytest.fixture
def traces(
    config: Config, messages: list[str], caplog: pytest.LogCaptureFixture
) -> Callable[[], list[str]]:
    """Return a function that returns every text that a run prints, logs or caches."""
    caplog.set_level("DEBUG")
    return lambda: [
        *messages,
        caplog.text,
        *(path.read_text() + path.name for path in cached_responses(config)),
    ]


def test_the_secret_is_sent_but_never_shown(
    open_client: OpenClient,
    loopback: Loopback,
    traces: Callable[[], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = "s3cret/+ key"
    monkeypatch.setenv("OPENALEX_API_KEY", secret)
    run, doi = open_client(), find_paper("On the Use of Tests").doi
    loopback.fault("openalex", "500")
    response = openalex.fetch_work(run, doi)
    crossref.fetch_work(run, doi)
    loopback.fault("openalex", "403")
    with pytest.raises(CannotRun, match="status 403") as caught:
        openalex.fetch_work(run, "10.5555/maps.fold")
    loopback.fault("openalex", "500", times=5)
    with pytest.raises(CannotRun) as final:
        openalex.fetch_work(run, "10.5555/maps.fold")
    texts = [repr(response), str(caught.value), str(final.value), *traces()]
    for form in (secret, quote(secret), quote(secret, safe=""), "s3cret"):
        assert not [text for text in texts if form in text]
    assert all(each.query["api_key"] == secret for each in loopback.requests_to("openalex"))
    assert not any("api_key" in each.query for each in loopback.requests_to("crossref"))
