"""Tests of telling titles from prose."""

import pytest

from generator.readers.huggingface import plain_text
from generator.readers.huggingface.title_or_prose import classify_paragraph


def test_a_paragraph_of_several_sentences_is_not_a_title() -> None:
    first = "We try what others built. " * 12
    second = (
        "The trials of the second part take another form, as what is tried there is old. "
        "What is old is tried once more, for all of it was tried in great haste the last time. "
        "And it holds!"
    )
    third = "Of the third part we say what it costs, and to whom, and when. " * 5
    reading = plain_text.read(
        f"Mar 11\n\nOn the Use of Tests\n\n{first}\n\n{second}\n\n{third}\n", "c.txt"
    )
    assert [entry.fields["title"] for entry in reading.entries] == ["On the Use of Tests"]
    assert reading.entries[0].abstract.count("\n\n") == 2


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ("On the Use of Tests", "title"),
        ("Learning to walk: an application to fields", "title"),
        ("We test what others built. It helps.", "prose"),
        ("我们测试。它有帮助。", "prose"),
        ("https://example.org: A City", "unsure"),
        ("- Walking With a Dash", "unsure"),
        ("x" * 301, "prose"),
    ],
)
def test_a_paragraph_is_classified_by_its_text(paragraph: str, kind: str) -> None:
    assert classify_paragraph(paragraph) == kind
