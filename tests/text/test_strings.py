"""Tests of plain text: cleaning, comparison keys, slugs, sentences and excerpts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core import identifiers
from generator.text import strings

PRINTABLE = st.characters().filter(str.isprintable)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ufeffa\u200bb\u2060c\u00add", "abcd"),
        ("a\u00a0b\u2009c\u202fd\u3000e", "a b c d e"),
        ("a\u2028b\u2029c", "a b c"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_cleaning_removes_invisible_characters_only(dirty: str, clean: str) -> None:
    assert strings.clean(dirty) == clean


@given(st.text(alphabet=PRINTABLE))
def test_cleaning_leaves_printable_text_unchanged(words: str) -> None:
    assert strings.clean(words) == words


@pytest.mark.parametrize("line_end", ["\n", "\n \t\n", "\n\n\n"])
def test_blank_lines_separate_paragraphs(line_end: str) -> None:
    assert strings.paragraphs(f"One.\n{line_end}Two.") == ["One.", "Two."]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Skill-It! A Framework", "skill it a framework"),
        ("Schölkopf’s Method", "Scholkopfs method"),
        ("℡ and 𝐀", "TEL and a"),
        ("Straße", "STRASSE"),
        ("Ångström", "A\u030angstro\u0308m"),
    ],
)
def test_titles_match_up_to_case_accents_and_punctuation(first: str, second: str) -> None:
    assert strings.match_key(first) == strings.match_key(second)


def test_titles_of_punctuation_only_still_differ() -> None:
    assert strings.match_key("???") != strings.match_key("!!!")


@given(st.text())
def test_a_match_key_is_its_own_match_key(words: str) -> None:
    assert strings.match_key(strings.match_key(words)) == strings.match_key(words)


@given(st.text())
def test_every_slug_passes_the_check(words: str) -> None:
    slug = strings.slugify(words)
    assert slug == "" or identifiers.check_slug(slug) == slug


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Don't Stop Pretraining? Make …", "dont-stop-pretraining-make"),
        ("Index", "index-1"),
        ("𝐈ndex", "index-1"),
        ("\u05b0abc", "abc"),
        ("Łukasz Kaiser", "lukasz-kaiser"),
        ("a" * 90, "a" * 80),
        ("one " * 30, "-".join(["one"] * 20)),
        ("王" * 90, "王" * 60),
        ("…!", ""),
    ],
)
def test_a_slug_has_words_hyphens_and_a_maximum_length(words: str, slug: str) -> None:
    assert strings.slugify(words) == slug


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("By J. Doe et al. In Fig. 3 it works.", ["By J. Doe et al. In Fig. 3 it works."]),
        ('He said "stop." Then it did.', ['He said "stop."', "Then it did."]),
        ("Version 3.5 is out. it is.", ["Version 3.5 is out. it is."]),
        ("", [""]),
    ],
)
def test_sentences_end_where_a_reader_expects(words: str, sentences: list[str]) -> None:
    assert strings.sentences(words) == sentences


def test_a_text_of_initials_is_split_quickly() -> None:
    start = time.perf_counter()
    assert strings.sentences("A. " * 100_000) == ["A. " * 99_999 + "A."]
    assert time.perf_counter() - start < 2


@given(st.text(alphabet=PRINTABLE, min_size=1), st.integers(2, 100))
def test_an_excerpt_is_never_longer_than_its_limit(words: str, length: int) -> None:
    assert len(strings.excerpt(words, length)) <= length


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\x7f", "\x85", "\ud800", "\uffff"])
def test_control_characters_are_found_with_their_index(char: str) -> None:
    assert strings.find_control_character(f"a\n\t{char}b") == (3, f"U+{ord(char):04X}")


@given(st.text(alphabet=PRINTABLE))
def test_printable_text_has_no_control_characters(words: str) -> None:
    assert (strings.find_control_character(words), strings.find_invisible_character(words)) == (
        None,
        None,
    )


@given(st.text())
def test_escaped_text_is_one_printable_line(words: str) -> None:
    assert strings.find_invisible_character(strings.escape_invisible(words)) is None


@pytest.mark.parametrize(
    ("words", "english"), [([], ""), (["a"], "'a'"), (["a", "b"], "'a' or 'b'")]
)
def test_choices_are_joined_in_english(words: list[str], english: str) -> None:
    assert strings.quoted_choices(words) == english


@given(st.text(alphabet=PRINTABLE))
def test_sentences_lose_no_character(words: str) -> None:
    assert " ".join(strings.sentences(words)) == strings.one_line(words)
