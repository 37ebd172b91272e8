"""What is held of a paper, part by part, and which source gave each."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator.core.identifiers import IDENTIFIER_FIELDS
from generator.core.model import Entry, Origin, Paper
from generator.text.plain import one_line

Value: TypeAlias = str | tuple[str, ...]

ABSTRACT = "abstract"
LINK = "links."
"""How the name of a link's part begins: ``links.code``."""

_TEXTS = (
    "title", *IDENTIFIER_FIELDS, "published", "updated", "withdrawn", "venue", "type", "upvotes",
    "submitted_by", "organization",
)  # fmt: skip
LISTS = ("authors", "categories")


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of a paper: its parts, by the names that provenance uses, and that."""

    parts: Mapping[str, Value]
    provenance: tuple[Origin, ...] = ()

    @classmethod
    def of(cls, paper: Paper) -> "Held":
        """Return what a paper's entry holds."""
        return cls(parts_of(paper), paper.provenance)

    def with_(self, taken: Mapping[str, Value], provenance: tuple[Origin, ...]) -> "Held":
        """Return what is held once a source's parts are taken."""
        return Held({**self.parts, **taken}, provenance)

    def said_by(self, source: str, part: str) -> str:
        """Return the mark of what a source said last of a part, or nothing."""
        marks = (dict(each.fingerprints) for each in self.provenance if each.source == source)
        return next((found[part] for found in marks if part in found), "")

    def is_from(self, source: str, part: str) -> bool:
        """Return whether a part is what a source said, unchanged."""
        return self.said_by(source, part) == mark(self.parts[part])

    def is_a_person_s(self, part: str) -> bool:
        """Return whether no source has said what a part is now."""
        return not any(self.is_from(origin.source, part) for origin in self.provenance)

    def after(self, origin: Origin, said: Mapping[str, Value]) -> tuple[Origin, ...]:
        """Return the provenance once a source has said some parts; its older marks go."""
        if not said:
            return self.provenance
        new = {part: mark(value) for part, value in said.items()}
        found: dict[tuple[str, dt.date], dict[str, str]] = {}
        for each in self.provenance:
            kept = dict(each.fingerprints)
            if each.source == origin.source:
                kept = {part: known for part, known in kept.items() if part not in new}
            found[each.source, each.date] = kept
        found.setdefault((origin.source, origin.date), {}).update(new)
        return tuple(
            Origin(source, date, tuple(marks.items()))
            for (source, date), marks in found.items()
            if marks
        )


def parts_of(paper: Paper) -> dict[str, Value]:
    """Return what a paper holds, by the names that provenance uses."""
    parts: dict[str, Value] = {"title": paper.title, ABSTRACT: paper.abstract}
    for name in _TEXTS[1:]:
        if (value := getattr(paper, name)) is not None:
            parts[name] = str(value)  # a date as YYYY-MM-DD
    parts["authors"] = tuple(author.name for author in paper.authors)
    parts["categories"] = paper.categories
    parts |= {f"{LINK}{link.kind}": link.url for link in paper.links}
    return {name: value for name, value in parts.items() if value}


def parts_in(entry: Entry) -> dict[str, Value]:
    """Return what a source says of a paper, by the same names; what has no name is left out."""
    parts: dict[str, Value] = {}
    for name in _TEXTS:
        if isinstance(value := entry.fields.get(name), str):
            parts[name] = value.strip()
    for name in LISTS:
        if isinstance(values := entry.fields.get(name), list):
            parts[name] = tuple(value for value in values if isinstance(value, str))
    if isinstance(links := entry.fields.get("links"), dict):
        parts |= {f"{LINK}{kind}": url for kind, url in links.items() if isinstance(url, str)}
    parts[ABSTRACT] = entry.abstract.strip()
    return {name: value for name, value in parts.items() if value}


def origins(paper: Paper) -> tuple[Origin, ...]:
    """Return the sources of a paper's present values; marks of others are left out."""
    held = {part: mark(value) for part, value in parts_of(paper).items()}
    now = (
        Origin(
            each.source, each.date, tuple(m for m in each.fingerprints if held.get(m[0]) == m[1])
        )
        for each in paper.provenance
    )
    return tuple(each for each in now if each.fingerprints)


def mark(value: Value) -> str:
    r"""Return four hexadecimal digits that tell a value from others, whatever its line breaks.

    >>> mark("On Tests") == mark("On\nTests"), len(mark(("Ada Lovelace",)))
    (True, 4)
    """
    texts = [value] if isinstance(value, str) else value
    joined = "\n".join(map(one_line, texts))
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=2).hexdigest()
