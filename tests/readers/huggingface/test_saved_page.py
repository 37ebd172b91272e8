"""Tests of the reader of saved pages: embedded JSON, visible text and damaged pages."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.errors import ContentError
from generator.readers.huggingface import saved_page as saved_page_reader
from generator.readers.reading import Reading
from tests.support.captures import LISTS, Invented, page_without_json, saved_page


def papers(reading: Reading) -> list[tuple[object, object, str]]:
    return [
        (entry.fields["arxiv"], entry.fields["title"], entry.abstract) for entry in reading.entries
    ]


@settings(max_examples=50)
@given(LISTS)
def test_the_embedded_json_is_preferred(invented: list[Invented]) -> None:
    text = saved_page(invented)
    reading = saved_page_reader.read(text)
    assert papers(reading) == [(paper.arxiv, paper.title, paper.abstract) for paper in invented]
    assert reading.date
    assert reading.date.text == "2025-03-11"
    assert saved_page_reader.looks_like(text)


@given(LISTS)
def test_visible_text_is_read_without_embedded_json(invented: list[Invented]) -> None:
    text = page_without_json(invented)
    reading = saved_page_reader.read(text)
    assert papers(reading) == [(paper.arxiv, paper.title, paper.abstract) for paper in invented]
    for entry, paper in zip(reading.entries, invented, strict=True):
        assert entry.fields["published"] == paper.iso
        assert entry.fields.get("upvotes") == (str(paper.upvotes) if paper.upvotes else None)
        assert entry.fields.get("submitted_by", "") == paper.submitter
    assert reading.unplaced == ()


def test_damaged_json_is_reported_when_the_page_shows_no_paper() -> None:
    page = '<html>\n<div data-target="DailyPapers" data-props="{&quot;daily"></div>huggingface'
    with pytest.raises(ContentError, match="capture:2: error: the page's embedded JSON is damaged"):
        saved_page_reader.read(page)


def test_a_page_without_papers_says_what_to_save() -> None:
    with pytest.raises(ContentError, match="capture:1: error: no paper found; save the list page"):
        saved_page_reader.read("<html><body><h1>429 Too Many Requests</h1></body></html>")


@settings(max_examples=50)
@given(LISTS, st.data())
def test_a_damaged_page_is_read_or_rejected_with_a_problem(
    invented: list[Invented], data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from([saved_page, page_without_json]))(invented)
    start = data.draw(st.integers(0, len(text)))
    end = start + data.draw(st.integers(0, 200))
    inserted = data.draw(st.text(alphabet='<>/"=&;a h3![-', max_size=10))
    try:
        saved_page_reader.read(text[:start] + inserted + text[end:])
    except ContentError:
        return


@pytest.mark.parametrize(
    "section",
    ["<![", "<![x", "<![ x [", "<![endif]>", "<![CDATA[a]]>", "<!a", "<!", "<?", "</", "</>"],
)
def test_a_marked_section_loses_no_paper(section: str) -> None:
    page = '<html><h3><a href="/papers/2501.00001">On Tests</a></h3>'
    [entry] = saved_page_reader.read(f"{page}\n{section}<p>We test what we do.</p></html>").entries
    assert entry.fields["title"] == "On Tests"


@pytest.mark.parametrize(
    "text",
    [
        "<" * 50_000,
        "<a href='/papers/2501.00001'>" * 5_000,
        "<p>" * 50_000,
        "&#" * 50_000,
        "<a " * 60_000,
        "<!--" * 50_000,
    ],
)
def test_hostile_pages_are_read_quickly(text: str) -> None:
    start = time.process_time()
    with pytest.raises(ContentError):
        saved_page_reader.read(text)
    assert time.process_time() - start < 10
