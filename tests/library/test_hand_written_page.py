"""Hand-written pages as search indexes them: their titles, and their text without markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.model import HandWrittenPage
from generator.library import hand_written_page


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# From *the* heading\n\nText.", "From the heading"),
        ("---\ntitle: From the front matter\n---\n# Heading\n\nText.", "From the front matter"),
        ("---\ntitle: 'In quotes: yes'\nother: [a, b]\n---\nText.", "In quotes: yes"),
        ("---\ntitle: 'It''s' # so\n---\nText.", "It's"),
        ("---\ntitle: >-\n  On two\n  lines\n---\nText.", "On two lines"),
        ("---\n- no map\n---\nText.", "how-to"),
        ("---\ntitle: [broken\n---\nText.", "how-to"),
        ("Text.", "how-to"),
    ],
)
def test_a_page_has_the_title_that_readers_see(text: str, title: str) -> None:
    assert hand_written_page.parse(text, "guides/how-to.md") == HandWrittenPage(
        "guides/how-to.md", title, "Heading Text." if "matter" in title else "Text."
    )


def test_an_untitled_index_page_is_named_after_its_folder() -> None:
    page = hand_written_page.parse("Text.", "guides/index.md")
    assert page
    assert page.title == "guides"


def test_markup_scripts_and_comments_are_not_text() -> None:
    page = hand_written_page.parse(
        "# T\n\n**Bold** & `code` [link](x.md) <b>tag</b> {: .x }\n\n"
        "<script>no()</script><!-- nor this -->\n\n| a | b |\n|---|---|\n| c | d |\n",
        "a.md",
    )
    assert page
    assert not {"*", "script", "no()", "nor", "x.md", "<", "|"} & set(page.text.split())
    assert {"Bold", "&", "code", "link", "tag", "a", "d"} <= set(page.text.split())


@pytest.mark.parametrize(
    "front_matter",
    [
        "search:\n  exclude: true",
        "search: {exclude: True}",
        "title: A\nsearch: { exclude: yes }",
        "search:\n  boost: 2\n  exclude: true",
        '"search": {"exclude": true}',
    ],
)
def test_a_page_excluded_from_search_is_not_read(front_matter: str) -> None:
    assert hand_written_page.parse(f"---\n{front_matter}\n---\n# T\n", "a.md") is None


@pytest.mark.parametrize("text", ["- " * 2000 + "x", "> " * 2000 + "x", "<script" * 20_000])
def test_a_deeply_nested_page_is_read(text: str) -> None:
    assert hand_written_page.parse(text, "a.md")


@given(st.text())
def test_any_text_is_a_page(text: str) -> None:
    page = hand_written_page.parse(text, "a.md")
    assert page is None or "\n" not in page.text


def test_a_marked_section_is_not_an_error() -> None:
    page = hand_written_page.parse("<div><![x</div>\n\nWords.", "a.md")
    assert page
    assert "Words." in page.text
