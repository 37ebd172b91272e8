"""Captures as text browsers and mail programs dump pages: their links, written as Markdown's."""

import re

_LISTED = re.compile(
    r"^[^\S\n]*([0-9]{1,5})\.[^\S\n]+(?:https?|mailto|file):\S+[^\S\n]*$", re.MULTILINE
)
_NUMBER = re.compile(r"(?<![\]\w])\[([0-9]{1,5})\](?![(:])")
_WORDS_END = re.compile(r"\n[^\S\n]*(?:\n|[*+•·-][^\S\n])")
_BEHIND = re.compile(
    r"^([^\S\n]*(?:[*+•·-][^\S\n]+)?)(?!\[[0-9]+\]:?\s)(\S[^\n]*?)[^\S\n]?"
    r"(?:<(https?://[^\s<>]+)>|\((https?://huggingface\.co/(?:papers/[0-9]|login)[^\s()]*)\))[^\S\n]*$",
    re.MULTILINE,
)
_ENOUGH = 3  # so many make a way of writing links


def linked(text: str) -> str:
    r"""Return a capture whose links stand around their words; its lines stay where they are.

    Lynx and w3m write a link's number before its words, and a list of addresses below the
    page; others write the address behind them, in ``<>`` or ``()``.

    >>> linked("[1]On\n  Tests\n\n[2]We\n\n[3]9\n\n1. http://a.org\n2. http://b.org\n3. http://c.org")
    '[On\n  Tests][1]\n\n[We][2]\n\n[9][3]\n\n1. http://a.org\n2. http://b.org\n3. http://c.org'
    """
    listed = list(_LISTED.finditer(text))
    if len(listed) >= _ENOUGH:
        body = listed[0].start()
        return _around(text[:body], len(listed)) + text[body:]
    if len(_BEHIND.findall(text)) >= _ENOUGH and "](" not in text:
        return _BEHIND.sub(_in_brackets, text)
    return text


def _around(text: str, count: int) -> str:
    """Return a page with brackets around the words of each link; numbers count up one by one."""
    found: list[re.Match[str]] = []
    for number in _NUMBER.finditer(text):
        if int(number[1]) == len(found) + 1 <= count:
            found.append(number)
    if len(found) < max(_ENOUGH, count // 2):
        return text
    pieces = [text[: found[0].start()]]
    for number, after in zip(found, [*found[1:], None], strict=True):
        end = after.start() if after else len(text)
        stop = _WORDS_END.search(text, number.end(), end)
        words = text[number.end() : stop.start() if stop else end]
        bare = words.rstrip()
        pieces += [
            f"[{bare}][{number[1]}]",
            words[len(bare) :],
            text[stop.start() : end] if stop else "",
        ]
    return "".join(pieces)


def _in_brackets(found: re.Match[str]) -> str:
    return f"{found[1]}[{found[2]}]({found[3] or found[4]})"
