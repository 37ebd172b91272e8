"""Send HTTP requests, with limits on their time and size."""

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

from generator.fetch.politeness import RequestPolicy

_CHUNK = 65_536
_MAX_REDIRECTS = 5

logging.getLogger("urllib3").setLevel(logging.INFO)  # its debug messages show URLs with secrets


class TemporaryError(Exception):
    """No complete response arrived; a retry may succeed. The message is a verb phrase."""

    def __init__(self, problem: str, retry_after: float = 0.0) -> None:
        """Create the error.

        Args:
            problem: The message, such as "timed out".
            retry_after: The wait that the service requests, in seconds.
        """
        super().__init__(problem)
        self.retry_after = retry_after


class InvalidResponseError(Exception):
    """The response cannot be used, and a retry would not help. The message is a verb phrase."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A complete response, with any status.

    Attributes:
        status: The HTTP status.
        headers: The headers, with case-insensitive names.
        content: The body, decompressed.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes


class Transport:
    """A session of HTTP connections."""

    def __init__(self, user_agent: str, policy: RequestPolicy) -> None:
        """Create a session; connections open with the first request.

        Args:
            user_agent: The User-Agent header.
            policy: The timeouts and the maximum size of a response.
        """
        self._policy = policy
        self._session = _Session()
        self._session.headers["User-Agent"] = user_agent
        self._session.max_redirects = _MAX_REDIRECTS

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def get(self, url: str) -> HttpResponse:
        """Send a GET request.

        A separate thread reads the response, because a socket timeout does not end a response that
        arrives one byte at a time, and because Ctrl-C can interrupt the wait for a thread.

        Args:
            url: The URL, including secrets.

        Raises:
            TemporaryError: The response was incomplete, or did not arrive in time.
            InvalidResponseError: The response was too large, or its redirects cannot be followed.
        """
        future: Future[HttpResponse] = Future()
        Thread(target=self._complete, args=(future, url), daemon=True).start()
        try:
            return future.result(self._policy.total_timeout)
        except TimeoutError:
            raise self._timeout_error() from None

    def _complete(self, future: "Future[HttpResponse]", url: str) -> None:
        try:
            future.set_result(self._receive(url))
        except BaseException as error:  # noqa: BLE001 (the waiting thread raises it)
            future.set_exception(error)

    def _receive(self, url: str) -> HttpResponse:
        deadline = time.monotonic() + self._policy.total_timeout
        timeouts = (self._policy.connect_timeout, self._policy.read_timeout)
        try:
            with self._session.get(url, stream=True, timeout=timeouts) as response:
                content = self._body(response.raw, deadline)
                return HttpResponse(response.status_code, response.headers, content)
        except exceptions.TooManyRedirects:
            raise InvalidResponseError(f"redirected more than {_MAX_REDIRECTS} times") from None
        except ValueError:  # the base of every error about a malformed URL
            raise InvalidResponseError("redirected to an invalid URL") from None
        except (exceptions.RequestException, HTTPError, OSError) as error:
            raise TemporaryError(_problem(error)) from None

    def _body(self, raw: BaseHTTPResponse, deadline: float) -> bytes:
        content = bytearray()
        while chunk := raw.read1(_CHUNK, decode_content=True):
            content += chunk
            if len(content) > self._policy.max_bytes:
                raise InvalidResponseError(f"sent more than {self._policy.max_bytes:,} bytes")
            if time.monotonic() > deadline:
                raise self._timeout_error()
        return bytes(content)

    def _timeout_error(self) -> TemporaryError:
        seconds = self._policy.total_timeout
        return TemporaryError(f"did not finish its response within {seconds:g} s")


class _Session(requests.Session):
    """A session that closes a response with a malformed redirect, unlike ``requests.Session``."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        try:
            target = super().get_redirect_target(resp)
            urlsplit(target or "")
        except ValueError:
            resp.close()
            raise
        return target


def _problem(error: Exception) -> str:
    """Return our own message, because the messages of the libraries contain URLs with secrets."""
    if isinstance(error, exceptions.SSLError):
        return "has an untrusted TLS certificate"
    if isinstance(error, exceptions.Timeout):
        return "timed out"
    if isinstance(error, exceptions.ConnectionError):
        return "could not be reached or closed the connection"
    return "sent an incomplete response"
