"""Read the JSON of Hugging Face's API: a list of papers, one paper, or a saved page's data."""

import re

from generator.readers.huggingface import daily_papers_json
from generator.readers.reading import Reading
from generator.text.strings import clean

_HEAD_LENGTH = 20_000
_OPENING = re.compile(r'\s*(?:\[\s*)?\{\s*"')
_NO_PAPERS = re.compile(r'\s*(?:\[\s*\]\s*\Z|\{\s*"error"\s*:\s*"[^"]*"\s*\}\s*\Z)')
"""The API's response for a day without papers or an unknown day."""

_ONE_PAPER = re.compile(r'\s*\{\s*"id"\s*:\s*"[^"\n]{1,40}"\s*,\s*"authors"\s*:\s*\[')
_TYPICAL_KEY = re.compile(
    r'"(?:dailyPapers|submittedOnDailyAt|submittedBy|discussionId|upvotes)"\s*:'
)


def read(text: str, path: str = "capture") -> Reading:
    r"""Read a response of ``/api/daily_papers`` or ``/api/papers/{id}``.

    ``published`` is the day of the paper's own ``publishedAt``. The item around the paper has
    another ``publishedAt``, a few hours earlier and often on the day before, which is ignored. An
    entry's ``date``, the day of the list, is the day of ``submittedOnDailyAt``. If all entries
    share it, or the page states its date (``dateString``), it is the reading's date. Unknown
    keys, generated summaries and images are ignored.

    Args:
        text: The response.
        path: The path of the source, used in entries and error messages.

    Returns:
        One entry per paper.

    Raises:
        ContentError: The text is not JSON, not a list of papers, or an empty list.

    >>> text = '[{"paper": {"id": "2402.07197", "title": "On\\nTests", "summary": "We test."}}]'
    >>> [entry] = read(text).entries
    >>> entry.fields, entry.abstract
    ({'title': 'On Tests', 'arxiv': '2402.07197'}, 'We test.')
    """
    return daily_papers_json.read(daily_papers_json.parse(text, path), path, text)


def looks_like(text: str) -> bool:
    """Return whether a text appears to be a response of the API, with or without papers.

    >>> looks_like('[{"paper": {"id": "2402.07197", "upvotes": 1}}]'), looks_like("[1]")
    (True, False)
    """
    head = clean(text[:_HEAD_LENGTH])
    if _NO_PAPERS.match(head):
        return True
    if not _OPENING.match(head):
        return False
    if _ONE_PAPER.match(head) or re.match(r'\s*\[\s*\{\s*"paper"\s*:', head):
        return True
    return _TYPICAL_KEY.search(head) is not None
