"""HTTP client for the services: cached responses first, then polite requests with retries."""

import contextlib
import datetime as dt
import os
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Self
from urllib.parse import quote_plus, urlencode

from generator.core import clock
from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.core.external_services import SERVICE_NAMES
from generator.fetch import politeness, response_cache
from generator.fetch.http import HttpResponse, InvalidResponseError, TemporaryError, Transport
from generator.fetch.politeness import RequestPolicy
from generator.fetch.response_cache import ServiceResponse
from generator.storage import cache
from generator.text.strings import escape_invisible, one_line, truncate

_ATOM = ("Atom", re.compile(r"\s*<(?:\?xml|feed)\b"), re.compile(r"</feed>\s*\Z"))
_JSON = ("JSON", re.compile(r"\s*[\[{]"), re.compile(r"[\]}]\s*\Z"))
_TAIL = 100  # characters at the end of a response that must include its closing tag or bracket
_SECRETS = {"openalex": ("api_key", "OPENALEX_API_KEY")}
"""The query parameter for a service's API key, and the environment variable that contains it."""

_OK, _NOT_FOUND = 200, 404
_MAX_EXCERPT = 200  # characters of a server's error message
_ARXIV_ERROR = re.compile(r"<title>Error</title>\s*<summary[^>]*>([^<]*)")
_MARKUP = re.compile(r"<[^<>]*>")
_CHECK_URL = "check its URL under 'services' in mkdocs.yml"


class HttpClient:
    """The HTTP client for all services during one run. Use it as a context manager."""

    def __init__(
        self,
        config: Config,
        report: Callable[[str], None],
        *,
        offline: bool = False,
        policy: RequestPolicy | None = None,
    ) -> None:
        """Create a client; connections open with the first request.

        Args:
            config: The project's folder and settings.
            report: Called with a message before each wait for a retry.
            offline: Whether to use cached responses only, however old.
            policy: The limits; by default, those of ``default_policy()``.
        """
        self._config = config
        self._root = config.root
        self._report = report
        self._offline = offline
        self._policy = policy or politeness.default_policy()
        self._waited = 0.0
        self._transport = Transport(politeness.user_agent(config), self._policy)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def is_enabled(self, service: str) -> bool:
        """Return whether a service is enabled in the settings."""
        return bool(self._config.services[service])

    def get(
        self, service: str, path: str, params: Mapping[str, str], *, max_age: dt.timedelta
    ) -> ServiceResponse | None:
        """Return a service's response, and cache it.

        Args:
            service: The service's name in the settings.
            path: The path to append to the service's base URL, quoted.
            params: The query parameters.
            max_age: The maximum age of a cached response.

        Returns:
            The response, or None if the service has no such record (404).

        Raises:
            CannotRun: All attempts failed, the service is off, or the client is offline and no
                response is cached.
        """
        url = self._url(service, path, params)
        cached = response_cache.load(self._root, service, url)
        if cached and (self._offline or dt.timedelta() <= clock.now() - cached.when < max_age):
            return cached if cached.text else None
        if self._offline:
            problem = f"{SERVICE_NAMES[service]}: no cached response for {escape_invisible(url)}"
            raise CannotRun(f"{problem}; run once without --offline")
        response = ServiceResponse(service, url, self._fetch(service, url), clock.now())
        response_cache.save(self._root, response)
        return response if response.text else None

    def get_required(
        self, service: str, path: str, params: Mapping[str, str], *, max_age: dt.timedelta
    ) -> ServiceResponse:
        """Return a service's response to a request for which 404 is an error.

        Args:
            service: The service's name in the settings.
            path: The path to append to the service's base URL, quoted.
            params: The query parameters.
            max_age: The maximum age of a cached response.

        Raises:
            CannotRun: See ``get``; or the status is 404.
        """
        if response := self.get(service, path, params, max_age=max_age):
            return response
        url = self._url(service, path, params)
        self.discard(ServiceResponse(service, url, "", clock.now()))
        raise CannotRun(
            f"{SERVICE_NAMES[service]}: {escape_invisible(url)} not found (404); {_CHECK_URL}"
        )

    def discard(self, response: ServiceResponse) -> None:
        """Remove a response from the cache.

        Args:
            response: A response that turned out to be wrong.

        Raises:
            CannotRun: The file cannot be removed.
        """
        response_cache.remove(self._root, response)

    def _url(self, service: str, path: str, params: Mapping[str, str]) -> str:
        if not (base := self._config.services[service]):
            remedy = f"set its URL under 'services' in mkdocs.yml, or remove '{service}: off'"
            raise CannotRun(f"{SERVICE_NAMES[service]} is off; {remedy}")
        return f"{base}{path}" + (f"?{urlencode(params)}" if params else "")

    def _fetch(self, service: str, url: str) -> str:
        """Return a response's text, or an empty string for 404; retry after temporary errors."""
        attempt = 1
        while True:
            try:
                return self._request(service, url)
            except TemporaryError as error:
                self._wait(service, error, attempt)
                attempt += 1
            except InvalidResponseError as error:
                problem = f"{SERVICE_NAMES[service]} {error} for {escape_invisible(url)}"
                remedy = f"{_CHECK_URL}, or run the command again later"
                raise CannotRun(f"{problem}; the response was discarded; {remedy}") from None

    def _wait(self, service: str, error: TemporaryError, attempt: int) -> None:
        """Wait before the next attempt, or raise ``CannotRun`` if no attempt or time is left.

        urllib3's Retry cannot do this. It works below ``Transport``, which limits the time and size
        of a response, so it does not detect late or incomplete responses. It has no limit for an
        entire run, and does not report its waits.
        """
        label, attempts = SERVICE_NAMES[service], self._policy.attempts
        if attempt == attempts:
            problem = f"{label} {error} ({attempts} attempts)"
            raise CannotRun(f"{problem}; run the command again later") from None
        backoff = self._policy.backoff * 2 ** (attempt - 1)
        wait = max(error.retry_after, backoff * random.uniform(1, 1.5))  # noqa: S311 (no secret)
        if self._waited + wait > self._policy.max_wait:
            limit = f"which exceeds the total waiting limit of {self._policy.max_wait:g} s"
            problem = f"{label} {error}; the next attempt would be in {wait:,.0f} s, {limit}"
            raise CannotRun(f"{problem}; run the command again later") from None
        self._waited += wait
        which = f"attempt {attempt + 1} of {attempts}"
        self._report(f"{label} {error}; retrying in {wait:,.0f} s ({which})")
        time.sleep(wait)

    def _request(self, service: str, url: str) -> str:
        with self._rate_limited(service):
            response = self._transport.get(_with_secret(service, url))
        if response.status in politeness.RETRY_STATUSES:
            raise TemporaryError(
                f"returned {response.status}", politeness.retry_after(response.headers)
            )
        if response.status == _NOT_FOUND:
            return ""
        if response.status != _OK:
            problem = (
                f"{SERVICE_NAMES[service]} returned {response.status} for {escape_invisible(url)}"
            )
            raise CannotRun(f"{problem}: {_excerpt(service, response)}; correct the request")
        return _text(service, response)

    @contextlib.contextmanager
    def _rate_limited(self, service: str) -> Iterator[None]:
        """Wait until the interval since the last request to a service, by any run, has passed."""
        interval = self._policy.intervals.get(service, self._policy.default_interval)
        name = f"{response_cache.FOLDER}/{service}.json"
        last = cache.load(self._root, name, _last_request, any_version=True)
        time.sleep(min(max(last + interval - clock.unix_time(), 0), interval))
        try:
            cache.save(self._root, name, {"asked": clock.unix_time()})
            yield
        finally:
            cache.save(self._root, name, {"asked": clock.unix_time()})


