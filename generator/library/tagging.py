"""Suggest tags for a paper whose title or abstract contains their labels or aliases."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.library.taxonomy import Taxonomy, spelling_key
from generator.text import tokens

MIN_TAGS, MAX_TAGS = 2, 5
"""The minimum and maximum number of tags to suggest for a paper, if its words suggest enough."""

_TITLE_WEIGHT = 4
_MAX_ABSTRACT_WEIGHT = 3
_STRONG = 2
_MIN_ABBREVIATION_CAPITALS = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag, and the words of a paper that suggest it.

    Attributes:
        tag: The slug of the tag.
        title: The count of each of its spellings in the title.
        abstract: The count of each of its spellings in the abstract.
    """

    tag: str
    title: Counter[str] = field(default_factory=Counter)
    abstract: Counter[str] = field(default_factory=Counter)

    @property
    def score(self) -> int:
        """The weight of the evidence: spellings in the title weigh most, repetitions little."""
        return _TITLE_WEIGHT * len(self.title) + min(self.abstract.total(), _MAX_ABSTRACT_WEIGHT)


@dataclass(frozen=True, slots=True)
class _Spelling:
    words: tuple[str, ...]
    written: tuple[str, ...]
    tag: str

    def matches(self, written: list[str], folded: list[str], start: int) -> bool:
        stop = start + len(self.words)
        if tuple(folded[start:stop]) != self.words:
            return False
        return all(map(_same_case, written[start:stop], self.written))


def explain(tags: Sequence[str], evidence: Sequence[Suggestion]) -> Iterator[str]:
    """Yield one line per tag, with the words that suggest it.

    A line starts with ``+`` for a suggested tag that the paper has, ``-`` for one that it does
    not have, and ``*`` for a tag that no word suggests.

    Args:
        tags: The slugs of the paper's tags.
        evidence: The suggestions for the paper.
    """
    for suggestion in evidence:
        mark = "+" if suggestion.tag in tags else "-"
        words = [f"{word} (title)" for word in suggestion.title]
        words += [
            f"{word} ×{count}" if count > 1 else word for word, count in suggestion.abstract.items()
        ]
        yield f"{mark} {suggestion.tag}: {', '.join(words)}"
    for tag in tags:
        if tag not in {suggestion.tag for suggestion in evidence}:
            yield f"* {tag}: set by hand"


class Tagger:
    """Finds the spellings of a taxonomy's tags in texts; longer spellings take precedence.

    Case, hyphens and regular plurals make no difference, except in abbreviations: words with at
    least two capitals (RLHF, LoRA) match only with the same capitals.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Index the spellings of a taxonomy.

        Args:
            taxonomy: The tags to suggest.
        """
        self._taxonomy = taxonomy
        self._by_first_word: dict[str, list[_Spelling]] = {}
        for spelling in sorted(_spellings(taxonomy), key=lambda spelling: -len(spelling.words)):
            self._by_first_word.setdefault(spelling.words[0], []).append(spelling)

    def find_evidence(self, title: str, abstract: str) -> list[Suggestion]:
        """Return every tag that a word suggests: topics before areas, then by score.

        Args:
            title: The title of a paper.
            abstract: Its abstract.
        """
        suggestions: dict[str, Suggestion] = {}
        for slug, words in self._find(title):
            suggestions.setdefault(slug, Suggestion(slug)).title[words] += 1
        for slug, words in self._find(abstract):
            suggestions.setdefault(slug, Suggestion(slug)).abstract[words] += 1
        return sorted(
            suggestions.values(),
            key=lambda suggestion: (
                self._is_area(suggestion.tag),
                -suggestion.score,
                suggestion.tag,
            ),
        )

    def suggest(self, title: str, abstract: str) -> list[str]:
        """Return the slugs of the tags to suggest, the most specific first.

        A single occurrence in the abstract counts only if there are too few stronger suggestions.

        Args:
            title: The title of a paper.
            abstract: Its abstract.

        Returns:
            Two to five tags, or fewer if the words do not suggest enough.
        """
        evidence = self.find_evidence(title, abstract)
        strong = [suggestion.tag for suggestion in evidence if suggestion.score >= _STRONG]
        weak = [suggestion.tag for suggestion in evidence if suggestion.score < _STRONG]
        tags = self._without_implied(strong)[:MAX_TAGS]
        if len(tags) < MIN_TAGS:
            tags = self._without_implied(tags + weak)[:MIN_TAGS]
        if len(tags) == 1:
            tags = list(self._taxonomy.with_area(tags[0]))
        return tags

    def _find(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the slug of each tag that a text names, with the words that name it."""
        written = tokens.words(text)
        folded = [tokens.fold(word) for word in written]
        start = 0
        while start < len(written):
            candidates = self._by_first_word.get(folded[start], [])
            matching = (
                spelling for spelling in candidates if spelling.matches(written, folded, start)
            )
            match = next(matching, None)
            size = len(match.words) if match else 1
            if match:
                yield match.tag, " ".join(written[start : start + size])
            start += size

    def _without_implied(self, tags: list[str]) -> list[str]:
        implied = {self._taxonomy.tags[tag].parent for tag in tags}
        return [tag for tag in tags if tag not in implied]

    def _is_area(self, tag: str) -> bool:
        return self._taxonomy.tags[tag].parent is None


def _spellings(taxonomy: Taxonomy) -> Iterator[_Spelling]:
    for tag in taxonomy.tags.values():
        for phrase in (tag.label, *tag.aliases):
            if key := spelling_key(phrase):
                yield _Spelling(key, tuple(tokens.words(phrase)), tag.slug)


def _same_case(word: str, spelling: str) -> bool:
    is_abbreviation = sum(map(str.isupper, spelling)) >= _MIN_ABBREVIATION_CAPITALS
    return not is_abbreviation or word in {spelling, spelling + "s"}
