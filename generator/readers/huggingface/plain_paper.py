"""A paper of plain text as it is put together: its title, its abstract, its facts."""

from dataclasses import dataclass, field

from generator.core.model import ABSTRACT_LENGTH, Entry
from generator.core.yaml_with_lines import Plain, Where
from generator.readers.huggingface.plain_card_rows import CardRow
from generator.readers.huggingface.title_or_prose import (
    MIN_TITLE_CASE_SHARE,
    title_case_share,
    word_count,
)

MAX_JOINED_LENGTH = 1920
"""Characters of several paragraphs that may be one abstract: arXiv's limit for it
(https://info.arxiv.org/help/prep.html)."""

_WHOLE_ABSTRACT_WORDS = 40  # so many words are an abstract below any title,
_SHORT_ABSTRACT_WORDS = 8  # so many below
_TITLE_WORDS = 3  # a title of at least these
_FACTS = ("published", "upvotes", "submitted_by", "organization")


@dataclass
class PlainPaper:
    """A title, the abstract paragraphs found below it so far, and what rows beside them state."""

    line: int
    title: str
    abstract: list[tuple[int, str]] = field(default_factory=list)
    facts: dict[str, tuple[int, str]] = field(default_factory=dict)
    count: tuple[int, CardRow] | None = None  # directly above the title

    def takes(self, paragraph: str) -> bool:
        """Return whether a paragraph is the abstract, or may be one more paragraph of it."""
        if not self.abstract:
            return word_count(paragraph) >= self.enough() and len(paragraph) <= ABSTRACT_LENGTH
        return len(self.text()) + len(paragraph) + 2 <= MAX_JOINED_LENGTH

    def enough(self) -> int:
        """Return how many words an abstract below this title must have."""
        named = word_count(self.title) >= _TITLE_WORDS
        return _SHORT_ABSTRACT_WORDS if named else _WHOLE_ABSTRACT_WORDS

    def text(self) -> str:
        """Return the abstract: its paragraphs, blank lines between."""
        return "\n\n".join(paragraph for _, paragraph in self.abstract)

    def ends_before(self, paragraph: str, after: str) -> bool:
        """Return whether two more paragraphs are rather a title and the next abstract."""
        if not self.abstract:
            return False
        full = len(self.text()) + len(paragraph) + len(after) > MAX_JOINED_LENGTH
        titled = not paragraph.endswith(".") or title_case_share(paragraph) >= MIN_TITLE_CASE_SHARE
        return full or (titled and self.is_whole())

    def is_whole(self) -> bool:
        """Return whether the abstract is as long as abstracts are."""
        return word_count(self.text()) >= _WHOLE_ABSTRACT_WORDS

    def entry(self, path: str) -> Entry:
        """Return the paper as an entry."""
        fields: dict[str, Plain] = {"title": self.title}
        places: dict[Where, int] = {("title",): self.line}
        for name in _FACTS:
            if name in self.facts:
                places[name,], fields[name] = self.facts[name]
        return Entry(path, fields, self.text(), places, self.abstract[0][0])
