"""Tests of the publication date on a card, which often lacks a year."""

import pytest

from generator.readers.huggingface import linked_text
from tests.support.linked_captures import PAPER
from tests.support.plain_captures import CARD, facts, parse


def test_a_date_without_a_year_takes_the_list_s_year() -> None:
    card = (*CARD[:-1], "Oct 4")
    assert facts(parse("Oct 5, 2026", *card))[0][0] == "2026-10-04"
    for above in ("Oct 5", "Jan 2, 2026"):
        reading = parse(above, *card)
        assert facts(reading)[0][0] is None
        assert [passage.text for passage in reading.remarks] == ["Oct 4"]


def test_a_publication_date_without_a_year_takes_the_list_s_year() -> None:
    reading = linked_text.read(f"Mar 11, 2025\n\n{PAPER}·\n\nFeb 27")
    assert reading.entries[0].fields["published"] == "2025-02-27"


@pytest.mark.parametrize("day", ["Mar 11", "Mar 11, 2021"])
def test_a_year_is_not_guessed(day: str) -> None:
    reading = linked_text.read(f"{day}\n\n{PAPER}·\n\nFeb 27")
    assert "published" not in reading.entries[0].fields
    assert [passage.text for passage in reading.remarks] == ["Feb 27"]
