"""The one tokenisation: the words of a text, and the form in which two of them are the same."""

import re
import sys
import unicodedata
from functools import cache

from lunr import get_default_builder
from lunr.token import Token

from generator.text.plain import fold_case_and_accents

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PAIR = 2
_SHORTEST_PLURAL = 4
_SINGULAR_ENDS = ("ss", "us", "is")

_APOSTROPHE = re.compile("['’](?:s(?![^\\W_]))?")
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese and Japanese characters: nothing parts their words, so each counts as one."""

_MARKS = "".join(
    char for char in map(chr, range(0x300, 0x10000)) if unicodedata.category(char)[0] == "M"
)
_LETTERS = f"[^\\W_{_UNSPACED}]"
_PLAIN = f"[{_UNSPACED}][{_MARKS}]*|{_LETTERS}+(?:[{_MARKS}]+{_LETTERS}*)*"
_PLAIN_WORD = re.compile(_PLAIN)
_COMPOUND = re.compile(f"(?:{_PLAIN})(?:-(?:{_PLAIN}))*")


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


def tokenize(text: str) -> list[str]:
    """Return the words that a search for a text looks for: small letters without accents.

    Two words that a hyphen joins are also one. The browser's search does the same with a query
    (``theme/assets/search/tokens.js``).

    >>> searched("Schölkopf's pre-trained models, 知识")
    ['scholkopf', 'pre', 'trained', 'pretrained', 'models', '知', '识']
    """
    found = []
    for compound in _COMPOUND.findall(_plain(text)):
        if "-" in compound:
            parts = _PLAIN_WORD.findall(compound)
            found += [*parts, "".join(parts)] if len(parts) == _PAIR else parts
        else:
            found.append(compound)
    return list(map(sys.intern, found))  # a word stands in thousands of texts


def name_token(name: str) -> str:
    """Return the one word that stands for all of a name: no text has a word with its mark.

    >>> whole("Percy Liang"), whole("agents"), whole("cs.AI")
    ('percy-liang_', 'agents_', 'cs-ai_')
    """
    return "-".join(_PLAIN_WORD.findall(_plain(name))) + "_"


@cache
def stem(word: str) -> str:
    """Return the stem of a word by lunr's pipeline; none (an empty text) for a stop word.

    >>> stem("pretraining"), stem("the")
    ('pretrain', '')
    """
    return sys.intern("".join(map(str, _PIPELINE.run([Token(word)]))))


_PIPELINE = get_default_builder().pipeline


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", fold_case_and_accents(text))
    return _APOSTROPHE.sub("", composed).replace("\N{HYPHEN}", "-")
