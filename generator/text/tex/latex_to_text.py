r"""Convert LaTeX from BibTeX files to the text of an entry.

Braces that only group are removed; accents and symbols become characters. Formulas, styles and
unknown commands are left as TeX, which entries may contain.

The ``parser`` module leaves text unchanged unless it is clearly TeX; this module treats all of its
input as LaTeX. Both modules use the same tables of letters and symbols, and the same formula
delimiters. A subclass of that parser would override seven of its methods and be longer than this
reader.
"""

import re

from generator.text.tex.letters import LETTERS, SIGNS, accented_letter
from generator.text.tex.parser import BRACKETS, DOLLARS, ENVIRONMENT, to_plain_text

_MAY_BE_LATEX = re.compile(r"[\\{}$~]|--|``|''|[?!]`")
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}$~\\]|---?|``|''|[?!]`", re.DOTALL)
_SWITCH = re.compile(r"\{\\(?:em|it|sl|bf|tt|rm|sf|sc|[a-z]+(?:shape|series|family))(?![A-Za-z])")
_SPACED_ACCENT = re.compile(r"\\([cvHukrdb](?![A-Za-z])|[\"'`^~=.]) ?\{? ?(\\?[A-Za-z])\}?")
_SYMBOLS = SIGNS | {
    "textquotesingle": "'", "textquotedbl": '"', "textasteriskcentered": "*", "slash": "/",
    "nobreakspace": " ",
}  # fmt: skip
_LIGATURES = {"~": " ", "--": "–", "---": "—", "``": "“", "''": "”", "?`": "¿", "!`": "¡"}
_SPACES = {" ": " ", ",": " ", ";": " ", ":": " ", "\n": " ", "\\": " ", "/": "", "-": "", "!": ""}
_ESCAPED = "&%#_${}"
_TEX_SYMBOLS = frozenset(
    ["textbackslash", "textasciitilde", "textasciicircum", "textbraceleft", "textbraceright",
     "textdollar", "textunderscore"]
)  # fmt: skip
"""Symbols that may themselves be read as TeX."""


def latex_to_text(latex: str) -> str:
    r"""Return LaTeX as the text of an entry.

    Args:
        latex: The value of a field of a BibTeX file.

    Returns:
        The text. A character that would be read as TeX is left as its command.

    >>> latex_to_text(r"{GraphTranslator} for {$O(n^2)$}: 50\% of {\"U}ber -- {\ss}")
    'GraphTranslator for $O(n^2)$: 50% of Über – ß'
    >>> latex_to_text(r"Sch{\"{o}}lkopf, \v{S}koda, \o re, \emph{{E}. coli}")
    'Schölkopf, Škoda, øre, \\emph{E. coli}'
    >>> latex_to_text(r"a\_b\textasciitilde{}c")
    'a_b\\textasciitilde{}c'
    """
    if not _MAY_BE_LATEX.search(latex):
        return latex
    return _LatexReader(latex).text()


class _LatexReader:
    """Reads LaTeX from left to right and writes two texts at once.

    In ``_bare`` symbols are written as characters, in ``_escaped`` as commands. The second is
    used if the characters would be read as TeX.
    """

    def __init__(self, latex: str) -> None:
        self._latex = latex
        self._bare: list[str] = []
        self._escaped: list[str] = []
        self._keeps_brace: list[bool] = []  # for each open brace

    def text(self) -> str:
        position = 0
        while token := _TOKEN.search(self._latex, position):
            self._add(self._latex[position : token.start()])
            position = self._token(token)
        self._add(self._latex[position:])
        bare, escaped = "".join(self._bare), "".join(self._escaped)
        return bare if to_plain_text(bare) == to_plain_text(escaped) else escaped

    def _token(self, token: re.Match[str]) -> int:
        """Read a token, and return the position after it."""
        match token[0]:
            case ligature if ligature in _LIGATURES:
                return self._add(_LIGATURES[ligature], token.end())
            case "{":
                return self._brace(token)
            case "}":
                keeps_brace = self._keeps_brace.pop() if self._keeps_brace else False
                return self._add("}" if keeps_brace else "", token.end())
        for delimited in (DOLLARS, BRACKETS, ENVIRONMENT):
            if formula := delimited.match(self._latex, token.start()):
                return self._add(formula[0], formula.end())
        return self._add("$", token.end(), r"\$") if token[0] == "$" else self._command(token)

    def _brace(self, token: re.Match[str]) -> int:
        switch = _SWITCH.match(self._latex, token.start())
        self._keeps_brace.append(switch is not None)
        return self._add(switch[0] if switch else "", switch.end() if switch else token.end())

    def _command(self, token: re.Match[str]) -> int:
        name, end = token[0][1:], token.end()
        if accent := self._accent(token.start()):
            return accent
        if name in LETTERS:
            return self._add(LETTERS[name], self._end_of_letter(end))
        if name in _SYMBOLS:
            end += 2 * self._latex.startswith("{}", end)
            command = f"\\{name}{{}}" if name in _TEX_SYMBOLS else _SYMBOLS[name]
            return self._add(_SYMBOLS[name], end, command)
        if name[:1].isalpha() and self._latex.startswith("{", end):
            self._keeps_brace.append(True)
            return self._add(token[0] + "{", end + 1)
        if name and name in _ESCAPED:
            return self._add(name, end, token[0] if name in "${}" else name)
        return self._add(_SPACES.get(name, token[0]), end)

    def _accent(self, position: int) -> int:
        letter, end = accented_letter(self._latex, position)
        spaced = _SPACED_ACCENT.match(self._latex, position)
        if not letter and spaced and spaced[0].count("{") == spaced[0].count("}"):
            base = spaced[2] if spaced[2] in {r"\i", r"\j"} else spaced[2].lstrip("\\")
            letter, _ = accented_letter(f"\\{spaced[1]}{{{base}}}", 0)
            end = spaced.end()
        return self._add(letter, end) if letter else 0

    def _end_of_letter(self, end: int) -> int:
        if self._latex.startswith("{}", end):
            return end + 2
        while self._latex.startswith((" ", "\n"), end):
            end += 1
        return end

    def _add(self, bare: str, end: int = 0, escaped: str | None = None) -> int:
        self._bare.append(bare)
        self._escaped.append(bare if escaped is None else escaped)
        return end
