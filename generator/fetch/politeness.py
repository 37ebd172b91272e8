"""How services are asked: how often, how long, how much, and in whose name."""

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

AGAIN = frozenset({429, 500, 502, 503, 504})
"""Statuses that are worth asking again: too much asked, or the server's own trouble."""

_HASTE = "PAPER_DIGEST_HASTE"
_LONGEST = 1e9  # seconds: no wait that a server asks for is longer
_SHOWN = " !#$%&'*+,-./:;=?@[]_~"  # in the words of a header, beside letters and digits


@dataclass(frozen=True, slots=True)
class Manners:
    """What a run allows itself, and a server; all times in seconds."""

    attempts: int = 5
    backoff: float = 2.0
    """The wait before the second attempt; it doubles before each further one."""

    waiting: float = 600.0
    """What a run waits in all because services cannot answer."""

    pace: Mapping[str, float] = field(default_factory=lambda: {"arxiv": 3.0})
    """Between the end of a request to a service and the next; arXiv asks for its own:
    https://info.arxiv.org/help/api/tou.html"""

    usual_pace: float = 0.2
    connecting: float = 10.0
    reading: float = 30.0
    whole: float = 60.0
    """What an answer may take from the first connection to its last byte."""

    largest: int = 50_000_000
    """Bytes of an answer."""


def usual() -> Manners:
    """Return the manners of a run; the tests shorten its waits by ``PAPER_DIGEST_HASTE``.

    Raises:
        CannotRun: that holds no number.
    """
    manners = Manners()
    try:
        haste = float(os.environ.get(_HASTE) or 1)
    except ValueError:
        haste = 0
    if not haste >= 1:
        raise CannotRun(f"{_HASTE} is no number from 1 on; unset it: it is for tests")
    pace = {service: gap / haste for service, gap in manners.pace.items()}
    return replace(
        manners,
        backoff=manners.backoff / haste,
        pace=pace,
        usual_pace=manners.usual_pace / haste,
    )


def retry_after(headers: Mapping[str, str]) -> float:
    """Return the seconds that a reply asks to wait, 0 if it does not say so in a known form.

    It says a number, or a date, which is by the server's own clock, as is the reply's.
    Source: https://www.rfc-editor.org/rfc/rfc9110.html#name-retry-after

    >>> retry_after({"Retry-After": "120"}), retry_after({"Retry-After": "soon"})
    (120.0, 0.0)
    """
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdecimal():
        return min(float(value), _LONGEST)
    if not (until := _date(value)):
        return 0.0
    since = _date(headers.get("Date", "")) or dt.datetime.fromtimestamp(clock.unix_time(), dt.UTC)
    return min(max((until - since).total_seconds(), 0.0), _LONGEST)


def user_agent(config: Config) -> str:
    """Return who asks: the project's address or else its name, and whom to write to.

    Source: https://github.com/CrossRef/rest-api-doc#etiquette
    """
    host = urlsplit(config.site_url).hostname or ""
    is_known = bool(host) and host != "localhost" and not host.startswith("127.")
    known = [f"+{config.site_url}" if is_known else config.site_name]
    if config.contact:
        known.append(f"mailto:{config.contact}" if "://" not in config.contact else config.contact)
    words = "; ".join(quote(word, safe=_SHOWN) for word in filter(None, known))
    return f"paper-digest/{version('paper-digest')}" + (f" ({words})" if words else "")


def _date(value: str) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
