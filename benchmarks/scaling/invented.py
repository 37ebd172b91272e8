"""Papers for a benchmark without a corpus: this project's own entries, mixed."""

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from searching.papers import ROOT, Text, tags

from generator.core.model import Paper
from generator.library import entry_file, schema
from generator.text.strings import match_key, slugify

PAPERS_A_DAY = 25
"""How many papers a day has on average."""

_AUTHORS = (1, 2, 3, 3, 4, 4, 5, 6, 8, 12)
_TAGS = (1, 2, 2, 3)
_SENTENCES = (5, 6, 7, 8, 9)
_AGAIN = 0.4
"""The part of authors who wrote an earlier paper: few write many, most write one."""

_SLUG_LENGTH = 80
_WEEKEND = (5, 6)
_DAYS_UNTIL_FEATURED = 30


def papers() -> Iterator[Text]:
    """Yield papers without end, always the same: the newest day first, no title twice.

    Raises:
        SystemExit: this project has no entries to make them of.
    """
    known = [_read(path.read_text("utf-8")) for path in sorted((ROOT / "papers").rglob("*.md"))]
    if not known:
        raise SystemExit("papers/ is empty; name a corpus: make bench CORPUS=papers.jsonl.xz")
    press = _Press(known, max(paper.date for paper in known))
    titles: set[str] = set()
    number = 0
    while True:
        text = press.text(number := number + 1)
        if text and (key := match_key(text.paper.title)) not in titles:
            titles.add(key)
            yield text


def _read(text: str) -> Paper:
    return schema.check(entry_file.parse(text, "papers/any.md"))[0]


@dataclass
class _Press:
    """Makes one paper after the other from known ones."""

    known: list[Paper]
    day: dt.date
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 (no key)
    names: list[str] = field(default_factory=list)

    def text(self, number: int) -> Text | None:
        """Return the next paper; None if the schema refuses it."""
        self.turn_the_calendar()
        title = self.title()
        name = f"{slugify(title)[:_SLUG_LENGTH].rstrip('-._')}-{number}"
        path = f"papers/{self.day.year}/{name}.md"
        waited = dt.timedelta(days=self.chance.randrange(_DAYS_UNTIL_FEATURED))
        fields = {
            "title": title,
            "date": self.day,
            "authors": self.authors(),
            "published": self.day - waited,
            "venue": self.chance.choice(self.venues),
            "tags": self.tags(),
            "source": "Made of other papers' words, for measurements only",
        }
        abstract = " ".join(self.chance.sample(self.sentences, self.chance.choice(_SENTENCES)))
        text = entry_file.render(fields, abstract)
        paper, problems = schema.check(entry_file.parse(text, path))
        return None if problems else Text(paper, text)

    def turn_the_calendar(self) -> None:
        """Go back to the working day before, when this day has enough papers."""
        if self.chance.random() * PAPERS_A_DAY < 1:
            self.day -= dt.timedelta(days=1)
            while self.day.weekday() in _WEEKEND:
                self.day -= dt.timedelta(days=1)

    def title(self) -> str:
        """Return the beginning of a title, the end of another, and two words more."""
        begin, end = self.chance.choice(self.known), self.chance.choice(self.known)
        words = " ".join(self.chance.sample(self.words, 2))
        return f"{begin.title.split(':')[0]}: {end.title.split(':')[-1].strip()} by {words}"

    def authors(self) -> list[str]:
        """Return names, some of them of earlier papers: who has many papers gets more."""
        chosen: dict[str, None] = {}
        for _ in range(self.chance.choice(_AUTHORS)):
            again = self.names and self.chance.random() < _AGAIN
            chosen[self.chance.choice(self.names) if again else self.new_name()] = None
        self.names += chosen
        return list(chosen)

    def new_name(self) -> str:
        """Return the first name of one author, an initial, and the last name of another."""
        given, family = (self.chance.choice(self.credited).split() for _ in "12")
        return f"{given[0]} {self.chance.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}. {family[-1]}"

    def tags(self) -> list[str]:
        """Return topics: the first in their order has a hundred papers where the last has one."""
        count = self.chance.choice(_TAGS)
        return list(dict.fromkeys(self.chance.choices(self.topics, self.weights, k=count)))

    @cached_property
    def topics(self) -> list[str]:
        """The topics, shuffled."""
        topics = [tag.slug for tag in tags().tags.values() if tag.parent]
        return self.chance.sample(topics, len(topics))

    @cached_property
    def weights(self) -> list[float]:
        """How often each topic is chosen."""
        return [1 / place for place in range(1, len(self.topics) + 1)]

    @cached_property
    def credited(self) -> list[str]:
        """The names of all authors known."""
        return [author.name for paper in self.known for author in paper.authors] or ["A. Nonymous"]

    @cached_property
    def venues(self) -> list[str]:
        """The venues known."""
        return [paper.venue or "Preprint" for paper in self.known]

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences of all abstracts, and enough of them for the longest."""
        found = [each for paper in self.known for each in re.split(r"(?<=\.)\s+", paper.abstract)]
        return found * max(_SENTENCES)

    @cached_property
    def words(self) -> list[str]:
        """The longer words of all abstracts, each once, and two at least."""
        text = " ".join(paper.abstract for paper in self.known)
        return sorted({"anything", "everything", *re.findall(r"\b[a-z]{6,}\b", text)})
