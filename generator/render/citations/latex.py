r"""Convert text to LaTeX: escape special characters, and preserve formulas and styles.

The output is UTF-8, as usual in BibTeX files today. BibTeX counts braces even if they are escaped,
so unpaired braces become commands like ``\textbraceleft``.
"""

import re
from collections.abc import Callable, Mapping

from generator.text import tex
from generator.text.strings import one_line
from generator.text.tex import formula_to_mathml

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%#_$"},
}
_WITH_PAIRED_BRACES = str.maketrans({**_SPECIAL, "{": r"\{", "}": r"\}"})
_WITH_UNPAIRED_BRACES = str.maketrans({
    **_SPECIAL, "{": r"\textbraceleft{}", "}": r"\textbraceright{}"
})  # fmt: skip
_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[?!])(?=`)")
_STYLES = {
    "em": r"\emph{", "strong": r"\textbf{", "code": r"\texttt{", "u": r"\underline{",
    "sup": r"\textsuperscript{", "sub": r"\textsubscript{",
}  # fmt: skip
_MAX_BRACE_DEPTH = 50
"""The maximum depth of nested braces in the output; pybtex can read 100."""

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%")
_FORMULA_BEGINS = ("$", r"\(", r"\[")
_ENVIRONMENT = re.compile(r"\\begin\{(?P<name>[a-z]+)\*?\}(?P<inner>.*)\\end\{(?P=name)\*?\}")

_WORD = re.compile(r"([^\W_]+(?:[-'’][^\W_]+)*)")
_LONG_WORD = re.compile(r"(?<=\s)[A-Za-z][a-z]{3,}")
_SENTENCE_BEGINS = re.compile(r"(?:^|[:.?!–—])[\s\"'“‘(]*$")


def escape(text: str) -> str:
    r"""Return LaTeX that shows exactly the characters of a text.

    >>> escape("R&D: 100% {x} -- a_b")
    'R\\&D: 100\\% \\{x\\} -{}- a\\_b'
    >>> escape(r"\def}")
    '\\textbackslash{}def\\textbraceright{}'
    """
    return _LIGATURES.sub("{}", text.translate(_translation(text)))


def escape_with_tex(text: str) -> str:
    r"""Return LaTeX for a text with TeX: preserve formulas and styles, and escape the rest.

    >>> escape_with_tex(r"Sch\"olkopf's $O(n_1)$ \emph{costs} $5 & \def")
    "Schölkopf's $O(n_1)$ \\emph{costs} \\$5 \\& \\textbackslash{}def"
    """
    return _convert(text, escape, "{}")


def escape_title(text: str) -> str:
    """Return a title as LaTeX, with braces around words whose case styles must not change.

    Braces protect formulas, single capitals and words with a capital inside. If most words of the
    title are lower case, they also protect capitalized words that do not begin a sentence.

    >>> escape_title("GraphTranslator: Aligning LLMs for $L_2$")
    '{GraphTranslator}: Aligning {LLMs} for {$L_2$}'
    >>> escape_title("On the brain of Bayes: Two views")
    'On the brain of {Bayes}: Two views'
    """
    words = _LONG_WORD.findall(text)
    has_few_capitals = sum(word.islower() for word in words) > len(words) / 2

    def protect(piece: str) -> str:
        return _protect_case(piece, has_few_capitals=has_few_capitals)

    return _convert(one_line(text), protect, "{{{}}}")


def has_balanced_braces(text: str) -> bool:
    """Return whether all braces, escaped or not, are paired and not nested too deeply."""
    depth = 0
    for char in text:
        if char in "{}":
            depth += 1 if char == "{" else -1
            if not 0 <= depth <= _MAX_BRACE_DEPTH:
                return False
    return depth == 0


def _translation(text: str) -> Mapping[int, str]:
    return _WITH_PAIRED_BRACES if has_balanced_braces(text) else _WITH_UNPAIRED_BRACES


def _convert(text: str, escape_piece: Callable[[str], str], formula_template: str) -> str:
    pieces = []
    for node in tex.parse(text):
        match node:
            case tex.Text(characters):
                pieces.append(escape_piece(characters))
            case tex.Math():
                if formula := _formula(node):
                    pieces.append(formula_template.format(formula))
                else:
                    plain = formula_to_mathml.convert(node.source).plain or one_line(node.source)
                    pieces.append(escape_piece(plain))
            case tex.Begin(style):
                pieces.append(_STYLES[style])
            case tex.End():
                pieces.append("}")
    return "".join(pieces)


def _formula(node: tex.Math) -> str:
    """Return a formula as LaTeX, or an empty string if it could break the file around it."""
    source = _COMMENT.sub(r"\1\\%", one_line(node.source))
    is_closed = has_balanced_braces(source) and "$" not in source and "#" not in source
    if not is_closed or formula_to_mathml.convert(node.source).problem:
        return ""
    if environment := _ENVIRONMENT.fullmatch(source):
        return _display(environment["name"], environment["inner"].strip())
    return f"${source}$" if node.raw.startswith(_FORMULA_BEGINS) else ""


def _display(environment: str, inner: str) -> str:
    if name := formula_to_mathml.ALIGNED.get(environment):
        inner = rf"\begin{{{name}}}{inner}\end{{{name}}}"
    return f"${inner}$" if environment == "math" else rf"\[{inner}\]"


def _protect_case(piece: str, *, has_few_capitals: bool) -> str:
    translation = _translation(piece)
    pieces = _WORD.split(piece)  # words have odd numbers
    for number, text in enumerate(pieces):
        if number % 2 == 0:
            pieces[number] = _LIGATURES.sub("{}", text.translate(translation))
        elif _is_name(text) or (
            has_few_capitals
            and text[0].isupper()
            and not _begins_sentence(pieces[number - 1], is_first=number == 1)
        ):
            pieces[number] = f"{{{text}}}"
    return "".join(pieces)


def _is_name(word: str) -> bool:
    return any(
        any(map(str.isupper, part[1:])) or (len(part) == 1 and part.isupper() and part != "A")
        for part in re.split("[-'’]", word)
    )


def _begins_sentence(text_before: str, *, is_first: bool) -> bool:
    ends_sentence = _SENTENCE_BEGINS.search(text_before)
    return bool(ends_sentence) and (is_first or bool(text_before.strip(" \"'“‘(")))
