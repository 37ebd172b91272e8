"""A person's name to its parts, as citations and lists of names want them.

Written here because the libraries for it (nameparser and its like) know English titles, that no
list of authors has, and part neither 王小明 nor La Vallée Poussin.
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
_LINKS = frozenset({"y", "i", "e", "und", "of"})
"""Small words that stand between two family names; alone they begin none."""

_FAMILY_BEGINS = frozenset([
    "Abu", "Al", "Ben", "Da", "Dal", "Dalla", "De", "Degli", "Del", "Della", "Den", "Der", "Des",
    "Di", "Dos", "Du", "El", "Ibn", "La", "Le", "Lo", "Mac", "Mc", "Ní", "Ó", "Santa", "St", "St.",
    "Ten", "Ter", "Van", "Vande", "Vanden", "Vander", "Von", "بن", "ابن", "أبو", "ابو", "آل",
])  # fmt: skip
"""Words with a capital, or of a script without, that are a part of the family name.

``Bin`` and ``San`` are more often given names, of Chinese and Korean, and ``O`` is an initial.
"""

_VIETNAMESE = frozenset([
    "bui", "dang", "dinh", "do", "duong", "hoang", "ho", "huynh", "le", "ly", "ngo", "nguyen",
    "pham", "phan", "tran", "trinh", "vo", "vu",
])  # fmt: skip
"""Family names beside which ``Van`` or ``Le`` is a given name."""

_GROUPS = frozenset([
    "academy", "agency", "alliance", "association", "authors", "center", "centre",
    "collaboration", "commission", "committee", "community", "company", "consortium", "corp",
    "corporation", "council", "department", "federation", "foundation", "gmbh", "group", "hospital",
    "inc", "initiative", "institute", "laboratories", "laboratory", "labs", "llc", "ltd",
    "ministry", "museum", "network", "organisation", "organization", "partnership", "project",
    "research", "society", "team", "university", "workshop",
])  # fmt: skip
"""Words by which a name is known as that of no person."""

_JOINING = frozenset({"and", "&"})
"""Words by which it is known as that of several."""

_TWO_CHARACTERS = frozenset([
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "東方", "皇甫", "尉迟", "尉遲",
    "公孙", "公孫", "慕容", "令狐", "宇文", "司徒", "夏侯", "端木", "南宫", "南宮", "長孫", "长孙",
    "남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방",
])  # fmt: skip
_HAN_OR_HANGUL = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\uac00-\ud7a3]+")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\uac00-\ud7a3々]+")
_KANA, _LONGEST_SURE = re.compile("[\u30a0-\u30ff]"), 3
_NICKNAME = r"\([^()]*\)|“[^”]*”|‘[^’]*’|\"[^\"]*\"|'[^'\s]+'"
_BESIDE = re.compile(rf"(?:{_NICKNAME})(?!\S)")
_WORD = re.compile(rf"(?<!\S)(?:{_NICKNAME})(?!\S)|\S+")
_INITIAL = re.compile(r"[^\W\d_]\.?|\S+\.")


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name, "" where absent. One that cannot be parted is all ``family``, unchanged.

    So is a single name, that of a group, and one of which it is not sure where its family begins.
    """

    given: str = ""
    particle: str = ""
    family: str = ""
    suffix: str = ""

    @property
    def is_unsplit(self) -> bool:
        """Whether the name has not been parted."""
        return not (self.given or self.particle or self.suffix)

    @property
    def is_family_first(self) -> bool:
        """Whether the family name is written first and without a space: 王小明."""
        return bool(self.given) and _CJK.fullmatch(self.family + self.given) is not None

    @property
    def surname(self) -> str:
        """The family name with its particles."""
        return f"{self.particle} {self.family}" if self.particle else self.family

    @property
    def text(self) -> str:
        """The name in one line; read again, it has the same parts.

        That is as its bearer writes it, or ``Family, Given`` where that would be parted elsewhere.
        """
        family = self.surname
        close = self.family + self.given if self.is_family_first else ""
        apart = f"{self.family} {self.given}" if self.is_family_first else ""
        usual = " ".join(filter(None, [self.given, family, self.suffix]))
        ways = [way for way in (close, apart, usual) if way]
        commas = ", ".join(filter(None, [family, self.suffix, self.given]))
        return next((way for way in ways if parse(way) == self), commas)


