"""``docs/`` to ``site/``: runs the site builder, and shows the site while it is edited."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from generator import permalinks
from generator.config import Config
from generator.errors import CannotRun

HOST, PORT = "127.0.0.1", 8000

_IDLE = ("Serving on", "Reloading browsers", "error happened during the rebuild")
"""What the site builder says when it is done. (MkDocs says 'Documentation built in 0.34 seconds'
only once for each number of seconds, as it passes over messages that it has given before.)"""

_LONGEST_BUILD = 10.0
"""Seconds after which the site builder is taken to have nothing to do."""

_SETTLED = 0.1
"""Seconds without a further event after which a burst of saves is over."""


def publish(config: Config) -> int:
    """Build the site from ``docs/``, strictly, and return its number of pages.

    Raises:
        CannotRun: the site builder found something wrong, with what it said.
    """
    ended = subprocess.run(
        _site_builder("build", "--strict", "--clean"),  # not --quiet: it would hide the warnings
        cwd=config.root,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode:
        said = filter(None, ended.stdout.splitlines())
        words = "\n".join(line for line in said if not line.startswith("INFO"))
        raise CannotRun(f"the site builder stopped:\n{words}")
    return sum(path.is_file() for path in config.site.rglob("*.html"))


def serve(
    config: Config, rebuild: Callable[[], bool], say: Callable[[str], None], port: int
) -> None:
    """Show the site on loopback until interrupted.

    Args:
        config: the project.
        rebuild: called when the sources change; returns whether that changed ``docs/``.
        say: called with each warning of the site builder.
        port: the port to show it on.

    Raises:
        CannotRun: the port cannot be had, the system watches no more folders, or the site
            builder ended by itself.
    """
    _try(port)
    config.papers.mkdir(exist_ok=True)
    changed = _Changed(config.docs / permalinks.HOME)
    observer = Observer()
    for source in (config.taxonomy.parent, config.docs):
        observer.schedule(changed, str(source), recursive=False)
    for source in (config.papers, *_own_folders(config.docs)):
        observer.schedule(changed, str(source), recursive=True)
    command = _site_builder("serve", "--dirty", "--livereload", "--dev-addr")
    for request in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(request, signal.default_int_handler)  # it ends as Ctrl-C ends it
    _start(observer)
    try:
        with _running([*command, f"{HOST}:{port}"], config.root) as server:
            builder = _Listener(server, say)
            while server.poll() is None:
                if changed.wait(0.5):
                    builder.wait()
                    if rebuild():
                        builder.idle.clear()
    except KeyboardInterrupt:
        return
    finally:
        observer.stop()
    raise CannotRun("the site builder ended by itself; mend what it says above, run again")


def _own_folders(docs: Path) -> list[Path]:
    """Return the folders of hand-written pages."""
    folders = (path for path in docs.iterdir() if path.is_dir())
    return [
        path
        for path in folders
        if path.name not in permalinks.GENERATED_FOLDERS and not path.name.startswith(".")
    ]


def _site_builder(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mkdocs", *arguments]


@contextlib.contextmanager
def _running(command: list[str], root: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a command until the end of the block; what it made in a temporary folder goes with it.

    It has a process group of its own, so that a Ctrl-C in the terminal is ours alone to handle.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = _environment() | {"TMPDIR": folder}
        running = subprocess.Popen(
            command,
            cwd=root,
            env=environment,
            process_group=0,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        try:
            yield running
        finally:
            running.terminate()
            running.wait()


def _environment() -> dict[str, str]:
    return os.environ | {"NO_MKDOCS_2_WARNING": "1"}  # the theme's advertisement


def _try(port: int) -> None:
    try:
        socket.create_server((HOST, port)).close()
    except OSError as error:
        raise CannotRun(f"port {port}: {error.strerror}; name another with --port") from None


def _start(observer: BaseObserver) -> None:
    try:
        observer.start()
    except OSError as error:  # Linux has limits, which an editor or a sync tool may have used up
        said = f"saved changes cannot be watched for: {error.strerror}"
        raise CannotRun(f"{said}; end another watcher or raise fs.inotify's limits") from None


class _Listener(threading.Thread):
    """Knows from its words whether the site builder is idle, and passes on its warnings.

    A page that changes while it builds only what changed breaks it (MkDocs looks twice whether a
    page is new, and does not expect two answers), so nothing is written meanwhile.
    """

    def __init__(self, server: subprocess.Popen[str], say: Callable[[str], None]) -> None:
        super().__init__(daemon=True)
        self.server, self.say, self.idle = server, say, threading.Event()
        self.start()

    def run(self) -> None:
        for line in self.server.stdout or ():
            if line.startswith(("WARNING", "ERROR")) and "'dirty' build" not in line:
                self.say(line.rstrip())
            if any(words in line for words in _IDLE):
                self.idle.set()

    def wait(self) -> None:
        """Wait until the builder is idle, but not for ever: it may have seen nothing to do."""
        self.idle.wait(_LONGEST_BUILD)


class _Changed(FileSystemEventHandler):
    """Remembers that a source changed; the home page, made among the hand-written, is none."""

    def __init__(self, home: Path) -> None:
        self.event, self.home = threading.Event(), os.fspath(home)

    def on_any_event(self, event: FileSystemEvent) -> None:
        made = self.home in {event.src_path, event.dest_path}
        idle = event.event_type in {"opened", "closed_no_write"}
        if not (made or idle) and _concerns_a_source(event):
            self.event.set()

    def wait(self, seconds: float) -> bool:
        """Return whether something changed within some seconds and then came to rest."""
        if not self.event.wait(seconds):
            return False
        while self.event.is_set():
            self.event.clear()
            self.event.wait(_SETTLED)
        return True


def _concerns_a_source(event: FileSystemEvent) -> bool:
    """Return whether sources changed: one saved, one renamed into place, a folder of them gone."""
    if event.is_directory:
        return event.event_type in {"created", "deleted", "moved"}
    names = (Path(os.fsdecode(path)).name for path in (event.src_path, event.dest_path))
    return any(map(_is_source, names))


def _is_source(name: str) -> bool:
    return name == "taxonomy.yml" or (name.endswith(".md") and not name.startswith("."))
