r"""Count the brackets that a formula opens and does not close.

Each of them doubles the time that math-core takes. For math-core, a closing bracket of any kind
closes an opening one of any kind in the same group, unless it is the argument of a command, as in
``(x^)`` or ``(\frac{a})``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_OPENING = "([⌈⌊⌜⌞⎰❲⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼"
_CLOSING = ")]⌉⌋⌝⌟⎱❳⟆⟧⟩⟫⟭⟯⦄⦆⦈⦊⦌⦎⦐⦒⦔⦖⦘⧙⧛⧽"
_NAMES = (
    "Angle|Brace|Brack|Vert|ang|angle|brace|brack|ceil|floor|group|{0}angle|{0}bracket"
    "|{0}parenthesis|moustache|paren|vert"
)
_END = r"(?![A-Za-z])"
_DELIMITER = rf"{_END} *(?:\\(?:[A-Za-z]+|.)|.)"
_TOKEN = re.compile(
    rf"(?P<begin>\{{|\\begin *\{{[^{{}}]*\}}|\\left{_DELIMITER})"
    rf"|(?P<degree>\\sqrt *\[)"
    rf"|(?P<end>\}}|\\end *\{{[^{{}}]*\}}|\\right{_DELIMITER})"
    rf"|(?P<opening>\\[bB]igg?l{_DELIMITER}|[{re.escape(_OPENING)}]"
    rf"|\\(?:\{{|(?:l(?:{_NAMES.format('l')})|ulcorner|llcorner|mathopen){_END}))"
    rf"|(?P<closing>\\[bB]igg?r{_DELIMITER}|[{re.escape(_CLOSING)}]"
    rf"|\\(?:\}}|(?:r(?:{_NAMES.format('r')})|urcorner|lrcorner){_END}))"
    rf"|(?P<cell>&|\\\\)|(?P<script>[_^])"
    rf"|(?P<sized>\\(?:middle|[bB]igg?m?){_DELIMITER})"
    r"|\\(?P<command>[A-Za-z]+)\*?|(?P<other>\\.|\S)",
    re.DOTALL,
)
_SIZED = re.compile(rf"\\(?:left|right|middle|sqrt *\[|[bB]igg?[lmr]?){_END}")
_CERTAINLY_TOO_MANY = 1_000
r"""The count to add if a command's argument is only a sizing command, as in ``\bra\big(``."""

_POSSIBLE_OPENING = re.compile(
    rf"[{{{re.escape(_OPENING)}]|\\(?:[bB]igg?l|left|l(?:{_NAMES.format('l')})|ulcorner|llcorner|mathopen"
    r"|[bB]ra(?:ket)?|[kK]et|[sS]et|pmod|pod|ceil|floor)"
)


@dataclass(slots=True)
class _BracketGroup:
    """A group: its unclosed brackets, and the number of arguments that its last commands expect."""

    unclosed: int = 0
    expected: int = 0
    follows_script: bool = False
    is_degree: bool = False


def count_unclosed(source: str, arguments: Callable[[str], int], limit: int) -> int:
    r"""Return how many brackets and groups a formula leaves open.

    Args:
        source: The formula's TeX.
        arguments: Returns the number of arguments that a command takes, by its name.
        limit: If the formula has at most this many opening brackets, return 0 without counting.

    >>> count_unclosed(r"f(x, [0, 1)", lambda name: 0, 0)
    1
    >>> count_unclosed(r"(x^)", lambda name: 0, 0)
    1
    """
    if len(_POSSIBLE_OPENING.findall(source)) <= limit:
        return 0
    counter = _BracketCounter(arguments)
    for token in _TOKEN.finditer(source):
        counter.read(token)
    return counter.total


class _BracketCounter:
    """Counts the unclosed brackets of the tokens that it reads."""

    def __init__(self, arguments: Callable[[str], int]) -> None:
        self._arguments = arguments
        self._groups = [_BracketGroup()]
        self._unclosable = 0
        """The number of open brackets that nothing can close any more."""

    @property
    def total(self) -> int:
        """The number of unclosed brackets and groups."""
        return (
            self._unclosable + sum(group.unclosed for group in self._groups) + len(self._groups) - 1
        )

    def read(self, token: re.Match[str]) -> None:
        """Read the next token."""
        group = self._groups[-1]
        if group.expected and not group.follows_script and _SIZED.match(token[0]):
            self._unclosable += _CERTAINLY_TOO_MANY
        match token.lastgroup:
            case "begin" | "degree":
                self._groups.append(_BracketGroup(is_degree=token.lastgroup == "degree"))
            case "end":
                self._end()
            case "closing" if group.is_degree and token[0] == "]":
                self._end(arguments=1)
            case "cell":
                self._unclosable += group.unclosed
                group.unclosed = group.expected = 0
            case _:
                self._sign(group, token)

    def _end(self, arguments: int = 0) -> None:
        if len(self._groups) > 1:
            self._unclosable += self._groups.pop().unclosed
        self._argument(self._groups[-1])
        self._groups[-1].expected += arguments

    def _sign(self, group: _BracketGroup, token: re.Match[str]) -> None:
        follows_script, group.follows_script = group.follows_script, token.lastgroup == "script"
        is_argument = self._argument(group)
        argument_count = self._arguments(token["command"]) if token.lastgroup == "command" else 0
        group.expected += argument_count + group.follows_script
        if token.lastgroup == "opening":
            self._unclosable += is_argument  # nothing closes an argument
            group.unclosed += not is_argument
        elif is_argument and not follows_script:
            # in a macro such as \bra, a command may take the closing bracket as its argument
            self._unclosable += argument_count > 0 or group.follows_script
        elif token.lastgroup == "closing":
            group.unclosed -= not is_argument and group.unclosed > 0

    def _argument(self, group: _BracketGroup) -> bool:
        """Count a token or group as an argument, if one is expected."""
        is_expected = group.expected > 0
        group.expected -= is_expected
        return is_expected
