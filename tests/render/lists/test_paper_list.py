"""Lists of papers are split into pages that rarely change."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.config import Config
from generator.core.model import Paper
from generator.library import taxonomy
from generator.library.site import SiteSettings, assemble
from generator.publish import build_docs
from generator.render.lists.paper_list import split_into_pages
from tests.support.pages import DIGEST, Page, artifacts, pages
from tests.support.papers import TAXONOMY, make_authors, make_paper


def test_long_lists_are_paged_and_page_1_is_the_oldest() -> None:
    by_path = pages(_papers(20), TAXONOMY, replace(DIGEST, papers_per_page=3))
    oldest = by_path["tags/testing/1/index.md"]
    assert _slugs(oldest) == {"p00", "p01", "p02"}
    assert "p19" in _slugs(by_path["tags/testing/index.md"])


def test_every_paper_is_on_one_page_of_a_list() -> None:
    by_path = pages(_papers(20), TAXONOMY, replace(DIGEST, papers_per_page=3))
    slugs = [_slugs(page) for path, page in by_path.items() if path.startswith("tags/testing")]
    assert sorted(slug for of_page in slugs for slug in of_page) == [f"p{n:02}" for n in range(20)]


def test_the_pages_of_a_list_link_to_one_another() -> None:
    by_path = pages(_papers(20), TAXONOMY, replace(DIGEST, papers_per_page=3))
    page, seen = by_path["tags/testing/index.md"], {"tags/testing/index.md"}
    while older := [target for target, label in page.links.items() if label == "Older papers"]:
        page = by_path[older[0]]
        seen.add(page.path)
    assert seen == {path for path in by_path if path.startswith("tags/testing")}
    while newer := [target for target, label in page.links.items() if label == "Newer papers"]:
        page = by_path[newer[0]]
    assert page.path == "tags/testing/index.md"


def test_numbered_pages_have_unique_titles_and_link_to_the_list() -> None:
    by_path = pages(_papers(20), TAXONOMY, replace(DIGEST, papers_per_page=3))
    titles = [page.title for path, page in by_path.items() if path.startswith("tags/testing")]
    assert len(set(titles)) == len(titles)
    second = by_path["tags/testing/2/index.md"]
    assert second.body.xpath("//p[@class='trail']//a/@href") == ["../index.md"]
    assert "Page 2. Page 1 has the oldest papers." in second.text


def test_a_new_paper_changes_few_pages() -> None:
    papers = _papers(61)
    before, after = (
        {
            artifact.path: artifact.content
            for artifact in artifacts(some, TAXONOMY, replace(DIGEST, papers_per_page=3))
            if artifact.path.endswith(".md")
        }
        for some in (papers[:60], papers)
    )
    changed = {path for path in before if after.get(path) != before[path]}
    lists = {path for path in changed if path.startswith(("tags/testing", "tags/methods"))}
    assert len(lists) <= 2 * 3
    assert len(changed) < 25
    assert before.keys() <= after.keys()


@pytest.mark.parametrize("changed", [SiteSettings("A", "https://example.org/"), SiteSettings("B")])
def test_a_changed_site_setting_changes_an_empty_list(
    changed: SiteSettings,
) -> None:
    tags, config = taxonomy.parse(TAXONOMY, "t.yml"), Config(Path(), "Digest", "What to read.")
    before, after = (
        {
            artifact.path: (artifact.content, artifact.key)
            for artifact in build_docs.artifacts(
                assemble([make_paper()], tags, settings=settings), config
            )
        }
        for settings in (SiteSettings("A"), changed)
    )
    for path, (content, key) in before.items():
        if key and path in after and content != after[path][0]:
            assert key != after[path][1], path


def test_a_list_without_papers_says_so() -> None:
    assert "No papers yet" in pages([make_paper()], TAXONOMY)["tags/measuring/index.md"].text


@given(st.integers(0, 200), st.integers(1, 20))
def test_pages_keep_the_order_and_the_newest_is_at_most_half_overfull(
    count: int, size: int
) -> None:
    papers = [make_paper(slug=f"p{number}") for number in range(count)]
    split = split_into_pages(papers, size)
    assert [paper for page in reversed(split) for paper in page] == papers
    assert all(len(page) == size for page in split[:-1])
    assert 0 < len(split[-1]) <= size + (size + 1) // 2 or not papers


@given(st.integers(0, 200), st.integers(1, 20))
def test_a_new_paper_changes_only_the_newest_two_pages(count: int, size: int) -> None:
    papers = [make_paper(slug=f"p{number}") for number in range(count + 1)]
    before, after = split_into_pages(papers[1:], size), split_into_pages(papers, size)
    assert after[: len(before) - 1] == before[:-1]
    assert len(after) - len(before) <= 1


def _papers(count: int) -> list[Paper]:
    """Return one paper per day, no two with a word in common, so that none are related."""
    first = dt.date(2025, 1, 1)
    words = [f"{chr(97 + number // 26)}{chr(97 + number % 26)}x" for number in range(count)]
    return [
        make_paper(
            slug=f"p{number:02}",
            title=f"Title{words[number]}",
            abstract=f"Kind{words[number]} sort{words[number]} thing{words[number]}.",
            date=first + dt.timedelta(days=number),
            authors=make_authors(f"Some Body{number}"),
        )
        for number in range(count)
    ]


def _slugs(page: Page) -> set[str]:
    return {target[7:-3] for target in page.links if target.startswith("papers/")}
