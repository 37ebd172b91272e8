"""Plain text: cleaning, comparing, slugs, sentences and English counts."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

SLUG_LENGTH = 80
INDEX_NAMES = frozenset({"index", "readme"})

_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u3000"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"), None)
_STROKED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_LATIN_MARKS = re.compile("[\u0300-\u036f]+")
_APOSTROPHES = re.compile("['’]")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|etc|approx|resp|Fig|Eq|Sec|Dr|Prof|St|No)|\b[A-Z])\.$"
)


def clean(text: str) -> str:
    r"""Return text with plain line ends and blanks, without invisible characters.

    Windows and old Mac line ends become ``\n``; no-break and other odd spaces become a space;
    zero-width spaces, word joiners and byte-order marks go. Joiners that change how a script
    is written (U+200C, U+200D) stay.

    >>> clean("\ufeffA\u00a0title\r\n")
    'A title\n'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines.translate(_BLANKS).translate(_INVISIBLE)


def one_line(text: str) -> str:
    r"""Return text with every run of white space as one space.

    >>> one_line("Two\n  lines ")
    'Two lines'
    """
    return " ".join(text.split())


def paragraphs(text: str) -> list[str]:
    r"""Return the paragraphs of a text: what blank lines part, each without outer blanks.

    >>> paragraphs("One,\nstill one.\n\n\nTwo.")
    ['One,\nstill one.', 'Two.']
    """
    return [part.strip() for part in re.split(r"\n[^\S\n]*\n", text) if part.strip()]


def match_key(text: str) -> str:
    """Return what stays equal when only case, accents or punctuation change.

    >>> match_key("Skill-It!  A Data-Driven…") == match_key("skill it a data driven")
    True
    """
    return "".join(filter(_in_word, _fold(text))) or one_line(text)


def slugify(text: str, length: int = SLUG_LENGTH) -> str:
    """Return a text's form in an address: lower case, words joined by hyphens.

    Latin letters lose their accents; other scripts keep their letters, as two names that
    differ there are two names. It is cut between words to at most ``length`` characters.

    >>> slugify("Schölkopf, B. (née Øst)"), slugify("王小明")
    ('scholkopf-b-nee-ost', '王小明')
    """
    kept = "".join(char if _in_word(char) else " " for char in _APOSTROPHES.sub("", _fold(text)))
    words = unicodedata.normalize("NFC", kept).split()
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:length]
        if len(longer) > length:
            break
        slug = longer
    return f"{slug}-1" if slug in INDEX_NAMES else slug


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each on one line.

    >>> sentences("We test it, e.g. on GPT-3. It works! Really.")
    ['We test it, e.g. on GPT-3.', 'It works!', 'Really.']
    """
    found: list[str] = []
    for part in _SENTENCE_END.split(one_line(text)):
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] += " " + part
        else:
            found.append(part)
    return found


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
    return kept or _cut(one_line(text), length)


def quantity(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> quantity(1, "paper"), quantity(1200, "day")
    ('1 paper', '1,200 days')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listing(words: Iterable[str]) -> str:
    """Return words as an English list: ``'a', 'b' or 'c'``.

    >>> listing(["a", "b", "c"])
    "'a', 'b' or 'c'"
    """
    quoted: Sequence[str] = [f"'{word}'" for word in words]
    return " or ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_STROKED))
    return _LATIN_MARKS.sub("", decomposed)


def _in_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def _cut(text: str, length: int) -> str:
    head = text[:length].rsplit(" ", 1)[0] if " " in text[:length] else text[: length - 1]
    return head.rstrip(" ,;:.") + "…"
