"""The oldest papers, whose statistics hold for all: what is known of them from build to build."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, NamedTuple, TypedDict, cast

from generator.core.model import Paper
from generator.related import postings
from generator.related.postings import Posting, Postings
from generator.related.signatures import Counted, Signature, Statistics, counted
from generator.related.words import told, written
from generator.storage import processes

FIVE = 5

STEP = 64
"""Papers by which a small archive grows; a large one grows by a sixteenth, up to an eighth."""

_GROWTH = 4  # bits
_FEWEST = 500  # papers for which another process is worth its start


class Said(TypedDict):
    """What is said of an archive, as the cache keeps it."""

    key: str
    papers: int
    """How many the statistics are of."""

    holders: Mapping[str, int]
    postings: Mapping[str, str]
    """The papers of each term and their weights, as numbers with blanks between them."""

    nearest: Sequence[str]
    """The rows of each paper."""


class Row(NamedTuple):
    """A paper that is near another one, and what the other one calls the terms that tie them."""

    score: int
    number: int
    words: str
    """With blanks between them."""


def lines(rows: Iterable[Row]) -> str:
    """Return rows as they are kept."""
    return "\n".join(f"{score} {number} {words}" for score, number, words in rows)


def rows(kept: str) -> list[Row]:
    """Return rows that were kept."""
    found = (line.split(" ", 2) for line in kept.splitlines())
    return [Row(int(score), int(number), words) for score, number, words in found]


def size(papers: int) -> int:
    """Return how many of the oldest papers are the archive.

    A new paper, which comes last, changes no statistics until the archive takes more of the
    papers in: after at least ``STEP``, at most an eighth of all. It leaves one paper at least.
    """
    before = max(0, papers - 1)
    step = max(STEP, 1 << before.bit_length() >> _GROWTH)
    return before // step * step


def read(found: Mapping[str, Any]) -> Said | None:
    """Return what was kept of an archive, or raise ``ValueError`` where it is none."""
    if not found:
        return None
    kinds = {"key": str, "papers": int, "holders": dict, "postings": dict, "nearest": list}
    if any(not isinstance(found[name], kind) for name, kind in kinds.items()):
        raise ValueError("not what is said of an archive")
    return cast("Said", {name: found[name] for name in kinds})


@dataclass
class Archive:
    """The oldest of some papers; compared only where nothing is said of them yet.

    Args:
        papers: the archived.
        measured: the papers that the statistics are of: the archived, or all if none is.
        kept: what was said of an earlier archive.
    """

    papers: Sequence[Paper]
    measured: Sequence[Paper]
    kept: Said | None = None

    @cached_property
    def key(self) -> str:
        """What tells these papers from others."""
        digest = blake2b(str(len(self.papers)).encode(), digest_size=16)
        for paper in self.measured:
            digest.update(f"\x00{paper.title}\x00{paper.abstract}".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    @property
    def is_known(self) -> bool:
        """Whether what is said of it was kept."""
        return self.kept is not None and self.kept["key"] == self.key

    @cached_property
    def said(self) -> Said:
        """What is said of the archive."""
        return self.kept if self.kept and self.is_known else self._made()

    @cached_property
    def statistics(self) -> Statistics:
        """How many papers have each term."""
        return Statistics(self.said["papers"], self.said["holders"])

    @cached_property
    def postings(self) -> Postings:
        """The archived papers of each term."""
        return _Kept(self.said["postings"])

    def signature(self, number: int) -> Signature:
        """Return the signature of an archived paper."""
        return self.statistics.signature(counted(self.papers[number]))

    def row(self, number: int) -> list[Row]:
        """Return the archived papers that are nearest an archived one."""
        return rows(self.said["nearest"][number])

    def _made(self) -> Said:
        found = _all_counted(self.measured)
        statistics = Statistics.of(found)
        signatures = [statistics.signature(each) for each in found[: len(self.papers)]]
        del found
        held = postings.gathered(enumerate(signatures))
        return {
            "key": self.key,
            "papers": statistics.papers,
            "holders": statistics.holders,
            "postings": {term: _line(posting) for term, posting in held.items()},
            "nearest": _nearest(self.papers, signatures, held),
        }


class _Kept(Mapping[str, Posting]):
    """Postings as they were kept; few of the terms are ever asked for."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self._kept = kept
        self._read: dict[str, Posting] = {}

    def __getitem__(self, term: str) -> Posting:
        if term not in self._read:
            numbers = list(map(int, self._kept[term].split()))
            self._read[term] = Posting(numbers[::2], numbers[1::2])
        return self._read[term]

    def __contains__(self, term: object) -> bool:
        return term in self._kept

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def _line(posting: Posting) -> str:
    return " ".join(f"{number} {weight}" for number, weight in zip(*posting, strict=True))


def _all_counted(papers: Sequence[Paper]) -> list[Counted]:
    def work(numbers: Iterable[int]) -> list[tuple[int, Counted]]:
        return [(number, counted(papers[number])) for number in numbers]

    parts = processes.spread(work, range(len(papers)), fewest=_FEWEST)
    return [each for _, each in sorted(pair for part in parts for pair in part)]


def _nearest(papers: Sequence[Paper], signatures: Sequence[Signature], held: Postings) -> list[str]:
    """Return the rows of each paper, as they are kept."""

    def work(numbers: Iterable[int]) -> list[tuple[int, str]]:
        return [(number, lines(of_paper(number))) for number in numbers]

    def of_paper(number: int) -> list[Row]:
        signature = signatures[number]
        found = postings.near(signature, held, FIVE, number)
        forms = written(papers[number], signature.terms) if found else {}
        return [
            Row(*each, named(postings.shared(signature, signatures[each.number]), forms))
            for each in found
        ]

    parts = processes.spread(work, range(len(papers)), fewest=_FEWEST)
    return [each for _, each in sorted(pair for part in parts for pair in part)]


def named(terms: Iterable[str], forms: Mapping[str, str]) -> str:
    """Return the words to show for some terms of a paper, with blanks between them."""
    return " ".join(told(forms[term] for term in terms))
