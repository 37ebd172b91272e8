"""Tests of how services are asked, at a real server on loopback."""

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
KNOWN = PAPERS[0].arxiv
Open = Callable[..., HttpClient]


QUESTIONS: dict[str, Callable[[HttpClient], object]] = {
    "arxiv": lambda web: list(arxiv.fetch_by_ids(web, [KNOWN])),
    "huggingface": lambda web: huggingface.fetch_paper(web, KNOWN),
    "crossref": lambda web: crossref.search_by_title(web, "Lanterns"),
    "openalex": lambda web: openalex.fetch_work(web, f"10.48550/arXiv.{KNOWN}"),
}


@pytest.fixture
def config(tmp_path: Path, loopback: Loopback) -> Config:
    return Config(tmp_path, "Paper Digest", "", services=loopback.settings())


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def web(config: Config, said: list[str]) -> Iterator[Open]:
    """Open the services of the project as a new run would, with quick manners."""
    opened = []

    def open_(*, offline: bool = False, **changes: object) -> HttpClient:
        policy = replace(QUICK, **changes)  # type: ignore[arg-type]
        opened.append(HttpClient(config, said.append, offline=offline, policy=policy))
        return opened[-1]

    yield open_
    for each in opened:
        each.__exit__()


def kept(config: Config) -> list[Path]:
    """Return the files of answers in the cache."""
    return list((config.root / ".cache" / "fetched").glob("*/*.json"))


def test_an_answer_says_what_where_and_when(web: Open, loopback: Loopback) -> None:
    before = dt.datetime.now(dt.UTC)
    answer = huggingface.fetch_paper(web(), KNOWN)
    assert answer is not None
    assert answer.service == "huggingface"
    assert answer.url == f"{loopback.settings()['huggingface']}/api/papers/{KNOWN}"
    assert f'"id": "{KNOWN}"' in answer.text
    assert before <= answer.when <= dt.datetime.now(dt.UTC)
    assert not answer.cached


def test_a_not_found_answer_is_none_and_is_cached(web: Open, loopback: Loopback) -> None:
    assert huggingface.fetch_paper(web(), "2503.00001") is None
    assert crossref.fetch_work(web(), "10.1/none") is None
    assert openalex.fetch_work(web(), "10.1/none") is None
    assert crossref.fetch_work(web(), "10.1/none") is None
    assert crossref.fetch_work(web(offline=True), "10.1/none") is None
    assert len(loopback.requests) == 3


def test_an_empty_list_is_not_kept(web: Open, loopback: Loopback, config: Config) -> None:
    assert list(huggingface.fetch_list(web(), date="2024-01-01")) == []
    assert len(loopback.requests) == 1
    assert not kept(config)


def test_a_young_answer_is_not_asked_for_again(web: Open, loopback: Loopback) -> None:
    with web() as run:
        first = huggingface.fetch_paper(run, KNOWN)
        second = huggingface.fetch_paper(run, KNOWN)
    third = huggingface.fetch_paper(web(), KNOWN)
    assert first
    assert second == third == replace(first, cached=True)
    assert len(loopback.requests) == 1


def test_an_answer_of_an_age_is_asked_for_again(
    web: Open, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = dt.datetime(2025, 3, 11, 12, tzinfo=dt.UTC)
    for hours, requests in ((0, 1), (23.99, 1), (24, 2), (30, 2), (23, 3)):
        later = at + dt.timedelta(hours=hours)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(later.timestamp())))
        answer = huggingface.fetch_paper(web(), KNOWN)
        assert answer
        assert answer.when <= later, "an answer from the future is none"
        assert len(loopback.requests) == requests


