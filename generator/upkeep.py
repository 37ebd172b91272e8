"""What services say of the papers that are here: identifiers that are missing, what has changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from generator import lookup, merging
from generator.fetch import arxiv as arxiv_api
from generator.fetch.arxiv import IDS_AN_ANSWER
from generator.fetch.web import Web
from generator.likeness import in_common, may_be_one
from generator.lookup import Said
from generator.merging import IDENTIFIERS, Held, Merged
from generator.model import Paper, Piece
from generator.shelf import Progress, Refused, Shelf
from generator.text import match_key, slugify

_WORTH_A_LOOK = 0.6
"""Confidence from which on a candidate is shown."""

_SHORT = 3
"""Words up to which a title alone does not tell a paper."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be an entry's paper.

    ``confidence`` goes to 1; a ``sure`` one has the same title, up to case and punctuation, and
    an author in common where authors are known.
    """

    said: Said
    confidence: float
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A paper without an identifier, what was proposed for it, and what is left to judge."""

    paper: Paper
    taken: Sequence[Candidate]
    review: Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A paper of which a service was asked, and what is to be looked at."""

    paper: Paper
    remarks: Sequence[str]


def enrich(
    web: Web, shelf: Shelf, papers: Iterable[Paper], progress: Progress[Paper]
) -> list[Found]:
    """Look papers without an identifier up by title and author; propose what is near-certain.

    Raises:
        CannotRun: a service did not answer, or not to the question.
    """
    bare = [each for each in papers if not any(getattr(each, name) for name in IDENTIFIERS)]
    return [_look_up(web, shelf, paper) for paper in progress(bare)]


def candidate(paper: Paper, said: Said) -> Candidate:
    """Return how likely it is that a service speaks of a paper.

    The confidence is the share of letters that the titles have in common, in order, times 0.6 to
    1 by the share of authors in common, or 0.9 where no authors are known to compare.
    """
    title = str(said.entry.fields.get("title", ""))
    one, other = match_key(paper.title), match_key(title)
    alike = SequenceMatcher(None, one, other, autojunk=False).ratio()
    names = [author.name for author in paper.authors]
    others = merging.parts_in(said.entry).get("authors", ())
    if names and others:
        shared = in_common(names, others) / min(len(names), len(others))
        confidence = alike * (0.6 + 0.4 * min(shared, 1))
        sure = one == other and may_be_one(names, others)
    else:
        confidence = alike * 0.9
        sure = one == other and len(title.split()) > _SHORT
    return Candidate(said, round(confidence, 2), sure)


def refresh(
    web: Web, shelf: Shelf, papers: Iterable[Paper], progress: Progress[Paper]
) -> list[Refreshed]:
    """Ask again for papers with an arXiv id or a DOI; propose what has changed upstream.

    What services say and was not taken is noted in ``provenance``, so that it is said once.

    Raises:
        CannotRun: a service did not answer, or not to the question.
    """
    known = [paper for paper in papers if paper.arxiv or paper.doi]
    done: list[Refreshed] = []
    for place, paper in enumerate(progress(known)):
        if place % IDS_AN_ANSWER == 0:
            arxiv = _arxiv(web, known[place : place + IDS_AN_ANSWER])
        said = list(filter(None, [arxiv.get(paper.arxiv or "")]))
        doi = paper.doi or next((str(each.entry.fields.get("doi", "")) for each in said), "")
        said += lookup.of_doi(web, doi) if doi else []
        remarks = [] if said else ["no service that was asked knows it; see whether it is gone"]
        for each in said:
            remarks += _update(shelf, paper.path, each)
        done.append(Refreshed(shelf.papers[paper.path], remarks))
    return done


def _arxiv(web: Web, papers: Iterable[Paper]) -> Mapping[str, Said]:
    """Return what arXiv says of those papers that have an id there; nothing if it is off."""
    ids = [paper.arxiv for paper in papers if paper.arxiv]
    return lookup.of_arxiv(web, ids) if ids and web.has(arxiv_api.SERVICE) else {}


def _update(shelf: Shelf, path: str, said: Said) -> Iterator[str]:
    """Take what a service says into a paper, and yield what is to be looked at."""
    held = Held.of(shelf.papers[path])
    parts = merging.parts_in(said.entry)
    asked = {part: value for part, value in parts.items() if not part.startswith("links.")}
    merged = merging.merge(held, asked, said.origin)
    shelf.conflicts += ((path, conflict) for conflict in merged.conflicts)
    noted = merging.noted(held.with_(merged), said.origin, merged.conflicts)
    try:
        if noted != held.provenance:
            shelf.change(shelf.papers[path], Merged(merged.taken, noted))
    except Refused as refused:
        yield str(refused)
    yield from (_remark(each) for each in said.remarks)


def _look_up(web: Web, shelf: Shelf, paper: Paper) -> Found:
    author = paper.authors[0].name if paper.authors else ""
    asked = lookup.of_title(web, paper.title, author) if slugify(paper.title) else ()
    found = [candidate(paper, said) for said in asked]
    found.sort(key=lambda each: -each.confidence)
    sure = [each for each in found if each.is_sure]
    services = {each.said.origin.source for each in sure}
    if len(services) < len(sure):  # two records of one service: which is it?
        sure = []
    taken: list[Candidate] = []
    for each in sure:
        try:
            other = shelf.find(each.said.entry)
            if other and other.path != paper.path:
                continue  # another entry is that paper: nothing is proposed, a person looks
            shelf.merge(shelf.papers[paper.path], each.said.entry, each.said.origin)
            taken.append(each)
        except Refused:
            continue
    review = [e for e in found if e not in taken and e.confidence >= _WORTH_A_LOOK]
    return Found(paper, taken, [] if taken else review)


def _remark(piece: Piece) -> str:
    return f"{piece.remark}: {piece.text}"
