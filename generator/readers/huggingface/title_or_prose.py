"""Decide whether a paragraph of plain text is a title or prose, from its text alone."""

import re
import unicodedata

from generator.text.strings import one_line, sentences

MIN_TITLE_CASE_SHARE = 0.6
"""From this share of capitalized words upwards, a text is probably a title."""

MAX_TITLE_LENGTH = 300
"""Maximum length of a title, in characters."""

_LONG_TITLE_LENGTH = 170  # longer titles in sentence case contain a full stop
_PROSE = re.compile(r"[:;,。]$|。.")
_MAYBE_PROSE = re.compile(r"https?://|^[•*-]\s")
_MIN_CAPITALIZED_LENGTH = 4  # shorter words are lower-case in titles
_CLOSING_MARKS = "\"'”’)]"
_MIN_PROSE_WORDS = 8
_MIN_CERTAIN_WORDS = 25  # titles are shorter


def classify_paragraph(paragraph: str) -> str:
    """Classify a paragraph as ``title``, ``prose`` or ``unsure``, from its text alone.

    >>> classify_paragraph("On the Use of Tests"), classify_paragraph("We test it. It helps us.")
    ('title', 'prose')
    """
    text = one_line(paragraph)
    if len(text) > MAX_TITLE_LENGTH or not text or _PROSE.search(text):
        return "prose"
    if _MAYBE_PROSE.search(text):
        return "unsure"
    text_sentences = sentences(text)
    statements = [
        sentence for sentence in text_sentences if sentence.rstrip(_CLOSING_MARKS).endswith(".")
    ]
    is_title_case = title_case_share(text) >= MIN_TITLE_CASE_SHARE
    if is_title_case and statements in ([], [text]):
        return "title"
    is_long = len(text) > _LONG_TITLE_LENGTH
    has_several = (text.endswith(".") and len(text_sentences) > 1) or (
        is_long and len(statements) > 1
    )
    if has_several and not is_title_case:
        return "prose"
    return "unsure" if statements or is_long else "title"


def is_clearly_prose(paragraph: str) -> bool:
    """Return whether a paragraph is certainly prose, such as an abstract.

    >>> is_clearly_prose("On the Use of Tests")
    False
    >>> is_clearly_prose("We test it, and we test it again. It helps us.")
    True
    """
    count = word_count(paragraph)
    return count >= _MIN_CERTAIN_WORDS or (
        count >= _MIN_PROSE_WORDS and classify_paragraph(paragraph) == "prose"
    )


def word_count(text: str) -> int:
    """Return the number of words; two wide characters, as in Chinese, count as one word."""
    wide = sum(unicodedata.east_asian_width(char) == "W" for char in text)
    return len(text.split()) + wide // 2


def title_case_share(text: str) -> float:
    """Return the share of a text's longer words that do not begin with a lower-case letter."""
    longer = [word for word in text.split() if len(word) >= _MIN_CAPITALIZED_LENGTH]
    capitalized = [word for word in longer if not word.lstrip("\"'“‘([").strip()[:1].islower()]
    return len(capitalized) / len(longer) if longer else 1.0
