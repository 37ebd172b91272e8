"""Services are asked: from the cache where that is young enough, else politely over the wire."""

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
from generator.fetch.http import BrokenError, RefusedError, Reply, Wire
from generator.fetch.politeness import Manners
from generator.fetch.response_cache import Answer
from generator.storage import cache
from generator.text.plain import escape_invisible, one_line, truncate

_ATOM = ("Atom", re.compile(r"\s*<(?:\?xml|feed)\b"), re.compile(r"</feed>\s*\Z"))
_JSON = ("JSON", re.compile(r"\s*[\[{]"), re.compile(r"[\]}]\s*\Z"))
_END = 100  # characters in which an answer's last mark must stand
_KEYS = {"openalex": ("api_key", "OPENALEX_API_KEY")}
"""The secret that a service takes, and the variable of the environment that holds it."""

_OK, _UNKNOWN = 200, 404
_SAID = 200  # characters of a server's own words in a message
_REASON = re.compile(r"<title>Error</title>\s*<summary[^>]*>([^<]*)")  # arXiv's
_MARKUP = re.compile(r"<[^<>]*>")


class Web:
    """The services of one run; a context manager."""

    def __init__(
        self,
        config: Config,
        say: Callable[[str], None],
        *,
        offline: bool = False,
        polite: Manners | None = None,
    ) -> None:
        """Open nothing yet.

        Args:
            config: the project: its folder, its services, and who asks.
            say: told each time for what the run waits, and how long.
            offline: whether only the cache is asked, whatever the age of its answers.
            polite: how to ask, if not as usual.
        """
        self._config = config
        self._root = config.root
        self._say = say
        self._offline = offline
        self._manners = polite or politeness.usual()
        self._waited = 0.0
        self._wire = Wire(politeness.user_agent(config), self._manners)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._wire.close()

    def has(self, service: str) -> bool:
        """Return whether the settings let a service be asked."""
        return bool(self._config.services[service])

    def get(
        self, service: str, path: str, params: Mapping[str, str], *, age: dt.timedelta
    ) -> Answer | None:
        """Return what a service answers, or nothing where it knows no such thing (404).

        Both are kept.

        Args:
            service: its name in the settings.
            path: what stands behind its address, quoted.
            params: what stands behind the question mark.
            age: how old an answer of the cache may be.

        Raises:
            CannotRun: no answer came, after as many attempts as are polite; it is not what the
                service speaks; the service is off; or, offline, the cache has none.
        """
        url = self._url(service, path, params)
        kept = response_cache.load(self._root, service, url)
        if kept and (self._offline or dt.timedelta() <= clock.now() - kept.when < age):
            return kept if kept.text else None
        if self._offline:
            advice = "run it once without --offline"
            raise CannotRun(
                f"{SERVICE_NAMES[service]}: {escape_invisible(url)} is not in the cache; {advice}"
            )
        answer = Answer(service, url, self._text(service, url), clock.now())
        response_cache.keep(self._root, answer)
        return answer if answer.text else None

    def ask(
        self, service: str, path: str, params: Mapping[str, str], *, age: dt.timedelta
    ) -> Answer:
        """Return what a service answers to a question that it cannot but know, as ``get`` does.

        Raises:
            CannotRun: as ``get``, and where it says 404.
        """
        if answer := self.get(service, path, params, age=age):
            return answer
        where = self._url(service, path, params)
        self.forget(Answer(service, where, "", clock.now()))
        advice = "see whether 'services' in mkdocs.yml has its address"
        raise CannotRun(
            f"{SERVICE_NAMES[service]} knows no {escape_invisible(where)} (404); {advice}"
        )

    def forget(self, answer: Answer) -> None:
        """Take an answer that is refused out of the cache.

        Raises:
            CannotRun: the disk refuses.
        """
        response_cache.forget(self._root, answer)

    def _url(self, service: str, path: str, params: Mapping[str, str]) -> str:
        if not (base := self._config.services[service]):
            advice = f"give its address under 'services' in mkdocs.yml, or remove '{service}: off'"
            raise CannotRun(f"{SERVICE_NAMES[service]} is not to be asked; {advice}")
        return f"{base}{path}" + (f"?{urlencode(params)}" if params else "")

    def _text(self, service: str, url: str) -> str:
        """Return a service's text, nothing for 404; ask again where that may help."""
        attempt = 1
        while True:
            try:
                return self._once(service, url)
            except BrokenError as error:
                self._wait(service, error, attempt)
                attempt += 1
            except RefusedError as error:
                advice = "see whether 'services' in mkdocs.yml has its address; run again later"
                said = f"{SERVICE_NAMES[service]} {error} when asked for {escape_invisible(url)}"
                raise CannotRun(f"{said}; nothing of it is kept; {advice}") from None

    def _wait(self, service: str, error: BrokenError, attempt: int) -> None:
        last = self._manners.attempts
        if attempt == last:
            raise CannotRun(
                f"{SERVICE_NAMES[service]} {error}, {last} times; run it again later"
            ) from None
        backoff = self._manners.backoff * 2 ** (attempt - 1)
        wait = max(error.wait, backoff * random.uniform(1, 1.5))  # noqa: S311 (no secret)
        if self._waited + wait > self._manners.waiting:
            limit = f"of the {self._manners.waiting:g} s that a run may wait in all"
            said = f"{SERVICE_NAMES[service]} {error}; to ask again in {wait:,.0f} s is more than is left"
            raise CannotRun(f"{said} {limit}; run it again later") from None
        self._waited += wait
        which = f"{attempt + 1} of {last}"
        self._say(f"{SERVICE_NAMES[service]} {error}; asking again in {wait:,.0f} s ({which})")
        time.sleep(wait)

    def _once(self, service: str, url: str) -> str:
        with self._in_turn(service):
            reply = self._wire.get(_with_secret(service, url))
        if reply.status in politeness.AGAIN:
            raise BrokenError(f"answers {reply.status}", politeness.retry_after(reply.headers))
        if reply.status == _UNKNOWN:
            return ""
        if reply.status != _OK:
            said = _own_words(service, reply)
            asked = f"when asked for {escape_invisible(url)}"
            advice = "correct what is asked for"
            raise CannotRun(
                f"{SERVICE_NAMES[service]} answers {reply.status} {asked}: {said}; {advice}"
            )
        return _spoken(service, reply)

    @contextlib.contextmanager
    def _in_turn(self, service: str) -> Iterator[None]:
        """Wait until a service may be asked again, also after another run's request."""
        gap = self._manners.pace.get(service, self._manners.usual_pace)
        name = f"{response_cache.FOLDER}/{service}.json"
        last = cache.load(self._root, name, _asked, of_any_version=True)
        time.sleep(min(max(last + gap - clock.unix_time(), 0), gap))
        try:
            cache.save(self._root, name, {"asked": clock.unix_time()})
            yield
        finally:
            cache.save(self._root, name, {"asked": clock.unix_time()})


