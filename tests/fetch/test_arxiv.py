"""Requests to arXiv: papers by id, and searches by title."""

import pytest

from generator.core.errors import CannotRun
from generator.fetch import arxiv
from generator.fetch.client import HttpClient
from generator.readers import arxiv_atom
from tests.support.loopback import Loopback
from tests.support.services import PAPERS


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
