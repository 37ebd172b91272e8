"""The words shown for shared terms."""

from generator.related import words
from tests.support.papers import make_paper


def test_a_word_is_shown_as_it_is_within_a_sentence() -> None:
    paper = make_paper(
        title="Neural GRAPHS", abstract="Markov nets. The Gaussian case. Set-Based: It's Kalman's."
    )
    terms = ["neural", "graph", "markov", "gaussian", "kalman", "setbas", "知"]
    assert list(words.word_forms(paper, terms).values()) == [
        *("neural", "GRAPHS", "markov", "Gaussian", "Kalman", "set-based", "知"),
    ]


def test_a_lower_case_form_is_preferred() -> None:
    paper = make_paper(title="Word Models", abstract="We call it a Word Layer, as a word has one.")
    assert words.word_forms(paper, ["word", "model"]) == {"word": "word", "model": "models"}


def test_words_that_repeat_a_part_of_another_are_skipped() -> None:
    distinct = words.distinct_words(
        ["pre-trained", "training", "pre", "models", "model", "a", "b", "c"]
    )
    assert list(distinct) == ["pre-trained", "models", "a", "b"]
