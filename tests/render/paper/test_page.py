"""A paper's page shows its facts, links to lists, and is rendered again when an input changes."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Paper
from generator.library import taxonomy
from generator.library.site import SiteSettings, assemble
from generator.related.neighbours import Related
from generator.render.artifact import Artifact
from generator.render.citations.formats import Citations
from generator.render.paper import page as paper_page
from tests.support.pages import Page, fold_whitespace, pages
from tests.support.papers import TAXONOMY, make_authors, make_paper, make_related_papers

DEFAULT_SETTINGS = SiteSettings()


def test_it_shows_title_authors_day_venue_and_the_full_abstract() -> None:
    page = _page(venue="WWW 2024", abstract="First\nline.\n\nSecond.")
    assert page.headings[:2] == ["On the Use of Tests", "Abstract"]
    for text in ("Ada Lovelace, Blaise Pascal", "11 March 2025", "WWW 2024"):
        assert text in page.text
    elements = page.body.xpath("//h2/following::p")
    paragraphs = [fold_whitespace(element.text_content()) for element in elements]
    assert paragraphs[:2] == ["First line.", "Second."]


def test_it_links_to_tags_day_month_and_all_authors() -> None:
    names = [f"Author {letter}" for letter in "ABCDEFGHIJ"]
    authors = make_authors(*names)
    paper = make_paper(authors=authors, published=dt.date(2024, 2, 11))
    by_path = pages([paper, make_paper(slug="b", title="B", authors=authors)], TAXONOMY)
    links = by_path["papers/2402.07197.md"].links
    assert links["tags/testing/index.md"] == "Testing"
    assert links["dates/2025/03/11/index.md"] == "11 March 2025"
    assert links["published/2024/02/index.md"] == "11 February 2024"
    assert [links[f"authors/author-{letter}/index.md"] for letter in "abcdefghij"] == names


def test_a_withdrawn_paper_begins_with_a_notice() -> None:
    page = _page(withdrawn=dt.date(2025, 4, 1))
    notice, facts = page.body.xpath("//p[@class='withdrawn'] | //p[@class='facts']")
    assert notice.text_content().startswith("This paper has been withdrawn by ")
    assert facts.text_content().startswith("withdrawn on 1 April 2025 · 11 March 2025")
    assert "withdrawn" not in _page().text


@pytest.mark.parametrize("field", ["authors", "tags"])
def test_a_paper_without_authors_or_tags_has_a_page(field: str) -> None:
    page = _page(**{field: ()})
    assert page.headings[0] == "On the Use of Tests"
    assert not any(target.startswith(field) for target in page.links)


def test_the_generated_markdown_is_readable_as_text() -> None:
    text = _artifact([make_paper()]).content.decode()
    lines = text.split("---\n", 2)[2].strip().splitlines()
    assert lines[0] == "# On the Use of Tests"
    assert "We test what we build. It helps." in lines
    assert "\n\n\n" not in text


def test_a_changed_input_changes_content_and_key() -> None:
    papers = make_related_papers()
    before = _artifact(papers)
    assert before.key
    first, second, third = papers
    renamed = [first, replace(second, title="Tactile: Arms"), third]
    assert Related(renamed).neighbours("a") == Related(papers).neighbours("a")
    _expect_change(before, _artifact(renamed))
    unrelated = [first, replace(second, abstract="It transcribes."), third]
    _expect_change(before, _artifact(unrelated))
    _expect_change(before, _artifact(papers, edit_url="https://example.org/edit/"))
    for settings in (
        SiteSettings(url="https://example.org/"),
        SiteSettings(language="de"),
        SiteSettings(name="Another Digest"),
    ):
        _expect_change(before, _artifact(papers, settings=settings))


def test_a_changed_citation_key_changes_content_and_key() -> None:
    papers = make_related_papers()
    earlier = make_paper(
        slug="d",
        title="Grasping",
        abstract="Unlike texts have unlike words.",
        date=papers[0].date - dt.timedelta(days=9),
    )
    assert Related(papers).neighbours("a") == Related([*papers, earlier]).neighbours("a")
    before, after = _artifact(papers), _artifact([*papers, earlier])
    assert b"lovelace2025grasping," in before.content
    assert b"lovelace2025graspinga," in after.content
    assert before.key != after.key


def test_facts_that_a_page_does_not_show_leave_it_unchanged() -> None:
    papers = make_related_papers()
    before = _artifact(papers)
    first, second, third = papers
    for changed in (
        [first, second, replace(third, title="Spoken Words")],
        [first, second, replace(third, venue="WWW 2024", tags=())],
        [first, replace(second, venue="WWW 2024", source="A list", tags=("measuring",)), third],
        [third, second, first],
    ):
        after = _artifact(changed)
        assert (after.key, after.content) == (before.key, before.content)


def _page(**changes: object) -> Page:
    return pages([make_paper(**changes)], TAXONOMY)["papers/2402.07197.md"]


def _artifact(
    papers: list[Paper], *, edit_url: str = "", settings: SiteSettings = DEFAULT_SETTINGS
) -> Artifact:
    """Return the page of the paper with the first slug in alphabetical order."""
    site = assemble(papers, taxonomy.parse(TAXONOMY, "t.yml"), settings=settings)
    config = Config(Path(), "Digest", "What to read.", edit_url=edit_url)
    artifacts = paper_page.artifacts(site, config, Related(site.papers), Citations(site))
    path = permalinks.paper(min(paper.slug for paper in papers))
    return next(artifact for artifact in artifacts if artifact.path == path)


def _expect_change(before: Artifact, after: Artifact) -> None:
    assert before.content != after.content
    assert before.key != after.key
