r"""Tests of parsing TeX: formulas, styles, accents, and text that only looks like TeX."""

import re
import sys
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.text import tex
from generator.text.tex import formula_to_mathml

FRAGMENTS = [
    *["$", "$$", r"\(", r"\)", r"\[", r"\]", "{", "}", r"\emph{", r"{\em ", r"\texttt{", r"\$"],
    *[r"\frac", "^", "_", r"\sqrt", r"\left(", r"\right)", r"\text{", r"\begin{align}", "&"],
    *[r"\end{align}", r"\def\x{\x\x}", r"\href{javascript:a}{", r"\url{https://x.org/a_b}", "#1"],
    *[
        r"\color{red}",
        r"\eqref{a}",
        r"\label{a}",
        r"\class{a}",
        r"\unicode{60}",
        r"\"",
        r"\'{",
        "~",
    ],
    *[
        "--",
        "``",
        "''",
        "\n",
        "\n\n",
        "5",
        "n",
        "ab",
        " ",
        "<b>",
        "&lt;",
        "*",
        "`",
        "%",
        r"\\",
        "é",
    ],
    *[r"\log", r"\tilde", r"\mathcal{O}", r"\cancel", r"\mbox{", r"\sum", "[", "]", "|", "<", ">"],
]
TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)), max_size=14).map(
    "".join
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"Sch\"olkopf, Erd\H{o}s, P\'{o}lya, Fran\c{c}ois", "Schölkopf, Erdős, Pólya, François"),
        (
            r"{\"O}zg{\"u}r, Dvo\v{r}\'ak, \'{\i}, \^{\i}le, l'h\^opital",
            "Özgür, Dvořák, í, île, l'hôpital",
        ),
        (
            r"Stra\ss e, Stra{\ss}e, \O{}rsted, {\L}ukasz, Bj\o rn",
            "Straße, Straße, Ørsted, Łukasz, Bjørn",
        ),
        (r"\emph{a} {\it b} \textbf{c} \textsc{d} {\sc e} \em{f}", "a b c d e f"),
        (r"100\% of R\&D \#1 \{a\_b\} \$5", "100% of R&D #1 {a_b} $5"),
        ("``quoted'' and ``not", "“quoted” and ``not"),
        ("pages 1--2 --- or a---b -- so", "pages 1–2 — or a—b – so"),
        (
            r"Fig.~3, Smith et al.~\cite{x}, a\,b, e.g.\ c",
            r"Fig. 3, Smith et al. \cite{x}, a b, e.g. c",
        ),
        (r"\url{http://x.org/a\_b} \href{http://x.org}{a label}", "http://x.org/a_b a label"),
        (r"10\times faster, \beta-VAE, a\ldots{} b", "10× faster, β-VAE, a… b"),
        (r"x\textsuperscript{2}, \textcolor{red}{warm}, \enquote{said}", "x2, warm, “said”"),
    ],
)
def test_tex_outside_formulas_becomes_characters(written: str, shown: str) -> None:
    assert tex.to_plain_text(written) == shown


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
        *[
            r"C:\emph{x}\url",
            r"\\server\share",
            r"^\d+\.\w{2}[a-z]\*$",
            r"\(\d{3}\)",
            r"\(.*\)",
            r"\[^a\]",
        ],
        *[
            "{1,2}",
            '{"a": {"b": 1}}',
            r"say \"other\" and it\'s",
            r"don\'t",
            r"it\'s",
            "--flag",
            "<!-- a -->",
            "i-- --",
        ],
        *[
            "~10% and ~ 5",
            "5~10",
            "x ~= 2",
            "https://x.org/~user/a--b",
            "cd ~/a",
            "``",
            "''",
            "x_1^2",
            "a\\",
        ],
        *[
            r"\cite{x}, \ref{y}, \footnote{z}",
            r"\em lonely",
            "{BERT}",
            r"\emph{open",
            r"{\it open",
            "}",
        ],
        *[
            r"\begin{itemize}\item a\end{itemize}",
            r"\alphabet",
            r"\frac{a}{b}",
            r"\def\x{\x}",
            "A -- -- B-- C",
        ],
    ],
)
def test_text_that_only_looks_like_tex_is_unchanged(text: str) -> None:
    expected = text.replace("A -- -- B", "A – – B")
    assert tex.to_plain_text(text) == expected
    assert tex.parse(text) == (tex.Text(expected),)


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


