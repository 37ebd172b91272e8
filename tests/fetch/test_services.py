"""Tests of the questions to each service, and of what the server on loopback answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.fetch import arxiv, crossref, huggingface, openalex
from generator.fetch.client import HttpClient
from generator.fetch.politeness import RequestPolicy
from generator.readers import arxiv_atom
from generator.readers.huggingface import api_json
from tests.support.loopback import Loopback
from tests.support.projects import make_project
from tests.support.services import DAY, PAPERS, find_paper

QUICK = RequestPolicy(backoff=0.01, intervals={}, default_interval=0)


@pytest.fixture
def web(tmp_path: Path, loopback: Loopback) -> Iterator[HttpClient]:
    config = Config(tmp_path, "A", "", services=loopback.settings())
    with HttpClient(config, pytest.fail, policy=QUICK) as opened:
        yield opened


def ids(*, day: str = "", month: str = "") -> list[str]:
    return [
        each.arxiv
        for each in PAPERS
        if each.featured and each.featured.startswith(month) and day in {"", each.featured}
    ]


def pages(web: HttpClient, **period: str) -> list[list[str]]:
    return [
        [item["paper"]["id"] for item in json.loads(answer.text)]
        for answer in huggingface.fetch_list(web, **period)
        if not huggingface.is_empty(answer)
    ]


def test_old_and_new_ids_are_requested_in_hundreds(web: HttpClient, loopback: Loopback) -> None:
    wanted = [each.arxiv for each in PAPERS] + [f"2401.{number:05}" for number in range(70)]
    answers = list(arxiv.fetch_by_ids(web, [*wanted, wanted[0]]))
    asked = [each.query["id_list"].split(",") for each in loopback.requests]
    assert asked == [wanted[:100], wanted[100:]]
    assert [each.query["max_results"] for each in loopback.requests] == ["100", "10"]
    read = [entry for answer in answers for entry in arxiv_atom.read(answer.text).entries]
    assert [entry.fields["arxiv"] for entry in read] == [each.arxiv for each in PAPERS]
    assert [entry.fields["title"] for entry in read] == [each.title for each in PAPERS]
    assert [entry.abstract for entry in read] == [each.abstract for each in PAPERS]


def test_no_ids_are_no_question(web: HttpClient, loopback: Loopback) -> None:
    assert not list(arxiv.fetch_by_ids(web, []))
    assert not loopback.requests


def test_a_malformed_id_is_refused_in_arxivs_words(web: HttpClient) -> None:
    with pytest.raises(CannotRun, match=r"arXiv answered 400 .*: incorrect id format for 2503x;"):
        list(arxiv.fetch_by_ids(web, ["2503x"]))


@pytest.mark.parametrize("title", ["The Missing Sock", 'the "missing sock', "AND) OR ti:(missing"])
def test_a_title_is_words_and_no_query(web: HttpClient, loopback: Loopback, title: str) -> None:
    answer = arxiv.search_by_title(web, title)
    [request] = loopback.requests
    inner = request.query["search_query"].removeprefix('ti:"').removesuffix('"')
    assert all(char.isalnum() or char == " " for char in inner)
    assert request.query["max_results"] == "10"
    found = [entry.fields["title"] for entry in arxiv_atom.read(answer.text).entries]
    assert found == ([] if "AND" in title else ['The "Missing Sock" Problem & Its Solutions'])


def test_a_title_without_a_word_cannot_be_asked_for(web: HttpClient, loopback: Loopback) -> None:
    with pytest.raises(CannotRun, match="give the paper's id instead"):
        arxiv.search_by_title(web, '"?!_')
    assert not loopback.requests


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ({"date": DAY}, ids(day=DAY)),
        ({"week": "2025-W11"}, ids(month="2025-03")),
        ({"month": "2025-03"}, ids(month="2025-03")),
        ({"month": "2025-02"}, ids(month="2025-02")),
        ({"date": "2025-03-15"}, []),
    ],
)
def test_a_list_is_read_page_by_page_to_its_end(
    web: HttpClient, loopback: Loopback, period: dict[str, str], expected: list[str]
) -> None:
    loopback.page = 8
    found = pages(web, **period)
    assert sum(found, []) == expected  # noqa: RUF017 (few)
    assert all(1 <= len(page) <= 8 for page in found)
    asked = [each.query for each in loopback.requests]
    assert [each["p"] for each in asked] == [str(page) for page in range(len(found) + 1)]
    assert {each["limit"] for each in asked} == {"100"}
    assert all(period.items() <= each.items() for each in asked)


def test_a_server_that_ignores_paging_is_noticed(web: HttpClient, loopback: Loopback) -> None:
    loopback.page = 8
    loopback.fault("huggingface", "same-page", times=2, path="date")
    with pytest.raises(CannotRun, match="answers page 1 with an earlier one"):
        pages(web, date=DAY)
    assert len(pages(web, date=DAY)) == 4, "that page is forgotten"


def test_a_paper_of_the_list_is_known(web: HttpClient) -> None:
    answer = huggingface.fetch_paper(web, PAPERS[0].arxiv)
    assert answer
    assert json.loads(answer.text)["title"].split() == PAPERS[0].title.split()
    assert huggingface.fetch_paper(web, "hep-th/9901042") is None


def test_the_lists_read_as_they_were_invented(web: HttpClient) -> None:
    answer, last = huggingface.fetch_list(web, date=DAY)
    assert huggingface.is_empty(last)
    reading = api_json.read(answer.text)
    invented = [each for each in PAPERS if each.featured == DAY]
    assert reading.date
    assert reading.date.text == DAY
    assert [
        (entry.fields["arxiv"], entry.fields["title"], entry.abstract, entry.fields["published"])
        for entry in reading.entries
    ] == [(each.arxiv, each.title, each.abstract, each.published[:10]) for each in invented]


@pytest.mark.parametrize("title", ["On the Use", "Why Do Agents", "Strings before"])
def test_dois_of_any_form_are_known_at_crossref_and_openalex(web: HttpClient, title: str) -> None:
    known = find_paper(title)
    for answer in (
        crossref.fetch_work(web, known.doi),
        openalex.fetch_work(web, known.doi.upper()),
    ):
        assert answer
        assert known.title in str(json.loads(answer.text))


def test_arxivs_own_dois_are_known_at_openalex_only(web: HttpClient) -> None:
    doi = f"10.48550/arXiv.{PAPERS[0].arxiv}"
    assert crossref.fetch_work(web, doi) is None
    assert openalex.fetch_work(web, doi)


@pytest.mark.parametrize("doi", ["10.1/a?b#c%2f d", "10.1002/(SICI)1097<1::AID>3.0;2-#", "10.1/ü"])
def test_a_doi_comes_as_it_is(web: HttpClient, loopback: Loopback, doi: str) -> None:
    assert crossref.fetch_work(web, doi) is None
    assert openalex.fetch_work(web, doi) is None
    paths = [each.path for each in loopback.requests]
    assert list(map(unquote, paths)) == [f"/works/{doi}", f"/works/doi:{doi}"]
    assert [each.query for each in loopback.requests] == [{}, {}]


def test_openalex_is_not_asked_for_what_it_calls_illegal(
    web: HttpClient, loopback: Loopback
) -> None:
    assert openalex.fetch_work(web, "10.1/a,b") is None
    assert not loopback.requests


def test_crossref_is_asked_by_title_and_author(web: HttpClient, loopback: Loopback) -> None:
    known = find_paper("On the Use of Tests")
    answer = crossref.search_by_title(web, known.title, "Exampla")
    items = json.loads(answer.text)["message"]["items"]
    assert items[0]["DOI"] == known.doi
    assert len(items) == 4
    crossref.search_by_title(web, known.title)
    assert [each.query for each in loopback.requests] == [
        {"query.bibliographic": known.title, "query.author": "Exampla", "rows": "5"},
        {"query.bibliographic": known.title, "rows": "5"},
    ]


@pytest.mark.parametrize(
    ("fault", "count"), [("empty", 0), ("one", 1), ("wrong-id", 2), ("error-entry", 0)]
)
def test_the_server_can_answer_what_was_not_asked(
    web: HttpClient, loopback: Loopback, fault: str, count: int
) -> None:
    wanted = {PAPERS[0].arxiv, PAPERS[1].arxiv}
    loopback.fault("arxiv", fault)
    [answer] = arxiv.fetch_by_ids(web, wanted)
    found = {entry.fields["arxiv"] for entry in arxiv_atom.read(answer.text).entries}
    assert len(found) == count
    assert (found <= wanted) == (fault != "wrong-id")


def test_a_project_can_join_it(tmp_path: Path, loopback: Loopback) -> None:
    online_project = loopback.connect(make_project(tmp_path), crossref="off")
    assert online_project.services == loopback.settings() | {"crossref": ""}


def test_papers_are_all_different_and_of_every_kind() -> None:
    assert len({each.arxiv for each in PAPERS}) == len(PAPERS) >= 40
    assert any("withdrawn" in each.comment for each in PAPERS)
    assert sum(each.featured == DAY for each in PAPERS) >= 30
