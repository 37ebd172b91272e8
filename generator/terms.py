"""The one tokenisation: the words of a text, and the form in which two of them are the same."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SHORTEST_PLURAL = 4
_SINGULAR_ENDS = ("ss", "us", "is")


def words(text: str) -> list[str]:
    """Return the words of a text as written; hyphens and all other marks part words.

    >>> words("Pre-trained LMs don't stop.")
    ['Pre', 'trained', 'LMs', "don't", 'stop']
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text))


def fold(word: str) -> str:
    """Return a word without its case and regular plural.

    >>> [fold(word) for word in ["Models", "policies", "bias", "LMs", "class", "corpus"]]
    ['model', 'policy', 'bia', 'lms', 'class', 'corpus']
    """
    folded = word.casefold()
    if len(folded) < _SHORTEST_PLURAL or folded.endswith(_SINGULAR_ENDS):
        return folded
    if folded.endswith("ies"):
        return folded[:-3] + "y"
    return folded.removesuffix("s")
