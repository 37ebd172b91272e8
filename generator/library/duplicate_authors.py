"""Find names that may belong to the same person. A curator decides; nothing is merged here."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations, product
from typing import NamedTuple

import yaml

from generator.core.model import Author
from generator.library.site import LARGE_COLLABORATION, Site
from generator.text import name_matching
from generator.text.names import parse
from generator.text.strings import quantity, slugify

_MIN_SCORE = 2.0
"""The minimum score for a pair to be reported."""

_MIN_TYPO_LENGTH = 9
"""The minimum length of a name in which a difference of one letter may be a typo."""

_MAX_LISTED = 3

_SAME_NAME = "same name, different spelling"
_SAME_LETTERS = "same letters, different spaces or hyphens"
_SAME_WORDS = "same words, different order"
_TYPO = "one letter differs"
_SIMILARITY_SCORES: Mapping[str, float] = {
    _SAME_NAME: 3.0,
    _SAME_LETTERS: 3.0,
    name_matching.MIDDLE_INITIAL: 2.0,
    name_matching.INITIALS: 0.5,
    name_matching.EXTRA_NAME: 0.5,
    _SAME_WORDS: 0.5,
    _TYPO: 0.5,
}

_FAMILY_NAME_SCORES = ((3, 1.5), (10, 0.5), (30, -0.5), (100, -1.0))
"""Pairs of the maximum number of authors with a family name, and the score of such a name."""

_COMMON_FAMILY_NAME_SCORE = -1.5
_FIRST_CO_AUTHOR_SCORE, _CO_AUTHOR_SCORE, _TAG_SCORE = 2.5, 1.0, 0.2
_TWO_NAMES_SCORE = -2.0
"""The score of a typo if both words also occur in other names: both are real names."""


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two authors who may be the same person.

    Attributes:
        first: The author whose slug is kept.
        second: The other author.
        reason: The reasons, for the curator.
        score: The likelihood that the authors are the same person; higher is likelier.
    """

    first: Author
    second: Author
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Authors who may be the same person.

    Attributes:
        authors: The authors; the author whose slug is kept comes first.
        pairs: The pairs that connect them.
    """

    authors: tuple[Author, ...]
    pairs: tuple[DuplicatePair, ...]


def find_pairs(site: Site) -> list[DuplicatePair]:
    """Return the pairs of authors who may be the same person, likeliest first.

    Similar names are scored by how similar and how rare they are, and by the co-authors and tags
    that they share. Two authors of the same paper are never the same person.

    Args:
        site: The site.
    """
    return _Finder(site).pairs


def find_duplicates(site: Site) -> list[DuplicateGroup]:
    """Return groups of authors who may be the same person, likeliest first.

    Pairs that share an author form a group, unless the group would then contain two names that
    contradict each other or two authors of the same paper. Each author is in at most one group.

    Args:
        site: The site.
    """
    finder = _Finder(site)
    groups: dict[str, list[str]] = {}
    pairs_by_group: dict[str, list[DuplicatePair]] = defaultdict(list)
    for pair in finder.pairs:
        first = groups.setdefault(pair.first.slug, [pair.first.slug])
        second = groups.setdefault(pair.second.slug, [pair.second.slug])
        if first is second or not all(
            finder.may_be_same(*slugs) for slugs in product(first, second)
        ):
            continue
        pairs_by_group[first[0]] += [*pairs_by_group.pop(second[0], []), pair]
        first += second
        groups |= dict.fromkeys(second, first)
    likeliest_first = sorted(
        pairs_by_group.items(), key=lambda item: -max(pair.score for pair in item[1])
    )
    return [
        DuplicateGroup(
            tuple(site.authors[slug] for slug in sorted(groups[first_slug], key=finder.order)),
            tuple(pairs),
        )
        for first_slug, pairs in likeliest_first
    ]


def format_proposal(group: DuplicateGroup, site: Site) -> str:
    """Return the names and reasons of a group, with the lines to add to ``authors.yml``.

    Args:
        group: The group.
        site: The site of its authors.
    """
    slugs = [author.slug for author in group.authors]
    names = [_best_spelling(slug, site) for slug in slugs]
    record = site.people.persons.get(slugs[0])
    also = [*(record.also if record else ()), *names[1:]]
    counts = (quantity(len(site.by_author[slug]), "paper") for slug in slugs)
    *others, last = (f"{name} ({count})" for name, count in zip(names, counts, strict=True))
    reasons = "".join(f"#   {_reason(pair, group, site)}\n" for pair in group.pairs)
    header = f"# {', '.join(others)} and {last}:\n{reasons}"
    if record:  # a second record with the same slug would be a problem
        return f"{header}# in the record '{record.slug}', write\n#   {_yaml({'also': also})}"
    return header + _yaml({slugs[0]: {"name": names[0], "also": also}})


def _best_spelling(slug: str, site: Site) -> str:
    """Return the recorded name of an author, or else the best spelling in papers."""
    if slug in site.people:
        return site.authors[slug].name
    counts = Counter(
        author.name
        for paper in site.by_author[slug]
        for author in paper.authors
        if author.slug == slug
    )
    return min(counts, key=lambda name: (*name_matching.find_flaws(name), -counts[name], name))


def _reason(pair: DuplicatePair, group: DuplicateGroup, site: Site) -> str:
    if len(group.pairs) == 1:
        return pair.reason
    names = (_best_spelling(author.slug, site) for author in (pair.first, pair.second))
    return f"{' and '.join(names)}: {pair.reason}"


def _yaml(value: object) -> str:
    return yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=None, sort_keys=False, width=1000
    )


class _Similarity(NamedTuple):
    """The kind of similarity between two names, which are given as slugs."""

    kind: str
    first: str
    second: str


class _Finder:
    """Compares the names of a site's authors. All names are represented by their slugs.

    Attributes:
        authors: The slug of the author that each name belongs to.
        names: The parsed names; names in scripts other than Latin are left out.
        words: The words of each name.
        family_counts: The number of names with each family name.
        word_counts: The number of names with each word.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.authors: dict[str, str] = {}
        spellings: dict[str, str] = {}
        for slug, author in site.authors.items():
            person = site.people.persons.get(slug)
            by_name = {slugify(name): name for name in (person.also if person else ())}
            by_name[slugify(author.name) if person else slug] = author.name
            self.authors |= dict.fromkeys(by_name, slug)
            spellings |= by_name
        self.names = {slug: parse(name) for slug, name in spellings.items() if slug.isascii()}
        self.words = {slug: name_matching.name_words(name) for slug, name in self.names.items()}
        self.family_counts = Counter(words[-1] for words in self.words.values())
        self.word_counts = Counter(word for words in self.words.values() for word in set(words))
        self.papers_and_co_authors = cache(self._papers_and_co_authors)

    @cached_property
    def pairs(self) -> list[DuplicatePair]:
        """The likely pairs, likeliest first."""
        pairs = (
            self.score(*authors, similarity) for authors, similarity in self.similarities.items()
        )
        likely = [pair for pair in pairs if pair and pair.score >= _MIN_SCORE]
        return sorted(likely, key=lambda pair: (-pair.score, pair.first.slug, pair.second.slug))

    @cached_property
    def similarities(self) -> dict[tuple[str, str], _Similarity]:
        """The strongest similarity of each pair of authors with similar names."""
        strongest: dict[tuple[str, str], _Similarity] = {}
        for similarity in self.find_similarities():
            first, second = sorted(
                (self.authors[similarity.first], self.authors[similarity.second])
            )
            if first != second:
                previous = strongest.setdefault((first, second), similarity)
                if _SIMILARITY_SCORES[similarity.kind] > _SIMILARITY_SCORES[previous.kind]:
                    strongest[first, second] = similarity
        return strongest

    def find_similarities(self) -> Iterator[_Similarity]:
        for kind, key in (
            (_SAME_LETTERS, "".join),
            (_SAME_WORDS, name_matching.word_order_key),
        ):
            for group in self.group_names(key):
                for first, second in combinations(group, 2):
                    is_same = self.words[first] == self.words[second]
                    yield _Similarity(_SAME_NAME if is_same else kind, first, second)
        for group in self.group_names(name_matching.initial_and_family):
            for first, second in combinations(group, 2):
                if kind := name_matching.describe_shortening(self.words[first], self.words[second]):
                    yield _Similarity(kind, first, second)
        yield from self.find_typos()

    def group_names(self, key: Callable[[Sequence[str]], str]) -> Iterator[list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for name, words in self.words.items():
            groups[key(words)].append(name)
        return (group for group in groups.values() if len(group) > 1)

    def find_typos(self) -> Iterator[_Similarity]:
        """Yield long names that differ by one letter.

        Such names are equal after the removal of one letter, so only names with a common shortened
        form are compared.
        """
        by_shortened_form: dict[str, list[str]] = defaultdict(list)
        for name in self.words:
            if len(name) >= _MIN_TYPO_LENGTH:
                for form in {name[:index] + name[index + 1 :] for index in range(len(name))}:
                    by_shortened_form[form].append(name)
                by_shortened_form[name].append(name)
        for group in by_shortened_form.values():
            for first, second in combinations(group, 2) if len(group) > 1 else ():
                if name_matching.is_typo(first, second):
                    yield _Similarity(_TYPO, first, second)

    def score(self, first: str, second: str, similarity: _Similarity) -> DuplicatePair | None:
        """Score a pair of authors; return None if they cannot be the same person."""
        if self.site.people.are_distinct(first, second):
            return None
        papers, co_authors = self.papers_and_co_authors(first)
        other_papers, other_co_authors = self.papers_and_co_authors(second)
        if papers & other_papers or self.have_other_initials(similarity.first, similarity.second):
            return None
        shared = sorted(co_authors & other_co_authors - {first, second})
        tags = sorted(self.tags(first) & self.tags(second))
        score = self.similarity_score(similarity) + min(len(tags), _MAX_LISTED) * _TAG_SCORE
        if shared:
            further = min(len(shared) - 1, _MAX_LISTED)
            score += _FIRST_CO_AUTHOR_SCORE + _CO_AUTHOR_SCORE * further
        authors, labels = self.site.authors, self.site.tags
        reasons = [
            similarity.kind,
            _describe_shared("co-author", [authors[slug].name for slug in shared]),
            _describe_shared("tag", [labels[slug].label for slug in tags]),
        ]
        preferred, duplicate = sorted((first, second), key=self.order)
        reason = "; ".join(filter(None, reasons))
        return DuplicatePair(authors[preferred], authors[duplicate], reason, score)

    def similarity_score(self, similarity: _Similarity) -> float:
        """Return the score of a similarity: stronger with rare family names, weaker with typos."""
        names = (similarity.first, similarity.second)
        family_count = max(self.family_counts[self.words[name][-1]] for name in names)
        score = _SIMILARITY_SCORES[similarity.kind] + _family_name_score(family_count)
        return score + (self.typo_score(*names) if similarity.kind == _TYPO else 0)

    def typo_score(self, first: str, second: str) -> float:
        words, other_words = set(self.words[first]), set(self.words[second])
        lowest_counts = [
            min((self.word_counts[word] for word in differing), default=1)
            for differing in (words - other_words, other_words - words)
        ]
        return _TWO_NAMES_SCORE if min(lowest_counts) > 1 else 0

    def may_be_same(self, first: str, second: str) -> bool:
        """Return whether two authors may be the same person: no evidence contradicts it."""
        papers, other_papers = (self.papers_and_co_authors(slug)[0] for slug in (first, second))
        if papers & other_papers or self.site.people.are_distinct(first, second):
            return False
        name_pairs = list(product(self.spellings(first), self.spellings(second)))
        if any(self.have_other_initials(*names) for names in name_pairs):
            return False
        is_similar = (min(first, second), max(first, second)) in self.similarities
        return is_similar or not any(self.have_other_given_names(*names) for names in name_pairs)

    def have_other_initials(self, first: str, second: str) -> bool:
        """Return whether two names have different suffixes, or different initials somewhere."""
        suffixes = {slugify(self.names[name].suffix) for name in (first, second)} - {""}
        words, other_words = self.words[first], self.words[second]
        differs = [
            word != other and len(word) == len(other) == 1
            for word, other in zip(words, other_words, strict=False)
        ]
        return len(suffixes) > 1 or (len(words) == len(other_words) and any(differs))

    def have_other_given_names(self, first: str, second: str) -> bool:
        """Return whether two names have the same family name and different given names."""
        words = name_matching.join_family_name(self.words[first], self.words[second][-1])
        other_words = name_matching.join_family_name(self.words[second], self.words[first][-1])
        return (
            words[-1] == other_words[-1]
            and words != other_words
            and not name_matching.describe_shortening(words, other_words)
        )

    def spellings(self, author: str) -> list[str]:
        person = self.site.people.persons.get(author)
        return [name for name in (person.spellings if person else [author]) if name in self.words]

    def order(self, slug: str) -> tuple[object, ...]:
        """Return a sort key: authors with records first, then full names, then more papers."""
        name = _best_spelling(slug, self.site)
        is_short = any(len(word.rstrip(".")) == 1 for word in name.split()[:1])
        papers = self.site.by_author[slug]
        flaws = slug not in self.site.people, *name_matching.find_flaws(name), is_short
        return *flaws, -len(papers), -len(name), slug

    def _papers_and_co_authors(self, slug: str) -> tuple[frozenset[str], frozenset[str]]:
        papers = self.site.by_author[slug]
        groups = [paper.authors for paper in papers if len(paper.authors) < LARGE_COLLABORATION]
        co_authors = frozenset(author.slug for group in groups for author in group)
        return frozenset(paper.slug for paper in papers), co_authors

    def tags(self, slug: str) -> set[str]:
        return {tag for paper in self.site.by_author[slug] for tag in paper.tags}


def _family_name_score(count: int) -> float:
    scores = (score for most, score in _FAMILY_NAME_SCORES if count <= most)
    return next(scores, _COMMON_FAMILY_NAME_SCORE)


def _describe_shared(noun: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - _MAX_LISTED} more" if len(names) > _MAX_LISTED else ""
    return f"{noun}{'s' * (len(names) > 1)} in common: {', '.join(names[:_MAX_LISTED])}{more}"
