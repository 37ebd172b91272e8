"""Convert papers to rows of JSON values for the cache, and back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeAlias

from generator.core.model import Author, Link, Origin, Paper

Row: TypeAlias = Sequence[Any]
"""The values of a paper's fields as JSON values, in the order of the fields."""

_NAMES = tuple(field.name for field in fields(Paper))
_DATES = tuple(_NAMES.index(name) for name in ("date", "published", "updated", "withdrawn"))
_AUTHORS, _LINKS = _NAMES.index("authors"), _NAMES.index("links")
_PROVENANCE = _NAMES.index("provenance")
_TUPLES = tuple(_NAMES.index(name) for name in ("categories", "tags", "aliases"))


def to_row(paper: Paper) -> Row:
    """Convert a paper to a row."""
    values = [getattr(paper, name) for name in _NAMES]
    for index in _DATES:
        values[index] = values[index] and values[index].isoformat()
    values[_AUTHORS] = [(author.name, author.slug) for author in paper.authors]
    values[_LINKS] = [(link.kind, link.url) for link in paper.links]
    values[_PROVENANCE] = [
        (origin.source, origin.date.isoformat(), origin.fingerprints) for origin in paper.provenance
    ]
    return values


def from_row(row: Row) -> Paper:
    """Convert a row to a paper.

    Args:
        row: The result of ``to_row``, which may have passed through JSON.
    """
    values = list(row)
    for index in _DATES:
        values[index] = values[index] and dt.date.fromisoformat(values[index])
    values[_AUTHORS] = tuple(Author(name, slug) for name, slug in values[_AUTHORS])
    values[_LINKS] = tuple(Link(kind, url) for kind, url in values[_LINKS])
    values[_PROVENANCE] = tuple(
        Origin(source, dt.date.fromisoformat(date), tuple(map(tuple, fingerprints)))
        for source, date, fingerprints in values[_PROVENANCE]
    )
    for index in _TUPLES:
        values[index] = tuple(values[index])
    return Paper(*values)
