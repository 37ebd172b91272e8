"""A server on loopback that plays the four services, well or badly, and remembers who asked what.

A test takes the fixture ``loopback``, points its project there (``loopback.connect(project)``), and
may announce faults (``loopback.fault("arxiv", "429", retry_after=1)``). A fault that no request
met fails the test.
"""

import datetime as dt
import gzip
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from generator.core import config as settings
from generator.core import services as core_services
from generator.core.config import Config
from tests.support import services
from tests.support.services import PAPERS, ServicePaper

_LOCATIONS = {
    "redirect-file": "file:///etc/hostname",
    "redirect-odd": "http://\xff\xfe..\xe9/",
    "redirect-bracket": "http://[",
}
FAULTS = frozenset(
    [
        *("cut", "cut-silently", "slow", "slow-head", "silent", "html", "error-entry", "wrong-id"),
        *("empty", "one", "not-utf8", "same-page", "redirect-loop", *_LOCATIONS),
    ]
)
"""What a request may meet, beside each status of 400 and above by its number."""

_PACKED = ("huggingface", "openalex")  # they answer in zipped pieces, the others as it is
_DRIP = 0.1  # seconds between two bytes
_ARXIV_ID = re.compile(r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(?P<version>\d+))?")
_PERIODS = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "week": re.compile(r"\d{4}-W\d\d"),
    "month": re.compile(r"\d{4}-\d\d"),
}
_HTML = "<!DOCTYPE html>\n<html><head><title>Be right back</title></head><body>…</body></html>"
_ATOM, _JSON = "application/atom+xml; charset=UTF-8", "application/json; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """What came in: to which service, with what, and when (seconds of ``time.monotonic``)."""

    service: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    when: float


@dataclass
class Fault:
    """What so many of the next requests to a service meet, if their path holds a text."""

    service: str
    kind: str
    times: int
    retry_after: int | str | None
    path: str


@dataclass(frozen=True)
class Reply:
    """An answer before it is sent."""

    text: str
    kind: str = _JSON
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Loopback:
    """The running server."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.page = 100
        """The most items of a list in one answer, whatever was asked for."""

        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.ended = threading.Event()
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def settings(self) -> dict[str, str]:
        """Return the base address of each service, as ``services`` in mkdocs.yml has them."""
        base = f"http://127.0.0.1:{self._server.server_port}"
        return {name: f"{base}/{name}" for name in core_services.SERVICE_URLS}

    def connect(self, project: Config, **services: str) -> Config:
        """Write the addresses into a project's mkdocs.yml (``crossref="off"``); return it anew."""
        path = project.root / settings.SETTINGS_FILE
        text = path.read_text(encoding="utf-8")
        lines = json.dumps(self.settings() | services)
        updated = re.sub(
            r"^  digest:\n", rf"\g<0>    services: {lines}\n", text, flags=re.MULTILINE
        )
        assert updated != text, "the project has no 'extra.digest'"
        path.write_text(updated, encoding="utf-8")
        return settings.load(project.root)

    def fault(
        self,
        service: str,
        kind: str,
        *,
        times: int = 1,
        retry_after: int | str | None = None,
        path: str = "",
    ) -> None:
        """Let requests meet a fault: one of ``FAULTS``, or a status such as "503".

        Args:
            service: whose requests.
            kind: which fault.
            times: how many requests meet it.
            retry_after: seconds or a date, sent with a status.
            path: what the request's path and query must hold to meet it.
        """
        assert kind in FAULTS or int(kind) >= 400
        self._faults.append(Fault(service, kind, times, retry_after, path))

    def requests_to(self, service: str = "") -> list[Request]:
        """Return the requests to a service, or all."""
        return [each for each in self.requests if service in {"", each.service}]

    def close(self) -> None:
        """End the server."""
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    def unused(self) -> list[Fault]:
        """Return the faults that too few requests met."""
        return [each for each in self._faults if each.times]

    def met(self, request: Request, whole: str) -> Fault | None:
        """Remember a request, and return the fault that it meets."""
        with self._lock:
            self.requests.append(request)
            for each in self._faults:
                if each.service == request.service and each.times and each.path in whole:
                    each.times -= 1
                    return each
        return None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        class Handler(_Handler):
            loopback = self

        return Handler


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """The four services on loopback, asked in haste; a fault that no request met is a failure."""
    server = Loopback()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPER_DIGEST_HASTE", "100")
        patch.setenv("NO_PROXY", "127.0.0.1")
        patch.setenv("no_proxy", "127.0.0.1")
        yield server
    server.close()
    assert not server.unused(), "no request met these faults"


class _Handler(BaseHTTPRequestHandler):
    loopback: Loopback
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer would take 40 ms

    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        _, service, path = parts.path.split("/", 2)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        request = Request(service, f"/{path}", query, dict(self.headers), time.monotonic())
        fault = self.loopback.met(request, self.path)
        kind = fault.kind if fault else ""
        said = _ANSWERS[service](unquote(request.path), query, kind, self.loopback.page)
        if fault and (wrong := _wrong(fault, self.path)):
            said = wrong
        try:
            self.say(service, said, kind)
        except OSError:  # who asked has gone
            self.close_connection = True

    def say(self, service: str, said: Reply, kind: str) -> None:
        if kind == "silent":
            self.close_connection = self.loopback.ended.wait(30)
            return
        body = said.text.encode()
        if kind == "not-utf8":
            body = body[:90] + b"\xff" + body[90:]
        if kind == "slow-head":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            self.drip(b"x" * 10_000)
            return
        framing, body = _framed(body, packed=service in _PACKED)
        if kind == "cut-silently":
            framing.pop("Content-Length", "")
        self.send_response(said.status)
        for name, value in {"Content-Type": said.kind, **framing, **said.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if kind == "slow":
            self.drip(body)
        elif kind in {"cut", "cut-silently"}:
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        else:
            self.wfile.write(body)

    def drip(self, body: bytes) -> None:
        for byte in body:
            self.wfile.write(bytes([byte]))
            if self.loopback.ended.wait(_DRIP):
                break
        self.close_connection = True


def _framed(body: bytes, *, packed: bool) -> tuple[dict[str, str], bytes]:
    if not packed:
        return {"Content-Length": str(len(body))}, body
    zipped = gzip.compress(body)
    chunks = (zipped[start : start + 1000] for start in range(0, len(zipped), 1000))
    framed = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}, framed + b"0\r\n\r\n"


