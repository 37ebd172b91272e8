"""A loopback web server that compresses as GitHub Pages does, and counts bytes on the wire."""

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
"""What nginx and most hosts compress at; GitHub states none."""

_COMPRESSED = (
    "text/", "application/json", "application/javascript", "application/xml", "image/svg+xml",
)  # fmt: skip
_WARMED = ("search", "assets", "pagefind")


@dataclass
class Served:
    """A folder on loopback and what was asked of it since the last ``forget``."""

    address: str
    folder: Path
    asked: list[tuple[str, int]] = field(default_factory=list)

    def forget(self) -> None:
        """Begin a new count."""
        self.asked = []

    def paths(self) -> set[str]:
        """Return the paths asked for."""
        return {path for path, _ in self.asked}

    def total(self, besides: frozenset[str] = frozenset()) -> int:
        """Return the bytes sent, heads and bodies, for all paths but some."""
        return sum(size for path, size in list(self.asked) if path not in besides)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve a folder until the end of the block; every answer is counted when it begins."""
    counted = Served("", folder)

    class Handler(server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_args: object) -> None:
            pass

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            answer = _answer(folder, path)
            counted.asked.append((path, len(answer)))
            self.wfile.write(answer)

    with server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        counted.address = f"http://127.0.0.1:{running.server_port}/"
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        _warm(folder)
        try:
            yield counted
        finally:
            running.shutdown()
            thread.join()
            _answer.cache_clear()


@cache
def _answer(folder: Path, path: str) -> bytes:
    """Return the whole answer to a request, head and body."""
    file = folder / path.lstrip("/")
    if path.endswith("/"):
        file /= "index.html"
    if not file.is_file():
        return _whole(404, "text/plain; charset=utf-8", b"not found\n")
    return _whole(200, _type(file), file.read_bytes())


def _whole(code: int, kind: str, body: bytes) -> bytes:
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
    """Compress beforehand what searches ask for: a real host keeps it compressed."""
    for name in _WARMED:
        for file in sorted((folder / name).rglob("*")):
            if file.is_file() and file.suffix != ".pf_fragment":
                _answer(folder, "/" + file.relative_to(folder).as_posix())
