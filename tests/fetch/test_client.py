"""The HTTP client, against real servers on loopback."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest

from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.fetch import arxiv, crossref, huggingface, openalex
from generator.fetch.client import HttpClient
from generator.fetch.politeness import RequestPolicy
from generator.fetch.response_cache import ServiceResponse
from generator.storage import cache
from tests.support.loopback import Loopback
from tests.support.paths import ROOT
from tests.support.services import PAPERS, find_paper

QUICK = RequestPolicy(backoff=0.01, intervals={}, default_interval=0, total_timeout=20)
NOW = dt.datetime.now(dt.UTC).isoformat()
KNOWN_ID = PAPERS[0].arxiv
OpenClient = Callable[..., HttpClient]


REQUESTS: dict[str, Callable[[HttpClient], object]] = {
    "arxiv": lambda client: list(arxiv.fetch_by_ids(client, [KNOWN_ID])),
    "huggingface": lambda client: huggingface.fetch_paper(client, KNOWN_ID),
    "crossref": lambda client: crossref.search_by_title(client, "Lanterns"),
    "openalex": lambda client: openalex.fetch_work(client, f"10.48550/arXiv.{KNOWN_ID}"),
}


@pytest.fixture
def config(tmp_path: Path, loopback: Loopback) -> Config:
    return Config(tmp_path, "Paper Digest", "", services=loopback.settings())


@pytest.fixture
def messages() -> list[str]:
    return []


@pytest.fixture
def open_client(config: Config, messages: list[str]) -> Iterator[OpenClient]:
    """Return a function that opens a client as a new run would, with short waits."""
    opened = []

    def open_(*, offline: bool = False, **changes: object) -> HttpClient:
        policy = replace(QUICK, **changes)  # type: ignore[arg-type]
        opened.append(HttpClient(config, messages.append, offline=offline, policy=policy))
        return opened[-1]

    yield open_
    for client in opened:
        client.__exit__()


def cached_files(config: Config) -> list[Path]:
    """Return the cached responses."""
    return list((config.root / ".cache" / "fetched").glob("*/*.json"))


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
    assert not cached_files(config)


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
    run.forget(response)
    run.forget(response)
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
    [path] = cached_files(config)
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
    [path] = cached_files(config)
    path.write_bytes(b"another-version " + path.read_bytes().partition(b" ")[2])
    again = huggingface.fetch_paper(open_client(), KNOWN_ID)
    assert again
    assert again.cached


def write_blob(path: Path, value: dict[str, object]) -> None:
    """Write a value to a file of the cache, with a valid checksum."""
    cache.save(path.parents[3], str(path.relative_to(path.parents[2])), value)


@pytest.mark.parametrize("status", ["429", "500", "502", "503", "504"])
def test_a_temporary_error_is_retried(
    open_client: OpenClient, loopback: Loopback, messages: list[str], status: str
) -> None:
    loopback.fault("arxiv", status, times=2)
    [response] = arxiv.fetch_by_ids(open_client(), [KNOWN_ID])
    assert f"abs/{KNOWN_ID}v1" in response.text
    assert messages == [
        f"arXiv answered {status}; retrying in 0 s (attempt 2 of 5)",
        f"arXiv answered {status}; retrying in 0 s (attempt 3 of 5)",
    ]


@pytest.mark.parametrize("service", ["huggingface", "crossref", "openalex"])
@pytest.mark.parametrize("fault", ["cut", "cut-silently"])
def test_a_truncated_response_is_requested_again(
    open_client: OpenClient, loopback: Loopback, messages: list[str], service: str, fault: str
) -> None:
    loopback.fault(service, fault)
    REQUESTS[service](open_client())
    assert len(loopback.requests) == 2
    assert "sent an incomplete response; retrying" in messages[0]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("cut", "sent an incomplete response"),
        ("cut-silently", "sent an incomplete response"),
        ("slow", "did not finish its response within 1.5 s"),
        ("slow-head", "did not finish its response within 1.5 s"),
        ("silent", "timed out"),
    ],
)
def test_a_late_or_incomplete_response_is_requested_again(
    open_client: OpenClient, loopback: Loopback, messages: list[str], fault: str, why: str
) -> None:
    loopback.fault("arxiv", fault)
    [response] = arxiv.fetch_by_ids(open_client(total_timeout=1.5, read_timeout=1), [KNOWN_ID])
    assert response.text.endswith("</feed>\n")
    assert messages == [f"arXiv {why}; retrying in 0 s (attempt 2 of 5)"]


def test_a_lasting_error_ends_after_five_attempts(
    open_client: OpenClient, loopback: Loopback, config: Config
) -> None:
    loopback.fault("crossref", "500", times=5)
    with pytest.raises(CannotRun) as caught:
        crossref.fetch_work(open_client(), "10.1/a")
    assert str(caught.value) == "Crossref answered 500 (5 attempts); run the command again later"
    assert not cached_files(config)


def test_the_waits_double(open_client: OpenClient, loopback: Loopback) -> None:
    loopback.fault("crossref", "500", times=4)
    with pytest.raises(CannotRun):
        crossref.fetch_work(open_client(attempts=4, backoff=0.1), "10.1/a")
    times = [each.when for each in loopback.requests]
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert all(wait >= 0.1 * 2**place for place, wait in enumerate(waits))


def test_an_unreachable_service_is_reported(
    open_client: OpenClient, loopback: Loopback, messages: list[str]
) -> None:
    loopback.close()
    with pytest.raises(
        CannotRun,
        match=r"^OpenAlex could not be reached or closed the connection \(2 attempts\); run the",
    ):
        openalex.fetch_work(open_client(attempts=2), "10.1/a")
    assert messages == [
        "OpenAlex could not be reached or closed the connection; retrying in 0 s (attempt 2 of 2)"
    ]


def test_retry_after_in_seconds_is_respected(
    open_client: OpenClient, loopback: Loopback, messages: list[str]
) -> None:
    loopback.fault("huggingface", "429", retry_after=1)
    assert huggingface.fetch_paper(open_client(), KNOWN_ID)
    first, second = (each.when for each in loopback.requests)
    assert second - first >= 1
    assert messages == ["Hugging Face answered 429; retrying in 1 s (attempt 2 of 5)"]


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
        f"Hugging Face answered 429; the next attempt is in {seconds} s, more than is left of the "
        "600 s that a run may wait; run the command again later"
    )


def test_all_services_of_a_run_share_the_wait_limit(
    open_client: OpenClient, loopback: Loopback
) -> None:
    loopback.fault("huggingface", "429", retry_after=1)
    loopback.fault("crossref", "429", retry_after=1)
    run = open_client(max_wait=1.5)
    assert huggingface.fetch_paper(run, KNOWN_ID)
    with pytest.raises(CannotRun, match=r"in 1 s, more than is left of the 1\.5 s"):
        crossref.fetch_work(run, "10.1/a")


@pytest.mark.parametrize("service", REQUESTS)
@pytest.mark.parametrize("fault", ["html", "not-utf8", "redirect-loop"])
def test_a_response_of_the_wrong_type_is_not_cached(
    open_client: OpenClient, loopback: Loopback, config: Config, service: str, fault: str
) -> None:
    loopback.fault(service, fault, times=6 if fault == "redirect-loop" else 1)
    with pytest.raises(CannotRun, match="the response was discarded"):
        REQUESTS[service](open_client())
    assert not cached_files(config)


def test_html_instead_of_json_is_reported_with_an_excerpt(
    open_client: OpenClient, loopback: Loopback
) -> None:
    loopback.fault("crossref", "html")
    with pytest.raises(CannotRun) as caught:
        crossref.fetch_work(open_client(), "10.1/a")
    assert str(caught.value) == (
        "Crossref sent '<!DOCTYPE html> <html><head><title>Be…' instead of JSON for "
        f"{loopback.settings()['crossref']}/works/10.1%2Fa; the response was discarded; check "
        "its address under 'services' in mkdocs.yml, or run the command again later"
    )


@pytest.mark.parametrize("fault", ["redirect-file", "redirect-odd", "redirect-bracket"])
def test_only_redirects_to_web_addresses_are_followed(
    open_client: OpenClient, loopback: Loopback, fault: str
) -> None:
    loopback.fault("crossref", fault)
    with pytest.raises(CannotRun, match="Crossref redirected to an invalid web address"):
        crossref.fetch_work(open_client(), "10.1/a")


def test_a_wrong_service_address_is_reported(config: Config) -> None:
    wrong = config.services["huggingface"] + "/wrong"
    misconfigured = replace(config, services={**config.services, "huggingface": wrong})
    with (
        HttpClient(misconfigured, pytest.fail, policy=QUICK) as client,
        pytest.raises(CannotRun) as caught,
    ):
        list(huggingface.fetch_list(client, date="2025-03-11"))
    assert str(caught.value) == (
        f"Hugging Face has no {wrong}/api/daily_papers?date=2025-03-11&p=0&limit=100 (404); "
        "check its address under 'services' in mkdocs.yml"
    )


def test_a_response_has_a_maximum_size(open_client: OpenClient) -> None:
    with pytest.raises(CannotRun, match="Hugging Face sent more than 1,000 bytes"):
        list(huggingface.fetch_list(open_client(max_bytes=1000), date="2025-03-11"))


def test_the_servers_message_is_shown_on_one_line(open_client: OpenClient) -> None:
    with pytest.raises(CannotRun) as caught:
        list(huggingface.fetch_list(open_client(), date="soon"))
    message = str(caught.value)
    assert message.startswith("Hugging Face answered 400 for http://127.0.0.1:")
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
    with HttpClient(off, messages.append, policy=QUICK) as client:
        assert client.has("arxiv")
        assert not client.has("crossref")
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


def test_the_default_limits_respect_arxivs_terms() -> None:
    policy = RequestPolicy()
    assert (policy.intervals, policy.default_interval) == ({"arxiv": 3.0}, 0.2)
    assert (policy.attempts, policy.max_wait, policy.total_timeout, policy.max_bytes) == (
        5,
        600,
        60,
        50_000_000,
    )


@pytest.fixture
def traces(
    config: Config, messages: list[str], caplog: pytest.LogCaptureFixture
) -> Callable[[], list[str]]:
    """Return a function that returns every text that a run prints, logs or caches."""
    caplog.set_level("DEBUG")
    return lambda: [
        *messages,
        caplog.text,
        *(path.read_text() + path.name for path in cached_files(config)),
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
