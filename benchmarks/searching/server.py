"""A loopback web server that compresses like GitHub Pages and counts the bytes it sends."""

import contextlib
import gzip
import mimetypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from http import server
from http.client import responses
from pathlib import Path
from urllib.parse import unquote, urlsplit

GZIP_LEVEL = 6
"""The level of nginx and most hosts; GitHub does not publish its own."""

_COMPRESSED = (
    "text/", "application/json", "application/javascript", "application/xml", "image/svg+xml",
)  # fmt: skip
_WARMED = ("search", "assets", "pagefind")


@dataclass
class CountingServer:
    """A folder served on loopback, and the responses since the last ``reset``.

    Attributes:
        address: The address of the folder.
        folder: The folder.
        responses: The path and the size in bytes of each response.
    """

    address: str
    folder: Path
    responses: list[tuple[str, int]] = field(default_factory=list)

    def reset(self) -> None:
        """Start a new count."""
        self.responses = []

    def paths(self) -> set[str]:
        """Return the requested paths."""
        return {path for path, _ in self.responses}

    def total(self, exclude: frozenset[str] = frozenset()) -> int:
        """Return the bytes of all responses, with their headers, except for some paths."""
        return sum(size for path, size in list(self.responses) if path not in exclude)


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[CountingServer]:
    """Serve a folder until the end of the block; a response counts when it starts."""
    counter = CountingServer("", folder)

    class Handler(server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_args: object) -> None:
            pass

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            response = _response(folder, path)
            counter.responses.append((path, len(response)))
            self.wfile.write(response)

    with server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        counter.address = f"http://127.0.0.1:{running.server_port}/"
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        _warm(folder)
        try:
            yield counter
        finally:
            running.shutdown()
            thread.join()
            _response.cache_clear()


@cache
def _response(folder: Path, path: str) -> bytes:
    """Return a response with its headers."""
    file = folder / path.lstrip("/")
    if path.endswith("/"):
        file /= "index.html"
    if not file.is_file():
        return _with_headers(404, "text/plain; charset=utf-8", b"not found\n")
    return _with_headers(200, _type(file), file.read_bytes())


def _with_headers(code: int, kind: str, body: bytes) -> bytes:
    head = [f"HTTP/1.1 {code} {responses[code]}", f"Content-Type: {kind}"]
    if kind.startswith(_COMPRESSED):
        body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        head.append("Content-Encoding: gzip")
    head += ["Cache-Control: max-age=600", f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(head).encode() + body


def _type(file: Path) -> str:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(("text/", "application/j")) else kind


def _warm(folder: Path) -> None:
    """Compress the files that searches request in advance, as a real host does."""
    for name in _WARMED:
        for file in sorted((folder / name).rglob("*")):
            if file.is_file() and file.suffix != ".pf_fragment":
                _response(folder, "/" + file.relative_to(folder).as_posix())
