"""Tests of the rows of cards in plain text: which facts they state about which paper."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers.huggingface import plain_text
from tests.support.captures import LISTS, Invented, assert_nothing_is_lost, trending_text
from tests.support.plain_captures import CARD, LONG_ABSTRACT, ROWS, facts, papers, parse


def expected_facts(paper: Invented) -> tuple[object, ...]:
    votes = str(paper.upvotes) if paper.upvotes else None
    return (paper.iso, votes, paper.submitter or None, paper.organization or None)


LONG_PAPERS = LISTS.map(
    lambda papers: [
        replace(paper, abstract=f"{LONG_ABSTRACT} {paper.abstract}") for paper in papers
    ]
)


@given(LONG_PAPERS, st.booleans(), st.data())
def test_the_facts_on_generated_cards_become_fields(
    invented: list[Invented], above: bool, data: st.DataObject
) -> None:
    # without this, a name between two papers may belong to either
    invented = [replace(paper, submitter=paper.submitter or "ada") for paper in invented]
    paragraphs = trending_text(invented, above=above)
    breaks = data.draw(st.sampled_from([["\n\n"], ["\n\n\n"], ["\r\n \t\r\n"], ["\n", "\n\n"]]))
    text = "".join(paragraph + breaks[len(paragraph) % len(breaks)] for paragraph in paragraphs)
    reading = plain_text.read(text, "capture.txt")
    assert papers(reading) == [(paper.title, paper.abstract) for paper in invented]
    assert facts(reading) == [expected_facts(paper) for paper in invented]
    assert reading.unplaced == ()
    assert_nothing_is_lost(reading, text)


@given(LONG_PAPERS, st.data())
def test_a_damaged_page_gives_no_paper_another_paper_s_facts(
    invented: list[Invented], data: st.DataObject
) -> None:
    paragraphs = trending_text(invented)
    missing = data.draw(st.sets(st.integers(0, len(paragraphs) - 1), max_size=3))
    blank = data.draw(st.sampled_from(["\n", "\n\n"]))
    text = blank.join(
        paragraph for index, paragraph in enumerate(paragraphs) if index not in missing
    )
    reading = plain_text.read(text, "capture.txt")
    assert_nothing_is_lost(reading, text)
    lines = text.split("\n")
    for entry in reading.entries:
        for name in set(ROWS) & entry.fields.keys() - {"published"}:
            assert str(entry.fields[name]) in lines[entry.line(name) - 1].replace(",", "")


def test_the_line_of_a_field_is_that_of_its_row() -> None:
    [entry] = parse("Oct 5", *CARD).entries
    assert [entry.line(name) for name in ("submitted_by", "upvotes", "organization")] == [5, 7, 13]
    assert entry.line("published") == 17


@pytest.mark.parametrize(
    "rows",
    [
        ["A Lab", "·", "Published on Oct 4, 2026"],
        ["A Lab · Published on Oct 4, 2026"],
        ["A Lab·Oct 4, 2026"],
        ["A Lab", "· Oct 4, 2026"],
        ["A Lab ·", "Oct 4, 2026"],
        ["A Lab", "Published on Oct 4, 2026"],
        ["A Lab", "•", "2026-10-04"],
    ],
)
def test_organization_and_date_may_share_a_row(rows: list[str]) -> None:
    for blank in ("\n", "\n\n"):
        assert facts(parse("12", "On the Use of Tests", LONG_ABSTRACT, *rows, blank=blank)) == [
            ("2026-10-04", "12", None, "A Lab")
        ]


@pytest.mark.parametrize("name", ["Hugging Face", "deepseek-ai", "Foo Inc.", "研究院", "X & Y"])
def test_an_organization_may_have_any_short_name(name: str) -> None:
    [paper_facts] = facts(parse("On the Use of Tests", LONG_ABSTRACT, name, "·", "Oct 4, 2026"))
    assert paper_facts == ("2026-10-04", None, None, name)


@pytest.mark.parametrize(
    "last",
    [
        "It all helps.",
        "Code: https://example.org/a",
        "4 authors",
        "It is something rather new, and works for us",
    ],
)
def test_a_sentence_or_link_is_not_an_organization(last: str) -> None:
    [paper_facts] = facts(parse("On the Use of Tests", LONG_ABSTRACT, last, "·", "Oct 4, 2026"))
    assert paper_facts[3] is None


def test_a_title_above_a_date_is_not_an_organization() -> None:
    reading = parse("12", "A Title Left Alone", "·", "Oct 4, 2026", *CARD)
    assert facts(reading) == [("2026-10-04", "12", "ada", "A Lab")]
    assert [passage.text for passage in reading.unplaced] == ["A Title Left Alone"]
    assert [(passage.line, passage.remark) for passage in reading.remarks] == [
        (7, "does not belong to any paper")
    ]


def test_a_title_below_an_empty_label_is_not_a_name() -> None:
    reading = parse("Submitted by", "On the Use of Tests", LONG_ABSTRACT)
    assert papers(reading) == [("On the Use of Tests", LONG_ABSTRACT)]
    assert facts(reading) == [(None, None, None, None)]


def test_a_name_above_upvotes_may_be_a_menu_word() -> None:
    assert facts(parse("Submitted by", "learn", "12", "On the Use of Tests", LONG_ABSTRACT)) == [
        (None, "12", "learn", None)
    ]
    assert facts(parse("Submitted by", "777", "12", "On the Use of Tests", LONG_ABSTRACT)) == [
        (None, "12", "777", None)
    ]
    [unsure] = facts(parse("Submitted by", "777", "On the Use of Tests", LONG_ABSTRACT))
    assert unsure[2] is None


@pytest.mark.parametrize(
    "rows", [["Submitted by ada"], ["Submitted by", "[image: x]", "ada"], ["submitted by: ada"]]
)
def test_a_submitter_may_share_the_label_s_row(rows: list[str]) -> None:
    [paper_facts] = facts(parse(*rows, "12", "On the Use of Tests", LONG_ABSTRACT))
    assert paper_facts == (None, "12", "ada", None)


def test_a_comment_count_above_a_title_is_not_upvotes() -> None:
    reading = parse(
        "On the Use of Tests",
        LONG_ABSTRACT,
        "·",
        "Oct 4, 2026",
        "3",
        "On All Others",
        LONG_ABSTRACT,
    )
    assert [paper_facts[1] for paper_facts in facts(reading)] == [None, None]
    assert [passage.remark for passage in reading.boilerplate if passage.text == "3"] == [
        "number of upvotes or comments"
    ]


def test_comments_are_above_the_upvotes_of_the_next_paper() -> None:
    reading = parse(
        "12", "On the Use of Tests", LONG_ABSTRACT, "3", "-", "On All Others", LONG_ABSTRACT, "2"
    )
    assert [paper_facts[1] for paper_facts in facts(reading)] == ["12", None]


@pytest.mark.parametrize("rows", [["Upvote", "1,204"], ["1,204 upvotes"], ["Upvote 1,204"]])
def test_labeled_upvotes_may_be_below_a_paper(rows: list[str]) -> None:
    reading = parse(
        "On the Use of Tests", LONG_ABSTRACT, *rows, "On All Others", LONG_ABSTRACT, "Upvote", "-"
    )
    assert [paper_facts[1] for paper_facts in facts(reading)] == ["1204", None]


def test_a_rounded_number_of_upvotes_is_ignored() -> None:
    assert facts(parse("1.2k", "On the Use of Tests", LONG_ABSTRACT)) == [(None, None, None, None)]


def test_a_paper_s_second_card_completes_the_first() -> None:
    again = ("Submitted by", "eve", *CARD[2:])
    first = ("Submitted by", "zoe", "1", "On All Others", LONG_ABSTRACT)
    reading = parse(*first, *CARD[2:5], *again)
    assert facts(reading)[1:] == [("2026-10-04", "12", "eve", "A Lab")]
    reading = parse(*CARD, *again)
    assert facts(reading) == [("2026-10-04", "12", "ada", "A Lab")]
    assert "'submitted_by' differs from 'ada' on line 3" in {
        passage.remark for passage in reading.remarks if passage.text == "eve"
    }


def test_a_different_abstract_adds_no_facts_to_the_first_paper() -> None:
    second_card = ("Submitted by", "eve", "12", "On the Use of Tests", LONG_ABSTRACT.upper())
    [entry] = parse("12", *CARD[3:5], *second_card).entries
    assert "submitted_by" not in entry.fields


def test_a_title_like_abstract_is_recognised_by_its_card() -> None:
    title_like = "Lorem Ipsum Dolor Sit Amet Consectetur Adipiscing Elit Sed"
    reading = parse("12", "On the Use of Tests", title_like, "3 authors", "·", "Oct 4, 2026")
    assert papers(reading) == [("On the Use of Tests", title_like)]


def test_a_title_like_prose_is_recognised_below_upvotes() -> None:
    title = "We test it. It helps, we said:"
    reading = parse(*CARD, "12", title, LONG_ABSTRACT, "·", "Oct 4, 2026")
    assert papers(reading) == [("On the Use of Tests", LONG_ABSTRACT), (title, LONG_ABSTRACT)]


def test_a_footer_adds_no_facts_to_the_last_paper() -> None:
    [entry] = parse(*CARD[2:5], "Submitted by", "TOS", "Privacy").entries
    assert "submitted_by" not in entry.fields


def test_an_ambiguous_name_between_two_papers_belongs_to_neither() -> None:
    reading = parse(*CARD[2:], "Submitted by", "eve", "3", "On All Others", LONG_ABSTRACT)
    assert [paper_facts[2] for paper_facts in facts(reading)] == [None, None]
