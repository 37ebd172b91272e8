"""Tests of sorting blocks into cards: which facts and paragraphs belong to a paper."""

import pytest
from hypothesis import given, settings

from generator.readers.huggingface import linked_text
from tests.support.captures import LISTS, SHAPES, Invented


@pytest.mark.parametrize("shape", ["linked", "plain", "trending", "numbered", "addresses"])
@settings(max_examples=30)
@given(LISTS)
def test_the_facts_on_a_card_become_fields(shape: str, invented: list[Invented]) -> None:
    reading = linked_text.read(SHAPES[shape](invented))
    for entry, paper in zip(reading.entries, invented, strict=True):
        assert entry.fields.get("published") == paper.iso
        assert entry.fields.get("upvotes") == (str(paper.upvotes) if paper.upvotes else None)
        if shape == "trending":
            assert entry.fields.get("submitted_by", "") == paper.submitter
            assert entry.fields.get("links", {}) == ({"code": paper.code} if paper.code else {})
        assert entry.fields.get("organization", "") == paper.organization


@pytest.mark.parametrize(
    "last", ["Code is available at https://a.org/b.", "Project page: https://a.org/b_c/"]
)
def test_a_short_last_paragraph_about_code_belongs_to_the_abstract(last: str) -> None:
    text = (
        f"### [On Tests](https://huggingface.co/papers/2402.07197)\n\nWe test what we do.\n\n{last}"
    )
    reading = linked_text.read(f"{text}\n\n- 3 authors\n\n[12](/login?next=%2Fpapers%2F2402.07197)")
    assert reading.entries[0].abstract == f"We test what we do.\n\n{last}"
