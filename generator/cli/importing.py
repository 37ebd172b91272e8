"""The commands that bring papers in, and keep what is known of them up to date."""

import datetime as dt
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, Unpack

import click

from generator.cli import reporting
from generator.cli.output import asking, chosen_of, exits, progress, project
from generator.core import clock, urls
from generator.intake import (
    add_papers,
    huggingface_list,
    import_list,
)
from generator.intake import (
    enrich as enriching,
)
from generator.intake import (
    refresh as refreshing,
)
from generator.intake.huggingface_list import Period
from generator.intake.import_list import DateOptions, ImportResult
from generator.intake.staging import Staging
from generator.library import schema
from generator.readers import formats
from generator.storage import files
from generator.text.plain import escape_invisible, quantity

_COMMENT = re.compile(r"(?:^|\s)#.*")  # within an address, and in old DOIs, it begins none
_OFFLINE = click.option(
    "--offline", is_flag=True, help="Ask nobody; take what was answered before, whatever its age."
)
_ENTRIES = click.argument("entries", nargs=-1, metavar="[ENTRY]...")
_WRITE = click.option("--write", is_flag=True, help="Write what is proposed.")


class _ImportOptions(TypedDict):
    """What the command line of an import says."""

    capture: Path | None
    huggingface: str | None
    date: str | None
    year: int | None
    format_name: str | None
    dry_run: bool
    offline: bool


@click.command("import")
@click.argument(
    "capture", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--huggingface",
    metavar="PERIOD",
    help="Instead of CAPTURE, what Hugging Face lists of a day (2025-03-11, yesterday), a week "
    "(2025-W11) or a month (2025-03).",
)
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
@click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
@_OFFLINE
@exits
def import_(**options: Unpack[_ImportOptions]) -> None:
    """Make entries in papers/ from a list of papers.

    CAPTURE is a page that lists titles and abstracts, or a file of citations with abstracts. Each
    paper that papers/ does not have becomes an entry to be reviewed, with tags and links proposed
    from its words; a paper that it has takes what it lacked, and where the two differ both values
    are printed. What could not be placed is printed with its line and kept beside the capture, in
    NAME.unplaced.txt; the exit code is then 1. Importing a capture again changes nothing.
    """
    imported, shown = _imported_list(options) if options["huggingface"] else _imported_file(options)
    if not options["dry_run"]:
        imported.write()
    reporting.imported(imported, shown, dry_run=options["dry_run"])


def _imported_list(options: _ImportOptions) -> tuple[ImportResult, str]:
    """Return what becomes of a list of Hugging Face, and what it is called."""
    if any(options[name] for name in ("capture", "date", "year", "format_name")):
        raise click.UsageError("--huggingface goes alone: its answer has its own days and form")
    asked = _period(options["huggingface"] or "")
    with asking(offline=options["offline"]) as web:
        imported = import_list.import_huggingface_list(project(), web, asked, progress)
    return imported, f"Hugging Face {asked.name}"


def _imported_file(options: _ImportOptions) -> tuple[ImportResult, str]:
    """Return what becomes of a capture, and its name."""
    capture, date = options["capture"], options["date"]
    if not capture:
        raise click.UsageError("name a CAPTURE, or use --huggingface")
    if options["offline"]:
        raise click.UsageError("a saved file needs no --offline")
    given = DateOptions(_day(date) if date else None, options["year"])
    format_name = options["format_name"]
    imported = import_list.import_capture(project(), capture, given, progress, format_name)
    return imported, escape_invisible(str(capture))


