"""Tests of counting the brackets that a formula leaves open."""

import pytest

from generator.text.tex import formula_to_mathml

OPENING = [
    "(",
    "[",
    r"\{",
    r"\langle ",
    r"\lvert ",
    r"\bigl(",
    r"\left(",
    "⟨",
    "⌊",
    "{",
    r"\mathopen(",
]


@pytest.mark.parametrize(
    "source",
    [
        "(" * 12 + "n",
        "(" * 40 + "n" + ")" * 40,
        r"\bigl(\alpha + [0, 1)\bigr)" * 20,
        r"(\frac{a}{b}, \hat x, x^\text{max}]" * 20,
        r"\left\{(a)\right." * 20,
        r"\sqrt[3]{(x)} + \sqrt{[x]}" * 20,
        r"\begin{aligned}f(x) &= (y) \\ g(x) &= [z]\end{aligned}" * 6,
    ],
)
def test_a_formula_with_closed_brackets_is_converted(source: str) -> None:
    assert formula_to_mathml.convert(source).problem == ""


@pytest.mark.parametrize(
    "source",
    [
        *(opening * 40 + "n" for opening in OPENING),
        "(" * 40 + ")" * 27,
        "{(}" * 20,
        r"|x(\bar x" * 20,
        r"(\frac{a})" * 20,
        r"\bra\operatorname" * 20,
        r"\bigl(\operatorname*\rvert " * 30,
    ],
)
def test_too_many_unclosed_brackets_are_rejected(source: str) -> None:
    formula = formula_to_mathml.convert(source)
    assert formula == formula_to_mathml.Formula(problem="too many unclosed brackets")
