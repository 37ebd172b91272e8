"""A paper's values by provenance name, and the source of each value.

Provenance names are the names of fields (``title``, ``authors``), ``abstract``, and names such as
``links.code`` for links.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator.core.identifiers import IDENTIFIER_FIELDS
from generator.core.model import Entry, Origin, Paper
from generator.text.strings import one_line

Value: TypeAlias = str | tuple[str, ...]

ABSTRACT = "abstract"
LINK_PREFIX = "links."
"""The start of a link's name: ``links.code``."""

LISTS = ("authors", "categories")
"""The names whose values are lists."""

_TEXTS = (
    "title", *IDENTIFIER_FIELDS, "published", "updated", "withdrawn", "venue", "type", "upvotes",
    "submitted_by", "organization",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CurrentValues:
    """A paper's values and the source of each value.

    Attributes:
        values: The values, by provenance name.
        provenance: What each source provided.
    """

    values: Mapping[str, Value]
    provenance: tuple[Origin, ...] = ()

    @classmethod
    def from_paper(cls, paper: Paper) -> "CurrentValues":
        """Return the values of a paper."""
        return cls(paper_values(paper), paper.provenance)

    def updated(
        self, changes: Mapping[str, Value], provenance: tuple[Origin, ...]
    ) -> "CurrentValues":
        """Return the values after a source has changed some of them.

        Args:
            changes: The new values, by name.
            provenance: The new provenance.
        """
        return CurrentValues({**self.values, **changes}, provenance)

    def fingerprint_from(self, source: str, name: str) -> str:
        """Return the fingerprint of the value that a source provided last, or an empty string.

        Args:
            source: The name of the source.
            name: The name of the value.
        """
        origins = (origin for origin in self.provenance if origin.source == source)
        recorded = (dict(origin.fingerprints) for origin in origins)
        return next((fingerprints[name] for fingerprints in recorded if name in fingerprints), "")

    def is_from(self, source: str, name: str) -> bool:
        """Return whether a source provided the current value.

        Args:
            source: The name of the source.
            name: The name of a value that the paper has.
        """
        return self.fingerprint_from(source, name) == value_fingerprint(self.values[name])

    def was_edited_by_hand(self, name: str) -> bool:
        """Return whether no source provided the current value.

        Args:
            name: The name of a value that the paper has.
        """
        return not any(self.is_from(origin.source, name) for origin in self.provenance)

    def origins_after(self, origin: Origin, values: Mapping[str, Value]) -> tuple[Origin, ...]:
        """Return the provenance after a source has provided some values.

        Args:
            origin: The source and its date. Its fingerprints are ignored.
            values: The values from the source; their fingerprints replace its earlier ones.
        """
        if not values:
            return self.provenance
        new = {name: value_fingerprint(value) for name, value in values.items()}
        by_origin: dict[tuple[str, dt.date], dict[str, str]] = {}
        for earlier in self.provenance:
            fingerprints = dict(earlier.fingerprints)
            if earlier.source == origin.source:
                fingerprints = {name: old for name, old in fingerprints.items() if name not in new}
            by_origin[earlier.source, earlier.date] = fingerprints
        by_origin.setdefault((origin.source, origin.date), {}).update(new)
        return tuple(
            Origin(source, date, tuple(fingerprints.items()))
            for (source, date), fingerprints in by_origin.items()
            if fingerprints
        )


def paper_values(paper: Paper) -> dict[str, Value]:
    """Return a paper's values by provenance name, without empty values."""
    values: dict[str, Value] = {"title": paper.title, ABSTRACT: paper.abstract}
    for name in _TEXTS[1:]:
        if (value := getattr(paper, name)) is not None:
            values[name] = str(value)  # a date as YYYY-MM-DD
    values["authors"] = tuple(author.name for author in paper.authors)
    values["categories"] = paper.categories
    values |= {f"{LINK_PREFIX}{link.kind}": link.url for link in paper.links}
    return {name: value for name, value in values.items() if value}


def entry_values(entry: Entry) -> dict[str, Value]:
    """Return an entry's values by provenance name, without empty values.

    Args:
        entry: An entry, usually a source's record; values of the wrong type are left out.
    """
    values: dict[str, Value] = {}
    for name in _TEXTS:
        if isinstance(text := entry.fields.get(name), str):
            values[name] = text.strip()
    for name in LISTS:
        if isinstance(items := entry.fields.get(name), list):
            values[name] = tuple(item for item in items if isinstance(item, str))
    if isinstance(links := entry.fields.get("links"), dict):
        values |= {
            f"{LINK_PREFIX}{kind}": url for kind, url in links.items() if isinstance(url, str)
        }
    values[ABSTRACT] = entry.abstract.strip()
    return {name: value for name, value in values.items() if value}


def current_origins(paper: Paper) -> tuple[Origin, ...]:
    """Return the sources of a paper's current values, without fingerprints of other values."""
    current = {name: value_fingerprint(value) for name, value in paper_values(paper).items()}
    origins = (
        Origin(
            origin.source,
            origin.date,
            tuple(
                (name, fingerprint)
                for name, fingerprint in origin.fingerprints
                if current.get(name) == fingerprint
            ),
        )
        for origin in paper.provenance
    )
    return tuple(origin for origin in origins if origin.fingerprints)


def value_fingerprint(value: Value) -> str:
    r"""Return a fingerprint of a value: four hexadecimal digits.

    Line breaks and repeated spaces make no difference.

    >>> value_fingerprint("On Tests") == value_fingerprint("On\nTests")
    True
    >>> len(value_fingerprint(("Ada Lovelace",)))
    4
    """
    texts = [value] if isinstance(value, str) else value
    joined = "\n".join(map(one_line, texts))
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=2).hexdigest()
