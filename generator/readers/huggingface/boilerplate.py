"""Recognize the text around the papers on Hugging Face's page: dates, menus, labels, counts."""

import re

from generator.readers.reading import PartialDate

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATES = [
    re.compile(
        rf"(?:[a-z]+,\s+)?{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?"
    ),
    re.compile(
        rf"(?:[a-z]+,\s+)?(?P<day>\d\d?)(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+(?P<year>\d{{4}}))?"
    ),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
]
DATE_PATTERN = (
    r"(?:published(?: on)?:? )?"
    rf"(?:{_MONTH.replace('?P<month>', '?:')} \d\d?(?:,? \d{{4}})?|\d{{4}}-\d\d-\d\d)"
)
"""A pattern for a date, without groups, for use inside a larger regular expression."""

_BOILERPLATE = re.compile(
    r"(?:(?:daily|weekly|monthly)(?:\W+(?:daily|weekly|monthly))*"
    r"|new|subscribe|follow|previous|next|back|top|share|view all|trending"
    r"|(?:daily|trending)( papers)?|papers|all papers|hugging face|models|datasets|spaces|buckets"
    r"|community|posts|blog|docs|enterprise|pricing|company|website|solutions|log ?in|sign ?up|join"
    r"|(?:website|community|solutions|tasks|huggingchat|collections|languages|organizations|learn"
    r"|discord|forum|github|storage buckets|inference providers|inference endpoints"
    r"|enterprise support|team & enterprise|hugging face pro|buckets new|storage)"
    r"|trending papers ranked by .*|(?:submit|search)(?: a)? papers?|view all \d+ papers"
    r"|daily papers - hugging face|hugging face's logo|skip to content|loading\W*|load more"
    r"|get trending papers in your email inbox.*|by ?ak(?: and the research community)?"
    r"|search models, datasets, users\.*|tos|terms(?: of service)?|privacy(?: policy)?|about"
    r"|careers|jobs|cookies?|contact|system theme|(?:©|\(c\)).{0,120}"
    r"|.{0,80}all rights reserved\.?"
    r"|references|(?:visible|hidden) links:?|running on zero"
    r"|(?:[•·*-]\s*)?[\d,]+ authors?|[•·-]|[\d.,]+k?|upvotes?|[\d,]+ upvotes?|submitted by:?"
    r"|published on .{0,20}|github [\d.,]+k?|arxiv page)"
)


def parse_date(line: int, text: str) -> PartialDate | None:
    """Parse a paragraph that consists of a date.

    The numbers are not validated: the month may be 13.

    Args:
        line: The line of the paragraph, for the result.
        text: The paragraph, without line breaks.

    Returns:
        The date, or None if the paragraph is anything else.

    >>> parse_date(9, "Mar 11"), parse_date(9, "Octopus 2")
    (PartialDate(line=9, text='Mar 11', month=3, day=11, year=None), None)
    """
    for pattern in _DATES:
        if match := pattern.fullmatch(text.casefold()):
            month = match["month"]
            number = int(month) if month.isdecimal() else _MONTHS.index(month[:3]) + 1
            year = int(match["year"]) if match["year"] else None
            return PartialDate(line, text, number, int(match["day"]), year)
    return None


def is_boilerplate(text: str) -> bool:
    """Return whether a text belongs to the page, such as a menu item or a footer.

    >>> is_boilerplate("Sign Up"), is_boilerplate("On the Use of Signs")
    (True, False)
    """
    return bool(_BOILERPLATE.fullmatch(text.casefold()))
