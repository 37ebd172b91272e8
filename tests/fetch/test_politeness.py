"""The User-Agent, Retry-After, and the limits of requests."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.fetch.politeness import RequestPolicy, default_policy, retry_after, user_agent

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("changes", "comment"),
    [
        ({}, " (A Digest)"),
        ({"site_url": "http://127.0.0.1:8000/"}, " (A Digest)"),
        ({"site_url": "http://localhost/"}, " (A Digest)"),
        ({"site_url": "https://a.org/d/"}, " (+https://a.org/d/)"),
        ({"contact": "me@a.org"}, " (A Digest; mailto:me@a.org)"),
        ({"contact": "https://a.org/us"}, " (A Digest; https://a.org/us)"),
        ({"site_name": ""}, ""),
        ({"site_name": "论文 (a)\\"}, " (%E8%AE%BA%E6%96%87 %28a%29%5C)"),
        (
            {"site_url": "https://a.org/", "contact": "me@a.org"},
            " (+https://a.org/; mailto:me@a.org)",
        ),
    ],
)
def test_the_user_agent_identifies_the_project(changes: dict[str, str], comment: str) -> None:
    config = replace(Config(Path(), "A Digest", ""), **changes)  # type: ignore[arg-type]
    product, space, rest = user_agent(config).partition(" ")
    name, _, version = product.partition("/")
    assert (name, space + rest) == ("paper-digest", comment)
    assert version[0].isdecimal()


def test_a_retry_date_is_compared_with_the_servers_clock() -> None:
    headers = {
        "Date": "Thu, 01 Jan 2015 10:00:00 GMT",
        "Retry-After": "Thu, 01 Jan 2015 10:00:30 GMT",
    }
    assert retry_after(headers) == 30
    assert retry_after(headers | {"Retry-After": headers["Date"]}) == 0
    assert retry_after({"Retry-After": headers["Retry-After"]}) == 0, "the date is in the past"


@given(st.dictionaries(st.sampled_from(["Date", "Retry-After"]), st.text()))
def test_any_header_gives_a_valid_wait(headers: dict[str, str]) -> None:
    assert 0 <= retry_after(headers) <= 1e9


def test_tests_can_shorten_the_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAPER_DIGEST_HASTE", raising=False)
    assert default_policy() == RequestPolicy()
    monkeypatch.setenv("PAPER_DIGEST_HASTE", "100")
    assert default_policy() == replace(
        RequestPolicy(), backoff=0.02, intervals={"arxiv": 0.03}, default_interval=0.002
    )


@pytest.mark.parametrize("haste", ["0", "-1", "0.5", "nan", "much"])
def test_the_waits_cannot_be_removed_or_lengthened(
    monkeypatch: pytest.MonkeyPatch, haste: str
) -> None:
    monkeypatch.setenv("PAPER_DIGEST_HASTE", haste)
    with pytest.raises(CannotRun, match="unset it, because it is only for tests"):
        default_policy()


def test_the_default_limits_respect_arxivs_terms() -> None:
    policy = RequestPolicy()
    assert (policy.intervals, policy.default_interval) == ({"arxiv": 3.0}, 0.2)
    assert (policy.attempts, policy.max_wait, policy.total_timeout, policy.max_bytes) == (
        5,
        600,
        60,
        50_000_000,
    )
