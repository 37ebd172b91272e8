r"""Text as LaTeX shows it: what has a meaning there is escaped, formulas and styles stay.

The text is UTF-8, as BibTeX files are today. BibTeX counts braces, escaped or not: those of a text
that do not pair are written by name.
"""

import re
from collections.abc import Callable, Mapping

from generator.text import tex
from generator.text.plain import one_line
from generator.text.tex import formulas

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%#_$"},
}
_PAIRED = str.maketrans({**_SPECIAL, "{": r"\{", "}": r"\}"})
_UNPAIRED = str.maketrans({**_SPECIAL, "{": r"\textbraceleft{}", "}": r"\textbraceright{}"})
_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[?!])(?=`)")
_STYLES = {
    "em": r"\emph{", "strong": r"\textbf{", "code": r"\texttt{", "u": r"\underline{",
    "sup": r"\textsuperscript{", "sub": r"\textsubscript{",
}  # fmt: skip
_DEEPEST = 50
"""Braces in braces that are written: pybtex reads a hundred."""

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%")
_FORMULA_BEGINS = ("$", r"\(", r"\[")
_ENVIRONMENT = re.compile(r"\\begin\{(?P<name>[a-z]+)\*?\}(?P<inner>.*)\\end\{(?P=name)\*?\}")

_WORD = re.compile(r"([^\W_]+(?:[-'’][^\W_]+)*)")
_LONG_WORD = re.compile(r"(?<=\s)[A-Za-z][a-z]{3,}")
_SENTENCE_BEGINS = re.compile(r"(?:^|[:.?!–—])[\s\"'“‘(]*$")


def escape(text: str) -> str:
    r"""Return plain text as LaTeX shows it.

    >>> escaped("R&D: 100% {x} -- a_b")
    'R\\&D: 100\\% \\{x\\} -{}- a\\_b'
    >>> escaped(r"\def}")
    '\\textbackslash{}def\\textbraceright{}'
    """
    return _LIGATURES.sub("{}", text.translate(_table(text)))


def escape_with_tex(text: str) -> str:
    r"""Return a text with TeX in it: its formulas and styles stay, all else is escaped.

    >>> marked_up(r"Sch\"olkopf's $O(n_1)$ \emph{costs} $5 & \def")
    "Schölkopf's $O(n_1)$ \\emph{costs} \\$5 \\& \\textbackslash{}def"
    """
    return _written(text, escape, "{}")


def escape_title(text: str) -> str:
    """Return a title; braces keep the case of its names and formulas, which styles would lower.

    Names are words with a capital inside, single capitals, and, in a title that is not written
    with capitals throughout, all words with one.

    >>> title("GraphTranslator: Aligning LLMs for $L_2$")
    '{GraphTranslator}: Aligning {LLMs} for {$L_2$}'
    >>> title("On the brain of Bayes: Two views")
    'On the brain of {Bayes}: Two views'
    """
    words = _LONG_WORD.findall(text)
    has_few_capitals = sum(word.islower() for word in words) > len(words) / 2

    def protected(piece: str) -> str:
        return _protected(piece, has_few_capitals=has_few_capitals)

    return _written(one_line(text), protected, "{{{}}}")


def has_balanced_braces(text: str) -> bool:
    """Return whether every brace of a text has its partner, escaped or not, and not too deep."""
    depth = 0
    for char in text:
        if char in "{}":
            depth += 1 if char == "{" else -1
            if not 0 <= depth <= _DEEPEST:
                return False
    return depth == 0


def _table(text: str) -> Mapping[int, str]:
    return _PAIRED if has_balanced_braces(text) else _UNPAIRED


def _written(text: str, written: Callable[[str], str], around_formulas: str) -> str:
    pieces = []
    for node in tex.parse(text):
        match node:
            case tex.Text(piece):
                pieces.append(written(piece))
            case tex.Math():
                formula = _formula(node)
                pieces.append(around_formulas.format(formula) if formula else _shown(node, written))
            case tex.Begin(style):
                pieces.append(_STYLES[style])
            case tex.End():
                pieces.append("}")
    return "".join(pieces)


def _formula(node: tex.Math) -> str:
    """Return a formula as LaTeX reads it, or nothing if it could do harm there."""
    source = _COMMENT.sub(r"\1\\%", one_line(node.source))
    is_whole = has_balanced_braces(source) and "$" not in source and "#" not in source
    if not is_whole or formulas.convert(node.source).problem:
        return ""
    if environment := _ENVIRONMENT.fullmatch(source):
        return _displayed(environment["name"], environment["inner"].strip())
    return f"${source}$" if node.written.startswith(_FORMULA_BEGINS) else ""


def _displayed(environment: str, inner: str) -> str:
    if name := formulas.ALIGNED.get(environment):
        inner = rf"\begin{{{name}}}{inner}\end{{{name}}}"
    return f"${inner}$" if environment == "math" else rf"\[{inner}\]"


def _shown(node: tex.Math, written: Callable[[str], str]) -> str:
    return written(formulas.convert(node.source).plain or one_line(node.source))


def _protected(piece: str, *, has_few_capitals: bool) -> str:
    table = _table(piece)
    parts = _WORD.split(piece)
    for place, part in enumerate(parts):
        if place % 2 == 0:
            parts[place] = _LIGATURES.sub("{}", part.translate(table))
        elif _is_name(part) or (
            has_few_capitals and part[0].isupper() and not _begins_sentence(parts[place - 1], place)
        ):
            parts[place] = f"{{{part}}}"
    return "".join(parts)


def _is_name(word: str) -> bool:
    return any(
        any(map(str.isupper, part[1:])) or (len(part) == 1 and part.isupper() and part != "A")
        for part in re.split("[-'’]", word)
    )


def _begins_sentence(before: str, place: int) -> bool:
    return bool(_SENTENCE_BEGINS.search(before)) and (place == 1 or bool(before.strip(" \"'“‘(")))
