"""Titles and abstracts as LaTeX: capitals and formulas stay, other characters are escaped."""

import pytest

from tests.support.citations import citations, read_bibtex
from tests.support.papers import make_paper


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        ("Learning to Be", "Learning to Be"),
        ("GPT-3 Knows 3D and iPhones", "{GPT-3} Knows {3D} and {iPhones}"),
        ("On the brain of Bayes: A view", "On the brain of {Bayes}: A view"),
        ("What I Saw: Vitamin C", "What {I} Saw: Vitamin {C}"),
        ("Zero-Shot Meta-Tuning, a Study", "Zero-Shot Meta-Tuning, a Study"),
        ("R&D of LLMs", r"{R}\&{D} of {LLMs}"),
        (r"\emph{E. coli} in $O(n)$ & more", r"\emph{{E}. coli} in {$O(n)$} \& more"),
        (r"$\def\x{a}\x$", r"\textbackslash{}def\textbackslash{}x\{a\}\textbackslash{}x"),
        ("$x_1 % y$ more", r"{$x_1 \% y$} more"),
        ("--a", "-{}-a"),
    ],
)
def test_a_title_keeps_its_capitals_and_its_formulas(title: str, latex: str) -> None:
    paper = make_paper(title=title)
    assert f"  title = {{{latex}}},\n" in citations(paper).bibtex(paper, abstract=False)


@pytest.mark.parametrize(
    ("abstract", "latex"),
    [
        ("One.\n\nTwo\nlines.", "One. Two lines."),
        (r"So \begin{equation} x = 1 \end{equation} holds.", r"So \[x = 1\] holds."),
        (
            "\\begin{align*}\nx &= 1 \\\\\ny &= 2\n\\end{align*}",
            r"\[\begin{aligned}x &= 1 \\ y &= 2\end{aligned}\]",
        ),
        (r"\begin{math}x\end{math}", "$x$"),
        (r"Erd\H os, Har\v sa", "Erdős, Harša"),
    ],
)
def test_an_abstract_is_one_line_with_its_formulas(abstract: str, latex: str) -> None:
    paper = make_paper(abstract=abstract)
    text = citations(paper).bibtex(paper, abstract=True)
    assert f"  abstract = {{{latex}}},\n" in text
    assert read_bibtex(text).fields["abstract"]


@pytest.mark.parametrize("depth", [20, 45, 60, 150, 500])
@pytest.mark.parametrize("formula", ["${}$", "{}", "\\begin{{equation}}{}\\end{{equation}}"])
def test_parsers_read_braces_of_any_depth(depth: int, formula: str) -> None:
    text = formula.format("\\sqrt{" * depth + "x" + "}" * depth)
    paper = make_paper(title=text, abstract=text)
    entry = read_bibtex(citations(paper).bibtex(paper, abstract=True))
    assert "sqrt" in entry.fields["title"]
    assert "√" in entry.fields["abstract"] or "sqrt" in entry.fields["abstract"]
