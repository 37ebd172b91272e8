r"""A formula of TeX to MathML, and to a line of plain text.

The converter is math-core (MathML Core, no network, microseconds a formula). It knows LaTeX and
AMS; the few commands of ``_MACROS`` are standard there or mean one thing only in every paper.
"""

import html
import re
from functools import cache, lru_cache
from typing import NamedTuple
from xml.etree import ElementTree as ET

from math_core import LatexError, LatexToMathML

from generator.text.tex import brackets
from generator.text.tex.mathml_to_text import linear

MOST_CHARACTERS = 2_000
MOST_COMMANDS = 400
"""Braces and commands of a formula: math-core's stack ends, and Python with it, at some 5,000."""

MOST_UNCLOSED = 12
"""Brackets that a formula may leave open: with 12 of them 2,000 characters take math-core 0.4 s."""

DEEPEST = 48
"""Elements of MathML in each other; browsers stop at some 500."""

_NOTHING = "nothing to show"
_MOST_ARGUMENTS = 3

_MACROS = {
    "widetilde": r"\tilde{#1}",
    "Tilde": r"\tilde{#1}",
    "wt": r"\tilde{#1}",
    "otilde": r"\tilde{O}",
    "Otilde": r"\tilde{O}",
    "mbox": r"\text{#1}",
    "hbox": r"\text{#1}",
    "smash": "{#1}",
    "ensuremath": "{#1}",
    "dotsc": r"\ldots",
    "dotsb": r"\cdots",
    "nicefrac": "{#1}/{#2}",
    "pmb": r"\boldsymbol{#1}",
    "mathds": r"\mathbb{#1}",
    "norm": r"\|#1\|",
    "eps": r"\epsilon",
    "half": r"\frac{1}{2}",
    "E": r"\mathbb{E}",
    "RR": r"\mathbb{R}",
    "Real": r"\mathbb{R}",
    "bbR": r"\mathbb{R}",
    "mc": r"\mathcal{#1}",
    "order": "{O}",
    "bigo": "{O}",
    "mat": r"\mathbf{#1}",
    "vct": r"\mathbf{#1}",
    "vect": r"\mathbf{#1}",
    "abs": "|#1|",
    "ceil": r"\lceil #1\rceil",
    "floor": r"\lfloor #1\rfloor",
    "textup": r"\text{#1}",
    "defeq": ":=",
    "allowbreak": "{}",
} | {
    name: rf"\operatorname{{{name}}}"
    for name in (
        "poly",
        "polylog",
        "opt",
        "OPT",
        "rank",
        "tr",
        "diag",
        "trace",
        "nnz",
        "Var",
        "Cov",
    )
}
_FORBIDDEN = re.compile(
    r"\\(?:[egx]?def|let|futurelet|(?:re|provide|new)+command|DeclareMathOperator"
    r"|newenvironment|DeclarePairedDelimiter)(?![a-zA-Z])"
)
_LOST_BRACES = re.compile(
    r"\\(sqrt|mathcal|mathbb|mathbf|mathrm|tilde|widetilde|hat|bar)(?=[A-Z](?![a-zA-Z]))"
)
_CALLIGRAPHIC = re.compile(r"\\(?:(?:c|cal)([A-Z])|([A-Z])cal)(?![a-zA-Z])")
_BOLD = re.compile(r"\\(?:b([abcdg-ln-z])|bf([a-zA-Z])|([a-zA-Z])bf)(?![a-zA-Z])")
_STAR = re.compile(r"(\\(?!operatorname|begin|end)[a-zA-Z]+)\*")
_PERCENT = re.compile(r"(\\.)|([%#])", re.DOTALL)
_LEFT_OUT = re.compile(r"\\(?:label|tag\*?)\{[^{}]*\}|\\(?:nonumber|notag|hfill|displaystyle) *")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(equation|displaymath|math|align|gather|eqnarray)\*?\}")
_ALIGNED = {"align": "aligned", "gather": "gathered", "eqnarray": "aligned"}

