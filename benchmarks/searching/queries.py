"""Generate queries as readers type them from papers; the same papers give the same queries."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log

from lunr.stop_word_filter import WORDS as STOP_WORDS

from generator.core.model import Paper
from generator.text import tokens

SEED = 20250311

_MIN_PAPERS = 3
"""A word that a reader searches for occurs in at least this many papers."""

_MIN_LENGTH = 3
_MIN_LENGTH_TO_MISSPELL = 5
_MAX_DISTINCTIVE = 10
_WORDS_PER_QUERY = 3
_MAX_WORDS = 6
_FROM_ANOTHER_PAPER = 0.3
_ONLY_EXCLUDED = 0.1
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class TargetedQuery:
    """A query for one paper.

    Attributes:
        slug: The paper's slug.
        kind: The kind of query.
        query: The query.
    """

    slug: str
    kind: str
    query: str


class Vocabulary:
    """The number of papers that have each word."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        """Count the words of titles and abstracts."""
        self._papers: Counter[str] = Counter()
        self._size = 0
        for paper in papers:
            self._size += 1
            self._papers.update(
                {*map(tokens.fold, tokens.words(f"{paper.title} {paper.abstract}"))}
            )

    def rarity(self, word: str) -> float:
        """Return a word's inverse document frequency."""
        return log(self._size / max(1, self._papers[tokens.fold(word)]))

    def is_searched(self, word: str) -> bool:
        """Return whether a reader is likely to search for a word."""
        return (
            len(word) >= _MIN_LENGTH
            and word.isalpha()
            and word.lower() not in STOP_WORDS
            and self._papers[tokens.fold(word)] >= _MIN_PAPERS
        )

    def distinctive(self, text: str, limit: int) -> list[str]:
        """Return the words of a text with the highest tf-idf, the highest first."""
        counts = Counter(word.lower() for word in tokens.words(text) if self.is_searched(word))
        return sorted(counts, key=lambda word: (-counts[word] * self.rarity(word), word))[:limit]


def typed_queries(papers: list[Paper], count: int) -> list[str]:
    """Return different queries as typed into a search box.

    Of ten queries, four have one to four distinctive words of a title, in order; three have one to
    three words of an abstract; two are an author's name; one is a surname and a word of the title.
    """
    rng = random.Random(SEED)  # noqa: S311 (not a secret)
    vocabulary = Vocabulary(papers)
    queries: dict[str, None] = {}
    while len(queries) < count:
        paper = rng.choice(papers)
        query = _KINDS[len(queries) % len(_KINDS)](paper, vocabulary, rng)
        if query:
            queries[query] = None
    return list(queries)


def mixed_queries(papers: list[Paper], count: int) -> list[str]:
    """Return queries of one to six words; some are prefixes, limited to a field, or excluded.

    Half of the queries have words of a second paper.
    """
    rng = random.Random(SEED + 2)  # noqa: S311 (not a secret)
    vocabulary = Vocabulary(papers)
    queries: dict[str, None] = {}
    while len(queries) < count:
        first, second = rng.choice(papers), rng.choice(papers)
        clauses = []
        for _ in range(rng.randint(1, _MAX_WORDS)):
            paper = second if len(queries) % 2 and rng.random() < _FROM_ANOTHER_PAPER else first
            if clause := rng.choices(_CLAUSES, _SHARES)[0](paper, vocabulary, rng):
                clauses.append(clause)
        is_positive = any(clause[0] != "-" for clause in clauses)
        if is_positive or (clauses and rng.random() < _ONLY_EXCLUDED):
            queries[" ".join(clauses)] = None
    return list(queries)


def targeted_queries(papers: list[Paper], count: int) -> list[TargetedQuery]:
    """Return three queries for each of some papers.

    They are distinctive words, the title with a misspelt word, and the title without a word.
    """
    rng = random.Random(SEED + 1)  # noqa: S311 (not a secret)
    vocabulary = Vocabulary(papers)
    queries: list[TargetedQuery] = []
    for paper in rng.sample(papers, min(count, len(papers))):
        distinctive = vocabulary.distinctive(paper.abstract, _MAX_DISTINCTIVE)
        words = paper.title.split()
        chosen = rng.sample(distinctive, min(_WORDS_PER_QUERY, len(distinctive)))
        queries += [
            TargetedQuery(paper.slug, "distinctive words", " ".join(chosen)),
            TargetedQuery(paper.slug, "misspelt", " ".join(_misspelt(words, rng))),
            TargetedQuery(paper.slug, "missing", " ".join(_without_a_word(words, rng))),
        ]
    return queries


