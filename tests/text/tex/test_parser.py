r"""Tests of parsing TeX: formulas, styles, and text that only looks like TeX."""

import re
import sys
from types import FrameType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.text import tex
from tests.support.tex import FRAGMENTS, HOSTILE

TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)), max_size=14).map(
    "".join
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
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
    "text",
    [
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
