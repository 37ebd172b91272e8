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
from generator.readers.reading import Passage, Reading
from tests.support.captures import (
    LISTS,
    SHAPES,
    Invented,
    addresses,
    assert_every_line_is_placed,
    markdown,
)
from tests.support.paths import CAPTURE

WITHOUT_IDS = {"unnumbered", "unlinked"}
PAGE = "https://huggingface.co/papers/2402.0719"
SENTENCE = "We test what others built before we build on it, as ever, and it helps us."


def papers(reading: Reading) -> list[tuple[str, str, str]]:
    return [
        (str(entry.fields.get("arxiv", "")), str(entry.fields["title"]), entry.abstract)
        for entry in reading.entries
    ]


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


def test_a_date_without_a_year_takes_it_from_nearby_links() -> None:
    paper = Invented(
        "2501.00001", "On Tests", "We test.", 3, "", "", (2025, 1, 2), 1, "", wrapped=False
    )
    reading = linked_text.read(addresses([paper]))
    assert reading.date
    assert (reading.date.month, reading.date.day, reading.date.year) == (3, 25, 2026)


PAPER = (
    "### [On Tests](https://huggingface.co/papers/2502.20581)\n\nWe test all that others do.\n\n"
)


def test_a_publication_date_without_a_year_takes_the_list_s_year() -> None:
    reading = linked_text.read(f"Mar 11, 2025\n\n{PAPER}·\n\nFeb 27")
    assert reading.entries[0].fields["published"] == "2025-02-27"


def test_a_repeated_card_s_date_with_a_year_is_preferred() -> None:
    text = f"{PAPER}·\n\nFeb 27\n\n{PAPER}·\n\nFeb 27, 2025"
    reading = linked_text.read(text)
    [entry] = reading.entries
    assert (entry.fields["published"], entry.line("published")) == ("2025-02-27", 15)
    assert Passage(7, "Feb 27", "'published' differs from 'Feb 27, 2025' on line 15") in (
        reading.remarks
    )


@pytest.mark.parametrize("day", ["Mar 11", "Mar 11, 2021"])
def test_a_year_is_not_guessed(day: str) -> None:
    reading = linked_text.read(f"{day}\n\n{PAPER}·\n\nFeb 27")
    assert "published" not in reading.entries[0].fields
    assert [passage.text for passage in reading.remarks] == ["Feb 27"]


def test_a_paper_without_an_abstract_gets_a_remark() -> None:
    reading = linked_text.read(PAPER + "### [On Others](/papers/2502.20582)\n\n·\n\nFeb 27, 2025")
    assert papers(reading)[1] == ("2502.20582", "On Others", "")
    assert reading.remarks[0].remark == "no abstract in this capture"


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
    assert "the capture ends within" in reading.unplaced[-1].remark


def test_a_second_abstract_of_a_paper_is_unplaced() -> None:
    reading = linked_text.read(PAPER + PAPER.replace("others", "people"))
    assert len(reading.entries) == 1
    assert "a different abstract" in reading.unplaced[0].remark


def test_links_in_a_plain_abstract_are_text_and_code_links() -> None:
    text = PAPER.replace(
        "others do.", "others do, see [the code](https://github.com/a/b) for more."
    )
    [entry] = linked_text.read(text).entries
    assert entry.abstract == "We test all that others do, see the code for more."
    assert entry.fields["links"] == {"code": "https://github.com/a/b"}


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


LYNX_DUMP = """\
   [1]Example Hub
     * [2]Models

   by [3]AK and the research community

   Mar 11

   [4]12

  [5][Re] On Tests That Are Long Enough to Be
  Wrapped

   We test what we do, as in [3] and in [0, 1], and find
   that it helps us all.

     * [6]3 authors

   · May 2, 2024 [7]4

  [8]On Bread

   [9]We bake what we can, and say how long it has to
   stand before it rises.

   · May 3, 2024

References

   Visible links:
   1. https://huggingface.co/
   2. https://huggingface.co/models
   3. https://huggingface.co/akhaliq
   4. https://huggingface.co/login?next=%2Fpapers%2F2402.07197
   5. https://huggingface.co/papers/2402.07197
   6. https://huggingface.co/papers/2402.07197
   7. https://huggingface.co/papers/2402.07197#community
   8. https://huggingface.co/papers/2405.00001
   9. https://huggingface.co/papers/2405.00001
"""


def test_link_numbers_may_precede_the_text() -> None:
    assert linked_text.looks_like(LYNX_DUMP)
    reading = linked_text.read(LYNX_DUMP)
    tests, bread = reading.entries
    assert tests.fields == {
        "title": "[Re] On Tests That Are Long Enough to Be Wrapped",
        "arxiv": "2402.07197",
        "published": "2024-05-02",
        "upvotes": "12",
    }
    assert tests.abstract == (
        "We test what we do, as in [3] and in [0, 1], and find that it helps us all."
    )
    assert (bread.fields["title"], bread.fields["arxiv"]) == ("On Bread", "2405.00001")
    assert bread.abstract.endswith("to stand before it rises.")
    assert (tests.line("title"), bread.line("title")) == (10, 20)
    assert reading.unplaced == ()


