r"""Parse text that contains TeX into nodes or plain text."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.text.tex import formula_to_mathml
from generator.text.tex.dollar_signs import is_formula
from generator.text.tex.letters import LETTERS, SIGNS, accented_letter, has_escaped_quotes
from generator.text.tex.nodes import Begin, End, Math, Node, Style, Text

MAX_STYLE_DEPTH = 16
"""The maximum nesting depth of styles; a deeper style is left as its source."""

DOLLARS = re.compile(r"(\$\$?)((?:[^$\\]|\\.){1,2000})\1", re.DOTALL)
BRACKETS = re.compile(
    r"\\(?:\(((?:[^\\]|\\[^()]){1,2000})\\\)|\[((?:[^\\]|\\[^\[\]]){1,2000})\\\])"
)
ENVIRONMENT = re.compile(
    r"\\begin\{((?:equation|displaymath|align|gather|eqnarray|math)\*?)\}"
    r"(?:[^\\]|\\(?!begin\{\1)){1,2000}?\\end\{\1\}"
)
"""The three ways to delimit a formula."""

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
_UNSTYLED = frozenset(
    ["text", "textrm", "textsf", "textsc", "textnormal", "textup", "mbox", "ensuremath"]
)

_MAY_BE_TEX = re.compile(r"[\\$~]|--|``")
_TOKEN_START = re.compile(
    r"\\|[${}~]|--|``|''|\n[^\S\n]*\n|https?://[^\s{}$\\]*|(?<![^\W_])[A-Za-z]:\\[\w.\\-]*"
)
_REGULAR_EXPRESSION = re.compile(
    r"\A\^|\\[dwsbDWSB.*+?](?![A-Za-z])|[.\])][*+?]|\w-\w\]|\n[^\S\n]*\n"
)
_SWITCH = re.compile(r"\{\\([a-z]+)(?:[ \n]+|(?=[\\{$]))")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_LINK = re.compile(r"\\(href|url|textcolor) ?\{((?:[^{}\s\\]|\\[%_#&~$]){1,2000})\}(?:(\{)|)")
_TIE = re.compile(r"(?<=[\w.)},\]'’$])~(?=[\w\\$(\[{\"'‘“])(?!(?<=\d~)\d)")
_DASH = re.compile(r"(?<![-!<])(?:(?<=\s)---?(?=\s)|(?<=[^\s(\[\"'`])---?(?=[^\s>-]))(?!-)")


class _OpenBrace(NamedTuple):
    """An open brace.

    Attributes:
        node_index: The index of its source among the nodes.
        begin: The node that replaces its source if the brace is closed.
        end: The node for the closing brace.
    """

    node_index: int
    begin: Node | str
    end: Node | str


def parse(text: str) -> tuple[Node, ...]:
    r"""Parse a text that may contain TeX.

    Args:
        text: A title, an abstract or another text.

    Returns:
        The nodes of the text, in order. Two text nodes never follow each other.

    >>> parse(r"\emph{b} for $5 to $10")
    (Begin(style='em'), Text(text='b'), End(style='em'), Text(text=' for $5 to $10'))
    >>> parse("$n$")
    (Math(source='n', raw='$n$', display=False),)
    """
    if not _MAY_BE_TEX.search(text):
        return (Text(text),) if text else ()
    return tuple(_joined(_TexParser(text).nodes()))


def to_plain_text(text: str) -> str:
    r"""Return a text without its TeX.

    Args:
        text: A title, an abstract or another text.

    Returns:
        The text without styles. Formulas are written in Unicode; a formula that cannot be
        converted is left as its source.

    >>> to_plain_text(r"Sch\"olkopf: \emph{an} $O(n \log n)$, $x \in \mathbb{R}^d$; $\unknown{a}$")
    'Schölkopf: an O(n log n), x ∈ ℝᵈ; \\unknown{a}'
    """
    if not _MAY_BE_TEX.search(text):
        return text
    return "".join(map(_plain, parse(text)))


def _plain(node: Node) -> str:
    match node:
        case Text(text):
            return text
        case Math(source, _, display):
            formula = formula_to_mathml.convert(source, display=display)
            return formula.plain or " ".join(source.split())
        case _:
            return ""


def _joined(nodes: list[Node | str]) -> Iterator[Node]:
    """Yield nodes; successive strings become one text node."""
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


class _TexParser:
    """Reads a text from left to right.

    A brace that may open a style is added to the nodes as its source. When its closing brace is
    read, the beginning of the style replaces that source. A handler is called with the match of
    the token's start, and returns the position after the token.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._nodes: list[Node | str] = []
        self._groups: list[_OpenBrace] = []
        self._style_depth = 0
        self._open_quotes: int | None = None
        self._has_accents = not has_escaped_quotes(text)
        self._handlers: dict[str, Callable[[re.Match[str]], int]] = {
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
        """Return the nodes of the text, with plain text as strings."""
        position = 0
        while match := _TOKEN_START.search(self._text, position):
            self._nodes.append(self._text[position : match.start()])
            handler = self._handlers.get(match[0][0], self._unchanged)  # URLs and file paths
            position = handler(match)
        self._nodes.append(self._text[position:])
        return self._nodes

    def _unchanged(self, match: re.Match[str]) -> int:
        return self._add(match[0], match.end())

    def _add(self, node: Node | str, end: int) -> int:
        self._nodes.append(node)
        return end

    def _dollar(self, match: re.Match[str]) -> int:
        formula = DOLLARS.match(self._text, match.start())
        if formula and is_formula(formula[2], self._text[formula.end() : formula.end() + 1]):
            node = Math(formula[2], formula[0], display=formula[1] == "$$")
            return self._add(node, formula.end())
        return self._unchanged(match)

    def _backslash(self, match: re.Match[str]) -> int:
        following = self._text[match.end() : match.end() + 1]
        if following in "$%&_#{}" and following:
            return self._add(following, match.end() + 1)
        if following == "\\":
            return self._add("\\\\", match.end() + 1)
        if following and following in " ,\n/":
            return self._space(match, following)
        return self._formula(match) or self._accent(match) or self._command(match)

    def _space(self, match: re.Match[str], following: str) -> int:
        before = self._text[match.start() - 1 : match.start()]
        if before and not before.isspace():
            return self._add({"\n": "\n", "/": ""}.get(following, " "), match.end() + 1)
        return self._unchanged(match)

    def _formula(self, match: re.Match[str]) -> int:
        start = match.start()
        if formula := ENVIRONMENT.match(self._text, start):
            node = Math(formula[0], formula[0], display=formula[1] != "math")
            return self._add(node, formula.end())
        formula = BRACKETS.match(self._text, start)
        inner = formula and (formula[1] or formula[2])
        if not formula or not inner or not inner.strip() or _REGULAR_EXPRESSION.search(inner):
            return 0
        return self._add(Math(inner, formula[0], display=bool(formula[2])), formula.end())

    def _accent(self, match: re.Match[str]) -> int:
        letter, end = accented_letter(self._text, match.start())
        return self._add(letter, end) if letter and self._has_accents else 0

    def _command(self, match: re.Match[str]) -> int:
        if link := _LINK.match(self._text, match.start()):
            return self._link(link)
        command = _COMMAND.match(self._text, match.start())
        if not command:
            return self._unchanged(match)
        name, end = command[1], command.end()
        if self._text.startswith("{", end) and not self._text.startswith("{}", end):
            return self._command_with_brace(name, command.start(), end + 1)
        sign = (
            LETTERS.get(name)
            or SIGNS.get(name)
            or (len(name) > 1 and formula_to_mathml.symbol(name))
        )
        if not sign:
            return self._add(command[0], end)
        end += 2 * self._text.startswith("{}", end)
        if name in LETTERS and self._text[end : end + 2].strip(" ").isalpha():
            end += self._text.startswith(" ", end)
        return self._add(sign, end)

    def _command_with_brace(self, name: str, start: int, end: int) -> int:
        source = self._text[start:end]
        if name in _STYLES and self._style_depth < MAX_STYLE_DEPTH:
            self._open(source, Begin(_STYLES[name]), End(_STYLES[name]))
        elif name in _UNSTYLED:
            self._open(source, "", "")
        elif name == "enquote":
            self._open(source, "“", "”")
        else:
            self._open(source, source, "}")
        return end

    def _link(self, match: re.Match[str]) -> int:
        r"""Read ``\url``, or the first argument of ``\href`` or ``\textcolor``."""
        if match[1] != "url" and match[3]:
            self._open(match[0], "", "")
        elif match[1] == "url":
            self._nodes.append(re.sub(r"\\(.)", r"\1", match[2]))
            if match[3]:
                self._open("{", "{", "}")
        else:
            self._nodes.append(match[0])
        return match.end()

    def _brace(self, match: re.Match[str]) -> int:
        letter, end = accented_letter(self._text, match.end())
        if letter and self._has_accents and self._text.startswith("}", end):
            return self._add(letter, end + 1)
        command = _COMMAND.match(self._text, match.end())
        if command and command[1] in LETTERS and self._text.startswith("}", command.end()):
            return self._add(LETTERS[command[1]], command.end() + 1)
        return self._group(match)

    def _group(self, match: re.Match[str]) -> int:
        switch = _SWITCH.match(self._text, match.start())
        name = switch[1] if switch else ""
        if switch and name in _SWITCHES and self._style_depth < MAX_STYLE_DEPTH:
            self._open(switch[0], Begin(_STYLES[name]), End(_STYLES[name]))
        elif switch and name in _PLAIN_SWITCHES:
            self._open(switch[0], "", "")
        else:
            self._open("{", "{", "}")
            return match.end()
        return switch.end()

    def _open(self, source: str, begin: Node | str, end: Node | str) -> None:
        self._groups.append(_OpenBrace(len(self._nodes), begin, end))
        self._style_depth += isinstance(begin, Begin)
        self._nodes.append(source)

    def _closing_brace(self, match: re.Match[str]) -> int:
        if not self._groups:
            return self._unchanged(match)
        group = self._groups.pop()
        self._style_depth -= isinstance(group.begin, Begin)
        self._nodes[group.node_index] = group.begin
        return self._add(group.end, match.end())

    def _tie(self, match: re.Match[str]) -> int:
        return self._add(" " if _TIE.match(self._text, match.start()) else "~", match.end())

    def _dash(self, match: re.Match[str]) -> int:
        dash = _DASH.match(self._text, match.start())
        if dash:
            return self._add("–" if len(dash[0]) == len("--") else "—", dash.end())
        end = match.end()
        while self._text.startswith("-", end):
            end += 1
        return self._add(self._text[match.start() : end], end)

    def _quotes(self, match: re.Match[str]) -> int:
        self._open_quotes = len(self._nodes)
        return self._unchanged(match)

    def _closing_quotes(self, match: re.Match[str]) -> int:
        if self._open_quotes is None:
            return self._unchanged(match)
        self._nodes[self._open_quotes], self._open_quotes = "“", None
        return self._add("”", match.end())

    def _blank_line(self, match: re.Match[str]) -> int:
        """End the paragraph, and with it all open groups."""
        self._groups.clear()
        self._style_depth, self._open_quotes = 0, None
        return self._unchanged(match)
