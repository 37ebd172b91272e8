"""Plain text: cleaning, comparison keys, slugs, sentences, excerpts and English lists."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import zip_longest

MAX_SLUG_LENGTH = 80
"""The maximum length of a slug from ``slugify``, in characters."""

MAX_PROPOSED_SLUG_BYTES = 180
"""The maximum length of a slug from ``slugify``, in bytes.

File systems allow 255 bytes, and callers may append a number and an extension.
"""

INDEX_NAMES = frozenset({"index", "readme"})
"""File names that site builders publish as the page of their folder."""

_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), *range(0x2028, 0x202A)], " ")
_SPACES |= dict.fromkeys([0x202F, 0x205F, 0x3000], " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"), None)
_JOINERS = "\u200c\u200d\u200e\u200f"
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u202a-\u202e\u2066-\u2069"  # these change the direction of the text after them
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # XML does not allow these
)
_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ß": "ss", "ς": "σ", "\u0345": "ι"}  # letters with two lower-case forms
    | {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_LATIN_MARKS = re.compile("[\u0300-\u036f]+")
_APOSTROPHES = re.compile("['’]")
_SENTENCE_END = re.compile(
    r"(?<=[.!?。！？])([\"'”’)\]」』]*)"
    r"(?:(?<=[。！？」』])\s*(?=\S)|\s+(?=[\"'“‘(\[]?[A-Z0-9]))"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|etc|approx|resp|Fig|Eq|Sec|Dr|Prof|St|No)|\b[A-Z])\.$"
)


def clean(text: str) -> str:
    r"""Return text with normalized line endings and spaces, without invisible characters.

    Windows and old Mac line endings become ``\n``; no-break and other special spaces become a
    space. Zero-width spaces, soft hyphens, word joiners and byte-order marks are removed. Joiners
    that change how a script is written (U+200C, U+200D) are preserved. In the result, only ``\n``
    ends a line.

    >>> clean("\ufeffA\u00a0title\r\n")
    'A title\n'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines.translate(_SPACES).translate(_INVISIBLE)


def without_marked_sections(page: str) -> str:
    """Return HTML with marked sections (``<![…]>``) turned into comments, as in browsers.

    Python's ``HTMLParser`` raises AssertionError on some marked sections; which ones depends on
    its version.

    >>> without_marked_sections("<![if !IE]><p>We.</p><![endif]>")
    '<!-[if !IE]><p>We.</p><!-[endif]>'
    """
    return page.replace("<![", "<!-[")


def one_line(text: str) -> str:
    r"""Return text with each run of white space replaced by one space.

    >>> one_line("Two\n  lines ")
    'Two lines'
    """
    return " ".join(text.split())


def find_control_character(text: str) -> tuple[int, str] | None:
    r"""Return the index and the name of the first control character other than tabs and line ends.

    Characters that change the direction of text and characters that XML does not allow also count.

    >>> find_control_character("a\n\tb"), find_control_character("a\x07")
    (None, (1, 'U+0007'))
    """
    match = _CONTROL.search(text)
    return (match.start(), _code_point(match[0])) if match else None


def find_invisible_character(line: str) -> str | None:
    """Return the name of the first invisible character on a line, except joiners.

    >>> find_invisible_character("می\u200cخواهم"), find_invisible_character("a\u202eb")
    (None, 'U+202E')
    """
    invisible = (char for char in line if not (char.isprintable() or char in _JOINERS))
    return next(map(_code_point, invisible), None)


def paragraphs(text: str) -> list[str]:
    r"""Split a text at blank lines and strip each paragraph.

    >>> paragraphs("One,\nstill one.\n\n\nTwo.")
    ['One,\nstill one.', 'Two.']
    """
    return [part.strip() for part in re.split(r"\n[^\S\n]*\n", text) if part.strip()]


def fold_case_and_accents(text: str) -> str:
    """Return text in lower case without Latin accents, in Unicode's decomposed form (NFKD).

    >>> fold_case_and_accents("Schölkopf ØRSTED ﬁt")
    'scholkopf orsted fit'
    """
    # Decompose first: some compatibility characters (℡) have no lower case.
    lower = unicodedata.normalize("NFKD", text).lower()
    replaced = lower.translate(_LETTERS_WITHOUT_DECOMPOSITION)
    return _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", replaced))


