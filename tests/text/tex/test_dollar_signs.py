"""Tests of dollar signs: formulas, amounts of money and shell variables."""

import pytest

from generator.text import tex


@pytest.mark.parametrize(
    "text",
    [
        *[
            "$5 to $10",
            "$5M and $10M",
            "US$100-$200",
            "costs $3.50 (not 5$)",
            "$100 million, $2 billion",
        ],
        *[
            "a $ b",
            "$HOME and $PATH",
            "$HOME/$USER",
            "${HOME}/${USER}",
            "pay 5$ or 10$ now",
            "R$10 e R$20",
        ],
        *[
            "a $20K one, a $50K two",
            "$5/hour and $6/hour",
            "$0.23 - $0.27 each",
            "($1,000) and ($2,000)",
        ],
        *["$$ and $$$", "$", "$$", "$$$$", "a\n$b\n\nc$ d", "$1.5B model_x and a $2M budget_y"],
    ],
)
def test_amounts_and_shell_variables_are_not_formulas(text: str) -> None:
    assert tex.to_plain_text(text) == text
    assert tex.parse(text) == (tex.Text(text),)


@pytest.mark.parametrize(
    "written",
    [
        *[
            "$n$-gram",
            "$k$NN",
            "$10$ ",
            r"$95\%$",
            "$ x^2 $",
            "$ n $",
            "$-$",
            "$(a, b)$",
            "$g,$",
            "${N}$ ",
        ],
        *[
            r"\(x\)",
            r"\[x\]",
            "$$x$$",
            r"\begin{equation}x\end{equation}",
            "$OPT/2$",
            r"$x \text{ where it } y$",
        ],
        *["$p < 0.05$", "$f:X$", r"$5\%$", "$n log n$", "$2$,", r"$\$5$"],
    ],
)
def test_delimited_formulas_are_recognised(written: str) -> None:
    (first, *_) = tex.parse(written)
    assert isinstance(first, tex.Math)
    assert written.startswith(first.raw)
    assert first.display == written.startswith(("$$", r"\[", r"\begin"))


@pytest.mark.parametrize(
    "written", ["in $5 and $x$", "$x$ for $5 and $10", r"costs \$5, $x$ of 5$"]
)
def test_amounts_next_to_formulas_are_not_formulas(written: str) -> None:
    assert [node.source for node in tex.parse(written) if isinstance(node, tex.Math)] == ["x"]
