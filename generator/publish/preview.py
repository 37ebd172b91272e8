"""The site on this machine while it is edited: built again when a source changes."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Protocol

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from generator.core import permalinks
from generator.core.config import SETTINGS_FILE, Config
from generator.core.errors import CannotRun

HOST, PORT = "127.0.0.1", 8000

_SETTLED = 0.1
"""Seconds without a further event after which a burst of saves is over."""

_PATIENCE = 25.0
"""Seconds for which a page's question whether it is still the newest waits for an answer."""

_NOTHING = "nothing to build"
_RELOAD = "/.reload/"
_SCRIPT = """\
<script>
addEventListener("load", async function ask() {
  const answer = await fetch("%s%d").catch(() => new Promise((wake) => setTimeout(wake, 1000)));
  if (answer && (await answer.text()) === "newer") location.reload();
  else ask();
});
</script>
"""


class Voice(Protocol):
    """Prints what the preview has to say."""

    def __call__(self, message: str, *, err: bool = False) -> object:
        """Print a text, perhaps as an error."""


def serve(config: Config, build: Callable[[], None], say: Voice, port: int) -> None:
    """Build the site and show it on loopback until interrupted.

    Args:
        config: the project.
        build: builds the site for the first time.
        say: prints a text.
        port: the port to show it on.

    Raises:
        CannotRun: the port cannot be had, or the system watches no more folders.
    """
    changed = _Changed(config)
    site = _Site(config, say, changed.event)
    for request in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(request, signal.default_int_handler)  # it ends as Ctrl-C ends it
    with contextlib.suppress(KeyboardInterrupt), _server(site, port) as server:
        build()
        with _watched(config, changed):
            changed.event.set()  # a source may have been saved during the first build
            threading.Thread(target=server.serve_forever, daemon=True).start()
            say(f"http://{HOST}:{port}/ (Ctrl-C ends it)")
            while True:
                if changed.wait(0.5):
                    site.build()


class _Site:
    """The built site, and how often it was built since the start."""

    def __init__(self, config: Config, say: Voice, wanted: threading.Event) -> None:
        self.config, self.say, self.wanted = config, say, wanted
        self.number = 0
        self.is_building = False
        self.changed = threading.Condition()

    def build(self) -> None:
        """Build the pages, then the search, whose index may take longer; pages do not wait for it.

        It is done in processes of their own: they may fork, and this one has threads.
        """
        with self.changed:
            self.is_building = True
        is_well = self.run("--search-later")
        with self.changed:
            self.is_building = False
            self.number += is_well
            self.changed.notify_all()
        if is_well:
            self.run(stop=self.wanted.is_set)  # the next change is not to wait for it

    def run(self, *options: str, stop: Callable[[], bool] = lambda: False) -> bool:
        """Build the site, say what came of it, and return whether that went well."""
        root = str(self.config.root)
        command = [sys.executable, "-m", "generator", "-C", root, "site", *options]
        code, said, warned = _run(command, stop)
        if code and stop():
            return False
        if code:
            self.say(f"{warned.rstrip()}\nthe site stays as it was until this is mended", err=True)
        elif _NOTHING not in said:
            self.say(said.partition("To look at them")[0].rstrip())
        return code == 0

    def settle(self) -> int:
        """Wait until nothing is being built, and return how often that was done."""
        with self.changed:
            self.changed.wait_for(lambda: not self.is_building)
            return self.number

    def is_newer(self, number: int) -> bool:
        """Return whether the site was built again, waiting for that a while."""
        with self.changed:
            return self.changed.wait_for(lambda: self.number != number, _PATIENCE)


