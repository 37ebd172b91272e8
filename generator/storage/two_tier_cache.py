"""Two-tier cache: an archive that rarely changes, and recent data that each new paper changes.

Search and related papers derive data from all papers. The archive covers the oldest papers: it
is large and expensive to derive, so it is stored in a separate file, which is written only when
the archive is derived again. The recent data is small and is written after each change.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypedDict, TypeVar, cast, get_origin, get_type_hints

from generator.storage import cache


class KeyedData(TypedDict):
    """JSON data with a key that identifies the sources it was derived from."""

    key: str


_Archive = TypeVar("_Archive", bound=KeyedData)
_Recent = TypeVar("_Recent", bound=KeyedData)
_Data = TypeVar("_Data", bound=KeyedData)


class Tiers(NamedTuple, Generic[_Archive, _Recent]):
    """The data of both tiers.

    Attributes:
        archive: The data derived from the oldest papers, or None if there is none.
        recent: The data derived from the other papers, or None if there is none.
    """

    archive: _Archive | None = None
    recent: _Recent | None = None


def load(
    root: Path, name: str, archive: type[_Archive], recent: type[_Recent]
) -> Tiers[_Archive, _Recent]:
    """Load the cached data of both tiers.

    Args:
        root: The project's folder.
        name: The name that the data was saved under.
        archive: The typed dictionary that describes the archive's data.
        recent: The typed dictionary that describes the recent data.

    Returns:
        The data. A tier is None if its file is missing or damaged, or has another shape.
    """
    return Tiers(
        cache.load(root, f"{name}-archive", lambda data: check_shape(data, archive)),
        cache.load(root, f"{name}-recent", lambda data: check_shape(data, recent)),
    )


def save(
    root: Path, name: str, now: Tiers[_Archive, _Recent], before: Tiers[_Archive, _Recent]
) -> None:
    """Save the data of each tier that has changed.

    Args:
        root: The project's folder.
        name: The name to save the data under.
        now: The data to save.
        before: The data that ``load`` returned.

    Raises:
        CannotRun: The disk refuses to write a file.
    """
    if now.archive is not before.archive and now.archive:
        cache.save(root, f"{name}-archive", now.archive)
    if now.recent != before.recent and now.recent:
        cache.save(root, f"{name}-recent", now.recent)


def if_current(data: _Data | None, key: str) -> _Data | None:
    """Return cached data if it was derived from the current sources, otherwise None.

    >>> if_current({"key": "a"}, "a"), if_current({"key": "a"}, "b"), if_current(None, "a")
    ({'key': 'a'}, None, None)
    """
    return data if data and data["key"] == key else None


def check_shape(data: Mapping[str, Any], shape: type[_Data]) -> _Data | None:
    """Check JSON data and return it as a typed dictionary.

    The cache verifies that the same version of the code wrote the data, so only the outermost
    values are checked.

    Args:
        data: The data, or an empty mapping if there is none.
        shape: The typed dictionary that describes the data; its values are str, int, list or dict.

    Returns:
        The same data, or None if it is empty.

    Raises:
        KeyError: A key is missing.
        ValueError: A value has a different type.
    """
    for name, kind in get_type_hints(shape).items() if data else ():
        if not isinstance(data[name], get_origin(kind) or kind):
            raise ValueError(f"{name} has a different type")
    return cast("_Data", data) if data else None
