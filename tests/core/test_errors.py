"""Tests of problems and of the error that collects them."""

from generator.core.errors import ContentError, Problem


def test_problems_are_sorted_and_each_is_listed_once() -> None:
    first, second, third = (
        Problem("papers/a.md", 9, "no title; write one"),
        Problem("papers/a.md", 10, "no date; write one"),
        Problem("papers/b.md", 1, "no title; write one"),
    )
    error = ContentError([third, second, first, second])
    assert error.problems == (first, second, third)
    assert str(error).splitlines() == [str(first), str(second), str(third)]
