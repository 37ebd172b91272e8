"""Merge a source's values into a paper: decide which value wins, and report conflicts.

A value that was edited by hand always stays. A value belongs to a source as long as it matches
its fingerprint in ``provenance``, so edits need not be recorded.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from generator.core.model import Origin
from generator.library.provenance import (
    ABSTRACT,
    LINK_PREFIX,
    LISTS,
    CurrentValues,
    Value,
    value_fingerprint,
)
from generator.text.name_matching import describe_shortening, name_words, word_order_key
from generator.text.names import parse
from generator.text.strings import match_key, one_line

_DATES = ("published", "updated", "withdrawn")
_PROSE = ("title", "authors", "venue", "categories", "organization", ABSTRACT)
"""Values that are compared without regard to case and punctuation."""

_AUTHORITIES: Mapping[str, frozenset[str]] = {
    "arxiv": frozenset({"title", "authors", ABSTRACT, "categories"}),
    "crossref": frozenset({"doi", "venue"}),
}
"""The values for which a source is the authority. Other sources copy these values from it."""

_SELF_CORRECTING = frozenset({"arxiv", "crossref", "huggingface", "openalex"})
"""Services, whose new values replace their old ones. Files are not among them, since two files
with the same name may come from different sources."""

_AGGREGATORS = frozenset({"openalex"})
"""Sources that copy all their values. They fill gaps; rejected values are not conflicts."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value on which a paper and a source disagree.

    Attributes:
        name: The value's name in ``provenance``.
        current: The paper's value before the merge.
        reported: The source's value.
        source: The source.
        is_applied: Whether the source's value replaces the paper's.
    """

    name: str
    current: Value
    reported: Value
    source: str
    is_applied: bool = False


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The result of a merge.

    Attributes:
        changes: The paper's new values, by name.
        provenance: The paper's provenance after the merge.
        conflicts: The conflicts that a person should see.
    """

    changes: Mapping[str, Value]
    provenance: tuple[Origin, ...]
    conflicts: tuple[Conflict, ...] = ()


def merge_values(
    current: CurrentValues,
    reported: Mapping[str, Value],
    origin: Origin,
    *,
    new_only: bool = False,
) -> MergeResult:
    """Merge the values that a source reports into a paper's values.

    - A missing value is added, unless a person removed it.
    - A value that was edited by hand stays.
    - A value stays if the new one differs only in case and spaces, or is only its beginning.
    - A service may correct values that it reported itself.
    - arXiv and Crossref may correct values for which they are the authority.
    - Any source may replace a value with one that continues it: a longer text or list with the same
      beginning, a higher count, a later ``updated`` or earlier ``published``, or a place of
      publication for a preprint.
    - Otherwise the first source wins.

    Args:
        current: The paper's values.
        reported: The source's values, as returned by ``provenance.entry_values``.
        origin: The source and the day. Its fingerprints are ignored.
        new_only: Whether to omit conflicts with values that were reported before.
    """
    changes: dict[str, Value] = {}
    conflicts: list[Conflict] = []
    for name, value in reported.items():
        if name not in current.values:
            if not _was_removed_by_hand(current, name, value, origin.source):
                changes[name] = value
        elif conflict := _compare(current, reported, name, origin.source):
            if conflict.is_applied:
                changes[name] = value
            if _is_worth_reporting(current, conflict, new_only=new_only):
                conflicts.append(conflict)
    _match_type_to_venue(current, reported, changes)
    return MergeResult(changes, current.origins_after(origin, changes), tuple(conflicts))


def origins_with_rejected(
    current: CurrentValues, origin: Origin, conflicts: Iterable[Conflict]
) -> tuple[Origin, ...]:
    """Return a paper's provenance with the rejected values of a source added.

    A recorded value is not reported again. The paper's value still counts as edited by hand.

    Args:
        current: The paper's values after the merge.
        origin: The source and the day.
        conflicts: The conflicts of the merge.
    """
    rejected = {
        conflict.name: conflict.reported for conflict in conflicts if not conflict.is_applied
    }
    return current.origins_after(origin, rejected)


def changed_fields(current: CurrentValues, merged: MergeResult) -> dict[str, object]:
    """Return the front matter fields that a merge changes, with their new values."""
    fields: dict[str, object] = {
        name: _field_value(name, value)
        for name, value in merged.changes.items()
        if name != ABSTRACT and not name.startswith(LINK_PREFIX)
    }
    if links := _links(merged.changes):
        fields["links"] = _links(current.values) | links
    if merged.provenance != current.provenance:
        fields["provenance"] = {
            f"{origin.source} {origin.date}": " ".join(map("=".join, origin.fingerprints))
            for origin in merged.provenance
        }
    return fields


def _was_removed_by_hand(current: CurrentValues, name: str, value: Value, source: str) -> bool:
    """Return whether a missing value was removed by hand: the source reported it before."""
    return current.fingerprint_from(source, name) == value_fingerprint(value)


