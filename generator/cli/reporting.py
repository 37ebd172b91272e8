"""What commands print of papers that came in: what was done, what to review, what conflicts."""

import difflib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

import click

from generator.cli.output import CONTENT_PROBLEMS, apart, short, show
from generator.core.errors import Problem
from generator.core.identifiers import IDENTIFIER_FIELDS
from generator.core.model import Paper
from generator.core.services import SERVICE_NAMES
from generator.intake.add_papers import AddedPaper
from generator.intake.enrich import Candidate, IdentifierSearch
from generator.intake.import_list import ImportResult
from generator.intake.merging import Conflict
from generator.intake.refresh import RefreshResult
from generator.intake.staging import Draft, Staging
from generator.library.provenance import Value
from generator.readers.reading import Passage
from generator.text.plain import escape_invisible, quantity

_MANY = 8
"""Lines of one kind that are printed before the rest is counted."""


def imported(found: ImportResult, shown: str, *, dry_run: bool) -> None:
    """Print what becomes of a list; end the run where something could not be placed.

    Args:
        found: the list and its entries.
        shown: what the list is called.
        dry_run: whether nothing was written; then the entries and changes are printed in full.
    """
    reading = found.reading
    day = f" of {found.day}" if found.day else ""
    click.echo(f"{shown}: {quantity(len(reading.entries), 'paper')}{day}")
    for line in _pieces((*reading.boilerplate, *reading.remarks, *found.remarks)):
        click.echo(f"  {line}")
    for line in _entries(found, dry_run=dry_run):
        click.echo(f"  {line}")
    if dry_run:
        _differences(found.staging)
    _conflicts(found.staging)
    click.echo(_counts(found, dry_run=dry_run))
    if found.unplaced:
        _unplaced(found, shown)
        if found.unplaced_file and not dry_run:
            kept = escape_invisible(str(found.unplaced_file))
            click.echo(f"what could not be placed is kept in {kept}", err=True)
        sys.exit(CONTENT_PROBLEMS)


def _counts(found: ImportResult, *, dry_run: bool) -> str:
    """Return how many entries were, or would be, written and changed."""
    counts = {
        "would be written" if dry_run else "written": found.created,
        "would change" if dry_run else "changed": found.updated,
        "already there": found.unchanged,
        "not placed": found.unplaced,
    }
    advice = "; to write that, leave out --dry-run" if dry_run and found.staging.drafts else ""
    return ", ".join(f"{len(paths)} {what}" for what, paths in counts.items()) + advice


def _entries(found: ImportResult, *, dry_run: bool) -> Iterator[str]:
    """Yield what was, or would be, done to each entry."""
    for path in found.created:
        yield f"would write {path}" if dry_run else f"wrote {path}"
    for path, parts in found.updated.items():
        yield f"{'would change' if dry_run else 'changed'} {path}: {', '.join(parts)}"
    for path in found.unchanged[:_MANY]:
        yield f"already there: {path}"
    if more := found.unchanged[_MANY:]:
        yield f"already there: {len(more):,} more"


def _unplaced(found: ImportResult, shown: str) -> None:
    for piece in found.unplaced:
        message = f"{piece.remark}: '{short(piece.text)}'; place it by hand"
        show(Problem(shown, piece.line, message))


def _pieces(pieces: Iterable[Passage]) -> Iterator[str]:
    """Yield a line for each piece; of many of one kind, the first and how many follow."""
    more: dict[str, list[int]] = {}
    counts = Counter[str]()
    for piece in pieces:
        counts[piece.remark] += 1
        if counts[piece.remark] <= _MANY:
            yield f"line {piece.line}: {piece.remark}: {short(piece.text)}"
        else:
            more.setdefault(piece.remark, []).append(piece.line)
    for remark, lines in more.items():
        yield f"lines {min(lines)} to {max(lines)}: {remark}: {len(lines):,} more"


