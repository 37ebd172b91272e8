"""Match records to papers: by identifier, otherwise by title and authors."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from generator.core.identifiers import IDENTIFIER_FIELDS
from generator.core.model import Paper
from generator.library import provenance
from generator.library.provenance import ABSTRACT, CurrentValues, Value
from generator.text.name_matching import name_key
from generator.text.strings import match_key

_MIN_TITLE_SIMILARITY = 0.5
"""The minimum share of letters, in order, that two versions of a title have in common."""

_MIN_ABSTRACT_OVERLAP = 0.6
"""The minimum share of the shorter abstract's words that two versions have in common."""

_LABELS = {"arxiv": "arXiv id", "doi": "DOI", "openreview": "OpenReview id", "acl": "ACL id"}


class RecordError(Exception):
    """A record cannot be used; the message gives the reason and a remedy."""


class PaperMatcher:
    """Finds the paper that a record describes."""

    def __init__(self) -> None:
        """Start without papers."""
        self._papers: dict[str, Paper] = {}
        self._path_by_id: dict[tuple[str, str], str] = {}
        self._paths_by_title: dict[str, dict[str, None]] = {}
        self._author_keys_by_path: dict[str, frozenset[str]] = {}
        self._path_by_original_fingerprints: dict[tuple[str, str], str] = {}

    def add(self, paper: Paper) -> None:
        """Add a paper, or replace the one with the same path."""
        self._papers[paper.path] = paper
        self._author_keys_by_path.pop(paper.path, None)
        for name in IDENTIFIER_FIELDS:
            if identifier := getattr(paper, name):
                self._path_by_id[name, identifier.casefold()] = paper.path
        self._paths_by_title.setdefault(match_key(paper.title), {})[paper.path] = None
        current = CurrentValues.from_paper(paper)
        for source in {origin.source for origin in paper.provenance}:
            if not current.is_from(source, "title"):
                fingerprints = (
                    current.fingerprint_from(source, "title"),
                    current.fingerprint_from(source, ABSTRACT),
                )
                self._path_by_original_fingerprints[fingerprints] = paper.path

    def find(self, values: Mapping[str, Value]) -> Paper | None:
        """Return the paper that a record describes, if there is one.

        If the title was edited by hand, the fingerprints in ``provenance`` still identify the
        record by its original title and abstract.

        Args:
            values: The record's values, as returned by ``provenance.entry_values``.

        Raises:
            RecordError: The record matches two papers, or one of its identifiers is probably
                wrong.
        """
        names_by_path = {path: _LABELS[name] for name, path in self._with_same_id(values)}
        if len(names_by_path) > 1:
            claims = " and the same ".join(
                f"{name} as {path}" for path, name in names_by_path.items()
            )
            raise RecordError(f"has the same {claims}; one of the two may be wrong")
        for path, name in names_by_path.items():
            paper = self._papers[path]
            reject_unless_similar(
                provenance.paper_values(paper), values, f"has the same {name} as {path}"
            )
            return paper
        return self._find_by_title(values) or self._find_edited(values)

    def reject_duplicate(self, paper: Paper) -> None:
        """Reject an entry for a paper that has another entry.

        Raises:
            RecordError: Another entry has one of its identifiers, or its title and authors.
        """
        values = provenance.paper_values(paper)
        for name, path in self._with_same_id(values):
            if path != paper.path:
                raise RecordError(
                    f"has the same {_LABELS[name]} as {path}; the two may be the same paper"
                )
        for other in self._with_same_title(paper.title, values.get("authors", ())):
            if other.path != paper.path and not _conflicting_identifier(other, values):
                raise RecordError(
                    f"has the same title as {other.path}; the two may be the same paper"
                )

    def _with_same_id(self, values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
        """Yield the kind of each identifier that a paper shares, and the paper's path."""
        for name in IDENTIFIER_FIELDS:
            value = str(values.get(name, "")).casefold()
            path = self._path_by_id.get((name, value), "") if value else ""
            if path and str(getattr(self._papers[path], name)).casefold() == value:
                yield name, path

    def _find_by_title(self, values: Mapping[str, Value]) -> Paper | None:
        title = str(values.get("title", ""))
        papers = list(self._with_same_title(title, values.get("authors", ())))
        if len(papers) > 1:
            raise RecordError(
                f"may be {papers[0].path} or {papers[1].path}; add an identifier or authors"
            )
        for paper in papers:
            if name := _conflicting_identifier(paper, values):
                raise RecordError(
                    f"has the same title as {paper.path}, but a different {name}; one of the two "
                    "may be wrong; if this is another paper, write its entry by hand"
                )
            return paper
        return None

    def _with_same_title(self, title: str, authors: Iterable[str]) -> Iterator[Paper]:
        """Yield papers with the same title and an author in common or no known authors."""
        names = set(authors)
        for path in self._paths_by_title.get(match_key(title), {}):
            paper = self._papers[path]
            paper_names = {author.name for author in paper.authors}
            if (
                not names
                or not paper_names
                or names & paper_names
                or _author_keys(names) & self._keys_of_authors(paper)
            ):
                yield paper

    def _keys_of_authors(self, paper: Paper) -> frozenset[str]:
        """Return the keys of a paper's authors, computed only once."""
        if paper.path not in self._author_keys_by_path:
            keys = _author_keys(author.name for author in paper.authors)
            self._author_keys_by_path[paper.path] = keys
        return self._author_keys_by_path[paper.path]

    def _find_edited(self, values: Mapping[str, Value]) -> Paper | None:
        """Return the paper that had the record's title and abstract before an edit by hand."""
        title, abstract = values.get("title", ""), values.get(ABSTRACT, "")
        fingerprints = (provenance.value_fingerprint(title), provenance.value_fingerprint(abstract))
        path = self._path_by_original_fingerprints.get(fingerprints)
        return self._papers[path] if path else None


def reject_unless_similar(
    current: Mapping[str, Value], values: Mapping[str, Value], claim: str
) -> None:
    """Reject a record that has a paper's identifier, but describes a different paper.

    Args:
        current: The paper's values.
        values: The record's values.
        claim: The beginning of the message, such as ``has the same DOI as papers/2025/x.md``.

    Raises:
        RecordError: The titles and abstracts differ, and no author is the same.
    """
    titles = [match_key(str(side.get("title", ""))) for side in (current, values)]
    if titles[0] == titles[1] or not (current.get("title") and values.get("title")):
        return
    authors = [_author_keys(side.get("authors", ())) for side in (current, values)]
    if authors[0] & authors[1] or _are_similar(*titles):
        return
    words = [set(str(side.get(ABSTRACT, "")).casefold().split()) for side in (current, values)]
    shorter = min(map(len, words))
    if not shorter and not all(authors):
        return  # too little to compare
    if not shorter or len(words[0] & words[1]) / shorter < _MIN_ABSTRACT_OVERLAP:
        raise RecordError(
            f"{claim}, but a different title and different authors; one of the two may be wrong"
        )


def _are_similar(title: str, other: str) -> bool:
    matcher = SequenceMatcher(None, title, other, autojunk=False)
    return (
        matcher.quick_ratio() >= _MIN_TITLE_SIMILARITY  # an upper bound that is faster to compute
        and matcher.ratio() >= _MIN_TITLE_SIMILARITY
    )


def _author_keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(name_key, names))


def _conflicting_identifier(paper: Paper, values: Mapping[str, Value]) -> str:
    """Return the label of an identifier in which a paper and a record differ, or nothing."""
    for name in IDENTIFIER_FIELDS:
        current, value = getattr(paper, name), str(values.get(name, ""))
        if current and value and current.casefold() != value.casefold():
            return _LABELS[name]
    return ""