def _asked(kept: dict[str, float]) -> float:
    return float(kept.get("asked", 0))


def _with_secret(service: str, url: str) -> str:
    name, secret = _secret(service)
    return f"{url}{'&' if '?' in url else '?'}{urlencode({name: secret})}" if secret else url


def _secret(service: str) -> tuple[str, str]:
    name, variable = _KEYS.get(service, ("", ""))
    return name, os.environ.get(variable, "").strip()


def _own_words(service: str, reply: Reply) -> str:
    """Return what a server says about its refusal: one line, without our secret."""
    whole = reply.content.decode("utf-8", "replace")
    reason = _REASON.search(whole)
    said = _MARKUP.sub(" ", reason[1] if reason else whole)
    _, secret = _secret(service)
    for written in filter(None, (secret, quote_plus(secret))):
        said = said.replace(written, "…")
    return escape_invisible(truncate(one_line(said), _SAID)) or "nothing more"


def _spoken(service: str, reply: Reply) -> str:
    """Return a reply's text, if it is whole and what the service speaks."""
    language, begins, ends = _ATOM if service == "arxiv" else _JSON
    try:
        text = reply.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError("answers what is not UTF-8") from None
    if "html" in reply.headers.get("Content-Type", "").lower() or not begins.match(text):
        shown = (
            "nothing" if not text.strip() else f"'{escape_invisible(truncate(one_line(text), 40))}'"
        )
        raise RefusedError(f"answers {shown} instead of {language}")
    if not ends.search(text[-_END:]):
        raise BrokenError("breaks off in the middle of its answer")
    return text
