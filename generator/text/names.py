"""Split personal names into given names, particles, family name and suffix.

Existing libraries (nameparser and others) look for English titles, which author lists do not have,
and cannot split 王小明 or La Vallée Poussin.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "2nd", "3rd", "phd", "md", "esq"})
_PARTICLES = frozenset([
    "af", "al", "an", "auf", "av", "bin", "binti", "da", "das", "de", "degli", "dei", "del",
    "della", "den", "der", "des", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "les",
    "lo", "los", "op", "'t", "'s", "te", "ten", "ter", "thoe", "tot", "van", "vande", "vanden",
    "vander", "vom", "von", "zu", "zum", "zur",
])  # fmt: skip
_CONJUNCTIONS = frozenset({"y", "i", "e", "und", "of"})
"""Words that join two family names. Without a name before them, they do not begin a family name."""

_FAMILY_NAME_STARTS = frozenset([
    "Abu", "Al", "Ben", "Da", "Dal", "Dalla", "De", "Degli", "Del", "Della", "Den", "Der", "Des",
    "Di", "Dos", "Du", "El", "Ibn", "La", "Le", "Lo", "Mac", "Mc", "Ní", "Ó", "Santa", "St", "St.",
    "Ten", "Ter", "Van", "Vande", "Vanden", "Vander", "Von", "بن", "ابن", "أبو", "ابو", "آل",
])  # fmt: skip
"""Words that begin a family name: capitalized, or in a script without capitals.

``Bin`` and ``San`` are left out because they are more often Chinese and Korean given names, and
``O`` because it is an initial.
"""

_VIETNAMESE_FAMILY_NAMES = frozenset([
    "bui", "dang", "dinh", "do", "duong", "hoang", "ho", "huynh", "le", "ly", "ngo", "nguyen",
    "pham", "phan", "tran", "trinh", "vo", "vu",
])  # fmt: skip
"""With these family names, ``Van`` and ``Le`` are given names."""

_GROUP_WORDS = frozenset([
    "academy", "agency", "alliance", "association", "authors", "center", "centre",
    "collaboration", "commission", "committee", "community", "company", "consortium", "corp",
    "corporation", "council", "department", "federation", "foundation", "gmbh", "group", "hospital",
    "inc", "initiative", "institute", "laboratories", "laboratory", "labs", "llc", "ltd",
    "ministry", "museum", "network", "organisation", "organization", "partnership", "project",
    "research", "society", "team", "university", "workshop",
])  # fmt: skip
"""Words that only occur in the names of groups."""

_AND_WORDS = frozenset({"and", "&"})
"""Words that only occur in the names of several people."""

_TWO_CHARACTER_FAMILY_NAMES = frozenset([
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "東方", "皇甫", "尉迟", "尉遲",
    "公孙", "公孫", "慕容", "令狐", "宇文", "司徒", "夏侯", "端木", "南宫", "南宮", "長孫", "长孙",
    "남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방",
])  # fmt: skip
_MAX_UNSPACED_LENGTH = 3
"""The maximum length of an unspaced name with a family name of one character.

