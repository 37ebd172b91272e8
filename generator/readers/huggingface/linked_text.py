"""Read captures with links: Markdown, numbered links, or URLs below the text of links."""

import re

from generator.core.errors import ContentError, Problem
from generator.readers.huggingface import assemble
from generator.readers.reading import Reading
from generator.text.strings import clean

_SAMPLE_LENGTH = 40_000
_LINKED_HEADING = re.compile(r"^[^\S\n]{0,3}(?:[-*+][^\S\n]+)?#{2,6}[^\S\n]+\[", re.MULTILINE)
_PAGE_WORDS = re.compile(
    r"huggingface\.co/papers|/login\?next=%2Fpapers|daily papers|trending papers", re.IGNORECASE
)
_PAPER_PATH = r"(?:/papers/|/login\?next=%2Fpapers%2F)[0-9a-z]"
_PAPER_LINK = re.compile(
    rf"\]\(\s*<?(?:https?://huggingface\.co)?{_PAPER_PATH}"
    rf"|^[^\S\n]*[<(]?https?://huggingface\.co{_PAPER_PATH}\S*[^\S\n]*$"
    r"|^#{2,6}\s+\[.{1,400}\]\[[0-9]+\]"
    rf"|[<(]https?://huggingface\.co{_PAPER_PATH}[^\s<>()]*[>)][^\S\n]*$"
    rf"|^[^\S\n]*[0-9]+\.[^\S\n]+https?://huggingface\.co{_PAPER_PATH}\S*[^\S\n]*$",
    re.MULTILINE,
)
_UNLINKED_HEADING = re.compile(r"^###[^\S\n]+\w", re.MULTILINE)


def read(text: str, path: str = "capture") -> Reading:
    r"""Read a capture of a list of papers that includes links.

    A publication date without a year takes the year of the list's date. If the capture does not
    state one, the publication date is left out with a remark.

    Args:
        text: The capture.
        path: The path of the source, used in entries and error messages.

    Returns:
        One entry per paper; all other text is in ``boilerplate``, ``unplaced`` or ``remarks``.

    Raises:
        ContentError: The capture contains neither a paper's heading nor a link to a paper.

    >>> text = "### [On Tests](https://huggingface.co/papers/2402.07197)\n\nWe test all that we do."
    >>> [entry] = read(text).entries
    >>> entry.fields["title"], entry.fields["arxiv"], entry.abstract
    ('On Tests', '2402.07197', 'We test all that we do.')
    """
    reading = assemble.read(text, path)
    if not reading.entries and not reading.unplaced:
        message = "no paper heading or link found; save the list page with titles and abstracts"
        raise ContentError([Problem(path, 1, message)])
    return reading


def looks_like(text: str) -> bool:
    """Return whether a text appears to be a capture with links.

    Only the beginning and the end are examined.

    >>> looks_like("### [On Tests](https://huggingface.co/papers/2402.07197)"), looks_like("TY  -")
    (True, False)
    """
    sample = clean(text[:_SAMPLE_LENGTH] + "\n" + text[-_SAMPLE_LENGTH:])
    if sample.lstrip()[:1] in {"<", "{"} or sample.lstrip()[:2] in {"[{", "[]"}:
        return False
    if _PAPER_LINK.search(sample):
        return True
    has_heading = _LINKED_HEADING.search(sample) or _UNLINKED_HEADING.search(sample)
    return bool(has_heading and _PAGE_WORDS.search(sample))