def test_styles_are_nodes_around_their_content() -> None:
    assert tex.parse(r"\textbf{a {b} $n$} \textsubscript{c}") == (
        tex.Begin("strong"),
        tex.Text("a {b} "),
        tex.Math("n", "$n$"),
        tex.End("strong"),
        tex.Text(" "),
        tex.Begin("sub"),
        tex.Text("c"),
        tex.End("sub"),
    )


def test_successive_styles_do_not_count_as_nested() -> None:
    assert tex.to_plain_text(r"\emph{a}" * 40) == "a" * 40


def test_a_style_ends_with_its_paragraph() -> None:
    assert tex.parse("\\emph{a\n\nb}") == (tex.Text("\\emph{a\n\nb}"),)


@given(TEXTS)
@example(r"\emph{\emph{a}")
@example(r"{\em \textbf{a} $n$}}")
def test_any_text_is_parsed_with_paired_styles(text: str) -> None:
    opened: list[str] = []
    for node in tex.parse(text):
        match node:
            case tex.Begin(style):
                opened.append(style)
            case tex.End(style):
                assert opened.pop() == style
            case tex.Math(source, written):
                assert written in text
                assert source in written
    assert opened == []
    assert tex.to_plain_text(text).count("\n") <= text.count("\n")


@given(st.text().filter(lambda text: not re.search(r"[\\$~]|--|``", text)))
def test_text_without_tex_is_unchanged(text: str) -> None:
    assert tex.to_plain_text(text) == text


@settings(deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=10).map("".join))
def test_a_formula_is_converted_or_has_a_reason(source: str) -> None:
    formula = formula_to_mathml.convert(source)
    assert bool(formula.problem) != bool(formula.mathml and formula.plain)
    assert not re.search(r"[\r\n]|<a|href|javascript|\bon\w+=|url\(| id=", formula.mathml)


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


HOSTILE = [
    *["{" * 10_000, "$" * 20_000, r"\emph{" * 5_000, r"\emph{" * 5_000 + "x" + "}" * 5_000],
    *[r"$\def\x{\x\x}\x$" * 1_000, "$" + "{" * 10_000 + "$", r"\(" * 10_000, r"\[" * 10_000],
    *["$a " * 7_000, "$" + "x" * 30_000, "\\" * 20_000, '\\"' * 10_000, "-" * 20_000, "a~" * 9_000],
    *[r"\begin{equation}" * 2_000, "``" * 9_000, "}" * 20_000, "$\n\n" * 9_000, r"{\em " * 5_000],
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_hostile_text_is_parsed_in_linear_time(text: str) -> None:
    steps = 0

    def count(_frame: FrameType, event: str, _called: object) -> None:
        nonlocal steps
        steps += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        shown = tex.to_plain_text(text)
    finally:
        sys.setprofile(None)
    assert steps < 30 * len(text)
    assert len(shown) <= len(text)


def test_styles_nested_too_deeply_show_their_source() -> None:
    nodes = tex.parse(r"\emph{" * 5_000 + "x" + "}" * 5_000)
    assert sum(isinstance(node, tex.Begin) for node in nodes) == 16
    assert tex.to_plain_text(r"\emph{" * 17 + "x" + "}" * 17) == r"\emph{x}"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("{" * 1_500, "too long"),
        *((opening * 40 + "n", "too many unclosed brackets") for opening in OPENING),
        ("(" * 40 + ")" * 27, "too many unclosed brackets"),
        ("{(}" * 20, "too many unclosed brackets"),
        (r"|x(\bar x" * 20, "too many unclosed brackets"),
        (r"(\frac{a})" * 20, "too many unclosed brackets"),
        (r"\bra\operatorname" * 20, "too many unclosed brackets"),
        (r"\bigl(\operatorname*\rvert " * 30, "too many unclosed brackets"),
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