def test_offline_takes_any_age_and_opens_no_connection(
    web: Open, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741651200")
    first = huggingface.fetch_paper(web(), KNOWN)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1941651200")
    loopback.close()
    again = huggingface.fetch_paper(web(offline=True), KNOWN)
    assert first
    assert again == replace(first, cached=True)
    with pytest.raises(
        CannotRun, match=r"no cached response for http.*; run once without --offline"
    ):
        huggingface.fetch_paper(web(offline=True), "2503.00001")
    assert len(loopback.requests) == 1


def test_a_refused_answer_can_be_forgotten(web: Open, loopback: Loopback) -> None:
    run = web()
    answer = huggingface.fetch_paper(run, KNOWN)
    assert answer
    run.forget(answer)
    run.forget(answer)
    assert huggingface.fetch_paper(run, KNOWN) != answer
    assert len(loopback.requests) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(os.urandom(300)),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"cached", b"kached")),
        lambda path: whole(path, {"old": "format"}),
        lambda path: whole(path, {"service": "", "url": "", "text": "", "when": "2026-11-23"}),
        lambda path: whole(path, {"service": "", "url": "", "text": 1, "when": NOW}),
    ],
)
def test_a_broken_file_of_the_cache_is_made_anew(
    web: Open, loopback: Loopback, config: Config, damage: Callable[[Path], object]
) -> None:
    first = huggingface.fetch_paper(web(), KNOWN)
    [path] = kept(config)
    damage(path)
    second = huggingface.fetch_paper(web(), KNOWN)
    assert first
    assert second
    assert (second.text, second.cached) == (first.text, False)
    assert len(loopback.requests) == 2
    third = huggingface.fetch_paper(web(), KNOWN)
    assert third
    assert third.cached


def test_an_answer_that_other_code_kept_is_one(web: Open, config: Config) -> None:
    huggingface.fetch_paper(web(), KNOWN)
    [path] = kept(config)
    path.write_bytes(b"another-version " + path.read_bytes().partition(b" ")[2])
    again = huggingface.fetch_paper(web(), KNOWN)
    assert again
    assert again.cached


def whole(path: Path, value: dict[str, object]) -> None:
    """Put a value in a file's place as other code would have kept it."""
    cache.save(path.parents[3], str(path.relative_to(path.parents[2])), value)


@pytest.mark.parametrize("status", ["429", "500", "502", "503", "504"])
def test_a_service_in_trouble_is_asked_again(
    web: Open, loopback: Loopback, said: list[str], status: str
) -> None:
    loopback.fault("arxiv", status, times=2)
    [answer] = arxiv.fetch_by_ids(web(), [KNOWN])
    assert f"abs/{KNOWN}v1" in answer.text
    assert said == [
        f"arXiv answered {status}; retrying in 0 s (attempt 2 of 5)",
        f"arXiv answered {status}; retrying in 0 s (attempt 3 of 5)",
    ]


@pytest.mark.parametrize("service", ["huggingface", "crossref", "openalex"])
@pytest.mark.parametrize("fault", ["cut", "cut-silently"])
def test_a_truncated_response_is_requested_again(
    web: Open, loopback: Loopback, said: list[str], service: str, fault: str
) -> None:
    loopback.fault(service, fault)
    QUESTIONS[service](web())
    assert len(loopback.requests) == 2
    assert "sent an incomplete response; retrying" in said[0]


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
def test_what_comes_late_or_in_part_is_asked_for_again(
    web: Open, loopback: Loopback, said: list[str], fault: str, why: str
) -> None:
    loopback.fault("arxiv", fault)
    [answer] = arxiv.fetch_by_ids(web(total_timeout=1.5, read_timeout=1), [KNOWN])
    assert answer.text.endswith("</feed>\n")
    assert said == [f"arXiv {why}; retrying in 0 s (attempt 2 of 5)"]


def test_a_service_that_stays_in_trouble_is_asked_five_times(
    web: Open, loopback: Loopback, config: Config
) -> None:
    loopback.fault("crossref", "500", times=5)
    with pytest.raises(CannotRun) as caught:
        crossref.fetch_work(web(), "10.1/a")
    assert str(caught.value) == "Crossref answered 500 (5 attempts); run the command again later"
    assert not kept(config)


