"""Recognize journals by words in their titles, by volume numbers, and by a list of titles.

The list is short. For a journal that is not in it, an entry can set ``type: journal``.
"""

import re

_JOURNAL_WORD = re.compile(
    r"\b(?:journals?|transactions|letters|annals|annales|reviews?|magazine|bulletin|quarterly"
    r"|archives?|acta|annalen|zeitschrift|revue|revista|rivista|reports|briefings in"
    r"|advances in|frontiers in|communications (?:of|in|on)"
    r"|proceedings of the (?:national academy|ieee$|royal society|vldb endowment)"
    r"|(?:ann|bull|commun|lett|natl|rev|trans)\.)(?:(?<=\.)|\b)"
    r"|^(?:the )?(?:nature|science|cell|lancet|neuron|jama|pnas|plos|elife)\b|\bj\.",
    re.IGNORECASE,
)
_J = re.compile(r"\bJ\b")
"""``Journal`` in abbreviated titles of medicine: ``N Engl J Med``, ``EMBO J``."""

_VOLUME = re.compile(
    r"\b[0-9]{1,4} ?\([0-9]+(?:[-–][0-9]+)?\)|(?<![-–])\b[0-9]{1,4}[,:] ?[A-Za-z]?[0-9]+"
)
"""A volume with an issue or a page."""

_TITLES = frozenset([
    "acm computing surveys",
    "artificial intelligence", "biometrika", "biostatistics", "bmj", "brain", "chaos",
    "chemical science", "circulation", "computational linguistics", "daedalus", "ecology",
    "econometrica", "genetics", "gut", "icarus", "ieee access", "ijcv", "ijrr",
    "information fusion", "information sciences", "isis", "jacm", "jair", "jasa", "jcap", "jhep",
    "jmlr", "machine learning", "medical image analysis", "mind", "mnras", "neural computation",
    "neural networks", "neurocomputing", "neuroimage", "nejm", "oikos", "organometallics",
    "past & present", "past and present", "patterns", "pattern recognition", "pami", "pvldb",
    "representations", "small", "synthese", "tacl", "technometrics", "tissue engineering", "tkde",
    "tmlr", "tods", "tog", "toplas", "tpami", "tse", "vaccine",
])  # fmt: skip
_AFTER_TITLE = re.compile(r"[\s,;:(]+(?:vol(?:ume|\.)? ?)?[0-9].*$|\s*\([A-Z]+\)$|[\s,]+$")
"""A volume and the text after it, an abbreviation in brackets, or punctuation."""


def is_journal(title: str) -> bool:
    """Return whether a venue is a journal.

    Args:
        title: The venue without its year.

    >>> is_journal("JMLR 24, 1-40"), is_journal("Computational Linguistics (CL)")
    (True, True)
    >>> is_journal("Association for Computational Linguistics"), is_journal("A Place 3:e12")
    (False, True)
    """
    bare_title = _AFTER_TITLE.sub("", title).casefold().removeprefix("the ")
    patterns = (_JOURNAL_WORD, _J, _VOLUME)
    return bare_title in _TITLES or any(pattern.search(title) for pattern in patterns)
