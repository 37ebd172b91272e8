"""One paper from several sources: which values are taken, which are kept, which conflict.

What a person wrote stays. A value is a source's only where its mark in ``provenance`` is still
that of the value: who edits an entry need not say so.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator.identifiers import IDENTIFIERS
from generator.likeness import in_order, shortened, words
from generator.model import Entry, Origin, Paper
from generator.names import parse
from generator.text import match_key, one_line

Value: TypeAlias = str | tuple[str, ...]

ABSTRACT = "abstract"
_TEXTS = (
    "title", *IDENTIFIERS, "published", "updated", "withdrawn", "venue", "type", "upvotes",
    "submitted_by", "organization",
)  # fmt: skip
_LISTS = ("authors", "categories")
_DATES = ("published", "updated", "withdrawn")
_PROSE = ("title", "authors", "venue", "categories", "organization", ABSTRACT)
_LINK = "links."
_KEPT_BY: Mapping[str, frozenset[str]] = {
    "arxiv": frozenset({"title", "authors", ABSTRACT, "categories"}),
    "crossref": frozenset({"doi", "venue"}),
}
"""Sources that keep the record of some parts; lists, files and others have theirs from there."""

_CORRECT_THEMSELVES = frozenset({"arxiv", "crossref", "huggingface", "openalex"})
"""Services; two files of one name need not be one source."""

_REPEATING = frozenset({"openalex"})
"""Sources that repeat what others say: they fill what is missing and contradict nobody."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A part of which a source says another thing than the entry; which of the two has won."""

    part: str
    held: Value
    other: Value
    source: str
    is_taken: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of a paper: its parts, by the names that provenance uses, and that."""

    parts: Mapping[str, Value]
    provenance: tuple[Origin, ...] = ()

    @classmethod
    def of(cls, paper: Paper) -> "Held":
        """Return what a paper's entry holds."""
        return cls(parts_of(paper), paper.provenance)

    def with_(self, merged: "Merged") -> "Held":
        """Return what is held once a source's parts are taken."""
        return Held({**self.parts, **merged.taken}, merged.provenance)

    def said_by(self, source: str, part: str) -> str:
        """Return the mark of what a source said last of a part, or nothing."""
        marks = (dict(each.marks) for each in self.provenance if each.source == source)
        return next((found[part] for found in marks if part in found), "")

    def is_from(self, source: str, part: str) -> bool:
        """Return whether a part is what a source said, unchanged."""
        return self.said_by(source, part) == mark(self.parts[part])

    def is_a_person_s(self, part: str) -> bool:
        """Return whether no source has said what a part is now."""
        return not any(self.is_from(origin.source, part) for origin in self.provenance)


@dataclass(frozen=True, slots=True)
class Merged:
    """What becomes of a paper: the parts that change, its provenance then, and the conflicts."""

    taken: Mapping[str, Value]
    provenance: tuple[Origin, ...]
    conflicts: tuple[Conflict, ...] = ()


def merge(
    held: Held, found: Mapping[str, Value], origin: Origin, *, news_only: bool = False
) -> Merged:
    """Return what a paper becomes by what a source says of it.

    A part that the paper lacks is taken. Of one that it has, nothing is taken that is the same up
    to blanks and capitals, or is shorter and only its beginning; what a person wrote is kept. What
    another source said is kept too, but for what can only grow (a text or list that begins with
    it, a count, a later ``updated``, an earlier ``published``, a place of publication for a
    preprint) and for parts of which arXiv or Crossref keeps the record that others repeat. What a
    service said before gives way to what it says now, and what a person removed stays away.

    Args:
        held: what the entry holds.
        found: the parts that the source gives, as ``parts_in`` returns them.
        origin: the source and the day; its marks are not used.
        news_only: whether to pass over what the source said before and a person has changed.
    """
    taken: dict[str, Value] = {}
    conflicts: list[Conflict] = []
    for part, value in found.items():
        now = held.parts.get(part)
        if now is None:
            if held.said_by(origin.source, part) != mark(value):  # else a person has removed it
                taken[part] = value
            continue
        is_notice = part == ABSTRACT and "withdrawn" in found
        if now == value or is_notice:
            continue
        if is_taken := _yields(held, part, value, origin.source):
            taken[part] = value
        if _is_told(held, part, value, origin.source, news_only=news_only, is_taken=is_taken):
            conflicts.append(Conflict(part, now, value, origin.source, is_taken))
    _keep_type_with_venue(held, found, taken)
    return Merged(taken, _provenance(held, origin, taken), tuple(conflicts))


