"""A paper's venue as citations want it: what kind of paper it makes, its title, year and volume."""

import re
from dataclasses import dataclass
from typing import Literal

from generator.model import Paper
from generator.text import one_line

Kind = Literal["preprint", "conference", "journal"]

_YEAR = re.compile(r"(?P<before>.*?)[\s,]*\(?\b(?P<year>(?:1[6-9]|20)[0-9]{2})\)?(?P<after>.*)")
_SHOWN = re.compile(
    r"\s*\((?:[\w ]+ )?(?:oral|poster|spotlight|highlight|talk|award|paper)s?\)$", re.IGNORECASE
)
_VOLUME = re.compile(
    r"(?P<title>.*?\D)[\s,]+(?:vol(?:ume|\.)? ?)?(?P<volume>[0-9]{1,4})"
    r"(?: ?\((?P<issue>[0-9]+(?:[-–][0-9]+)?)\)|,? no\. ?(?P<number>[0-9]+))?"
    r"(?:(?:[:,] ?| )(?:pp?\. ?)?(?P<pages>[A-Za-z]?[0-9]+(?:[-–]+[A-Za-z]?[0-9]+)?))?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b[0-9]{1,4} ?\([0-9]+(?:[-–][0-9]+)?\)")
_PREPRINT = re.compile(r"\b(?:preprints?|ssrn|[a-z]*[ar]xiv)\b", re.IGNORECASE)
_CONFERENCE = re.compile(
    r"\b(?:conference|congress|workshops?|symposium|annual meeting|findings|colloquium|school)\b",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\b(?:journals?|transactions|letters|annals|annales|reviews?|magazine|bulletin|quarterly"
    r"|archives?|acta|annalen|zeitschrift|revue|revista|rivista|reports|advances in (?!neural)"
    r"|proceedings of the (?:national academy|ieee$|royal society)|pnas|plos|elife"
    r"|communications (?:of|in|on))\b|^(?:nature|science|cell|the lancet|neuron)\b|\bj\.",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Venue:
    """Where a paper appeared: for a preprint the server, where that is known."""

    kind: Kind
    title: str = ""
    year: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""


def venue(paper: Paper) -> Venue:
    """Return where a paper appeared; its ``type`` counts more than what the words of a venue say.

    The year is parted from the title, and volume, issue and pages from that of a journal. Whether
    a paper was a talk or a poster is no part of a reference.
    """
    text = _SHOWN.sub("", one_line(paper.venue or ""))
    kind = _kind(paper.type, text)
    title, year = _without_year(text)
    if kind == "preprint":
        return Venue(kind, "arXiv" if paper.arxiv else title if _PREPRINT.search(title) else "")
    found = _VOLUME.fullmatch(title) if kind == "journal" else None
    if not found:
        return Venue(kind, title, year)
    issue = found["issue"] or found["number"] or ""
    return Venue(kind, found["title"].strip(" ,"), year, found["volume"], issue, _pages(found))


def _kind(stated: str | None, text: str) -> Kind:
    match stated:
        case "preprint" | "conference" | "journal":
            return stated
    if not text or _PREPRINT.search(text):
        return "preprint"
    if _CONFERENCE.search(text):
        return "conference"
    return "journal" if _JOURNAL.search(text) or _NUMBERED.search(text) else "conference"


def _without_year(text: str) -> tuple[str, int | None]:
    """Return a venue's title, and its year where one stands in it as a word.

    >>> _without_year("ALA 2023 (Learning Workshop)"), _without_year("Nature 620, 1-5 (2023)")
    (('ALA (Learning Workshop)', 2023), ('Nature 620, 1-5', 2023))
    """
    found = _YEAR.fullmatch(text)
    if not found or not found["before"].strip():
        return text, None
    after = found["after"].strip()
    if after and after[0] not in "(,:":  # the number of a page or of a street
        return text, None
    between = " " if after.startswith("(") else ""
    return f"{found['before'].strip()}{between}{after}", int(found["year"])


def _pages(found: re.Match[str]) -> str:
    return re.sub("[-–]+", "-", found["pages"] or "")
