"""Plain text: cleaning, comparing, slugs, sentences and English counts."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import zip_longest

MAX_SLUG_LENGTH = 80
MAX_PROPOSED_SLUG_BYTES = 180  # file systems allow 255, and an ending and a number come behind
INDEX_NAMES = frozenset({"index", "readme"})  # a site builder takes them for a folder's page

_BLANKS = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), *range(0x2028, 0x202A)], " ")
_BLANKS |= dict.fromkeys([0x202F, 0x205F, 0x3000], " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"), None)
_JOINERS = "\u200c\u200d\u200e\u200f"
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u202a-\u202e\u2066-\u2069"  # these turn the direction of what follows
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # nor are these XML
)
_STROKED = str.maketrans(
    {"ß": "ss", "ς": "σ", "\u0345": "ι"}  # these three have two small forms
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
    r"""Return text with plain line ends and blanks, without invisible characters.

    Windows and old Mac line ends become ``\n``; no-break and other odd spaces become a space;
    zero-width spaces, soft hyphens, word joiners and byte-order marks go. Joiners that change
    how a script is written (U+200C, U+200D) stay. No character but a line end ends a line.

    >>> clean("\ufeffA\u00a0title\r\n")
    'A title\n'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines.translate(_BLANKS).translate(_INVISIBLE)


def without_marked_sections(page: str) -> str:
    """Return HTML whose marked sections are comments, as browsers read them.

    Python's ``HTMLParser`` raises AssertionError on some, other ones in other versions.

    >>> without_marked_sections("<![if !IE]><p>We.</p><![endif]>")
    '<!-[if !IE]><p>We.</p><!-[endif]>'
    """
    return page.replace("<![", "<!-[")


def one_line(text: str) -> str:
    r"""Return text with every run of white space as one space.

    >>> one_line("Two\n  lines ")
    'Two lines'
    """
    return " ".join(text.split())


def find_control_character(text: str) -> tuple[int, str] | None:
    r"""Return the first character that no text may hold: its place and its name.

    Line ends and tabs are the only control characters of a text.

    >>> control("a\n\tb"), control("a\x07")
    (None, (1, 'U+0007'))
    """
    match = _CONTROL.search(text)
    return (match.start(), _code_point(match[0])) if match else None


def find_invisible_character(text: str) -> str | None:
    """Return the name of the first character of one line that does not show, joiners aside.

    >>> unseen("می\u200cخواهم"), unseen("a\u202eb")
    (None, 'U+202E')
    """
    return next(
        (_code_point(char) for char in text if not (char.isprintable() or char in _JOINERS)), None
    )


def paragraphs(text: str) -> list[str]:
    r"""Return the paragraphs of a text: what blank lines part, each without outer blanks.

    >>> paragraphs("One,\nstill one.\n\n\nTwo.")
    ['One,\nstill one.', 'Two.']
    """
    return [part.strip() for part in re.split(r"\n[^\S\n]*\n", text) if part.strip()]


def fold_case_and_accents(text: str) -> str:
    """Return text in small letters without Latin accents; its characters stand decomposed.

    >>> bare("Schölkopf ØRSTED ﬁt")
    'scholkopf orsted fit'
    """
    plain = unicodedata.normalize("NFKD", text).lower()  # in this order: ℡ has no small letter
    return _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", plain.translate(_STROKED)))


def match_key(text: str) -> str:
    """Return what stays equal when only case, accents or punctuation change.

    >>> match_key("Skill-It!  A Data-Driven…") == match_key("skill it a data driven")
    True
    """
    return "".join(filter(_in_word, fold_case_and_accents(text))) or one_line(text)


def slugify(text: str) -> str:
    """Return a text's form in an address: lower case, words joined by hyphens.

    Latin letters lose their accents; other scripts keep their letters, as two names that
    differ there are two names. It is cut between words to at most ``SLUG_LENGTH`` characters
    and ``PROPOSED_BYTES`` bytes.

    >>> slugify("Schölkopf, B. (née Øst)"), slugify("王小明")
    ('scholkopf-b-nee-ost', '王小明')
    """
    kept = "".join(
        char if _in_word(char) else " "
        for char in _APOSTROPHES.sub("", fold_case_and_accents(text))
    )
    words = filter(None, map(_without_leading_marks, unicodedata.normalize("NFC", kept).split()))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else _cut_bytes(word[:MAX_SLUG_LENGTH])
        if len(longer) > MAX_SLUG_LENGTH or len(longer.encode()) > MAX_PROPOSED_SLUG_BYTES:
            break
        slug = longer
    return f"{slug}-1" if slug in INDEX_NAMES else slug


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each on one line.

    >>> sentences("We test it, e.g. on GPT-3. It works! Really.")
    ['We test it, e.g. on GPT-3.', 'It works!', 'Really.']
    >>> sentences("我们提出一个模型。它有效。")
    ['我们提出一个模型。', '它有效。']
    """
    found: list[list[str]] = []
    split = _SENTENCE_END.split(one_line(text))
    for part in map("".join, zip_longest(split[::2], split[1::2], fillvalue="")):
        if found and _ABBREVIATION.search(found[-1][-1]):
            found[-1].append(part)
        else:
            found.append([part])
    return [" ".join(parts) for parts in found]


def excerpt(text: str, length: int) -> str:
    """Return the first whole sentences that fit ``length`` characters, or a cut first one.

    >>> excerpt("One. Two. Three.", 10)
    'One. Two.'
    >>> excerpt("A sentence that is too long.", 14)
    'A sentence…'
    """
    kept = ""
    for sentence in sentences(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > length:
            break
        kept = longer
    return kept or truncate(one_line(text), length)


def truncate(text: str, length: int) -> str:
    """Return a text, or as many of its first words as fit a length, with an ellipsis.

    >>> cut("A sentence that is too long.", 14), cut("Short.", 14)
    ('A sentence…', 'Short.')
    """
    if len(text) <= length:
        return text
    head = text[:length].rsplit(" ", 1)[0] if " " in text[:length] else text[: length - 1]
    return head.rstrip(" ,;:.") + "…"


def escape_invisible(text: str) -> str:
    r"""Return text for a terminal, on one line: what does not show is written as its escape.

    >>> visible("Two\nlines\x1b[1m")
    'Two\\nlines\\x1b[1m'
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in _JOINERS else ascii(char)[1:-1] for char in text
    )


def quantity(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> quantity(1, "paper"), quantity(1200, "day")
    ('1 paper', '1,200 days')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def quoted_choices(words: Iterable[str]) -> str:
    """Return words as an English list: ``'a', 'b' or 'c'``.

    >>> listing(["a", "b", "c"])
    "'a', 'b' or 'c'"
    """
    quoted = [f"'{word}'" for word in words]
    return " or ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))


@cache  # a text has few characters, each many times
def _in_word(char: str) -> bool:
    return _is(char, "LNM")


def _is(char: str, kinds: str) -> bool:
    return unicodedata.category(char)[0] in kinds


def _without_leading_marks(word: str) -> str:
    start = next((place for place, char in enumerate(word) if _is(char, "LN")), len(word))
    return word[start:]


def _cut_bytes(word: str) -> str:
    return word.encode()[:MAX_PROPOSED_SLUG_BYTES].decode(errors="ignore")


def _code_point(char: str) -> str:
    return f"U+{ord(char):04X}"
