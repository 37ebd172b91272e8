"""A paper's venue as citations want it: what kind of paper it makes, its title, year and volume."""

import re
from dataclasses import dataclass
from typing import Literal

from generator.core.model import Paper
from generator.render.citations.venue_journals import is_journal
from generator.render.citations.venue_years import split_year
from generator.text.plain import one_line

VenueKind = Literal["preprint", "conference", "journal"]

_SHOWN = re.compile(
    r"\s*\((?:[\w ]+ )?(?:oral|poster|spotlight|highlight|talk|award|paper)s?\)$"
    r"|(?<=[0-9])[\s,;:–-]+(?:oral|poster|spotlight|highlight)s?(?: (?:paper|presentation)s?)?$"
    r"|(?<=[0-9])[\s,;:–-]+(?:best|outstanding)(?: \w+){0,2} (?:paper|award)(?: award)?$",
    re.IGNORECASE,
)
_UNPLACED = re.compile(
    r"(?:currently )?(?:under|in) (?:[\w-]+ )?(?:review|submission)\b|submitted\b"
)
_HERALDED = re.compile(
    r"^(?:accepted(?: (?:paper|at|by|to|for|in|appear|publication)\b)*[\s:,]*"
    r"|(?:to appear|forthcoming)(?: (?:in|at)\b)?[\s:,]*|in\s+(?=proc))"
    r"|(?<=\S)[\s,]*\(?\b(?:to appear|forthcoming|in press|accepted)\)?$",
    re.IGNORECASE,
)
_VOLUME = re.compile(
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
    """Where a paper appeared: for a preprint the server, where that is known."""

    kind: VenueKind
    title: str = ""
    year: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""


def parse_venue(paper: Paper) -> Venue:
    """Return where a paper appeared; its ``type`` counts more than what the words of a venue say.

    The year is parted from the title, and volume, issue and pages from that of a journal. Whether
    a paper was a talk or a poster is no part of a reference, and where one only was submitted is
    not where it appeared.
    """
    text = one_line(paper.venue or "")
    if _UNPLACED.match(text.casefold()):
        text = ""
    text = _SHOWN.sub("", _HERALDED.sub("", text))
    title, year = split_year(text, latest=paper.date.year + 1)
    kind = _kind(paper.type, title)
    if kind == "preprint":
        server = title if _PREPRINT.search(title) else ""
        return Venue(kind, "arXiv" if paper.arxiv else server, year)
    found = _VOLUME.fullmatch(title) if kind == "journal" else None
    if not found:
        return Venue(kind, title, year)
    issue = found["issue"] or found["number"] or ""
    return Venue(kind, found["title"].strip(" ,;"), year, found["volume"], issue, _pages(found))


def _kind(stated: str | None, title: str) -> VenueKind:
    match stated:
        case "preprint" | "conference" | "journal":
            return stated
    if not title or _PREPRINT.search(title):
        return "preprint"
    return "journal" if is_journal(title) and not _CONFERENCE.search(title) else "conference"


def _pages(found: re.Match[str]) -> str:
    return re.sub("[-–−]+", "-", found["pages"] or "")
