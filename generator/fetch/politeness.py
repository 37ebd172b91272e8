"""Polite use of the services: request rates, retries, limits, and the User-Agent."""

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from urllib.parse import quote, urlsplit

from generator.core import clock
from generator.core.config import Config
from generator.core.errors import CannotRun

RETRY_STATUSES = frozenset({429, 500, 502, 503, 504})
"""The HTTP statuses worth a retry: too many requests, or a temporary server error."""

_HASTE = "PAPER_DIGEST_HASTE"
_MAX_RETRY_AFTER = 1e9  # seconds
_USER_AGENT_SAFE = " !#$%&'*+,-./:;=?@[]_~"  # allowed unquoted, besides letters and digits


@dataclass(frozen=True, slots=True)
class RequestPolicy:
    """Limits on the requests of a run. All times are in seconds."""

    attempts: int = 5
    """The number of attempts for each request."""

    backoff: float = 2.0
    """The wait before the first retry; it doubles for each further retry."""

    max_wait: float = 600.0
    """The total time that a run may wait for retries."""

    intervals: Mapping[str, float] = field(default_factory=lambda: {"arxiv": 3.0})
    """The minimum time between the end of a request and the next request to the same service.

    Source for arXiv: https://info.arxiv.org/help/api/tou.html
    """

    default_interval: float = 0.2
    """The interval for services that ``intervals`` does not list."""

    connect_timeout: float = 10.0
    """The time for opening a connection."""

    read_timeout: float = 30.0
    """The time without any data after which a response is abandoned."""

    total_timeout: float = 60.0
    """The time from the start of a request to the last byte of its response."""

    max_bytes: int = 50_000_000
    """The maximum size of a response, after decompression."""


def default_policy() -> RequestPolicy:
    """Return the default limits; tests shorten the waits with ``PAPER_DIGEST_HASTE``.

    Raises:
        CannotRun: ``PAPER_DIGEST_HASTE`` is not a number of at least 1.
    """
    policy = RequestPolicy()
    try:
        haste = float(os.environ.get(_HASTE) or 1)
    except ValueError:
        haste = 0
    if not haste >= 1:
        problem = f"{_HASTE} must be a number of at least 1"
        raise CannotRun(f"{problem}; unset it, because it is only for tests")
    return replace(
        policy,
        backoff=policy.backoff / haste,
        intervals={service: gap / haste for service, gap in policy.intervals.items()},
        default_interval=policy.default_interval / haste,
    )


def retry_after(headers: Mapping[str, str]) -> float:
    """Return the wait that a response requests, in seconds, or 0 without a valid Retry-After.

    A date is compared with the response's own date, because the server's clock may differ from
    this machine's. Source: https://www.rfc-editor.org/rfc/rfc9110.html#name-retry-after

    Args:
        headers: The headers of the response.

    >>> retry_after({"Retry-After": "120"}), retry_after({"Retry-After": "soon"})
    (120.0, 0.0)
    """
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdecimal():
        return min(float(value), _MAX_RETRY_AFTER)
    if not (until := _date(value)):
        return 0.0
    since = _date(headers.get("Date", "")) or dt.datetime.fromtimestamp(clock.unix_time(), dt.UTC)
    return min(max((until - since).total_seconds(), 0.0), _MAX_RETRY_AFTER)


def user_agent(config: Config) -> str:
    """Return a User-Agent with the project's URL, or else its name, and with its contact.

    Source: https://github.com/CrossRef/rest-api-doc#etiquette

    Args:
        config: The project.
    """
    host = urlsplit(config.site_url).hostname or ""
    is_public = bool(host) and host != "localhost" and not host.startswith("127.")
    comment = [f"+{config.site_url}" if is_public else config.site_name]
    if config.contact:
        comment.append(config.contact if "://" in config.contact else f"mailto:{config.contact}")
    words = "; ".join(quote(word, safe=_USER_AGENT_SAFE) for word in filter(None, comment))
    return f"paper-digest/{version('paper-digest')}" + (f" ({words})" if words else "")


def _date(value: str) -> dt.datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)
