"""Cache the responses of services: one file per response below ``.cache/fetched/``."""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from generator.storage import cache, files, hashes

FOLDER = "fetched"
"""The folder below ``.cache/``."""


@dataclass(frozen=True, slots=True)
class ServiceResponse:
    """A response from a service.

    Attributes:
        service: The service's name in the settings.
        url: The URL, without secrets.
        text: The body; empty if the service has no such record (404).
        when: The time of the request, in UTC.
        cached: Whether the response comes from the cache.
    """

    service: str
    url: str
    text: str
    when: dt.datetime
    cached: bool = False


def load(root: Path, service: str, url: str) -> ServiceResponse | None:
    """Return the cached response for a URL, regardless of its age.

    Args:
        root: The project's folder.
        service: The service's name in the settings.
        url: The URL, without secrets.

    Returns:
        The response, or None if it is not cached or its file is damaged.
    """
    return cache.load(root, _name(service, url), _read, any_version=True)


def save(root: Path, response: ServiceResponse) -> None:
    """Cache a response, replacing any earlier response.

    Args:
        root: The project's folder.
        response: The response.

    Raises:
        CannotRun: The file cannot be written.
    """
    fields = asdict(replace(response, cached=True)) | {"when": response.when.isoformat()}
    cache.save(root, _name(response.service, response.url), fields)


def remove(root: Path, response: ServiceResponse) -> None:
    """Remove a response from the cache.

    Args:
        root: The project's folder.
        response: The response.

    Raises:
        CannotRun: The file cannot be removed.
    """
    path = root / cache.CACHE_FOLDER / _name(response.service, response.url)
    with files.explain_disk_errors(path):
        path.unlink(missing_ok=True)


def _name(service: str, url: str) -> str:
    return f"{FOLDER}/{service}/{hashes.digest(url.encode())}.json"


def _read(fields: dict[str, Any]) -> ServiceResponse | None:
    if not fields:
        return None
    response = ServiceResponse(**fields | {"when": dt.datetime.fromisoformat(fields["when"])})
    if not isinstance(response.text, str) or response.when.utcoffset() is None:
        raise ValueError
    return response
