"""The one tokenisation: the words of a text, and the form in which two of them are the same."""

import re
import unicodedata

from generator.text import bare

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SHORTEST_PLURAL = 4
_SINGULAR_ENDS = ("ss", "us", "is")

_APOSTROPHE = re.compile("['’](?:s(?![^\\W_]))?")
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese and Japanese characters: nothing parts their words, so each counts as one."""

_MARKS = "".join(
    char for char in map(chr, range(0x300, 0x10000)) if unicodedata.category(char)[0] == "M"
)
_SEARCHED = re.compile(
    f"[{_UNSPACED}][{_MARKS}]*|[^\\W_{_UNSPACED}]+(?:[{_MARKS}]+[^\\W_{_UNSPACED}]*)*"
)


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


def searched(text: str) -> list[str]:
    """Return the words that a search for a text looks for: small letters without accents.

    The browser's search does the same with a query (``theme/assets/search/words.js``).

    >>> searched("Schölkopf's pre-trained GPT-4, 知识")
    ['scholkopf', 'pre', 'trained', 'gpt', '4', '知', '识']
    """
    composed = unicodedata.normalize("NFC", bare(text))
    return _SEARCHED.findall(_APOSTROPHE.sub("", composed))