@lru_cache(maxsize=1 << 16)  # a name stands on many pages
def parse(name: str, family: str = "") -> Name:
    """Return the parts of a name.

    A comma parts ``Family, Given`` (a suffix may stand between or behind). Without one the last
    word is the family name, with the particles before it, or those of its words that are known to
    begin one. In Chinese and Korean the family name is the first character of two or three, or one
    of the common names of two; longer names without a space and those in Japanese syllables stay
    whole, since they do not show where they part. What stands in brackets or quotation marks is a
    given name; words without a letter at the end, such as the mark of a note, are none.

    Args:
        name: the name, as a paper gives it.
        family: the family name, where that is known: ``García Márquez``. It counts where the name
            has it at its end or its beginning.

    >>> parse("Charles-Jean de La Vallée Poussin")
    Name(given='Charles-Jean', particle='de', family='La Vallée Poussin', suffix='')
    >>> parse("Martin Luther King Jr.")
    Name(given='Martin Luther', particle='', family='King', suffix='Jr.')
    >>> parse("王小明"), parse("Plato")
    (Name(given='小明', particle='', family='王', suffix=''), \
Name(given='', particle='', family='Plato', suffix=''))
    """
    said = (" ".join(_words(" ".join(part.split()))) for part in name.split(","))
    parts = list(filter(None, said)) or [name.strip()]
    while len(parts) > 1 and not any(char.isalpha() or char.isdecimal() for char in parts[-1]):
        parts.pop()  # the mark of a further note
    name, family = ", ".join(parts), " ".join(family.split())
    if family and (known := _with_family(name, family)):
        return known
    if len(parts) > 1:
        return _of_commas(name, parts)
    return _of_words(name)


def split_family_name(family: str) -> tuple[str, str]:
    """Return the particles before a family name, and the name.

    >>> family_parts("van Beethoven"), family_parts("La Vallée Poussin")
    (('van', 'Beethoven'), ('', 'La Vallée Poussin'))
    """
    particle, rest = _particles(family.split())
    return " ".join(particle), " ".join(rest)


def _with_family(name: str, family: str) -> Name | None:
    words, besides, suffix = _parted_end(name.replace(",", " "))
    bare, known = " ".join(words), family.split()
    size = len(known)
    if words[-size:] == known:
        given = words[:-size]
    elif words[:size] == known:
        given = words[size:]
    elif _CJK.fullmatch(bare) and bare.startswith(family):
        given = [bare.removeprefix(family)]
    else:
        return None
    particle, rest = _particles(known)
    if not particle and _CJK.search(family) is None:
        while len(given) > 1 and given[-1] in _PARTICLES:  # García Márquez de la Cruz
            particle = [given.pop(), *particle]
    return Name(" ".join([*given, *besides]), " ".join(particle), " ".join(rest), suffix)


def _of_commas(name: str, parts: list[str]) -> Name:
    """Return the parts of ``Family, Given``, and where a suffix is among them."""
    if not _GROUPS.isdisjoint(map(_plain, name.split())):
        return Name(family=name)
    suffixes = [part for part in parts[1:] if _is_suffix(part)]
    rest = [part for part in parts if part not in suffixes]
    if len(suffixes) > 1 or len(rest) > 2:  # noqa: PLR2004 (a family name and a given one)
        return Name(family=name)
    suffix = "".join(suffixes)
    if len(rest) == 1:
        parted = _of_words(rest[0])
        if parted.is_unsplit:
            return Name(family=name)
        return Name(parted.given, parted.particle, parted.family, suffix)
    words, besides = _parted_nicknames(_words(rest[0]))
    particle, family = _particles(words)
    return Name(" ".join([rest[1], *besides]), " ".join(particle), " ".join(family), suffix)


