"""Print the results of imports and updates: changes, conflicts and remarks to review."""

import difflib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

import click

from generator.cli.output import CONTENT_PROBLEMS, print_problem, shorten, shorten_pair
from generator.core.errors import Problem
from generator.core.external_services import SERVICE_NAMES
from generator.core.identifiers import IDENTIFIER_FIELDS
from generator.core.model import Paper
from generator.intake.add_papers import AddedPaper
from generator.intake.enrich import Candidate, IdentifierSearch
from generator.intake.import_list import ImportResult
from generator.intake.merging import Conflict
from generator.intake.refresh import RefreshResult
from generator.intake.staging import Draft, Staging
from generator.library.provenance import Value
from generator.readers.reading import Passage
from generator.text.strings import escape_invisible, quantity

_MAX_LINES = 8
"""The maximum number of lines of one kind to print; further lines are only counted."""


def print_import(result: ImportResult, name: str, *, dry_run: bool) -> None:
    """Print the result of an import; exit if some text could not be assigned to a paper.

    Args:
        result: The result.
        name: The name of the list.
        dry_run: Whether nothing was written; then the changes are printed in full.
    """
    reading = result.reading
    day = f" for {result.day}" if result.day else ""
    click.echo(f"{name}: {quantity(len(reading.entries), 'paper')}{day}")
    for line in _passages((*reading.boilerplate, *reading.remarks, *result.remarks)):
        click.echo(f"  {line}")
    for line in _entries(result, dry_run=dry_run):
        click.echo(f"  {line}")
    if dry_run:
        _print_diffs(result.staging)
    _print_conflicts(result.staging)
    click.echo(_counts(result, dry_run=dry_run))
    if result.unplaced:
        _print_unplaced(result, name)
        if result.unplaced_file and not dry_run:
            path = escape_invisible(str(result.unplaced_file))
            click.echo(f"saved the text that could not be assigned to a paper to {path}", err=True)
        sys.exit(CONTENT_PROBLEMS)


def print_added(staging: Staging, papers: Iterable[AddedPaper]) -> None:
    """Print the entries of added papers: the source of each value, and remarks to review."""
    for added in papers:
        paper, draft = staging.papers[added.path], staging.drafts.get(added.path)
        if draft is None:
            click.echo(f"unchanged {added.path}: {shorten(paper.title)}")
        elif draft.before:
            click.echo(f"changed {added.path}: {shorten(paper.title)}")
            click.echo("".join(_diff(draft)), nl=False)
        else:
            click.echo(f"created {added.path}: {shorten(paper.title)}")
            for line in _sources(paper):
                click.echo(f"  {line}")
        for record in added.records:
            for passage in record.to_review(paper):
                click.echo(f"  to review: {passage.remark}: {shorten(passage.text)}")
    _print_conflicts(staging)


def print_searches(staging: Staging, searches: Iterable[IdentifierSearch]) -> None:
    """Print the proposed identifiers of papers, and the candidates to review."""
    for search in searches:
        click.echo(f"{search.paper.path}: {shorten(search.paper.title)}")
        for candidate in search.proposed:
            click.echo(f"  proposed: {_describe(candidate)}")
        for candidate in search.to_review:
            click.echo(f"  to review: {_describe(candidate)}")
        if not search.proposed and not search.to_review:
            click.echo("  no match found")
    _print_diffs(staging)
    _print_conflicts(staging)


def print_refreshed(staging: Staging, results: Iterable[RefreshResult]) -> None:
    """Print the changes to refreshed papers, and remarks to review."""
    for result in results:
        for remark in result.remarks:
            click.echo(f"{result.paper.path}: to review: {escape_invisible(remark)}")
    _print_diffs(staging)
    _print_conflicts(staging)