def _last_request(fields: dict[str, float]) -> float:
    return float(fields.get("asked", 0))


def _with_secret(service: str, url: str) -> str:
    name, secret = _secret(service)
    return f"{url}{'&' if '?' in url else '?'}{urlencode({name: secret})}" if secret else url


def _secret(service: str) -> tuple[str, str]:
    name, variable = _SECRETS.get(service, ("", ""))
    return name, os.environ.get(variable, "").strip()


def _excerpt(service: str, response: HttpResponse) -> str:
    """Return a server's error message on one line, without our API key."""
    content = response.content.decode("utf-8", "replace")
    arxiv_message = _ARXIV_ERROR.search(content)
    message = _MARKUP.sub(" ", arxiv_message[1] if arxiv_message else content)
    _, secret = _secret(service)
    for form in filter(None, (secret, quote_plus(secret))):
        message = message.replace(form, "…")
    return escape_invisible(truncate(one_line(message), _MAX_EXCERPT)) or "no message"


def _text(service: str, response: HttpResponse) -> str:
    """Return a response's text if it is complete and in the service's format."""
    format_name, start, end = _ATOM if service == "arxiv" else _JSON
    try:
        text = response.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidResponseError("sent a response that is not UTF-8") from None
    if "html" in response.headers.get("Content-Type", "").lower() or not start.match(text):
        excerpt = f"'{escape_invisible(truncate(one_line(text), 40))}'"
        content = excerpt if text.strip() else "nothing"
        raise InvalidResponseError(f"sent {content} instead of {format_name}")
    if not end.search(text[-_TAIL:]):
        raise TemporaryError("sent an incomplete response")
    return text
