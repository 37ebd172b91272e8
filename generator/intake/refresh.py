"""Update entries with changes reported by the services, such as a new version or a DOI."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.core.external_services import SERVICE_NAMES
from generator.core.model import Paper
from generator.fetch.arxiv import IDS_PER_REQUEST
from generator.fetch.client import HttpClient
from generator.intake import lookup
from generator.intake.matching import RecordError
from generator.intake.responses import ServiceRecord, excerpt
from generator.intake.staging import Progress, Staging
from generator.library import provenance
from generator.library.provenance import LINK_PREFIX


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """A paper that was looked up again, and remarks for a person to review."""

    paper: Paper
    remarks: Sequence[str]


def refresh(
    client: HttpClient, staging: Staging, papers: Iterable[Paper], progress: Progress[Paper]
) -> list[RefreshResult]:
    """Look up papers with an arXiv id or a DOI again, and stage the changes.

    Args:
        client: The HTTP client.
        staging: Collects the changes; nothing is written.
        papers: The papers; those without an identifier at an enabled service are skipped.
        progress: Shows the progress of the run.

    Returns:
        One result for each paper that was looked up.

    Raises:
        CannotRun: A service did not respond, or sent an unexpected response.
    """
    identified = [paper for paper in papers if _is_searchable(client, paper)]
    results: list[RefreshResult] = []
    arxiv_records: Mapping[str, ServiceRecord] = {}
    for number, paper in enumerate(progress(identified)):
        if number % IDS_PER_REQUEST == 0:  # one request at a time, to show progress
            arxiv_records = _find_on_arxiv(client, identified[number : number + IDS_PER_REQUEST])
        records = list(_find(client, paper, arxiv_records.get(paper.arxiv or "")))
        remarks = [remark for record in records for remark in _update(staging, paper.path, record)]
        if not records:
            remarks = ["not found on any enabled service; check whether the paper was removed"]
        results.append(RefreshResult(staging.papers[paper.path], remarks))
    return results


def _is_searchable(client: HttpClient, paper: Paper) -> bool:
    has_doi_service = client.is_enabled("crossref") or client.is_enabled("openalex")
    return bool((paper.arxiv and client.is_enabled("arxiv")) or (paper.doi and has_doi_service))


def _find_on_arxiv(client: HttpClient, papers: Iterable[Paper]) -> Mapping[str, ServiceRecord]:
    """Return arXiv's records of papers; none if arXiv is disabled."""
    ids = [paper.arxiv for paper in papers if paper.arxiv]
    return (
        lookup.find_on_arxiv(client, ids, returned_before=True)
        if client.is_enabled("arxiv")
        else {}
    )


def _find(
    client: HttpClient, paper: Paper, arxiv_record: ServiceRecord | None
) -> Iterator[ServiceRecord]:
    """Yield arXiv's record, then the records for the paper's DOI or the DOI that arXiv has."""
    doi = paper.doi
    if arxiv_record:
        yield arxiv_record
        doi = doi or str(arxiv_record.entry.fields.get("doi", ""))
    if doi:
        yield from lookup.find_by_doi(client, doi)


def _update(staging: Staging, path: str, record: ServiceRecord) -> Iterator[str]:
    """Stage a record's values for a paper; yield remarks for a person to review."""
    try:
        other = staging.find(record.entry)
        if other and other.path != path:
            source = SERVICE_NAMES[record.origin.source]
            yield f"{source}'s record matches {other.path}; the two may be the same paper"
        else:
            values = {
                name: value
                for name, value in provenance.entry_values(record.entry).items()
                if not name.startswith(LINK_PREFIX)
            }
            staging.merge_update(staging.papers[path], values, record.origin)
    except RecordError as error:
        yield f"{SERVICE_NAMES[record.origin.source]}'s record: {error}"
    for passage in record.to_review(staging.papers[path]):
        yield f"{passage.remark}: {excerpt(passage.text)}"
