"""Requests for DOIs to two services, and the responses of the server on loopback."""

import json
from pathlib import Path
from urllib.parse import unquote

import pytest

from generator.fetch import arxiv, crossref, openalex
from generator.fetch.client import HttpClient
from generator.readers import arxiv_atom
from tests.support.loopback import Loopback
from tests.support.projects import make_project
from tests.support.services import DAY, PAPERS, find_paper


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


@pytest.mark.parametrize("doi", ["10.1/a?b#c%2f d", "10.1002/(SICI)1097<1::AID>3.0;2-#", "10.1/ü"])
def test_a_doi_reaches_the_server_unchanged(
    client: HttpClient, loopback: Loopback, doi: str
) -> None:
    assert crossref.fetch_work(client, doi) is None
    assert openalex.fetch_work(client, doi) is None
    paths = [each.path for each in loopback.requests]
    assert list(map(unquote, paths)) == [f"/works/{doi}", f"/works/doi:{doi}"]
    assert [each.query for each in loopback.requests] == [{}, {}]


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
