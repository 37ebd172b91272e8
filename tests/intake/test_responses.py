"""Responses of services: an unexpected one is rejected and leaves the cache."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.config import Config
from tests.support.cli import read_tree, run
from tests.support.loopback import Loopback
from tests.support.updates import add_and_refresh, entry_text
from tests.support.upstream import Upstream, assert_failed, read_entries
from tests.support.upstream_papers import DOORBELLS, ENTRY, LANTERNS, SERVICES, TESTS

WRONG = {
    "html": "instead of",
    "not-utf8": "sent a response that is not UTF-8",
    "wrong-id": "about another paper",
    "error-entry": "",
    "403": "returned 403",
}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("fault", WRONG)
def test_an_unexpected_response_is_rejected(
    online_project: Config, loopback: Loopback, service: str, fault: str
) -> None:
    run(online_project, "add", LANTERNS.arxiv)
    before = read_tree(online_project.papers)
    loopback.fault(service, fault)
    result = run(online_project, "add", DOORBELLS.arxiv, TESTS.arxiv)
    assert_failed(result, f"error: {SERVICES[service]}", WRONG[fault], "; ")
    assert result.exit_code == 2
    assert read_tree(online_project.papers) == before
    assert run(online_project, "add", TESTS.arxiv).exit_code == 0, "the response left the cache"
    assert read_entries(online_project)[TESTS.arxiv] == ENTRY


@pytest.mark.parametrize("service", ["crossref", "openalex"])
@pytest.mark.parametrize("fault", ["error-entry", "html", "wrong-id", "not-utf8", "403"])
def test_an_unexpected_response_for_a_doi_is_rejected(
    online_project: Config, upstream: Upstream, loopback: Loopback, service: str, fault: str
) -> None:
    add_and_refresh(online_project, TESTS.arxiv, LANTERNS.arxiv)
    before = read_entries(online_project)
    upstream.change("Lanterns", title="Torches")
    loopback.fault(service, fault)
    name = {"crossref": "Crossref", "openalex": "OpenAlex"}[service]
    assert_failed(run(online_project, "refresh", "--write"), f"error: {name}", "; ")
    assert read_entries(online_project) == before
    assert "+title: Torches\n" in run(online_project, "refresh").stdout


AddEntry = Callable[..., Path]


@pytest.mark.parametrize("service", ["arxiv", "crossref"])
@pytest.mark.parametrize("fault", ["html", "error-entry", "not-utf8"])
def test_an_unexpected_response_stops_the_search(
    online_project: Config, add_entry: AddEntry, loopback: Loopback, service: str, fault: str
) -> None:
    add_entry(entry_text(TESTS.title, *TESTS.authors))
    before = read_tree(online_project.papers)
    loopback.fault(service, fault)
    assert_failed(
        run(online_project, "enrich", "--write"),
        {"arxiv": "arXiv", "crossref": "Crossref"}[service],
    )
    assert read_tree(online_project.papers) == before
    assert run(online_project, "enrich", "--write").stdout.endswith("1 paper changed\n"), (
        "the response left the cache"
    )