def noted(held: Held, origin: Origin, conflicts: Iterable[Conflict]) -> tuple[Origin, ...]:
    """Return a paper's provenance with what a source said and was not taken.

    The same will not be a conflict again; the values of the entry stay a person's.
    """
    said = {each.part: each.other for each in conflicts if not each.is_taken}
    return _provenance(held, origin, said)


def parts_of(paper: Paper) -> dict[str, Value]:
    """Return what a paper holds, by the names that provenance uses."""
    parts: dict[str, Value] = {"title": paper.title, ABSTRACT: paper.abstract}
    for name in _TEXTS[1:]:
        if (value := getattr(paper, name)) is not None:
            parts[name] = str(value)  # a date as YYYY-MM-DD
    parts["authors"] = tuple(author.name for author in paper.authors)
    parts["categories"] = paper.categories
    parts |= {f"{_LINK}{link.kind}": link.url for link in paper.links}
    return {name: value for name, value in parts.items() if value}


def parts_in(entry: Entry) -> dict[str, Value]:
    """Return what a source says of a paper, by the same names; what has no name is left out."""
    parts: dict[str, Value] = {}
    for name in _TEXTS:
        if isinstance(value := entry.fields.get(name), str):
            parts[name] = value.strip()
    for name in _LISTS:
        if isinstance(values := entry.fields.get(name), list):
            parts[name] = tuple(value for value in values if isinstance(value, str))
    if isinstance(links := entry.fields.get("links"), dict):
        parts |= {f"{_LINK}{kind}": url for kind, url in links.items() if isinstance(url, str)}
    parts[ABSTRACT] = entry.abstract.strip()
    return {name: value for name, value in parts.items() if value}


def fields(held: Held, merged: Merged) -> dict[str, object]:
    """Return the fields of the entry that change, with their new values."""
    changed: dict[str, object] = {
        part: _written(part, value)
        for part, value in merged.taken.items()
        if part != ABSTRACT and not part.startswith(_LINK)
    }
    if links := _links(merged.taken):
        changed["links"] = _links(held.parts) | links
    if merged.provenance != held.provenance:
        changed["provenance"] = {
            f"{origin.source} {origin.date}": " ".join(map("=".join, origin.marks))
            for origin in merged.provenance
        }
    return changed


def origins(paper: Paper) -> tuple[Origin, ...]:
    """Return the sources of a paper's present values; marks of others are left out."""
    held = {part: mark(value) for part, value in parts_of(paper).items()}
    now = (
        Origin(each.source, each.date, tuple(m for m in each.marks if held.get(m[0]) == m[1]))
        for each in paper.provenance
    )
    return tuple(each for each in now if each.marks)


def mark(value: Value) -> str:
    r"""Return four hexadecimal digits that tell a value from others, whatever its line breaks.

    >>> mark("On Tests") == mark("On\nTests"), len(mark(("Ada Lovelace",)))
    (True, 4)
    """
    texts = [value] if isinstance(value, str) else value
    joined = "\n".join(map(one_line, texts))
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=2).hexdigest()


def _links(parts: Mapping[str, Value]) -> dict[str, Value]:
    links = ((part.partition(_LINK)[2], value) for part, value in parts.items())
    return {kind: value for kind, value in links if kind}


def _yields(held: Held, part: str, value: Value, source: str) -> bool:
    """Return whether a value that is there gives way to another."""
    now = held.parts[part]
    if _exactly(now) == _exactly(value) or _begins_with(now, value) or held.is_a_person_s(part):
        return False
    if part in (ABSTRACT, *_LISTS) and len(value) * 2 < len(now):
        return False  # rather the source's error than its correction
    if judge := _GROWING.get(part):
        return judge(now, value)
    corrects = source in _CORRECT_THEMSELVES and held.is_from(source, part)
    if corrects:
        return True
    if part in _PROSE and _begins_with(value, now) and not _likely_same(part, now, value):
        return True
    known = {origin.source for origin in held.provenance if held.is_from(origin.source, part)}
    keeps = part in _KEPT_BY.get(source, ()) and not known & _KEPT_BY.keys()
    return keeps and not _likely_same(part, now, value)


