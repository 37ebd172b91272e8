"""The year in a venue's text, which may hold volumes and pages that look like years too."""

import re

_YEAR = r"(?P<year>(?:1[6-9]|20)[0-9]{2})"
_MONTH = (
    r"(?:(?:[0-9]{1,2}(?:[-–][0-9]{1,2})? )?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov"
    r"|dec)[a-z]{0,6}\.?(?: [0-9]{1,2})?,? )?"
)
_WAYS = [
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"(?<![0-9])[\s,]*(?<![0-9])\({_MONTH}{_YEAR}\)",  # (2019), (June 1973); not 12(1951)
        rf"(?<![-–−0-9:.])(?<!\bpp)(?:(?<=[a-z])-?|[\s,;]+){_MONTH}{_YEAR}\.?$",  # at the end
        rf"^{_YEAR} (?=\S)",
        rf"(?<=\w) {_YEAR}(?=\))",  # (NeurIPS 2023)
        rf"[\s,]+\(?['’‘]?{_YEAR}(?= [^\W\d]| \(|[,;:] ?\S)",  # before words: 2023 Workshop
        rf"[\s,]+(?={_YEAR} ?\([0-9])",  # of a journal whose volumes are years: 2019(5)
        rf"\({_YEAR}\)$",
        r"\s*['’‘](?P<short>[0-9]{2})(?!\w)",
    )
]
_PAGE = re.compile(r"[0-9]\)?[,;:]?\s*$")
_FIRST_SURE = 1900
"""A lower number behind a volume is that of a page."""

_CENTURY = 60
"""Two digits below are of this century."""


def split_year(text: str, *, latest: int) -> tuple[str, int | None]:
    """Return a venue's text without its year, and the year where one stands in it.

    A year in brackets of its own counts first, then one at the end, at the beginning, and in the
    middle. Numbers of pages and volumes are none.

    Args:
        text: the venue.
        latest: the last year that there can be.

    >>> without_year("ALA 2023 (Learning Workshop)", latest=2026)
    ('ALA (Learning Workshop)', 2023)
    >>> without_year("Nature 620, 1930-1935, 2023", latest=2026)
    ('Nature 620, 1930-1935', 2023)
    """
    rest, year = _parted(text, latest)
    if year:
        again, same = _parted(rest, latest)
        rest = again if same == year else rest
    return rest, year


def _parted(text: str, latest: int) -> tuple[str, int | None]:
    for way in _WAYS:
        for found in reversed(list(way.finditer(text))):
            known = found.groupdict()
            year = int(known.get("year") or _whole(known["short"]))
            before, after = text[: found.start()], text[found.end() :]
            is_page = not after and year < _FIRST_SURE and _PAGE.search(before)
            rest = _joined(before, after)
            if year <= latest and rest and not (is_page and ")" not in found[0]):
                return rest, year
    return text, None


def _whole(short: str) -> str:
    return f"{20 if int(short) < _CENTURY else 19}{short}"


def _joined(before: str, after: str) -> str:
    text = " ".join(f"{before} {after}".split())
    return re.sub(r"\s+(?=[,;:)])|\(\s*\)", "", text).strip(" ,;:")
