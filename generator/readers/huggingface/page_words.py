"""The words of the list's own page: its days, its menus, its counts."""

import re

from generator.readers.reading import HeaderDay

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAYS = [
    re.compile(
        rf"(?:[a-z]+,\s+)?{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?"
    ),
    re.compile(
        rf"(?:[a-z]+,\s+)?(?P<day>\d\d?)(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+(?P<year>\d{{4}}))?"
    ),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
]
DAY_WORDS = (
    r"(?:published(?: on)?:? )?"
    rf"(?:{_MONTH.replace('?P<month>', '?:')} \d\d?(?:,? \d{{4}})?|\d{{4}}-\d\d-\d\d)"
)
"""What a day looks like to a regular expression that need not read it."""

_FURNITURE = re.compile(
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


def header_day(line: int, text: str) -> HeaderDay | None:
    """Return the day that a paragraph is, or None where it is something else.

    >>> header_day(9, "Mar 11"), header_day(9, "Octopus 2")
    (HeaderDay(line=9, text='Mar 11', month=3, day=11, year=None), None)
    """
    for pattern in _DAYS:
        if match := pattern.fullmatch(text.casefold()):
            month = match["month"]
            number = int(month) if month.isdecimal() else _MONTHS.index(month[:3]) + 1
            year = int(match["year"]) if match["year"] else None
            return HeaderDay(line, text, number, int(match["day"]), year)
    return None


def is_furniture(text: str) -> bool:
    """Return whether a text is the page's own, such as a menu's or a footer's.

    >>> is_furniture("Sign Up"), is_furniture("On the Use of Signs")
    (True, False)
    """
    return bool(_FURNITURE.fullmatch(text.casefold()))
