"""Requests to OpenAlex."""

from generator.fetch import crossref, openalex
from generator.fetch.client import HttpClient
from tests.support.loopback import Loopback
from tests.support.services import PAPERS


def test_arxivs_own_dois_are_known_at_openalex_only(client: HttpClient) -> None:
    doi = f"10.48550/arXiv.{PAPERS[0].arxiv}"
    assert crossref.fetch_work(client, doi) is None
    assert openalex.fetch_work(client, doi)


def test_openalex_gets_no_request_for_an_illegal_doi(
    client: HttpClient, loopback: Loopback
) -> None:
    assert openalex.fetch_work(client, "10.1/a,b") is None
    assert not loopback.requests
