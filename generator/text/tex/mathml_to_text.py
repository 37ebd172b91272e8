"""Convert MathML to one line of plain text, with Unicode superscripts and ``/`` for fractions."""

import unicodedata
from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element

_SUPERSCRIPTS = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW′″∗*",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ′″**",
        strict=True,
    )
)
_SUBSCRIPTS = dict(
    zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
_ACCENTS = {"~": "\u0303", "˜": "\u0303", "∼": "\u0303", "^": "\u0302", "ˆ": "\u0302"} | {
    "¯": "\u0304", "‾": "\u0304", "ˉ": "\u0304", "_": "\u0304", "→": "\u20d7", "⃗": "\u20d7"
} | {"˙": "\u0307", ".": "\u0307", "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306"}  # fmt: skip
_TIGHT_SIGNS = "∑∏∫∇∂¬√∀∃/|‖∥^~"  # mathematical signs without spaces around them
_ARROWS = range(0x2190, 0x2200)
_SPACED = "∣:"
_WIDE = 0.2  # em; a narrower space does not separate words
_LETTERS = range(0x1D400, 0x1D800)
_DOUBLE_STRUCK = range(0x1D538, 0x1D56C)
_SCRIPT_LETTERS = "ℬℰℱℋℐℒℳℛℭℌℑℜℨ"
_INVISIBLE = str.maketrans("\u00a0", " ", "\u2061\u2062\u2063\u2064\ufe00\ufe01")


def mathml_to_text(element: Element) -> str:
    """Return the text of a MathML element on one line.

    Args:
        element: The root of a formula or an element inside it, from ``math_core``.
    """
    shape = _SHAPES.get(element.tag)
    if shape:
        return shape(element)
    return _row(element) if len(element) else _letters(element.text or "")


def _space(element: Element) -> str:
    return " " if _em(element.get("width", "0")) > _WIDE else ""


def _above(element: Element) -> str:
    base, above = map(mathml_to_text, element)
    return base + _script(above, _SUPERSCRIPTS, "^")


def _below(element: Element) -> str:
    base, below = map(mathml_to_text, element)
    return base + _script(below, _SUBSCRIPTS, "_")


def _both(element: Element) -> str:
    base, below, above = map(mathml_to_text, element)
    return base + _script(below, _SUBSCRIPTS, "_") + _script(above, _SUPERSCRIPTS, "^")


def _over(element: Element) -> str:
    base, above = map(mathml_to_text, element)
    if accent := _ACCENTS.get(above):  # it can be placed over a single letter only
        return unicodedata.normalize("NFC", base + accent) if len(base) == 1 else base
    return base + _script(above, _SUPERSCRIPTS, "^")


def _fraction(element: Element) -> str:
    numerator, denominator = map(mathml_to_text, element)
    operator = " choose " if element.get("linethickness") == "0" else "/"
    return _operand(numerator) + operator + _operand(denominator)


def _square_root(element: Element) -> str:
    return "√" + _under_root(_row(element))


def _root(element: Element) -> str:
    inner, degree = map(mathml_to_text, element)
    return _script(degree, _SUPERSCRIPTS, "") + "√" + _under_root(inner)


def _table(element: Element) -> str:
    return "; ".join(" ".join(filter(None, map(mathml_to_text, row))) for row in element)


_SHAPES: dict[str, Callable[[Element], str]] = {
    "mspace": _space,
    "msup": _above,
    "msub": _below,
    "munder": _below,
    "msubsup": _both,
    "munderover": _both,
    "mover": _over,
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "mtable": _table,
}


def _row(element: Element) -> str:
    text = last = _letters(element.text or "")
    children = list(element)
    for index, child in enumerate(children):
        piece = mathml_to_text(child)
        is_between = bool(text) and index < len(children) - 1
        if child.tag == "mo" and is_between and _is_spaced(piece):
            piece = f" {piece} " if _is_operand(text[-1]) else piece
        elif is_between and piece == ",":
            piece = "," if _are_numbers(children[index - 1 : index + 2 : 2]) else ", "
        elif _needs_space(last, piece):
            piece = f" {piece}"
        piece += _letters(child.tail or "")
        text, last = text + piece, piece or last
    return " ".join(text.split()) if "  " in text else text


def _is_spaced(sign: str) -> bool:
    if len(sign) != 1 or sign in _TIGHT_SIGNS:
        return False
    return unicodedata.category(sign) == "Sm" or sign in _SPACED or ord(sign) in _ARROWS


def _is_operand(char: str) -> bool:
    return not (char in "([{,/⟨" or char.isspace() or _is_spaced(char))


def _are_numbers(elements: Iterable[Element]) -> bool:
    return all(element.tag == "mn" for element in elements)


def _needs_space(before: str, piece: str) -> bool:
    """Return whether two pieces need a space between them: either is a word, such as ``log``."""
    if not before or not (unicodedata.category(before[-1])[0] in "LNM" or before[-1] in ")]}"):
        return False
    if not piece or not (piece[0].isalnum() or piece[0] == "√"):
        return False
    return _is_word(piece[:2]) or _is_word(before.strip())


def _is_word(text: str) -> bool:
    return len(text) > 1 and text.isascii() and text.isalpha()


def _operand(text: str) -> str:
    """Return an operand of a fraction or root, in brackets if it has several terms."""
    single = text.isalnum() or len(text) == 1 or not any(map(_separates, text))
    return text if single or _is_bracketed(text) else f"({text})"


def _under_root(text: str) -> str:
    letters = sum(char.isalpha() and unicodedata.category(char) != "Lm" for char in text)
    return f"({text})" if letters > 1 and not _is_bracketed(text) else _operand(text)


def _separates(char: str) -> bool:
    return char.isspace() or char in "/+-−×⋅·," or _is_spaced(char)


def _is_bracketed(text: str) -> bool:
    return text[0] == "(" and text[-1] == ")" and text.find(")") == len(text) - 1


def _script(text: str, forms: dict[str, str], mark: str) -> str:
    tight = "".join(text.split())
    if all(char in forms for char in tight):
        return "".join(forms[char] for char in tight)
    if mark == "^" and tight in {"∘", "⊤", "†", "‡"}:
        return "°" if tight == "∘" else tight
    return mark + (tight if tight.isalnum() else f"({tight})")


def _letters(text: str) -> str:
    """Return letters without mathematical styles, except for double-struck letters such as ℝ."""
    text = text.translate(_INVISIBLE)
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", char) if _is_styled(char) else char for char in text
    )


def _is_styled(char: str) -> bool:
    code = ord(char)
    return (code in _LETTERS and code not in _DOUBLE_STRUCK) or char in _SCRIPT_LETTERS


def _em(width: str) -> float:
    number = width.removesuffix("em")
    return float(number) if number.replace(".", "", 1).isdigit() else 0
