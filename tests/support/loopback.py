"""A server on loopback that imitates the four services, with and without faults.

A test uses the fixture ``loopback``, makes its project use the server
(``loopback.connect(project)``), and may plan faults
(``loopback.fault("arxiv", "429", retry_after=1)``). It fails if a planned fault does not occur.
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
from generator.core import external_services as core_services
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
"""The kinds of faults, besides HTTP statuses of 400 and above."""

_COMPRESSING = ("huggingface", "openalex")  # these send gzipped chunks
_SECONDS_PER_BYTE = 0.1  # of a slow response
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
    """A request that a service received; ``when`` is a value of ``time.monotonic``."""

    service: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    when: float


@dataclass
class Fault:
    """A fault in the next responses of a service, for requests whose path contains a text."""

    service: str
    kind: str
    times: int
    retry_after: int | str | None
    path: str


@dataclass(frozen=True)
class Reply:
    """A response before it is sent."""

    text: str
    kind: str = _JSON
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Loopback:
    """The running server."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.page_size = 100
        """The maximum number of items on a page of a list."""

        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.ended = threading.Event()
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def settings(self) -> dict[str, str]:
        """Return the base address of each service, in the form of ``services`` in mkdocs.yml."""
        base = f"http://127.0.0.1:{self._server.server_port}"
        return {name: f"{base}/{name}" for name in core_services.SERVICE_URLS}

    def connect(self, project: Config, **services: str) -> Config:
        """Make a project use this server, and return its new settings.

        Args:
            project: the project.
            services: other addresses for single services, or "off".
        """
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
        """Plan a fault.

        Args:
            service: the service.
            kind: one of ``FAULTS``, or an HTTP status such as "503".
            times: the number of responses with the fault.
            retry_after: the Retry-After header of a status: seconds or a date.
            path: only requests whose path and query contain this text get the fault.
        """
        assert kind in FAULTS or int(kind) >= 400
        self._faults.append(Fault(service, kind, times, retry_after, path))

    def requests_to(self, service: str = "") -> list[Request]:
        """Return the requests to a service, or to all services."""
        return [request for request in self.requests if service in {"", request.service}]

    def close(self) -> None:
        """Stop the server."""
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    def unused(self) -> list[Fault]:
        """Return the planned faults that did not occur, or not often enough."""
        return [fault for fault in self._faults if fault.times]

    def record(self, request: Request, path: str) -> Fault | None:
        """Record a request, and return the fault that its response must have."""
        with self._lock:
            self.requests.append(request)
            for fault in self._faults:
                if fault.service == request.service and fault.times and fault.path in path:
                    fault.times -= 1
                    return fault
        return None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        class ServiceHandler(_Handler):
            loopback = self

        return ServiceHandler


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """The four services on loopback, without delays between requests."""
    server = Loopback()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPER_DIGEST_HASTE", "100")
        patch.setenv("NO_PROXY", "127.0.0.1")
        patch.setenv("no_proxy", "127.0.0.1")
        yield server
    server.close()
    assert not server.unused(), "these planned faults did not occur"


class _Handler(BaseHTTPRequestHandler):
    loopback: Loopback
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # otherwise each response takes 40 ms

    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        _, service, path = url.path.split("/", 2)
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        request = Request(service, f"/{path}", query, dict(self.headers), time.monotonic())
        fault = self.loopback.record(request, self.path)
        kind = fault.kind if fault else ""
        reply = _SERVICES[service](unquote(request.path), query, kind, self.loopback.page_size)
        if fault and (fault_reply := _fault_reply(fault, self.path)):
            reply = fault_reply
        try:
            self.send_reply(service, reply, kind)
        except OSError:  # the client closed the connection
            self.close_connection = True

    def send_reply(self, service: str, reply: Reply, kind: str) -> None:
        if kind == "silent":
            self.close_connection = self.loopback.ended.wait(30)
            return
        body = reply.text.encode()
        if kind == "not-utf8":
            body = body[:90] + b"\xff" + body[90:]
        if kind == "slow-head":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            self.send_slowly(b"x" * 10_000)
            return
        framing, body = _framed(body, is_compressed=service in _COMPRESSING)
        if kind == "cut-silently":
            framing.pop("Content-Length", "")
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.kind, **framing, **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if kind == "slow":
            self.send_slowly(body)
        elif kind in {"cut", "cut-silently"}:
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        else:
            self.wfile.write(body)

    def send_slowly(self, body: bytes) -> None:
        for byte in body:
            self.wfile.write(bytes([byte]))
            if self.loopback.ended.wait(_SECONDS_PER_BYTE):
                break
        self.close_connection = True


def _framed(body: bytes, *, is_compressed: bool) -> tuple[dict[str, str], bytes]:
    if not is_compressed:
        return {"Content-Length": str(len(body))}, body
    zipped = gzip.compress(body)
    chunks = (zipped[start : start + 1000] for start in range(0, len(zipped), 1000))
    framed = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}, framed + b"0\r\n\r\n"


