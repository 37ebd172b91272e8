"""Overviews show sections with links or papers, and change with each of their inputs."""

from dataclasses import replace

import pytest

from generator.library import taxonomy
from generator.library.site import assemble
from generator.render.artifact import Artifact
from generator.render.lists import overview
from generator.render.lists.cards import Cards
from generator.render.lists.overview import Overview, Section
from generator.render.views import PageLink
from tests.support.pages import parse_page
from tests.support.papers import TAXONOMY, make_paper

PAPER = make_paper()
SECTION = Section(
    PageLink("A <section>", "tags/index.md"),
    links=[PageLink("Link", "dates/index.md", "its description")],
    description="A sentence.",
    tags=[PageLink("Tag", "tags/testing/index.md")],
    papers=[PAPER],
    more=PageLink("and 2 more papers", "published/index.md"),
)
OVERVIEW = Overview("a/index.md", "Title", "papers/", "A summary.", [SECTION])


def test_a_section_shows_everything_that_it_has() -> None:
    page = parse_page(_artifact(OVERVIEW))
    assert page.headings == ["Title", "A <section>", PAPER.title]
    assert "A summary. A <section> A sentence. Tag Link: its description" in page.text
    assert page.links["published/index.md"] == "and 2 more papers"


@pytest.mark.parametrize(
    "changed",
    [
        replace(SECTION, heading="Text"),
        replace(SECTION, links=[]),
        replace(SECTION, css_class="months"),
        replace(SECTION, description="Another sentence."),
        replace(SECTION, tags=[]),
        replace(SECTION, papers=[]),
        replace(SECTION, more=None),
    ],
)
def test_a_changed_section_changes_content_and_key(changed: Section) -> None:
    before, after = _artifact(OVERVIEW), _artifact(replace(OVERVIEW, sections=[changed]))
    assert before.content != after.content
    assert before.key != after.key


def _artifact(page: Overview) -> Artifact:
    site = assemble([PAPER], taxonomy.parse(TAXONOMY, "t.yml"))
    return overview.artifact(page, Cards(site))
