"""Tests of who asks, and how fast."""

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
    ("changes", "who"),
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
def test_a_service_is_told_who_asks(changes: dict[str, str], who: str) -> None:
    config = replace(Config(Path(), "A Digest", ""), **changes)  # type: ignore[arg-type]
    found = user_agent(config)
    name, _, version = found.partition(" ")[0].partition("/")
    assert (name, found.partition(" ")[1] + found.partition(" ")[2]) == ("paper-digest", who)
    assert version[0].isdecimal()


def test_a_date_is_by_the_servers_clock() -> None:
    headers = {
        "Date": "Thu, 01 Jan 2015 10:00:00 GMT",
        "Retry-After": "Thu, 01 Jan 2015 10:00:30 GMT",
    }
    assert retry_after(headers) == 30
    assert retry_after(headers | {"Retry-After": headers["Date"]}) == 0
    assert retry_after({"Retry-After": headers["Retry-After"]}) == 0, "it is past"


@given(st.dictionaries(st.sampled_from(["Date", "Retry-After"]), st.text()))
def test_whatever_stands_there_is_a_wait(headers: dict[str, str]) -> None:
    assert 0 <= retry_after(headers) <= 1e9


def test_tests_may_be_in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAPER_DIGEST_HASTE", raising=False)
    assert default_policy() == RequestPolicy()
    monkeypatch.setenv("PAPER_DIGEST_HASTE", "100")
    assert default_policy() == replace(
        RequestPolicy(), backoff=0.02, intervals={"arxiv": 0.03}, default_interval=0.002
    )


@pytest.mark.parametrize("haste", ["0", "-1", "0.5", "nan", "much"])
def test_nobody_may_be_impolite(monkeypatch: pytest.MonkeyPatch, haste: str) -> None:
    monkeypatch.setenv("PAPER_DIGEST_HASTE", haste)
    with pytest.raises(CannotRun, match="unset it: it is for tests"):
        default_policy()
