"""Requests to Crossref."""

import json

from generator.fetch import crossref
from generator.fetch.client import HttpClient
from tests.support.loopback import Loopback
from tests.support.services import find_paper


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