def _fault_reply(fault: Fault, path: str) -> Reply | None:
    """Return the response that a fault puts in place of the regular one, if it does."""
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


def _arxiv(path: str, query: dict[str, str], kind: str, _page_size: int) -> Reply:
    if path != "/api/query":
        return Reply(_HTML, "text/html", 404)
    papers: list[ServicePaper] = []
    for arxiv_id in filter(None, query.get("id_list", "").split(",")):
        if not (match := _ARXIV_ID.fullmatch(arxiv_id)):
            return Reply(services.error_feed(f"incorrect id format for {arxiv_id}"), _ATOM, 400)
        papers += [paper for paper in PAPERS if paper.arxiv == match["id"]]
    if match := re.fullmatch(r'ti:"([^"]*)"', query.get("search_query", "")):
        words = _words(match[1])
        papers += [paper for paper in PAPERS if f" {words} " in f" {_words(paper.title)} "]
    limit = int(query.get("max_results", "10"))
    return Reply(services.feed(_apply_fault(papers, kind)[:limit]), _ATOM)


def _huggingface(path: str, query: dict[str, str], kind: str, page_size: int) -> Reply:
    if path.startswith("/api/papers/"):
        arxiv_id = path.removeprefix("/api/papers/")
        matches = [paper for paper in PAPERS if paper.featured and paper.arxiv == arxiv_id]
        papers = _apply_fault(matches, kind)
        if not papers:
            return Reply(json.dumps({"error": "Paper not found"}), status=404)
        return Reply(json.dumps(services.huggingface_paper(papers[0])))
    if path != "/api/daily_papers":
        return Reply(_HTML, "text/html", 404)
    for name, pattern in _PERIODS.items():
        if name in query and not pattern.fullmatch(query[name]):
            return Reply(json.dumps({"error": f"Invalid {name}: {query[name]}"}), status=400)
    papers = [paper for paper in PAPERS if paper.featured and _in_period(paper.featured, query)]
    size = min(int(query.get("limit", "50")), page_size)
    start = 0 if kind == "same-page" else int(query.get("p", "0")) * size
    items = map(services.daily_papers_item, _apply_fault(papers[start : start + size], kind))
    return Reply(json.dumps(list(items)))


def _in_period(day: str, query: dict[str, str]) -> bool:
    if "week" in query:
        year, week, _ = dt.date.fromisoformat(day).isocalendar()
        return query["week"] == f"{year}-W{week:02}"
    return day.startswith(query.get("date") or query.get("month", ""))


def _crossref(path: str, query: dict[str, str], kind: str, _page_size: int) -> Reply:
    if path == "/works":
        words = _words(query.get("query.bibliographic", ""))
        matches = [paper for paper in PAPERS if paper.doi and _words(paper.title) == words]
        others = [paper for paper in PAPERS if paper.doi and paper not in matches]
        papers = _apply_fault((matches + others)[: int(query.get("rows", "20"))], kind)
        items = list(map(services.crossref_work, papers))
        message = {"total-results": len(items), "items": items, "items-per-page": 5}
        return Reply(services.crossref_response("work-list", message))
    doi = path.removeprefix("/works/").lower()
    matches = [paper for paper in PAPERS if paper.doi and paper.doi.lower() == doi]
    papers = _apply_fault(matches, kind)
    if not papers:
        return Reply("Resource not found.", "text/plain", 404)
    return Reply(services.crossref_response("work", services.crossref_work(papers[0])))


def _openalex(path: str, _query: dict[str, str], kind: str, _page_size: int) -> Reply:
    doi = path.removeprefix("/works/doi:").lower()
    papers = _apply_fault([paper for paper in PAPERS if doi in _dois(paper)], kind)
    if not papers:
        error = {"error": "Not Found", "message": "The requested resource could not be found"}
        return Reply(json.dumps(error), status=404)
    return Reply(json.dumps(services.openalex_work(papers[0])))


def _dois(paper: ServicePaper) -> set[str]:
    return {paper.doi.lower() or "-", f"10.48550/arxiv.{paper.arxiv}"}


def _apply_fault(papers: Sequence[ServicePaper], kind: str) -> list[ServicePaper]:
    """Return the papers in a response that may have a fault."""
    if kind == "wrong-id":
        others = [paper for paper in PAPERS if paper not in papers and paper.doi and paper.featured]
        return others[: max(len(papers), 1)]
    return list(papers[: {"empty": 0, "one": 1}.get(kind)])


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


_SERVICES: dict[str, Callable[[str, dict[str, str], str, int], Reply]] = {
    "arxiv": _arxiv,
    "huggingface": _huggingface,
    "crossref": _crossref,
    "openalex": _openalex,
}
