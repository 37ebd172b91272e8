"""Captures with links of a paper list: Markdown, numbered links, addresses below their words."""

import re

from generator.core.errors import ContentError, Problem
from generator.readers.huggingface import assemble
from generator.readers.reading import Reading
from generator.text.plain import clean

_HEAD_LENGTH = 40_000
_HEADING = re.compile(r"^[^\S\n]{0,3}(?:[-*+][^\S\n]+)?#{2,6}[^\S\n]+\[", re.MULTILINE)
_OWN_WORDS = re.compile(
    r"huggingface\.co/papers|/login\?next=%2Fpapers|daily papers|trending papers", re.IGNORECASE
)
_PLACE = r"(?:/papers/|/login\?next=%2Fpapers%2F)[0-9a-z]"
_PAPER_LINK = re.compile(
    rf"\]\(\s*<?(?:https?://huggingface\.co)?{_PLACE}"
    rf"|^[^\S\n]*[<(]?https?://huggingface\.co{_PLACE}\S*[^\S\n]*$"
    r"|^#{2,6}\s+\[.{1,400}\]\[[0-9]+\]"
    rf"|[<(]https?://huggingface\.co{_PLACE}[^\s<>()]*[>)][^\S\n]*$"
    rf"|^[^\S\n]*[0-9]+\.[^\S\n]+https?://huggingface\.co{_PLACE}\S*[^\S\n]*$",
    re.MULTILINE,
)
_UNLINKED = re.compile(r"^###[^\S\n]+\w", re.MULTILINE)


def read(text: str, path: str = "capture") -> Reading:
    r"""Return the papers of a capture, and every other part of it with what it is.

    A published date without a year has that of the page's day where the page states it, and is
    otherwise left out with a remark. What an entry has no field for stands in ``furniture``.

    Raises:
        ContentError: no paper's heading or link is in it.

    >>> text = "### [On Tests](https://huggingface.co/papers/2402.07197)\n\nWe test all that we do."
    >>> [entry] = read(text).entries
    >>> entry.fields["title"], entry.fields["arxiv"], entry.abstract
    ('On Tests', '2402.07197', 'We test all that we do.')
    """
    found = assemble.read(text, path)
    if not found.entries and not found.unplaced:
        message = "no paper's heading or link; save the page of the list with titles and abstracts"
        raise ContentError([Problem(path, 1, message)])
    return found


def looks_like(text: str) -> bool:
    """Return whether a text begins as a capture with links does.

    >>> looks_like("### [On Tests](https://huggingface.co/papers/2402.07197)"), looks_like("TY  -")
    (True, False)
    """
    head = clean(text[:_HEAD_LENGTH] + "\n" + text[-_HEAD_LENGTH:])
    if head.lstrip()[:1] in {"<", "{"} or head.lstrip()[:2] in {"[{", "[]"}:
        return False
    if _PAPER_LINK.search(head):
        return True
    return bool(_OWN_WORDS.search(head)) and bool(_HEADING.search(head) or _UNLINKED.search(head))
