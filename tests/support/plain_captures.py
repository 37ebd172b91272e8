"""Captures in plain text, and what was read from them."""

from generator.readers.huggingface import plain_text
from generator.readers.reading import Reading
from tests.support.captures import assert_nothing_is_lost

ABSTRACT = "We test what others built before we build on it. It helps."
OTHER = "We measure what nobody has named before us, with care. It is a lot of work."
CARD_ABSTRACT = "We test what others built before we build on it, as ever. It helps all of us."
LONG_ABSTRACT = " ".join([CARD_ABSTRACT] * 4)
CARD = (
    "Submitted by",
    "ada",
    "12",
    "On the Use of Tests",
    LONG_ABSTRACT,
    "A Lab",
    "·",
    "Oct 4, 2026",
)
ROWS = ("published", "upvotes", "submitted_by", "organization")


def parse(*paragraphs: str, blank: str = "\n\n") -> Reading:
    text = blank.join(paragraphs)
    reading = plain_text.read(text, "capture.txt")
    assert_nothing_is_lost(reading, text)
    return reading


def facts(reading: Reading) -> list[tuple[object, ...]]:
    return [tuple(entry.fields.get(name) for name in ROWS) for entry in reading.entries]


def papers(reading: Reading) -> list[tuple[object, str]]:
    return [(entry.fields["title"], entry.abstract) for entry in reading.entries]