def test_the_waits_double(web: Open, loopback: Loopback) -> None:
    loopback.fault("crossref", "500", times=4)
    with pytest.raises(CannotRun):
        crossref.fetch_work(web(attempts=4, backoff=0.1), "10.1/a")
    times = [each.when for each in loopback.requests]
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert all(wait >= 0.1 * 2**place for place, wait in enumerate(waits))


def test_nobody_at_an_address_is_a_sentence(web: Open, loopback: Loopback, said: list[str]) -> None:
    loopback.close()
    with pytest.raises(
        CannotRun,
        match=r"^OpenAlex could not be reached or closed the connection \(2 attempts\); run the",
    ):
        openalex.fetch_work(web(attempts=2), "10.1/a")
    assert said == [
        "OpenAlex could not be reached or closed the connection; retrying in 0 s (attempt 2 of 2)"
    ]


def test_the_seconds_that_a_service_asks_to_wait_are_waited(
    web: Open, loopback: Loopback, said: list[str]
) -> None:
    loopback.fault("huggingface", "429", retry_after=1)
    assert huggingface.fetch_paper(web(), KNOWN)
    first, second = (each.when for each in loopback.requests)
    assert second - first >= 1
    assert said == ["Hugging Face answered 429; retrying in 1 s (attempt 2 of 5)"]


def test_a_retry_after_date_is_respected(web: Open, loopback: Loopback) -> None:
    until = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(seconds=2)
    loopback.fault("huggingface", "429", retry_after=format_datetime(until, usegmt=True))
    assert huggingface.fetch_paper(web(), KNOWN)
    assert len(loopback.requests) == 2
    assert dt.datetime.now(dt.UTC) >= until


@pytest.mark.parametrize("value", ["soon", "-5", "", "1.5", "Wed, 99 Foo 2025", "²"])
def test_an_unknown_form_of_that_is_passed_over(web: Open, loopback: Loopback, value: str) -> None:
    loopback.fault("huggingface", "503", retry_after=quote(value, safe=" ,"))
    assert huggingface.fetch_paper(web(), KNOWN)


@pytest.mark.parametrize("value", ["3600", "9" * 400, "Fri, 01 Jan 9999 00:00:00 GMT"])
def test_a_wait_beyond_the_runs_limit_ends_it_at_once(
    web: Open, loopback: Loopback, value: str
) -> None:
    loopback.fault("huggingface", "429", retry_after=value)
    with pytest.raises(CannotRun) as caught:
        huggingface.fetch_paper(web(), KNOWN)
    seconds = {"3600": "3,600"}.get(value, "1,000,000,000")
    assert str(caught.value) == (
        f"Hugging Face answered 429; the next attempt is in {seconds} s, more than is left of the "
        "600 s that a run may wait; run the command again later"
    )


def test_the_limit_is_one_for_all_services_of_a_run(web: Open, loopback: Loopback) -> None:
    loopback.fault("huggingface", "429", retry_after=1)
    loopback.fault("crossref", "429", retry_after=1)
    run = web(max_wait=1.5)
    assert huggingface.fetch_paper(run, KNOWN)
    with pytest.raises(CannotRun, match=r"in 1 s, more than is left of the 1\.5 s"):
        crossref.fetch_work(run, "10.1/a")


@pytest.mark.parametrize("service", QUESTIONS)
@pytest.mark.parametrize("fault", ["html", "not-utf8", "redirect-loop"])
def test_a_response_of_the_wrong_type_is_not_cached(
    web: Open, loopback: Loopback, config: Config, service: str, fault: str
) -> None:
    loopback.fault(service, fault, times=6 if fault == "redirect-loop" else 1)
    with pytest.raises(CannotRun, match="the response was discarded"):
        QUESTIONS[service](web())
    assert not kept(config)


def test_a_page_of_html_instead_of_json_is_named(web: Open, loopback: Loopback) -> None:
    loopback.fault("crossref", "html")
    with pytest.raises(CannotRun) as caught:
        crossref.fetch_work(web(), "10.1/a")
    assert str(caught.value) == (
        "Crossref sent '<!DOCTYPE html> <html><head><title>Be…' instead of JSON for "
        f"{loopback.settings()['crossref']}/works/10.1%2Fa; the response was discarded; check "
        "its address under 'services' in mkdocs.yml, or run the command again later"
    )


