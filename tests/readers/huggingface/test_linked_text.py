"""Tests of the reader of captures with links: it reads all papers and loses no text."""

import random
import time
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.errors import ContentError
from generator.readers.huggingface import linked_text
from tests.support.captures import LISTS, SHAPES, Invented, assert_every_line_is_placed, markdown
from tests.support.linked_captures import papers
from tests.support.paths import CAPTURE

WITHOUT_IDS = {"unnumbered", "unlinked"}


def expected(invented: Sequence[Invented], shape: str) -> list[tuple[str, str, str]]:
    return [
        ("" if shape in WITHOUT_IDS else paper.arxiv, paper.title, paper.abstract)
        for paper in invented
    ]


@settings(max_examples=50)
@pytest.mark.parametrize("shape", SHAPES)
@given(LISTS)
def test_generated_papers_are_read_exactly_from_every_shape(
    shape: str, invented: list[Invented]
) -> None:
    text = SHAPES[shape](invented)
    reading = linked_text.read(text)
    assert papers(reading) == expected(invented, shape)
    assert reading.unplaced == ()
    assert linked_text.looks_like(text)
    assert_every_line_is_placed(reading, text)


@settings(max_examples=20)
@pytest.mark.parametrize("shape", SHAPES)
@given(LISTS, st.data())
def test_line_endings_and_other_white_space_do_not_matter(
    shape: str, invented: list[Invented], data: st.DataObject
) -> None:
    text = SHAPES[shape](invented)
    text = data.draw(st.sampled_from(["\ufeff" + text, text.replace("\n", "\r\n"), text + "\n\n"]))
    assert papers(linked_text.read(text.replace(" ", "\u00a0"))) == expected(invented, shape)


@settings(max_examples=40)
@pytest.mark.parametrize("shape", SHAPES)
@given(invented=LISTS, seed=st.integers(0, 2**32))
def test_every_line_of_a_damaged_capture_is_placed(
    shape: str, invented: list[Invented], seed: int
) -> None:
    chance = random.Random(seed)
    text = list(SHAPES[shape](invented))
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(text))
        text[place : place + chance.randrange(0, 40)] = chance.choice(
            ["", "[", "]", "](", "\n", "\n\n", "### ", "\\", "![", "][9]", "·", "\x00", "<a "]
        )
    damaged = "".join(text)
    try:
        reading = linked_text.read(damaged)
    except ContentError:
        return
    assert_every_line_is_placed(reading, damaged)


@given(st.text() | st.text(alphabet="[]()#\\!*-·\n 1aA/:"))
def test_any_text_is_read_or_rejected_with_a_problem(text: str) -> None:
    linked_text.looks_like(text)
    with suppress(ContentError):
        linked_text.read(text)


def test_a_capture_without_papers_says_what_to_save() -> None:
    with pytest.raises(
        ContentError, match="capture:1: error: no paper heading or link found; save"
    ):
        linked_text.read("Daily Papers\n\nOct 2")


def test_a_capture_of_200000_characters_is_read_quickly() -> None:
    paper = Invented(
        "2501.00001", "On Tests", "We test. " * 150, 3, "", "", (2025, 1, 2), 1, "", wrapped=True
    )
    text = markdown([paper] * 140)
    start = time.process_time()
    linked_text.read(text)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[\n" * 50_000,
        "]" * 100_000,
        "](" * 50_000,
        "[](" * 50_000,
        "[" * 20_000 + "x" * 50_000 + "](u)" * 20_000,
        "![" * 50_000,
        "\\" * 200_000,
        "### [On Tests](/papers/2501.00001)\n\n" + "\\" * 200_000,
        "[1]x " * 40_000 + "\n1. http://a.org" * 20_000,
        "a <http://a" * 20_000,
        "### [" * 40_000,
        "### [a](/papers/2501.00001)\n\n" * 8_000,
        "Submitted by\n\n" * 20_000,
        "**" * 100_000,
        "<a " * 60_000,
        "&" * 200_000,
        "a b c d e f g h i j\n" * 10_000,
        "https://huggingface.co/papers/2501.00001\n" * 5_000,
        "- " * 100_000,
        "> " * 100_000,
        '](a "' * 40_000,
        "](((" * 40_000,
        "\n" * 200_000,
        "\n \n" * 60_000,
        "[a](" + " " * 200_000,
    ],
)
def test_hostile_text_is_read_quickly(text: str) -> None:
    start = time.process_time()
    with suppress(ContentError):
        linked_text.read(text)
    linked_text.looks_like(text)
    assert time.process_time() - start < 5


def test_text_that_mentions_a_paper_page_is_not_a_capture() -> None:
    text = CAPTURE.read_text(encoding="utf-8")
    assert not linked_text.looks_like(text)
    assert not linked_text.looks_like(
        text + "\n\nSee https://huggingface.co/papers/2503.00001 too."
    )


def test_a_list_of_addresses_in_angle_brackets_has_no_papers() -> None:
    reading = linked_text.read(
        "### [On Tests][1]\n\nWe test what we do.\n\n### [On Bread][2]\n\nWe bake what we like.\n\n"
        "[1]: <https://huggingface.co/papers/2402.07197>\n[2]: <https://huggingface.co/papers/2402.07198>\n"
        "[3]: <https://huggingface.co/papers/2402.07199>\n"
    )
    ids = [entry.fields["arxiv"] for entry in reading.entries]
    assert ids == ["2402.07197", "2402.07198"]
