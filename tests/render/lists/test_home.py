"""The home page shows the newest day and links to all lists."""

import datetime as dt
from dataclasses import replace

from tests.support.pages import DIGEST, pages
from tests.support.papers import TAXONOMY, make_paper


def test_it_shows_the_newest_day_and_links_to_it() -> None:
    old = make_paper(slug="old", title="Old", date=dt.date(2025, 3, 10))
    home = pages([old, make_paper(slug="new", title="New")], TAXONOMY)["index.md"]
    assert "11 March 2025" in home.headings
    assert "papers/new.md" in home.links
    assert "papers/old.md" not in home.links
    assert "dates/2025/03/11/index.md" in home.links


def test_it_shows_the_first_papers_of_a_long_day_only() -> None:
    papers = [make_paper(slug=f"p{number}", title=f"Paper {number}") for number in range(41)]
    home = pages(papers, TAXONOMY)["index.md"]
    shown_papers = sum(target.startswith("papers/") for target in home.links)
    assert 5 <= shown_papers < 41
    assert "All 41 papers" in home.text


def test_it_lists_the_day_s_most_frequent_tags_first() -> None:
    papers = [
        make_paper(slug="a", title="A", tags=("measuring",)),
        make_paper(slug="b", title="B", tags=("testing", "measuring")),
    ]
    text = pages(papers, TAXONOMY)["index.md"].text
    assert text.index("Measuring (2)") < text.index("Testing (1)")


def test_it_links_to_tags_days_publication_and_authors() -> None:
    links = pages([make_paper(published=dt.date(2024, 2, 11))], TAXONOMY)["index.md"].links
    targets = {f"{folder}/index.md" for folder in ("tags", "dates", "published", "authors")}
    assert targets <= links.keys()


def test_it_omits_lists_without_papers() -> None:
    home = pages([make_paper(published=None, tags=())], TAXONOMY)["index.md"]
    assert "By day: featured papers (1 day)" in home.text
    assert "By publication date" not in home.text
    assert "By tag" not in home.text


def test_it_counts_only_areas_with_papers() -> None:
    taxonomy = TAXONOMY + "theory:\n  label: Theory\n  description: Why it works.\n"
    assert "2 tags in 1 area" in pages([make_paper()], taxonomy)["index.md"].text


def test_without_papers_it_explains_how_to_add_one() -> None:
    by_path = pages([], TAXONOMY)
    assert "No papers yet" in by_path["index.md"].text
    assert "papers/" in by_path["index.md"].text
    assert {target.partition("?")[0] for target in by_path["index.md"].links} <= by_path.keys()


def test_missing_tags_and_description_leave_no_empty_element() -> None:
    home = pages([make_paper(tags=())], TAXONOMY, replace(DIGEST, site_description=""))["index.md"]
    assert "1 paper." in home.text
    assert "{:" not in home.text


def test_the_sites_name_is_text() -> None:
    assert (
        pages([], TAXONOMY, replace(DIGEST, site_name="*A* & <b>"))["index.md"].headings[0]
        == "*A* & <b>"
    )
