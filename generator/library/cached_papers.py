"""Papers as rows of texts and numbers, as the cache keeps them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeAlias

from generator.core.model import Author, Link, Origin, Paper

Row: TypeAlias = Sequence[Any]

_NAMES = tuple(field.name for field in fields(Paper))
_DATES = tuple(_NAMES.index(name) for name in ("date", "published", "updated", "withdrawn"))
_AUTHORS, _LINKS = _NAMES.index("authors"), _NAMES.index("links")
_PROVENANCE = _NAMES.index("provenance")
_TUPLES = tuple(_NAMES.index(name) for name in ("categories", "tags", "aliases"))


def row(paper: Paper) -> Row:
    """Return a paper's fields, in their order, as JSON can hold them."""
    values = [getattr(paper, name) for name in _NAMES]
    for place in _DATES:
        values[place] = values[place] and values[place].isoformat()
    values[_AUTHORS] = [(author.name, author.slug) for author in paper.authors]
    values[_LINKS] = [(link.kind, link.url) for link in paper.links]
    values[_PROVENANCE] = [
        (origin.source, origin.date.isoformat(), origin.fingerprints) for origin in paper.provenance
    ]
    return values


def paper(stored: Row) -> Paper:
    """Return the paper of a row."""
    values = list(stored)
    for place in _DATES:
        values[place] = values[place] and dt.date.fromisoformat(values[place])
    values[_AUTHORS] = tuple(Author(name, slug) for name, slug in values[_AUTHORS])
    values[_LINKS] = tuple(Link(kind, url) for kind, url in values[_LINKS])
    values[_PROVENANCE] = tuple(
        Origin(source, dt.date.fromisoformat(date), tuple((name, mark) for name, mark in marks))
        for source, date, marks in values[_PROVENANCE]
    )
    for place in _TUPLES:
        values[place] = tuple(values[place])
    return Paper(*values)
