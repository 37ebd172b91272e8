"""Which paper a record is of: by an identifier, else by title and authors."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from generator.core.identifiers import IDENTIFIERS
from generator.core.model import Paper
from generator.library import provenance
from generator.library.provenance import ABSTRACT, Held, Value
from generator.text.name_matching import known_by
from generator.text.plain import match_key

_ALIKE = 0.5
"""Share of letters in common below which two titles are hardly versions of one."""

_SHARED = 0.6
"""Share of the words of the shorter of two abstracts, below which they are hardly of one paper."""

_LABELS = {"arxiv": "arXiv id", "doi": "DOI", "openreview": "OpenReview id", "acl": "ACL id"}


class Refused(Exception):  # noqa: N818 (it is no error of ours)
    """A record that cannot be placed; says why, and what to do."""


class Identities:
    """Papers by all that they are known by."""

    def __init__(self) -> None:
        """Know no paper yet."""
        self._papers: dict[str, Paper] = {}
        self._by_id: dict[tuple[str, str], str] = {}
        self._by_title: dict[str, dict[str, None]] = {}
        self._authors: dict[str, frozenset[str]] = {}
        self._edited: dict[tuple[str, str], str] = {}

    def add(self, paper: Paper) -> None:
        """Remember a paper, in the place of the one that its entry was before."""
        self._papers[paper.path] = paper
        self._authors.pop(paper.path, None)
        for name in IDENTIFIERS:
            if value := getattr(paper, name):
                self._by_id[name, value.casefold()] = paper.path
        self._by_title.setdefault(match_key(paper.title), {})[paper.path] = None
        held = Held.of(paper)
        for source in {origin.source for origin in paper.provenance}:
            if not held.is_from(source, "title"):
                said = (held.said_by(source, "title"), held.said_by(source, ABSTRACT))
                self._edited[said] = paper.path

    def find(self, parts: Mapping[str, Value]) -> Paper | None:
        """Return the paper that a record is of.

        A record under the title that a source gave, and a person has changed since, is known by
        the marks in ``provenance``.

        Args:
            parts: what the record says, as ``provenance.parts_in`` returns it.

        Raises:
            Refused: it is of two papers, or one of its identifiers is likely wrong.
        """
        paths = {path: _LABELS[name] for name, path in self._of_ids(parts)}
        if len(paths) > 1:
            said = " and the ".join(f"{name} of {path}" for path, name in paths.items())
            raise Refused(f"has the {said}; one may be wrong")
        for path, name in paths.items():
            paper = self._papers[path]
            refuse_unless_alike(provenance.parts_of(paper), parts, f"has the {name} of {path}")
            return paper
        title = str(parts.get("title", ""))
        fits = list(self._of_title(title, parts.get("authors", ())))
        if len(fits) > 1:
            raise Refused(f"may be {fits[0].path} or {fits[1].path}; give it an id or authors")
        for paper in fits:
            if name := _differing(paper, parts):
                advice = "one may be wrong; if it is another paper, write its entry by hand"
                raise Refused(f"has the title of {paper.path}, but another {name}; {advice}")
            return paper
        edited = self._edited.get(
            (provenance.mark(title), provenance.mark(parts.get(ABSTRACT, "")))
        )
        return self._papers[edited] if edited else None

    def refuse_second(self, paper: Paper) -> None:
        """Refuse an entry of a paper that has another.

        Raises:
            Refused: another entry has one of its identifiers, or its title and its authors.
        """
        parts = provenance.parts_of(paper)
        for name, path in self._of_ids(parts):
            if path != paper.path:
                raise Refused(f"has the {_LABELS[name]} of {path}; the two may be one paper")
        for other in self._of_title(paper.title, parts.get("authors", ())):
            if other.path != paper.path and not _differing(other, parts):
                raise Refused(f"has the title of {other.path}; the two may be one paper")

    def _of_ids(self, parts: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
        for name in IDENTIFIERS:
            value = str(parts.get(name, "")).casefold()
            path = self._by_id.get((name, value), "") if value else ""
            if path and str(getattr(self._papers[path], name)).casefold() == value:
                yield name, path

    def _of_title(self, title: str, authors: Iterable[str]) -> Iterator[Paper]:
        """Yield the papers of a title with an author in common, or with authors unknown."""
        names = set(authors)
        for path in self._by_title.get(match_key(title), {}):
            paper = self._papers[path]
            others = {author.name for author in paper.authors}
            if not names or not others or names & others or _keys(names) & self._author_keys(paper):
                yield paper

    def _author_keys(self, paper: Paper) -> frozenset[str]:
        """Return by what the authors of a paper are known."""
        if paper.path not in self._authors:
            self._authors[paper.path] = _keys(author.name for author in paper.authors)
        return self._authors[paper.path]


def refuse_unless_alike(held: Mapping[str, Value], parts: Mapping[str, Value], said: str) -> None:
    """Refuse a record that can hardly be of the paper of another, whatever its identifier.

    Raises:
        Refused: title and abstract are others, and no author is of both.
    """
    one, other = (match_key(str(each.get("title", ""))) for each in (held, parts))
    if one == other or not (held.get("title") and parts.get("title")):
        return
    first, second = (_keys(each.get("authors", ())) for each in (held, parts))
    alike = SequenceMatcher(None, one, other, autojunk=False)
    if first & second or (alike.quick_ratio() >= _ALIKE and alike.ratio() >= _ALIKE):
        return
    words, others = (set(str(each.get(ABSTRACT, "")).casefold().split()) for each in (held, parts))
    shared = len(words & others) / min(len(words), len(others)) if words and others else None
    if shared is None and not (first and second):
        return  # nothing to judge by
    if shared is None or shared < _SHARED:
        raise Refused(f"{said}, but another title and other authors; one may be wrong")


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(known_by, names))


def _differing(paper: Paper, parts: Mapping[str, Value]) -> str:
    """Return what identifier it is that two records have, each another; nothing if none."""
    for name in IDENTIFIERS:
        held, value = getattr(paper, name), str(parts.get(name, ""))
        if held and value and held.casefold() != value.casefold():
            return _LABELS[name]
    return ""
