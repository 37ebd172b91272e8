"""Look up identifiers for entries that have none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from generator.core.identifiers import IDENTIFIER_FIELDS
from generator.core.model import Paper
from generator.fetch.client import HttpClient
from generator.intake import lookup
from generator.intake.matching import RecordError
from generator.intake.responses import ServiceRecord
from generator.intake.staging import Progress, Staging
from generator.library import provenance
from generator.text.name_matching import authors_may_match, count_shared_names
from generator.text.strings import match_key

_MIN_CONFIDENCE = 0.6
"""The minimum confidence of a candidate."""

_MAX_AMBIGUOUS_WORDS = 3
"""A title of at most this many words does not identify a paper without its authors."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may describe a paper.

    Attributes:
        record: The record.
        confidence: The likelihood of a match, from 0 to 1.
        is_certain: Whether the titles are the same except for case and punctuation, and the papers
            share an author if both have authors.
        remark: The reason why a certain candidate was not staged.
    """

    record: ServiceRecord
    confidence: float
    is_certain: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class IdentifierSearch:
    """The result of a search for a paper's identifiers.

    Attributes:
        paper: The paper, before the search.
        proposed: The candidates whose values are staged.
        to_review: The other candidates, for a person to review.
    """

    paper: Paper
    proposed: Sequence[Candidate]
    to_review: Sequence[Candidate]


def enrich(
    client: HttpClient, staging: Staging, papers: Iterable[Paper], progress: Progress[Paper]
) -> list[IdentifierSearch]:
    """Look up papers without an identifier by title and author; stage certain matches.

    Args:
        client: The HTTP client.
        staging: Collects the changes; nothing is written.
        papers: The papers; those with an identifier are skipped.
        progress: Shows the progress of the run.

    Returns:
        One result for each paper that was looked up.

    Raises:
        CannotRun: A service did not respond, or sent an unexpected response.
    """
    unidentified = [
        paper for paper in papers if not any(getattr(paper, name) for name in IDENTIFIER_FIELDS)
    ]
    return [_search(client, staging, paper) for paper in progress(unidentified)]


def rate(paper: Paper, record: ServiceRecord) -> Candidate:
    """Rate how likely it is that a record describes a paper.

    The confidence is the similarity of the titles (0 to 1), multiplied by a factor from 0.6 to 1
    that grows with the share of authors in common. The factor is 0.9 if no authors are known.
    Identical titles therefore always reach the minimum confidence.
    """
    title = str(record.entry.fields.get("title", ""))
    titles = match_key(paper.title), match_key(title)
    similarity = SequenceMatcher(None, *titles, autojunk=False).ratio()
    names = [author.name for author in paper.authors]
    record_names = provenance.entry_values(record.entry).get("authors", ())
    if names and record_names:
        shared = count_shared_names(names, record_names) / min(len(names), len(record_names))
        factor = _MIN_CONFIDENCE + (1 - _MIN_CONFIDENCE) * min(shared, 1)
        is_identified = authors_may_match(names, record_names)
    else:
        factor = 0.9
        is_identified = len(title.split()) > _MAX_AMBIGUOUS_WORDS
    is_certain = titles[0] == titles[1] and is_identified
    return Candidate(record, round(similarity * factor, 2), is_certain)


def _search(client: HttpClient, staging: Staging, paper: Paper) -> IdentifierSearch:
    candidates = _find_candidates(client, paper)
    certain = [candidate for candidate in candidates if candidate.is_certain]
    proposed: list[Candidate] = []
    to_review = [
        candidate
        for candidate in candidates
        if not candidate.is_certain and candidate.confidence >= _MIN_CONFIDENCE
    ]
    services = {candidate.record.origin.source for candidate in certain}
    if len(services) < len(certain):
        remark = "several papers have this title; choose one"
        ambiguous = [replace(candidate, remark=remark) for candidate in certain]
        return IdentifierSearch(paper, (), ambiguous + to_review)
    for candidate in certain:
        if remark := _propose(staging, paper.path, candidate.record):
            to_review.insert(0, replace(candidate, remark=remark))
        else:
            proposed.append(candidate)
    is_settled = proposed and len(proposed) == len(certain)
    return IdentifierSearch(paper, proposed, [] if is_settled else to_review)


def _find_candidates(client: HttpClient, paper: Paper) -> list[Candidate]:
    """Return the records with the same or a similar title, the most likely first."""
    if not any(map(str.isalnum, paper.title)):
        return []  # services reject such a query
    author = paper.authors[0].name if paper.authors else ""
    records = lookup.find_by_title(client, paper.title, author)
    candidates = (rate(paper, record) for record in records)
    return sorted(candidates, key=lambda candidate: -candidate.confidence)


def _propose(staging: Staging, path: str, record: ServiceRecord) -> str:
    """Stage a record's values for a paper; return the reason if they cannot be staged."""
    try:
        other = staging.find(record.entry)
        if other and other.path != path:
            return f"also matches {other.path}; the two may be the same paper"
        values = provenance.entry_values(record.entry)
        staging.merge_update(staging.papers[path], values, record.origin)
    except RecordError as error:
        return str(error)
    return ""
