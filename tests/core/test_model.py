"""Tests of the data records."""

import datetime as dt

from generator.core.model import Entry
from generator.core.yaml_with_lines import KeyPath
from tests.support.papers import make_paper


def test_a_value_without_a_line_has_that_of_its_parent() -> None:
    lines: dict[KeyPath, int] = {("title",): 2, ("links",): 4, ("links", "code"): 5}
    entry = Entry("papers/a.md", {}, "", lines)
    assert [entry.line("links", "code"), entry.line("links", "model"), entry.line("venue")] == [
        5,
        4,
        1,
    ]


def test_the_year_of_a_paper_is_that_of_its_publication() -> None:
    featured = dt.date(2025, 1, 2)
    assert make_paper(date=featured, published=dt.date(2024, 12, 30)).year == 2024
    assert make_paper(date=featured, published=None).year == 2025
