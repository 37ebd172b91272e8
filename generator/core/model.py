"""The project's data records, all frozen: entries, papers, authors and tags."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.core.yaml_with_lines import KeyPath, YamlValue

MAX_ABSTRACT_LENGTH = 20_000
"""The maximum length of an abstract, in characters.

arXiv allows 1,920; the longest abstracts from other sources have about 6,000.
"""

MAX_FIELD_LENGTH = 1_000
"""The maximum length of a one-line field, in characters."""

PAPER_TYPES = ("preprint", "conference", "journal")
"""The values of an entry's ``type``. Without one, the type is inferred from the venue."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An unchecked record: the front matter and abstract as written, with line numbers."""

    path: str
    """The file, relative to the project's folder, or the source that the record was read from."""

    fields: Mapping[str, YamlValue]
    """The front matter."""

    abstract: str
    """The text below the front matter."""

    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    """The line of each value of ``fields``, counted from 1."""

    abstract_line: int = 1
    """The line on which the abstract begins, counted from 1."""

    def line(self, *keys: str | int) -> int:
        """Return the line of a value, or of its closest parent with a line number.

        Args:
            keys: The keys and indexes that lead to the value, such as ``"tags", 0``.

        Returns:
            The line, counted from 1; 1 if neither the value nor its parents have a line number.
        """
        paths = [keys[:size] for size in range(len(keys), 0, -1)]
        return next((self.lines[path] for path in paths if path in self.lines), 1)


@dataclass(frozen=True, order=True, slots=True)
class Author:
    """An author of a paper. Authors with the same slug share a page."""

    name: str
    """The name as written in the entry."""

    slug: str
    """The name's form in URLs: ``ada-lovelace``."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a paper to a related resource."""

    kind: str
    """The kind of resource, such as ``code``, ``model`` or ``project``."""

    url: str
    """An http or https URL."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The values of a paper that one source provided on one day.

    A field still has the source's value if the value's fingerprint equals the recorded one.
    Otherwise, the value has been changed since.
    """

    source: str
    """A service, such as ``arxiv``, or the name of an imported file."""

    date: dt.date
    """The day on which the source was read."""

    fingerprints: tuple[tuple[str, str], ...] = ()
    """Pairs of a field's name and its value's fingerprint, such as ``("links.code", "3fa1")``."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of the taxonomy: either an area, or a topic within an area."""

    slug: str
    """The tag's name in entries and URLs."""

    label: str
    """The name that readers see."""

    description: str
    """One sentence that describes which papers belong to the tag."""

    parent: str | None = None
    """The slug of the topic's area; None for an area."""

    aliases: tuple[str, ...] = ()
    """Other names of the tag. The tag is suggested for papers that contain any of them."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A checked entry."""

    slug: str
    """The stem of the entry's file, and the paper's name in URLs."""

    path: str
    """The entry's file, relative to the project's folder."""

    title: str
    """The title; it may contain TeX."""

    date: dt.date
    """The day on which the paper was featured."""

    abstract: str
    """The abstract; it may contain TeX. Blank lines separate paragraphs."""

    authors: tuple[Author, ...] = ()
    """The authors, in the paper's order."""

    arxiv: str | None = None
    """The arXiv id without a version."""

    doi: str | None = None
    """The bare DOI."""

    openreview: str | None = None
    """The OpenReview forum id."""

    acl: str | None = None
    """The ACL Anthology id."""

    published: dt.date | None = None
    """The day of the first public version."""

    updated: dt.date | None = None
    """The day of the latest version."""

    withdrawn: dt.date | None = None
    """The day on which the paper was withdrawn."""

    venue: str | None = None
    """The journal or conference, such as ``WWW 2024``."""

    type: str | None = None
    """One of ``PAPER_TYPES``; None if it is inferred from the venue."""

    categories: tuple[str, ...] = ()
    """arXiv categories, the primary one first."""

    tags: tuple[str, ...] = ()
    """Slugs of tags, the most specific first."""

    links: tuple[Link, ...] = ()
    """Links to code, data and other resources."""

    upvotes: int | None = None
    """The number of upvotes on the list that featured the paper."""

    submitted_by: str | None = None
    """Who submitted the paper to that list."""

    organization: str | None = None
    """The organization that the list shows for the paper."""

    source: str | None = None
    """Where the entry comes from, as one line of text."""

    provenance: tuple[Origin, ...] = ()
    """The sources of the values."""

    aliases: tuple[str, ...] = ()
    """Earlier slugs of the paper; pages at their addresses redirect to the paper's page."""

    @property
    def year(self) -> int:
        """The year of the first publication, or of the day on which the paper was featured."""
        return (self.published or self.date).year


@dataclass(frozen=True, slots=True)
class HandWrittenPage:
    """A page of ``docs/`` that a person wrote."""

    path: str
    """The page's file, relative to ``docs/``."""

    title: str
    """The page's title, as plain text."""

    text: str
    """The page's content, as plain text without markup."""
