"""A valid paper and a valid entry, with fields that tests can replace."""

import datetime as dt
from dataclasses import replace

from generator.core.model import Author, Entry, Paper
from generator.text.strings import slugify

TAXONOMY = """\
methods:
  label: Methods
  description: How it is done.
testing:
  parent: methods
  label: Testing
  description: Trying whether it works.
  aliases: [test, unit testing]
measuring:
  parent: methods
  label: Measuring
  description: Putting numbers to it.
  aliases: [measurement]
"""

ENTRY = """\
---
title: On the Use of Tests
date: 2025-03-11
authors: [Ada Lovelace, Blaise Pascal]
arxiv: "2402.07197"
published: 2024-02-11
tags: [testing]
---
We test what we build. It helps.
"""


def make_paper(**changes: object) -> Paper:
    """Return a valid paper with some fields replaced."""
    paper = Paper(
        slug="2402.07197",
        path="papers/2025/2402.07197.md",
        title="On the Use of Tests",
        date=dt.date(2025, 3, 11),
        abstract="We test what we build. It helps.",
        authors=make_authors("Ada Lovelace", "Blaise Pascal"),
        tags=("testing",),
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def make_authors(*names: str) -> tuple[Author, ...]:
    """Return authors with these names."""
    return tuple(Author(name, slugify(name)) for name in names)


def make_entry(abstract: str = "We test.", path: str = "papers/a.md", **fields: object) -> Entry:
    """Return an entry with a title, a date and some more fields."""
    return Entry(path, {"title": "A Title", "date": "2025-03-11", **fields}, abstract)  # type: ignore[dict-item]


def make_related_papers() -> list[Paper]:
    """Return two papers that share rare words and one that shares none, all of different days."""
    texts = (
        ("Grasping Robots", "A robot arm grasps objects with tactile sensing."),
        ("Tactile Arms", "Tactile sensing helps a robot arm."),
        ("Speech", "Acoustic models transcribe language."),
    )
    return [
        make_paper(slug=slug, title=title, abstract=abstract, date=dt.date(2025, 3, day))
        for slug, day, (title, abstract) in zip("abc", (11, 12, 13), texts, strict=True)
    ]
