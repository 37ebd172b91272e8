"""Artifacts to disk: only what changed, each whole or not at all, and never over another's file.

What the writer made is listed with its digest in ``docs/.paper-digest.json``. The list is
extended before the first file is written and cut down after the last one, so that after a kill
at any moment every file on disk is still known as the writer's own.
"""

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import permalinks
from generator.errors import CannotRun, ContentError, Problem
from generator.model import Artifact

MANIFEST = ".paper-digest.json"

_TEMPORARY = ".paper-digest-tmp"
_SHOWN_OF_NAME = 40  # characters: the longest names have no room for an ending


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many files a run wrote, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


def write(docs: Path, artifacts: Iterable[Artifact]) -> Outcome:
    """Make the generated files below ``docs`` be these artifacts, and no others.

    Raises:
        ContentError: files in the way that the writer did not make or that were changed by
            hand since; then nothing is touched.
        CannotRun: the disk refuses.
    """
    wanted = {artifact.path: artifact.content for artifact in artifacts}
    with _unless_refused(docs):
        docs.mkdir(parents=True, exist_ok=True)
        with _alone(docs):
            return _write(docs, wanted)


def create(path: Path, text: str) -> None:
    """Write a new file, whole or not at all.

    Raises:
        CannotRun: there is one of that name, or the disk refuses.
    """
    if os.path.lexists(path):
        raise CannotRun(f"{path}: is already there; move it away and run again")
    replace(path, text.encode())


def replace(path: Path, content: bytes) -> None:
    """Write a file in the place of the one of that name, whole or not at all.

    Raises:
        CannotRun: the disk refuses.
    """
    with _unless_refused(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)


def remove(path: Path) -> None:
    """Remove a file.

    Raises:
        CannotRun: the disk refuses.
    """
    with _unless_refused(path):
        path.unlink()


@contextlib.contextmanager
def _unless_refused(path: Path) -> Iterator[None]:
    """Turn the disk's refusal into what the user can do about it."""
    try:
        yield
    except OSError as error:
        where = error.filename or path
        raise CannotRun(f"{where}: {error.strerror}; make room or rights, run again") from None


@contextlib.contextmanager
def _alone(docs: Path) -> Iterator[None]:
    """Wait until no other run writes below ``docs``, and keep others waiting; a kill ends it."""
    folder = os.open(docs, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _write(docs: Path, wanted: Mapping[str, bytes]) -> Outcome:
    if problems := [*_links(docs), *_no_files(docs, wanted)]:
        raise ContentError(problems)
    owned = _read_manifest(docs)
    there = {
        path: _digest((docs / path).read_bytes()) for path in _present(docs, {*owned, *wanted})
    }
    digests = {path: _digest(content) for path, content in wanted.items()}
    if problems := list(_strangers(docs, there, owned, digests)):
        raise ContentError(problems)
    _remove_temporaries(docs)
    changed = [path for path in wanted if there.get(path) != digests[path]]
    orphans = [path for path in there if path not in wanted]
    _write_manifest(docs, _known(owned, digests))
    for path in changed:
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        _replace(docs / path, wanted[path])
    for path in orphans:
        (docs / path).unlink()
    _remove_empty_folders(docs)
    _write_manifest(docs, {path: [digest] for path, digest in digests.items()})
    return Outcome(len(changed), len(wanted) - len(changed), len(orphans))


def _known(owned: Mapping[str, list[str]], digests: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what each file may hold while the run lasts: what it held, or what it is to hold."""
    known = {path: [*owned.get(path, []), digest] for path, digest in digests.items()}
    return {path: list(dict.fromkeys(held)) for path, held in {**owned, **known}.items()}


def _present(docs: Path, paths: Iterable[str]) -> Iterator[str]:
    """Yield every file that is there: of these paths, and in the generated folders."""
    for path in sorted({*paths, *_in_generated_folders(docs)}):
        if (docs / path).is_file():
            yield path


def _in_generated_folders(docs: Path) -> Iterator[str]:
    """Yield the files there; hidden ones (.DS_Store, an editor's) are nobody's pages."""
    for folder in permalinks.GENERATED_FOLDERS:
        for parent, folders, names in os.walk(docs / folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                if not name.startswith("."):
                    yield Path(parent, name).relative_to(docs).as_posix()


def _remove_temporaries(docs: Path) -> None:
    """Remove what a kill between writing and renaming left."""
    for folder in (docs, *(docs / name for name in permalinks.GENERATED_FOLDERS)):
        for path in folder.glob(f"*{_TEMPORARY}" if folder == docs else f"**/*{_TEMPORARY}"):
            path.unlink()


def _links(docs: Path) -> Iterator[Problem]:
    """Yield the symbolic links in generated folders; through one, another's file could be hit."""
    for folder in permalinks.GENERATED_FOLDERS:
        for parent, names, files in os.walk(docs / folder):
            for name in [".", *names, *files]:
                if Path(parent, name).is_symlink():
                    path = Path(parent, name).relative_to(docs.parent).as_posix()
                    yield Problem(path, 1, "a symbolic link in a generated folder; remove it")


def _no_files(docs: Path, wanted: Iterable[str]) -> Iterator[Problem]:
    """Yield what stands in the place of a generated file or folder and is none."""
    misplaced = [path for path in wanted if not (docs / path).is_file()]
    misplaced += [path for path in permalinks.GENERATED_FOLDERS if not (docs / path).is_dir()]
    for path in misplaced:
        if os.path.lexists(docs / path):
            message = "in the place of what paper-digest makes; move it elsewhere or delete it"
            yield Problem(f"{docs.name}/{path}", 1, message)


def _strangers(
    docs: Path,
    there: Mapping[str, str],
    owned: Mapping[str, list[str]],
    digests: Mapping[str, str],
) -> Iterator[Problem]:
    for path, digest in there.items():
        if digest == digests.get(path) or digest in owned.get(path, []):
            continue
        shown = f"{docs.name}/{path}"
        if path in owned:
            message = (
                "changed by hand since it was made; change the file that it names, delete this"
            )
        else:
            message = "in the way, and not made by paper-digest; move it elsewhere or delete it"
        yield Problem(shown, 1, message)


def _read_manifest(docs: Path) -> dict[str, list[str]]:
    try:
        files = json.loads((docs / MANIFEST).read_text(encoding="utf-8"))["files"]
        if any(".." in path.split("/") or path.startswith("/") for path in files):
            raise ValueError("a path that leaves docs/")
        return {str(path): [str(digest) for digest in digests] for path, digests in files.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        message = (
            f"{docs / MANIFEST}: damaged; delete it and the generated folders of docs/, run again"
        )
        raise CannotRun(message) from None


def _write_manifest(docs: Path, files: Mapping[str, list[str]]) -> None:
    if not files:
        (docs / MANIFEST).unlink(missing_ok=True)
        return
    content = json.dumps({"files": files}, indent=0, sort_keys=True, ensure_ascii=False)
    if not (docs / MANIFEST).is_file() or (docs / MANIFEST).read_text(encoding="utf-8") != content:
        _replace(docs / MANIFEST, content.encode())


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name[:_SHOWN_OF_NAME]}{_TEMPORARY}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _remove_empty_folders(docs: Path) -> None:
    for folder in permalinks.GENERATED_FOLDERS:
        for parent, _, _ in os.walk(docs / folder, topdown=False):
            if not any(Path(parent).iterdir()):
                Path(parent).rmdir()


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