def _of_words(name: str) -> Name:
    if parted := _parted_cjk(name):
        return parted
    words, besides, suffix = _parted_end(name)
    if len(words) <= 1 or any(map(_CJK.search, _without_nicknames(words))) or _is_group(words):
        return Name(family=name)
    start = _family_start(words)
    particle, family = _particles(words[start:])
    given = " ".join([*words[:start], *besides])
    return Name(given, " ".join(particle), " ".join(family), suffix)


def _parted_cjk(name: str) -> Name | None:
    words = name.split()
    if len(words) == 2 and all(map(_CJK.fullmatch, words)) and not _KANA.search(name):  # noqa: PLR2004
        return Name(words[1], family=words[0])
    if not _HAN_OR_HANGUL.fullmatch(name):
        return None
    size = 2 if name[:2] in _TWO_CHARACTERS and len(name) > 2 else 1  # noqa: PLR2004
    if not 1 < len(name) <= _LONGEST_SURE + size - 1:
        return None
    return Name(name[size:], family=name[:size])


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 2 and _is_suffix(words[-1]):  # noqa: PLR2004 (a given name and a family one)
        return words[:-1], words[-1]
    return words, ""


def _words(name: str) -> list[str]:
    """Return the words of a name, nicknames as one, without those at its end without a letter."""
    words = _WORD.findall(name)
    has_letter = [any(map(str.isalpha, word)) for word in words]
    return words[: len(words) - has_letter[::-1].index(True)] if any(has_letter) else words


def _parted_end(name: str) -> tuple[list[str], list[str], str]:
    """Return the words of a name, the nicknames at its end, and its suffix."""
    words, suffix = _without_suffix(_words(name))
    words, besides = _parted_nicknames(words)
    if not suffix:
        words, suffix = _without_suffix(words)
    return words, besides, suffix


def _parted_nicknames(words: list[str]) -> tuple[list[str], list[str]]:
    size = len(words)
    while size > 1 and _BESIDE.fullmatch(words[size - 1]):
        size -= 1
    return words[:size], words[size:]


def is_particle(word: str) -> bool:
    """Return whether a word is a small one that belongs to the next."""
    return word in _PARTICLES


def without_nicknames(given: str) -> str:
    """Return given names without those in brackets or quotation marks, unless these are all.

    >>> without_nicknames("Hai (Helen)"), without_nicknames("“Totti”")
    ('Hai', '“Totti”')
    """
    return " ".join(_without_nicknames(_WORD.findall(given))) or given


def _without_nicknames(words: list[str]) -> list[str]:
    return [word for word in words if not _BESIDE.fullmatch(word)]


def _is_suffix(word: str) -> bool:
    return word.replace(".", "").replace(" ", "").casefold() in _SUFFIXES


def _is_group(words: list[str]) -> bool:
    known = {_plain(word) for word in _without_nicknames(words)}
    return words[0].casefold() == "the" or not known.isdisjoint(_GROUPS | _JOINING)


def _plain(word: str) -> str:
    return word.strip(".,;:*()").casefold()


def _family_start(words: list[str]) -> int:
    """Return the place of the first word of the family name or of its particles."""
    for place in range(1, len(words) - 1):
        word = words[place]
        if word in _LINKS:
            return place if place == 1 or _INITIAL.fullmatch(words[place - 1]) else place - 1
        if word in _PARTICLES or (word in _FAMILY_BEGINS and not _is_vietnamese(words)):
            return place
    return len(words) - 1


def _is_vietnamese(words: list[str]) -> bool:
    return any(_bare(word) in _VIETNAMESE for word in (words[0], words[-1]))


def _particles(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the particles at the beginning of a family name, and the rest."""
    size = 0
    while size < len(words) - 1 and words[size] in _PARTICLES:
        size += 1
    return words[:size], words[size:]


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d")
