"""Tests of the clock."""

import datetime as dt
import time

import pytest

from generator.core import clock
from generator.core.errors import CannotRun


def test_the_time_is_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert clock.now().utcoffset() == dt.timedelta()
    assert abs(clock.now().timestamp() - time.time()) < 60


def test_source_date_epoch_applies_to_content_but_not_to_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741651199")
    assert clock.now() == dt.datetime(2025, 3, 10, 23, 59, 59, tzinfo=dt.UTC)
    assert clock.today() == dt.date(2025, 3, 10)
    assert clock.unix_time() > 1741651199


def test_an_empty_source_date_epoch_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert clock.now().year > 2025


@pytest.mark.parametrize("value", ["soon", "-1", "1.5", "²", "9" * 30, "9" * 5000, "\x1b[1m"])
def test_an_invalid_source_date_epoch_is_reported(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(
        CannotRun, match="set it to a number of seconds since 1970, such as 1741651200"
    ) as caught:
        clock.now()
    assert "\x1b" not in str(caught.value)
