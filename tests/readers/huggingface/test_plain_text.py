"""Tests of the reader of plain-text captures: it reads all papers and loses no text."""

import re
import time
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.errors import ContentError
from generator.readers.huggingface import plain_text
from generator.readers.huggingface.plain_paper import MAX_JOINED_LENGTH
from generator.readers.reading import PartialDate, Passage
from generator.text.strings import match_key
from tests.support.captures import assert_nothing_is_lost
from tests.support.paths import CAPTURE
from tests.support.plain_captures import ABSTRACT, OTHER, papers, parse

NOUNS = ("Models", "Graphs", "Agents", "Language", "Tokens", "Reasoning", "Robots", "Data")
SMALL = ("tests", "training", "without", "learning", "samples", "from", "small", "weights")
WIDE = ("大型", "语言", "模型", "推理", "训练", "研究", "智能体", "评测")
MENU = ("Hugging Face", "Models", "Datasets", "Spaces", "Docs", "Pricing", "Log In", "Sign Up")
HEADER = (
    "new",
    "Get trending papers in your email inbox!",
    "Get trending papers in your email inbox once a day!",
    "Subscribe",
    "byAK and the research community",
    "Daily",
    "Weekly",
    "Monthly",
    "Daily Papers",
)
DAYS = ("Mar 11", "March 11, 2025", "11 Mar 2025", "2025-03-11", "Tue, Mar 11, 2025")
FOOTER = ("Company", "TOS", "Privacy", "About", "Careers", "System theme", "© Hugging Face", "Jobs")


@st.composite
def titles(draw: st.DrawFn) -> str:
    capital = draw(st.lists(st.sampled_from(NOUNS), min_size=3, max_size=8))
    lower = draw(st.lists(st.sampled_from(SMALL), min_size=2, max_size=7))
    wide = draw(st.lists(st.sampled_from(WIDE), min_size=3, max_size=8))
    number = draw(st.integers(0, 999_999))
    forms = [
        " ".join(capital) + f" {number}",
        f"GPT-{number}: " + " ".join(capital),
        f"Synthetic {number} " + " ".join(lower),
        f"{number} " + " ".join(capital),
        "".join(wide) + str(number),
        "".join(wide) + f"：第{number}卷",
    ]
    return draw(st.sampled_from(forms)) + draw(st.sampled_from(["", "?", "!"]))


@st.composite
def prose(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 4)) == 0:
        words = draw(st.lists(st.sampled_from(WIDE), min_size=20, max_size=40))
        return "我们" + "".join(words[:5]) + "。" + "".join(words[5:]) + "。"
    statement = st.lists(st.sampled_from(SMALL), min_size=9, max_size=20)
    statements = draw(st.lists(statement, min_size=2, max_size=4))
    return " ".join("We use " + " ".join(words) + "." for words in statements)


@dataclass(frozen=True)
class Generated:
    """A paper of a generated capture."""

    title: str
    abstract: tuple[str, ...]


GENERATED = st.lists(
    st.builds(
        Generated,
        title=titles(),
        abstract=st.lists(prose(), min_size=1, max_size=3).map(tuple),
    ).filter(lambda paper: sum(map(len, paper.abstract)) < MAX_JOINED_LENGTH - 10),
    min_size=1,
    max_size=8,
    unique_by=lambda paper: match_key(paper.title),
)


def some(words: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), max_size=6)


NOISE = st.tuples(some(MENU), some(HEADER), some(FOOTER))


@given(GENERATED, NOISE, st.sampled_from(DAYS), st.data())
def test_generated_papers_are_read_exactly_from_a_noisy_page(
    generated: list[Generated],
    noise: tuple[list[str], list[str], list[str]],
    day: str,
    data: st.DataObject,
) -> None:
    menu, header, footer = noise
    body = [text for paper in generated for text in (paper.title, *paper.abstract)]
    blank = data.draw(st.sampled_from(["\n\n", "\n\n\n\n", "\r\n\r\n", "\n \t\n"]))
    capture = blank.join([*menu, *header, day, *body, *footer])
    reading = plain_text.read(capture, "capture.txt")
    assert papers(reading) == [(paper.title, "\n\n".join(paper.abstract)) for paper in generated]
    assert reading.unplaced == ()
    assert [passage.text for passage in reading.boilerplate] == [*menu, *header, day, *footer]
    assert_nothing_is_lost(reading, capture)


@given(GENERATED, st.data())
def test_gaps_lose_no_paragraph_and_affect_no_other_paper(
    generated: list[Generated], data: st.DataObject
) -> None:
    paragraphs: list[str] = [data.draw(st.sampled_from(DAYS))]
    for paper in generated:
        paragraphs += data.draw(gap(paper))
        paragraphs += data.draw(some((*MENU, *HEADER, *DAYS, *FOOTER)) | st.just([]))
    capture = "\n\n".join(paragraphs)
    reading = plain_text.read(capture, "capture.txt")
    assert_nothing_is_lost(reading, capture)
    lines = capture.split("\n")
    for passage in (*reading.boilerplate, *reading.unplaced, *reading.remarks):
        assert lines[passage.line - 1] == passage.text
    for entry in reading.entries:
        assert lines[entry.line("title") - 1] == entry.fields["title"]
        assert lines[entry.abstract_line - 1] == entry.abstract.split("\n")[0]


