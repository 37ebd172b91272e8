"""The cache in ``.cache/``: results of earlier runs that save time and can always be recreated.

Each file starts with the version of the code that wrote it and a digest of its content, so files
that are damaged or written by other code are ignored.
"""

import hashlib
import json
import platform
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, TypeVar

from generator.storage.files import explain_disk_errors, write_atomically
from generator.storage.hashes import digest

CACHE_FOLDER = ".cache"

_CODE_EXTENSIONS = frozenset({".py", ".jinja", ".xml", ".csl"})
_Value = TypeVar("_Value")


def load(
    root: Path, name: str, decode: Callable[[dict[str, Any]], _Value], *, any_version: bool = False
) -> _Value:
    """Load a cached value.

    Args:
        root: The project's folder.
        name: The name that the value was saved under.
        decode: Converts the saved JSON object to the value. It must accept an empty object.
        any_version: Whether to accept values that another version of the code saved.

    Returns:
        The decoded value. If no object is saved, or the object is damaged, outdated or cannot be
        decoded, the result of decoding an empty object.
    """
    try:
        head, _, body = (root / CACHE_FOLDER / name).read_bytes().partition(b"\n")
        saved_version, _, saved_digest = head.decode().partition(" ")
        if saved_digest == digest(body) and (any_version or saved_version == code_version()):
            return decode(json.loads(body))
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        pass
    return decode({})


def save(root: Path, name: str, value: Mapping[str, object]) -> None:
    """Save a value.

    Args:
        root: The project's folder.
        name: The name to save the value under; it may contain ``/``.
        value: A JSON object.

    Raises:
        CannotRun: The file cannot be written.
    """
    body = json.dumps(value, separators=(",", ":")).encode()
    path = root / CACHE_FOLDER / name
    with explain_disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, f"{code_version()} {digest(body)}\n".encode() + body)


@cache
def code_version() -> str:
    """Return a hash of Python's version, the installed packages and this package's source."""
    version = hashlib.blake2b(platform.python_version().encode(), digest_size=16)
    for package in sorted(f"{package.name} {package.version}" for package in distributions()):
        version.update(package.encode())
    folder = Path(__file__).parent.parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in _CODE_EXTENSIONS:
            version.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return version.hexdigest()
