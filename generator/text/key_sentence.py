"""Find the sentence of an abstract that states the paper's claim, for lists and link previews.

Abstracts introduce the claim with set phrases ("we propose", "this paper shows"), after the
background and before the results. The sentence is identified by these phrases and never rewritten.
"""

import re

from generator.text.strings import paragraphs, sentences, truncate

_AUTHORS = (
    r"(?:we|I|(?:this|the present) "
    r"(?:paper|work|article|study|survey|review|report|thesis))"
)
_ADVERBS = (
    r"(?:\s+(?:also|then|first|thus|therefore|here|hence|further|introduce and|present and))*"
)
_CONTRIBUTION_VERBS = (
    r"(?:propos|introduc|present|develop|describ|design|build(?! (?:up)?on)|releas|offer|"
    r"contribut|formaliz|formalis|establish|prov|deriv|construct|report|argu|advocat|address|"
    r"tackl|provid|creat)"
    r"(?:e|es|s|ing)?"
)
_STUDY_VERBS = (
    r"(?:show|demonstrat|find|investigat|stud|explor|examin|analyz|analys|evaluat|compar|survey|"
    r"review|consider|measur|test|ask|aim|focus|revisit|reveal|observ|discover|identif)"
    r"(?:e|es|s|y|ies|ing)?"
)
_CLAIM_PHRASES = (
    re.compile(rf"\b{_AUTHORS}{_ADVERBS}\s+{_CONTRIBUTION_VERBS}\b", re.IGNORECASE),
    re.compile(rf"\b{_AUTHORS}{_ADVERBS}\s+{_STUDY_VERBS}\b", re.IGNORECASE),
    re.compile(
        r"\bin this (?:paper|work|article|study|survey|report)\b|\bhere,? we\b|"
        r"\bour (?:\w+ )?(?:approach|method|framework|model|results?|work|findings|study)\b",
        re.IGNORECASE,
    ),
)
"""Phrases that introduce the claim, the most reliable first."""


def find_key_sentence(abstract: str, length: int) -> str:
    """Return the sentence that states a paper's claim, or the first sentence if none does.

    Args:
        abstract: The abstract, as plain text.
        length: The maximum number of characters; a longer sentence is truncated.

    Returns:
        The sentence, or an empty string if there is no abstract.

    >>> find_key_sentence("Maps are old. In this work we propose to read them. It works.", 80)
    'In this work we propose to read them.'
    >>> find_key_sentence("Maps are old. Few can read them.", 80)
    'Maps are old.'
    """
    all_sentences = [
        sentence for paragraph in paragraphs(abstract) for sentence in sentences(paragraph)
    ]
    for phrase in _CLAIM_PHRASES:
        for sentence in all_sentences:
            if phrase.search(sentence):
                return truncate(sentence, length)
    return truncate(all_sentences[0], length) if all_sentences else ""
