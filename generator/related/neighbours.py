"""The papers that are near each paper, and the words that tie them."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypedDict

from generator.core.model import Paper
from generator.related import postings
from generator.related.archive import FIVE, Archive, Row, Said, lines, named, rows, size
from generator.related.postings import Found
from generator.related.signatures import Signature, counted
from generator.related.words import written
from generator.storage import processes
from generator.storage.digests import fingerprint

_FEWEST = 100  # papers for which another process is worth its start


class Near(NamedTuple):
    """A paper that is near another one: its slug, and the words of the other that tie them."""

    slug: str
    terms: tuple[str, ...]


class Recent(TypedDict):
    """What is said of a paper behind the archive: it hangs on its text and the archive alone."""

    terms: Sequence[str]
    weights: Sequence[int]
    words: Sequence[str]
    """The terms as they stand in the paper."""

    nearest: str
    """The rows of archived papers, as kept."""

    nearest_of: str
    """A row for each archived paper that it may be one of the nearest of, with that one's words."""


@dataclass(frozen=True)
class Kept:
    """What is known of the papers of an earlier site: the archive and those behind it."""

    archive: Said | None = None
    key: str = ""
    """The key of the archive that the recent papers were compared with."""

    recent: Mapping[str, Recent] = field(default_factory=dict)

    @property
    def of_recent(self) -> Mapping[str, object]:
        """The part that changes with each new paper, as the cache keeps it."""
        return {"key": self.key, "recent": self.recent}

    @classmethod
    def read(cls, of_archive: Said | None, of_recent: Mapping[str, Any]) -> "Kept":
        """Return what the cache kept of both parts."""
        return cls(of_archive, of_recent["key"], of_recent["recent"])


def read_recent(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what was kept of recent papers, or raise ``ValueError`` where it is none."""
    if not found:
        return {"key": "", "recent": {}}
    kinds = {"terms": list, "weights": list, "words": list, "nearest": str, "nearest_of": str}
    for each in found["recent"].values():
        if any(not isinstance(each[name], kind) for name, kind in kinds.items()):
            raise ValueError("not what is said of recent papers")
    if not isinstance(found["key"], str):
        raise ValueError("not the key of an archive")
    return found


class Related:
    """Which papers are near each of some papers; what was found before is not looked for again.

    Args:
        papers: in any order.
        kept: what ``keep`` returned for an earlier site.
    """

    def __init__(self, papers: Iterable[Paper], kept: Kept = Kept()) -> None:
        """Find out what of an earlier site still holds."""
        self.papers = sorted(papers, key=lambda paper: (paper.date, paper.slug))
        archived = size(len(self.papers))
        oldest = self.papers[:archived]
        self.archive = Archive(oldest, oldest or self.papers, kept.archive)
        self._recent = self.papers[archived:]
        self._digests = [fingerprint((paper.title, paper.abstract)) for paper in self._recent]
        is_same = kept.key == self.archive.key
        self._before: Mapping[str, Recent] = kept.recent if is_same else {}
        self._numbers = {paper.slug: number for number, paper in enumerate(self.papers)}

    @property
    def keep(self) -> Kept:
        """What is to be kept for the next site."""
        return Kept(self.archive.said, self.archive.key, self._said)

    def of(self, slug: str) -> tuple[Near, ...]:
        """Return the papers that are near one, nearest first: five at most, or none."""
        return tuple(
            Near(self.papers[number].slug, tuple(words.split()))
            for _, number, words in self._rows(self._numbers[slug])
        )

    def _rows(self, number: int) -> list[Row]:
        archived = number - len(self.archive.papers)
        before = (
            self.archive.row(number)
            if archived < 0
            else rows(self._said[self._digests[archived]]["nearest"])
        )
        more = self._more.get(number)
        return heapq.nlargest(FIVE, [*before, *more]) if more else before

    @cached_property
    def _said(self) -> Mapping[str, Recent]:
        """What is said of each recent paper, by the digest of its text."""
        by_digest = dict(zip(self._digests, self._recent, strict=True))
        wanted = sorted(by_digest.keys() - self._before.keys())
        self.archive.said  # noqa: B018 (made here, or each of the processes would make it)

        def work(digests: Iterable[str]) -> dict[str, Recent]:
            return {digest: compared(by_digest[digest], self.archive) for digest in digests}

        made: dict[str, Recent] = {}
        for part in processes.spread(work, wanted, fewest=_FEWEST):
            made |= part
        known = {digest: self._before[digest] for digest in by_digest if digest in self._before}
        return dict(sorted((known | made).items()))

    @cached_property
    def _more(self) -> Mapping[int, Sequence[Row]]:
        """The rows of each paper that lead to recent ones."""
        found: dict[int, list[Row]] = defaultdict(list)
        first = len(self.archive.papers)
        recent = {
            number: self._said[digest] for number, digest in enumerate(self._digests, start=first)
        }
        for number, said in recent.items():
            for score, archived, words in rows(said["nearest_of"]):
                found[archived].append(Row(score, number, words))
        signatures = {number: _signature(said) for number, said in recent.items()}
        held = postings.gathered(signatures.items())
        for number, signature in signatures.items():
            forms = dict(zip(recent[number]["terms"], recent[number]["words"], strict=True))
            for each in postings.near(signature, held, FIVE, number):
                terms = postings.shared(signature, signatures[each.number])
                found[number].append(Row(*each, named(terms, forms)))
        return found


def compared(paper: Paper, archived: Archive) -> Recent:
    """Return what is said of a recent paper."""
    signature = archived.statistics.signature(counted(paper))
    found = list(postings.all_near(signature, archived.postings))
    forms = written(paper, signature.terms)
    nearest = [
        Row(*each, named(postings.shared(signature, archived.signature(each.number)), forms))
        for each in heapq.nlargest(FIVE, found)
    ]
    nearest_of = [
        Row(*each, _words_of(each.number, signature, archived))
        for each in sorted(found)
        if _is_among_five(each, archived)
    ]
    return {
        "terms": signature.terms,
        "weights": signature.weights,
        "words": [forms[term] for term in signature.terms],
        "nearest": lines(nearest),
        "nearest_of": lines(nearest_of),
    }


def _is_among_five(found: Found, archived: Archive) -> bool:
    """Return whether a newer paper with some score is among the five nearest of an archived one."""
    five = archived.row(found.number)
    return len(five) < FIVE or found.score >= five[-1].score


def _words_of(number: int, signature: Signature, archived: Archive) -> str:
    """Return the words of an archived paper that tie it to a recent one."""
    terms = postings.shared(archived.signature(number), signature)
    return named(terms, written(archived.papers[number], terms))


def _signature(said: Recent) -> Signature:
    return Signature(tuple(said["terms"]), tuple(said["weights"]))
