"""Cached responses of the services: one file each below ``.cache/``, verified when read."""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from generator.storage import cache, digests, files

FOLDER = "fetched"


@dataclass(frozen=True, slots=True)
class ServiceResponse:
    """The text of a service's response, its URL without secrets, and its time (UTC).

    The text is empty where the service has no such record (404).
    """

    service: str
    url: str
    text: str
    when: dt.datetime
    cached: bool = False


def load(root: Path, service: str, url: str) -> ServiceResponse | None:
    """Return the cached response for a URL, whatever its age.

    Args:
        root: the project's folder.
        service: the service's name in the settings.
        url: the URL, without secrets.

    Returns:
        The response, or None if there is none or its file is damaged.
    """
    return cache.load(root, _name(service, url), _read, any_version=True)


def save(root: Path, answer: ServiceResponse) -> None:
    """Cache a response, replacing an earlier one.

    Args:
        root: the project's folder.
        answer: the response.

    Raises:
        CannotRun: the file cannot be written.
    """
    fields = asdict(replace(answer, cached=True)) | {"when": answer.when.isoformat()}
    cache.save(root, _name(answer.service, answer.url), fields)


def remove(root: Path, answer: ServiceResponse) -> None:
    """Remove a response from the cache.

    Args:
        root: the project's folder.
        answer: the response.

    Raises:
        CannotRun: the file cannot be removed.
    """
    path = root / cache.CACHE_FOLDER / _name(answer.service, answer.url)
    with files.explain_disk_errors(path):
        path.unlink(missing_ok=True)


def _name(service: str, url: str) -> str:
    return f"{FOLDER}/{service}/{digests.digest(url.encode())}.json"


def _read(fields: dict[str, Any]) -> ServiceResponse | None:
    if not fields:
        return None
    answer = ServiceResponse(**fields | {"when": dt.datetime.fromisoformat(fields["when"])})
    if not isinstance(answer.text, str) or answer.when.utcoffset() is None:
        raise ValueError
    return answer
