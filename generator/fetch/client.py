"""Client for the services: cached responses first, then polite requests with retries."""

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
from generator.core.services import SERVICE_NAMES
from generator.fetch import politeness, response_cache
from generator.fetch.http import HttpResponse, InvalidResponseError, TemporaryError, Transport
from generator.fetch.politeness import RequestPolicy
from generator.fetch.response_cache import ServiceResponse
from generator.storage import cache
from generator.text.plain import escape_invisible, one_line, truncate

_ATOM = ("Atom", re.compile(r"\s*<(?:\?xml|feed)\b"), re.compile(r"</feed>\s*\Z"))
_JSON = ("JSON", re.compile(r"\s*[\[{]"), re.compile(r"[\]}]\s*\Z"))
_TAIL = 100  # characters at the end of a response that must include its closing mark
_KEYS = {"openalex": ("api_key", "OPENALEX_API_KEY")}
"""The query parameter of a service's secret, and the environment variable with its value."""

_OK, _NOT_FOUND = 200, 404
_MAX_EXCERPT = 200  # characters of a server's message
_ARXIV_ERROR = re.compile(r"<title>Error</title>\s*<summary[^>]*>([^<]*)")
_MARKUP = re.compile(r"<[^<>]*>")
_CHECK_ADDRESS = "check its address under 'services' in mkdocs.yml"


class HttpClient:
    """A run's client for all services; a context manager."""

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
            config: the project, with its folder, its services and its contact.
            report: called with a message before each wait for a retry.
            offline: whether to use cached responses only, however old.
            polite: the limits; those of ``manners.usual()`` by default.
        """
        self._config = config
        self._root = config.root
        self._report = report
        self._offline = offline
        self._manners = policy or politeness.default_policy()
        self._waited = 0.0
        self._wire = Transport(politeness.user_agent(config), self._manners)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._wire.close()

    def has(self, service: str) -> bool:
        """Return whether a service is enabled in the settings."""
        return bool(self._config.services[service])

    def get(
        self, service: str, path: str, params: Mapping[str, str], *, age: dt.timedelta
    ) -> ServiceResponse | None:
        """Return a service's response, and cache it.

        Args:
            service: the service's name in the settings.
            path: the path below the service's address, quoted.
            params: the query parameters.
            age: the age up to which a cached response is used.

        Returns:
            The response, or None if the service has no such record (404).

        Raises:
            CannotRun: there is no valid response after all attempts; the service is off; or,
                offline, none is cached.
        """
        url = self._url(service, path, params)
        cached = response_cache.load(self._root, service, url)
        if cached and (self._offline or dt.timedelta() <= clock.now() - cached.when < age):
            return cached if cached.text else None
        if self._offline:
            problem = f"{SERVICE_NAMES[service]}: no cached response for {escape_invisible(url)}"
            raise CannotRun(f"{problem}; run once without --offline")
        answer = ServiceResponse(service, url, self._fetch(service, url), clock.now())
        response_cache.save(self._root, answer)
        return answer if answer.text else None

    def get_required(
        self, service: str, path: str, params: Mapping[str, str], *, age: dt.timedelta
    ) -> ServiceResponse:
        """Return a service's response to a request that never has the status 404.

        Args:
            service: the service's name in the settings.
            path: the path below the service's address, quoted.
            params: the query parameters.
            age: the age up to which a cached response is used.

        Raises:
            CannotRun: as for ``get``, and for the status 404.
        """
        if answer := self.get(service, path, params, age=age):
            return answer
        url = self._url(service, path, params)
        self.forget(ServiceResponse(service, url, "", clock.now()))
        raise CannotRun(
            f"{SERVICE_NAMES[service]} has no {escape_invisible(url)} (404); {_CHECK_ADDRESS}"
        )

    def forget(self, answer: ServiceResponse) -> None:
        """Remove a response from the cache.

        Args:
            answer: a response that turned out to be wrong.

        Raises:
            CannotRun: the file cannot be removed.
        """
        response_cache.remove(self._root, answer)

    def _url(self, service: str, path: str, params: Mapping[str, str]) -> str:
        if not (base := self._config.services[service]):
            remedy = f"set its address under 'services' in mkdocs.yml, or remove '{service}: off'"
            raise CannotRun(f"{SERVICE_NAMES[service]} is off; {remedy}")
        return f"{base}{path}" + (f"?{urlencode(params)}" if params else "")

    def _fetch(self, service: str, url: str) -> str:
        """Return a response's text, or nothing for 404; retry where that may help."""
        attempt = 1
        while True:
            try:
                return self._request(service, url)
            except TemporaryError as error:
                self._wait(service, error, attempt)
                attempt += 1
            except InvalidResponseError as error:
                problem = f"{SERVICE_NAMES[service]} {error} for {escape_invisible(url)}"
                remedy = f"{_CHECK_ADDRESS}, or run the command again later"
                raise CannotRun(f"{problem}; the response was discarded; {remedy}") from None

    def _wait(self, service: str, error: TemporaryError, attempt: int) -> None:
        """Wait before the next attempt, or end the run.

        urllib3's Retry cannot do this: it works below ``Wire``, which bounds a response in time
        and size, and so does not see a response that is late or incomplete; it has no limit for
        a whole run, and does not report its waits.
        """
        label, attempts = SERVICE_NAMES[service], self._manners.attempts
        if attempt == attempts:
            problem = f"{label} {error} ({attempts} attempts)"
            raise CannotRun(f"{problem}; run the command again later") from None
        backoff = self._manners.backoff * 2 ** (attempt - 1)
        wait = max(error.retry_after, backoff * random.uniform(1, 1.5))  # noqa: S311 (no secret)
        if self._waited + wait > self._manners.max_wait:
            limit = f"more than is left of the {self._manners.max_wait:g} s that a run may wait"
            problem = f"{label} {error}; the next attempt is in {wait:,.0f} s, {limit}"
            raise CannotRun(f"{problem}; run the command again later") from None
        self._waited += wait
        which = f"attempt {attempt + 1} of {attempts}"
        self._report(f"{label} {error}; retrying in {wait:,.0f} s ({which})")
        time.sleep(wait)

    def _request(self, service: str, url: str) -> str:
        with self._in_turn(service):
            reply = self._wire.get(_with_secret(service, url))
        if reply.status in politeness.RETRY_STATUSES:
            raise TemporaryError(f"answered {reply.status}", politeness.retry_after(reply.headers))
        if reply.status == _NOT_FOUND:
            return ""
        if reply.status != _OK:
            problem = (
                f"{SERVICE_NAMES[service]} answered {reply.status} for {escape_invisible(url)}"
            )
            raise CannotRun(f"{problem}: {_excerpt(service, reply)}; correct the request")
        return _text(service, reply)

    @contextlib.contextmanager
    def _in_turn(self, service: str) -> Iterator[None]:
        """Keep the interval to the last request to a service, which another run may have sent."""
        interval = self._manners.intervals.get(service, self._manners.default_interval)
        name = f"{response_cache.FOLDER}/{service}.json"
        last = cache.load(self._root, name, _asked, any_version=True)
        time.sleep(min(max(last + interval - clock.unix_time(), 0), interval))
        try:
            cache.save(self._root, name, {"asked": clock.unix_time()})
            yield
        finally:
            cache.save(self._root, name, {"asked": clock.unix_time()})