@click.command()
@click.argument("papers", nargs=-1, metavar="[ID|URL|DOI]...")
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with one on each line; a # at its start or behind a blank begins a comment.",
)
@click.option("--date", metavar="YYYY-MM-DD", help="The day of the digest; today if not named.")
@_OFFLINE
@exits
def add(*, papers: tuple[str, ...], file: Path | None, date: str | None, offline: bool) -> None:
    """Make entries of papers by their identifiers or addresses.

    \b
    Such as:
      paper-digest add 2402.07197 hep-th/9901001
      paper-digest add https://huggingface.co/papers/2402.07197
      paper-digest add 10.1145/3589334.3645682 --date 2025-03-11

    arXiv, Hugging Face, Crossref and OpenAlex are asked, as far as each may know the paper; what
    they say becomes an entry, or is added to the one that is there. With any problem nothing is
    written; what was answered is kept, so that the next run need not ask again.
    """  # noqa: D301 (\b keeps lines apart in click's help)
    texts = [("", 0, text) for text in papers]
    wanted = add_papers.parse_requests([*texts, *(_lines(file) if file else ())])
    if not wanted:
        raise click.UsageError("name a paper, such as 2402.07197, or a file with --from")
    day = _day(date) if date else clock.today()
    staging = Staging(project())
    with asking(offline=offline) as web:
        added = add_papers.add(
            web, staging, wanted, day, functools.partial(progress, label="Adding")
        )
    staging.write()
    reporting.added(staging, added)


@click.command()
@_ENTRIES
@_WRITE
@_OFFLINE
@exits
def enrich(*, entries: tuple[str, ...], write: bool, offline: bool) -> None:
    """Look for the identifiers of entries without any.

    arXiv and Crossref are asked. ENTRY is a slug or a file; all entries without an identifier if
    none is named. Proposed is only what is near-certain: the same title up to case and
    punctuation, and an author in common where authors are known. Other candidates are listed for
    you to judge, with how likely each is. Nothing is written without --write.
    """
    staging = Staging(project())
    chosen = chosen_of(staging.papers.values(), entries)
    with asking(offline=offline) as web:
        found = enriching.enrich(
            web, staging, chosen, functools.partial(progress, label="Looking up")
        )
    reporting.enriched(staging, found)
    _write_or_say(staging, write=write)


@click.command()
@_ENTRIES
@_WRITE
@_OFFLINE
@exits
def refresh(*, entries: tuple[str, ...], write: bool, offline: bool) -> None:
    """Propose what has changed upstream.

    ENTRY is a slug or a file; all entries with an arXiv id or a DOI if none is named. A new
    version, title or venue, a DOI or a withdrawal is shown as a difference; what a person wrote is
    not replaced, but said where it differs. Nothing is written without --write.
    """
    staging = Staging(project())
    chosen = chosen_of(staging.papers.values(), entries)
    with asking(offline=offline) as web:
        done = refreshing.refresh(web, staging, chosen, functools.partial(progress, label="Asking"))
    reporting.refreshed(staging, done)
    _write_or_say(staging, write=write)


def _write_or_say(staging: Staging, *, write: bool) -> None:
    count = quantity(len(staging.drafts), "paper")
    if write:
        staging.write()
        click.echo(f"{count} changed")
    else:
        advice = "; to write that, add --write" if staging.drafts else ""
        click.echo(f"{count} would change{advice}")


def _lines(file: Path) -> Iterator[tuple[str, int, str]]:
    """Yield what a file names, with its line: one on each, or several if each is one by itself."""
    shown = escape_invisible(str(file))
    text = files.read_text(file, shown, files.MAX_ENTRY_BYTES)
    for number, line in enumerate(text.splitlines(), 1):
        if bare := _COMMENT.sub("", line).strip(" \t,"):
            words = bare.replace(",", " ").split()
            several = words if all(map(_is_named, words)) else [bare]
            yield from ((shown, number, each) for each in several)


def _is_named(text: str) -> bool:
    try:
        urls.parse_identifier(text)
    except ValueError:
        return False
    return True


def _period(text: str) -> Period:
    try:
        return huggingface_list.parse_period(text)
    except ValueError as error:
        raise click.BadParameter(f"'{text}': {error}", param_hint="--huggingface") from None


def _day(text: str) -> dt.date:
    try:
        return schema.date(text)
    except ValueError as error:
        raise click.BadParameter(f"'{text}': {error}", param_hint="--date") from None


COMMANDS = (import_, add, enrich, refresh)
