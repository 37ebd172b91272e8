"""Tests of the one tokenisation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pre-trained, self_attention", ["Pre", "trained", "self", "attention"]),
        ("GPT-4 is 3.5× better", ["GPT", "4", "is", "3", "5", "better"]),
        ("the model’s don't", ["the", "model’s", "don't"]),
        ("ﬁne‐tuning", ["fine", "tuning"]),
        ("…", []),
    ],
)
def test_marks_part_words(text: str, words: list[str]) -> None:
    assert terms.words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [("Model", "models"), ("policy", "Policies"), ("LLM", "LLMs"), ("graph", "GRAPHS")],
)
def test_regular_plurals_are_the_same_word(one: str, other: str) -> None:
    assert terms.fold(one) == terms.fold(other)


@pytest.mark.parametrize("word", ["class", "corpus", "analysis", "gas", "us"])
def test_words_that_only_end_like_plurals_stay(word: str) -> None:
    assert terms.fold(word) == word


@given(st.text())
def test_no_word_holds_white_space_or_is_empty(text: str) -> None:
    assert all(word and not any(map(str.isspace, word)) for word in terms.words(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Emmanuel Candès", ["emmanuel", "candes"]),
        (
            "O'Brien's pre-trained models’ end",
            ["obrien", "pre", "trained", "pretrained", "models", "end"],
        ),
        ("cs.AI x_y 2024-01", ["cs", "ai", "x", "y", "2024", "01", "202401"]),
        ("知识图谱 with がく", ["知", "识", "图", "谱", "with", "が", "く"]),
        ("हिन्दी 한국어 שלום", ["हिन्दी", "한국어", "שלום"]),
        ("<b>$x^2$</b>", ["b", "x", "2", "b"]),
    ],
)
def test_what_a_search_looks_for(text: str, words: list[str]) -> None:
    assert terms.tokenize(text) == words


@given(st.text())
def test_words_to_search_for_are_found_again_in_themselves(text: str) -> None:
    words = terms.tokenize(text)
    assert [again for word in words for again in terms.tokenize(word)] == words
