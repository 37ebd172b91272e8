"""Tests of a paper in plain text: which paragraphs become its abstract."""

from generator.core.model import MAX_ABSTRACT_LENGTH
from generator.readers.reading import Passage
from tests.support.captures import ADDED
from tests.support.plain_captures import ABSTRACT, OTHER, papers, parse


def test_a_second_paragraph_of_an_abstract_gets_a_remark() -> None:
    reading = parse("On the Use of Tests", ABSTRACT, OTHER)
    assert papers(reading) == [("On the Use of Tests", f"{ABSTRACT}\n\n{OTHER}")]
    assert reading.remarks == (Passage(5, OTHER, f"{ADDED} 1 as another paragraph"),)


def test_a_paragraph_that_exceeds_an_abstract_s_length_is_unplaced() -> None:
    long = "we go on and on, as ever. " * 80 + "We end."
    reading = parse("On the Use of Tests", ABSTRACT, long)
    assert papers(reading) == [("On the Use of Tests", ABSTRACT)]
    reason = "too long for another paragraph of the abstract of the paper on line 1"
    assert reading.unplaced == (Passage(5, long, reason),)


def test_an_abstract_needs_a_minimum_of_words() -> None:
    accepted = parse("On the Use of Tests", "We test, they test, and all of us learn.")
    rejected = parse("On the Use of Tests", "We only test this.")
    assert len(accepted.entries) == 1
    assert rejected.unplaced == (
        Passage(1, "On the Use of Tests", "a title without an abstract"),
        Passage(
            3,
            "We only test this.",
            "too short for the abstract of the paper on line 1 (fewer than 8 words)",
        ),
    )


def test_a_text_too_long_for_an_abstract_is_unplaced() -> None:
    long = "we go on. " * (MAX_ABSTRACT_LENGTH // 10) + "We end."
    reading = parse("On the Use of Tests", long)
    assert reading.unplaced == (
        Passage(1, "On the Use of Tests", "a title without an abstract"),
        Passage(3, long, f"too long for an abstract ({len(long):,} characters)"),
    )
