"""Generate papers for a benchmark without a corpus, from this repository's own entries."""

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from searching.papers import ROOT, PaperText, load_taxonomy

from generator.core.model import Paper
from generator.library import entry_file, schema
from generator.text.strings import match_key, slugify

PAPERS_PER_DAY = 25
"""The average number of papers per day."""

_AUTHORS = (1, 2, 3, 3, 4, 4, 5, 6, 8, 12)
_TAGS = (1, 2, 2, 3)
_SENTENCES = (5, 6, 7, 8, 9)
_REPEATED_AUTHORS = 0.4
"""The share of authors who wrote an earlier paper: few write many papers, most write one."""

_SLUG_LENGTH = 80
_WEEKEND = (5, 6)
_DAYS_UNTIL_FEATURED = 30


def papers() -> Iterator[PaperText]:
    """Yield an endless, reproducible series of papers: the newest day first, each title once.

    Raises:
        SystemExit: This repository has no entries to generate papers from.
    """
    originals = [_read(path.read_text("utf-8")) for path in sorted((ROOT / "papers").rglob("*.md"))]
    if not originals:
        raise SystemExit("papers/ is empty; name a corpus: make bench CORPUS=papers.jsonl.xz")
    generator = _PaperGenerator(originals, max(paper.date for paper in originals))
    titles: set[str] = set()
    number = 0
    while True:
        text = generator.text(number := number + 1)
        if text and (key := match_key(text.paper.title)) not in titles:
            titles.add(key)
            yield text


def _read(text: str) -> Paper:
    return schema.check(entry_file.parse(text, "papers/any.md"))[0]


@dataclass
class _PaperGenerator:
    """Combines words, names and fields of existing papers into new ones."""

    originals: list[Paper]
    day: dt.date
    rng: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 (not a key)
    names: list[str] = field(default_factory=list)

    def text(self, number: int) -> PaperText | None:
        """Return the next paper; None if it is not valid."""
        self.change_day()
        title = self.title()
        name = f"{slugify(title)[:_SLUG_LENGTH].rstrip('-._')}-{number}"
        path = f"papers/{self.day.year}/{name}.md"
        delay = dt.timedelta(days=self.rng.randrange(_DAYS_UNTIL_FEATURED))
        fields = {
            "title": title,
            "date": self.day,
            "authors": self.authors(),
            "published": self.day - delay,
            "venue": self.rng.choice(self.venues),
            "tags": self.tags(),
            "source": "Generated from other papers' words, for measurements only",
        }
        abstract = " ".join(self.rng.sample(self.sentences, self.rng.choice(_SENTENCES)))
        text = entry_file.render(fields, abstract)
        paper, problems = schema.check(entry_file.parse(text, path))
        return None if problems else PaperText(paper, text)

    def change_day(self) -> None:
        """Go back to the previous working day if this day has enough papers."""
        if self.rng.random() * PAPERS_PER_DAY < 1:
            self.day -= dt.timedelta(days=1)
            while self.day.weekday() in _WEEKEND:
                self.day -= dt.timedelta(days=1)

    def title(self) -> str:
        """Return the start of one title, the end of another, and two more words."""
        first, second = self.rng.choice(self.originals), self.rng.choice(self.originals)
        words = " ".join(self.rng.sample(self.words, 2))
        return f"{first.title.split(':')[0]}: {second.title.split(':')[-1].strip()} by {words}"

    def authors(self) -> list[str]:
        """Return names; authors of many earlier papers are more likely to be chosen."""
        chosen: dict[str, None] = {}
        for _ in range(self.rng.choice(_AUTHORS)):
            is_repeated = self.names and self.rng.random() < _REPEATED_AUTHORS
            chosen[self.rng.choice(self.names) if is_repeated else self.new_name()] = None
        self.names += chosen
        return list(chosen)

    def new_name(self) -> str:
        """Return the first name of one author, an initial, and the last name of another."""
        first, second = (self.rng.choice(self.original_authors).split() for _ in "12")
        return f"{first[0]} {self.rng.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}. {second[-1]}"

    def tags(self) -> list[str]:
        """Return tags; the nth of them is chosen n times less often than the first."""
        count = self.rng.choice(_TAGS)
        return list(dict.fromkeys(self.rng.choices(self.topics, self.weights, k=count)))

    @cached_property
    def topics(self) -> list[str]:
        """The tags that have a parent, in random order."""
        topics = [tag.slug for tag in load_taxonomy().tags.values() if tag.parent]
        return self.rng.sample(topics, len(topics))

    @cached_property
    def weights(self) -> list[float]:
        """The relative frequency of each tag."""
        return [1 / rank for rank in range(1, len(self.topics) + 1)]

    @cached_property
    def original_authors(self) -> list[str]:
        """The names of all authors of existing papers."""
        return [author.name for paper in self.originals for author in paper.authors] or [
            "A. Nonymous"
        ]

    @cached_property
    def venues(self) -> list[str]:
        """The venues of existing papers."""
        return [paper.venue or "Preprint" for paper in self.originals]

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences of all abstracts, repeated so that a sample is always possible."""
        abstracts = (paper.abstract for paper in self.originals)
        sentences = [text for abstract in abstracts for text in re.split(r"(?<=\.)\s+", abstract)]
        return sentences * max(_SENTENCES)

    @cached_property
    def words(self) -> list[str]:
        """The longer words of all abstracts, each once; at least two."""
        text = " ".join(paper.abstract for paper in self.originals)
        return sorted({"anything", "everything", *re.findall(r"\b[a-z]{6,}\b", text)})
