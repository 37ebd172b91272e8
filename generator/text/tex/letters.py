r"""Letters and signs that TeX writes with a backslash: accents, ligatures, names of signs."""

import re
import unicodedata

_COMBINING = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "H": "\u030b", "u": "\u0306", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_BARE = {"=": "aeiouAEIOU", ".": "zZI", "~": "anoANO"}
"""After these a letter needs braces, but for some: regular expressions have them too.

For the same reason ``\\d`` and ``\\b`` take none behind a blank.
"""

LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "ae": "æ",
    "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
"""What is part of a word: blanks behind it go."""

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

ACCENT = re.compile(
    r"\\(?:(?P<mark>[\"'`^~=.])|(?P<name>[cvHukrdb])(?=\{)|(?P<spaced>[cvHukr]) (?=[A-Za-z]))"
    r"(?:\{(?:(?P<braced>[A-Za-z])|\\(?P<dotless>[ij]) ?)\}"
    r"|(?P<bare>[A-Za-z])|\\(?P<after>[ij])(?![A-Za-z]) ?)"
    r"|\\t ?\{(?P<tied>[A-Za-z]{2})\}"
)
_APOSTROPHE = re.compile(r"\\'(?:s|t|m|d|ll|re|ve)(?![A-Za-z])")
_ESCAPED_QUOTE = re.compile(r"\\[\"'](?![A-Za-z{\\])")


def has_escaped_quotes(text: str) -> bool:
    r"""Return whether quotes of a text are escaped, as programs do: then they are no accents.

    >>> has_escaped_quotes(r"say \"hello\" twice"), has_escaped_quotes(r"Sch\"olkopf")
    (True, False)
    """
    return bool(_ESCAPED_QUOTE.search(text))


def accented(found: re.Match[str]) -> str:
    r"""Return the letter that an ``ACCENT`` makes, or nothing if there is no such letter.

    >>> [accented(ACCENT.match(tex)) for tex in (r"\"o", r"\'{\i}", r"\c{c}", r"\"x{}", r"\.c")]
    ['ö', 'í', 'ç', 'ẍ', '']
    >>> [accented(ACCENT.match(tex)) for tex in (r"\H o", r"\v s", r"\c c", r"\c x", r"\t{oo}")]
    ['ő', 'š', 'ç', '', 'o͡o']
    """
    if tied := found["tied"]:
        return f"{tied[0]}\u0361{tied[1]}"
    mark = found["mark"] or found["name"] or found["spaced"]
    if found["bare"] and found["bare"] not in _BARE.get(mark, found["bare"]):
        return ""
    if _APOSTROPHE.match(found.string, found.start()):
        return ""
    letter = next(filter(None, found.group("braced", "dotless", "bare", "after")))
    made = unicodedata.normalize("NFC", letter + _COMBINING[mark])
    return made if len(made) == 1 else ""
