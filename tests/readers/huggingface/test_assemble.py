"""Tests of assembling cards into a reading: repeated cards, dates and missing abstracts."""

from generator.readers.huggingface import linked_text
from generator.readers.reading import Passage
from tests.support.captures import Invented, addresses
from tests.support.linked_captures import PAPER, papers


def test_a_date_without_a_year_takes_it_from_nearby_links() -> None:
    paper = Invented(
        "2501.00001", "On Tests", "We test.", 3, "", "", (2025, 1, 2), 1, "", wrapped=False
    )
    reading = linked_text.read(addresses([paper]))
    assert reading.date
    assert (reading.date.month, reading.date.day, reading.date.year) == (3, 25, 2026)


def test_a_repeated_card_s_date_with_a_year_is_preferred() -> None:
    text = f"{PAPER}·\n\nFeb 27\n\n{PAPER}·\n\nFeb 27, 2025"
    reading = linked_text.read(text)
    [entry] = reading.entries
    assert (entry.fields["published"], entry.line("published")) == ("2025-02-27", 15)
    assert Passage(7, "Feb 27", "'published' differs from 'Feb 27, 2025' on line 15") in (
        reading.remarks
    )


def test_a_paper_without_an_abstract_gets_a_remark() -> None:
    reading = linked_text.read(PAPER + "### [On Others](/papers/2502.20582)\n\n·\n\nFeb 27, 2025")
    assert papers(reading)[1] == ("2502.20582", "On Others", "")
    assert reading.remarks[0].remark == "no abstract in this capture"


def test_a_second_abstract_of_a_paper_is_unplaced() -> None:
    reading = linked_text.read(PAPER + PAPER.replace("others", "people"))
    assert len(reading.entries) == 1
    assert "a different abstract" in reading.unplaced[0].remark
