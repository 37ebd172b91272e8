"""One request: an address to a reply that is whole, in time and not too large."""

import logging
import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from urllib.parse import urlsplit

import requests
from requests import exceptions
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from generator.fetch.politeness import Manners

_PIECE = 65_536
_REDIRECTS = 5
_HANGS_UP = "breaks off in the middle of its answer"

logging.getLogger("urllib3").setLevel(logging.INFO)  # below, it logs addresses with their secrets


class BrokenError(Exception):
    """No whole reply came; asked again, it may. The text says what the service does."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        """Keep why, and the seconds that the service asks to wait."""
        super().__init__(why)
        self.wait = wait


class RefusedError(Exception):
    """The reply is none to use, now or later. The text says what the service does."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Wire:
    """Connections that are kept for the next request."""

    def __init__(self, user_agent: str, manners: Manners) -> None:
        """Open nothing yet."""
        self._manners = manners
        self._session = _Session()
        self._session.headers["User-Agent"] = user_agent
        self._session.max_redirects = _REDIRECTS

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def get(self, url: str) -> Reply:
        """Return the reply to an address.

        It is read by a thread of its own: no limit of a socket ends a server that says a byte
        at a time, and a thread's waiting for a lock ends at Ctrl-C.

        Raises:
            BrokenError: no whole reply came, or none in time.
            RefusedError: it is too large, or leads round in circles or to no website.
        """
        reply: Future[Reply] = Future()
        Thread(target=self._answer, args=(reply, url), daemon=True).start()
        try:
            return reply.result(self._manners.whole)
        except TimeoutError:
            raise self._late() from None

    def _answer(self, reply: "Future[Reply]", url: str) -> None:
        try:
            reply.set_result(self._receive(url))
        except BaseException as error:  # noqa: BLE001 (it is raised where the reply is waited for)
            reply.set_exception(error)

    def _receive(self, url: str) -> Reply:
        ends = time.monotonic() + self._manners.whole
        limits = (self._manners.connecting, self._manners.reading)
        try:
            with self._session.get(url, stream=True, timeout=limits) as response:
                content = self._body(response.raw, ends)
                return Reply(response.status_code, response.headers, content)
        except exceptions.TooManyRedirects:
            raise RefusedError(f"leads on more than {_REDIRECTS} times") from None
        except ValueError:  # whatever is wrong with an address is one
            raise RefusedError("leads to what is no web address") from None
        except (exceptions.RequestException, HTTPError, OSError) as error:
            raise BrokenError(_why(error)) from None

    def _body(self, raw: BaseHTTPResponse, ends: float) -> bytes:
        content = bytearray()
        while piece := raw.read1(_PIECE, decode_content=True):
            content += piece
            if len(content) > self._manners.largest:
                raise RefusedError(f"answers more than {self._manners.largest:,} bytes")
            if time.monotonic() > ends:
                raise self._late()
        return bytes(content)

    def _late(self) -> BrokenError:
        return BrokenError(f"has not answered within {self._manners.whole:g} s")


class _Session(requests.Session):
    """A session that closes a reply whose redirect cannot be followed; its parent forgets it."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        try:
            target = super().get_redirect_target(resp)
            urlsplit(target or "")
        except ValueError:
            resp.close()
            raise
        return target


def _why(error: Exception) -> str:
    """Return what a service does, in our words: the libraries' show addresses and secrets."""
    if isinstance(error, exceptions.SSLError):
        return "shows no certificate that this machine trusts"
    if isinstance(error, exceptions.Timeout):
        return "does not answer in time"
    if isinstance(error, exceptions.ConnectionError):
        return "cannot be reached, or hangs up"
    return _HANGS_UP