def _wrong(fault: Fault, path: str) -> Reply | None:
    """Return what is said instead of the answer, if the fault is of that kind."""
    if fault.kind == "html":
        return Reply(_HTML, "text/html; charset=utf-8")
    if fault.kind == "error-entry":
        return Reply(services.error_feed("the query could not be run"), _ATOM)
    if location := {**_LOCATIONS, "redirect-loop": path}.get(fault.kind):
        return Reply("", status=302, headers={"Location": location})
    if not fault.kind.isdigit():
        return None
    after = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    text = f"status {fault.kind} of the test\x1b[1m, asked for {path}"
    return Reply(text, status=int(fault.kind), headers=after)


def _arxiv(path: str, query: dict[str, str], kind: str, _page: int) -> Reply:
    if path != "/api/query":
        return Reply(_HTML, "text/html", 404)
    found: list[ServicePaper] = []
    for asked in filter(None, query.get("id_list", "").split(",")):
        if not (match := _ARXIV_ID.fullmatch(asked)):
            return Reply(services.error_feed(f"incorrect id format for {asked}"), _ATOM, 400)
        found += [each for each in PAPERS if each.arxiv == match["id"]]
    if match := re.fullmatch(r'ti:"([^"]*)"', query.get("search_query", "")):
        words = _words(match[1])
        found += [each for each in PAPERS if f" {words} " in f" {_words(each.title)} "]
    most = int(query.get("max_results", "10"))
    return Reply(services.feed(_bent(found, kind)[:most]), _ATOM)


def _huggingface(path: str, query: dict[str, str], kind: str, page: int) -> Reply:
    if path.startswith("/api/papers/"):
        asked = path.removeprefix("/api/papers/")
        known = _bent([each for each in PAPERS if each.featured and each.arxiv == asked], kind)
        if not known:
            return Reply(json.dumps({"error": "Paper not found"}), status=404)
        return Reply(json.dumps(services.huggingface_paper(known[0])))
    if path != "/api/daily_papers":
        return Reply(_HTML, "text/html", 404)
    for name, shape in _PERIODS.items():
        if name in query and not shape.fullmatch(query[name]):
            return Reply(json.dumps({"error": f"Invalid {name}: {query[name]}"}), status=400)
    found = [each for each in PAPERS if each.featured and _in_period(each.featured, query)]
    size = min(int(query.get("limit", "50")), page)
    start = 0 if kind == "same-page" else int(query.get("p", "0")) * size
    shown = _bent(found[start : start + size], kind)
    return Reply(json.dumps(list(map(services.daily_papers_item, shown))))


def _in_period(day: str, query: dict[str, str]) -> bool:
    if "week" in query:
        year, week, _ = dt.date.fromisoformat(day).isocalendar()
        return query["week"] == f"{year}-W{week:02}"
    return day.startswith(query.get("date") or query.get("month", ""))


def _crossref(path: str, query: dict[str, str], kind: str, _page: int) -> Reply:
    if path == "/works":
        asked = _words(query.get("query.bibliographic", ""))
        found = [each for each in PAPERS if each.doi and _words(each.title) == asked]
        others = [each for each in PAPERS if each.doi and each not in found]
        shown = _bent((found + others)[: int(query.get("rows", "20"))], kind)
        items = list(map(services.crossref_work, shown))
        message = {"total-results": len(items), "items": items, "items-per-page": 5}
        return Reply(services.crossref_response("work-list", message))
    doi = path.removeprefix("/works/").lower()
    known = _bent([each for each in PAPERS if each.doi and each.doi.lower() == doi], kind)
    if not known:
        return Reply("Resource not found.", "text/plain", 404)
    return Reply(services.crossref_response("work", services.crossref_work(known[0])))


def _openalex(path: str, _query: dict[str, str], kind: str, _page: int) -> Reply:
    doi = path.removeprefix("/works/doi:").lower()
    known = _bent([each for each in PAPERS if doi in _dois(each)], kind)
    if not known:
        said = {"error": "Not Found", "message": "The requested resource could not be found"}
        return Reply(json.dumps(said), status=404)
    return Reply(json.dumps(services.openalex_work(known[0])))


def _dois(paper: ServicePaper) -> set[str]:
    return {paper.doi.lower() or "-", f"10.48550/arxiv.{paper.arxiv}"}


def _bent(found: Sequence[ServicePaper], kind: str) -> list[ServicePaper]:
    """Return the papers that an answer shows if it is bent in a way."""
    if kind == "wrong-id":
        others = [each for each in PAPERS if each not in found and each.doi and each.featured]
        return others[: max(len(found), 1)]
    return list(found[: {"empty": 0, "one": 1}.get(kind)])


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


_ANSWERS: dict[str, Callable[[str, dict[str, str], str, int], Reply]] = {
    "arxiv": _arxiv,
    "huggingface": _huggingface,
    "crossref": _crossref,
    "openalex": _openalex,
}
