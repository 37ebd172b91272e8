"""A paper of a plain-text capture while it is being read."""

from dataclasses import dataclass, field

from generator.core.model import MAX_ABSTRACT_LENGTH, Entry
from generator.core.yaml_with_lines import KeyPath, YamlValue
from generator.readers.huggingface.plain_card_rows import CardRow
from generator.readers.huggingface.title_or_prose import (
    MIN_TITLE_CASE_SHARE,
    title_case_share,
    word_count,
)

MAX_JOINED_LENGTH = 1920
"""Maximum length in characters of an abstract that is joined from several paragraphs.

It is arXiv's limit for abstracts (https://info.arxiv.org/help/prep.html).
"""

_FULL_ABSTRACT_WORDS = 40  # from this many words upwards, a text is an abstract below any title
_SHORT_ABSTRACT_WORDS = 8  # like _FULL_ABSTRACT_WORDS, below a title of several words
_MIN_TITLE_WORDS = 3  # a shorter title may be a label
_FIELDS = ("published", "upvotes", "submitted_by", "organization")


@dataclass
class PlainPaper:
    """A title, with the abstract and facts from the text around it.

    Attributes:
        line: The line of the title.
        title: The title.
        abstract: The paragraphs of the abstract so far, each with its line.
        facts: The line and the text of each stated field, by the field's name in an entry.
        count: The line and the row of a number directly above the title.
    """

    line: int
    title: str
    abstract: list[tuple[int, str]] = field(default_factory=list)
    facts: dict[str, tuple[int, str]] = field(default_factory=dict)
    count: tuple[int, CardRow] | None = None

    def accepts(self, paragraph: str) -> bool:
        """Return whether a paragraph can be the abstract or its next paragraph."""
        if not self.abstract:
            has_words = word_count(paragraph) >= self.min_abstract_words()
            return has_words and len(paragraph) <= MAX_ABSTRACT_LENGTH
        return len(self.abstract_text()) + len(paragraph) + 2 <= MAX_JOINED_LENGTH

    def min_abstract_words(self) -> int:
        """Return the minimum number of words of an abstract below this title."""
        is_clear_title = word_count(self.title) >= _MIN_TITLE_WORDS
        return _SHORT_ABSTRACT_WORDS if is_clear_title else _FULL_ABSTRACT_WORDS

    def abstract_text(self) -> str:
        """Return the abstract, with blank lines between its paragraphs."""
        return "\n\n".join(paragraph for _, paragraph in self.abstract)

    def ends_before(self, paragraph: str, following: str) -> bool:
        """Return whether two paragraphs are the title and abstract of a new paper.

        Otherwise, they are part of this paper.
        """
        if not self.abstract:
            return False
        length = len(self.abstract_text()) + len(paragraph) + len(following)
        looks_titled = (
            not paragraph.endswith(".") or title_case_share(paragraph) >= MIN_TITLE_CASE_SHARE
        )
        return length > MAX_JOINED_LENGTH or (looks_titled and self.has_full_abstract())

    def has_full_abstract(self) -> bool:
        """Return whether the abstract has the usual length of an abstract."""
        return word_count(self.abstract_text()) >= _FULL_ABSTRACT_WORDS

    def entry(self, path: str) -> Entry:
        """Convert the paper to an entry with this path."""
        fields: dict[str, YamlValue] = {"title": self.title}
        lines: dict[KeyPath, int] = {("title",): self.line}
        for name in _FIELDS:
            if name in self.facts:
                lines[name,], fields[name] = self.facts[name]
        return Entry(path, fields, self.abstract_text(), lines, self.abstract[0][0])
