"""Incomplete, late, too large and invalid responses from real servers on loopback."""

from collections.abc import Callable

import pytest

from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.fetch import arxiv, crossref, huggingface, openalex
from generator.fetch.client import HttpClient
from tests.support.clients import KNOWN_ID, OpenClient, cached_responses
from tests.support.loopback import Loopback

REQUESTS: dict[str, Callable[[HttpClient], object]] = {
    "arxiv": lambda client: list(arxiv.fetch_by_ids(client, [KNOWN_ID])),
    "huggingface": lambda client: huggingface.fetch_paper(client, KNOWN_ID),
    "crossref": lambda client: crossref.search_by_title(client, "Lanterns"),
    "openalex": lambda client: openalex.fetch_work(client, f"10.48550/arXiv.{KNOWN_ID}"),
}


@pytest.mark.parametrize("service", ["huggingface", "crossref", "openalex"])
@pytest.mark.parametrize("fault", ["cut", "cut-silently"])
def test_a_truncated_response_is_requested_again(
    open_client: OpenClient, loopback: Loopback, messages: list[str], service: str, fault: str
) -> None:
    loopback.fault(service, fault)
    REQUESTS[service](open_client())
    assert len(loopback.requests) == 2
    assert "sent an incomplete response; retrying" in messages[0]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("cut", "sent an incomplete response"),
        ("cut-silently", "sent an incomplete response"),
        ("slow", "did not finish its response within 1.5 s"),
        ("slow-head", "did not finish its response within 1.5 s"),
        ("silent", "timed out"),
    ],
)
def test_a_late_or_incomplete_response_is_requested_again(
    open_client: OpenClient, loopback: Loopback, messages: list[str], fault: str, why: str
) -> None:
    loopback.fault("arxiv", fault)
    [response] = arxiv.fetch_by_ids(open_client(total_timeout=1.5, read_timeout=1), [KNOWN_ID])
    assert response.text.endswith("</feed>\n")
    assert messages == [f"arXiv {why}; retrying in 0 s (attempt 2 of 5)"]


def test_an_unreachable_service_is_reported(
    open_client: OpenClient, loopback: Loopback, messages: list[str]
) -> None:
    loopback.close()
    with pytest.raises(
        CannotRun,
        match=r"^OpenAlex could not be reached or closed the connection \(2 attempts\); run the",
    ):
        openalex.fetch_work(open_client(attempts=2), "10.1/a")
    assert messages == [
        "OpenAlex could not be reached or closed the connection; retrying in 0 s (attempt 2 of 2)"
    ]


@pytest.mark.parametrize("service", REQUESTS)
@pytest.mark.parametrize("fault", ["html", "not-utf8", "redirect-loop"])
def test_a_response_of_the_wrong_type_is_not_cached(
    open_client: OpenClient, loopback: Loopback, config: Config, service: str, fault: str
) -> None:
    loopback.fault(service, fault, times=6 if fault == "redirect-loop" else 1)
    with pytest.raises(CannotRun, match="the response was discarded"):
        REQUESTS[service](open_client())
    assert not cached_responses(config)


def test_html_instead_of_json_is_reported_with_an_excerpt(
    open_client: OpenClient, loopback: Loopback
) -> None:
    loopback.fault("crossref", "html")
    with pytest.raises(CannotRun) as caught:
        crossref.fetch_work(open_client(), "10.1/a")
    assert str(caught.value) == (
        "Crossref sent '<!DOCTYPE html> <html><head><title>Be…' instead of JSON for "
        f"{loopback.settings()['crossref']}/works/10.1%2Fa; the response was discarded; check "
        "its URL under 'services' in mkdocs.yml, or run the command again later"
    )


@pytest.mark.parametrize("fault", ["redirect-file", "redirect-odd", "redirect-bracket"])
def test_only_redirects_to_web_addresses_are_followed(
    open_client: OpenClient, loopback: Loopback, fault: str
) -> None:
    loopback.fault("crossref", fault)
    with pytest.raises(CannotRun, match="Crossref redirected to an invalid URL"):
        crossref.fetch_work(open_client(), "10.1/a")


def test_a_response_has_a_maximum_size(open_client: OpenClient) -> None:
    with pytest.raises(CannotRun, match="Hugging Face sent more than 1,000 bytes"):
        list(huggingface.fetch_list(open_client(max_bytes=1000), date="2025-03-11"))
