"""What tells that a venue is a journal: words of titles, and titles known without such a word.

The titles are data, and few: an entry's ``type`` settles what is not among them.
"""

import re

_WORD = re.compile(
    r"\b(?:journals?|transactions|letters|annals|annales|reviews?|magazine|bulletin|quarterly"
    r"|archives?|acta|annalen|zeitschrift|revue|revista|rivista|reports|briefings in"
    r"|advances in|frontiers in|communications (?:of|in|on)"
    r"|proceedings of the (?:national academy|ieee$|royal society|vldb endowment)"
    r"|(?:ann|bull|commun|lett|natl|rev|trans)\.)(?:(?<=\.)|\b)"
    r"|^(?:the )?(?:nature|science|cell|lancet|neuron|jama|pnas|plos|elife)\b|\bj\.",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\bJ\b")
"""``Journal`` in the lists of medicine: ``N Engl J Med``, ``EMBO J``."""

_NUMBERED = re.compile(
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
_BEHIND = re.compile(r"[\s,;:(]+(?:vol(?:ume|\.)? ?)?[0-9].*$|\s*\([A-Z]+\)$|[\s,]+$")


def is_journal(title: str) -> bool:
    """Return whether a venue without its year is a journal, by its words or its numbers.

    >>> is_journal("JMLR 24, 1-40"), is_journal("Computational Linguistics (CL)")
    (True, True)
    >>> is_journal("Association for Computational Linguistics"), is_journal("A Place 3:e12")
    (False, True)
    """
    bare = _BEHIND.sub("", title).casefold().removeprefix("the ")
    marks = (_WORD, _SHORT, _NUMBERED)
    return bare in _TITLES or any(mark.search(title) for mark in marks)