Longer unspaced names may be Japanese.
"""

_HAN_OR_HANGUL = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\uac00-\ud7a3]+")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\uac00-\ud7a3々]+")
_KATAKANA = re.compile("[\u30a0-\u30ff]")
_QUOTED = r"\([^()]*\)|“[^”]*”|‘[^’]*’|\"[^\"]*\"|'[^'\s]+'"
_NICKNAME = re.compile(rf"(?:{_QUOTED})(?!\S)")
_WORD = re.compile(rf"(?<!\S)(?:{_QUOTED})(?!\S)|\S+")
_INITIAL = re.compile(r"[^\W\d_]\.?|\S+\.")


@dataclass(frozen=True, slots=True)
class Name:
    """The components of a personal name; a missing component is empty.

    A name that cannot be split is stored unchanged in ``family``: a mononym, the name of a group,
    or a name whose family name cannot be located with certainty.
    """

    given: str = ""
    """Given names, initials and nicknames."""

    particle: str = ""
    """Lower-case words before the family name: ``van der``."""

    family: str = ""
    """The family name without its particles."""

    suffix: str = ""
    """The suffix after the family name: ``Jr.``."""

    @property
    def is_unsplit(self) -> bool:
        """Whether the name could not be split."""
        return not (self.given or self.particle or self.suffix)

    @property
    def is_family_first(self) -> bool:
        """Whether the name is written family name first, without a space: 王小明."""
        return bool(self.given) and _CJK.fullmatch(self.family + self.given) is not None

    @property
    def surname(self) -> str:
        """The family name with its particles."""
        return f"{self.particle} {self.family}" if self.particle else self.family

    @property
    def text(self) -> str:
        """The name on one line, in a form that ``parse`` splits into the same components.

        The components are in the usual order, or ``Family, Given`` if the usual form would be
        split differently.
        """
        usual = [" ".join(filter(None, [self.given, self.surname, self.suffix]))]
        if self.is_family_first:
            usual = [self.family + self.given, f"{self.family} {self.given}", *usual]
        with_comma = ", ".join(filter(None, [self.surname, self.suffix, self.given]))
        return next((form for form in usual if form and parse(form) == self), with_comma)


@lru_cache(maxsize=1 << 16)  # a name occurs on many pages
def parse(name: str, family: str = "") -> Name:
    r"""Split a name into its components.

    - A comma separates ``Family, Given``; a suffix may come between them or last.
    - Without a comma, the family name is the last word, with the particles before it, or starts at
      a word that usually begins a family name.
    - An unspaced Chinese or Korean name of two or three characters starts with its family name:
      one character, or one of the common names of two. Longer names, and names in Japanese
      syllables, are not split.
    - Words in brackets or quotation marks are nicknames and count as given names.
    - Words without a letter at the end of a name, such as footnote marks, are ignored.

    Args:
        name: The name as written in a paper.
        family: The family name, if it is known: ``García Márquez``. It is ignored unless the name
            begins or ends with it.

    >>> parse("Charles-Jean de La Vallée Poussin")
    Name(given='Charles-Jean', particle='de', family='La Vallée Poussin', suffix='')
    >>> parse("Martin Luther King Jr.")
    Name(given='Martin Luther', particle='', family='King', suffix='Jr.')
    >>> parse("王小明")
    Name(given='小明', particle='', family='王', suffix='')
    >>> parse("Plato")
    Name(given='', particle='', family='Plato', suffix='')
    """
    cleaned = (" ".join(_words(" ".join(part.split()))) for part in name.split(","))
    comma_parts = list(filter(None, cleaned)) or [name.strip()]
    while len(comma_parts) > 1 and not _has_letter_or_digit(comma_parts[-1]):
        comma_parts.pop()  # another footnote mark
    name, family = ", ".join(comma_parts), " ".join(family.split())
    if family and (split := _split_at_family(name, family)):
        return split
    if len(comma_parts) > 1:
        return _split_at_commas(name, comma_parts)
    return _split_words(name)


def split_family_name(family: str) -> tuple[str, str]:
    """Return the particles before a family name, and the family name without them.

    >>> split_family_name("van Beethoven"), split_family_name("La Vallée Poussin")
    (('van', 'Beethoven'), ('', 'La Vallée Poussin'))
    """
    particles, rest = _split_particles(family.split())
    return " ".join(particles), " ".join(rest)


def is_particle(word: str) -> bool:
    """Return whether a word is a particle of a family name, such as ``van``."""
    return word in _PARTICLES


def without_nicknames(given: str) -> str:
    """Return given names without nicknames, unless there is nothing else.

    >>> without_nicknames("Hai (Helen)"), without_nicknames("“Totti”")
    ('Hai', '“Totti”')
    """
    return " ".join(_remove_nicknames(_WORD.findall(given))) or given


def _words(name: str) -> list[str]:
    """Return the words of a name without letterless words at the end; a nickname is one word."""
    words = _WORD.findall(name)
    has_letter = [any(map(str.isalpha, word)) for word in words]
    return words[: len(words) - has_letter[::-1].index(True)] if any(has_letter) else words


def _has_letter_or_digit(text: str) -> bool:
    return any(char.isalpha() or char.isdecimal() for char in text)


def _split_at_family(name: str, family: str) -> Name | None:
    """Split a name at a given family name; return None if it neither begins nor ends the name."""
    words, nicknames, suffix = _split_ending(name.replace(",", " "))
    text, family_words = " ".join(words), family.split()
    size = len(family_words)
    if words[-size:] == family_words:
        given = words[:-size]
    elif words[:size] == family_words:
        given = words[size:]
    elif _CJK.fullmatch(text) and text.startswith(family):
        given = [text.removeprefix(family)]
    else:
        return None
    particles, rest = _split_particles(family_words)
    if not particles and _CJK.search(family) is None:
        while len(given) > 1 and given[-1] in _PARTICLES:  # García Márquez de la Cruz
            particles = [given.pop(), *particles]
    return Name(" ".join([*given, *nicknames]), " ".join(particles), " ".join(rest), suffix)


def _split_at_commas(name: str, parts: list[str]) -> Name:
    """Split ``Family, Given``, with a suffix anywhere after the family name."""
    if not _GROUP_WORDS.isdisjoint(map(_fold_word, name.split())):
        return Name(family=name)
    suffixes = [part for part in parts[1:] if _is_suffix(part)]
    rest = [part for part in parts if part not in suffixes]
    if len(suffixes) > 1 or len(rest) not in {1, 2}:  # a family name, and perhaps given names
        return Name(family=name)
    suffix = "".join(suffixes)
    if len(rest) == 1:
        split = _split_words(rest[0])
        if split.is_unsplit:
            return Name(family=name)
        return Name(split.given, split.particle, split.family, suffix)
    words, nicknames = _split_nicknames(_words(rest[0]))
    particles, family = _split_particles(words)
    return Name(" ".join([rest[1], *nicknames]), " ".join(particles), " ".join(family), suffix)


def _split_words(name: str) -> Name:
    """Split a name without commas."""
    if split := _split_cjk(name):
        return split
    words, nicknames, suffix = _split_ending(name)
    if len(words) <= 1 or any(map(_CJK.search, _remove_nicknames(words))) or _is_group(words):
        return Name(family=name)
    start = _family_start(words)
    particles, family = _split_particles(words[start:])
    given = " ".join([*words[:start], *nicknames])
    return Name(given, " ".join(particles), " ".join(family), suffix)


def _split_cjk(name: str) -> Name | None:
    """Split a Chinese, Japanese or Korean name; return None for any other or uncertain name."""
    words = name.split()
    if len(words) == 2 and all(map(_CJK.fullmatch, words)) and not _KATAKANA.search(name):  # noqa: PLR2004
        return Name(words[1], family=words[0])
    if not _HAN_OR_HANGUL.fullmatch(name):
        return None
    size = 2 if name[:2] in _TWO_CHARACTER_FAMILY_NAMES and len(name) > 2 else 1  # noqa: PLR2004
    if not 1 < len(name) <= _MAX_UNSPACED_LENGTH + size - 1:
        return None
    return Name(name[size:], family=name[:size])


def _split_ending(name: str) -> tuple[list[str], list[str], str]:
    """Return the words of a name, the nicknames at its end, and its suffix."""
    words, suffix = _split_suffix(_words(name))
    words, nicknames = _split_nicknames(words)
    if not suffix:
        words, suffix = _split_suffix(words)
    return words, nicknames, suffix


def _split_suffix(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 2 and _is_suffix(words[-1]):  # noqa: PLR2004 (a given name and a family one)
        return words[:-1], words[-1]
    return words, ""


def _is_suffix(word: str) -> bool:
    return word.replace(".", "").replace(" ", "").casefold() in _SUFFIXES


def _split_nicknames(words: list[str]) -> tuple[list[str], list[str]]:
    """Separate the nicknames at the end of a name from the words before them."""
    size = len(words)
    while size > 1 and _NICKNAME.fullmatch(words[size - 1]):
        size -= 1
    return words[:size], words[size:]


def _remove_nicknames(words: list[str]) -> list[str]:
    return [word for word in words if not _NICKNAME.fullmatch(word)]


def _split_particles(words: list[str]) -> tuple[list[str], list[str]]:
    """Separate the particles at the start of a family name from the other words."""
    size = 0
    while size < len(words) - 1 and words[size] in _PARTICLES:
        size += 1
    return words[:size], words[size:]


def _is_group(words: list[str]) -> bool:
    folded = {_fold_word(word) for word in _remove_nicknames(words)}
    return words[0].casefold() == "the" or not folded.isdisjoint(_GROUP_WORDS | _AND_WORDS)


def _fold_word(word: str) -> str:
    return word.strip(".,;:*()").casefold()


def _family_start(words: list[str]) -> int:
    """Return the index of the first word of the family name or of its particles."""
    for index in range(1, len(words) - 1):
        word = words[index]
        if word in _CONJUNCTIONS:
            return index if index == 1 or _INITIAL.fullmatch(words[index - 1]) else index - 1
        if word in _PARTICLES or (word in _FAMILY_NAME_STARTS and not _is_vietnamese(words)):
            return index
    return len(words) - 1


def _is_vietnamese(words: list[str]) -> bool:
    return any(_without_accents(word) in _VIETNAMESE_FAMILY_NAMES for word in (words[0], words[-1]))


def _without_accents(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d")
