"""The commands that import papers and keep entries up to date."""

import datetime as dt
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, Unpack

import click

from generator.cli import import_report
from generator.cli.output import (
    handle_errors,
    load_config,
    open_services,
    progress,
    select_papers,
)
from generator.core import clock, external_urls
from generator.intake import add_papers, huggingface_list, import_list
from generator.intake import enrich as enriching
from generator.intake import refresh as refreshing
from generator.intake.huggingface_list import Period
from generator.intake.import_list import DateOptions, ImportResult
from generator.intake.staging import Staging
from generator.library import schema
from generator.readers import formats
from generator.storage import files
from generator.text.strings import escape_invisible, quantity

_COMMENT = re.compile(r"(?:^|\s)#.*")  # not a # inside a URL or a DOI
_OFFLINE = click.option("--offline", is_flag=True, help="Use cached responses only, however old.")
_ENTRIES = click.argument("entries", nargs=-1, metavar="[ENTRY]...")
_WRITE = click.option("--write", is_flag=True, help="Write the proposed changes.")


class _ImportOptions(TypedDict):
    """The argument and options of ``import``."""

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
    help="Instead of CAPTURE, import Hugging Face's list for a day (2025-03-11, yesterday), a "
    "week (2025-W11) or a month (2025-03).",
)
@click.option("--date", metavar="YYYY-MM-DD", help="Day of the list.")
@click.option(
    "--year",
    type=click.IntRange(1600, 9999),
    metavar="YYYY",
    help="Year of the list, if CAPTURE has a date without a year.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(formats.FORMAT_NAMES),
    metavar="FORMAT",
    help=f"Format of CAPTURE; detected by default. One of {', '.join(formats.FORMAT_NAMES)}.",
)
@click.option("--dry-run", is_flag=True, help="Print the changes without writing them.")
@_OFFLINE
@handle_errors
def import_(**options: Unpack[_ImportOptions]) -> None:
    """Import a list of papers as entries in papers/.

    CAPTURE is a saved page with titles and abstracts, or a citation file with abstracts. Each new
    paper becomes an entry to review, with suggested tags and links. Missing values are added to
    existing entries; if a value differs, both values are printed.

    Text that could not be assigned to a paper is printed with its line number and saved next to the
    capture in CAPTURE.unplaced.txt. If text could not be assigned or a paper is invalid, the exit
    code is 1.
    Importing the same capture again changes nothing.
    """
    result, name = _import_period(options) if options["huggingface"] else _import_file(options)
    if not options["dry_run"]:
        result.write()
    import_report.print_import(result, name, dry_run=options["dry_run"])


@click.command()
@click.argument("papers", nargs=-1, metavar="[ID|URL|DOI]...")
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with one identifier or URL per line; # starts a comment.",
)
@click.option("--date", metavar="YYYY-MM-DD", help="Day of the digest; by default today.")
@_OFFLINE
@handle_errors
def add(*, papers: tuple[str, ...], file: Path | None, date: str | None, offline: bool) -> None:
    """Add papers by arXiv id, DOI or URL.

    \b
    Examples:
      paper-digest add 2402.07197 hep-th/9901001
      paper-digest add https://huggingface.co/papers/2402.07197
      paper-digest add 10.1145/3589334.3645682 --date 2025-03-11

    Values from arXiv, Hugging Face, Crossref and OpenAlex are written to a new entry or added to
    the existing one. If there is a problem with any paper, nothing is written; the responses are
    cached, so the next run does not request them again.
    """  # noqa: D301 (click keeps the line breaks of a paragraph that begins with \b)
    arguments = [("", 0, text) for text in papers]
    requests = add_papers.parse_requests([*arguments, *(_read_names(file) if file else ())])
    if not requests:
        raise click.UsageError("no paper given; pass one, such as 2402.07197, or use --from FILE")
    day = _parse_date(date) if date else clock.today()
    staging = Staging(load_config())
    bar = functools.partial(progress, label="Adding")
    with open_services(offline=offline) as client:
        added = add_papers.add(client, staging, requests, day, bar)
    staging.write()
    import_report.print_added(staging, added)


