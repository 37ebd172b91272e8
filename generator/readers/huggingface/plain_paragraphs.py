"""Split plain text into paragraphs, whether or not it is hard-wrapped."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

from generator.readers.huggingface.boilerplate import is_boilerplate, parse_date
from generator.readers.huggingface.card import AUTHOR_COUNT
from generator.readers.huggingface.plain_card_rows import is_card_row

_MAX_WRAPPED_LENGTH = 200  # a longer line is not hard-wrapped
_MIN_WRAP_WIDTH = 40  # text is not hard-wrapped at a smaller width
_DOTS = frozenset("•·")
_SHARE_WITHIN_WIDTH = 0.98
_MIN_WRAPPED_LINES = 3  # fewer lines do not show the width at which a text is hard-wrapped

_SENTENCE_END = re.compile(r"[.!?。！？][\"'”’)\]]*$|://\S+$")

NumberedLines: TypeAlias = list[tuple[int, str]]
"""Stripped lines, each with its number."""


def split_paragraphs(text: str) -> NumberedLines:
    r"""Return the paragraphs, each with the number of its first line.

    Blank lines separate paragraphs. Where rows of a card directly follow other lines, as in text
    copied from a browser, each line is a paragraph; only lines that are hard-wrapped at the
    text's usual width are joined.

    >>> split_paragraphs("On\nTests\n\nWe test\nit.")
    [(1, 'On\nTests'), (4, 'We test\nit.')]
    >>> split_paragraphs("ada\n12\nOn Tests\nWe test it.")
    [(1, 'ada'), (2, '12'), (3, 'On Tests'), (4, 'We test it.')]
    """
    groups = list(_groups(text))
    has_mixed_groups = any(map(_is_mixed, groups))
    width = _wrap_width(groups) if has_mixed_groups else 0
    paragraphs: NumberedLines = []
    for group in groups:
        if _has_paragraph_lines(group):
            paragraphs += group
        elif has_mixed_groups:
            paragraphs += [_join(run) for run in _wrapped_runs(group, width)]
        else:
            paragraphs.append(_join(group))
    return paragraphs


def _groups(text: str) -> Iterator[NumberedLines]:
    """Yield the lines between blank lines; a dot or a number of authors is a separate group."""
    group: NumberedLines = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        bare = line.strip()
        is_separate = bare in _DOTS or AUTHOR_COUNT.fullmatch(bare)
        if bare and not is_separate:
            group.append((number, bare))
            continue
        if group:
            yield group
            group = []
        if bare:
            yield [(number, bare)]


def _is_mixed(group: NumberedLines) -> bool:
    """Return whether a group contains rows of a card and other lines.

    The last line is ignored, because a title may end with a number.
    """
    has_row = any(is_card_row(line) for _, line in group[:-1])
    return has_row and not all(_is_page_line(line) for _, line in group)


def _has_paragraph_lines(group: NumberedLines) -> bool:
    """Return whether each line of a group is certainly a paragraph."""
    is_unwrapped = any(len(line) > _MAX_WRAPPED_LENGTH for _, line in group)
    return is_unwrapped or all(_is_page_line(line) for _, line in group)


def _is_page_line(line: str) -> bool:
    return is_boilerplate(line) or is_card_row(line) or parse_date(1, line) is not None


def _wrap_width(groups: list[NumberedLines]) -> int:
    """Return the width at which most lines are hard-wrapped, or 0 if they are not.

    A few lines may be wider because of a long word, such as a URL.
    """
    lengths = sorted(len(line) for group in groups for _, line in group)
    long = [length for length in lengths if length >= _MIN_WRAP_WIDTH]
    wrappable = [length for length in long if length <= _MAX_WRAPPED_LENGTH]
    width = wrappable[int(_SHARE_WITHIN_WIDTH * len(wrappable))] if wrappable else 0
    runs = [run for group in groups for run in _wrapped_runs(group, width)]
    wrapped = sum(len(run) for run in runs if len(run) >= _MIN_WRAPPED_LINES)
    return width if 2 * wrapped >= len(long) else 0


def _wrapped_runs(group: NumberedLines, width: int) -> Iterator[NumberedLines]:
    """Yield runs of lines that look like a hard-wrapped paragraph."""
    run = group[:1]
    for (_, line), (number, following) in pairwise(group):
        is_last = number == group[-1][0] and len(following) <= _MAX_WRAPPED_LENGTH
        if not _may_wrap(line, following, width) or (is_last and _is_owner(line, following)):
            yield run
            run = []
        run.append((number, following))
    yield run


def _may_wrap(line: str, following: str, width: int) -> bool:
    """Return whether a line is as full as the width allows and continues on the next line."""
    if not width or not _MIN_WRAP_WIDTH <= len(line) <= _MAX_WRAPPED_LENGTH:
        return False
    is_full = len(line) + len(following.split(" ", 1)[0]) >= width
    return is_full and not is_card_row(line) and not is_card_row(following)


def _is_owner(line: str, following: str) -> bool:
    """Return whether a line after a sentence is not a sentence, and may be an organization."""
    return bool(_SENTENCE_END.search(line)) and not _SENTENCE_END.search(following)


def _join(lines: NumberedLines) -> tuple[int, str]:
    return lines[0][0], "\n".join(line for _, line in lines)
