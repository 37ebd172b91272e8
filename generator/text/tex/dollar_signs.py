r"""Which dollars stand around a formula; amounts of money, variables of a shell and others do not.

A formula begins and ends without a blank, or shows by a mark of TeX that it is one. Prose and
amounts are none: ``$5M and $10M``, ``$HOME and $PATH``, ``$3.50 (not 5$)``.
"""

import re

_MARK = re.compile(r"[\\^_={}<>+*×≤≥∈≈]|\|.*\|")
_TEXT = re.compile(r"\\(?:text|mbox|hbox|math|operatorname)[a-z]*\*? *\{[^{}]*\}")
_PROSE = re.compile(r"(?<![\\\w{^])[A-Za-z]{2,}[,;]?\s+(?!log|exp|ln|min|max)[a-z]{2,}(?![\w}])")
_AMOUNT = re.compile(
    r"\d[\d.,]*\s?(?:[kKMBT]|bn|[mb]illion|trillion|USD|cents?)?"
    r"(?:[\s;:!?)]|[.,]\s|[-–—/](?!\d*$|[a-z\d]$))"
)
_WORD = re.compile(r"(?<![\\A-Za-z])(?!log|exp|max|min|sin|cos|tan|gcd|mod|poly)[A-Za-z]{2,}")
_SHELL = re.compile(r"[A-Z_]{2,}[A-Z_0-9]*[/:\s]|\{[A-Za-z_][\w:-]+\}")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_ENDS_OPEN = "-/:(,;[–—"


def is_formula(inner: str, after: str) -> bool:
    r"""Return whether what stands between two dollars is a formula.

    Args:
        inner: what stands between them.
        after: the character behind the second one, or nothing.

    >>> is_formula("n", "-"), is_formula("5 to ", "1"), is_formula(" x^2 ", ".")
    (True, False, True)
    """
    if not inner.strip() or _BLANK_LINE.search(inner):
        return False
    if _SHELL.match(inner) and re.match(r"[\w{]", after):
        return False
    words = _TEXT.sub(" ", inner)
    if _PROSE.search(words) or (_AMOUNT.match(inner) and _WORD.search(words)):
        return False
    if _MARK.search(inner):
        return not (after.isdigit() and inner[-1].isspace())
    return _is_bare_formula(inner, after)


def _is_bare_formula(inner: str, after: str) -> bool:
    """Return whether something without any mark of TeX is a formula, as ``n`` and ``(a, b)``."""
    if after.isdigit():
        return False
    outer_blanks = inner[0].isspace(), inner[-1].isspace()
    if any(outer_blanks):
        return all(outer_blanks) and not _WORD.search(inner)
    return len(inner) == 1 or inner[0].isalpha() or inner[-1] not in _ENDS_OPEN
