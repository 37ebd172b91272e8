"""Tests of comparing personal names."""

import pytest

from generator.text import name_matching, names
from generator.text.name_matching import EXTRA_NAME, INITIALS, MIDDLE_INITIAL


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("Yann LeCun", "Y. LeCun", INITIALS),
        ("Samuel R. Bowman", "Samuel Bowman", MIDDLE_INITIAL),
        ("Leslie Pack Kaelbling", "Leslie Kaelbling", EXTRA_NAME),
        ("Anna Maria Lee", "Maria Lee", ""),
        ("John A. Smithers", "John B. Smithers", ""),
        ("Plato", "P. Plato", ""),
    ],
)
def test_a_shortened_name_is_described(first: str, second: str, kind: str) -> None:
    words = [name_matching.name_words(names.parse(name)) for name in (first, second)]
    assert name_matching.describe_shortening(*words) == kind
    assert name_matching.describe_shortening(*reversed(words)) == kind


@pytest.mark.parametrize(
    ("first", "second", "is_typo"),
    [
        ("zhokhov", "zhokov", True),
        ("vassilvitskii", "vassilvtiskii", True),
        ("wei-wang", "weiwang", False),
        ("bengio", "benz", False),
    ],
)
def test_a_typo_is_one_letter_or_two_swapped_ones(first: str, second: str, is_typo: bool) -> None:
    assert name_matching.is_typo(first, second) == is_typo
    assert name_matching.is_typo(second, first) == is_typo


@pytest.mark.parametrize(
    ("name", "flaws"),
    [
        ("Yann LeCun", (False, False, False)),
        ("LeCun, Yann", (True, False, False)),
        ("YANN LECUN", (False, True, False)),
        ("John Quark PhD", (False, False, True)),
    ],
)
def test_a_spelling_s_flaws_are_found(name: str, flaws: tuple[bool, bool, bool]) -> None:
    assert name_matching.find_flaws(name) == flaws


@pytest.mark.parametrize(
    ("first", "second", "may_match"),
    [
        (["Ada Lovelace", "Blaise Pascal"], ["Pascal, B."], True),
        (["Ada Lovelace"], ["Blaise Pascal"], False),
        (["Ada Lovelace"], [], True),
        (["王小明"], ["李小明"], False),
    ],
)
def test_lists_of_authors_match_by_one_shared_name(
    first: list[str], second: list[str], may_match: bool
) -> None:
    assert name_matching.authors_may_match(first, second) == may_match
