"""Which names are likely one person's: pairs for a curator to judge, never merged by themselves."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations, product

import yaml

from generator.core.model import Author
from generator.library.site import LARGE_COLLABORATION, Site
from generator.text import name_matching
from generator.text.names import parse
from generator.text.plain import quantity, slugify

_LIKELY = 2.0

_LONG = 9
"""Letters of a name from which on a difference of one may be a slip."""

_SHOWN = 3

_SAME = "the same name, written otherwise"
_PARTED = "the same letters, parted otherwise"
_TURNED = "the same words in another order"
_SLIP = "one letter differs"
_KINDS: Mapping[str, float] = {
    _SAME: 3.0,
    _PARTED: 3.0,
    name_matching.MIDDLE_INITIAL: 2.0,
    name_matching.INITIALS: 0.5,
    name_matching.EXTRA_NAME: 0.5,
    _TURNED: 0.5,
    _SLIP: 0.5,
}
"""How much each likeness of two names counts, in the unit of ``_LIKELY``."""

_FAMILIES = ((3, 1.5), (10, 0.5), (30, -0.5), (100, -1.0))
_COMMON_FAMILY = -1.5
"""How much it counts that up to so many authors have the family name, and that more have it."""

_FIRST_CO_AUTHOR, _CO_AUTHOR, _TAG = 2.5, 1.0, 0.2
_TWO_NAMES = -2.0
"""How much it counts that both of two words that differ by a letter are names of others too."""


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two authors who may be one, the one to keep first; why, and how likely that is."""

    first: Author
    second: Author
    why: str
    score: float


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Authors who may be one, the one to keep first, and the pairs by which they are joined."""

    authors: tuple[Author, ...]
    find_pairs: tuple[DuplicatePair, ...]


def find_pairs(site: Site) -> list[DuplicatePair]:
    """Return the likely pairs of a site's authors, the likeliest first.

    Names are compared by their letters, and what is alike is judged by co-authors and tags in
    common and by how rare the names are. Two authors of one paper are two people.
    """
    return _Finder(site).pairs


def find_duplicates(site: Site) -> list[DuplicateGroup]:
    """Return the authors who may be one, the likeliest first, and each in one group at most.

    Pairs with a person in common are joined, but for one by which two would be one person whose
    names contradict each other or who wrote one paper.
    """
    finder = _Finder(site)
    groups: dict[str, list[str]] = {}
    joined: dict[str, list[DuplicatePair]] = defaultdict(list)
    for pair in finder.pairs:
        one, other = (
            groups.setdefault(each.slug, [each.slug]) for each in (pair.first, pair.second)
        )
        if one is other or not all(finder.may_be_one(*both) for both in product(one, other)):
            continue
        joined[one[0]] += [*joined.pop(other[0], []), pair]
        one += other
        groups |= dict.fromkeys(other, one)
    return [
        DuplicateGroup(
            tuple(site.authors[slug] for slug in sorted(groups[first], key=finder.order)), (*by,)
        )
        for first, by in sorted(joined.items(), key=lambda item: -max(p.score for p in item[1]))
    ]


def format_proposal(double: DuplicateGroup, site: Site) -> str:
    """Return what a curator reads of a group, with the lines for ``authors.yml`` below it."""
    slugs = [author.slug for author in double.authors]
    spellings = [_spelling(slug, site) for slug in slugs]
    known = site.people.persons.get(slugs[0])
    also = [*(known.also if known else ()), *spellings[1:]]
    counts = (quantity(len(site.by_author[slug]), "paper") for slug in slugs)
    *said, last = (f"{name} ({count})" for name, count in zip(spellings, counts, strict=True))
    reasons = "".join(f"#   {_reason(pair, double, site)}\n" for pair in double.pairs)
    head = f"# {', '.join(said)} and {last}:\n{reasons}"
    if known:  # a second record of one address would be a problem
        return f"{head}# in the record '{known.slug}' write\n#   {_yaml({'also': also})}"
    return head + _yaml({slugs[0]: {"name": spellings[0], "also": also}})


def _reason(pair: DuplicatePair, double: DuplicateGroup, site: Site) -> str:
    is_all = len(double.pairs) == 1
    names = " and ".join(_spelling(each.slug, site) for each in (pair.first, pair.second))
    return pair.why if is_all else f"{names}: {pair.why}"


def _spelling(slug: str, site: Site) -> str:
    """Return the name to show of an author: a record's, or the best that papers sign with."""
    if slug in site.people:
        return site.authors[slug].name
    signed = Counter(
        author.name
        for paper in site.by_author[slug]
        for author in paper.authors
        if author.slug == slug
    )
    return min(signed, key=lambda name: (*name_matching.find_flaws(name), -signed[name], name))


