"""The paragraphs of plain text: parted by blank lines, or each a line that was never wrapped."""

import re
from collections.abc import Iterator
from itertools import pairwise

from generator.readers.huggingface.card import AUTHOR_COUNT
from generator.readers.huggingface.page_words import is_boilerplate, parse_date
from generator.readers.huggingface.plain_card_rows import is_card_row

_WRAPPED_LENGTH = 200  # a longer line was never wrapped, so each line of its block is a paragraph
_NARROW = 40  # characters; no text is wrapped at fewer
_DOTS = frozenset("•·")
_NEARLY_ALL = 0.98
_SEVERAL = 3  # so many lines show at what width they were wrapped

_ENDS = re.compile(r"[.!?。！？][\"'”’)\]]*$|://\S+$")

NumberedLines = list[tuple[int, str]]
"""Lines without outer blanks, each with its number."""


def split_paragraphs(text: str) -> NumberedLines:
    r"""Return each paragraph with its line.

    Where rows of cards stand in one block with other lines, as a browser copies a page, lines
    are paragraphs; only what is wrapped at the text's own width is put together.

    >>> plain_paragraphs("On\nTests\n\nWe test\nit.")
    [(1, 'On\nTests'), (4, 'We test\nit.')]
    >>> plain_paragraphs("ada\n12\nOn Tests\nWe test it.")
    [(1, 'ada'), (2, '12'), (3, 'On Tests'), (4, 'We test it.')]
    """
    blocks = list(_blocks(text))
    loose = any(map(_is_mixed, blocks))
    width = _width(blocks) if loose else 0
    found: NumberedLines = []
    for block in blocks:
        if _is_of_lines(block):
            found += block
        elif loose:
            found += _put_together(block, width)
        else:
            found.append((block[0][0], "\n".join(line for _, line in block)))
    return found


def _blocks(text: str) -> Iterator[NumberedLines]:
    """Yield the lines that stand together; a dot or a number of authors stands by itself."""
    block: NumberedLines = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        bare = line.strip()
        alone = bare in _DOTS or AUTHOR_COUNT.fullmatch(bare)
        if bare and not alone:
            block.append((number, bare))
            continue
        if block:
            yield block
            block = []
        if bare:
            yield [(number, bare)]


def _is_of_lines(block: NumberedLines) -> bool:
    """Return whether each line of a block is surely a paragraph."""
    long = any(len(line) > _WRAPPED_LENGTH for _, line in block)
    return long or all(_is_of_page(line) for _, line in block)


def _is_of_page(line: str) -> bool:
    return is_boilerplate(line) or is_card_row(line) or parse_date(1, line) is not None


def _is_mixed(block: NumberedLines) -> bool:
    """Return whether rows of a card stand in a block with other lines.

    The last line of a title may be a number.
    """
    rows = [is_card_row(line) for _, line in block]
    return any(rows[:-1]) and not all(_is_of_page(line) for _, line in block)


def _width(blocks: list[NumberedLines]) -> int:
    """Return at what width most of a text's lines were wrapped, or 0 where they were not.

    A word that is longer than the others, such as an address, may make a few lines wider.
    """
    long = sorted(len(line) for block in blocks for _, line in block if len(line) >= _NARROW)
    short = [length for length in long if length <= _WRAPPED_LENGTH]
    width = short[int(_NEARLY_ALL * len(short))] if short else 0
    runs = [run for block in blocks for run in _runs(block, width)]
    wrapped = sum(len(run) for run in runs if len(run) >= _SEVERAL)
    return width if 2 * wrapped >= len(long) else 0


def _runs(block: NumberedLines, width: int) -> Iterator[NumberedLines]:
    """Yield the lines of a block that follow each other as those of a wrapped paragraph do."""
    run = block[:1]
    for (_, line), (number, after) in pairwise(block):
        full = _NARROW <= len(line) <= _WRAPPED_LENGTH
        parted = not width or len(line) + len(after.split(" ", 1)[0]) < width
        last = number == block[-1][0] and len(after) <= _WRAPPED_LENGTH
        if (
            not full
            or parted
            or is_card_row(line)
            or is_card_row(after)
            or (last and _is_owner(line, after))
        ):
            yield run
            run = []
        run.append((number, after))
    yield run


def _put_together(block: NumberedLines, width: int) -> NumberedLines:
    return [(run[0][0], "\n".join(line for _, line in run)) for run in _runs(block, width)]


def _is_owner(line: str, after: str) -> bool:
    """Return whether a line below the end of a sentence is none itself, as an organization is."""
    return bool(_ENDS.search(line)) and not _ENDS.search(after)