@pytest.mark.parametrize("fault", ["redirect-file", "redirect-odd", "redirect-bracket"])
def test_a_service_leads_to_websites_only(web: Open, loopback: Loopback, fault: str) -> None:
    loopback.fault("crossref", fault)
    with pytest.raises(CannotRun, match="Crossref redirected to an invalid web address"):
        crossref.fetch_work(web(), "10.1/a")


def test_a_wrong_address_of_a_service_is_named(config: Config) -> None:
    wrong = config.services["huggingface"] + "/wrong"
    there = replace(config, services={**config.services, "huggingface": wrong})
    with HttpClient(there, pytest.fail, policy=QUICK) as web, pytest.raises(CannotRun) as caught:
        list(huggingface.fetch_list(web, date="2025-03-11"))
    assert str(caught.value) == (
        f"Hugging Face has no {wrong}/api/daily_papers?date=2025-03-11&p=0&limit=100 (404); "
        "check its address under 'services' in mkdocs.yml"
    )


def test_an_answer_has_a_largest_size(web: Open) -> None:
    with pytest.raises(CannotRun, match="Hugging Face sent more than 1,000 bytes"):
        list(huggingface.fetch_list(web(max_bytes=1000), date="2025-03-11"))


def test_the_servers_own_words_are_shown_on_one_line(web: Open) -> None:
    with pytest.raises(CannotRun) as caught:
        list(huggingface.fetch_list(web(), date="soon"))
    message = str(caught.value)
    assert message.startswith("Hugging Face answered 400 for http://127.0.0.1:")
    assert message.endswith(': {"error": "Invalid date: soon"}; correct the request')


def test_no_control_character_of_a_server_reaches_the_terminal(
    web: Open, loopback: Loopback
) -> None:
    loopback.fault("huggingface", "403")
    with pytest.raises(CannotRun, match="status 403") as caught:
        huggingface.fetch_paper(web(), KNOWN)
    assert str(caught.value).isprintable()


def test_a_service_that_is_off_is_not_asked(config: Config, said: list[str]) -> None:
    off = replace(config, services={**config.services, "crossref": ""})
    with HttpClient(off, said.append, policy=QUICK) as web:
        assert web.has("arxiv")
        assert not web.has("crossref")
        with pytest.raises(CannotRun, match=r"Crossref is off; .* 'crossref: off'"):
            crossref.fetch_work(web, "10.1/a")


def test_requests_keep_their_distance(web: Open, loopback: Loopback) -> None:
    run = web(intervals={"arxiv": 0.3}, default_interval=0.1)
    for each in PAPERS[:3]:
        list(arxiv.fetch_by_ids(run, [each.arxiv]))
        huggingface.fetch_paper(run, each.arxiv)
    for service, gap in (("arxiv", 0.3), ("huggingface", 0.1)):
        times = [each.when for each in loopback.requests_to(service)]
        assert min(times[1] - times[0], times[2] - times[1]) >= gap


def test_the_pace_spans_runs_and_cached_responses_do_not_wait(
    web: Open, loopback: Loopback
) -> None:
    for each in PAPERS[:2]:
        list(arxiv.fetch_by_ids(web(intervals={"arxiv": 0.7}), [each.arxiv]))
    first, second = (each.when for each in loopback.requests)
    assert second - first >= 0.7
    begun = time.monotonic()
    for each in PAPERS[:2]:
        list(arxiv.fetch_by_ids(web(intervals={"arxiv": 60}), [each.arxiv]))
    assert time.monotonic() - begun < 30


def test_a_clock_set_back_delays_no_longer_than_the_pace(
    web: Open, config: Config, loopback: Loopback
) -> None:
    cache.save(config.root, "fetched/arxiv.json", {"asked": time.time() + 1e6})
    list(arxiv.fetch_by_ids(web(intervals={"arxiv": 0.1}), [KNOWN]))
    assert loopback.requests


