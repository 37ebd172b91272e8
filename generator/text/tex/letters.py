r"""Letters and symbols that are written as TeX commands: accents, ligatures and named symbols."""

import re
import unicodedata

_COMBINING = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "H": "\u030b", "u": "\u0306", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_UNBRACED = {"=": "aeiouAEIOU", ".": "zZI", "~": "anoANO"}
"""The letters that these accents take without braces. Others need braces, because the same
characters occur in regular expressions; so ``\\d`` and ``\\b`` never take a letter after a space.
"""

LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "ae": "æ",
    "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
"""Letters by the command's name. They are part of a word: spaces after the command are ignored."""

SIGNS = {
    "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_",
    "textregistered": "®", "texttrademark": "™", "textdegree": "°", "textcopyright": "©",
    "copyright": "©", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "texttimes": "×", "textpm": "±", "textmu": "µ", "textbar": "|",
    "textless": "<", "textgreater": ">", "textbullet": "•", "textdollar": "$", "pounds": "£",
    "textsterling": "£", "texteuro": "€", "euro": "€", "TeX": "TeX", "LaTeX": "LaTeX",
    "BibTeX": "BibTeX", "textbraceleft": "{", "textbraceright": "}", "textapprox": "≈",
}  # fmt: skip
"""Symbols by the command's name."""

_ACCENT = re.compile(
    r"\\(?:(?P<mark>[\"'`^~=.])|(?P<name>[cvHukrdb])(?=\{)|(?P<spaced>[cvHukr]) (?=[A-Za-z]))"
    r"(?:\{(?:(?P<braced>[A-Za-z])|\\(?P<dotless>[ij]) ?)\}"
    r"|(?P<bare>[A-Za-z])|\\(?P<after>[ij])(?![A-Za-z]) ?)"
    r"|\\t ?\{(?P<tied>[A-Za-z]{2})\}"
)
_APOSTROPHE = re.compile(r"\\'(?:s|t|m|d|ll|re|ve)(?![A-Za-z])")
_ESCAPED_QUOTE = re.compile(r"\\[\"'](?![A-Za-z{\\])")


def has_escaped_quotes(text: str) -> bool:
    r"""Return whether the quotation marks have been escaped by a program, and are not accents.

    >>> has_escaped_quotes(r"say \"hello\" twice"), has_escaped_quotes(r"Sch\"olkopf")
    (True, False)
    """
    return bool(_ESCAPED_QUOTE.search(text))


def accented_letter(text: str, position: int) -> tuple[str, int]:
    r"""Read an accented letter.

    Args:
        text: The text.
        position: The position of the accent's backslash.

    Returns:
        The letter and the position after it; ``("", 0)`` if there is no accent or no such letter.

    >>> [accented_letter(tex, 0)[0] for tex in (r"\"o", r"\'{\i}", r"\c{c}", r"\"x{}", r"\.c")]
    ['ö', 'í', 'ç', 'ẍ', '']
    >>> [accented_letter(tex, 0)[0] for tex in (r"\H o", r"\v s", r"\c c", r"\c x", r"\t{oo}")]
    ['ő', 'š', 'ç', '', 'o͡o']
    """
    match = _ACCENT.match(text, position)
    letter = _letter(match) if match else ""
    return (letter, match.end()) if match and letter else ("", 0)


def _letter(match: re.Match[str]) -> str:
    if tied := match["tied"]:
        return f"{tied[0]}\u0361{tied[1]}"
    mark = match["mark"] or match["name"] or match["spaced"]
    if match["bare"] and match["bare"] not in _UNBRACED.get(mark, match["bare"]):
        return ""
    if _APOSTROPHE.match(match.string, match.start()):
        return ""
    letter = next(filter(None, match.group("braced", "dotless", "bare", "after")))
    composed = unicodedata.normalize("NFC", letter + _COMBINING[mark])
    return composed if len(composed) == 1 else ""
