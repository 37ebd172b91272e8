"""What services say of the papers that are here: identifiers that are missing, what has changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from generator.core.identifiers import IDENTIFIERS
from generator.core.model import Paper
from generator.core.services import LABELS
from generator.fetch.arxiv import IDS_AN_ANSWER
from generator.fetch.client import Web
from generator.intake import lookup, merging
from generator.intake.lookup import Said
from generator.intake.matching import Refused
from generator.intake.merging import Merged
from generator.intake.staging import Progress, Shelf
from generator.library import provenance
from generator.library.provenance import Held, Value
from generator.readers.reading import Passage
from generator.text.name_matching import in_common, may_be_one
from generator.text.plain import cut, match_key, one_line

_WORTH_A_LOOK = 0.6
"""Confidence from which on a candidate is shown."""

_SHOWN = 60
_SHORT = 3
"""Words up to which a title alone does not tell a paper."""

_GONE = "no service that may be asked knows it; see whether it is gone"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be an entry's paper.

    ``confidence`` goes to 1; a ``sure`` one has the same title, up to case and punctuation, and
    an author in common where authors are known.
    """

    said: Said
    confidence: float
    is_sure: bool
    remark: str = ""
    """Why it is not proposed all the same."""


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
    1 by the share of authors in common, or 0.9 where no authors are known to compare: the same
    title is always worth a look.
    """
    title = str(said.entry.fields.get("title", ""))
    one, other = match_key(paper.title), match_key(title)
    alike = SequenceMatcher(None, one, other, autojunk=False).ratio()
    names = [author.name for author in paper.authors]
    others = provenance.parts_in(said.entry).get("authors", ())
    if names and others:
        shared = in_common(names, others) / min(len(names), len(others))
        confidence = alike * (_WORTH_A_LOOK + (1 - _WORTH_A_LOOK) * min(shared, 1))
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
    known = [paper for paper in papers if _may_be_asked_for(web, paper)]
    done: list[Refreshed] = []
    for place, paper in enumerate(progress(known)):
        if place % IDS_AN_ANSWER == 0:  # so that progress shows
            arxiv = _arxiv(web, known[place : place + IDS_AN_ANSWER])
        said = list(filter(None, [arxiv.get(paper.arxiv or "")]))
        doi = paper.doi or next((str(each.entry.fields.get("doi", "")) for each in said), "")
        said += lookup.of_doi(web, doi) if doi else []
        remarks = [] if said else [_GONE]
        for each in said:
            remarks += _update(shelf, paper.path, each)
        done.append(Refreshed(shelf.papers[paper.path], remarks))
    return done


def _arxiv(web: Web, papers: Iterable[Paper]) -> Mapping[str, Said]:
    """Return what arXiv says of those papers that have an id there; nothing if it is off."""
    ids = [paper.arxiv for paper in papers if paper.arxiv]
    return lookup.of_arxiv(web, ids, are_known=True) if web.has("arxiv") else {}


def _may_be_asked_for(web: Web, paper: Paper) -> bool:
    knows_doi = web.has("crossref") or web.has("openalex")
    return bool((paper.arxiv and web.has("arxiv")) or (paper.doi and knows_doi))


def _update(shelf: Shelf, path: str, said: Said) -> Iterator[str]:
    """Take what a service says into a paper, and yield what is to be looked at."""
    try:
        if remark := _other(shelf, path, said):
            yield remark
        else:
            parts = provenance.parts_in(said.entry)
            asked = {part: value for part, value in parts.items() if not part.startswith("links.")}
            _change(shelf, path, said, asked)
    except Refused as refused:
        yield f"what {LABELS[said.origin.source]} says {refused}"
    yield from map(_remark, said.to_review(shelf.papers[path]))


def _change(shelf: Shelf, path: str, said: Said, parts: Mapping[str, Value]) -> None:
    """Take parts of what a service says into a paper, and note what is not taken.

    Raises:
        Refused: the entry would not be valid.
    """
    held = Held.of(shelf.papers[path])
    merged = merging.merge(held, parts, said.origin, news_only=True)
    noted = merging.noted(
        held.with_(merged.taken, merged.provenance), said.origin, merged.conflicts
    )
    if noted != held.provenance:
        shelf.change(shelf.papers[path], Merged(merged.taken, noted))
    shelf.conflicts += ((path, conflict) for conflict in merged.conflicts)


def _other(shelf: Shelf, path: str, said: Said) -> str:
    """Return that a record is of another entry's paper, if so.

    Raises:
        Refused: it is of two papers, or neither its title nor an author is its paper's.
    """
    other = shelf.find(said.entry)
    if other is None or other.path == path:
        return ""
    return f"that is {other.path}; the two may be one paper"


def _look_up(web: Web, shelf: Shelf, paper: Paper) -> Found:
    author = paper.authors[0].name if paper.authors else ""
    has_words = any(map(str.isalnum, paper.title))
    said = lookup.of_title(web, paper.title, author) if has_words else ()
    found = sorted((candidate(paper, each) for each in said), key=lambda each: -each.confidence)
    sure = [each for each in found if each.is_sure]
    taken: list[Candidate] = []
    review = [each for each in found if not each.is_sure and each.confidence >= _WORTH_A_LOOK]
    services = {each.said.origin.source for each in sure}
    if len(services) < len(sure):
        remark = "one of several of this title; which is it?"
        return Found(paper, (), [replace(each, remark=remark) for each in sure] + review)
    for each in sure:
        if remark := _propose(shelf, paper.path, each.said):
            review.insert(0, replace(each, remark=remark))
        else:
            taken.append(each)
    return Found(paper, taken, review if len(taken) < len(sure) or not taken else [])


def _propose(shelf: Shelf, path: str, said: Said) -> str:
    """Take what a service says into a paper; return why not, if not."""
    try:
        if remark := _other(shelf, path, said):
            return remark
        _change(shelf, path, said, provenance.parts_in(said.entry))
    except Refused as refused:
        return str(refused)
    return ""


def _remark(piece: Passage) -> str:
    return f"{piece.remark}: {cut(one_line(piece.text), _SHOWN)}"
