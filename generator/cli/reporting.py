"""What commands print of papers that came in: what was done, what to review, what conflicts."""

import difflib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

import click

from generator.cli.output import CONTENT_PROBLEMS, apart, short, show
from generator.core.errors import Problem
from generator.core.identifiers import IDENTIFIERS
from generator.core.model import Paper
from generator.core.services import LABELS
from generator.intake.add_papers import Added
from generator.intake.import_list import Imported
from generator.intake.merging import Conflict
from generator.intake.staging import Draft, Shelf
from generator.intake.update import Candidate, Found, Refreshed
from generator.library.provenance import Value
from generator.readers.reading import Passage
from generator.text.plain import quantity, visible

_MANY = 8
"""Lines of one kind that are printed before the rest is counted."""


def imported(found: Imported, shown: str, *, dry_run: bool) -> None:
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
        _differences(found.shelf)
    _conflicts(found.shelf)
    click.echo(_counts(found, dry_run=dry_run))
    if found.unplaced:
        _unplaced(found, shown)
        if found.unplaced_file and not dry_run:
            kept = visible(str(found.unplaced_file))
            click.echo(f"what could not be placed is kept in {kept}", err=True)
        sys.exit(CONTENT_PROBLEMS)


def _counts(found: Imported, *, dry_run: bool) -> str:
    """Return how many entries were, or would be, written and changed."""
    counts = {
        "would be written" if dry_run else "written": found.written,
        "would change" if dry_run else "changed": found.changed,
        "already there": found.already_there,
        "not placed": found.unplaced,
    }
    advice = "; to write that, leave out --dry-run" if dry_run and found.shelf.drafts else ""
    return ", ".join(f"{len(paths)} {what}" for what, paths in counts.items()) + advice


def _entries(found: Imported, *, dry_run: bool) -> Iterator[str]:
    """Yield what was, or would be, done to each entry."""
    for path in found.written:
        yield f"would write {path}" if dry_run else f"wrote {path}"
    for path, parts in found.changed.items():
        yield f"{'would change' if dry_run else 'changed'} {path}: {', '.join(parts)}"
    for path in found.already_there[:_MANY]:
        yield f"already there: {path}"
    if more := found.already_there[_MANY:]:
        yield f"already there: {len(more):,} more"


def _unplaced(found: Imported, shown: str) -> None:
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


def added(shelf: Shelf, found: Iterable[Added]) -> None:
    """Print which entries were written, which source gave what, and what to look at."""
    for each in found:
        paper, draft = shelf.papers[each.path], shelf.drafts.get(each.path)
        if draft is None:
            click.echo(f"already there: {each.path}: {short(paper.title)}")
        elif draft.before:
            click.echo(f"changed {each.path}: {short(paper.title)}")
            click.echo("".join(_difference(draft)), nl=False)
        else:
            click.echo(f"wrote {each.path}: {short(paper.title)}")
            for line in _made_of(paper):
                click.echo(f"  {line}")
        for piece in (piece for said in each.said for piece in said.to_review(paper)):
            click.echo(f"  to review: {piece.remark}: {short(piece.text)}")
    _conflicts(shelf)


def _made_of(paper: Paper) -> Iterator[str]:
    """Yield which source gave which parts of a new entry, and the tags that were proposed."""
    for origin in paper.provenance:
        parts = ", ".join(part for part, _ in origin.marks)
        yield f"{LABELS.get(origin.source, origin.source)} {origin.date}: {parts}"
    tags = f"tags proposed: {', '.join(paper.tags)}" if paper.tags else "no tag proposed"
    yield f"to review: {tags}"


def enriched(shelf: Shelf, found: Iterable[Found]) -> None:
    """Print for each paper without an identifier what is proposed, or what may be it."""
    for each in found:
        click.echo(f"{each.paper.path}: {short(each.paper.title)}")
        for candidate in each.taken:
            click.echo(f"  proposed: {_candidate(candidate)}")
        for candidate in each.review:
            click.echo(f"  to review: {_candidate(candidate)}")
        if not each.taken and not each.review:
            click.echo("  nothing like it was found")
    _differences(shelf)
    _conflicts(shelf)


def refreshed(shelf: Shelf, done: Iterable[Refreshed]) -> None:
    """Print what has changed of papers, and what to look at."""
    for each in done:
        for remark in each.remarks:
            click.echo(f"{each.paper.path}: to review: {visible(remark)}")
    _differences(shelf)
    _conflicts(shelf)


def _candidate(candidate: Candidate) -> str:
    """Return a candidate in words: how likely it is, its identifiers, its title and authors."""
    fields, origin = candidate.said.entry.fields, candidate.said.origin
    ids = ", ".join(f"{name} {fields[name]}" for name in IDENTIFIERS if name in fields)
    authors = fields.get("authors", [])
    by = f" by {', '.join(map(str, authors[:3]))}" if isinstance(authors, list) and authors else ""
    words = short(f"'{fields.get('title', '')}'{by}")
    remark = f" ({candidate.remark})" if candidate.remark else ""
    source = LABELS.get(origin.source, origin.source)
    return f"{candidate.confidence:.2f} {source}: {ids}: {words}{remark}"


def _differences(shelf: Shelf) -> None:
    for draft in shelf.drafts.values():
        click.echo("".join(_difference(draft)), nl=False)


def _difference(draft: Draft) -> Iterator[str]:
    before, after = draft.before.splitlines(), draft.after.splitlines()
    for line in difflib.unified_diff(before, after, draft.path, draft.path, n=1, lineterm=""):
        yield visible(line) + "\n"


def _conflicts(shelf: Shelf) -> None:
    for path, conflict in shelf.conflicts:
        click.echo(f"  {_said(shelf, path, conflict)}")


def _said(shelf: Shelf, path: str, conflict: Conflict) -> str:
    """Return a conflict with both values."""
    held, other = apart(_words(conflict.held), _words(conflict.other))
    line, source = (
        shelf.line(path, conflict.part),
        LABELS.get(conflict.source, conflict.source),
    )
    if conflict.is_taken:
        return f"{path}:{line}: '{conflict.part}' was '{held}', is now '{other}' by {source}"
    return f"{path}:{line}: '{conflict.part}' is '{held}', but '{other}' in {source}; kept"


def _words(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)
