"""The answers of services, kept on disk: each a file below ``.cache/``, checked when read."""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from generator.storage import cache, digests, files

FOLDER = "fetched"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said: its text as it came, from where (without secrets), and when (UTC).

    The text is empty where the service knows no such thing.
    """

    service: str
    url: str
    text: str
    when: dt.datetime
    cached: bool = False


def load(root: Path, service: str, url: str) -> Answer | None:
    """Return the answer kept of an address, of whatever age; none if there is none whole.

    Args:
        root: the project's folder.
        service: whose answer.
        url: what was asked for.
    """
    return cache.load(root, _name(service, url), _read, of_any_version=True)


def keep(root: Path, answer: Answer) -> None:
    """Keep an answer in the place of an earlier one.

    Raises:
        CannotRun: the disk refuses.
    """
    kept = asdict(replace(answer, cached=True)) | {"when": answer.when.isoformat()}
    cache.save(root, _name(answer.service, answer.url), kept)


def forget(root: Path, answer: Answer) -> None:
    """Keep an answer no more.

    Raises:
        CannotRun: the disk refuses.
    """
    path = root / cache.FOLDER / _name(answer.service, answer.url)
    with files.explain_disk_errors(path):
        path.unlink(missing_ok=True)


def _name(service: str, url: str) -> str:
    return f"{FOLDER}/{service}/{digests.digest(url.encode())}.json"


def _read(kept: dict[str, Any]) -> Answer | None:
    if not kept:
        return None
    answer = Answer(**kept | {"when": dt.datetime.fromisoformat(kept["when"])})
    if not isinstance(answer.text, str) or answer.when.utcoffset() is None:
        raise ValueError
    return answer
