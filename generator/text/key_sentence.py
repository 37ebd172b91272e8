"""The sentence of an abstract that says what the paper claims, for lists and link previews.

Abstracts say it in set words ("we propose", "this paper shows"), after what was known before and
ahead of the results. The sentence is chosen by these words and never written anew.
"""

import re

from generator.text.plain import paragraphs, sentences, truncate

_US = (
    r"(?:we|I|(?:this|the present) "
    r"(?:paper|work|article|study|survey|review|report|thesis))"
)
_ALSO = r"(?:\s+(?:also|then|first|thus|therefore|here|hence|further|introduce and|present and))*"
_GIVES = (
    r"(?:propos|introduc|present|develop|describ|design|build(?! (?:up)?on)|releas|offer|"
    r"contribut|formaliz|formalis|establish|prov|deriv|construct|report|argu|advocat|address|"
    r"tackl|provid|creat)"
    r"(?:e|es|s|ing)?"
)
_FINDS = (
    r"(?:show|demonstrat|find|investigat|stud|explor|examin|analyz|analys|evaluat|compar|survey|"
    r"review|consider|measur|test|ask|aim|focus|revisit|reveal|observ|discover|identif)"
    r"(?:e|es|s|y|ies|ing)?"
)
_CUES = (
    re.compile(rf"\b{_US}{_ALSO}\s+{_GIVES}\b", re.IGNORECASE),
    re.compile(rf"\b{_US}{_ALSO}\s+{_FINDS}\b", re.IGNORECASE),
    re.compile(
        r"\bin this (?:paper|work|article|study|survey|report)\b|\bhere,? we\b|"
        r"\bour (?:\w+ )?(?:approach|method|framework|model|results?|work|findings|study)\b",
        re.IGNORECASE,
    ),
)
"""What marks a claim, the surest first."""


def find_key_sentence(abstract: str, length: int) -> str:
    """Return the sentence that states a paper's claim, or else its first, cut to a length.

    >>> claim("Maps are old. In this work we propose to read them. It works.", 80)
    'In this work we propose to read them.'
    >>> claim("Maps are old. Few can read them.", 80)
    'Maps are old.'
    """
    said = [sentence for part in paragraphs(abstract) for sentence in sentences(part)]
    for cue in _CUES:
        for sentence in said:
            if cue.search(sentence):
                return truncate(sentence, length)
    return truncate(said[0], length) if said else ""
