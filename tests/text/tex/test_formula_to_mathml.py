"""Tests of converting formulas to MathML: each is converted, or has a reason why not."""

import re
import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.text.tex import formula_to_mathml
from tests.support.tex import FRAGMENTS


@settings(deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=10).map("".join))
def test_a_formula_is_converted_or_has_a_reason(source: str) -> None:
    formula = formula_to_mathml.convert(source)
    assert bool(formula.problem) != bool(formula.mathml and formula.plain)
    assert not re.search(r"[\r\n]|<a|href|javascript|\bon\w+=|url\(| id=", formula.mathml)


def test_nested_accents_are_parsed_in_linear_time() -> None:
    nested = "x"
    for _ in range(20):
        nested = rf"\overset{{{nested}}}{{b}}"
    steps = 0

    def count(_frame: FrameType, event: str, _called: object) -> None:
        nonlocal steps
        steps += event == "call"

    sys.setprofile(count)
    try:
        shown = formula_to_mathml.convert(nested).plain
    finally:
        sys.setprofile(None)
    assert shown.startswith("b^(b^(")
    assert steps < 2_000


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("{" * 1_500, "too long"),
        ("x" * 2_001, "too long"),
        (r"\def\x{\x\x}\x", "defines commands"),
        (r"\newcommand{\x}{y}\x", "defines commands"),
        ("{x^" * 60 + "x" + "}" * 60, "markup that is not allowed on pages"),
        (r"\eqref{a}", "markup that is not allowed on pages"),
        (r"\href{javascript:alert(1)}{x}", r'Unknown command "\href".'),
        ("{}", "nothing to show"),
        ("\x01", "characters that XML does not allow"),
    ],
)
def test_a_formula_that_is_not_converted_has_a_reason(source: str, problem: str) -> None:
    assert formula_to_mathml.convert(source) == formula_to_mathml.Formula(problem=problem)
