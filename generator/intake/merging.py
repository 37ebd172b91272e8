"""One paper from several sources: which values are taken, which are kept, which conflict.

What a person wrote stays. A value is a source's only where its mark in ``provenance`` is still
that of the value: who edits an entry need not say so.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from generator.core.model import Origin
from generator.library.provenance import ABSTRACT, LINK, LISTS, Held, Value, mark
from generator.text.name_matching import describe_shortening, name_words, word_order_key
from generator.text.names import parse
from generator.text.plain import match_key, one_line

_DATES = ("published", "updated", "withdrawn")
_PROSE = ("title", "authors", "venue", "categories", "organization", ABSTRACT)
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
        is_taken = _yields(held, part, value, origin.source)
        conflict = Conflict(part, now, value, origin.source, is_taken)
        if is_taken:
            taken[part] = value
        if _is_reported(held, conflict, news_only=news_only):
            conflicts.append(conflict)
    _keep_type_with_venue(held, found, taken)
    return Merged(taken, held.after(origin, taken), tuple(conflicts))


def noted(held: Held, origin: Origin, conflicts: Iterable[Conflict]) -> tuple[Origin, ...]:
    """Return a paper's provenance with what a source said and was not taken.

    The same will not be a conflict again; the values of the entry stay a person's.
    """
    said = {each.part: each.other for each in conflicts if not each.is_taken}
    return held.after(origin, said)


def fields(held: Held, merged: Merged) -> dict[str, object]:
    """Return the fields of the entry that change, with their new values."""
    changed: dict[str, object] = {
        part: _written(part, value)
        for part, value in merged.taken.items()
        if part != ABSTRACT and not part.startswith(LINK)
    }
    if links := _links(merged.taken):
        changed["links"] = _links(held.parts) | links
    if merged.provenance != held.provenance:
        changed["provenance"] = {
            f"{origin.source} {origin.date}": " ".join(map("=".join, origin.fingerprints))
            for origin in merged.provenance
        }
    return changed


def _links(parts: Mapping[str, Value]) -> dict[str, Value]:
    links = ((part.partition(LINK)[2], value) for part, value in parts.items())
    return {kind: value for kind, value in links if kind}


def _yields(held: Held, part: str, value: Value, source: str) -> bool:
    """Return whether a value that is there gives way to another."""
    now = held.parts[part]
    if _exactly(now) == _exactly(value) or _begins_with(now, value) or held.is_a_person_s(part):
        return False
    if part in (ABSTRACT, *LISTS) and len(value) * 2 < len(now):
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


def _is_reported(held: Held, conflict: Conflict, *, news_only: bool) -> bool:
    """Return whether a person should look at a conflict."""
    part, now, value = conflict.part, conflict.held, conflict.other
    if _likely_same(part, now, value):
        return False
    if conflict.is_taken:
        return part not in _GROWING and not _begins_with(value, now)
    if conflict.source in _REPEATING or (part in _PROSE and _begins_with(now, value)):
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
        word_order_key(first) == word_order_key(second) or describe_shortening(first, second)
        for first, second in pairs
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
    return name_words(parse(name))


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
