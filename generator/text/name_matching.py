"""Compare personal names: initials, missing middle names, word order and typos.

The functions that take "words" expect the output of ``name_words``: folded words in the order given
name, particle, family name.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from generator.text.names import Name, parse
from generator.text.strings import match_key, slugify

MIDDLE_INITIAL = "one has a middle initial"
INITIALS = "one has initials"
EXTRA_NAME = "one has an additional given name"
_DEGREES = frozenset({"phd", "md", "esq"})


def name_words(name: Name) -> list[str]:
    """Return the words of a name in lower case; Latin letters lose their accents.

    The given names come first. The suffix is left out.
    """
    return slugify(f"{name.given} {name.particle} {name.family}").split("-")


def join_family_name(words: list[str], family: str) -> list[str]:
    """Join the last words of a name if together they spell a family name.

    >>> join_family_name(["anna", "de", "vries"], "devries")
    ['anna', 'devries']
    """
    starts = [start for start in range(1, len(words)) if "".join(words[start:]) == family]
    return [*words[: starts[0]], family] if starts else words


def word_order_key(words: Sequence[str]) -> str:
    """Return a key that is equal for the same words in any order."""
    return " ".join(sorted(words))


def initial_and_family(words: Sequence[str]) -> str:
    """Return the first letter of a name and its last word: ``a lovelace``."""
    return f"{words[0][0]} {words[-1]}"


def describe_shortening(first: Sequence[str], second: Sequence[str]) -> str:
    """Describe how the given names in one name are abbreviated in the other.

    The last words (family names) are not compared.

    Returns:
        ``INITIALS``, ``MIDDLE_INITIAL`` or ``EXTRA_NAME``; an empty string if neither name is a
        shorter form of the other.

    >>> describe_shortening(["ada", "k", "lovelace"], ["ada", "lovelace"])
    'one has a middle initial'
    """
    shorter, longer = sorted((first[:-1], second[:-1]), key=len)
    if not shorter:
        return ""
    remaining = iter(longer)
    has_initials = False
    for position, word in enumerate(shorter):
        for candidate in remaining:
            if candidate == word or _is_initial(word, candidate):
                has_initials |= candidate != word
                break
            if position == 0:  # the first name may be abbreviated, but not left out
                return ""
        else:
            return ""
    if has_initials:
        return INITIALS
    extra = [word for word in longer if word not in shorter]
    return MIDDLE_INITIAL if all(len(word) == 1 for word in extra) else EXTRA_NAME


def is_typo(first: str, second: str) -> bool:
    """Return whether two names differ by one letter or by two swapped letters.

    >>> is_typo("bengio", "begnio"), is_typo("bengio", "bengios"), is_typo("bengio", "benz")
    (True, True, False)
    """
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    first, second = first[start:], second[start:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    is_one_letter = len(first) <= 1 >= len(second)
    return "-" not in first + second and (is_one_letter or first == second[::-1])


def find_flaws(name: str) -> tuple[bool, bool, bool]:
    """Return the flaws that make a spelling of a name less suitable for display.

    Returns:
        Whether the name is written family name first with a comma, whether it is in capitals only,
        and whether it has an academic degree.
    """
    parsed = parse(name)
    has_degree = slugify(parsed.suffix).replace("-", "") in _DEGREES
    return "," in name and not parsed.is_unsplit, name.isupper(), has_degree


def authors_may_match(first: Iterable[str], second: Iterable[str]) -> bool:
    """Return whether two lists of authors may belong to the same paper.

    Two lists match if they share a name, or if one of them is empty.

    >>> authors_may_match(["Ada Lovelace"], ["Lovelace, A."])
    True
    >>> authors_may_match(["Ada Lovelace"], ["B. Pascal"])
    False
    """
    names, other_names = set(first), set(second)
    if not names or not other_names or names & other_names:
        return True
    return count_shared_names(names, other_names) > 0


def count_shared_names(first: Iterable[str], second: Iterable[str]) -> int:
    """Return how many names two lists share, compared by initial and family name.

    >>> count_shared_names(["Ada Lovelace", "Blaise Pascal"], ["A. Lovelace"])
    1
    """
    return len({name_key(name) for name in first} & {name_key(name) for name in second})


@lru_cache(maxsize=2**16)
def name_key(name: str) -> str:
    """Return a key that is equal for all forms of a name: the initial and the family name."""
    words = name_words(parse(name))
    return initial_and_family(words) if words[0] else match_key(name)


def _is_initial(first: str, second: str) -> bool:
    """Return whether one of two words is the other's first letter."""
    return 1 in {len(first), len(second)} and first[0] == second[0]
