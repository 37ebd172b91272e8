"""How commands speak: their errors and exit codes, problems, progress, short forms of texts."""

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
from generator.fetch.client import Web
from generator.storage import cache, files, lock
from generator.text.plain import escape_invisible, one_line, quantity

CONTENT_PROBLEMS, CANNOT_RUN, INTERRUPTED = 1, 2, 130

_P = ParamSpec("_P")
_T = TypeVar("_T")
_SHOWN_LENGTH = 90
_BEFORE = 12
"""Letters before a difference that are shown with it."""


def exits(command: Callable[_P, None]) -> Callable[_P, None]:
    """Turn the errors of a command into messages and exit codes."""

    @functools.wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ContentError as error:
            for problem in error.problems:
                show(problem)
            click.echo(f"{quantity(len(error.problems), 'problem')}; nothing was written", err=True)
            sys.exit(CONTENT_PROBLEMS)
        except CannotRun as error:
            click.echo(f"error: {_lines(str(error))}", err=True)
            sys.exit(CANNOT_RUN)
        except KeyboardInterrupt:
            click.echo("stopped; run the same command again to go on", err=True)
            sys.exit(INTERRUPTED)

    return run


def _lines(text: str) -> str:
    """Return a message without what would write elsewhere on a terminal."""
    return "\n".join(map(escape_invisible, text.split("\n")))


def project() -> Config:
    """Return the settings of the project that the command was called for."""
    return settings.load(click.get_current_context().obj)


def show(problem: Problem) -> None:
    """Print a problem; in GitHub Actions also as an annotation on its line, if it has one."""
    click.echo(_lines(str(problem)), err=True)
    if problem.line and os.environ.get("GITHUB_ACTIONS") == "true":
        message = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        path = problem.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
        click.echo(f"::error file={path},line={problem.line}::{message}")


def progress(items: Iterable[_T], label: str = "Importing") -> Iterator[_T]:
    """Pass items on; on a terminal, show how far they are."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(items, label=label, file=sys.stderr, hidden=hidden) as shown:
        yield from shown


def short(text: str) -> str:
    """Return a text on one line that is not too long."""
    line = escape_invisible(one_line(text))
    return line if len(line) <= _SHOWN_LENGTH else line[: _SHOWN_LENGTH - 1] + "…"


def apart(one: str, other: str) -> tuple[str, str]:
    """Return two texts on a line each, from where they begin to differ if that is far in.

    >>> apart("We test " * 20 + "it.", "We test " * 20 + "them.")
    ('… test We test it.', '… test We test them.')
    """
    one, other = one_line(one), one_line(other)
    pairs = enumerate(zip(one, other, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
    begin = one.rfind(" ", 0, max(same - _BEFORE, 0)) + 1 if same > _SHOWN_LENGTH // 2 else 0
    cut = "… " if begin else ""
    return short(cut + one[begin:]), short(cut + other[begin:])


def chosen_of(papers: Iterable[Paper], names: tuple[str, ...]) -> list[Paper]:
    """Return the papers that a command names by slug, file or arXiv id; all if it names none.

    Raises:
        CannotRun: there is none of a name.
    """
    papers = sorted(papers, key=lambda paper: paper.path)
    found = {
        key: paper
        for paper in papers
        for key in (paper.slug, paper.path, paper.arxiv, *paper.aliases)
    }
    if missing := [name for name in names if name not in found]:
        raise CannotRun(f"no entry '{missing[0]}'; write a slug such as 2402.07197, or its file")
    return [found[name] for name in names] if names else papers


@contextlib.contextmanager
def asking(*, offline: bool) -> Iterator[Web]:
    """Yield the services of this run; what they are waited for is printed.

    Runs that ask wait for each other, so that no service is asked by two at a time.
    """
    config = project()
    folder = config.root / cache.FOLDER / response_cache.FOLDER
    with files.explain_disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    say = functools.partial(click.echo, err=True)
    with (
        lock.exclusive_run(folder, lambda: say("another run is asking; waiting for its end")),
        Web(config, say, offline=offline) as web,
    ):
        yield web


def alone(config: Config) -> contextlib.AbstractContextManager[None]:
    """Return what keeps other runs in a project's folder waiting."""
    waits = "another run is at work in this folder; waiting for its end"
    return lock.exclusive_run(config.root, lambda: click.echo(waits, err=True))
