"""The sentence with a paper's claim is one of the abstract's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.config import Config
from generator.library import load
from generator.text.key_sentence import find_key_sentence
from generator.text.plain import one_line, sentences
from tests.support.paths import LIBRARY

BEFORE, AFTER = "Maps are hard to read.", "It is faster than others on two benchmarks."


@pytest.mark.parametrize(
    "sentence",
    [
        "We propose a way to read them.",
        "To this end, we introduce Reader, a way to read them.",
        "This paper presents a way to read them.",
        "Here we show that anybody can read them.",
        "In this work, reading is made easy.",
        "This study investigates who reads them.",
        "I argue that they can be read.",
        "Our method reads them.",
    ],
)
def test_the_sentence_that_says_what_is_done_is_chosen(sentence: str) -> None:
    assert find_key_sentence(f"{BEFORE} {sentence} {AFTER}", 280) == sentence


def test_what_is_proposed_comes_before_what_is_shown() -> None:
    abstract = "We study maps. We show that they are hard. We propose Reader. It works."
    assert find_key_sentence(abstract, 280) == "We propose Reader."


def test_what_a_paper_builds_on_is_no_claim() -> None:
    assert find_key_sentence("We build on maps. We study them.", 280) == "We study them."


@pytest.mark.parametrize("abstract", [BEFORE + " " + AFTER, BEFORE, "Maps."])
def test_without_such_words_the_first_sentence_is_chosen(abstract: str) -> None:
    assert find_key_sentence(abstract, 280) == abstract.split(". ", maxsplit=1)[0].rstrip(".") + "."


def test_a_claim_ends_with_its_paragraph_or_sentence() -> None:
    assert find_key_sentence("A first part\n\nWe propose maps", 280) == "We propose maps"
    assert find_key_sentence("我们研究地图。它有效。", 280) == "我们研究地图。"


def test_a_long_sentence_is_cut_at_a_word() -> None:
    assert (
        find_key_sentence("We propose " + "very " * 30 + "long things.", 20) == "We propose very…"
    )


def test_every_claim_is_a_sentence_of_its_abstract() -> None:
    for paper in load.load(Config(LIBRARY, "", "")).papers:
        assert find_key_sentence(paper.abstract, 5000) in sentences(paper.abstract)


@given(st.text(), st.integers(2, 300))
def test_any_text_gives_words_of_its_own_within_the_length(text: str, length: int) -> None:
    found = find_key_sentence(text, length)
    assert len(found) <= length
    assert found.removesuffix("…") in one_line(text)