def gap(paper: Generated) -> st.SearchStrategy[list[str]]:
    """Return a paper as it may appear on a broken page."""
    paragraphs = [paper.title, *paper.abstract]
    return st.sampled_from(
        [paragraphs, [paper.title], [*paper.abstract], [paper.title, *paragraphs], paragraphs * 2]
    )


@given(st.lists(st.text() | prose() | titles() | st.sampled_from([*DAYS, *MENU]), max_size=12))
def test_every_character_of_any_text_is_in_one_place(paragraphs: list[str]) -> None:
    for capture in ("\n\n".join(paragraphs), "\n".join(paragraphs)):
        try:
            reading = plain_text.read(capture, "capture.txt")
        except ContentError:
            continue
        assert_nothing_is_lost(reading, capture)


@settings(max_examples=30)
@given(st.text(alphabet="A b.\n!?:。'\"(", max_size=400))
def test_texts_of_punctuation_lose_nothing(capture: str) -> None:
    assert_nothing_is_lost(plain_text.read(capture, "capture.txt"), capture)


def test_the_real_capture_is_read_word_for_word() -> None:
    text = CAPTURE.read_text(encoding="utf-8")
    paragraphs = re.split(r"\n{2,}", text.strip("\n"))
    reading = plain_text.read(text, "capture.txt")
    assert paragraphs[4] == "Mar 11"
    assert papers(reading) == list(zip(paragraphs[5::2], paragraphs[6::2], strict=True))
    assert len(reading.entries) == 41
    assert [passage.text for passage in reading.boilerplate] == paragraphs[:5]
    assert (reading.unplaced, reading.remarks) == ((), ())
    assert reading.date == PartialDate(line=9, text="Mar 11", month=3, day=11, year=None)


def test_a_missing_abstract_affects_no_other_paper() -> None:
    reading = parse("Mar 11", "A Title Left Alone", "On the Use of Tests", ABSTRACT)
    assert papers(reading) == [("On the Use of Tests", ABSTRACT)]
    assert reading.unplaced == (Passage(3, "A Title Left Alone", "a title without an abstract"),)


def test_paper_like_text_above_the_date_is_not_a_paper() -> None:
    notice = "Choose what we may keep. You can change your mind at any time below."
    reading = parse("Your Privacy Matters Here", notice, "Mar 11", "On the Use of Tests", ABSTRACT)
    assert papers(reading) == [("On the Use of Tests", ABSTRACT)]
    assert reading.date == PartialDate(line=5, text="Mar 11", month=3, day=11, year=None)
    reason = "above the date of the list"
    assert reading.unplaced == (
        Passage(1, "Your Privacy Matters Here", reason),
        Passage(3, notice, reason),
    )


def test_a_footer_that_looks_like_a_paper_is_unplaced() -> None:
    abstract = " ".join([ABSTRACT] * 4)
    body = [text for name in ("One", "Two", "Three") for text in (f"Paper Number {name}", abstract)]
    notice = "New papers every morning in your inbox. You can leave at any time."
    reading = parse("Mar 11", *body, "Stay Up To Date", notice)
    assert [title for title, _ in papers(reading)] == [
        "Paper Number One",
        "Paper Number Two",
        "Paper Number Three",
    ]
    reason = "probably a footer: short text after the last paper"
    assert [(passage.text, passage.remark) for passage in reading.unplaced] == [
        ("Stay Up To Date", reason),
        (notice, reason),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Walking in the city. A set of pictures",
        "1. Walking in the City",
        "- Walking With a Dash",
        "https://example.org: A City",
        "I Walk, Therefore I Am. Do Cities Walk?",
        "To Walk or Not to Walk? That Is the Question.",
        "Learning to walk: an application to fields of every kind.",
        (
            "A method for the search of states that takes into account how much can be computed in "
            "the time that is left, applied to moving several things at once in a narrow room"
        ),
    ],
)
def test_any_line_between_two_abstracts_is_a_title(title: str) -> None:
    abstract = " ".join([ABSTRACT] * 16)
    reading = parse(
        "Mar 11", "On the Use of Tests", abstract, title, abstract, "On Others", abstract
    )
    assert papers(reading) == [
        ("On the Use of Tests", abstract),
        (title, abstract),
        ("On Others", abstract),
    ]
    assert (reading.unplaced, reading.remarks) == ((), ())