class _Finder:
    """A site's authors by what their names have in common."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.authors: dict[str, str] = {}  # by the slugs of their names
        spelled: dict[str, str] = {}
        for slug, author in site.authors.items():
            person = site.people.persons.get(slug)
            known = {slugify(name): name for name in (person.also if person else ())}
            known[slugify(author.name) if person else slug] = author.name
            self.authors |= dict.fromkeys(known, slug)
            spelled |= known
        self.names = {slug: parse(name) for slug, name in spelled.items() if slug.isascii()}
        self.words = {slug: name_matching.name_words(name) for slug, name in self.names.items()}
        self.families = Counter(words[-1] for words in self.words.values())
        self.holders = Counter(word for words in self.words.values() for word in set(words))
        self.co_authors = cache(self._co_authors)

    @cached_property
    def pairs(self) -> list[DuplicatePair]:
        found = (self.judged(*pair, *alike) for pair, alike in self.alike.items())
        likely = [pair for pair in found if pair and pair.score >= _LIKELY]
        return sorted(likely, key=lambda pair: (-pair.score, pair.first.slug, pair.second.slug))

    def may_be_one(self, one: str, other: str) -> bool:
        """Return whether nothing speaks against two authors' being one person."""
        papers, papers_of_other = (self.co_authors(slug)[0] for slug in (one, other))
        if papers & papers_of_other or self.site.people.are_distinct(one, other):
            return False
        both = list(product(self.spelled(one), self.spelled(other)))
        if any(self.are_two(*names) for names in both):
            return False
        is_alike = (min(one, other), max(one, other)) in self.alike
        return is_alike or not any(self.contradict(*names) for names in both)

    def are_two(self, one: str, other: str) -> bool:
        """Return whether two names have other suffixes, or other initials at one place."""
        suffixes = {slugify(self.names[name].suffix) for name in (one, other)} - {""}
        words, others = self.words[one], self.words[other]
        initials = [
            mine != its and len(mine) == len(its) == 1
            for mine, its in zip(words, others, strict=False)
        ]
        return len(suffixes) > 1 or (len(words) == len(others) and any(initials))

    def spelled(self, author: str) -> list[str]:
        person = self.site.people.persons.get(author)
        return [name for name in (person.spellings if person else [author]) if name in self.words]

    def contradict(self, one: str, other: str) -> bool:
        """Return whether two names with one family name have other given names."""
        words, others = self.words[one], self.words[other]
        words, others = (
            name_matching.join_family_name(words, others[-1]),
            name_matching.join_family_name(others, words[-1]),
        )
        return (
            words[-1] == others[-1]
            and words != others
            and not name_matching.describe_shortening(words, others)
        )

    @cached_property
    def alike(self) -> dict[tuple[str, str], tuple[str, str, str]]:
        """Return the pairs of authors whose names are alike: the strongest likeness, the names."""
        found: dict[tuple[str, str], tuple[str, str, str]] = {}
        for one, other, kind in self.likenesses():
            first, second = sorted((self.authors[one], self.authors[other]))
            if first != second:
                before = found.setdefault((first, second), (kind, one, other))
                if _KINDS[kind] > _KINDS[before[0]]:
                    found[first, second] = kind, one, other
        return found

    def likenesses(self) -> Iterator[tuple[str, str, str]]:
        for usual, key in ((_PARTED, "".join), (_TURNED, name_matching.word_order_key)):
            for group in self.groups(key):
                for one, other in combinations(group, 2):
                    is_same = self.words[one] == self.words[other]
                    yield one, other, _SAME if is_same else usual
        for group in self.groups(name_matching.initial_and_family):
            for one, other in combinations(group, 2):
                if kind := name_matching.describe_shortening(self.words[one], self.words[other]):
                    yield one, other, kind
        yield from self.slips()

    def groups(self, key: Callable[[Sequence[str]], str]) -> Iterator[list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for name, words in self.words.items():
            groups[key(words)].append(name)
        return (group for group in groups.values() if len(group) > 1)

    def slips(self) -> Iterator[tuple[str, str, str]]:
        """Yield long names of which one letter differs: without one letter both are the same."""
        shorter: dict[str, list[str]] = defaultdict(list)
        for name in self.words:
            if len(name) >= _LONG:
                for part in {name[:place] + name[place + 1 :] for place in range(len(name))}:
                    shorter[part].append(name)
                shorter[name].append(name)
        for group in shorter.values():
            for one, other in combinations(group, 2) if len(group) > 1 else ():
                if name_matching.is_typo(one, other):
                    yield one, other, _SLIP

    def judged(
        self, one: str, other: str, kind: str, name: str, name_of_other: str
    ) -> DuplicatePair | None:
        """Return the pair of two authors, or nothing where it is known that they are two."""
        if self.site.people.are_distinct(one, other):
            return None
        (papers, with_one), (papers_of_other, with_other) = map(self.co_authors, (one, other))
        if papers & papers_of_other or self.are_two(name, name_of_other):
            return None
        joint = sorted(with_one & with_other - {one, other})
        tags = sorted(self.tags(one) & self.tags(other))
        family = max(self.families[self.words[each][-1]] for each in (name, name_of_other))
        score = _KINDS[kind] + _rarity(family) + min(len(tags), _SHOWN) * _TAG
        score += (_FIRST_CO_AUTHOR + _CO_AUTHOR * min(len(joint) - 1, _SHOWN)) if joint else 0
        if kind == _SLIP:
            score += self.slip_of(name, name_of_other)
        names, labels = self.site.authors, self.site.taxonomy.tags
        why = [
            kind,
            _shared("co-author", [names[slug].name for slug in joint]),
            _shared("tag", [labels[slug].label for slug in tags]),
        ]
        kept, gone = sorted((one, other), key=self.order)
        return DuplicatePair(names[kept], names[gone], "; ".join(filter(None, why)), score)

    def slip_of(self, one: str, other: str) -> float:
        words, others = set(self.words[one]), set(self.words[other])
        fewest = [
            min((self.holders[word] for word in mine), default=1)
            for mine in (words - others, others - words)
        ]
        return _TWO_NAMES if min(fewest) > 1 else 0

    def order(self, slug: str) -> tuple[object, ...]:
        """Return by what the author to keep comes first: a record, a full name, more papers."""
        name = _spelling(slug, self.site)
        short = any(len(word.rstrip(".")) == 1 for word in name.split()[:1])
        papers = self.site.by_author[slug]
        flaws = slug not in self.site.people, *name_matching.find_flaws(name), short
        return *flaws, -len(papers), -len(name), slug

    def _co_authors(self, slug: str) -> tuple[frozenset[str], frozenset[str]]:
        papers = self.site.by_author[slug]
        groups = [paper.authors for paper in papers if len(paper.authors) < LARGE_COLLABORATION]
        beside = frozenset(author.slug for group in groups for author in group)
        return frozenset(paper.slug for paper in papers), beside

    def tags(self, slug: str) -> set[str]:
        return {tag for paper in self.site.by_author[slug] for tag in paper.tags}


def _rarity(family: int) -> float:
    return next((worth for most, worth in _FAMILIES if family <= most), _COMMON_FAMILY)


def _shared(noun: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{noun}{'s' * (len(names) > 1)} in common: {', '.join(names[:_SHOWN])}{more}"


def _yaml(value: object) -> str:
    return yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=None, sort_keys=False, width=1000
    )
