"""The time, from the only code that knows it."""

import datetime as dt
import os
import time

from generator.core.errors import CannotRun

_EPOCH = "SOURCE_DATE_EPOCH"


def now() -> dt.datetime:
    """Return the time in UTC: that of ``SOURCE_DATE_EPOCH``, if set, else the machine's.

    Source: https://reproducible-builds.org/specs/source-date-epoch/

    Raises:
        CannotRun: ``SOURCE_DATE_EPOCH`` holds no time.
    """
    given = os.environ.get(_EPOCH, "")
    if not given:
        return dt.datetime.now(dt.UTC)
    try:
        if not given.isascii() or not given.isdecimal():
            raise ValueError
        return dt.datetime.fromtimestamp(int(given), dt.UTC)
    except (ValueError, OverflowError, OSError):
        advice = "write seconds since 1970, such as 1741651200, or unset it"
        raise CannotRun(f"{_EPOCH} is {given[:40]!a}; {advice}") from None


def today() -> dt.date:
    """Return the day in UTC.

    Raises:
        CannotRun: ``SOURCE_DATE_EPOCH`` holds no time.
    """
    return now().date()


def unix_time() -> float:
    """Return the machine's seconds since 1970, whatever is set: for waits, never for content."""
    return time.time()
