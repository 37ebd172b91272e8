"""Rewrite the links of text browsers and mail programs as Markdown links."""

import re

_LISTED_URL = re.compile(
    r"^[^\S\n]*([0-9]{1,5})\.[^\S\n]+(?:https?|mailto|file):\S+[^\S\n]*$", re.MULTILINE
)
_LINK_NUMBER = re.compile(r"(?<![\]\w])\[([0-9]{1,5})\](?![(:])")
_LINK_TEXT_END = re.compile(r"\n[^\S\n]*(?:\n|[*+•·-][^\S\n])")
_TRAILING_URL = re.compile(
    r"^([^\S\n]*(?:[*+•·-][^\S\n]+)?)(?!\[[0-9]+\]:?\s)(\S[^\n]*?)[^\S\n]?"
    r"(?:<(https?://[^\s<>]+)>|\((https?://huggingface\.co/(?:papers/[0-9]|login)[^\s()]*)\))[^\S\n]*$",
    re.MULTILINE,
)
_MIN_LINKS = 3  # fewer may be a coincidence, such as a footnote


def to_markdown_links(text: str) -> str:
    r"""Return a capture with Markdown links; line numbers do not change.

    Lynx and w3m write a link's number before its text, and list the URLs at the end.
    Other programs write the URL after the text, in ``<>`` or ``()``.

    >>> to_markdown_links(
    ...     "[1]On\n  Tests\n\n[2]We\n\n[3]9\n\n1. http://a.org\n2. http://b.org\n3. http://c.org"
    ... )
    '[On\n  Tests][1]\n\n[We][2]\n\n[9][3]\n\n1. http://a.org\n2. http://b.org\n3. http://c.org'
    """
    listed_urls = list(_LISTED_URL.finditer(text))
    if len(listed_urls) >= _MIN_LINKS:
        body_end = listed_urls[0].start()
        return _convert_numbered(text[:body_end], len(listed_urls)) + text[body_end:]
    if len(_TRAILING_URL.findall(text)) >= _MIN_LINKS and "](" not in text:
        return _TRAILING_URL.sub(_convert_trailing, text)
    return text


def _convert_numbered(body: str, url_count: int) -> str:
    """Put brackets around the text of each numbered link; the numbers must be consecutive."""
    numbers: list[re.Match[str]] = []
    for match in _LINK_NUMBER.finditer(body):
        if int(match[1]) == len(numbers) + 1 <= url_count:
            numbers.append(match)
    if len(numbers) < max(_MIN_LINKS, url_count // 2):
        return body
    converted = [body[: numbers[0].start()]]
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        limit = following.start() if following else len(body)
        end = _LINK_TEXT_END.search(body, number.end(), limit)
        words = body[number.end() : end.start() if end else limit]
        stripped = words.rstrip()
        converted += [
            f"[{stripped}][{number[1]}]",
            words[len(stripped) :],
            body[end.start() : limit] if end else "",
        ]
    return "".join(converted)


def _convert_trailing(match: re.Match[str]) -> str:
    return f"{match[1]}[{match[2]}]({match[3] or match[4]})"
