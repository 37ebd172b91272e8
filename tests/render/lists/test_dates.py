"""Lists by day featured and by month of first publication, and the pages that lead to them."""

import datetime as dt

import pytest

from tests.support.pages import Page, pages
from tests.support.papers import TAXONOMY, make_paper


@pytest.fixture(scope="module")
def by_path() -> dict[str, Page]:
    dates = [("2024-12-31", "2021-06-01"), ("2025-03-10", "2024-02-11"), ("2025-03-11", None)]
    dates += [("2025-03-11", "2024-02-28"), ("2025-04-01", "2024-03-01")]
    return pages(
        [
            make_paper(
                slug=f"p{number}",
                title=f"Paper {number}",
                date=dt.date.fromisoformat(date),
                published=dt.date.fromisoformat(published) if published else None,
            )
            for number, (date, published) in enumerate(dates)
        ],
        TAXONOMY,
    )


def test_the_index_of_days_links_to_years_and_months_with_counts(by_path: dict[str, Page]) -> None:
    page = by_path["dates/index.md"]
    assert page.links["dates/2025/index.md"].startswith("2025")
    assert {"dates/2024/index.md", "dates/2024/12/index.md"} <= page.links.keys()
    for text in ("5 papers", "2025 (4)", "March (3)", "2024 (1)"):
        assert text in page.text


def test_a_year_links_to_its_months_and_days(by_path: dict[str, Page]) -> None:
    page = by_path["dates/2025/index.md"]
    assert {"dates/2025/04/index.md", "dates/2025/03/11/index.md"} <= page.links.keys()
    assert "4 papers on 3 days in 2025" in page.text
    assert "dates/2024/12/31/index.md" not in page.links


def test_a_month_links_to_its_days_and_their_first_papers(by_path: dict[str, Page]) -> None:
    page = by_path["dates/2025/03/index.md"]
    days = {"dates/2025/03/11/index.md", "dates/2025/03/10/index.md"}
    assert {*days, "papers/p1.md", "papers/p3.md"} <= page.links.keys()
    assert "11 March 2025 (2)" in page.text
    assert "papers/p4.md" not in page.links


def test_a_month_counts_the_papers_it_does_not_show() -> None:
    papers = [make_paper(slug=f"p{number}", title=f"Paper {number}") for number in range(9)]
    month = pages(papers, TAXONOMY)["dates/2025/03/index.md"]
    shown_papers = sum(target.startswith("papers/") for target in month.links)
    assert f"and {9 - shown_papers} more papers" in month.text


def test_a_day_lists_its_papers_and_links_up(by_path: dict[str, Page]) -> None:
    page = by_path["dates/2025/03/11/index.md"]
    assert {"papers/p2.md", "papers/p3.md", "dates/2025/03/index.md"} <= page.links.keys()
    assert "papers/p1.md" not in page.links
    assert page.headings[0] == "11 March 2025"


def test_the_description_of_a_day_is_not_cut(by_path: dict[str, Page]) -> None:
    assert by_path["dates/2025/03/11/index.md"].description.endswith(
        "with their key sentences, authors and tags."
    )


def test_the_newest_comes_first_on_every_page(by_path: dict[str, Page]) -> None:
    text = by_path["dates/index.md"].text
    assert text.index("April") < text.index("March") < text.index("December")
    year = by_path["dates/2025/index.md"].text
    assert year.index("1 April") < year.index("11 March") < year.index("10 March")


def test_the_published_page_links_to_years_and_months(
    by_path: dict[str, Page],
) -> None:
    page = by_path["published/index.md"]
    assert "4 papers" in page.text
    assert {"published/2024/index.md", "published/2021/06/index.md"} <= page.links.keys()
    assert "February (2)" in page.text
    assert "published/2024/03/index.md" in by_path["published/2024/index.md"].links


def test_a_month_of_publication_lists_its_papers(by_path: dict[str, Page]) -> None:
    page = by_path["published/2024/02/index.md"]
    papers = [target for target in page.links if target.startswith("papers/")]
    assert papers == ["papers/p3.md", "papers/p1.md"]
    assert "published/2024/index.md" in page.links


def test_years_of_earlier_centuries_have_pages() -> None:
    by_path = pages([make_paper(published=dt.date(1654, 7, 29))], TAXONOMY)
    assert "papers/2402.07197.md" in by_path["published/1654/07/index.md"].links