TAG = re.compile(
    r"(</?(?:m(?:ath|row|i|n|o|s|text|space|sup|sub|subsup|sqrt|root|frac|over|under"
    r"|underover|table|tr|td|padded|phantom|style|multiscripts|prescripts|enclose|error)"
    r"|b|i|em|code|span|strong)"
    r"(?: (?:display|displaystyle|scriptlevel|stretchy|symmetric|separator|fence|largeop|accent"
    r"|accentunder|movablelimits|form|lspace|rspace|minsize|maxsize|width|height|depth|voffset"
    r"|linethickness|mathvariant|notation|class|dir|columnalign)"
    r'="[\w .%#+-]*"| style="(?:[a-z-]+: ?[\w .%#-]+;? ?)*")*/?>)'
)
"""The tags of a formula that pages take. None runs, loads or leads anywhere."""

_ENTITY = re.compile("&(?!(?:lt|gt|amp);)[#a-zA-Z0-9]+;")


class Formula(NamedTuple):
    """What became of a formula: its MathML and its plain text, or why there is none."""

    mathml: str = ""
    plain: str = ""
    problem: str = ""


@lru_cache(maxsize=4_096)  # of 15,000 formulas a third are one of a few hundred: n, k, O(n)
def convert(source: str, *, display: bool = False) -> Formula:
    r"""Return a formula as one line of MathML that can do nothing, and as plain text.

    >>> convert(r"n^2 \leq x").plain
    'n² ≤ x'
    >>> convert(r"\undefined").problem
    'Unknown command "\\undefined".'
    """
    if problem := _refused(source):
        return Formula(problem=problem)
    if unclosed(source) > MOST_UNCLOSED:
        return Formula(problem="too many unclosed brackets")
    try:
        made = _converter().convert_with_local_state(_readable(source), displaystyle=display)
    except LatexError as error:
        return Formula(problem=str(error).partition(": ")[2] or str(error))
    mathml = _ENTITY.sub(lambda found: html.unescape(found[0]), made).replace("\n", " ")
    if not _is_harmless(mathml):
        return Formula(problem="markup that pages do not take")
    try:
        plain = linear(ET.fromstring(mathml))  # noqa: S314 (no entities, and of a known shape)
    except ET.ParseError:  # a control character
        return Formula(problem="characters that XML does not have")
    return Formula(mathml, plain) if plain.strip() else Formula(problem=_NOTHING)


def unclosed(source: str) -> int:
    r"""Return how many brackets a formula leaves open, or 0 if it opens few at all.

    >>> unclosed("(" * 40 + "n)")
    39
    """
    return brackets.unclosed(source, _arguments, MOST_UNCLOSED)


@cache
def _arguments(command: str) -> int:
    """Return how many arguments a command takes: the most, if it is not known."""
    for count in range(_MOST_ARGUMENTS):
        if convert(f"\\{command}{'{x}' * count}").problem in {"", _NOTHING}:
            return count
    return _MOST_ARGUMENTS


@cache
def symbol(name: str) -> str:
    r"""Return the one character that a command of mathematics stands for, or nothing.

    >>> symbol("beta"), symbol("times"), symbol("log"), symbol("frac")
    ('β', '×', '', '')
    """
    plain = convert(f"\\{name}").plain
    return plain if len(plain) == 1 else ""


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(macros=_MACROS, fancy_error=False)


def _refused(source: str) -> str:
    if len(source) > MOST_CHARACTERS or source.count("{") + source.count("\\") > MOST_COMMANDS:
        return "too long"
    return "defines commands" if _FORBIDDEN.search(source) else ""


def _readable(source: str) -> str:
    """Return a formula as math-core knows it; what a comment would hide is meant as it stands."""
    source = _PERCENT.sub(lambda found: found[1] or f"\\{found[2]}", source)
    source = _LEFT_OUT.sub("", source)
    source = _ENVIRONMENT.sub(_environment, source)
    source = _LOST_BRACES.sub(r"\\\1 ", source)
    source = _STAR.sub(r"\1 *", source)  # not part of a name, but for two
    source = _BOLD.sub(r"\\mathbf{\1\2\3}", source)
    return _CALLIGRAPHIC.sub(r"\\mathcal{\1\2}", source)


def _environment(found: re.Match[str]) -> str:
    inner = _ALIGNED.get(found[2])
    return f"\\{found[1]}{{{inner}}}" if inner else ""


def _is_harmless(mathml: str) -> bool:
    """Return whether all tags and attributes are of the list, and not too many in each other."""
    depth = 0
    for number, part in enumerate(TAG.split(mathml)):
        if number % 2 == 0 and ("<" in part or ">" in part):
            return False
        if number % 2:
            depth += -1 if part.startswith("</") else not part.endswith("/>")
            if depth > DEEPEST:
                return False
    return True
