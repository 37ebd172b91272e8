"""Find the year in a venue's text, in which volumes and pages may look like years."""

import re

_YEAR = r"(?P<year>(?:1[6-9]|20)[0-9]{2})"
_MONTH = (
    r"(?:(?:[0-9]{1,2}(?:[-–][0-9]{1,2})? )?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov"
    r"|dec)[a-z]{0,6}\.?(?: [0-9]{1,2})?,? )?"
)
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
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
"""Patterns for the places of a year, most reliable first."""

_ENDS_WITH_NUMBER = re.compile(r"[0-9]\)?[,;:]?\s*$")
_MIN_YEAR_AFTER_NUMBER = 1900
"""After a volume, a number below this is a page."""

_FIRST_SHORT_YEAR_OF_1900S = 60
"""Two-digit years below this are in the 2000s."""


def split_year(text: str, *, latest: int) -> tuple[str, int | None]:
    """Split a venue into its text without the year, and the year.

    A year in its own brackets is the most reliable, then one at the end, at the beginning, and in
    the middle. Page and volume numbers are not years.

    Args:
        text: The venue.
        latest: The latest possible year.

    Returns:
        The remaining text and the year, or the text and ``None`` if it has no year.

    >>> split_year("ALA 2023 (Learning Workshop)", latest=2026)
    ('ALA (Learning Workshop)', 2023)
    >>> split_year("Nature 620, 1930-1935, 2023", latest=2026)
    ('Nature 620, 1930-1935', 2023)
    """
    rest, year = _split_first_match(text, latest)
    if year:
        without_repetition, second_year = _split_first_match(rest, latest)
        rest = without_repetition if second_year == year else rest
    return rest, year


def _split_first_match(text: str, latest: int) -> tuple[str, int | None]:
    for pattern in _PATTERNS:
        for match in reversed(list(pattern.finditer(text))):
            groups = match.groupdict()
            year = int(groups.get("year") or _full_year(groups["short"]))
            before, after = text[: match.start()], text[match.end() :]
            may_be_page = not after and year < _MIN_YEAR_AFTER_NUMBER
            is_page = may_be_page and _ENDS_WITH_NUMBER.search(before) and ")" not in match[0]
            rest = _join(before, after)
            if year <= latest and rest and not is_page:
                return rest, year
    return text, None


def _full_year(two_digits: str) -> str:
    century = 20 if int(two_digits) < _FIRST_SHORT_YEAR_OF_1900S else 19
    return f"{century}{two_digits}"


def _join(before: str, after: str) -> str:
    text = " ".join(f"{before} {after}".split())
    return re.sub(r"\s+(?=[,;:)])|\(\s*\)", "", text).strip(" ,;:")