@click.command()
@_ENTRIES
@_WRITE
@_OFFLINE
@handle_errors
def enrich(*, entries: tuple[str, ...], write: bool, offline: bool) -> None:
    """Find identifiers for entries that have none.

    Searches arXiv and Crossref for the titles of entries. ENTRY is a slug or a file; the default
    is all entries without an identifier.

    A match is proposed only if it is nearly certain: the titles are the same except for case and
    punctuation, and the papers share an author if both have authors. Other candidates are listed
    for review, each with a confidence from 0 to 1. Nothing is written without --write.
    """
    staging = Staging(load_config())
    papers = select_papers(staging.papers.values(), entries)
    bar = functools.partial(progress, label="Searching")
    with open_services(offline=offline) as client:
        searches = enriching.enrich(client, staging, papers, bar)
    import_report.print_searches(staging, searches)
    _write(staging, is_confirmed=write)


@click.command()
@_ENTRIES
@_WRITE
@_OFFLINE
@handle_errors
def refresh(*, entries: tuple[str, ...], write: bool, offline: bool) -> None:
    """Update entries from arXiv, Crossref and OpenAlex.

    ENTRY is a slug or a file; the default is all entries with an arXiv id or a DOI.

    New versions, titles, venues, DOIs and withdrawals are shown as a diff. Values that were edited
    by hand are never replaced; if a service has a different value, both are printed. Nothing is
    written without --write.
    """
    staging = Staging(load_config())
    papers = select_papers(staging.papers.values(), entries)
    bar = functools.partial(progress, label="Requesting")
    with open_services(offline=offline) as client:
        results = refreshing.refresh(client, staging, papers, bar)
    import_report.print_refreshed(staging, results)
    _write(staging, is_confirmed=write)


def _import_period(options: _ImportOptions) -> tuple[ImportResult, str]:
    """Import a list from Hugging Face; return the result and the list's name for messages."""
    if any(options[name] for name in ("capture", "date", "year", "format_name")):
        others = "CAPTURE, --date, --year or --format"
        raise click.UsageError(f"--huggingface cannot be combined with {others}")
    period = _parse_period(options["huggingface"] or "")
    with open_services(offline=options["offline"]) as client:
        result = import_list.import_huggingface_list(load_config(), client, period, progress)
    return result, f"Hugging Face {period.name}"


def _import_file(options: _ImportOptions) -> tuple[ImportResult, str]:
    """Import a capture; return the result and the file's name for messages."""
    capture, date = options["capture"], options["date"]
    if not capture:
        raise click.UsageError("nothing to import; pass a CAPTURE or use --huggingface PERIOD")
    if options["offline"]:
        raise click.UsageError("--offline works only with --huggingface; omit it")
    dates = DateOptions(_parse_date(date) if date else None, options["year"])
    format_name = options["format_name"]
    result = import_list.import_capture(load_config(), capture, dates, progress, format_name)
    return result, escape_invisible(str(capture))


def _parse_period(text: str) -> Period:
    try:
        return huggingface_list.parse_period(text)
    except ValueError as error:
        raise click.BadParameter(f"'{text}': {error}", param_hint="--huggingface") from None


def _parse_date(text: str) -> dt.date:
    try:
        return schema.parse_date(text)
    except ValueError as error:
        raise click.BadParameter(f"'{text}': {error}", param_hint="--date") from None


def _read_names(file: Path) -> Iterator[tuple[str, int, str]]:
    """Yield the file, the line and the text of each identifier or URL in a file.

    A line may contain several identifiers, separated by spaces or commas.
    """
    name = escape_invisible(str(file))
    text = files.read_text(file, name, files.MAX_ENTRY_BYTES)
    for number, line in enumerate(text.splitlines(), 1):
        if content := _COMMENT.sub("", line).strip(" \t,"):
            words = content.replace(",", " ").split()
            texts = words if all(map(_is_identifier, words)) else [content]
            yield from ((name, number, text) for text in texts)


def _is_identifier(text: str) -> bool:
    try:
        external_urls.parse_identifier(text)
    except ValueError:
        return False
    return True


def _write(staging: Staging, *, is_confirmed: bool) -> None:
    """Write the staged changes if ``--write`` was given; print the number of changed papers."""
    count = quantity(len(staging.drafts), "paper")
    if is_confirmed:
        staging.write()
        click.echo(f"{count} changed")
    else:
        advice = "; run again with --write to write the changes" if staging.drafts else ""
        click.echo(f"{count} would change{advice}")


COMMANDS = (import_, add, enrich, refresh)
