"""Add papers by identifier: look up their records and stage entries."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.core import external_urls
from generator.core.errors import ContentError, Problem
from generator.core.external_services import SERVICE_NAMES
from generator.core.model import Paper
from generator.fetch.client import HttpClient
from generator.intake import lookup
from generator.intake.matching import RecordError
from generator.intake.responses import ServiceRecord
from generator.intake.staging import Progress, Staging
from generator.text.strings import escape_invisible

_ACL_DOI = "10.18653/v1/"
"""Prefix that turns an id of the ACL Anthology into a DOI (https://aclanthology.org/info/ids/)."""


@dataclass(frozen=True, slots=True)
class PaperRequest:
    """A paper to add.

    Attributes:
        path: The file that lists the paper; empty for a command-line argument.
        line: The line in that file; 0 for a command-line argument.
        kind: The kind of identifier, such as ``arxiv`` or ``doi``.
        value: The identifier.
    """

    path: str
    line: int
    kind: str
    value: str

    def problem(self, message: str) -> Problem:
        """Return a problem with this request, at its file and line."""
        return _problem(self.path, self.line, self.value, message)


@dataclass(frozen=True, slots=True)
class AddedPaper:
    """A requested paper: the path of its entry, and the records merged into the entry."""

    path: str
    records: Sequence[ServiceRecord]


def parse_requests(texts: Iterable[tuple[str, int, str]]) -> list[PaperRequest]:
    """Parse identifiers and URLs of papers.

    Args:
        texts: For each paper, a path, a line, and an identifier or URL. The path and line of a
            command-line argument are ``""`` and 0.

    Returns:
        The requests, without duplicates.

    Raises:
        ContentError: A text is not an identifier or URL that can be looked up.
    """
    requests: dict[tuple[str, str], PaperRequest] = {}
    problems: list[Problem] = []
    for path, line, text in texts:
        try:
            kind, value = external_urls.parse_identifier(text)
            if kind == "openreview":
                raise ValueError("OpenReview is not supported; use the paper's arXiv id or DOI")
        except ValueError as error:
            problems.append(_problem(path, line, text, str(error)))
            continue
        requests.setdefault((kind, value.casefold()), PaperRequest(path, line, kind, value))
    if problems:
        raise ContentError(problems)
    return list(requests.values())


def add(
    client: HttpClient,
    staging: Staging,
    requests: Sequence[PaperRequest],
    day: dt.date,
    progress: Progress[PaperRequest],
) -> list[AddedPaper]:
    """Stage an entry for each requested paper, from the records of all enabled services.

    Args:
        client: The HTTP client.
        staging: Collects the changes; nothing is written.
        requests: The papers to add.
        day: The day of the digest for new entries.
        progress: Shows the progress of the run.

    Returns:
        The added papers; requests for the same paper are combined.

    Raises:
        ContentError: No service has a requested paper, or its records cannot be staged.
        CannotRun: A service did not respond, or sent an unexpected response.
    """
    arxiv_ids = [request.value for request in requests if request.kind == "arxiv"]
    arxiv_records = lookup.find_on_arxiv(client, arxiv_ids)
    added: dict[str, list[ServiceRecord]] = {}
    problems: list[Problem] = []
    for request in progress(requests):
        try:
            records = list(_request_records(client, request, arxiv_records))
            added.setdefault(_stage(staging, records, day).path, []).extend(records)
        except RecordError as error:
            problems.append(request.problem(str(error)))
    if problems:
        raise ContentError(problems)
    return [AddedPaper(path, records) for path, records in added.items()]


def _problem(path: str, line: int, text: str, message: str) -> Problem:
    if not path:
        return Problem(f"argument '{escape_invisible(text)}'", line, message)
    return Problem(path, line, f"{escape_invisible(text)}: {message}")


def _request_records(
    client: HttpClient, request: PaperRequest, arxiv_records: Mapping[str, ServiceRecord]
) -> Iterable[ServiceRecord]:
    """Return the records of a paper from all services, arXiv's first.

    Args:
        client: The HTTP client.
        request: The paper to add.
        arxiv_records: Records that were already requested from arXiv, by arXiv id.

    Raises:
        RecordError: No service has the paper.
    """
    if request.kind == "arxiv":
        if not (arxiv_record := arxiv_records.get(request.value)):
            raise RecordError("not found on arXiv; correct the id")
        doi = arxiv_record.entry.fields.get("doi")
        published = list(lookup.find_by_doi(client, str(doi))) if doi else []
    else:
        doi = _ACL_DOI + request.value if request.kind == "acl" else request.value
        published = _find_published(client, doi)
        ids = (record.entry.fields.get("arxiv") for record in published)
        arxiv_id = str(next(filter(None, ids), ""))
        if arxiv_id and arxiv_id not in arxiv_records and client.is_enabled("arxiv"):
            arxiv_records = lookup.find_on_arxiv(client, [arxiv_id])
        arxiv_record = arxiv_records.get(arxiv_id)
    on_huggingface = None
    if arxiv_record:
        on_huggingface = lookup.find_on_huggingface(client, str(arxiv_record.entry.fields["arxiv"]))
    return filter(None, chain([arxiv_record, on_huggingface], published))


def _find_published(client: HttpClient, doi: str) -> list[ServiceRecord]:
    """Return Crossref's and OpenAlex's records of a DOI.

    Raises:
        RecordError: Both services are disabled, or neither of them has the paper.
    """
    services = [SERVICE_NAMES[name] for name in ("crossref", "openalex") if client.is_enabled(name)]
    if not services:
        raise RecordError("Crossref and OpenAlex are disabled in mkdocs.yml; enable one of them")
    if not (published := list(lookup.find_by_doi(client, doi))):
        places = " or ".join(services)
        raise RecordError(f"not found on {places}; correct it, or write the entry by hand")
    return published


def _stage(staging: Staging, records: Sequence[ServiceRecord], day: dt.date) -> Paper:
    """Create an entry from records, or merge them into the existing entry.

    Raises:
        RecordError: The records contradict existing papers, or have no abstract.
    """
    paper = next(filter(None, (staging.find(record.entry) for record in records)), None)
    if paper is None:
        if not any(record.entry.abstract for record in records):
            raise RecordError("no service has an abstract; write the entry by hand")
        return staging.create([(record.entry, record.origin) for record in records], day)
    for record in records:
        staging.merge(staging.papers[paper.path], record.entry, record.origin)
    return staging.papers[paper.path]
