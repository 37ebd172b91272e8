"""Tests of converting LaTeX from BibTeX files to text."""

import pytest

from generator.text.tex.latex_to_text import latex_to_text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"G{\"o}del, G\"{o}del, G\"odel", "Gödel, Gödel, Gödel"),
        (r"{\'\i}, \'{\i}, {\o}, \ss{}", "í, í, ø, ß"),
        (r"\v{S}koda \c c \c{c} \H{o} \aa ngstr\"om", "Škoda ç ç ő ångström"),
        (r"\textbf{{B}old} {\em it} \unknown{x}", r"\textbf{Bold} {\em it} \unknown{x}"),
        (r"costs \$5 to \$10", "costs $5 to $10"),
        (r"is \$x\_1\$ no formula", r"is \$x_1\$ no formula"),
        ("a~b -- c---d ``e''", "a b – c—d “e”"),
        (r"$a_{b} -- c$ {x}", "$a_{b} -- c$ x"),
        (r"\{x\} 5\,km", "{x} 5 km"),
        ("{{{{", ""),
        ("}}}}", ""),
        ("\\", "\\"),
        (r"\varepsilon-greedy, \kappa, \delta", r"\varepsilon-greedy, \kappa, \delta"),
        (r"{A} \[x_{ij} -- 1\] {b}", r"A \[x_{ij} -- 1\] b"),
        (
            r"\begin{align*}x_{ij} &= {1}\end{align*} {b}",
            r"\begin{align*}x_{ij} &= {1}\end{align*} b",
        ),
        (r"it{\textquotesingle}s {\textendash} \textless b", "it's – < b"),
    ],
)  # fmt: skip
def test_latex_is_converted_to_text(latex: str, text: str) -> None:
    assert latex_to_text(latex) == text
