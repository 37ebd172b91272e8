"""Helpers for all commands: configuration, errors and exit codes, progress, short texts."""

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import ParamSpec, TypeVar

import click

from generator.core import config as settings
from generator.core.config import Config
from generator.core.errors import CannotRun, ContentError, Problem
from generator.core.model import Paper
from generator.fetch import response_cache
from generator.fetch.client import HttpClient
from generator.storage import cache, files, lock
from generator.text.strings import escape_invisible, one_line, quantity

CONTENT_PROBLEMS, CANNOT_RUN, INTERRUPTED = 1, 2, 130
"""Exit codes."""

_P = ParamSpec("_P")
_T = TypeVar("_T")
_MAX_LENGTH = 90
"""The maximum length of a shortened text, in characters."""

_COMMON_LENGTH = 12
"""The number of characters to print before the first difference between two texts."""


def handle_errors(command: Callable[_P, None]) -> Callable[_P, None]:
    """Decorate a command: turn its errors into messages and exit codes."""

    @functools.wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ContentError as error:
            for problem in error.problems:
                print_problem(problem)
            click.echo(f"{quantity(len(error.problems), 'problem')}; nothing was written", err=True)
            sys.exit(CONTENT_PROBLEMS)
        except CannotRun as error:
            click.echo(f"error: {_escape_lines(str(error))}", err=True)
            sys.exit(CANNOT_RUN)
        except KeyboardInterrupt:
            click.echo("interrupted; run the same command to continue", err=True)
            sys.exit(INTERRUPTED)

    return run


def load_config() -> Config:
    """Return the configuration of the project given by ``--project``."""
    return settings.load(click.get_current_context().obj)


def project_lock(config: Config) -> contextlib.AbstractContextManager[None]:
    """Return a lock on the project, which waits for other runs in the same folder."""
    message = "another paper-digest process is using this folder; waiting for it to finish"
    return lock.exclusive_run(config.root, lambda: click.echo(message, err=True))


@contextlib.contextmanager
def open_services(*, offline: bool) -> Iterator[HttpClient]:
    """Yield an HTTP client for the services; print the reason for each wait.

    Runs that use the services wait for each other, so that no service gets parallel requests.

    Args:
        offline: Whether to use cached responses only.
    """
    config = load_config()
    folder = config.root / cache.CACHE_FOLDER / response_cache.FOLDER
    with files.explain_disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    report = functools.partial(click.echo, err=True)
    message = "another paper-digest process is sending requests; waiting for it to finish"
    with (
        lock.exclusive_run(folder, lambda: report(message)),
        HttpClient(config, report, offline=offline) as client,
    ):
        yield client


def select_papers(papers: Iterable[Paper], names: tuple[str, ...]) -> list[Paper]:
    """Return the papers named on the command line, or all papers if no name is given.

    Args:
        papers: The papers to choose from.
        names: Slugs, former slugs, files or arXiv ids.

    Raises:
        CannotRun: No paper has one of the names.
    """
    papers = sorted(papers, key=lambda paper: paper.path)
    by_name = {
        name: paper
        for paper in papers
        for name in (paper.slug, paper.path, paper.arxiv, *paper.aliases)
    }
    if unknown := [name for name in names if name not in by_name]:
        example = "a slug such as 2402.07197 or a file such as papers/2025/2402.07197.md"
        raise CannotRun(f"no entry '{unknown[0]}'; write {example}")
    return [by_name[name] for name in names] if names else papers


def print_problem(problem: Problem) -> None:
    """Print a problem; in GitHub Actions, also as an annotation if it has a line."""
    click.echo(_escape_lines(str(problem)), err=True)
    if problem.line and os.environ.get("GITHUB_ACTIONS") == "true":
        message = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        path = problem.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
        click.echo(f"::error file={path},line={problem.line}::{message}")


def progress(items: Iterable[_T], label: str = "Importing") -> Iterator[_T]:
    """Yield the items; show a progress bar if the output is a terminal."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(items, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield from bar


def shorten(text: str) -> str:
    """Return a text on one line, shortened if it is long."""
    line = escape_invisible(one_line(text))
    return line if len(line) <= _MAX_LENGTH else line[: _MAX_LENGTH - 1] + "…"


def shorten_pair(first: str, second: str) -> tuple[str, str]:
    """Return two texts on one line each, shortened so that their first difference is visible.

    >>> shorten_pair("We test " * 20 + "it.", "We test " * 20 + "them.")
    ('… test We test it.', '… test We test them.')
    """
    first, second = one_line(first), one_line(second)
    pairs = enumerate(zip(first, second, strict=False))
    equal = next((index for index, (a, b) in pairs if a != b), min(len(first), len(second)))
    if equal <= _MAX_LENGTH // 2:
        return shorten(first), shorten(second)
    start = first.rfind(" ", 0, max(equal - _COMMON_LENGTH, 0)) + 1
    mark = "… " if start else ""
    return shorten(mark + first[start:]), shorten(mark + second[start:])


def _escape_lines(text: str) -> str:
    """Return a message whose control and invisible characters are escaped."""
    return "\n".join(map(escape_invisible, text.split("\n")))
