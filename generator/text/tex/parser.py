r"""A text with TeX to its nodes, and to plain text."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.text.tex import formulas
from generator.text.tex.dollar_signs import is_formula
from generator.text.tex.letters import ACCENT, LETTERS, SIGNS, accented, has_escaped_quotes
from generator.text.tex.nodes import Begin, End, Math, Node, Style, Text

DEEPEST = 16
"""Styles in each other; what stands deeper shows its source."""

_STYLES: dict[str, Style] = {
    **dict.fromkeys(["emph", "textit", "textsl", "em", "it", "sl", "itshape"], "em"),
    **dict.fromkeys(["textbf", "bf", "bfseries"], "strong"),
    **dict.fromkeys(["texttt", "tt", "ttfamily"], "code"),
    "underline": "u",
    "textsuperscript": "sup",
    "textsubscript": "sub",
}
_SWITCHES = frozenset(["em", "it", "sl", "itshape", "bf", "bfseries", "tt", "ttfamily"])
_PLAIN_SWITCHES = frozenset(["rm", "sf", "sc", "normalfont", "scshape"])
_QUOTED = "enquote"
_UNSTYLED = frozenset(
    ["text", "textrm", "textsf", "textsc", "textnormal", "textup", "mbox", "ensuremath"]
)

_PERHAPS = re.compile(r"[\\$~]|--|``")
_START = re.compile(
    r"\\|[${}~]|--|``|''|\n[^\S\n]*\n|https?://[^\s{}$\\]*|(?<![^\W_])[A-Za-z]:\\[\w.\\-]*"
)
_DOLLARS = re.compile(r"(\$\$?)((?:[^$\\]|\\.){1,2000})\1", re.DOTALL)
_BRACKETS = re.compile(
    r"\\(?:\(((?:[^\\]|\\[^()]){1,2000})\\\)|\[((?:[^\\]|\\[^\[\]]){1,2000})\\\])"
)
_ENVIRONMENT = re.compile(
    r"\\begin\{((?:equation|displaymath|align|gather|eqnarray|math)\*?)\}"
    r"(?:[^\\]|\\(?!begin\{\1)){1,2000}?\\end\{\1\}"
)
_EXPRESSION = re.compile(r"\A\^|\\[dwsbDWSB.*+?](?![A-Za-z])|[.\])][*+?]|\w-\w\]|\n[^\S\n]*\n")
_SWITCH = re.compile(r"\{\\([a-z]+)(?:[ \n]+|(?=[\\{$]))")
_MACRO = re.compile(r"\\([A-Za-z]+)")
_ADDRESS = re.compile(r"\\(href|url|textcolor) ?\{((?:[^{}\s\\]|\\[%_#&~$]){1,2000})\}(?:(\{)|)")
_TIE = re.compile(r"(?<=[\w.)},\]'’$])~(?=[\w\\$(\[{\"'‘“])(?!(?<=\d~)\d)")
_DASH = re.compile(r"(?<![-!<])(?:(?<=\s)---?(?=\s)|(?<=[^\s(\[\"'`])---?(?=[^\s>-]))(?!-)")


class _Frame(NamedTuple):
    """A brace that waits for its end: its place among the nodes, and what both become."""

    place: int
    begin: Node | str
    end: Node | str


def parse(text: str) -> tuple[Node, ...]:
    r"""Return what a text consists of.

    >>> parse(r"\emph{b} for $5 to $10")
    (Begin(style='em'), Text(text='b'), End(style='em'), Text(text=' for $5 to $10'))
    >>> parse("$n$")
    (Math(source='n', written='$n$', display=False),)
    """
    if not _PERHAPS.search(text):
        return (Text(text),) if text else ()
    return tuple(_merged(_Reader(text).nodes()))


def plain(text: str) -> str:
    r"""Return a text without its TeX: formulas as Unicode has them, else as their source.

    >>> plain(r"Sch\"olkopf: \emph{fast} $O(n \log n)$, $x \in \mathbb{R}^d$; $\unknown{a}$")
    'Schölkopf: fast O(n log n), x ∈ ℝᵈ; \\unknown{a}'
    """
    if not _PERHAPS.search(text):
        return text
    return "".join(map(_plain, parse(text)))


def _plain(node: Node) -> str:
    match node:
        case Text(text):
            return text
        case Math(source, _, display):
            made = formulas.convert(source, display=display)
            return made.plain or " ".join(source.split())
        case _:
            return ""


def _merged(nodes: list[Node | str]) -> Iterator[Node]:
    """Yield nodes, the pieces of text between two of them as one."""
    pieces: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            pieces.append(node)
            continue
        if any(pieces):
            yield Text("".join(pieces))
        pieces = []
        yield node
    if any(pieces):
        yield Text("".join(pieces))


class _Reader:
    """Reads a text from left to right.

    A brace that may open a style holds its place among the nodes with its source; only when its
    end is found does the begin of the style take that place.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._nodes: list[Node | str] = []
        self._open: list[_Frame] = []
        self._styles = 0
        self._quote: int | None = None
        self._has_accents = not has_escaped_quotes(text)
        self._read: dict[str, Callable[[re.Match[str]], int]] = {
            "\\": self._backslash,
            "$": self._dollar,
            "{": self._brace,
            "}": self._closing_brace,
            "~": self._tie,
            "-": self._dash,
            "`": self._quotes,
            "'": self._closing_quotes,
            "\n": self._blank_line,
        }

    def nodes(self) -> list[Node | str]:
        """Return the nodes of the text, with strings for what is only text."""
        place = 0
        while found := _START.search(self._text, place):
            self._nodes.append(self._text[place : found.start()])
            read = self._read.get(found[0][0], self._as_it_is)  # addresses and paths
            place = read(found)
        self._nodes.append(self._text[place:])
        return self._nodes

    def _as_it_is(self, found: re.Match[str]) -> int:
        self._nodes.append(found[0])
        return found.end()

    def _is(self, pattern: re.Pattern[str], found: re.Match[str]) -> re.Match[str] | None:
        return pattern.match(self._text, found.start())

    def _put(self, node: Node | str, end: int) -> int:
        self._nodes.append(node)
        return end

    def _dollar(self, found: re.Match[str]) -> int:
        whole = self._is(_DOLLARS, found)
        if whole and is_formula(whole[2], self._text[whole.end() : whole.end() + 1]):
            return self._put(Math(whole[2], whole[0], len(whole[1]) > 1), whole.end())
        return self._as_it_is(found)

    def _backslash(self, found: re.Match[str]) -> int:
        following = self._text[found.end() : found.end() + 1]
        if following in "$%&_#{}" and following:
            return self._put(following, found.end() + 1)
        if following == "\\":
            return self._put("\\\\", found.end() + 1)
        if following and following in " ,\n/":
            return self._space(found, following)
        return self._formula(found) or self._accent(found) or self._command(found)

    def _space(self, found: re.Match[str], following: str) -> int:
        before = self._text[found.start() - 1 : found.start()]
        if before and not before.isspace():
            return self._put({"\n": "\n", "/": ""}.get(following, " "), found.end() + 1)
        return self._as_it_is(found)

    def _formula(self, found: re.Match[str]) -> int:
        if whole := self._is(_ENVIRONMENT, found):
            return self._put(Math(whole[0], whole[0], display=whole[1] != "math"), whole.end())
        whole = self._is(_BRACKETS, found)
        inner = whole and (whole[1] or whole[2])
        if not whole or not inner or not inner.strip() or _EXPRESSION.search(inner):
            return 0
        return self._put(Math(inner, whole[0], display=bool(whole[2])), whole.end())

    def _accent(self, found: re.Match[str]) -> int:
        whole = self._is(ACCENT, found)
        letter = accented(whole) if whole and self._has_accents else ""
        return self._put(letter, whole.end()) if whole and letter else 0

    def _command(self, found: re.Match[str]) -> int:
        address = self._is(_ADDRESS, found)
        if address:
            return self._address(address)
        whole = self._is(_MACRO, found)
        if not whole:
            return self._as_it_is(found)
        name, end = whole[1], whole.end()
        if self._text.startswith("{", end) and not self._text.startswith("{}", end):
            return self._command_with_brace(name, found.start(), end + 1)
        sign = LETTERS.get(name) or SIGNS.get(name) or (len(name) > 1 and formulas.symbol(name))
        if not sign:
            return self._put(whole[0], end)
        end += 2 * self._text.startswith("{}", end)
        if name in LETTERS and self._text[end : end + 2].strip(" ").isalpha():
            end += self._text.startswith(" ", end)
        return self._put(sign, end)

    def _command_with_brace(self, name: str, start: int, end: int) -> int:
        written = self._text[start:end]
        if name in _STYLES and self._styles < DEEPEST:
            self._push(written, Begin(_STYLES[name]), End(_STYLES[name]))
        elif name in _UNSTYLED:
            self._push(written, "", "")
        elif name == _QUOTED:
            self._push(written, "“", "”")
        else:
            self._push(written, written, "}")
        return end

    def _address(self, whole: re.Match[str]) -> int:
        if whole[1] != "url" and whole[3]:
            self._push(whole[0], "", "")
        elif whole[1] == "url":
            shown = re.sub(r"\\(.)", r"\1", whole[2])
            self._nodes += [shown, whole[3] or ""]
            if whole[3]:
                self._open.append(_Frame(len(self._nodes) - 1, "{", "}"))
        else:
            self._nodes.append(whole[0])
        return whole.end()

    def _brace(self, found: re.Match[str]) -> int:
        accent = ACCENT.match(self._text, found.end())
        if accent and self._has_accents and self._text.startswith("}", accent.end()):
            letter = accented(accent)
            if letter:
                return self._put(letter, accent.end() + 1)
        macro = _MACRO.match(self._text, found.end())
        if macro and macro[1] in LETTERS and self._text.startswith("}", macro.end()):
            return self._put(LETTERS[macro[1]], macro.end() + 1)
        return self._switch(found)

    def _switch(self, found: re.Match[str]) -> int:
        whole = self._is(_SWITCH, found)
        name = whole[1] if whole else ""
        if whole and name in _SWITCHES and self._styles < DEEPEST:
            self._push(whole[0], Begin(_STYLES[name]), End(_STYLES[name]))
        elif whole and name in _PLAIN_SWITCHES:
            self._push(whole[0], "", "")
        else:
            self._push("{", "{", "}")
            return found.end()
        return whole.end()

    def _push(self, written: str, begin: Node | str, end: Node | str) -> None:
        self._open.append(_Frame(len(self._nodes), begin, end))
        self._styles += isinstance(begin, Begin)
        self._nodes.append(written)

    def _closing_brace(self, found: re.Match[str]) -> int:
        if not self._open:
            return self._as_it_is(found)
        frame = self._open.pop()
        self._styles -= isinstance(frame.begin, Begin)
        self._nodes[frame.place] = frame.begin
        return self._put(frame.end, found.end())

    def _tie(self, found: re.Match[str]) -> int:
        return self._put(" " if self._is(_TIE, found) else "~", found.end())

    def _dash(self, found: re.Match[str]) -> int:
        whole = self._is(_DASH, found)
        if whole:
            return self._put("–" if len(whole[0]) == len("--") else "—", whole.end())
        end = found.end()
        while self._text.startswith("-", end):
            end += 1
        return self._put(self._text[found.start() : end], end)

    def _quotes(self, found: re.Match[str]) -> int:
        self._quote = len(self._nodes)
        return self._as_it_is(found)

    def _closing_quotes(self, found: re.Match[str]) -> int:
        if self._quote is None:
            return self._as_it_is(found)
        self._nodes[self._quote], self._quote = "“", None
        return self._put("”", found.end())

    def _blank_line(self, found: re.Match[str]) -> int:
        self._open.clear()
        self._styles, self._quote = 0, None
        return self._as_it_is(found)
