"""What walks through the house: entries, papers and the files made of them. All frozen."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.core.yaml_with_lines import KeyPath, YamlValue

MAX_ABSTRACT_LENGTH = 20_000
"""Characters an abstract may have; arXiv allows 1,920, the longest elsewhere have some 6,000."""

MAX_FIELD_LENGTH = 1_000
"""Characters that a field of one line may have."""

PAPER_TYPES = ("preprint", "conference", "journal")
"""What a paper can be for those who cite it; where an entry does not say, its venue tells."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as somebody wrote it, unchecked: front matter and abstract, with their lines."""

    path: str
    fields: Mapping[str, YamlValue]
    abstract: str
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    abstract_line: int = 1

    def line(self, *where: str | int) -> int:
        """Return the line of a field, or of the list it stands in; 1 where it has none."""
        places = [where[:size] for size in range(len(where), 0, -1)]
        return next((self.lines[place] for place in places if place in self.lines), 1)


@dataclass(frozen=True, order=True, slots=True)
class Author:
    """A person as a paper names them; those whose names share a slug share a page."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address that belongs to a paper, of a kind such as code, model or project."""

    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What a source said of a paper: its name, the day it was asked, marks of the values it gave.

    A mark stands behind the name of each part: ``("links.code", "3fa1")``. Where it is that of
    the paper's present value, the value is the source's; else a person has written another.
    """

    source: str
    date: dt.date
    fingerprints: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """One term of the taxonomy: an area (no parent) or a topic of one."""

    slug: str
    label: str
    description: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A checked entry. ``date`` is the day it was featured, ``published`` its first version's."""

    slug: str
    path: str
    title: str
    date: dt.date
    abstract: str
    authors: tuple[Author, ...] = ()
    arxiv: str | None = None
    doi: str | None = None
    openreview: str | None = None
    acl: str | None = None
    published: dt.date | None = None
    updated: dt.date | None = None
    withdrawn: dt.date | None = None
    venue: str | None = None
    type: str | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    upvotes: int | None = None
    submitted_by: str | None = None
    organization: str | None = None
    source: str | None = None
    provenance: tuple[Origin, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        """The year of its first publication, or of the day it was featured."""
        return (self.published or self.date).year


@dataclass(frozen=True, slots=True)
class HandWrittenPage:
    """A hand-written page of ``docs/``: its path there, its title and its text without marks."""

    path: str
    title: str
    text: str
