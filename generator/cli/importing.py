"""The commands that bring papers in, and keep what is known of them up to date."""

import datetime as dt
import sys
from pathlib import Path

import click

from generator import formats, importer, schema
from generator.cli.shown import CONTENT_PROBLEMS, apart, exits, progress, project, short, show
from generator.errors import Problem
from generator.importer import DayGiven, Imported
from generator.merging import Conflict
from generator.shelf import Shelf
from generator.text import quantity, visible


@click.command("import")
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
@exits
def import_(capture: Path, date: str | None, year: int | None, format_name: str | None) -> None:
    """Make entries in papers/ from a saved list of papers.

    CAPTURE is a page that lists titles and abstracts, or a file of citations with abstracts. Each
    paper that papers/ does not have becomes an entry to be reviewed, with tags and links proposed
    from its words. What could not be placed is printed with its line and kept beside the capture,
    in NAME.unplaced.txt; the exit code is then 1. Importing a capture again changes nothing.
    """
    given = DayGiven(_day(date) if date else None, year)
    _report(importer.import_capture(project(), capture, given, progress, format_name), capture)


def _day(text: str) -> dt.date:
    try:
        return schema.date(text)
    except ValueError as error:
        raise click.BadParameter(f"'{text}': {error}", param_hint="--date") from None


def _report(imported: Imported, capture: Path) -> None:
    reading = imported.reading
    shown = visible(str(capture))
    click.echo(f"{shown}: {quantity(len(reading.entries), 'paper')} of {imported.day}")
    for piece in (*reading.furniture, *reading.remarks, *imported.remarks):
        click.echo(f"  line {piece.line}: {piece.remark}: {short(piece.text)}")
    for path in imported.written:
        click.echo(f"  wrote {path}")
    for path in imported.changed:
        click.echo(f"  changed {path}")
    for path in imported.already_there:
        click.echo(f"  already there: {path}")
    for path, conflict in imported.shelf.conflicts:
        click.echo(f"  {_said(imported.shelf, path, conflict)}")
    counts = {
        "written": imported.written,
        "changed": imported.changed,
        "already there": imported.already_there,
        "not placed": imported.unplaced,
    }
    click.echo(", ".join(f"{len(found)} {what}" for what, found in counts.items()))
    if imported.unplaced:
        for piece in imported.unplaced:
            message = f"{piece.remark}: '{short(piece.text)}'; place it by hand"
            show(Problem(shown, piece.line, message))
        kept = visible(str(imported.unplaced_file))
        click.echo(f"what could not be placed is kept in {kept}", err=True)
        sys.exit(CONTENT_PROBLEMS)


def _said(shelf: Shelf, path: str, conflict: Conflict) -> str:
    """Return a conflict with both values."""
    kept, other = apart(
        *(
            ", ".join([value] if isinstance(value, str) else value)
            for value in (conflict.kept, conflict.other)
        )
    )
    line = shelf.line(path, conflict.part)
    return f"{path}:{line}: '{conflict.part}' is '{kept}', but '{other}' in {conflict.source}; kept"


COMMANDS = (import_,)
