r"""Convert TeX formulas to MathML and plain text.

The converter is math-core (MathML Core, no network, microseconds per formula). It supports the
commands of LaTeX and AMS. ``_MACROS`` adds commands that have the same meaning in all papers.
"""

import html
import re
from functools import cache, lru_cache
from typing import NamedTuple
from xml.etree import ElementTree as ET

from math_core import LatexError, LatexToMathML

from generator.text.tex import brackets
from generator.text.tex.mathml_to_text import mathml_to_text

MAX_CHARACTERS = 2_000
"""The maximum length of a formula."""

MAX_COMMANDS = 400
"""The maximum number of braces and commands. At about 5,000, math-core overflows the stack."""

MAX_UNCLOSED = 12
"""The maximum number of unclosed brackets. With 12, 2,000 characters take math-core 0.4 s."""

MAX_DEPTH = 48
"""The maximum nesting depth of MathML elements. Browsers stop at about 500."""

_EMPTY = "nothing to show"
_MAX_ARGUMENTS = 3

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
_MISSING_BRACES = re.compile(
    r"\\(sqrt|mathcal|mathbb|mathbf|mathrm|tilde|widetilde|hat|bar)(?=[A-Z](?![a-zA-Z]))"
)
_CALLIGRAPHIC = re.compile(r"\\(?:(?:c|cal)([A-Z])|([A-Z])cal)(?![a-zA-Z])")
_BOLD = re.compile(r"\\(?:b([abcdg-ln-z])|bf([a-zA-Z])|([a-zA-Z])bf)(?![a-zA-Z])")
_STAR = re.compile(r"(\\(?!operatorname|begin|end)[a-zA-Z]+)\*")
_PERCENT = re.compile(r"(\\.)|([%#])", re.DOTALL)
_IGNORED = re.compile(r"\\(?:label|tag\*?)\{[^{}]*\}|\\(?:nonumber|notag|hfill|displaystyle) *")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(equation|displaymath|math|align|gather|eqnarray)\*?\}")
ALIGNED = {"align": "aligned", "gather": "gathered", "eqnarray": "aligned"}
"""For each display environment, the environment to use inside a formula instead."""

TAG = re.compile(
    r"(</?(?:m(?:ath|row|i|n|o|s|text|space|sup|sub|subsup|sqrt|root|frac|over|under"
    r"|underover|table|tr|td|padded|phantom|style|multiscripts|prescripts|enclose|error)"
    r"|b|i|em|code|span|strong)"
    r"(?: (?:display|displaystyle|scriptlevel|stretchy|symmetric|separator|fence|largeop|accent"
    r"|accentunder|movablelimits|form|lspace|rspace|minsize|maxsize|width|height|depth|voffset"
    r"|linethickness|mathvariant|notation|class|dir|columnalign)"
    r'="[\w .%#+-]*"| style="(?:[a-z-]+: ?[\w .%#-]+;? ?)*")*/?>)'
)
"""The tags allowed in a formula. They run no code, load no resources and contain no links."""

_ENTITY = re.compile("&(?!(?:lt|gt|amp);)[#a-zA-Z0-9]+;")


class Formula(NamedTuple):
    """A converted formula.

    Attributes:
        mathml: The formula as one line of MathML, or "" if it cannot be converted.
        plain: The formula as one line of plain text, or "".
        problem: Why it cannot be converted, or "".
    """

    mathml: str = ""
    plain: str = ""
    problem: str = ""


@lru_cache(maxsize=4_096)  # a third of 15,000 formulas repeat a few hundred: n, k, O(n)
def convert(source: str, *, display: bool = False) -> Formula:
    r"""Convert a formula to harmless MathML and to plain text.

    Args:
        source: The TeX of the formula, without delimiters.
        display: Whether the formula is set on a line of its own.

    Returns:
        The formula, or the reason why it cannot be converted.

    >>> convert(r"n^2 \leq x").plain
    'n² ≤ x'
    >>> convert(r"\undefined").problem
    'Unknown command "\\undefined".'
    """
    if problem := _reason_to_refuse(source):
        return Formula(problem=problem)
    if count_unclosed(source) > MAX_UNCLOSED:
        return Formula(problem="too many unclosed brackets")
    try:
        markup = _converter().convert_with_local_state(_to_math_core(source), displaystyle=display)
    except LatexError as error:
        return Formula(problem=str(error).partition(": ")[2] or str(error))
    mathml = _ENTITY.sub(lambda match: html.unescape(match[0]), markup).replace("\n", " ")
    if not _is_harmless(mathml):
        return Formula(problem="markup that is not allowed on pages")
    try:
        plain = mathml_to_text(ET.fromstring(mathml))  # noqa: S314 (without entities, and only known tags)
    except ET.ParseError:  # a control character
        return Formula(problem="characters that XML does not allow")
    return Formula(mathml, plain) if plain.strip() else Formula(problem=_EMPTY)


def count_unclosed(source: str) -> int:
    r"""Return the number of brackets that a formula leaves open, or 0 if it has few brackets.

    >>> count_unclosed("(" * 40 + "n)")
    39
    """
    return brackets.count_unclosed(source, _arguments, MAX_UNCLOSED)


@cache
def _arguments(command: str) -> int:
    """Return how many arguments a command takes; the maximum if the command is unknown."""
    for count in range(_MAX_ARGUMENTS):
        if convert(f"\\{command}{'{x}' * count}").problem in {"", _EMPTY}:
            return count
    return _MAX_ARGUMENTS


@cache
def symbol(name: str) -> str:
    r"""Return the character that a mathematical command shows, or "" if it is not one character.

    >>> symbol("beta"), symbol("times"), symbol("log"), symbol("frac")
    ('β', '×', '', '')
    """
    plain = convert(f"\\{name}").plain
    return plain if len(plain) == 1 else ""


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(macros=_MACROS, fancy_error=False)


def _reason_to_refuse(source: str) -> str:
    if len(source) > MAX_CHARACTERS or source.count("{") + source.count("\\") > MAX_COMMANDS:
        return "too long"
    return "defines commands" if _FORBIDDEN.search(source) else ""


def _to_math_core(source: str) -> str:
    """Return a formula in math-core's dialect. A percent sign does not begin a comment."""
    source = _PERCENT.sub(lambda match: match[1] or f"\\{match[2]}", source)
    source = _IGNORED.sub("", source)
    source = _ENVIRONMENT.sub(_environment, source)
    source = _MISSING_BRACES.sub(r"\\\1 ", source)
    source = _STAR.sub(r"\1 *", source)  # only operatorname* and environments have starred names
    source = _BOLD.sub(r"\\mathbf{\1\2\3}", source)
    return _CALLIGRAPHIC.sub(r"\\mathcal{\1\2}", source)


def _environment(match: re.Match[str]) -> str:
    inner = ALIGNED.get(match[2])
    return f"\\{match[1]}{{{inner}}}" if inner else ""


def _is_harmless(mathml: str) -> bool:
    """Return whether MathML contains only the tags in ``TAG`` and is not nested too deeply."""
    depth = 0
    for index, piece in enumerate(TAG.split(mathml)):
        is_tag = index % 2 == 1
        if not is_tag and ("<" in piece or ">" in piece):
            return False
        if is_tag:
            depth += -1 if piece.startswith("</") else not piece.endswith("/>")
            if depth > MAX_DEPTH:
                return False
    return True
