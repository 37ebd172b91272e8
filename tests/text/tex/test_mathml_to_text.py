"""Tests of converting formulas to plain text."""

import pytest

from generator.text import tex


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"\alpha", "α"),
        ("n^2", "n²"),
        (r"O(n \log n)", "O(n log n)"),
        ("x_i + x_{q}", "xᵢ + x_q"),
        (r"\frac{a}{b} \le \frac{a+b}{2}", "a/b ≤ (a + b)/2"),
        (r"x \in \mathbb{R}^d", "x ∈ ℝᵈ"),
        (r"10^{-3} \times 5", "10⁻³ × 5"),
        (r"\widetilde{O}(\sqrt{T})", "Õ(√T)"),
        (r"\mathcal{L}_{max}", "Lₘₐₓ"),
        (r"\sqrt{ab} + \sqrt[3]{x}", "√(ab) + ³√x"),
        (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿxᵢ"),
        (r"\binom{n}{k}", "(n choose k)"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "(a b; c d)"),
        (r"95%", "95%"),
        (r"90^\circ, x^{\alpha}, e^{-x/2}", "90°, x^α, e^(−x/2)"),
        (r"x \text{ if } y > 0", "x if y > 0"),
        (r"f(x, y) = 10,000", "f(x, y) = 10,000"),
        (r"\half\log\log n\quad\hat{x}\sin x", "1/2 log log n x̂ sin x"),
        (r"\begin{equation*}a = \epsilon*b\end{equation*}", "a = ϵ ∗ b"),
        (r"\unknown{a}  {b}", r"\unknown{a} {b}"),
    ],
)
def test_a_formula_becomes_plain_text(source: str, shown: str) -> None:
    assert tex.to_plain_text(f"${source}$.") == f"{shown}."
