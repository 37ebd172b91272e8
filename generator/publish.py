"""``docs/`` to ``site/``: runs the site builder, and shows the site while it is edited."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.config import Config
from generator.errors import CannotRun

HOST, PORT = "127.0.0.1", 8000

_SETTLED = 0.1
"""Seconds without a further event after which a burst of saves is over."""


def publish(config: Config) -> int:
    """Build the site from ``docs/``, strictly, and return its number of pages.

    Raises:
        CannotRun: the site builder found something wrong, with what it said.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--clean"]
    ended = subprocess.run(
        command, cwd=config.root, capture_output=True, encoding="utf-8", check=False
    )
    if ended.returncode:
        raise CannotRun(f"the site builder stopped:\n{ended.stdout}{ended.stderr}".rstrip())
    return sum(1 for _ in config.site.rglob("*.html"))


def serve(config: Config, rebuild: Callable[[], None], port: int) -> None:
    """Show the site on loopback until interrupted; call ``rebuild`` when the sources change.

    Raises:
        CannotRun: the site builder ended by itself.
    """
    changed = _Changed()
    observer = Observer()
    for source in (config.papers, config.taxonomy.parent):
        observer.schedule(changed, str(source), recursive=source == config.papers)
    observer.start()
    command = [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--livereload", "--quiet"]
    with subprocess.Popen([*command, "--dev-addr", f"{HOST}:{port}"], cwd=config.root) as server:
        try:
            while server.poll() is None:
                if changed.wait(0.5):
                    rebuild()
        except KeyboardInterrupt:
            return
        finally:
            observer.stop()
            server.terminate()
    raise CannotRun(f"the site builder ended; is port {port} taken? name another with --port")


class _Changed(FileSystemEventHandler):
    """Remembers that a source changed."""

    def __init__(self) -> None:
        self.event = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        name = Path(os.fsdecode(event.src_path)).name
        if event.event_type not in {"opened", "closed_no_write"} and _is_source(name):
            self.event.set()

    def wait(self, seconds: float) -> bool:
        """Return whether something changed within some seconds and then came to rest."""
        if not self.event.wait(seconds):
            return False
        while self.event.is_set():
            self.event.clear()
            self.event.wait(_SETTLED)
        return True


def _is_source(name: str) -> bool:
    return name == "taxonomy.yml" or (name.endswith(".md") and not name.startswith("."))
