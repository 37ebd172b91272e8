"""The requests to each service, and the responses of the server on loopback."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.fetch import arxiv, crossref, huggingface, openalex
from generator.fetch.client import HttpClient
from generator.readers import arxiv_atom
from generator.readers.huggingface import api_json
from tests.support.clients import QUICK_POLICY
from tests.support.loopback import Loopback
from tests.support.projects import make_project
from tests.support.services import DAY, PAPERS, find_paper


@pytest.fixture
def client(tmp_path: Path, loopback: Loopback) -> Iterator[HttpClient]:
    config = Config(tmp_path, "A", "", services=loopback.settings())
    with HttpClient(config, pytest.fail, policy=QUICK_POLICY) as http_client:
        yield http_client


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


def test_old_and_new_ids_are_requested_in_hundreds(client: HttpClient, loopback: Loopback) -> None:
    requested_ids = [each.arxiv for each in PAPERS] + [f"2401.{number:05}" for number in range(70)]
    responses = list(arxiv.fetch_by_ids(client, [*requested_ids, requested_ids[0]]))
    id_lists = [each.query["id_list"].split(",") for each in loopback.requests]
    assert id_lists == [requested_ids[:100], requested_ids[100:]]
    assert [each.query["max_results"] for each in loopback.requests] == ["100", "10"]
    entries = [entry for response in responses for entry in arxiv_atom.read(response.text).entries]
    assert [entry.fields["arxiv"] for entry in entries] == [each.arxiv for each in PAPERS]
    assert [entry.fields["title"] for entry in entries] == [each.title for each in PAPERS]
    assert [entry.abstract for entry in entries] == [each.abstract for each in PAPERS]


def test_no_ids_need_no_request(client: HttpClient, loopback: Loopback) -> None:
    assert not list(arxiv.fetch_by_ids(client, []))
    assert not loopback.requests


def test_a_malformed_id_is_reported_with_arxivs_message(client: HttpClient) -> None:
    with pytest.raises(CannotRun, match=r"arXiv returned 400 .*: incorrect id format for 2503x;"):
        list(arxiv.fetch_by_ids(client, ["2503x"]))


@pytest.mark.parametrize("title", ["The Missing Sock", 'the "missing sock', "AND) OR ti:(missing"])
def test_a_title_is_searched_as_words_not_as_a_query(
    client: HttpClient, loopback: Loopback, title: str
) -> None:
    response = arxiv.search_by_title(client, title)
    [request] = loopback.requests
    inner = request.query["search_query"].removeprefix('ti:"').removesuffix('"')
    assert all(char.isalnum() or char == " " for char in inner)
    assert request.query["max_results"] == "10"
    titles = [entry.fields["title"] for entry in arxiv_atom.read(response.text).entries]
    assert titles == ([] if "AND" in title else ['The "Missing Sock" Problem & Its Solutions'])


def test_a_title_without_words_cannot_be_searched(client: HttpClient, loopback: Loopback) -> None:
    with pytest.raises(CannotRun, match="give the paper's id instead"):
        arxiv.search_by_title(client, '"?!_')
    assert not loopback.requests


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


@pytest.mark.parametrize("title", ["On the Use", "Why Do Agents", "Strings before"])
def test_dois_of_any_form_are_known_at_crossref_and_openalex(
    client: HttpClient, title: str
) -> None:
    paper = find_paper(title)
    for response in (
        crossref.fetch_work(client, paper.doi),
        openalex.fetch_work(client, paper.doi.upper()),
    ):
        assert response
        assert paper.title in str(json.loads(response.text))


def test_arxivs_own_dois_are_known_at_openalex_only(client: HttpClient) -> None:
    doi = f"10.48550/arXiv.{PAPERS[0].arxiv}"
    assert crossref.fetch_work(client, doi) is None
    assert openalex.fetch_work(client, doi)


@pytest.mark.parametrize("doi", ["10.1/a?b#c%2f d", "10.1002/(SICI)1097<1::AID>3.0;2-#", "10.1/ü"])
def test_a_doi_reaches_the_server_unchanged(
    client: HttpClient, loopback: Loopback, doi: str
) -> None:
    assert crossref.fetch_work(client, doi) is None
    assert openalex.fetch_work(client, doi) is None
    paths = [each.path for each in loopback.requests]
    assert list(map(unquote, paths)) == [f"/works/{doi}", f"/works/doi:{doi}"]
    assert [each.query for each in loopback.requests] == [{}, {}]


def test_openalex_gets_no_request_for_an_illegal_doi(
    client: HttpClient, loopback: Loopback
) -> None:
    assert openalex.fetch_work(client, "10.1/a,b") is None
    assert not loopback.requests


def test_crossref_is_searched_by_title_and_author(client: HttpClient, loopback: Loopback) -> None:
    paper = find_paper("On the Use of Tests")
    response = crossref.search_by_title(client, paper.title, "Exampla")
    items = json.loads(response.text)["message"]["items"]
    assert items[0]["DOI"] == paper.doi
    assert len(items) == 4
    crossref.search_by_title(client, paper.title)
    assert [each.query for each in loopback.requests] == [
        {"query.bibliographic": paper.title, "query.author": "Exampla", "rows": "5"},
        {"query.bibliographic": paper.title, "rows": "5"},
    ]


@pytest.mark.parametrize(
    ("fault", "count"), [("empty", 0), ("one", 1), ("wrong-id", 2), ("error-entry", 0)]
)
def test_the_loopback_server_can_send_wrong_papers(
    client: HttpClient, loopback: Loopback, fault: str, count: int
) -> None:
    requested_ids = {PAPERS[0].arxiv, PAPERS[1].arxiv}
    loopback.fault("arxiv", fault)
    [response] = arxiv.fetch_by_ids(client, requested_ids)
    received_ids = {entry.fields["arxiv"] for entry in arxiv_atom.read(response.text).entries}
    assert len(received_ids) == count
    assert (received_ids <= requested_ids) == (fault != "wrong-id")


def test_a_project_can_use_the_loopback_server(tmp_path: Path, loopback: Loopback) -> None:
    online_project = loopback.connect(make_project(tmp_path), crossref="off")
    assert online_project.services == loopback.settings() | {"crossref": ""}


def test_the_loopback_papers_are_distinct_and_of_every_kind() -> None:
    assert len({each.arxiv for each in PAPERS}) == len(PAPERS) >= 40
    assert any("withdrawn" in each.comment for each in PAPERS)
    assert sum(each.featured == DAY for each in PAPERS) >= 30
