"""What two names have in common: the words of each, compared."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from generator.text.names import Name, parse
from generator.text.plain import match_key, slugify

MIDDLE_INITIAL = "one has a middle initial"
INITIALS = "one has initials"
EXTRA_NAME = "one has a further name"
_DEGREES = frozenset({"phd", "md", "esq"})


def name_words(name: Name) -> list[str]:
    """Return the words of a name, the given ones first, without suffixes."""
    return slugify(f"{name.given} {name.particle} {name.family}").split("-")


def join_family_name(words: list[str], family: str) -> list[str]:
    """Return words whose last ones are joined where they are another's family name."""
    places = [place for place in range(1, len(words)) if "".join(words[place:]) == family]
    return [*words[: places[0]], family] if places else words


def word_order_key(words: Sequence[str]) -> str:
    """Return the same text for the same words in whatever order."""
    return " ".join(sorted(words))


def initial_and_family(words: Sequence[str]) -> str:
    """Return the first letter of a name and its last word."""
    return f"{words[0][0]} {words[-1]}"


def describe_shortening(one: Sequence[str], other: Sequence[str]) -> str:
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
        return INITIALS
    left = [word for word in longer if word not in shorter]
    return MIDDLE_INITIAL if all(len(word) == 1 for word in left) else EXTRA_NAME


def is_typo(one: str, other: str) -> bool:
    """Return whether a letter more, less or other, or two in turn, makes a name of another."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return "-" not in one + other and (len(one) <= 1 >= len(other) or one == other[::-1])


def find_flaws(name: str) -> tuple[bool, bool, bool]:
    """Return what keeps a name from being shown: a comma, capitals alone, a degree."""
    parts = parse(name)
    degree = slugify(parts.suffix).replace("-", "") in _DEGREES
    return "," in name and not parts.is_unsplit, name.isupper(), degree


def authors_may_match(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether two lists of authors can be of one paper: a name in common, or one unknown.

    >>> may_be_one(["Ada Lovelace"], ["Lovelace, A."]), may_be_one(["Ada Lovelace"], ["B. Pascal"])
    (True, False)
    """
    first, second = set(one), set(other)
    return not first or not second or bool(first & second or count_shared_names(first, second))


@lru_cache(maxsize=2**16)
def name_key(name: str) -> str:
    """Return what the forms of a name share: its first letter and family name."""
    known = name_words(parse(name))
    return initial_and_family(known) if known[0] else match_key(name)


def count_shared_names(one: Iterable[str], other: Iterable[str]) -> int:
    """Return how many names two lists share, by first letter and family name.

    >>> in_common(["Ada Lovelace", "Blaise Pascal"], ["A. Lovelace"])
    1
    """
    first, second = ({name_key(name) for name in names} for names in (one, other))
    return len(first & second)
