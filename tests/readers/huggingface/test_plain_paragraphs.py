"""Tests of splitting plain text into paragraphs."""

import pytest

from generator.readers.huggingface import plain_text
from tests.support.plain_captures import (
    ABSTRACT,
    CARD,
    CARD_ABSTRACT,
    LONG_ABSTRACT,
    facts,
    papers,
    parse,
)


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    reading = parse("On the Use\nof Tests", "We test what others built\nbefore us. It helps.")
    assert papers(reading) == [
        ("On the Use of Tests", "We test what others built\nbefore us. It helps.")
    ]


def test_lines_without_hard_wraps_are_paragraphs() -> None:
    long = "We test what others built before we build on it ourselves. It helps us all. " * 4
    reading = plain_text.read(f"On the Use of Tests\n{long}\nA Second Title Here\n{ABSTRACT}", "c")
    assert papers(reading) == [
        ("On the Use of Tests", long.strip()),
        ("A Second Title Here", ABSTRACT),
    ]


@pytest.mark.parametrize("blank", ["\n", "\n\n", "\n\n\n"])
def test_a_page_copied_from_a_browser_is_read_by_line(blank: str) -> None:
    second_card = (
        "Submitted by",
        "王",
        "1,024",
        "Why Do We Test?",
        LONG_ABSTRACT,
        "4 authors",
        "·",
        "Oct 3, 2026",
    )
    reading = parse("Hugging Face", "Models", *CARD, "GitHub", "1.54k", *second_card, blank=blank)
    assert papers(reading) == [
        ("On the Use of Tests", LONG_ABSTRACT),
        ("Why Do We Test?", LONG_ABSTRACT),
    ]
    assert facts(reading) == [
        ("2026-10-04", "12", "ada", "A Lab"),
        ("2026-10-03", "1024", "王", None),
    ]
    assert (reading.unplaced, reading.remarks) == ((), ())


def test_short_abstracts_between_rows_need_no_blank_lines() -> None:
    reading = parse("ada", "12", "On the Use of Tests", CARD_ABSTRACT, "3 authors", blank="\n")
    assert papers(reading) == [("On the Use of Tests", CARD_ABSTRACT)]


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_a_page_wrapped_by_a_mail_program_keeps_its_paragraphs(blank: str) -> None:
    wrapped = LONG_ABSTRACT.replace(" It helps", "\nIt helps").replace(" We test", "\nWe test")
    card = (*CARD[:4], wrapped, *CARD[5:])
    reading = parse(*card, *("Submitted by", "eve", "3", "On All Others", wrapped), blank=blank)
    assert [entry.fields["title"] for entry in reading.entries] == [
        "On the Use of Tests",
        "On All Others",
    ]