def _asked(fields: dict[str, float]) -> float:
    return float(fields.get("asked", 0))


def _with_secret(service: str, url: str) -> str:
    name, secret = _secret(service)
    return f"{url}{'&' if '?' in url else '?'}{urlencode({name: secret})}" if secret else url


def _secret(service: str) -> tuple[str, str]:
    name, variable = _KEYS.get(service, ("", ""))
    return name, os.environ.get(variable, "").strip()


def _excerpt(service: str, reply: HttpResponse) -> str:
    """Return a server's error message on one line, without our secret."""
    content = reply.content.decode("utf-8", "replace")
    reason = _ARXIV_ERROR.search(content)
    message = _MARKUP.sub(" ", reason[1] if reason else content)
    _, secret = _secret(service)
    for form in filter(None, (secret, quote_plus(secret))):
        message = message.replace(form, "…")
    return escape_invisible(truncate(one_line(message), _MAX_EXCERPT)) or "no message"


def _text(service: str, reply: HttpResponse) -> str:
    """Return a response's text if it is complete and in the service's format."""
    language, start, end = _ATOM if service == "arxiv" else _JSON
    try:
        text = reply.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidResponseError("sent a response that is not UTF-8") from None
    if "html" in reply.headers.get("Content-Type", "").lower() or not start.match(text):
        shown = f"'{escape_invisible(truncate(one_line(text), 40))}'" if text.strip() else "nothing"
        raise InvalidResponseError(f"sent {shown} instead of {language}")
    if not end.search(text[-_TAIL:]):
        raise TemporaryError("sent an incomplete response")
    return text