class _Pages(SimpleHTTPRequestHandler):
    """Answers with the files of the site; its pages ask whether they are still the newest."""

    protocol_version = "HTTP/1.1"

    def __init__(self, site: _Site, *connection: object) -> None:
        self.site = site
        super().__init__(*connection, directory=str(site.config.site))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path.startswith(_RELOAD):
            number = self.path.removeprefix(_RELOAD)
            newer = not number.isdecimal() or self.site.is_newer(int(number))
            self.answer(200, b"newer" if newer else b"same", "text/plain")
            return
        built = self.site.settle()
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        if path.suffix == ".html" and path.is_file():
            self.page(200, path, built)
        elif path.is_file() or (path / "index.html").is_file():
            super().do_GET()
        elif (missing := self.site.config.site / "404.html").is_file():
            self.page(404, missing, built)
        else:
            self.send_error(404)

    def page(self, code: int, path: Path, number: int) -> None:
        html, body, end = path.read_bytes().rpartition(b"</body>")
        script = (_SCRIPT % (_RELOAD, number)).encode()
        self.answer(code, html + script + body + end, "text/html; charset=utf-8")

    def answer(self, code: int, content: bytes, kind: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing of requests."""


def _run(command: list[str], stop: Callable[[], bool]) -> tuple[int, str, str]:
    """Run a command until its end, or until it is to stop; return its exit code and words."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8") as running:
        try:
            while True:
                try:
                    said, warned = running.communicate(timeout=_SETTLED)
                except subprocess.TimeoutExpired:
                    if stop():
                        running.send_signal(signal.SIGINT)
                else:
                    return running.returncode, said, warned
        except KeyboardInterrupt:
            running.send_signal(signal.SIGINT)
            raise


@contextlib.contextmanager
def _server(site: _Site, port: int) -> Iterator[ThreadingHTTPServer]:
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Pages, site))
    except OSError as error:
        raise CannotRun(f"port {port}: {error.strerror}; name another with --port") from None
    server.daemon_threads = True
    with server:
        yield server


@contextlib.contextmanager
def _watched(config: Config, changed: "_Changed") -> Iterator[BaseObserver]:
    """Watch all sources until the end of the block."""
    config.papers.mkdir(exist_ok=True)
    config.docs.mkdir(exist_ok=True)
    observer = Observer()
    for source in (config.root, config.docs):
        observer.schedule(changed, str(source), recursive=False)
    for source in (config.papers, *_own_folders(config.docs), *filter(None, [config.theme])):
        observer.schedule(changed, str(source), recursive=True)
    try:
        observer.start()
    except OSError as error:  # Linux has limits, which an editor or a sync tool may have used up
        said = f"saved changes cannot be watched for: {error.strerror}"
        raise CannotRun(f"{said}; end another watcher or raise fs.inotify's limits") from None
    try:
        yield observer
    finally:
        observer.stop()


def _own_folders(docs: Path) -> list[Path]:
    """Return the folders of hand-written pages."""
    folders = (path for path in docs.iterdir() if path.is_dir())
    return [
        path
        for path in folders
        if path.name not in permalinks.GENERATED_FOLDERS and not path.name.startswith(".")
    ]


class _Changed(FileSystemEventHandler):
    """Remembers that a source changed."""

    def __init__(self, config: Config) -> None:
        self.event, self.config = threading.Event(), config

    def on_any_event(self, event: FileSystemEvent) -> None:
        idle = event.event_type in {"opened", "closed_no_write"}
        renamed = event.event_type in {"created", "deleted", "moved"}
        if idle or (event.is_directory and not renamed):
            return
        paths = (Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path)
        if any(self.is_source(path, is_folder=event.is_directory) for path in paths):
            self.event.set()

    def is_source(self, path: Path, *, is_folder: bool) -> bool:
        """Return whether the site is made of a file, or of the files in a folder."""
        config, name = self.config, path.name
        if path.parent == config.root:
            return path in {config.taxonomy, config.authors, config.root / SETTINGS_FILE}
        if config.papers in path.parents and not is_folder:
            return name.endswith(".md") and not name.startswith(".")
        made = {*permalinks.GENERATED_FILES, *permalinks.GENERATED_FOLDERS}
        return not name.startswith(".") and not (path.parent == config.docs and name in made)

    def wait(self, seconds: float) -> bool:
        """Return whether something changed within some seconds and then came to rest."""
        if not self.event.wait(seconds):
            return False
        while self.event.is_set():
            self.event.clear()
            self.event.wait(_SETTLED)
        return True
