"""What walks through the house: entries, papers and the files made of them. All frozen."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from generator.marked_yaml import Plain, Where

ABSTRACT_LENGTH = 20_000
"""Characters an abstract may have; arXiv allows 1,920, the longest elsewhere have some 6,000."""

TEXT_LENGTH = 1_000
"""Characters that a field of one line may have."""

TYPES = ("preprint", "conference", "journal")
"""What a paper can be for those who cite it; where an entry does not say, its venue tells."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as somebody wrote it, unchecked: front matter and abstract, with their lines."""

    path: str
    fields: Mapping[str, Plain]
    abstract: str
    lines: Mapping[Where, int] = field(default_factory=dict)
    abstract_line: int = 1

    def line(self, *where: str | int) -> int:
        """Return the line of a field, or of the list it stands in; 1 where it has none."""
        places = [where[:size] for size in range(len(where), 0, -1)]
        return next((self.lines[place] for place in places if place in self.lines), 1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a capture: where it begins, its text, and what is to be said of it."""

    line: int
    text: str
    remark: str


@dataclass(frozen=True, slots=True)
class HeaderDay:
    """The day that a capture's header states; its year may be missing."""

    line: int
    text: str
    month: int
    day: int
    year: int | None

    def is_same(self, other: "HeaderDay") -> bool:
        """Return whether two statements can mean one day."""
        years = {self.year, other.year} - {None}
        return (self.month, self.day) == (other.month, other.day) and len(years) <= 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in a capture; together its parts hold every paragraph of it."""

    entries: tuple[Entry, ...]
    day: HeaderDay | None = None
    furniture: tuple[Piece, ...] = ()
    unplaced: tuple[Piece, ...] = ()
    remarks: tuple[Piece, ...] = ()


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
    marks: tuple[tuple[str, str], ...] = ()


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
class OwnPage:
    """A hand-written page of ``docs/``: its path there, its title and its text without marks."""

    path: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file for ``docs/``: its path there, with ``/``, and how its content is made.

    Two of one path and one key have one content, so that what was made need not be made again.
    An artifact without a key is made each time.
    """

    path: str
    make: Callable[[], bytes]
    key: str = ""

    @classmethod
    def of(cls, path: str, content: bytes) -> "Artifact":
        """Return an artifact of a content that is there."""
        return cls(path, partial(bytes, content))

    @classmethod
    def made_of(cls, path: str, inputs: object, make: Callable[[], bytes]) -> "Artifact":
        """Return an artifact whose content hangs on some texts and numbers alone."""
        return cls(path, make, fingerprint(inputs))

    @property
    def content(self) -> bytes:
        """The file's content."""
        return self.make()


def fingerprint(value: object) -> str:
    """Return a digest of a value by what it is written as: texts, numbers, dates, tuples."""
    return hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
