"""Which tags a text suggests, and which of its words do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.library.taxonomy import Taxonomy, spelling_key
from generator.text import terms

FEWEST, MOST = 2, 5
"""How many tags a paper is given, where its words suggest that many."""

_TITLE_WEIGHT = 4
_ABSTRACT_COUNTS_TO = 3
_STRONG = 2
_ABBREVIATION_CAPITALS = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag and how often each of its spellings stands in the title and in the abstract."""

    tag: str
    title: Counter[str] = field(default_factory=Counter)
    abstract: Counter[str] = field(default_factory=Counter)

    @property
    def score(self) -> int:
        """The weight of the evidence: the title counts most, repetition a little."""
        return _TITLE_WEIGHT * len(self.title) + min(self.abstract.total(), _ABSTRACT_COUNTS_TO)


@dataclass(frozen=True, slots=True)
class _Spelling:
    words: tuple[str, ...]
    written: tuple[str, ...]
    tag: str

    def begins(self, written: list[str], folded: list[str], start: int) -> bool:
        stop = start + len(self.words)
        if tuple(folded[start:stop]) != self.words:
            return False
        return all(map(_same_case, written[start:stop], self.written))


def lines(tags: Sequence[str], evidence: Sequence[Suggestion]) -> Iterator[str]:
    """Yield what a curator reads of a paper's tags: the words that lead to each."""
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
    """Finds a taxonomy's spellings in texts; at each word the longest one counts.

    Case, hyphens and regular plurals make no difference, but a word with two capitals or more
    (RLHF, LoRA) is an abbreviation and wants them.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Sort the spellings under their first words, longest first."""
        self._taxonomy = taxonomy
        self._by_first_word: dict[str, list[_Spelling]] = {}
        for spelling in sorted(_spellings(taxonomy), key=lambda each: -len(each.words)):
            self._by_first_word.setdefault(spelling.words[0], []).append(spelling)

    def evidence(self, title: str, abstract: str) -> list[Suggestion]:
        """Return every tag that a word speaks for: topics before areas, then by weight."""
        found: dict[str, Suggestion] = {}
        for slug, words in self._find(title):
            found.setdefault(slug, Suggestion(slug)).title[words] += 1
        for slug, words in self._find(abstract):
            found.setdefault(slug, Suggestion(slug)).abstract[words] += 1
        return sorted(
            found.values(), key=lambda each: (self._is_area(each.tag), -each.score, each.tag)
        )

    def suggest(self, title: str, abstract: str) -> list[str]:
        """Return 2 to 5 tags, the most specific first; fewer only where no word leads to more.

        A word that stands once in the abstract counts only where there is nothing stronger.
        """
        evidence = self.evidence(title, abstract)
        strong = [each.tag for each in evidence if each.score >= _STRONG]
        weak = [each.tag for each in evidence if each.score < _STRONG]
        tags = self._without_implied(strong)[:MOST]
        if len(tags) < FEWEST:
            tags = self._without_implied(tags + weak)[:FEWEST]
        if len(tags) == 1:
            tags = list(self._taxonomy.with_area(tags[0]))
        return tags

    def _find(self, text: str) -> Iterator[tuple[str, str]]:
        written = terms.words(text)
        folded = [terms.fold(word) for word in written]
        start = 0
        while start < len(written):
            candidates = self._by_first_word.get(folded[start], [])
            match = next((each for each in candidates if each.begins(written, folded, start)), None)
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
                yield _Spelling(key, tuple(terms.words(phrase)), tag.slug)


def _same_case(word: str, spelling: str) -> bool:
    is_abbreviation = sum(map(str.isupper, spelling)) >= _ABBREVIATION_CAPITALS
    return not is_abbreviation or word in {spelling, spelling + "s"}
