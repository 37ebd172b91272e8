"""Which names are likely one person's: pairs for a curator to judge, never merged by themselves."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import yaml

from generator.model import Author
from generator.site import Site
from generator.text import quantity

_LIKELY = 2.0
_CROWD = 100
"""Authors of a paper from which on it says little of who works with whom."""

_LONG = 9
"""Letters of a name from which on a difference of one may be a slip."""

_SHOWN = 3
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})

_PARTED = "the same letters, parted otherwise"
_MIDDLE = "one has a middle initial"
_INITIALS = "one has initials"
_FURTHER = "one has a further name"
_TURNED = "the same words in another order"
_SLIP = "one letter differs"
_KINDS: Mapping[str, float] = {
    _PARTED: 3.0,
    _MIDDLE: 2.0,
    _INITIALS: 0.5,
    _FURTHER: 0.5,
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
class Pair:
    """Two authors who may be one, the one to keep first; why, and how likely that is."""

    one: Author
    other: Author
    why: str
    score: float


def pairs(site: Site) -> list[Pair]:
    """Return the likely pairs of a site's authors, the likeliest first.

    Names are compared by their letters, and what is alike is judged by co-authors and tags in
    common and by how rare the names are. Two authors of one paper are two people.
    """
    finder = _Finder(site)
    found = (finder.judged(*names, *alike) for names, alike in finder.alike().items())
    likely = [pair for pair in found if pair and pair.score >= _LIKELY]
    return sorted(likely, key=lambda pair: (-pair.score, pair.one.slug, pair.other.slug))


def proposal(pair: Pair, site: Site) -> str:
    """Return what a curator reads of a pair, with the lines for ``authors.yml`` below it."""
    one, other = pair.one, pair.other
    known = site.people.persons.get(one.slug)
    record = {"name": one.name, "also": [*(known.also if known else ()), other.name]}
    both = [(each.name, quantity(len(site.by_author[each.slug]), "paper")) for each in (one, other)]
    said = f"# {' and '.join(f'{name} ({papers})' for name, papers in both)}:\n#   {pair.why}\n"
    if known:  # a second record of one address would be a problem
        return f"{said}# in the record '{one.slug}' write\n#   {_yaml({'also': record['also']})}"
    return said + _yaml({one.slug: record})


class _Finder:
    """A site's authors by what their names have in common."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.authors: dict[str, str] = {}  # by the slugs of their names
        for slug in site.authors:
            person = site.people.persons.get(slug)
            self.authors |= dict.fromkeys(person.spellings if person else [slug], slug)
        self.words = {name: _words(name) for name in self.authors if name.isascii()}
        self.families = Counter(words[-1] for words in self.words.values())
        self.holders = Counter(word for words in self.words.values() for word in set(words))
        self.co_authors = cache(self._co_authors)

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
        for kind, key in ((_PARTED, "".join), (_TURNED, _in_order)):
            for group in self.groups(key):
                yield from ((one, other, kind) for one, other in combinations(group, 2))
        for group in self.groups(_initial_and_family):
            for one, other in combinations(group, 2):
                if kind := _shortened(self.words[one], self.words[other]):
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
                if _is_slip(one, other):
                    yield one, other, _SLIP

    def judged(self, one: str, other: str, kind: str, name: str, name_of_other: str) -> Pair | None:
        """Return the pair of two authors, or nothing where it is known that they are two."""
        if self.site.people.are_apart(one, other):
            return None
        (papers, with_one), (papers_of_other, with_other) = map(self.co_authors, (one, other))
        if papers & papers_of_other:
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
        return Pair(names[kept], names[gone], "; ".join(filter(None, why)), score)

    def slip_of(self, one: str, other: str) -> float:
        words, others = set(self.words[one]), set(self.words[other])
        fewest = [
            min((self.holders[word] for word in mine), default=1)
            for mine in (words - others, others - words)
        ]
        return _TWO_NAMES if min(fewest) > 1 else 0

    def order(self, slug: str) -> tuple[object, ...]:
        """Return by what the author to keep comes first: a record, a full name, more papers."""
        name = self.site.authors[slug].name
        short = any(len(word.rstrip(".")) == 1 for word in name.split()[:1])
        papers = self.site.by_author[slug]
        return slug not in self.site.people, short, -len(papers), -len(name), slug

    def _co_authors(self, slug: str) -> tuple[frozenset[str], frozenset[str]]:
        papers = self.site.by_author[slug]
        groups = [paper.authors for paper in papers if len(paper.authors) < _CROWD]
        beside = frozenset(author.slug for group in groups for author in group)
        return frozenset(paper.slug for paper in papers), beside

    def tags(self, slug: str) -> set[str]:
        return {tag for paper in self.site.by_author[slug] for tag in paper.tags}


def _words(name: str) -> list[str]:
    words = name.split("-")
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return words


def _in_order(words: Sequence[str]) -> str:
    return " ".join(sorted(words))


def _initial_and_family(words: Sequence[str]) -> str:
    return f"{words[0][0]} {words[-1]}"


def _shortened(one: Sequence[str], other: Sequence[str]) -> str:
    """Return in which way one of two names is the other with less of its given names, if so."""
    shorter, longer = sorted((one[:-1], other[:-1]), key=len)
    if not shorter:
        return ""
    rest = iter(longer)
    initials = False
    for place, word in enumerate(shorter):
        for found in rest:
            if found == word or (1 in {len(found), len(word)} and found[0] == word[0]):
                initials |= found != word
                break
            if place == 0:  # a first name may be short, but is not left out
                return ""
        else:
            return ""
    if initials:
        return _INITIALS
    left = [word for word in longer if word not in shorter]
    return _MIDDLE if all(len(word) == 1 for word in left) else _FURTHER


def _is_slip(one: str, other: str) -> bool:
    """Return whether a letter more, less or other, or two in turn, makes a name of another."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return "-" not in one + other and (len(one) <= 1 >= len(other) or one == other[::-1])


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
