r"""Dollar signs that delimit a formula, as opposed to amounts of money and shell variables.

A formula either has no space after the first dollar sign or before the last one, or it contains a
character that is typical of TeX. Prose and amounts are not formulas: ``$5M and $10M``,
``$HOME and $PATH``, ``$3.50 (not 5$)``.
"""

import re

_TEX_CHARACTER = re.compile(r"[\\^_={}<>+*×≤≥∈≈]|\|.*\|")
_TEXT = re.compile(r"\\(?:text|mbox|hbox|math|operatorname)[a-z]*\*? *\{[^{}]*\}")
_PROSE = re.compile(r"(?<![\\\w{^])[A-Za-z]{2,}[,;]?\s+(?!log|exp|ln|min|max)[a-z]{2,}(?![\w}])")
_AMOUNT = re.compile(
    r"\d[\d.,]*\s?(?:[kKMBT]|bn|[mb]illion|trillion|USD|cents?)?"
    r"(?:[\s;:!?)]|[.,]\s|[-–—/](?!\d*$|[a-z\d]$))"
)
_WORD = re.compile(r"(?<![\\A-Za-z])(?!log|exp|max|min|sin|cos|tan|gcd|mod|poly)[A-Za-z]{2,}")
_SHELL_VARIABLE = re.compile(r"[A-Z_]{2,}[A-Z_0-9]*[/:\s]|\{[A-Za-z_][\w:-]+\}")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_OPEN_ENDS = "-/:(,;[–—"


def is_formula(inner: str, after: str) -> bool:
    r"""Return whether the text between two dollar signs is a formula.

    Args:
        inner: The text between the dollar signs.
        after: The character after the second dollar sign, or "" at the end of the text.

    >>> is_formula("n", "-"), is_formula("5 to ", "1"), is_formula(" x^2 ", ".")
    (True, False, True)
    """
    if not inner.strip() or _BLANK_LINE.search(inner):
        return False
    if _SHELL_VARIABLE.match(inner) and re.match(r"[\w{]", after):
        return False
    words = _TEXT.sub(" ", inner)
    if _PROSE.search(words) or (_AMOUNT.match(inner) and _WORD.search(words)):
        return False
    if _TEX_CHARACTER.search(inner):
        return not (after.isdigit() and inner[-1].isspace())
    return _is_bare_formula(inner, after)


def _is_bare_formula(inner: str, after: str) -> bool:
    """Return whether a text without typical TeX characters is a formula, such as ``(a, b)``."""
    if after.isdigit():
        return False
    is_padded = inner[0].isspace(), inner[-1].isspace()
    if any(is_padded):
        return all(is_padded) and not _WORD.search(inner)
    return len(inner) == 1 or inner[0].isalpha() or inner[-1] not in _OPEN_ENDS
