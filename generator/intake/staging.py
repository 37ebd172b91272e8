"""The library that imports add to: which papers are there, and what is proposed to be written."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator.core.config import Config
from generator.core.errors import CannotRun, ContentError
from generator.core.model import Entry, Origin, Paper
from generator.core.urls import links_in
from generator.intake import merging
from generator.intake.matching import Identities, Refused, refuse_unless_alike
from generator.intake.merging import Conflict, Merged
from generator.library import entry_file as entry_format
from generator.library import load, people, provenance, schema
from generator.library.provenance import ABSTRACT, Held
from generator.library.tagging import Tagger
from generator.storage import files
from generator.text.plain import slugify

T = TypeVar("T")
Progress = Callable[[Iterable[T]], Iterable[T]]
"""Passes items on and shows how far they are."""

KEYWORDS = "keywords"
"""What readers say for the proposal of tags; no field of an entry."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as it is to be written, and as it was: nothing for one that is new."""

    path: str
    before: str
    after: str


class Shelf:
    """A project's papers, and what a run adds to them; nothing is on disk before ``write``."""

    def __init__(self, config: Config) -> None:
        """Read the library.

        Raises:
            ContentError: the library has problems.
        """
        site = load.load(config)
        self._config, self._tagger = config, Tagger(site.taxonomy)
        self._people = site.people
        self.papers = {paper.path: paper for paper in site.papers}
        self.drafts: dict[str, Draft] = {}
        self.conflicts: list[tuple[str, Conflict]] = []
        self._identities = Identities()
        self._slugs: set[str] = set()
        self._numbers: dict[str, int] = {}
        """The next to try behind a slug that is taken."""

        for paper in site.papers:
            self._note(paper)

    def find(self, found: Entry) -> Paper | None:
        """Return the paper that a record is of, as ``Identities.find`` does.

        Raises:
            Refused: it is of two papers, or one of its identifiers is likely wrong.
        """
        return self._identities.find(provenance.parts_in(found))

    def merge(self, paper: Paper, found: Entry, origin: Origin) -> Sequence[str]:
        """Take from a record what its paper lacks; return the parts that changed.

        Raises:
            Refused: the record is of another paper, or the entry would not be valid.
        """
        parts = provenance.parts_in(found)
        held = Held.of(paper)
        refuse_unless_alike(held.parts, parts, f"has an identifier of {paper.path}")
        merged = merging.merge(held, parts, origin)
        if merged.taken:
            self.change(paper, merged)
        self.conflicts += ((paper.path, conflict) for conflict in merged.conflicts)
        return list(merged.taken)

    def change(self, paper: Paper, merged: Merged) -> None:
        """Set the parts of a paper that change.

        Raises:
            Refused: the entry would not be valid.
        """
        draft = self.drafts.get(paper.path) or self._unchanged(paper.path)
        abstract = merged.taken.get(ABSTRACT)
        text = None if abstract is None else str(abstract)
        fields = merging.fields(Held.of(paper), merged)
        try:
            after = entry_format.amended(draft.after, fields, schema.FIELDS, text)
        except ValueError as error:
            raise Refused(f"{paper.path} has {error}") from None
        self._take(Draft(paper.path, draft.before, after))

    def create(self, said: Sequence[tuple[Entry, Origin]], day: dt.date) -> Paper:
        """Add a paper that is not here, with tags and links proposed from its words.

        Args:
            said: what each source says of it, the one to trust first.
            day: the digest's day that features it.

        Raises:
            Refused: it is no valid entry.
        """
        parts = [provenance.parts_in(found) for found, _ in said]
        title = next((str(each["title"]) for each in parts if "title" in each), "")
        arxiv = next((str(each["arxiv"]) for each in parts if "arxiv" in each), "")
        path = f"papers/{day.year}/{self._free_slug(title, arxiv)}.md"
        held, conflicts = Held({}), list[Conflict]()
        for each, (_, origin) in zip(parts, said, strict=True):
            refuse_unless_alike(held.parts, each, f"{origin.source} has it under the same id")
            merged = merging.merge(held, each, origin)
            conflicts += merged.conflicts
            held = held.with_(merged.taken, merged.provenance)
        abstract = str(held.parts.get(ABSTRACT, ""))
        stated = merging.fields(Held({}), Merged(held.parts, held.provenance))
        links = links_in(abstract) | _map(stated.get("links"))
        proposed = {"links": links, "tags": self._tags(title, abstract, said)}
        fields = {**stated, "date": day, **{name: each for name, each in proposed.items() if each}}
        ordered = {name: fields[name] for name in schema.FIELDS if name in fields}
        made = self._take(Draft(path, "", entry_format.render(ordered, abstract)))
        self.conflicts += ((path, conflict) for conflict in conflicts)
        return made

    def _tags(
        self, title: str, abstract: str, said: Sequence[tuple[Entry, Origin]]
    ) -> Sequence[str]:
        """Return the tags that a paper's words and its sources' keywords suggest."""
        keywords = (found.fields.get(KEYWORDS, []) for found, _ in said)
        words = [str(word) for each in keywords if isinstance(each, list) for word in each]
        return self._tagger.suggest(". ".join([title, *words]), abstract)

    def write(self) -> None:
        """Write what is new or changed, each file whole.

        Raises:
            CannotRun: an entry has been edited since it was read; then nothing is written. Or the
                disk refuses.
        """
        for draft in self.drafts.values():
            self._refuse_changed(draft)
        for path, draft in self.drafts.items():
            if draft.before:
                files.overwrite(self._config.root / path, draft.after.encode())
            else:
                files.create(self._config.root / path, draft.after)

    def line(self, path: str, part: str) -> int:
        """Return the line on which an entry has a part."""
        draft = self.drafts.get(path) or self._unchanged(path)
        entry = entry_format.parse(draft.after, path)
        return entry.abstract_line if part == ABSTRACT else entry.line(*part.split("."))

    def _unchanged(self, path: str) -> Draft:
        text = files.read_text(self._config.root / path, path, files.ENTRY_BYTES)
        return Draft(path, text, text)

    def _refuse_changed(self, draft: Draft) -> None:
        is_there = (self._config.root / draft.path).exists()
        if is_there != bool(draft.before) or (
            is_there and self._unchanged(draft.path).before != draft.before
        ):
            raise CannotRun(f"{draft.path}: was edited while this ran; run it again")

    def _take(self, draft: Draft) -> Paper:
        try:
            paper, problems = schema.check(entry_format.parse(draft.after, draft.path))
        except ContentError as error:
            problems = list(error.problems)
        if problems:
            raise Refused(f"not a valid entry: {problems[0].message}")
        if (size := len(draft.after.encode())) > files.ENTRY_BYTES:
            advice = f"write at most {files.ENTRY_BYTES:,}"
            raise Refused(f"not a valid entry: {size:,} bytes; {advice}")
        if undecided := people.undecided(self._people, paper):
            raise Refused(undecided)
        self._identities.refuse_second(paper)
        self.drafts[draft.path] = draft
        self.papers[paper.path] = paper
        self._note(paper)
        return paper

    def _note(self, paper: Paper) -> None:
        """Remember by what a paper is known, and its addresses."""
        self._identities.add(paper)
        self._slugs |= {slug.casefold() for slug in (paper.slug, *paper.aliases)}

    def _free_slug(self, title: str, arxiv: str) -> str:
        """Return a slug that is free: the arXiv id, else that of the title."""
        base = arxiv.replace("/", "-") if arxiv else slugify(title) or "untitled"
        slug, number = base, self._numbers.get(base, 2)
        while slug.casefold() in self._slugs:
            slug, number = f"{base}-{number}", number + 1
        self._numbers[base] = number
        return slug


def _map(value: object) -> dict[str, str]:
    return value if isinstance(value, dict) else {}