def added(staging: Staging, found: Iterable[AddedPaper]) -> None:
    """Print which entries were written, which source gave what, and what to look at."""
    for each in found:
        paper, draft = staging.papers[each.path], staging.drafts.get(each.path)
        if draft is None:
            click.echo(f"already there: {each.path}: {short(paper.title)}")
        elif draft.before:
            click.echo(f"changed {each.path}: {short(paper.title)}")
            click.echo("".join(_difference(draft)), nl=False)
        else:
            click.echo(f"wrote {each.path}: {short(paper.title)}")
            for line in _made_of(paper):
                click.echo(f"  {line}")
        for piece in (piece for said in each.records for piece in said.to_review(paper)):
            click.echo(f"  to review: {piece.remark}: {short(piece.text)}")
    _conflicts(staging)


def _made_of(paper: Paper) -> Iterator[str]:
    """Yield which source gave which parts of a new entry, and the tags that were proposed."""
    for origin in paper.provenance:
        parts = ", ".join(part for part, _ in origin.fingerprints)
        yield f"{SERVICE_NAMES.get(origin.source, origin.source)} {origin.date}: {parts}"
    tags = f"tags proposed: {', '.join(paper.tags)}" if paper.tags else "no tag proposed"
    yield f"to review: {tags}"


def enriched(staging: Staging, found: Iterable[IdentifierSearch]) -> None:
    """Print for each paper without an identifier what is proposed, or what may be it."""
    for each in found:
        click.echo(f"{each.paper.path}: {short(each.paper.title)}")
        for candidate in each.proposed:
            click.echo(f"  proposed: {_candidate(candidate)}")
        for candidate in each.to_review:
            click.echo(f"  to review: {_candidate(candidate)}")
        if not each.proposed and not each.to_review:
            click.echo("  nothing like it was found")
    _differences(staging)
    _conflicts(staging)


def refreshed(staging: Staging, done: Iterable[RefreshResult]) -> None:
    """Print what has changed of papers, and what to look at."""
    for each in done:
        for remark in each.remarks:
            click.echo(f"{each.paper.path}: to review: {escape_invisible(remark)}")
    _differences(staging)
    _conflicts(staging)


def _candidate(candidate: Candidate) -> str:
    """Return a candidate in words: how likely it is, its identifiers, its title and authors."""
    fields, origin = candidate.record.entry.fields, candidate.record.origin
    ids = ", ".join(f"{name} {fields[name]}" for name in IDENTIFIER_FIELDS if name in fields)
    authors = fields.get("authors", [])
    by = f" by {', '.join(map(str, authors[:3]))}" if isinstance(authors, list) and authors else ""
    words = short(f"'{fields.get('title', '')}'{by}")
    remark = f" ({candidate.remark})" if candidate.remark else ""
    source = SERVICE_NAMES.get(origin.source, origin.source)
    return f"{candidate.confidence:.2f} {source}: {ids}: {words}{remark}"


def _differences(staging: Staging) -> None:
    for draft in staging.drafts.values():
        click.echo("".join(_difference(draft)), nl=False)


def _difference(draft: Draft) -> Iterator[str]:
    before, after = draft.before.splitlines(), draft.after.splitlines()
    for line in difflib.unified_diff(before, after, draft.path, draft.path, n=1, lineterm=""):
        yield escape_invisible(line) + "\n"


def _conflicts(staging: Staging) -> None:
    for path, conflict in staging.conflicts:
        click.echo(f"  {_said(staging, path, conflict)}")


def _said(staging: Staging, path: str, conflict: Conflict) -> str:
    """Return a conflict with both values."""
    held, other = apart(_words(conflict.held), _words(conflict.other))
    line, source = (
        staging.line_of(path, conflict.part),
        SERVICE_NAMES.get(conflict.source, conflict.source),
    )
    if conflict.is_taken:
        return f"{path}:{line}: '{conflict.part}' was '{held}', is now '{other}' by {source}"
    return f"{path}:{line}: '{conflict.part}' is '{held}', but '{other}' in {source}; kept"


def _words(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)
