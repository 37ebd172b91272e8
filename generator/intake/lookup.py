"""Look up papers at arXiv, Hugging Face, Crossref and OpenAlex, by identifier or title."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.fetch import arxiv, crossref, huggingface, openalex
from generator.fetch.client import HttpClient
from generator.fetch.response_cache import ServiceResponse
from generator.intake.responses import (
    ServiceRecord,
    parse_strictly,
    records,
    reject_other_paper,
    rejection,
)
from generator.readers import arxiv_atom
from generator.readers import crossref as crossref_json
from generator.readers import openalex as openalex_json
from generator.readers.huggingface import api_json
from generator.readers.reading import Reading
from generator.text.strings import quantity

_MIN_FOR_HALF_CHECK = 10
"""From this many papers upwards, reject a response with fewer than half of them."""


def find_on_arxiv(
    client: HttpClient, ids: Iterable[str], *, returned_before: bool = False
) -> Mapping[str, ServiceRecord]:
    """Request arXiv's records of papers.

    Args:
        client: The HTTP client.
        ids: Valid arXiv ids without versions.
        returned_before: Whether arXiv returned these papers before; if so, a response with fewer
            than half of them is rejected, however few they are.

    Returns:
        The records by arXiv id, without ids that arXiv does not have.

    Raises:
        CannotRun: arXiv did not respond, or sent an unexpected response.
    """
    ids = list(dict.fromkeys(ids))
    by_id: dict[str, ServiceRecord] = {}
    for number, response in enumerate(arxiv.fetch_by_ids(client, ids)):
        requested = ids[number * arxiv.IDS_PER_REQUEST :][: arxiv.IDS_PER_REQUEST]
        received = list(records(response, parse_strictly(client, response, arxiv_atom.read)))
        for record in received:
            arxiv_id = record.entry.fields.get("arxiv")
            reject_other_paper(client, response, record.entry, is_requested=arxiv_id in requested)
            by_id[str(arxiv_id)] = record
        is_suspicious = returned_before or len(requested) >= _MIN_FOR_HALF_CHECK
        if len(received) * 2 < len(requested) and is_suspicious:
            counts = f"{len(received)} of {quantity(len(requested), 'paper')}"
            raise rejection(client, response, f"it contains only {counts}")
        if len(received) < len(requested):
            client.discard(response)  # a missing paper may be too new for arXiv's API
    return by_id


def find_on_huggingface(client: HttpClient, arxiv_id: str) -> ServiceRecord | None:
    """Request Hugging Face's record of a paper.

    Returns:
        The record, or ``None`` if Hugging Face does not have the paper or is disabled.

    Raises:
        CannotRun: Hugging Face did not respond, or sent an unexpected response.
    """
    if not client.is_enabled(huggingface.SERVICE):
        return None
    return _only_record(
        client, huggingface.fetch_paper(client, arxiv_id), api_json.read, ("arxiv", arxiv_id)
    )


def find_by_doi(client: HttpClient, doi: str) -> Iterator[ServiceRecord]:
    """Yield the records of Crossref and OpenAlex, if they are enabled and have the paper.

    Raises:
        CannotRun: A service did not respond, or sent an unexpected response.
    """
    services = (
        (crossref.SERVICE, crossref.fetch_work, crossref_json.read),
        (openalex.SERVICE, openalex.fetch_work, openalex_json.read),
    )
    for service, fetch, read in services:
        if client.is_enabled(service) and (
            record := _only_record(client, fetch(client, doi), read, ("doi", doi))
        ):
            yield record


def find_by_title(client: HttpClient, title: str, author: str) -> Iterator[ServiceRecord]:
    """Yield records with the same or a similar title from arXiv and Crossref, if enabled.

    Raises:
        CannotRun: A service did not respond, or its response cannot be read.
    """
    if client.is_enabled(arxiv.SERVICE):
        response = arxiv.search_by_title(client, title)
        yield from records(response, parse_strictly(client, response, arxiv_atom.read))
    if client.is_enabled(crossref.SERVICE):
        response = crossref.search_by_title(client, title, author)
        yield from records(response, parse_strictly(client, response, crossref_json.read))


def _only_record(
    client: HttpClient,
    response: ServiceResponse | None,
    read: Callable[[str], Reading],
    requested: tuple[str, str],
) -> ServiceRecord | None:
    """Return the only record of a response, if the service has the paper.

    Args:
        client: The HTTP client.
        response: The response, or ``None`` if the service does not have the paper.
        read: The reader of its format.
        requested: The identifier of the requested paper: the field and the value.

    Raises:
        CannotRun: The response cannot be read, or does not contain exactly the requested paper.
    """
    if response is None:
        return None
    reading = parse_strictly(client, response, read)
    received = list(records(response, reading))
    if not received and reading.unplaced:
        return None  # the record has no title
    if len(received) != 1:
        raise rejection(
            client, response, f"it contains {quantity(len(received), 'paper')} instead of one"
        )
    [record] = received
    name, value = requested
    is_requested = str(record.entry.fields.get(name, "")).casefold() == value.casefold()
    reject_other_paper(client, response, record.entry, is_requested=is_requested)
    return record
