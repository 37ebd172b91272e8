"""Queries as readers type them, made of a corpus's papers: the same for the same papers."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log

from lunr.stop_word_filter import WORDS as STOP_WORDS

from generator.core.model import Paper
from generator.text import tokens

SEED = 20250311

_KNOWN_PAPERS = 3
"""A reader's word stands in at least this many papers."""

_SHORTEST = 3
_LONG_ENOUGH_TO_MISSPELL = 5
_MOST_TELLING = 10
_TOLD = 3
_MOST_WORDS = 6
_FOREIGN = 0.3
_ONLY_UNWANTED = 0.1
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Sought:
    """A query that is meant to find one paper, and how the query was made."""

    slug: str
    kind: str
    query: str


class Vocabulary:
    """In how many papers each word stands."""

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

    def is_known(self, word: str) -> bool:
        """Return whether a reader is likely to look for a word."""
        return (
            len(word) >= _SHORTEST
            and word.isalpha()
            and word.lower() not in STOP_WORDS
            and self._papers[tokens.fold(word)] >= _KNOWN_PAPERS
        )

    def telling(self, text: str, most: int) -> list[str]:
        """Return the known words of a text with the highest tf-idf, the highest first."""
        counts = Counter(word.lower() for word in tokens.words(text) if self.is_known(word))
        return sorted(counts, key=lambda word: (-counts[word] * self.rarity(word), word))[:most]


def typed(papers: list[Paper], count: int) -> list[str]:
    """Return different queries as typed into a box.

    Of ten, four are one to four telling words of a title in their order, three one to three of
    an abstract, two an author's name, one a surname and a word of the title.
    """
    chance = random.Random(SEED)  # noqa: S311 (no secret)
    vocabulary = Vocabulary(papers)
    queries: dict[str, None] = {}
    while len(queries) < count:
        paper = chance.choice(papers)
        query = _KINDS[len(queries) % len(_KINDS)](paper, vocabulary, chance)
        if query:
            queries[query] = None
    return list(queries)


def mixed(papers: list[Paper], count: int) -> list[str]:
    """Return queries of one to six words, of which some are prefixes, in fields or unwanted.

    In half of them some of the words are those of another paper.
    """
    chance = random.Random(SEED + 2)  # noqa: S311 (no secret)
    vocabulary = Vocabulary(papers)
    queries: dict[str, None] = {}
    while len(queries) < count:
        one, other = chance.choice(papers), chance.choice(papers)
        parts = []
        for _ in range(chance.randint(1, _MOST_WORDS)):
            paper = other if len(queries) % 2 and chance.random() < _FOREIGN else one
            if part := chance.choices(_PARTS, _SHARES)[0](paper, vocabulary, chance):
                parts.append(part)
        if any(part[0] != "-" for part in parts) or (parts and chance.random() < _ONLY_UNWANTED):
            queries[" ".join(parts)] = None
    return list(queries)


def sought(papers: list[Paper], count: int) -> list[Sought]:
    """Return three queries for each of some papers: telling words, a misspelt title, a gap."""
    chance = random.Random(SEED + 1)  # noqa: S311 (no secret)
    vocabulary = Vocabulary(papers)
    found: list[Sought] = []
    for paper in chance.sample(papers, min(count, len(papers))):
        telling = vocabulary.telling(paper.abstract, _MOST_TELLING)
        words = paper.title.split()
        told = chance.sample(telling, min(_TOLD, len(telling)))
        found += [
            Sought(paper.slug, "telling words", " ".join(told)),
            Sought(paper.slug, "misspelt", " ".join(_misspelt(words, chance))),
            Sought(paper.slug, "missing", " ".join(_shortened(words, chance))),
        ]
    return found


def _title_words(paper: Paper, vocabulary: Vocabulary, chance: random.Random) -> str:
    telling = vocabulary.telling(paper.title, chance.randint(1, 4))
    in_order = dict.fromkeys(word.lower() for word in tokens.words(paper.title))
    return " ".join(word for word in in_order if word in telling)


def _abstract_words(paper: Paper, vocabulary: Vocabulary, chance: random.Random) -> str:
    telling = vocabulary.telling(paper.abstract, _MOST_TELLING)
    return " ".join(chance.sample(telling, min(chance.randint(1, 3), len(telling))))


def _author(paper: Paper, _vocabulary: Vocabulary, chance: random.Random) -> str:
    return chance.choice(paper.authors).name.strip("*") if paper.authors else ""


def _surname_and_word(paper: Paper, vocabulary: Vocabulary, chance: random.Random) -> str:
    names, words = _author(paper, vocabulary, chance).split(), vocabulary.telling(paper.title, 1)
    return f"{names[-1]} {words[0]}".lower() if names and words else ""


_KINDS: list[Callable[[Paper, Vocabulary, random.Random], str]] = [
    *[_title_words] * 4, *[_abstract_words] * 3, *[_author] * 2, _surname_and_word,
]  # fmt: skip


def _word(paper: Paper, vocabulary: Vocabulary, chance: random.Random) -> str:
    text = chance.choice([paper.title, paper.abstract])
    words = [word for word in tokens.words(text) if vocabulary.is_known(word)]
    return chance.choice(words) if words else ""


def _prefix(paper: Paper, vocabulary: Vocabulary, chance: random.Random) -> str:
    word = _word(paper, vocabulary, chance)
    return f"{word[: chance.randint(_SHORTEST, len(word))]}*" if word else ""


def _unwanted(paper: Paper, vocabulary: Vocabulary, chance: random.Random) -> str:
    part = chance.choice([_word, _word, _field])(paper, vocabulary, chance)
    return f"-{part}" if part else ""


def _field(paper: Paper, vocabulary: Vocabulary, chance: random.Random) -> str:
    author, tag = _author(paper, vocabulary, chance), chance.choice(paper.tags or ("",))
    title = vocabulary.telling(paper.title, _MOST_TELLING)
    shown = {
        "title": chance.choice(title or [""]),
        "abstract": _word(paper, vocabulary, chance),
        "author": chance.choice([f'"{author}"', author.split()[-1]]) if author else "",
        "tag": tag,
        "year": str((paper.published or paper.date).year),
        "venue": chance.choice([f'"{paper.venue}"', paper.venue.split()[0]]) if paper.venue else "",
        "day": paper.date.isoformat(),
    }
    field = chance.choice(list(shown))
    return f"{field}:{shown[field]}" if shown[field] else ""


_PARTS: list[Callable[[Paper, Vocabulary, random.Random], str]] = [
    _word, _prefix, _field, _unwanted,
]  # fmt: skip
_SHARES = (60, 13, 17, 10)


def _misspelt(words: list[str], chance: random.Random) -> list[str]:
    """Return words of which one long enough has a letter changed, lost, doubled or swapped."""
    places = [at for at, word in enumerate(words) if _is_long(word)]
    if not places:
        return words
    at = chance.choice(places)
    word, letter = words[at], chance.randrange(1, len(words[at]) - 1)
    before, here, after = word[:letter], word[letter], word[letter + 1 :]
    slips = [
        before + chance.choice(_LETTERS.replace(here.lower(), "")) + after,
        before + after,
        before + here + here + after,
        before + after[0] + here + after[1:],
    ]
    slip = chance.choice([each for each in slips if each != word])
    return [*words[:at], slip, *words[at + 1 :]]


def _is_long(word: str) -> bool:
    return len(word) >= _LONG_ENOUGH_TO_MISSPELL and word.isalpha()


def _shortened(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    return words if len(words) == 1 else [*words[:at], *words[at + 1 :]]
