"""Parse a paper's venue for citations: its kind, title, year, volume, issue and pages."""

import re
from dataclasses import dataclass
from typing import Literal

from generator.core.model import Paper
from generator.render.citations.venue_journals import is_journal
from generator.render.citations.venue_years import split_year
from generator.text.strings import one_line

VenueKind = Literal["preprint", "conference", "journal"]

_PRESENTATION = re.compile(
    r"\s*\((?:[\w ]+ )?(?:oral|poster|spotlight|highlight|talk|award|paper)s?\)$"
    r"|(?<=[0-9])[\s,;:–-]+(?:oral|poster|spotlight|highlight)s?(?: (?:paper|presentation)s?)?$"
    r"|(?<=[0-9])[\s,;:–-]+(?:best|outstanding)(?: \w+){0,2} (?:paper|award)(?: award)?$",
    re.IGNORECASE,
)
_SUBMITTED = re.compile(
    r"(?:currently )?(?:under|in) (?:[\w-]+ )?(?:review|submission)\b|submitted\b"
)
_ACCEPTED = re.compile(
    r"^(?:accepted(?: (?:paper|at|by|to|for|in|appear|publication)\b)*[\s:,]*"
    r"|(?:to appear|forthcoming)(?: (?:in|at)\b)?[\s:,]*|in\s+(?=proc))"
    r"|(?<=\S)[\s,]*\(?\b(?:to appear|forthcoming|in press|accepted)\)?$",
    re.IGNORECASE,
)
_WITH_VOLUME = re.compile(
    r"(?P<title>.*?\D)[\s,;]+(?:vol(?:ume|\.)? ?)?(?P<volume>[0-9]{1,4})"
    r"(?: ?\((?P<issue>[0-9]+(?:[-–][0-9]+)?)\)|,? no\. ?(?P<number>[0-9]+))?"
    r"(?:(?:[:,] ?| )(?:pp?\. ?)?(?P<pages>[A-Za-z]?[0-9]+(?:[-–−]+[A-Za-z]?[0-9]+)?))?",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"\b(?:preprints?|ssrn|[a-z]*[ar]xiv)\b", re.IGNORECASE)
_CONFERENCE = re.compile(
    r"\b(?:conference|congress|workshops?|symposium|annual meeting|findings|colloquium|tracks?"
    r"|late-breaking|(?:spring|summer|autumn|fall|winter) school|advances in neural inf\w*|pmlr)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Venue:
    """The venue of a paper. Fields that are unknown or do not apply are empty.

    Attributes:
        kind: The kind of venue.
        title: The journal, the conference or the preprint server.
        year: The year of publication.
        volume: The volume of a journal.
        issue: The issue of a journal.
        pages: The pages in a journal, like ``45-67``.
    """

    kind: VenueKind
    title: str = ""
    year: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""


def parse_venue(paper: Paper) -> Venue:
    """Parse the venue of a paper.

    The paper's ``type`` has precedence over the words of its venue. Forms of presentation, such
    as a poster, are removed. A venue where the paper was only submitted is ignored.
    """
    text = one_line(paper.venue or "")
    if _SUBMITTED.match(text.casefold()):
        text = ""
    text = _PRESENTATION.sub("", _ACCEPTED.sub("", text))
    title, year = split_year(text, latest=paper.date.year + 1)
    kind = _kind(paper.type, title)
    if kind == "preprint":
        server = title if _PREPRINT.search(title) else ""
        return Venue(kind, "arXiv" if paper.arxiv else server, year)
    match = _WITH_VOLUME.fullmatch(title) if kind == "journal" else None
    if not match:
        return Venue(kind, title, year)
    issue = match["issue"] or match["number"] or ""
    pages = re.sub("[-–−]+", "-", match["pages"] or "")
    return Venue(kind, match["title"].strip(" ,;"), year, match["volume"], issue, pages)


def _kind(paper_type: str | None, title: str) -> VenueKind:
    match paper_type:
        case "preprint" | "conference" | "journal":
            return paper_type
    if not title or _PREPRINT.search(title):
        return "preprint"
    return "journal" if is_journal(title) and not _CONFERENCE.search(title) else "conference"
