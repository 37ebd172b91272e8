"""Looking up papers: which services get a request, and which responses lack papers."""

import pytest

from generator.core.config import Config
from tests.support.cli import read_tree, run
from tests.support.loopback import Loopback
from tests.support.services import PAPERS
from tests.support.updates import NOTHING, add, add_and_refresh, propose
from tests.support.upstream import Upstream, assert_failed, read_entries
from tests.support.upstream_papers import ENTRY, LANTERNS, SERVICES, TESTS


@pytest.mark.parametrize("off", ["huggingface", "crossref", "openalex"])
def test_a_disabled_service_gets_no_request(
    project: Config, loopback: Loopback, upstream: Upstream, off: str
) -> None:
    upstream.wait(0)
    config = loopback.connect(project, **{off: "off"})
    assert run(config, "add", TESTS.arxiv).exit_code == 0
    assert not loopback.requests_to(off)
    assert {request.service for request in loopback.requests} == SERVICES.keys() - {off}
    assert read_entries(config)[TESTS.arxiv].startswith(ENTRY[:60])


def test_an_arxiv_response_without_any_known_paper_is_rejected(
    online_project: Config, upstream: Upstream, loopback: Loopback
) -> None:
    add_and_refresh(online_project, LANTERNS.arxiv)
    before = read_tree(online_project.papers)
    upstream.wait()
    loopback.fault("arxiv", "empty")
    assert_failed(
        run(online_project, "refresh", "--write"),
        "error: arXiv: unexpected response",
        "it contains only 0 of 1 paper",
    )
    assert read_tree(online_project.papers) == before


def test_entries_that_only_a_disabled_service_has_are_skipped(
    online_project: Config, loopback: Loopback
) -> None:
    add_and_refresh(online_project, LANTERNS.arxiv)
    config = online_project.root / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(text.replace(loopback.settings()["arxiv"], "off"), encoding="utf-8")
    assert propose(online_project, "refresh") == NOTHING


@pytest.mark.parametrize("fault", ["one", "empty", "error-entry", "html", "wrong-id", "not-utf8"])
def test_an_unexpected_arxiv_response_is_rejected(
    online_project: Config, upstream: Upstream, loopback: Loopback, fault: str
) -> None:
    add(online_project, *(paper.arxiv for paper in PAPERS[10:40]))
    before = read_tree(online_project.papers)
    upstream.change("Sandcastles", title="Castles of Sand")
    loopback.fault("arxiv", fault)
    result = run(online_project, "refresh", "--write")
    assert_failed(result, "error: arXiv", "again later")
    assert read_tree(online_project.papers) == before
    assert "+title: Castles of Sand\n" in run(online_project, "refresh").stdout, (
        "the response left the cache"
    )
