"""Tests of choosing the sentence that states a paper's claim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.config import Config
from generator.library import load
from generator.text.key_sentence import find_key_sentence
from generator.text.strings import one_line, sentences
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
def test_the_sentence_that_states_the_claim_is_chosen(sentence: str) -> None:
    assert find_key_sentence(f"{BEFORE} {sentence} {AFTER}", 280) == sentence


def test_a_proposal_is_preferred_to_a_finding() -> None:
    abstract = "We study maps. We show that they are hard. We propose Reader. It works."
    assert find_key_sentence(abstract, 280) == "We propose Reader."


def test_building_on_earlier_work_is_not_a_claim() -> None:
    assert find_key_sentence("We build on maps. We study them.", 280) == "We study them."


@pytest.mark.parametrize("abstract", [BEFORE + " " + AFTER, BEFORE, "Maps."])
def test_without_a_claim_the_first_sentence_is_chosen(abstract: str) -> None:
    assert find_key_sentence(abstract, 280) == abstract.split(". ", maxsplit=1)[0].rstrip(".") + "."


def test_a_claim_ends_with_its_sentence_or_paragraph() -> None:
    assert find_key_sentence("A first part\n\nWe propose maps", 280) == "We propose maps"
    assert find_key_sentence("我们研究地图。它有效。", 280) == "我们研究地图。"


def test_a_long_sentence_is_truncated_between_words() -> None:
    assert (
        find_key_sentence("We propose " + "very " * 30 + "long things.", 20) == "We propose very…"
    )


def test_every_claim_is_a_sentence_of_its_abstract() -> None:
    for paper in load.load(Config(LIBRARY, "", "")).papers:
        assert find_key_sentence(paper.abstract, 5000) in sentences(paper.abstract)


@given(st.text(), st.integers(2, 300))
def test_any_text_gives_an_excerpt_within_the_length(text: str, length: int) -> None:
    sentence = find_key_sentence(text, length)
    assert len(sentence) <= length
    assert sentence.removesuffix("…") in one_line(text)