def match_key(text: str) -> str:
    """Return a key that is equal for texts that differ only in case, accents or punctuation.

    >>> match_key("Skill-It!  A Data-Driven…") == match_key("skill it a data driven")
    True
    """
    return "".join(filter(_is_in_word, fold_case_and_accents(text))) or one_line(text)


def slugify(text: str) -> str:
    """Return text in the form used in URLs: lower-case words joined by hyphens.

    Latin letters lose their accents. Other scripts keep theirs, because names that differ in them
    are different names. The slug is cut between words to at most ``MAX_SLUG_LENGTH`` characters
    and ``MAX_PROPOSED_SLUG_BYTES`` bytes.

    >>> slugify("Schölkopf, B. (née Øst)"), slugify("王小明")
    ('scholkopf-b-nee-ost', '王小明')
    """
    folded = _APOSTROPHES.sub("", fold_case_and_accents(text))
    spaced = "".join(char if _is_in_word(char) else " " for char in folded)
    words = filter(None, map(_without_leading_marks, unicodedata.normalize("NFC", spaced).split()))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else _cut_bytes(word[:MAX_SLUG_LENGTH])
        if len(longer) > MAX_SLUG_LENGTH or len(longer.encode()) > MAX_PROPOSED_SLUG_BYTES:
            break
        slug = longer
    return f"{slug}-1" if slug in INDEX_NAMES else slug


def sentences(text: str) -> list[str]:
    """Split a text into sentences, each on one line.

    >>> sentences("We test it, e.g. on GPT-3. It works! Really.")
    ['We test it, e.g. on GPT-3.', 'It works!', 'Really.']
    >>> sentences("我们提出一个模型。它有效。")
    ['我们提出一个模型。', '它有效。']
    """
    pieces = _SENTENCE_END.split(one_line(text))  # sentences and the quotation marks after them
    joined: list[list[str]] = []
    for piece in map("".join, zip_longest(pieces[::2], pieces[1::2], fillvalue="")):
        if joined and _ABBREVIATION.search(joined[-1][-1]):
            joined[-1].append(piece)
        else:
            joined.append([piece])
    return [" ".join(sentence) for sentence in joined]


def excerpt(text: str, length: int) -> str:
    """Return the first complete sentences that fit a length, or a truncated first sentence.

    Args:
        text: The text.
        length: The maximum number of characters.

    >>> excerpt("One. Two. Three.", 10)
    'One. Two.'
    >>> excerpt("A sentence that is too long.", 14)
    'A sentence…'
    """
    result = ""
    for sentence in sentences(text):
        longer = f"{result} {sentence}".strip()
        if len(longer) > length:
            break
        result = longer
    return result or truncate(one_line(text), length)


def truncate(text: str, length: int) -> str:
    """Truncate a text that is too long between words, and append an ellipsis.

    Args:
        text: The text.
        length: The maximum number of characters.

    >>> truncate("A sentence that is too long.", 14), truncate("Short.", 14)
    ('A sentence…', 'Short.')
    """
    if len(text) <= length:
        return text
    head = text[:length].rsplit(" ", 1)[0] if " " in text[:length] else text[: length - 1]
    return head.rstrip(" ,;:.") + "…"


def escape_invisible(text: str) -> str:
    r"""Escape invisible characters, so the text is on one line and safe to print.

    >>> escape_invisible("Two\nlines\x1b[1m")
    'Two\\nlines\\x1b[1m'
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in _JOINERS else ascii(char)[1:-1] for char in text
    )


def quantity(count: int, noun: str) -> str:
    """Return a count and its noun, with a plural "s" if needed.

    >>> quantity(1, "paper"), quantity(1200, "day")
    ('1 paper', '1,200 days')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def quoted_choices(words: Iterable[str]) -> str:
    """Return words as an English list of choices.

    >>> quoted_choices(["a", "b", "c"])
    "'a', 'b' or 'c'"
    """
    quoted = [f"'{word}'" for word in words]
    return " or ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))


@cache  # a text has few different characters
def _is_in_word(char: str) -> bool:
    return _has_category(char, "LNM")


def _has_category(char: str, categories: str) -> bool:
    return unicodedata.category(char)[0] in categories


def _without_leading_marks(word: str) -> str:
    start = next((i for i, char in enumerate(word) if _has_category(char, "LN")), len(word))
    return word[start:]


def _cut_bytes(word: str) -> str:
    return word.encode()[:MAX_PROPOSED_SLUG_BYTES].decode(errors="ignore")


def _code_point(char: str) -> str:
    return f"U+{ord(char):04X}"
