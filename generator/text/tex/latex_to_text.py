r"""LaTeX as files of BibTeX have it, to the text of an entry: words as people write them.

Braces that only group go, accents and signs become letters; formulas, styles and commands that
are not known stay, as entries may have them.
"""

import re

from generator.text.tex import letters
from generator.text.tex.letters import ACCENT, LETTERS, accented
from generator.text.tex.parser import plain

_PERHAPS = re.compile(r"[\\{}$~]|--|``|''|[?!]`")
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}$~\\]|---?|``|''|[?!]`", re.DOTALL)
_MATH = re.compile(r"(\$\$?)(?:[^$\\]|\\.)+\1|\\\((?:[^\\]|\\[^()]){1,2000}\\\)", re.DOTALL)
_SWITCH = re.compile(r"\{\\(?:em|it|sl|bf|tt|rm|sf|sc|[a-z]+(?:shape|series|family))(?![A-Za-z])")
_SPACED_ACCENT = re.compile(r"\\([cvHukrdb\"'`^~=.]) ?\{? ?(\\?[A-Za-z])\}?")
_NAMED = letters.SIGNS | {
    "textquotesingle": "'", "textquotedbl": '"', "textasteriskcentered": "*", "slash": "/",
    "nobreakspace": " ",
}  # fmt: skip
_SIGNS = {"~": " ", "--": "–", "---": "—", "``": "“", "''": "”", "?`": "¿", "!`": "¡"}
_SPACES = {" ": " ", ",": " ", ";": " ", ":": " ", "\n": " ", "\\": " ", "/": "", "-": "", "!": ""}
_ESCAPED = "&%#_${}"
_SPELLED = frozenset(
    ["textbackslash", "textasciitilde", "textasciicircum", "textbraceleft", "textbraceright",
     "textdollar", "textunderscore"]
)  # fmt: skip
"""Signs that may begin TeX themselves."""


def unescaped(latex: str) -> str:
    r"""Return what LaTeX shows, as an entry's text.

    >>> unescaped(r"{GraphTranslator} for {$O(n^2)$}: 50\% of {\"U}ber -- {\ss}")
    'GraphTranslator for $O(n^2)$: 50% of Über – ß'
    >>> unescaped(r"Sch{\"{o}}lkopf, \v{S}koda, \o re, \emph{{E}. coli}, a\_b\textasciitilde{}c")
    'Schölkopf, Škoda, øre, \\emph{E. coli}, a_b\\textasciitilde{}c'
    """
    if not _PERHAPS.search(latex):
        return latex
    return _Reader(latex).text()


class _Reader:
    """Reads LaTeX from left to right, in two ways at once.

    ``_bare`` has signs as they are, ``_escaped`` as TeX's escapes: these stay where the bare signs
    would be taken for TeX.
    """

    def __init__(self, latex: str) -> None:
        self._latex = latex
        self._bare: list[str] = []
        self._escaped: list[str] = []
        self._open: list[bool] = []  # whether the brace stays

    def text(self) -> str:
        place = 0
        while found := _TOKEN.search(self._latex, place):
            self._put(self._latex[place : found.start()])
            place = self._token(found)
        self._put(self._latex[place:])
        bare, escaped = "".join(self._bare), "".join(self._escaped)
        return bare if plain(bare) == plain(escaped) else escaped

    def _token(self, found: re.Match[str]) -> int:
        match found[0]:
            case sign if sign in _SIGNS:
                return self._put(_SIGNS[sign], found.end())
            case "{":
                return self._brace(found)
            case "}":
                stays = self._open.pop() if self._open else False
                return self._put("}" if stays else "", found.end())
        if math := _MATH.match(self._latex, found.start()):
            return self._put(math[0], math.end())
        return self._put("$", found.end(), r"\$") if found[0] == "$" else self._command(found)

    def _brace(self, found: re.Match[str]) -> int:
        switch = _SWITCH.match(self._latex, found.start())
        self._open.append(switch is not None)
        return self._put(switch[0] if switch else "", switch.end() if switch else found.end())

    def _command(self, found: re.Match[str]) -> int:
        name, end = found[0][1:], found.end()
        if accent := self._accent(found):
            return accent
        if name in LETTERS:
            return self._put(LETTERS[name], self._end_of_word(end))
        if name in _NAMED:
            end += 2 * self._latex.startswith("{}", end)
            escape = f"\\{name}{{}}" if name in _SPELLED else _NAMED[name]
            return self._put(_NAMED[name], end, escape)
        if name[:1].isalpha() and self._latex.startswith("{", end):
            self._open.append(True)
            return self._put(found[0] + "{", end + 1)
        if name and name in _ESCAPED:
            return self._put(name, end, found[0] if name in "${}" else name)
        return self._put(_SPACES.get(name, found[0]), end)

    def _accent(self, found: re.Match[str]) -> int:
        for pattern in (ACCENT, _SPACED_ACCENT):
            whole = pattern.match(self._latex, found.start())
            if whole and pattern is _SPACED_ACCENT:
                letter = whole[2] if whole[2] in {"\\i", "\\j"} else whole[2].lstrip("\\")
                again = ACCENT.fullmatch(f"\\{whole[1]}{{{letter}}}")
                is_paired = whole[0].count("{") == whole[0].count("}")
                made = accented(again) if again and is_paired else ""
            else:
                made = accented(whole) if whole else ""
            if whole and made:
                return self._put(made, whole.end())
        return 0

    def _end_of_word(self, end: int) -> int:
        if self._latex.startswith("{}", end):
            return end + 2
        while self._latex.startswith((" ", "\n"), end):
            end += 1
        return end

    def _put(self, bare: str, end: int = 0, escaped: str | None = None) -> int:
        self._bare.append(bare)
        self._escaped.append(bare if escaped is None else escaped)
        return end