def _title_words(paper: Paper, vocabulary: Vocabulary, rng: random.Random) -> str:
    distinctive = vocabulary.distinctive(paper.title, rng.randint(1, 4))
    in_order = dict.fromkeys(word.lower() for word in tokens.words(paper.title))
    return " ".join(word for word in in_order if word in distinctive)


def _abstract_words(paper: Paper, vocabulary: Vocabulary, rng: random.Random) -> str:
    distinctive = vocabulary.distinctive(paper.abstract, _MAX_DISTINCTIVE)
    return " ".join(rng.sample(distinctive, min(rng.randint(1, 3), len(distinctive))))


def _author(paper: Paper, _vocabulary: Vocabulary, rng: random.Random) -> str:
    return rng.choice(paper.authors).name.strip("*") if paper.authors else ""


def _surname_and_word(paper: Paper, vocabulary: Vocabulary, rng: random.Random) -> str:
    names, words = _author(paper, vocabulary, rng).split(), vocabulary.distinctive(paper.title, 1)
    return f"{names[-1]} {words[0]}".lower() if names and words else ""


_KINDS: list[Callable[[Paper, Vocabulary, random.Random], str]] = [
    *[_title_words] * 4, *[_abstract_words] * 3, *[_author] * 2, _surname_and_word,
]  # fmt: skip


def _word(paper: Paper, vocabulary: Vocabulary, rng: random.Random) -> str:
    text = rng.choice([paper.title, paper.abstract])
    words = [word for word in tokens.words(text) if vocabulary.is_searched(word)]
    return rng.choice(words) if words else ""


def _prefix(paper: Paper, vocabulary: Vocabulary, rng: random.Random) -> str:
    word = _word(paper, vocabulary, rng)
    return f"{word[: rng.randint(_MIN_LENGTH, len(word))]}*" if word else ""


def _excluded(paper: Paper, vocabulary: Vocabulary, rng: random.Random) -> str:
    clause = rng.choice([_word, _word, _field])(paper, vocabulary, rng)
    return f"-{clause}" if clause else ""


def _field(paper: Paper, vocabulary: Vocabulary, rng: random.Random) -> str:
    author, tag = _author(paper, vocabulary, rng), rng.choice(paper.tags or ("",))
    title = vocabulary.distinctive(paper.title, _MAX_DISTINCTIVE)
    values = {
        "title": rng.choice(title or [""]),
        "abstract": _word(paper, vocabulary, rng),
        "author": rng.choice([f'"{author}"', author.split()[-1]]) if author else "",
        "tag": tag,
        "year": str((paper.published or paper.date).year),
        "venue": rng.choice([f'"{paper.venue}"', paper.venue.split()[0]]) if paper.venue else "",
        "day": paper.date.isoformat(),
    }
    field = rng.choice(list(values))
    return f"{field}:{values[field]}" if values[field] else ""


_CLAUSES: list[Callable[[Paper, Vocabulary, random.Random], str]] = [
    _word, _prefix, _field, _excluded,
]  # fmt: skip
_SHARES = (60, 13, 17, 10)


def _misspelt(words: list[str], rng: random.Random) -> list[str]:
    """Change, drop, double or swap a letter of one of the longer words."""
    indices = [index for index, word in enumerate(words) if _is_long(word)]
    if not indices:
        return words
    index = rng.choice(indices)
    word, position = words[index], rng.randrange(1, len(words[index]) - 1)
    before, letter, after = word[:position], word[position], word[position + 1 :]
    variants = [
        before + rng.choice(_LETTERS.replace(letter.lower(), "")) + after,
        before + after,
        before + letter + letter + after,
        before + after[0] + letter + after[1:],
    ]
    variant = rng.choice([variant for variant in variants if variant != word])
    return [*words[:index], variant, *words[index + 1 :]]


def _is_long(word: str) -> bool:
    return len(word) >= _MIN_LENGTH_TO_MISSPELL and word.isalpha()


def _without_a_word(words: list[str], rng: random.Random) -> list[str]:
    index = rng.randrange(len(words))
    return words if len(words) == 1 else [*words[:index], *words[index + 1 :]]