def test_a_missing_title_affects_no_other_paper() -> None:
    reading = parse("Mar 11", OTHER, "On the Use of Tests", ABSTRACT)
    assert papers(reading) == [("On the Use of Tests", ABSTRACT)]
    assert reading.unplaced == (Passage(3, OTHER, "an abstract without a title"),)


def test_a_repeated_title_is_used_once() -> None:
    reading = parse("On the Use of Tests", "On the use of tests", ABSTRACT)
    assert papers(reading) == [("On the Use of Tests", ABSTRACT)]
    assert reading.remarks == (Passage(3, "On the use of tests", "repeats the title on line 1"),)


def test_a_repeated_paper_becomes_one_entry() -> None:
    reading = parse("On the Use of Tests", ABSTRACT, "On the Use of Tests", ABSTRACT)
    assert papers(reading) == [("On the Use of Tests", ABSTRACT)]
    assert reading.unplaced == ()
    assert reading.remarks == (
        Passage(5, "On the Use of Tests", "repeats the paper on line 1"),
        Passage(7, ABSTRACT, "repeats the abstract of the paper on line 1"),
    )


def test_a_second_abstract_of_a_title_is_not_dropped() -> None:
    reading = parse("On the Use of Tests", ABSTRACT, "On the Use of Tests", ABSTRACT.upper())
    assert papers(reading) == [("On the Use of Tests", ABSTRACT)]
    assert reading.unplaced == (
        Passage(5, "On the Use of Tests", "repeats the paper on line 1"),
        Passage(7, ABSTRACT.upper(), "a different abstract for the paper on line 1"),
    )


def test_a_footer_is_not_part_of_the_last_abstract() -> None:
    reading = parse("On the Use of Tests", ABSTRACT, "Company", "© Hugging Face", "About")
    assert papers(reading) == [("On the Use of Tests", ABSTRACT)]
    assert [passage.line for passage in reading.boilerplate] == [5, 7, 9]


def test_text_below_boilerplate_belongs_to_no_paper_above_it() -> None:
    reading = parse("On the Use of Tests", ABSTRACT, "About", OTHER)
    assert papers(reading) == [("On the Use of Tests", ABSTRACT)]
    assert reading.unplaced == (Passage(7, OTHER, "an abstract without a title"),)


def test_a_title_that_equals_a_menu_item_is_boilerplate() -> None:
    reading = parse("Models", ABSTRACT)
    assert reading.boilerplate == (Passage(1, "Models", "page boilerplate"),)
    assert reading.unplaced == (Passage(3, ABSTRACT, "an abstract without a title"),)


def test_text_below_a_second_date_is_unplaced() -> None:
    reading = parse("Mar 11", "On the Use of Tests", ABSTRACT, "Mar 12", "On Others", OTHER)
    assert papers(reading) == [("On the Use of Tests", ABSTRACT)]
    assert reading.unplaced == (
        Passage(7, "Mar 12", "a second date; import each day separately"),
        Passage(9, "On Others", "below the second date on line 7"),
        Passage(11, OTHER, "below the second date on line 7"),
    )


def test_the_first_of_two_dates_above_the_papers_is_used() -> None:
    again = parse("Mar 11", "On the Use of Tests", ABSTRACT, "Mar 11, 2025", "On All Others", OTHER)
    assert (len(again.entries), again.unplaced) == (2, ())
    two = parse("Mar 11", "Mar 12", "On the Use of Tests", ABSTRACT)
    assert two.date == PartialDate(line=1, text="Mar 11", month=3, day=11, year=None)
    assert two.unplaced == (
        Passage(3, "Mar 12", "a second date above the papers; the first one is used"),
    )


@pytest.mark.parametrize(
    "capture",
    [
        "a" * 5_000_000,
        "x y z\n" * 200_000,
        "x y z\n\n" * 40_000,
        "On the Use of Tests\n\n" + "We test what others built before us.\n\n" * 20_000,
        "A. " * 100_000,
        "https://" * 500_000,
        '."' * 1_000_000,
    ],
    ids=["line", "lines", "paragraphs", "abstract", "initials", "addresses", "quotes"],
)
def test_an_enormous_capture_is_read_quickly(capture: str) -> None:
    start = time.process_time()
    reading = plain_text.read(capture, "capture.txt")
    assert time.process_time() - start < 10
    assert_nothing_is_lost(reading, capture)


def test_counts_on_a_card_are_not_part_of_an_abstract() -> None:
    papers = "\n\n".join(
        f"12\n\nOn Test {name}\n\nWe test all that we do, and find\nthat it helps us.\n\n  •\n"
        f"  • {number} authors"
        for number, name in enumerate(("Number One", "Number Two", "Number Three"), start=1)
    )
    reading = plain_text.read(f"Mar 11\n\n{papers}", "capture.txt")
    assert [entry.abstract for entry in reading.entries] == [
        "We test all that we do, and find\nthat it helps us."
    ] * 3
    assert reading.unplaced == ()
