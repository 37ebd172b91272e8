"""Tests of recognizing the text around papers: dates."""

import pytest

from generator.readers.huggingface.boilerplate import parse_date
from generator.readers.reading import PartialDate


@pytest.mark.parametrize(
    ("text", "month", "day", "year"),
    [
        ("Mar 11", 3, 11, None),
        ("mar. 11", 3, 11, None),
        ("March 11th, 2025", 3, 11, 2025),
        ("Tuesday, March 11, 2025", 3, 11, 2025),
        ("11 Mar 2025", 3, 11, 2025),
        ("2025-03-11", 3, 11, 2025),
        ("Sept 1", 9, 1, None),
        ("4 May", 5, 4, None),
        ("31 December 2024", 12, 31, 2024),
        ("2025-13-45", 13, 45, 2025),
    ],
)
def test_a_date_is_parsed_in_its_usual_forms(
    text: str, month: int, day: int, year: int | None
) -> None:
    assert parse_date(1, text) == PartialDate(1, text, month, day, year)


@pytest.mark.parametrize(
    "text",
    [
        "Mars 11 mission",
        "Octopus 2",
        "Decoder 20",
        "Janus 7",
        "March",
        "11",
        "May the 4th",
        "2025",
        "",
    ],
)
def test_text_that_resembles_a_date_is_not_parsed(text: str) -> None:
    assert parse_date(1, text) is None