def _compare(
    current: CurrentValues, reported: Mapping[str, Value], name: str, source: str
) -> Conflict | None:
    """Return the conflict between two values; None if they are equal.

    The abstract of a withdrawn paper is only a notice, which never causes a conflict.
    """
    now, value = current.values[name], reported[name]
    is_notice = name == ABSTRACT and "withdrawn" in reported
    if now == value or is_notice:
        return None
    return Conflict(name, now, value, source, _replaces(current, name, value, source))


def _replaces(current: CurrentValues, name: str, value: Value, source: str) -> bool:
    """Return whether a source's value replaces the paper's."""
    now = current.values[name]
    if (
        _normalize(now) == _normalize(value)
        or _continues(now, value)
        or current.was_edited_by_hand(name)
    ):
        return False
    if name in (ABSTRACT, *LISTS) and len(value) * 2 < len(now):
        return False  # more likely an error of the source than a correction
    if is_newer := _MONOTONIC.get(name):
        return is_newer(now, value)
    if source in _SELF_CORRECTING and current.is_from(source, name):
        return True
    if _is_equivalent(name, now, value):
        return False
    sources = {
        origin.source for origin in current.provenance if current.is_from(origin.source, name)
    }
    is_authority = name in _AUTHORITIES.get(source, ()) and not sources & _AUTHORITIES.keys()
    return is_authority or (name in _PROSE and _continues(value, now))


def _is_worth_reporting(current: CurrentValues, conflict: Conflict, *, new_only: bool) -> bool:
    """Return whether a person should see a conflict."""
    name, now, value = conflict.name, conflict.current, conflict.reported
    if _is_equivalent(name, now, value):
        return False
    if conflict.is_applied:
        return name not in _MONOTONIC and not _continues(value, now)
    if conflict.source in _AGGREGATORS or (name in _PROSE and _continues(now, value)):
        return False
    was_reported_before = value_fingerprint(value) in {
        current.fingerprint_from(origin.source, name) for origin in current.provenance
    }
    if was_reported_before and (new_only or not current.was_edited_by_hand(name)):
        return False
    is_newer = _MONOTONIC.get(name)
    return is_newer is None or is_newer(now, value)


def _match_type_to_venue(
    current: CurrentValues, reported: Mapping[str, Value], changes: dict[str, Value]
) -> None:
    """Make the changes of the publication type and the venue consistent."""
    values = current.values
    if "type" in values and current.was_edited_by_hand("type"):
        return
    if "venue" in changes and reported.get("type", values.get("type")) != values.get("type"):
        changes["type"] = reported["type"]
    elif "venue" in values and "venue" not in changes and not current.is_from("arxiv", "venue"):
        now, venue = values["venue"], reported.get("venue", "")
        if not venue or not (_is_equivalent("venue", now, venue) or _continues(now, venue)):
            changes.pop("type", None)


def _is_later(now: Value, value: Value) -> bool:
    return str(value) > str(now)  # both YYYY-MM-DD


def _is_earlier(now: Value, value: Value) -> bool:
    return str(value) < str(now)


def _is_higher(now: Value, value: Value) -> bool:
    return str(value).isdecimal() and int(str(value)) > int(str(now))


def _leaves_preprint(now: Value, value: Value) -> bool:
    return now == "preprint" and value != now


_MONOTONIC: Mapping[str, Callable[[Value, Value], bool]] = {
    "published": _is_earlier,
    "updated": _is_later,
    "upvotes": _is_higher,
    "type": _leaves_preprint,
}
"""Values that change in one direction only, each with a test for whether a value is newer."""


def _is_equivalent(name: str, first: Value, second: Value) -> bool:
    """Return whether two values differ only in capitals, punctuation or abbreviated names."""
    if isinstance(first, str) and isinstance(second, str):
        key = match_key if name in _PROSE else str.casefold
        return key(first) == key(second)
    if name != "authors":
        return sorted(_normalize(first)) == sorted(_normalize(second))
    pairs = zip(map(_author_words, first), map(_author_words, second), strict=False)
    return len(first) == len(second) and all(
        word_order_key(words) == word_order_key(other_words)
        or describe_shortening(words, other_words)
        for words, other_words in pairs
    )


def _author_words(name: str) -> list[str]:
    return name_words(parse(name))


def _continues(longer: Value, shorter: Value) -> bool:
    """Return whether a text or list begins with a shorter one, ignoring its final ellipsis."""
    if isinstance(longer, str) and isinstance(shorter, str):
        text, start = one_line(longer).casefold(), one_line(shorter).casefold()
        return text.startswith(start.rstrip("….").rstrip() or start)
    return _normalize(longer)[: len(shorter)] == _normalize(shorter)


def _normalize(value: Value) -> list[str]:
    """Return the texts of a value, each on one line."""
    return [one_line(text) for text in ([value] if isinstance(value, str) else value)]


def _field_value(name: str, value: Value) -> object:
    """Return a value with its type in front matter: dates and numbers without quotes."""
    if isinstance(value, tuple):
        return list(value)
    try:
        if name in _DATES:
            return dt.date.fromisoformat(value)
        return int(value) if name == "upvotes" else value
    except ValueError:
        return value  # the schema reports it


def _links(values: Mapping[str, Value]) -> dict[str, Value]:
    links = ((name.partition(LINK_PREFIX)[2], value) for name, value in values.items())
    return {kind: value for kind, value in links if kind}