@pytest.mark.parametrize("form", ["{} <{}>", "{} ({})", "- {} <{}>"])
def test_an_address_may_follow_the_text(form: str) -> None:
    titles = ["On Tests", "On [MASK] Bread", "Is It?"]
    text = "Daily Papers\n\n" + "\n\n".join(
        form.format(title, f"https://huggingface.co/papers/2501.0000{number}")
        + "\n\nWe test what we do <eos> and (all of us) like it."
        for number, title in enumerate(titles, start=1)
    )
    assert linked_text.looks_like(text)
    entries = linked_text.read(text).entries
    assert [entry.fields["title"] for entry in entries] == titles
    assert [entry.fields["arxiv"] for entry in entries] == [
        "2501.00001", "2501.00002", "2501.00003",
    ]  # fmt: skip
    assert {entry.abstract for entry in entries} == {
        "We test what we do <eos> and (all of us) like it."
    }


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        (r"We like a_b and **S**tars by Cram\'er in $\{0, 1\}$.", None),
        (r"We like a\_b and **S**tars by Cramér \[1\].", "We like a_b and Stars by Cramér [1]."),
        (r"We like a\_b and \*\*S\*\*tars all day.", "We like a_b and **S**tars all day."),
    ],
)
def test_unescaped_asterisks_are_text_unless_the_capture_escapes(
    text: str, abstract: str | None
) -> None:
    page = f"### [**On Tests**](https://huggingface.co/papers/2402.07197)\n\n{text}"
    [entry] = linked_text.read(page).entries
    assert (entry.fields["title"], entry.abstract) == ("On Tests", abstract or text)


@pytest.mark.parametrize(
    "last", ["Code is available at https://a.org/b.", "Project page: https://a.org/b_c/"]
)
def test_a_short_last_paragraph_about_code_belongs_to_the_abstract(last: str) -> None:
    text = (
        f"### [On Tests](https://huggingface.co/papers/2402.07197)\n\nWe test what we do.\n\n{last}"
    )
    reading = linked_text.read(f"{text}\n\n- 3 authors\n\n[12](/login?next=%2Fpapers%2F2402.07197)")
    assert reading.entries[0].abstract == f"We test what we do.\n\n{last}"


def test_a_list_of_addresses_in_angle_brackets_has_no_papers() -> None:
    reading = linked_text.read(
        "### [On Tests][1]\n\nWe test what we do.\n\n### [On Bread][2]\n\nWe bake what we like.\n\n"
        "[1]: <https://huggingface.co/papers/2402.07197>\n[2]: <https://huggingface.co/papers/2402.07198>\n"
        "[3]: <https://huggingface.co/papers/2402.07199>\n"
    )
    ids = [entry.fields["arxiv"] for entry in reading.entries]
    assert ids == ["2402.07197", "2402.07198"]


@pytest.mark.parametrize("mark", ["- ", "1. ", "* "])
def test_an_abstract_keeps_its_bullets(mark: str) -> None:
    points = f"{mark}{SENTENCE}\n{mark}{SENTENCE}"
    text = f"### [On Tests]({PAGE}7)\n\n{SENTENCE}\n\n{points}\n\n- 3 authors\n"
    [entry] = linked_text.read(text).entries
    assert entry.abstract == f"{SENTENCE}\n\n{mark}{SENTENCE} {mark}{SENTENCE}"


def test_a_bullet_before_every_abstract_is_removed() -> None:
    text = "".join(
        f"### [On Tests {number}]({PAGE}{number})\n\n- {SENTENCE}\n\n- 3 authors\n\n"
        for number in range(4)
    )
    assert [entry.abstract for entry in linked_text.read(text).entries] == [SENTENCE] * 4


@pytest.mark.parametrize(
    "abstract",
    [
        f"{SENTENCE}\n\n[0, 1) is what we take, and we go on and on with it.",
        f"[MASK) is what we take.\n\n{SENTENCE}",
        f"{SENTENCE}\n\n(0, 1] is what we take, and we go on and on with it.",
        f"{SENTENCE} It is in [0, 1",
        f"{SENTENCE} It is in 0, 1]",
    ],
)
def test_a_linked_abstract_may_contain_unclosed_brackets(abstract: str) -> None:
    text = f"### [On Tests]({PAGE}7)\n\n[{abstract}]({PAGE}7)\n\n- 3 authors\n\n"
    [entry] = linked_text.read(text * 2).entries
    assert entry.abstract == abstract
