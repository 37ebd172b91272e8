"""Tests of the abstract on a card."""

import pytest

from generator.readers.huggingface import linked_text
from tests.support.captures import SHAPES, Invented
from tests.support.linked_captures import PAPER, papers


@pytest.mark.parametrize("shape", ["linked", "numbered", "addresses", "trending", "plain"])
def test_a_cut_off_abstract_is_not_used(shape: str) -> None:
    words = "We test what others do in many ways and measure all of it twice"
    invented = [
        Invented(
            f"2501.0000{number}",
            f"On Tests {number}",
            words + (" before we build." if number < 3 else " beforehand"),
            3,
            "",
            "Lab",
            (2025, 1, 2),
            1,
            "",
            wrapped=False,
        )
        for number in range(4)
    ]
    text = SHAPES[shape](invented)
    reading = linked_text.read(text[: text.index(" beforehand") + 7])
    assert [abstract for _, _, abstract in papers(reading) if abstract] == [
        paper.abstract for paper in invented[:3]
    ]
    assert "the capture ends in the middle of the abstract" in reading.unplaced[-1].remark


def test_links_in_a_plain_abstract_are_text_and_code_links() -> None:
    text = PAPER.replace(
        "others do.", "others do, see [the code](https://github.com/a/b) for more."
    )
    [entry] = linked_text.read(text).entries
    assert entry.abstract == "We test all that others do, see the code for more."
    assert entry.fields["links"] == {"code": "https://github.com/a/b"}
