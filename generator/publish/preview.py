"""Live preview: serve the site on loopback and rebuild it when a source changes."""

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileModifiedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from generator.core import permalinks
from generator.core.config import SETTINGS_FILE, Config
from generator.core.errors import CannotRun

HOST, PORT = "127.0.0.1", 8000

_RESULTS = ("docs/: ", "site/: ")
"""The lines in the output of a build to print."""

_UP_TO_DATE = "nothing to build"
_INTERRUPTED = {130, -signal.SIGINT}  # exit codes of a build that Ctrl-C ended

logging.getLogger("mkdocs.livereload").setLevel(logging.CRITICAL)  # it reports each request


class Printer(Protocol):
    """Prints a message."""

    def __call__(self, message: str, *, err: bool = False) -> object:
        """Print a message, to standard error if ``err`` is set."""


def serve(config: Config, build: Callable[[], None], echo: Printer, port: int) -> None:
    """Build the site and serve it on localhost until interrupted.

    Args:
        config: The project.
        build: Builds the site for the first time.
        echo: Prints a message.
        port: The port to listen on.

    Raises:
        CannotRun: The port is in use, or the system cannot watch more folders.
    """
    builder = _Builder(config, echo)
    for request in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(request, signal.default_int_handler)  # both stop the preview like Ctrl-C
    with contextlib.suppress(KeyboardInterrupt), contextlib.closing(builder):
        _check_port(port)  # before the first build, which may take minutes
        build()
        with _server(config, builder, port) as server:
            echo(f"http://{HOST}:{port}/ (press Ctrl-C to stop)")
            server.serve()  # type: ignore[no-untyped-call]


class _Builder:
    """Rebuilds the site, first its pages and then its search index.

    Builds run in processes of their own, because they fork and this process has threads.
    """

    def __init__(self, config: Config, echo: Printer) -> None:
        root = str(config.root)
        self._command = [sys.executable, "-m", "generator", "-C", root, "site"]
        self._echo = echo
        self._search: tuple[subprocess.Popen[str], threading.Thread] | None = None

    def build(self) -> None:
        """Rebuild the pages, then start to rebuild the search index in the background."""
        self.close()
        if self._report(self._start("--search-later")):
            process = self._start()
            thread = threading.Thread(target=self._report, args=(process,))
            self._search = process, thread
            thread.start()

    def close(self) -> None:
        """Stop the search build in the background, if there is one."""
        if self._search:
            process, thread = self._search
            process.send_signal(signal.SIGINT)
            thread.join()

    def _start(self, *options: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        command = [*self._command, *options]
        return subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8")

    def _report(self, process: subprocess.Popen[str]) -> bool:
        """Wait for a build, print its result, and return whether it succeeded."""
        try:
            output, errors = process.communicate()
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
            process.communicate()
            raise
        if process.returncode not in {0, *_INTERRUPTED}:
            self._echo(f"{errors.rstrip()}\nthe site stays unchanged until this is fixed", err=True)
        elif process.returncode == 0 and _UP_TO_DATE not in output:
            lines = output.splitlines()
            self._echo("\n".join(line for line in lines if line.startswith(_RESULTS)))
        return process.returncode == 0


def _check_port(port: int) -> None:
    try:
        socket.create_server((HOST, port)).close()
    except OSError as error:
        raise CannotRun(f"port {port}: {error.strerror}; choose another with --port") from None


@contextlib.contextmanager
def _server(config: Config, builder: _Builder, port: int) -> Iterator[LiveReloadServer]:
    """Prepare MkDocs' live reload server to watch all sources."""
    server = LiveReloadServer(builder.build, HOST, port, str(config.site))
    server.observer = _SourceObserver(config)  # type: ignore[assignment]
    server.error_handler = lambda code: _error_page(config, code)
    config.papers.mkdir(exist_ok=True)
    config.docs.mkdir(exist_ok=True)
    for folder in (config.root, config.docs):
        server.watch(str(folder), recursive=False)
    for folder in (
        config.papers,
        *_hand_written_folders(config.docs),
        *filter(None, [config.theme]),
    ):
        server.watch(str(folder))
    try:
        yield server
    finally:
        server.shutdown()


def _error_page(config: Config, code: int) -> bytes | None:
    path = config.site / f"{code}.html"
    return path.read_bytes() if path.is_file() else None


def _hand_written_folders(docs: Path) -> Iterator[Path]:
    """Yield the folders of hand-written pages."""
    for path in docs.iterdir():
        if path.is_dir() and path.name[0] != "." and path.name not in permalinks.GENERATED_FOLDERS:
            yield path


class _SourceObserver:
    """Watches folders for the server, and reports only changes of sources.

    MkDocs' own observer reads the state of every file twice a second, and reports generated
    pages as well.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._observer = Observer()
        self._handlers: list[FileSystemEventHandler] = []

    def schedule(
        self, handler: FileSystemEventHandler, path: str, *, recursive: bool
    ) -> ObservedWatch:
        self._handlers.append(handler)
        events = _SourceEvents(self._config, handler)
        return self._observer.schedule(events, path, recursive=recursive)

    def start(self) -> None:
        try:
            self._observer.start()
        except OSError as error:  # Linux has limits, which editors and sync tools use up
            problem = f"cannot watch for saved changes: {error.strerror}"
            remedy = "stop another program that watches files, or raise the fs.inotify limits"
            raise CannotRun(f"{problem}; {remedy}") from None
        self._handlers[0].dispatch(
            FileModifiedEvent("")
        )  # a source may have changed during the first build

    def stop(self) -> None:
        self._observer.stop()


class _SourceEvents(FileSystemEventHandler):
    """Passes on the events that concern a source."""

    def __init__(self, config: Config, handler: FileSystemEventHandler) -> None:
        self._config, self._handler = config, handler

    def on_any_event(self, event: FileSystemEvent) -> None:
        is_read = event.event_type in {"opened", "closed_no_write"}
        is_renamed = event.event_type in {"created", "deleted", "moved"}
        if is_read or (event.is_directory and not is_renamed):
            return
        paths = (Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path)
        if any(self._is_source(path, is_folder=event.is_directory) for path in paths):
            self._handler.dispatch(FileModifiedEvent(event.src_path))  # it ignores folders

    def _is_source(self, path: Path, *, is_folder: bool) -> bool:
        """Return whether the site depends on a file, or on the files in a folder."""
        config, name = self._config, path.name
        if path.parent == config.root:
            return path in {config.taxonomy, config.authors, config.root / SETTINGS_FILE}
        if config.papers in path.parents and not is_folder:
            return name.endswith(".md") and not name.startswith(".")
        generated = {*permalinks.GENERATED_FILES, *permalinks.GENERATED_FOLDERS}
        return not name.startswith(".") and not (path.parent == config.docs and name in generated)