def _is_told(
    held: Held, part: str, value: Value, source: str, *, news_only: bool, is_taken: bool
) -> bool:
    """Return whether it is worth a look that two values are not one."""
    now = held.parts[part]
    if _likely_same(part, now, value):
        return False
    if is_taken:
        return part not in _GROWING and not _begins_with(value, now)
    if source in _REPEATING or (part in _PROSE and _begins_with(now, value)):
        return False
    said_before = mark(value) in {held.said_by(each.source, part) for each in held.provenance}
    if said_before and (news_only or not held.is_a_person_s(part)):
        return False
    judge = _GROWING.get(part)
    return judge is None or judge(now, value)


def _keep_type_with_venue(held: Held, found: Mapping[str, Value], taken: dict[str, Value]) -> None:
    """Let the kind of publication be that of the venue: both of a source, or neither."""
    if "type" in held.parts and held.is_a_person_s("type"):
        return
    if "venue" in taken and found.get("type", held.parts.get("type")) != held.parts.get("type"):
        taken["type"] = found["type"]
    elif "venue" in held.parts and "venue" not in taken and not held.is_from("arxiv", "venue"):
        now, other = held.parts["venue"], found.get("venue", "")
        if not other or not (_likely_same("venue", now, other) or _begins_with(now, other)):
            taken.pop("type", None)


def _later(held: Value, value: Value) -> bool:
    return str(value) > str(held)  # as YYYY-MM-DD


def _earlier(held: Value, value: Value) -> bool:
    return str(value) < str(held)


def _more(held: Value, value: Value) -> bool:
    return str(value).isdecimal() and int(str(value)) > int(str(held))


def _out_of_preprint(held: Value, value: Value) -> bool:
    return held == "preprint" and value != held


_GROWING: Mapping[str, Callable[[Value, Value], bool]] = {
    "published": _earlier,
    "updated": _later,
    "upvotes": _more,
    "type": _out_of_preprint,
}
"""Parts of which no value is wrong, only older, and whether another is the one to have."""


def _likely_same(part: str, one: Value, other: Value) -> bool:
    """Return whether two values mean one, in whatever case, marks and short forms of names."""
    if isinstance(one, str) and isinstance(other, str):
        key = match_key if part in _PROSE else str.casefold
        return key(one) == key(other)
    if part != "authors":
        return sorted(_exactly(one)) == sorted(_exactly(other))
    pairs = zip(map(_words, one), map(_words, other), strict=False)
    return len(one) == len(other) and all(
        in_order(first) == in_order(second) or shortened(first, second) for first, second in pairs
    )


def _begins_with(longer: Value, shorter: Value) -> bool:
    """Return whether a text or a list is another and more; an ellipsis at its end is no more."""
    if isinstance(longer, str) and isinstance(shorter, str):
        whole, begin = one_line(longer).casefold(), one_line(shorter).casefold()
        return whole.startswith(begin.rstrip("….").rstrip() or begin)
    return _exactly(longer)[: len(shorter)] == _exactly(shorter)


def _exactly(value: Value) -> list[str]:
    return [one_line(text) for text in ([value] if isinstance(value, str) else value)]


def _words(name: str) -> list[str]:
    return words(parse(name))


def _provenance(held: Held, origin: Origin, said: Mapping[str, Value]) -> tuple[Origin, ...]:
    """Return a paper's provenance once a source has said some parts; its older marks go."""
    if not said:
        return held.provenance
    new = {part: mark(value) for part, value in said.items()}
    found: dict[tuple[str, dt.date], dict[str, str]] = {}
    for each in held.provenance:
        kept = dict(each.marks)
        if each.source == origin.source:
            kept = {part: known for part, known in kept.items() if part not in new}
        found[each.source, each.date] = kept
    found.setdefault((origin.source, origin.date), {}).update(new)
    return tuple(
        Origin(source, date, tuple(marks.items()))
        for (source, date), marks in found.items()
        if marks
    )


def _written(part: str, value: Value) -> object:
    """Return a value as it stands in an entry: dates and numbers bare."""
    if isinstance(value, tuple):
        return list(value)
    try:
        if part in _DATES:
            return dt.date.fromisoformat(value)
        return int(value) if part == "upvotes" else value
    except ValueError:
        return value  # schema says what is wrong with it
