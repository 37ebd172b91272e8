"""The current time. Only this module reads the clock."""

import datetime as dt
import os
import time

from generator.core.errors import CannotRun

_EPOCH = "SOURCE_DATE_EPOCH"


def now() -> dt.datetime:
    """Return the current time in UTC, or the time in ``SOURCE_DATE_EPOCH`` if it is set.

    Source: https://reproducible-builds.org/specs/source-date-epoch/

    Raises:
        CannotRun: ``SOURCE_DATE_EPOCH`` is not a number of seconds since 1970.
    """
    value = os.environ.get(_EPOCH, "")
    if not value:
        return dt.datetime.now(dt.UTC)
    try:
        if not value.isascii() or not value.isdecimal():
            raise ValueError
        return dt.datetime.fromtimestamp(int(value), dt.UTC)
    except (ValueError, OverflowError, OSError):
        advice = "set it to a number of seconds since 1970, such as 1741651200, or unset it"
        raise CannotRun(f"{_EPOCH} is {value[:40]!a}; {advice}") from None


def today() -> dt.date:
    """Return the current day in UTC, or the day in ``SOURCE_DATE_EPOCH`` if it is set.

    Raises:
        CannotRun: ``SOURCE_DATE_EPOCH`` is not a number of seconds since 1970.
    """
    return now().date()


def unix_time() -> float:
    """Return the machine's time in seconds since 1970, even if ``SOURCE_DATE_EPOCH`` is set.

    Use this function for waits and measurements, never for content.
    """
    return time.time()
