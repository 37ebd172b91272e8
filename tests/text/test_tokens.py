"""Tests of tokenisation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import tokens


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
def test_punctuation_separates_words(text: str, words: list[str]) -> None:
    assert tokens.words(text) == words


@pytest.mark.parametrize(
    ("first", "second"),
    [("Model", "models"), ("policy", "Policies"), ("LLM", "LLMs"), ("graph", "GRAPHS")],
)
def test_regular_plurals_are_folded(first: str, second: str) -> None:
    assert tokens.fold(first) == tokens.fold(second)


@pytest.mark.parametrize("word", ["class", "corpus", "analysis", "gas", "us"])
def test_words_that_only_look_like_plurals_are_unchanged(word: str) -> None:
    assert tokens.fold(word) == word


@given(st.text())
def test_words_are_not_empty_and_have_no_white_space(text: str) -> None:
    assert all(word and not any(map(str.isspace, word)) for word in tokens.words(text))


@pytest.mark.parametrize(
    ("text", "expected"),
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
def test_text_is_split_into_tokens(text: str, expected: list[str]) -> None:
    assert tokens.tokenize(text) == expected


@given(st.text())
def test_tokens_are_unchanged_by_tokenising_them_again(text: str) -> None:
    once = tokens.tokenize(text)
    assert [again for token in once for again in tokens.tokenize(token)] == once
