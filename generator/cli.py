"""The commands: the only code that prints, asks, shows progress and exits."""

import contextlib
import datetime as dt
import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec

import click

from generator import build as sources
from generator import cache, doubles, formats, importer, library, schema, tagging
from generator import config as settings
from generator.config import Config
from generator.errors import CannotRun, ContentError, Problem
from generator.importer import DayGiven, Imported
from generator.model import Entry, Paper
from generator.publish import preview
from generator.publish.site import BUILDERS, Published, publish
from generator.publish.unchanged import Counts, Look
from generator.tagging import Tagger
from generator.text import one_line, quantity, visible
from generator.writer import Outcome

CONTENT_PROBLEMS, CANNOT_RUN, INTERRUPTED = 1, 2, 130

_P = ParamSpec("_P")
_SHOWN_LENGTH = 90
_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 96}


def _exits(command: Callable[_P, None]) -> Callable[_P, None]:
    """Turn the errors of a command into messages and exit codes."""

    @functools.wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ContentError as error:
            for problem in error.problems:
                _show(problem)
            click.echo(f"{quantity(len(error.problems), 'problem')}; nothing was written", err=True)
            sys.exit(CONTENT_PROBLEMS)
        except CannotRun as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(CANNOT_RUN)
        except KeyboardInterrupt:
            click.echo("stopped; the same command goes on", err=True)
            sys.exit(INTERRUPTED)

    return run


@click.group(context_settings=_HELP)
@click.version_option(version("paper-digest"), prog_name="paper-digest")
@click.option(
    "-C",
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    metavar="FOLDER",
    help="The project's folder, with mkdocs.yml; this one if not named.",
)
@click.pass_context
def main(context: click.Context, project: Path) -> None:
    """Make a website of research-paper digests from the entries in papers/.

    \b
    A first tour:
      paper-digest import capture.txt --date 2025-03-11   entries from a saved list of papers
      paper-digest check                                  is everything in papers/ right?
      paper-digest site                                   build the site into site/
      paper-digest serve                                  look at it while you edit

    \b
    Exit codes: 0 done, 1 something in the content is to be mended (each problem is printed
    as file:line: error: what it is; what to write), 2 the run itself was not possible,
    130 stopped by Ctrl-C.
    """  # noqa: D301 (\b keeps lines apart in click's help)
    context.obj = project.resolve()


def _config() -> Config:
    return settings.load(click.get_current_context().obj)


@main.command()
@_exits
def check() -> None:
    """Check all entries, the tags and the settled authors; write nothing."""
    site = library.load(_config())
    click.echo(
        f"{quantity(len(site.papers), 'paper')} on {quantity(len(site.by_day), 'day')}: no problems"
    )


@main.command()
@_exits
def build() -> None:
    """Write the pages of docs/ from the entries, without site/."""
    config = _config()
    with _alone(config):
        _, outcome = sources.build(config)
    click.echo(_summary(outcome))


@main.command()
@click.option(
    "--builder",
    default=BUILDERS[0],
    show_default=True,
    type=click.Choice(BUILDERS),
    help="What makes site/ of docs/; Zensical, if it is installed, always builds all of it.",
)
@click.option("--search-later", is_flag=True, hidden=True)  # for the preview's first look
@_exits
def site(builder: str, search_later: bool) -> None:
    """Build the site: docs/ from the entries, site/ from docs/; only what changed."""
    _build_site(_config(), builder, search_later=search_later)
    click.echo(f"To look at them: make serve, then open http://{preview.HOST}:{preview.PORT}/")


@main.command()
@click.option("--port", default=preview.PORT, show_default=True, type=click.IntRange(1, 65535))
@_exits
def serve(port: int) -> None:
    """Show the site here; saved changes appear by themselves."""
    config = _config()
    preview.serve(config, lambda: _build_site(config), click.echo, port)


@main.command()
@_exits
def clean() -> None:
    """Remove the pages made in docs/, and nothing else."""
    config = _config()
    with _alone(config):
        outcome = sources.clear(config)
    click.echo(f"docs/: {quantity(outcome.removed, 'file')} removed")


