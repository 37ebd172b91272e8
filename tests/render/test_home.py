"""The home page: the newest day, and the ways in."""

import datetime as dt
from dataclasses import replace

from conftest import TAXONOMY, make_paper
from site_fixtures import DIGEST, pages


def test_it_shows_the_newest_day_and_leads_to_the_whole_of_it() -> None:
    old = make_paper(slug="old", title="Old", date=dt.date(2025, 3, 10))
    home = pages([old, make_paper(slug="new", title="New")], TAXONOMY)["index.md"]
    assert "11 March 2025" in home.headings
    assert "papers/new.md" in home.links
    assert "papers/old.md" not in home.links
    assert "dates/2025/03/11/index.md" in home.links


def test_it_shows_the_first_papers_of_a_long_day_only() -> None:
    papers = [make_paper(slug=f"p{number}", title=f"Paper {number}") for number in range(41)]
    home = pages(papers, TAXONOMY)["index.md"]
    shown = sum(target.startswith("papers/") for target in home.links)
    assert 5 <= shown < 41
    assert "All 41 papers" in home.text


def test_it_names_the_tags_that_lead_the_day_most_papers_first() -> None:
    papers = [
        make_paper(slug="a", title="A", tags=("measuring",)),
        make_paper(slug="b", title="B", tags=("testing", "measuring")),
    ]
    text = pages(papers, TAXONOMY)["index.md"].text
    assert text.index("Measuring (2)") < text.index("Testing (1)")


def test_it_leads_to_tags_days_publication_and_authors() -> None:
    links = pages([make_paper()], TAXONOMY)["index.md"].links
    ways = {f"{folder}/index.md" for folder in ("tags", "dates", "published", "authors")}
    assert ways <= links.keys()


def test_without_papers_it_says_how_to_add_one_and_leads_on_all_the_same() -> None:
    made = pages([], TAXONOMY)
    assert "No papers yet" in made["index.md"].text
    assert "papers/" in made["index.md"].text
    assert {target.partition("?")[0] for target in made["index.md"].links} <= made.keys()


def test_papers_without_tags_and_a_site_without_a_description_leave_no_mark() -> None:
    home = pages([make_paper(tags=())], TAXONOMY, replace(DIGEST, site_description=""))["index.md"]
    assert "1 paper." in home.text
    assert "{:" not in home.text


def test_the_sites_name_is_text() -> None:
    assert (
        pages([], TAXONOMY, replace(DIGEST, site_name="*A* & <b>"))["index.md"].headings[0]
        == "*A* & <b>"
    )
