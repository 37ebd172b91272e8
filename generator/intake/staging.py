"""Stage new and changed entries in memory, then write all of them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator.core.config import Config
from generator.core.errors import CannotRun, ContentError
from generator.core.external_services import SERVICE_NAMES
from generator.core.external_urls import find_links
from generator.core.model import Entry, Origin, Paper
from generator.intake import merging
from generator.intake.matching import PaperMatcher, RecordError, reject_unless_similar
from generator.intake.merging import Conflict, MergeResult
from generator.library import entry_file, load, people, provenance, schema
from generator.library.provenance import ABSTRACT, CurrentValues, Value
from generator.library.tagging import Tagger
from generator.storage import files
from generator.text.strings import slugify

T = TypeVar("T")
Progress = Callable[[Iterable[T]], Iterable[T]]
"""Yields the given items and shows the progress."""

KEYWORDS = "keywords"
"""The field of keywords in a record. They help to suggest tags and are not stored."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A new or changed entry.

    Attributes:
        path: The path of its file, relative to the project.
        before: The current text of the file; empty if the entry is new.
        after: The new text of the file.
    """

    path: str
    before: str
    after: str


class Staging:
    """A project's papers with proposed changes. Nothing is written until ``write`` is called.

    Attributes:
        papers: All papers by path, with the proposed changes.
        drafts: The new and changed entries by path.
        conflicts: The values on which sources disagree, each with the path of its paper.
    """

    def __init__(self, config: Config) -> None:
        """Read the project's papers.

        Raises:
            ContentError: The existing entries have problems.
        """
        site = load.load(config)
        self._config = config
        self._tagger = Tagger(site.taxonomy)
        self._people = site.people
        self.papers = {paper.path: paper for paper in site.papers}
        self.drafts: dict[str, Draft] = {}
        self.conflicts: list[tuple[str, Conflict]] = []
        self._matcher = PaperMatcher()
        self._slugs: set[str] = set()
        self._next_suffix: dict[str, int] = {}
        for paper in site.papers:
            self._add_to_indexes(paper)

    def find(self, record: Entry) -> Paper | None:
        """Return the paper that a record describes, if there is one.

        Raises:
            RecordError: The record matches two papers, or one of its identifiers is probably
                wrong.
        """
        return self._matcher.find(provenance.entry_values(record))

    def merge(self, paper: Paper, record: Entry, origin: Origin) -> Sequence[str]:
        """Merge a record into the paper that it describes, and collect the conflicts.

        Args:
            paper: One of ``papers``.
            record: The record.
            origin: The source of the record, and the day.

        Returns:
            The names of the values that change.

        Raises:
            RecordError: The record is about another paper, or makes the entry invalid.
        """
        values = provenance.entry_values(record)
        current = CurrentValues.from_paper(paper)
        reject_unless_similar(current.values, values, f"has the same identifier as {paper.path}")
        merged = merging.merge_values(current, values, origin)
        if merged.changes:
            self._change(paper, merged)
        self.conflicts += ((paper.path, conflict) for conflict in merged.conflicts)
        return list(merged.changes)

    def merge_update(self, paper: Paper, values: Mapping[str, Value], origin: Origin) -> None:
        """Merge the current values of a service, and collect new conflicts.

        Rejected values are recorded in ``provenance``, so each conflict is reported only once.

        Args:
            paper: One of ``papers``.
            values: The values, named as in ``provenance``.
            origin: The service and the day.

        Raises:
            RecordError: The values make the entry invalid.
        """
        current = CurrentValues.from_paper(paper)
        merged = merging.merge_values(current, values, origin, new_only=True)
        updated = current.updated(merged.changes, merged.provenance)
        origins = merging.origins_with_rejected(updated, origin, merged.conflicts)
        if origins != current.provenance:
            self._change(paper, MergeResult(merged.changes, origins))
        self.conflicts += ((paper.path, conflict) for conflict in merged.conflicts)

    def create(self, records: Sequence[tuple[Entry, Origin]], day: dt.date) -> Paper:
        """Create an entry for a new paper, with suggested tags and links from its abstract.

        Args:
            records: The records of the paper and their sources, the most trusted first.
            day: The day of the digest.

        Raises:
            RecordError: The records contradict each other, or the entry would be invalid or a
                duplicate.
        """
        title, arxiv = _first(records, "title"), _first(records, "arxiv")
        path = f"papers/{day.year}/{self._free_slug(title, arxiv)}.md"
        current, conflicts = _merge_all(records)
        abstract = str(current.values.get(ABSTRACT, ""))
        fields = merging.changed_fields(
            CurrentValues({}), MergeResult(current.values, current.provenance)
        )
        fields["date"] = day
        if links := find_links(abstract) | _as_links(fields.get("links")):
            fields["links"] = links
        if tags := self._suggest_tags(title, abstract, records):
            fields["tags"] = tags
        ordered = {name: fields[name] for name in schema.FIELDS if name in fields}
        paper = self._stage(Draft(path, "", entry_file.render(ordered, abstract)))
        self.conflicts += ((path, conflict) for conflict in conflicts)
        return paper

    def write(self) -> None:
        """Write the new and changed entries, each file atomically.

        Raises:
            CannotRun: An entry was edited after it was read, in which case nothing is written; or
                a file cannot be written.
        """
        for draft in self.drafts.values():
            self._refuse_if_edited(draft)
        for path, draft in self.drafts.items():
            if draft.before:
                files.overwrite(self._config.root / path, draft.after.encode())
            else:
                files.create(self._config.root / path, draft.after)

    def line_of(self, path: str, name: str) -> int:
        """Return the line of a value in the new text of an entry.

        Args:
            path: The entry's path.
            name: The value's name in ``provenance``, such as ``doi`` or ``links.code``.
        """
        draft = self.drafts.get(path) or self._unchanged(path)
        entry = entry_file.parse(draft.after, path)
        return entry.abstract_line if name == ABSTRACT else entry.line(*name.split("."))

    def _add_to_indexes(self, paper: Paper) -> None:
        self._matcher.add(paper)
        self._slugs |= {slug.casefold() for slug in (paper.slug, *paper.aliases)}

    def _change(self, paper: Paper, merged: MergeResult) -> None:
        """Apply the result of a merge to the paper's entry.

        Raises:
            RecordError: The change makes the entry invalid.
        """
        draft = self.drafts.get(paper.path) or self._unchanged(paper.path)
        abstract = merged.changes.get(ABSTRACT)
        text = None if abstract is None else str(abstract)
        fields = merging.changed_fields(CurrentValues.from_paper(paper), merged)
        try:
            after = entry_file.edit(draft.after, fields, schema.FIELDS, text)
        except ValueError as error:
            raise RecordError(f"{paper.path} has {error}") from None
        self._stage(Draft(paper.path, draft.before, after))

    def _unchanged(self, path: str) -> Draft:
        text = files.read_text(self._config.root / path, path, files.MAX_ENTRY_BYTES)
        return Draft(path, text, text)

    def _stage(self, draft: Draft) -> Paper:
        """Check a draft and add it to the staged changes.

        Raises:
            RecordError: The entry is invalid, or the paper has another entry.
        """
        try:
            paper, problems = schema.check(entry_file.parse(draft.after, draft.path))
        except ContentError as error:
            problems = list(error.problems)
        if problems:
            raise RecordError(f"not a valid entry: {problems[0].message}")
        if (size := len(draft.after.encode())) > files.MAX_ENTRY_BYTES:
            limit = f"{files.MAX_ENTRY_BYTES:,}"
            raise RecordError(f"not a valid entry: {size:,} bytes; write at most {limit}")
        if undecided := people.describe_undecided_author(self._people, paper):
            raise RecordError(undecided)
        self._matcher.reject_duplicate(paper)
        self.drafts[draft.path] = draft
        self.papers[paper.path] = paper
        self._add_to_indexes(paper)
        return paper

    def _free_slug(self, title: str, arxiv: str) -> str:
        """Return an unused slug: the arXiv id or the title, with a number if necessary."""
        base = arxiv.replace("/", "-") if arxiv else slugify(title) or "untitled"
        slug, number = base, self._next_suffix.get(base, 2)
        while slug.casefold() in self._slugs:
            slug, number = f"{base}-{number}", number + 1
        self._next_suffix[base] = number
        return slug

    def _suggest_tags(
        self, title: str, abstract: str, records: Iterable[tuple[Entry, Origin]]
    ) -> Sequence[str]:
        """Return the tags that the paper's words and the records' keywords suggest."""
        lists = (record.fields.get(KEYWORDS, []) for record, _ in records)
        words = [str(word) for words in lists if isinstance(words, list) for word in words]
        return self._tagger.suggest(". ".join([title, *words]), abstract)

    def _refuse_if_edited(self, draft: Draft) -> None:
        exists = (self._config.root / draft.path).exists()
        if exists != bool(draft.before) or (
            exists and self._unchanged(draft.path).before != draft.before
        ):
            raise CannotRun(f"{draft.path}: edited during this run; run the command again")


def _first(records: Iterable[tuple[Entry, Origin]], name: str) -> str:
    """Return the first value of a field in some records, or an empty string."""
    values = (provenance.entry_values(record).get(name) for record, _ in records)
    return str(next(filter(None, values), ""))


def _merge_all(records: Sequence[tuple[Entry, Origin]]) -> tuple[CurrentValues, list[Conflict]]:
    """Merge the records of a new paper into its values.

    Raises:
        RecordError: The records are about different papers.
    """
    current = CurrentValues({})
    conflicts: list[Conflict] = []
    for record, origin in records:
        values = provenance.entry_values(record)
        source = SERVICE_NAMES.get(origin.source, origin.source)
        reject_unless_similar(current.values, values, f"{source} has the same identifier")
        merged = merging.merge_values(current, values, origin)
        conflicts += merged.conflicts
        current = current.updated(merged.changes, merged.provenance)
    return current, conflicts


def _as_links(value: object) -> dict[str, str]:
    return value if isinstance(value, dict) else {}
