"""What a paragraph of plain text is by its own words: rather a title, rather prose, or unsure."""

import re
import unicodedata

from generator.text.plain import one_line, sentences

MIN_TITLE_CASE_SHARE = 0.6
"""The share of capital words from which a text is rather a title."""

MAX_TITLE_LENGTH = 300
"""Characters that a title may have."""

_LONG_TITLE_LENGTH = 170  # no sentence-case title without a full stop is longer
_PROSE = re.compile(r"[:;,。]$|。.")
_RATHER_PROSE = re.compile(r"https?://|^[•*-]\s")
_SMALL_WORD_LENGTH = 4
_CLOSING = "\"'”’)]"
_SEVERAL_WORDS = 8
_MANY_WORDS = 25  # so many are no title, however they are written


def classify_paragraph(paragraph: str) -> str:
    """Return what a paragraph's own text makes it: ``title``, ``prose`` or ``unsure``.

    >>> leaning("On the Use of Tests"), leaning("We test it. It helps us.")
    ('title', 'prose')
    """
    text = one_line(paragraph)
    if len(text) > MAX_TITLE_LENGTH or not text or _PROSE.search(text):
        return "prose"
    if _RATHER_PROSE.search(text):
        return "unsure"
    said = sentences(text)
    statements = [each for each in said if each.rstrip(_CLOSING).endswith(".")]
    if title_case_share(text) >= MIN_TITLE_CASE_SHARE and statements in ([], [text]):
        return "title"
    is_long = len(text) > _LONG_TITLE_LENGTH
    several = (text.endswith(".") and len(said) > 1) or (is_long and len(statements) > 1)
    if several and title_case_share(text) < MIN_TITLE_CASE_SHARE:
        return "prose"
    return "unsure" if statements or is_long else "title"


def is_clearly_prose(paragraph: str) -> bool:
    """Return whether a paragraph is surely prose, as an abstract is.

    >>> reads_on("On the Use of Tests"), reads_on("We test it, and we test it again. It helps us.")
    (False, True)
    """
    count = word_count(paragraph)
    return count >= _MANY_WORDS or (count >= _SEVERAL_WORDS and classify_paragraph(paragraph) == "prose")


def word_count(text: str) -> int:
    """Return the number of words; two letters of a script without spaces count as one."""
    wide = sum(unicodedata.east_asian_width(char) == "W" for char in text)
    return len(text.split()) + wide // 2


def title_case_share(text: str) -> float:
    """Return the share of a text's longer words that do not begin with a small letter."""
    longer = [word for word in text.split() if len(word) >= _SMALL_WORD_LENGTH]
    capital = [word for word in longer if not word.lstrip("\"'“‘([").strip()[:1].islower()]
    return len(capital) / len(longer) if longer else 1.0
