"""The Hugging Face API's JSON: a list of ``/api/daily_papers``, a paper, the saved page's map."""

import re

from generator.readers.huggingface import daily_papers_json
from generator.readers.reading import Reading
from generator.text.plain import clean

_HEAD_LENGTH = 20_000
_BEGINS = re.compile(r'\s*(?:\[\s*)?\{\s*"')
_NOTHING = re.compile(r'\s*(?:\[\s*\]\s*\Z|\{\s*"error"\s*:\s*"[^"]*"\s*\}\s*\Z)')
"""What it answers of a day without papers, and of one that it does not know."""

_ONE_PAPER = re.compile(r'\s*\{\s*"id"\s*:\s*"[^"\n]{1,40}"\s*,\s*"authors"\s*:\s*\[')
_MARKS = re.compile(r'"(?:dailyPapers|submittedOnDailyAt|submittedBy|discussionId|upvotes)"\s*:')


def read(text: str, path: str = "capture") -> Reading:
    r"""Return the papers of an answer, with each paper's fields and its abstract.

    What ``/api/papers/{id}`` answers, one paper without anything around it, is a list of one.

    An item's outer ``publishedAt`` is some hours before the inner one, so often of the day
    before: it is not read. ``published`` is the inner one's day, and ``date``, the day of the
    list, that of ``submittedOnDailyAt``; where all agree or the page states its day
    (``dateString``), it is the reading's. Unknown keys, machine-made summaries and pictures
    are passed over.

    Raises:
        ContentError: it is not JSON, is no list of papers, or is an empty one.

    >>> text = '[{"paper": {"id": "2402.07197", "title": "On\\nTests", "summary": "We test."}}]'
    >>> [entry] = read(text).entries
    >>> entry.fields, entry.abstract
    ({'title': 'On Tests', 'arxiv': '2402.07197'}, 'We test.')
    """
    return daily_papers_json.read(daily_papers_json.parse(text, path), path, text)


def looks_like(text: str) -> bool:
    """Return whether a text begins as such an answer does, or is one without papers.

    >>> looks_like('[{"paper": {"id": "2402.07197", "upvotes": 1}}]'), looks_like("[1]")
    (True, False)
    """
    head = clean(text[:_HEAD_LENGTH])
    if _NOTHING.match(head):
        return True
    if not _BEGINS.match(head):
        return False
    if _ONE_PAPER.match(head) or re.match(r'\s*\[\s*\{\s*"paper"\s*:', head):
        return True
    return _MARKS.search(head) is not None
