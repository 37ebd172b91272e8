"""Recognize statements in comments and abstracts that a paper was withdrawn from arXiv."""

import re

from generator.text.strings import one_line

_NOTE = r"\W*(?:(?:arxiv )?(?:admin(?:istrators?)? )?(?:note|comments?): *)?"
_PAPER = (
    r"(?:arxiv )?(?:paper|article|manuscript|submission|work|pre-?print|e-?print|version|document"
    r"|report|letter|note|contribution)"
)
_NOT_ELSEWHERE = (
    r"(?! *(?:(?:by (?:[a-z]+ ){1,3})?from (?!(?:the )?arxiv\b)|in part\b|part(?:ly|ially)\b"
    r"|at (?!.{0,30}request)|during |before |:? *\(?(?:v|version )[0-9]))"
)
"""Rejects a withdrawal from a conference, or of a section or a version."""

_WITHDRAWN = r"(?:with-?drawn|retracted|removed by arxiv)\b"
_FULLY_WITHDRAWN = _WITHDRAWN + _NOT_ELSEWHERE
_AUXILIARIES = r"(?:(?:has|have|is|was|been|being|now|hereby|temporarily|voluntarily) )+"
_AGENT = (
    r"(?:by (?:the |its |their )?(?:author|arxiv|submitter|admin|me\b|us\b)|from (?:the )?arxiv)"
)
_FULL_STATEMENT = re.compile(
    rf"{_NOTE}(?:(?:this|the|our) )?{_PAPER} {_AUXILIARIES}{_FULLY_WITHDRAWN}"
    rf"|{_NOTE}(?:(?:the )?authors?|we|i) (?:(?:have|has|hereby|am|are|now|voluntarily|wish to) )*"
    rf"(?:withdr[ae]w(?:n|ing)?|retract(?:ed|ing)?) (?:this|the|our|my) {_PAPER}\b(?!['’])"
    rf"{_NOT_ELSEWHERE}",
    re.IGNORECASE,
)
"""A sentence about the paper itself, not about its topic: "This paper has been withdrawn"."""

_SHORT_STATEMENT = re.compile(
    rf"{_NOTE}(?:{_PAPER} )?{_FULLY_WITHDRAWN} *(?:$|[:.;,)\]]|- |[–—]|{_AGENT})", re.IGNORECASE
)
_STATEMENT_WITH_AGENT = re.compile(
    rf"{_NOTE}(?:{_PAPER} )?{_FULLY_WITHDRAWN} *{_AGENT}", re.IGNORECASE
)
_STATEMENT_WITH_REASON = re.compile(
    rf"{_NOTE}(?:{_PAPER} )?{_FULLY_WITHDRAWN}"
    r" (?:due|because|since|as|pending|until|for|to|in order)\b",
    re.IGNORECASE,
)
_THIS_PAPER_STATEMENT = re.compile(
    rf"this {_PAPER} {_AUXILIARIES}{_FULLY_WITHDRAWN}", re.IGNORECASE
)
_AMBIGUOUS_STATEMENT = re.compile(
    rf"(?:this|our) {_PAPER} {_AUXILIARIES}{_WITHDRAWN}", re.IGNORECASE
)
_MENTION = re.compile(rf"\b{_WITHDRAWN}", re.IGNORECASE)
_VERSION_OR_CONFERENCE = re.compile(
    r"\b(?:v[0-9]|(?i:version [0-9]|(?:previous|earlier|first|old|prior|original) version"
    r"|(?:re)?submitted to|submission to|under review)"
    r"|[A-Z][A-Za-z]{0,9}[A-Z][A-Za-z]{0,9}(?:[ -]?['’]?20[0-9]{2}|[ -]?['’][0-9]{2}|[0-9]{2})\b)"
)
"""A mention of a version or a conference: perhaps only that version or submission is withdrawn."""

_SENTENCE_END = re.compile(r"[.;!]\s+")
_CLAUSE_END = re.compile(r"[.;,!()\[\]]\s*")


def is_withdrawn(comment: str, abstract: str) -> bool:
    """Return whether arXiv's comment or the start of the abstract says that a paper is withdrawn.

    >>> is_withdrawn("6 pages. Withdrawn by the authors due to an error", "We test.")
    True
    >>> is_withdrawn("Our submission was withdrawn from a conference", "We test.")
    False
    """
    abstract = one_line(abstract)
    if _FULL_STATEMENT.match(abstract) or _SHORT_STATEMENT.match(abstract):
        return True
    if any(map(_THIS_PAPER_STATEMENT.match, _SENTENCE_END.split(abstract))):
        return True
    clauses = _CLAUSE_END.split(comment)
    if _STATEMENT_WITH_AGENT.match(comment) or any(map(_FULL_STATEMENT.match, clauses)):
        return True
    has_short_statement = any(
        _SHORT_STATEMENT.match(clause) or _STATEMENT_WITH_REASON.match(clause) for clause in clauses
    )
    return has_short_statement and not _VERSION_OR_CONFERENCE.search(comment)


def possible_withdrawal(comment: str, abstract: str) -> str:
    """Return a possible withdrawal statement for a person to check, or an empty string.

    >>> possible_withdrawal("Withdrawn from a conference", "We test.")
    'Withdrawn from a conference'
    """
    if _MENTION.search(comment):
        return comment
    sentences = _SENTENCE_END.split(one_line(abstract))
    return next(filter(_AMBIGUOUS_STATEMENT.match, sentences), "")