def test_arxiv_is_given_three_seconds_as_it_asks() -> None:
    usual = RequestPolicy()
    assert (usual.intervals, usual.default_interval) == ({"arxiv": 3.0}, 0.2)
    assert (usual.attempts, usual.max_wait, usual.total_timeout, usual.max_bytes) == (
        5,
        600,
        60,
        50_000_000,
    )


@pytest.fixture
def traces(
    config: Config, said: list[str], caplog: pytest.LogCaptureFixture
) -> Callable[[], list[str]]:
    """Return a function that returns every text that a run prints, logs or caches."""
    caplog.set_level("DEBUG")
    return lambda: [*said, caplog.text, *(path.read_text() + path.name for path in kept(config))]


def test_the_secret_is_sent_and_nowhere_shown(
    web: Open,
    loopback: Loopback,
    traces: Callable[[], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = "s3cret/+ key"
    monkeypatch.setenv("OPENALEX_API_KEY", secret)
    run, doi = web(), find_paper("On the Use of Tests").doi
    loopback.fault("openalex", "500")
    answer = openalex.fetch_work(run, doi)
    crossref.fetch_work(run, doi)
    loopback.fault("openalex", "403")
    with pytest.raises(CannotRun, match="status 403") as caught:
        openalex.fetch_work(run, "10.5555/maps.fold")
    loopback.fault("openalex", "500", times=5)
    with pytest.raises(CannotRun) as gave_up:
        openalex.fetch_work(run, "10.5555/maps.fold")
    shown = [repr(answer), str(caught.value), str(gave_up.value), *traces()]
    for form in (secret, quote(secret), quote(secret, safe=""), "s3cret"):
        assert not [text for text in shown if form in text]
    assert all(each.query["api_key"] == secret for each in loopback.requests_to("openalex"))
    assert not any("api_key" in each.query for each in loopback.requests_to("crossref"))


def test_with_a_secret_or_without_the_cache_is_the_same(
    web: Open, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    doi = find_paper("On the Use of Tests").doi
    monkeypatch.delenv("OPENALEX_API_KEY", raising=False)
    openalex.fetch_work(web(), doi)
    monkeypatch.setenv("OPENALEX_API_KEY", "key")
    answer = openalex.fetch_work(web(), doi)
    assert answer
    assert answer.cached
    assert len(loopback.requests) == 1


INTERRUPTED = """
import signal
import sys
from pathlib import Path
from generator.config import Config
from generator.fetch import arxiv
from generator.fetch.web import Web

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
config = Config(Path(sys.argv[1]), "A", "", services={"arxiv": sys.argv[2]})
try:
    with Web(config, print) as web:
        for each in sys.argv[3:]:
            print(*(answer.cached for answer in arxiv.by_ids(web, [each])), flush=True)
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_ctrl_c_in_a_slow_answer_leaves_a_usable_cache(
    config: Config, loopback: Loopback, web: Open
) -> None:
    loopback.fault("arxiv", "slow", path=PAPERS[1].arxiv)
    ids = [each.arxiv for each in PAPERS[:2]]
    command = [sys.executable, "-c", INTERRUPTED, str(config.root), config.services["arxiv"], *ids]
    environment = os.environ | {"PAPER_DIGEST_HASTE": "100"}
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=environment)
    while len(loopback.requests) < 2 and run.poll() is None:
        time.sleep(0.02)
    time.sleep(0.3)
    begun = time.monotonic()
    run.send_signal(signal.SIGINT)
    out, _ = run.communicate(timeout=30)
    assert time.monotonic() - begun < 20, "the answer takes minutes"
    assert (run.returncode, out.split()) == (130, [b"False"])
    again: list[ServiceResponse] = [
        answer for each in ids for answer in arxiv.fetch_by_ids(web(), [each])
    ]
    assert [answer.cached for answer in again] == [True, False]
    assert not list(config.root.rglob("*.paper-digest-tmp"))
