"""Tokenization: split text into words and tokens, for search, related papers and duplicates."""

import re
import sys
import unicodedata
from functools import cache

from lunr import get_default_builder
from lunr.token import Token

from generator.text.strings import fold_case_and_accents

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MIN_PLURAL_LENGTH = 4
_SINGULAR_ENDINGS = ("ss", "us", "is")

_APOSTROPHE = re.compile("['’](?:s(?![^\\W_]))?")
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese and Japanese characters. They have no spaces between words, so each one is a token."""

_MARKS = "".join(
    char for char in map(chr, range(0x300, 0x10000)) if unicodedata.category(char)[0] == "M"
)
_LETTERS = f"[^\\W_{_UNSPACED}]"
_TOKEN_PATTERN = f"[{_UNSPACED}][{_MARKS}]*|{_LETTERS}+(?:[{_MARKS}]+{_LETTERS}*)*"
_TOKEN = re.compile(_TOKEN_PATTERN)
_COMPOUND = re.compile(f"(?:{_TOKEN_PATTERN})(?:-(?:{_TOKEN_PATTERN}))*")
_JOINABLE_PARTS = 2
"""The number of parts of a compound that is also indexed as one word."""

_PIPELINE = get_default_builder().pipeline


def words(text: str) -> list[str]:
    """Split text into words as written, at hyphens and all other punctuation.

    >>> words("Pre-trained LMs don't stop.")
    ['Pre', 'trained', 'LMs', "don't", 'stop']
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text))


def fold(word: str) -> str:
    """Return a word in lower case, without the ending of a regular plural.

    >>> [fold(word) for word in ["Models", "policies", "bias", "LMs", "class", "corpus"]]
    ['model', 'policy', 'bia', 'lms', 'class', 'corpus']
    """
    folded = word.casefold()
    if len(folded) < _MIN_PLURAL_LENGTH or folded.endswith(_SINGULAR_ENDINGS):
        return folded
    if folded.endswith("ies"):
        return folded[:-3] + "y"
    return folded.removesuffix("s")


def tokenize(text: str) -> list[str]:
    """Split text into tokens for search: lower case, without accents.

    Two words joined by a hyphen also form one token. The browser splits queries in the same way
    (``theme/assets/search/tokens.js``).

    >>> tokenize("Schölkopf's pre-trained models, 知识")
    ['scholkopf', 'pre', 'trained', 'pretrained', 'models', '知', '识']
    """
    tokens = []
    for compound in _COMPOUND.findall(_normalized(text)):
        if "-" in compound:
            parts = _TOKEN.findall(compound)
            tokens += [*parts, "".join(parts)] if len(parts) == _JOINABLE_PARTS else parts
        else:
            tokens.append(compound)
    return list(map(sys.intern, tokens))  # tokens repeat in thousands of texts


def name_token(name: str) -> str:
    """Return a single token for a complete name, ending in ``_`` as no token of a text does.

    >>> name_token("Percy Liang"), name_token("agents"), name_token("cs.AI")
    ('percy-liang_', 'agents_', 'cs-ai_')
    """
    return "-".join(_TOKEN.findall(_normalized(name))) + "_"


@cache
def stem(token: str) -> str:
    """Return the stem of a token from lunr's pipeline, or an empty string for a stop word.

    >>> stem("pretraining"), stem("the")
    ('pretrain', '')
    """
    return sys.intern("".join(map(str, _PIPELINE.run([Token(token)]))))


def _normalized(text: str) -> str:
    composed = unicodedata.normalize("NFC", fold_case_and_accents(text))
    return _APOSTROPHE.sub("", composed).replace("\N{HYPHEN}", "-")