@main.command("import")
@click.argument("capture", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--date", metavar="YYYY-MM-DD", help="The day of the list.")
@click.option(
    "--year", type=click.IntRange(1600, 9999), metavar="YYYY", help="Its year, if CAPTURE has none."
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(formats.NAMES),
    help="What CAPTURE is; its content tells it if this is not named.",
)
@_exits
def import_(capture: Path, date: str | None, year: int | None, format_name: str | None) -> None:
    """Make entries in papers/ from a saved list of papers.

    CAPTURE is a page that lists titles and abstracts, or a file of citations with abstracts. Each
    paper that papers/ does not have becomes an entry to be reviewed, with tags and links proposed
    from its words. What could not be placed is printed with its line and kept beside the capture,
    in NAME.unplaced.txt; the exit code is then 1. Importing a capture again changes nothing.
    """
    given = DayGiven(_day(date) if date else None, year)
    _report(importer.import_capture(_config(), capture, given, _progress, format_name), capture)


@main.command()
@click.argument("entries", nargs=-1, metavar="[ENTRY]...")
@_exits
def tags(entries: tuple[str, ...]) -> None:
    """Show which words of entries lead to which tags.

    ENTRY is a slug or a file, such as 2402.07197 or papers/2025/2402.07197.md; all entries if
    none is named. A tag marked + is in the entry, - is not; * has no word that leads to it.
    """
    whole = library.load(_config())
    tagger = Tagger(whole.taxonomy)
    for paper in _chosen(whole.papers, entries):
        click.echo(f"{paper.path}: {paper.title}")
        for line in tagging.lines(paper.tags, tagger.evidence(paper.title, paper.abstract)):
            click.echo(f"  {line}")


@main.command()
@click.option("--most", default=20, show_default=True, type=click.IntRange(1), help="Groups shown.")
@_exits
def authors(most: int) -> None:
    """Propose names that are likely one person's; write nothing.

    Each group of names is printed with what speaks for it and the lines that make it one person in
    authors.yml; copy those that are right. Of two people write 'not: [the other's name]' below
    the name of one.
    """
    whole = library.load(_config())
    found = doubles.doubles(whole)
    for double in found[:most]:
        click.echo(doubles.proposal(double, whole))
    shown = f"; these are the first {most:,}" if len(found) > most else ""
    click.echo(f"# likely one person's: {quantity(len(found), 'group')} of names{shown}")


def _day(text: str) -> dt.date:
    try:
        return schema.date(text)
    except ValueError as error:
        raise click.BadParameter(f"'{text}': {error}", param_hint="--date") from None


def _chosen(papers: Iterable[Paper], names: tuple[str, ...]) -> list[Paper]:
    found = {
        key: paper
        for paper in papers
        for key in (paper.slug, paper.path, paper.arxiv, *paper.aliases)
    }
    if missing := [name for name in names if name not in found]:
        raise CannotRun(f"no entry '{missing[0]}'; write a slug such as 2402.07197, or its file")
    return [found[name] for name in names] if names else list(papers)


def _report(imported: Imported, capture: Path) -> None:
    reading = imported.reading
    shown = visible(str(capture))
    click.echo(f"{shown}: {quantity(len(reading.entries), 'paper')} of {imported.day}")
    for piece in (*reading.furniture, *reading.remarks, *imported.remarks):
        click.echo(f"  line {piece.line}: {piece.remark}: {_short(piece.text)}")
    for path in imported.written:
        click.echo(f"  wrote {path}")
    for path in imported.already_there:
        click.echo(f"  already there: {path}")
    written, there = len(imported.written), len(imported.already_there)
    click.echo(f"{written} written, {there} already there, {len(imported.unplaced)} not placed")
    if imported.unplaced:
        for piece in imported.unplaced:
            message = f"{piece.remark}: '{_short(piece.text)}'; place it by hand"
            _show(Problem(shown, piece.line, message))
        kept = visible(str(imported.unplaced_file))
        click.echo(f"what could not be placed is kept in {kept}", err=True)
        sys.exit(CONTENT_PROBLEMS)


def _build_site(config: Config, builder: str = BUILDERS[0], *, search_later: bool = False) -> None:
    with _alone(config):
        look = Look(config)
        if builder == BUILDERS[0] and (counts := look.unchanged()):
            click.echo(_summary(Outcome(0, counts.files, 0)))
            click.echo(f"{_counted(counts)}; nothing to build")
            return
        whole, outcome = sources.build(config, search_later=search_later)
        click.echo(_summary(outcome))
        published = publish(config, outcome.digests, builder)
        counts = Counts(len(outcome.digests), published.pages, len(whole.papers))
        click.echo(f"{_counted(counts)}; {_done(published)}")
        if published.states is not None and not search_later:
            look.keep(outcome.states, published.states, counts)


def _counted(counts: Counts) -> str:
    return f"site/: {quantity(counts.pages, 'page')} for {quantity(counts.papers, 'paper')}"


def _alone(config: Config) -> contextlib.AbstractContextManager[None]:
    waits = "another run is at work in this folder; waiting for its end"
    return cache.alone(config.root, lambda: click.echo(waits, err=True))


def _progress(entries: Iterable[Entry]) -> Iterator[Entry]:
    hidden = not sys.stderr.isatty()
    with click.progressbar(entries, label="Importing", file=sys.stderr, hidden=hidden) as shown:
        yield from shown


def _summary(outcome: Outcome) -> str:
    written = quantity(outcome.written, "file")
    return f"docs/: {written} written, {outcome.unchanged:,} unchanged, {outcome.removed:,} removed"


def _done(published: Published) -> str:
    if published.why:
        return f"all built ({published.why})"
    if not published.built and not published.removed:
        return "nothing to build"
    return f"{quantity(published.built, 'file')} built, {published.removed:,} removed"


def _short(text: str) -> str:
    line = visible(one_line(text))
    return line if len(line) <= _SHOWN_LENGTH else line[: _SHOWN_LENGTH - 1] + "…"


def _show(problem: Problem) -> None:
    """Print a problem; in GitHub Actions also as an annotation on its line."""
    click.echo(str(problem), err=True)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        message = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        path = problem.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
        click.echo(f"::error file={path},line={problem.line}::{message}")