def _passages(passages: Iterable[Passage]) -> Iterator[str]:
    """Yield a line for each passage; passages beyond the limit for their remark are counted."""
    counts = Counter[str]()
    lines_by_remark: dict[str, list[int]] = {}
    for passage in passages:
        counts[passage.remark] += 1
        if counts[passage.remark] <= _MAX_LINES:
            yield f"line {passage.line}: {passage.remark}: {shorten(passage.text)}"
        else:
            lines_by_remark.setdefault(passage.remark, []).append(passage.line)
    for remark, lines in lines_by_remark.items():
        yield f"lines {min(lines)} to {max(lines)}: {remark}: {len(lines):,} more"


def _entries(result: ImportResult, *, dry_run: bool) -> Iterator[str]:
    """Yield a line for each entry; unchanged entries beyond the limit are counted."""
    for path in result.created:
        yield f"would create {path}" if dry_run else f"created {path}"
    for path, names in result.updated.items():
        yield f"{'would change' if dry_run else 'changed'} {path}: {', '.join(names)}"
    for path in result.unchanged[:_MAX_LINES]:
        yield f"unchanged {path}"
    if others := result.unchanged[_MAX_LINES:]:
        yield f"unchanged: {len(others):,} more"


def _print_diffs(staging: Staging) -> None:
    for draft in staging.drafts.values():
        click.echo("".join(_diff(draft)), nl=False)


def _diff(draft: Draft) -> Iterator[str]:
    before, after = draft.before.splitlines(), draft.after.splitlines()
    for line in difflib.unified_diff(before, after, draft.path, draft.path, n=1, lineterm=""):
        yield escape_invisible(line) + "\n"


def _print_conflicts(staging: Staging) -> None:
    for path, conflict in staging.conflicts:
        click.echo(f"  {_conflict(staging, path, conflict)}")


def _conflict(staging: Staging, path: str, conflict: Conflict) -> str:
    current, other = shorten_pair(_join(conflict.current), _join(conflict.reported))
    place = f"{path}:{staging.line_of(path, conflict.name)}"
    source = SERVICE_NAMES.get(conflict.source, conflict.source)
    if conflict.is_applied:
        return f"{place}: '{conflict.name}' was '{current}' and is now '{other}' from {source}"
    return f"{place}: '{conflict.name}' is '{current}', but {source} has '{other}'; not changed"


def _join(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _counts(result: ImportResult, *, dry_run: bool) -> str:
    counts = {
        "would be created" if dry_run else "created": result.created,
        "would change" if dry_run else "changed": result.updated,
        "unchanged": result.unchanged,
        "not assigned": result.unplaced,
    }
    has_advice = dry_run and result.staging.drafts
    advice = "; run again without --dry-run to write the changes" if has_advice else ""
    return ", ".join(f"{len(items)} {label}" for label, items in counts.items()) + advice


def _print_unplaced(result: ImportResult, name: str) -> None:
    for passage in result.unplaced:
        message = f"{passage.remark}: '{shorten(passage.text)}'; assign it by hand"
        print_problem(Problem(name, passage.line, message))


def _sources(paper: Paper) -> Iterator[str]:
    """Yield the sources of a new entry's values, and the suggested tags."""
    for origin in paper.provenance:
        names = ", ".join(name for name, _ in origin.fingerprints)
        yield f"{SERVICE_NAMES.get(origin.source, origin.source)} {origin.date}: {names}"
    tags = f"suggested tags: {', '.join(paper.tags)}" if paper.tags else "no tags suggested"
    yield f"to review: {tags}"


def _describe(candidate: Candidate) -> str:
    """Return a candidate's confidence, source, identifiers, title and first authors."""
    fields, origin = candidate.record.entry.fields, candidate.record.origin
    ids = ", ".join(f"{name} {fields[name]}" for name in IDENTIFIER_FIELDS if name in fields)
    authors = fields.get("authors", [])
    by = f" by {', '.join(map(str, authors[:3]))}" if isinstance(authors, list) and authors else ""
    title = shorten(f"'{fields.get('title', '')}'{by}")
    remark = f" ({candidate.remark})" if candidate.remark else ""
    source = SERVICE_NAMES.get(origin.source, origin.source)
    return f"{candidate.confidence:.2f} {source}: {ids}: {title}{remark}"
