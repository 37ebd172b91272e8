"""Citation keys are derived from author, year and title, unique, and stable."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.model import Paper
from generator.library.site import Site
from generator.render.citations.keys import citation_keys, significant_word
from tests.support.citations import NAMES, TITLES, site_of
from tests.support.papers import make_authors, make_paper


def key(**changes: object) -> str:
    [key] = citation_keys(site_of(make_paper(**changes))).values()
    return key


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Mengmei Zhang", "zhang2025use"),
        ("Ludwig van Beethoven", "beethoven2025use"),
        ("Charles-Jean de La Vallée Poussin", "lavalleepoussin2025use"),
        ("Cathy O'Neil", "oneil2025use"),
        ("Jørgen Ølgaard-Łuk", "olgaardluk2025use"),
        ("Martin Luther King Jr.", "king2025use"),
        ("王小明", "2402.07197"),
        ("نجيب محفوظ", "2402.07197"),
    ],
)
def test_a_key_begins_with_the_first_author_s_family_name(author: str, expected: str) -> None:
    assert key(authors=make_authors(author, "Blaise Pascal")) == expected


def test_a_paper_without_a_latin_letter_still_has_a_key() -> None:
    assert key(authors=(), title="王") == "anon2025"
    assert key(authors=make_authors("王小明"), title="图", slug="图") == "anon2025"
    assert key(authors=make_authors("王小明"), title="Graphs", slug="图") == "anon2025graphs"


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("GraphTranslator: Aligning Graphs", "graphtranslator"),
        ("Is it the One? A Study", "one"),
        ("On the", "on"),
        (r"$\alpha$: A Sch\"one Title", "alpha"),
        ("A Study: Of Things", "study"),
        ("x" * 400, "x" * 40),
        ("?!", ""),
        ("3D Scenes", "scenes"),
        ("3D: Scenes of 0", "scenes"),
        ("0", ""),
        ("I, Robot", "robot"),
        ("A", "a"),
    ],
)
def test_a_key_ends_with_the_significant_word_of_the_title(title: str, word: str) -> None:
    if "$" in title:
        assert key(title=title) == "lovelace2025schone"  # no Greek in keys
    else:
        assert significant_word(title) == word


def test_the_year_comes_from_venue_first_version_or_digest_day() -> None:
    day = dt.date(2023, 5, 1)
    assert key(venue="WWW 2024", published=day) == "lovelace2024use"
    assert key(published=day, arxiv="2102.07197") == "lovelace2023use"
    assert key(arxiv="2102.07197") == "lovelace2021use"
    assert key() == "lovelace2025use"


def site_with_equal_keys(count: int, *more: Paper) -> Site:
    days = (dt.date(2025, 1, 1) + dt.timedelta(number) for number in range(count))
    papers = [make_paper(slug=f"p{number}", date=day) for number, day in enumerate(days)]
    return site_of(*papers, *more)


def test_papers_with_equal_keys_get_letters_in_date_order() -> None:
    keys = list(citation_keys(site_with_equal_keys(30)).values())
    assert keys[:3] == ["lovelace2025use", "lovelace2025usea", "lovelace2025useb"]
    assert keys[26:29] == ["lovelace2025usez", "lovelace2025useaa", "lovelace2025useab"]


def test_a_key_with_a_letter_differs_from_other_keys() -> None:
    clash = make_paper(
        slug="a", date=dt.date(2024, 1, 1), published=dt.date(2025, 1, 1), title="Usea"
    )
    keys = citation_keys(site_with_equal_keys(2, clash))
    assert keys == {"a": "lovelace2025usea", "p0": "lovelace2025use", "p1": "lovelace2025useb"}


def test_a_paper_of_a_new_day_changes_no_key() -> None:
    before = citation_keys(site_with_equal_keys(5))
    new = make_paper(slug="new", date=dt.date(2025, 12, 1))
    assert citation_keys(site_with_equal_keys(5, new)).items() >= before.items()


@given(st.lists(st.tuples(TITLES, st.lists(NAMES, max_size=1)), max_size=12))
def test_keys_are_unique_and_valid_in_every_format(
    papers: list[tuple[str, list[str]]],
) -> None:
    cited = [
        make_paper(slug=f"p{number}", title=title, authors=make_authors(*people))
        for number, (title, people) in enumerate(papers)
    ]
    keys = list(citation_keys(site_of(*cited)).values())
    assert len(set(keys)) == len(cited)
    assert all(set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-") for key in keys)
