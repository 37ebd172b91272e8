"""Requests to Hugging Face: lists of papers, and single papers."""

import json

import pytest

from generator.core.errors import CannotRun
from generator.fetch import huggingface
from generator.fetch.client import HttpClient
from generator.readers.huggingface import api_json
from tests.support.loopback import Loopback
from tests.support.services import DAY, PAPERS


def featured_ids(*, day: str = "", month: str = "") -> list[str]:
    return [
        paper.arxiv
        for paper in PAPERS
        if paper.featured and paper.featured.startswith(month) and day in {"", paper.featured}
    ]


def pages(client: HttpClient, **period: str) -> list[list[str]]:
    return [
        [item["paper"]["id"] for item in json.loads(response.text)]
        for response in huggingface.fetch_list(client, **period)
        if not huggingface.is_empty(response)
    ]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ({"date": DAY}, featured_ids(day=DAY)),
        ({"week": "2025-W11"}, featured_ids(month="2025-03")),
        ({"month": "2025-03"}, featured_ids(month="2025-03")),
        ({"month": "2025-02"}, featured_ids(month="2025-02")),
        ({"date": "2025-03-15"}, []),
    ],
)
def test_a_list_is_read_page_by_page_to_its_end(
    client: HttpClient, loopback: Loopback, period: dict[str, str], expected: list[str]
) -> None:
    loopback.page_size = 8
    id_pages = pages(client, **period)
    assert sum(id_pages, []) == expected  # noqa: RUF017 (few)
    assert all(1 <= len(page) <= 8 for page in id_pages)
    queries = [each.query for each in loopback.requests]
    assert [each["p"] for each in queries] == [str(page) for page in range(len(id_pages) + 1)]
    assert {each["limit"] for each in queries} == {"100"}
    assert all(period.items() <= each.items() for each in queries)


def test_a_server_that_ignores_paging_is_reported(client: HttpClient, loopback: Loopback) -> None:
    loopback.page_size = 8
    loopback.fault("huggingface", "same-page", times=2, path="date")
    with pytest.raises(CannotRun, match="sent an earlier page again as page 1"):
        pages(client, date=DAY)
    assert len(pages(client, date=DAY)) == 4, "the repeated page is not cached"


def test_a_paper_of_the_list_can_be_fetched(client: HttpClient) -> None:
    response = huggingface.fetch_paper(client, PAPERS[0].arxiv)
    assert response
    assert json.loads(response.text)["title"].split() == PAPERS[0].title.split()
    assert huggingface.fetch_paper(client, "hep-th/9901042") is None


def test_a_fetched_list_has_the_papers_of_the_day(client: HttpClient) -> None:
    response, last = huggingface.fetch_list(client, date=DAY)
    assert huggingface.is_empty(last)
    reading = api_json.read(response.text)
    expected_papers = [each for each in PAPERS if each.featured == DAY]
    assert reading.date
    assert reading.date.text == DAY
    assert [
        (entry.fields["arxiv"], entry.fields["title"], entry.abstract, entry.fields["published"])
        for entry in reading.entries
    ] == [(each.arxiv, each.title, each.abstract, each.published[:10]) for each in expected_papers]
