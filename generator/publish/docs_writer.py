"""Write artifacts to ``docs/``.

The writer writes only those that changed, atomically, and without touching files that it did not
create.

The manifest, ``docs/.paper-digest.json``, lists the writer's files with their hashes. The writer
adds new files to it before it writes the first one, and drops orphans after it has removed the last
one. So even if the process is killed, the manifest lists every file that the writer may have
written.

The cache has the key of the artifact that each file was rendered from. An artifact with the same
key is not rendered again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.core import permalinks
from generator.core.errors import CannotRun, ContentError, Problem
from generator.publish.docs_snapshot import RESERVED, DocsSnapshot
from generator.render.artifact import Artifact
from generator.storage import cache, parallel
from generator.storage.files import (
    FolderWriter,
    explain_disk_errors,
    remove_empty_folders,
    write_atomically,
)
from generator.storage.hashes import digest

MANIFEST = permalinks.MANIFEST

_CACHE = "docs"

_ANY_DIGEST = "*"
"""In the manifest: the file may have any content, because a run is writing it."""

_MIN_ARTIFACTS_PER_PROCESS = 200
"""Rendering fewer artifacts takes less time than starting a process."""

_EDITED = (
    "edited by hand after it was generated; edit the source file named in it, then delete this file"
)


@dataclass(frozen=True, slots=True)
class WriteResult:
    """The changes of a run in ``docs/``.

    Attributes:
        written: The number of files written.
        unchanged: The number of files left as they were.
        removed: The number of files removed.
        digests: The hash of each generated file, by its path.
        states: The state of each generated file on disk, by its path.
    """

    written: int
    unchanged: int
    removed: int
    digests: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    states: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


def write(
    docs: Path,
    artifacts: Iterable[Artifact],
    wait_for_more: Callable[[], Iterable[Artifact]] = tuple,
    untouched_prefixes: tuple[str, ...] = (),
) -> WriteResult:
    """Write artifacts to ``docs/`` and remove all other generated files.

    Args:
        docs: The path of ``docs/``.
        artifacts: The files.
        wait_for_more: Returns more files, which another process renders in the meantime.
        untouched_prefixes: Generated files whose paths start with one of these stay as they are.

    Returns:
        The changes.

    Raises:
        ContentError: A file that the writer did not generate, or that was edited by hand, is in the
            place of a generated one; nothing is written.
        CannotRun: A file cannot be written, or the manifest is damaged.
    """
    with explain_disk_errors(docs):
        docs.mkdir(parents=True, exist_ok=True)
        writer = _DocsWriter(docs)
        writer.add(artifacts)
        if writer.has_unexplained_files():  # perhaps one of the other artifacts explains them
            writer.add(wait_for_more())
            wait_for_more = tuple
        writer.check()
        writer.write_missing()
        writer.add(wait_for_more())
        writer.check()
        writer.write_missing()
        writer.retain(untouched_prefixes)
        return writer.finish()


@dataclass(frozen=True, slots=True)
class _WrittenFile:
    """A generated file.

    Attributes:
        key: The cache key of its artifact.
        digest: The digest of its content.
        state: Its state on disk after it was written.
    """

    key: str
    digest: str
    state: str


class _DocsWriter:
    """One run: compares ``docs/`` with the artifacts and writes the difference."""

    def __init__(self, docs: Path) -> None:
        self.docs, self.folder = docs, FolderWriter(docs)
        self.manifest = _read_manifest(docs)
        self.snapshot = DocsSnapshot(docs, {*self.manifest, *permalinks.GENERATED_FILES})
        self.cached_files = cache.load(docs.parent, _CACHE, _files_from_json)
        self.disk_digests = dict(self.read_digests())
        self.artifacts: dict[str, Artifact] = {}
        self.files: dict[str, _WrittenFile] = {}
        self.written = 0

    def read_digests(self) -> Iterator[tuple[str, str]]:
        """Yield the hash of each file on disk; read only files whose state is not cached."""
        for path, state in self.snapshot.states.items():
            cached = self.cached_files.get(path)
            if cached and cached.state == state:
                yield path, cached.digest
            else:
                yield path, digest((self.docs / path).read_bytes())

    def add(self, artifacts: Iterable[Artifact]) -> None:
        self.artifacts |= {artifact.path: artifact for artifact in artifacts}

    def has_unexplained_files(self) -> bool:
        """Return whether a file is on disk that is neither in the manifest nor an artifact."""
        return any(
            path not in self.manifest and path not in self.artifacts for path in self.disk_digests
        )

    def check(self) -> None:
        """Raise a ContentError if anything is on disk that must not be overwritten or removed."""
        existing = self.disk_digests.keys() | self.files.keys()
        missing = (path for path in self.artifacts if path not in existing)
        obstacles = filter(None, map(self.snapshot.find_obstacle, missing))
        if problems := [*self.snapshot.problems, *obstacles] or list(self.find_foreign_files()):
            raise ContentError(problems)

    def find_foreign_files(self) -> Iterator[Problem]:
        """Yield a problem for each file that the writer neither wrote nor would write the same."""
        for path, disk_digest in self.disk_digests.items():
            digests = self.manifest.get(path, [])
            if disk_digest in digests or _ANY_DIGEST in digests or path in self.files:
                continue
            artifact = self.artifacts.get(path)
            if artifact is None or disk_digest != digest(artifact.content):
                message = _EDITED if path in self.manifest else RESERVED
                yield self.snapshot.problem(path, message)

    def write_missing(self) -> None:
        """Render and write the artifacts that are not up to date on disk, on all cores."""
        missing = []
        for path, artifact in self.artifacts.items():
            if path in self.files:
                continue
            if file := self.find_current(artifact):
                self.files[path] = file
            else:
                missing.append(artifact)
        if missing:
            self.manifest |= {artifact.path: [_ANY_DIGEST] for artifact in missing}
            _write_manifest(self.docs, self.manifest)
        for files, written in parallel.run_in_parallel(
            self.write_batch, missing, min_items=_MIN_ARTIFACTS_PER_PROCESS
        ):
            self.files |= files
            self.written += written

    def find_current(self, artifact: Artifact) -> _WrittenFile | None:
        """Return an artifact's file if it is on disk and up to date."""
        path = artifact.path
        disk_digest, cached = self.disk_digests.get(path), self.cached_files.get(path)
        if not artifact.key and disk_digest == digest(artifact.content):
            return _WrittenFile("", disk_digest, self.snapshot.states[path])
        if cached is None or not artifact.key == cached.key != "" or cached.digest != disk_digest:
            return None
        return replace(cached, state=self.snapshot.states[path])

    def write_batch(self, artifacts: Iterable[Artifact]) -> tuple[dict[str, _WrittenFile], int]:
        """Render and write artifacts; return their files, and how many of them changed."""
        files, written = {}, 0
        with explain_disk_errors(self.docs):
            for artifact in artifacts:
                path, content = artifact.path, artifact.content
                content_digest = digest(content)
                if self.disk_digests.get(path) == content_digest:
                    state = self.snapshot.states[path]
                else:
                    is_new = path not in self.disk_digests
                    state = self.folder.write(path, content, is_new=is_new)
                    written += 1
                files[path] = _WrittenFile(artifact.key, content_digest, state)
        return files, written

    def retain(self, prefixes: tuple[str, ...]) -> None:
        """Leave the files on disk whose paths start with one of the prefixes."""
        for path, disk_digest in self.disk_digests.items():
            if path not in self.artifacts and path.startswith(prefixes):
                self.files[path] = _WrittenFile("", disk_digest, self.snapshot.states[path])

    def finish(self) -> WriteResult:
        """Remove the orphans, and write the manifest and the cache."""
        temporary_files = self.snapshot.temporary_files
        for path in temporary_files:
            (self.docs / path).unlink(missing_ok=True)
        orphans = [path for path in self.disk_digests if path not in self.files]
        for path in orphans:
            (self.docs / path).unlink()
        in_empty_folders = (f"{folder}/file" for folder in self.snapshot.empty_folders)
        remove_empty_folders(self.docs, [*orphans, *temporary_files, *in_empty_folders])
        digests = {path: file.digest for path, file in self.files.items()}
        states = {path: file.state for path, file in self.files.items()}
        _write_manifest(self.docs, {path: [digest] for path, digest in digests.items()})
        if self.files != self.cached_files:
            cache.save(self.docs.parent, _CACHE, _files_to_json(self.files))
        unchanged = len(self.files) - self.written
        return WriteResult(self.written, unchanged, len(orphans), digests, states)


def _files_from_json(rows: Mapping[str, Sequence[str]]) -> dict[str, _WrittenFile]:
    return {path: _WrittenFile(*map(str, row)) for path, row in rows.items()}


def _files_to_json(files: Mapping[str, _WrittenFile]) -> dict[str, list[str]]:
    return {path: [file.key, file.digest, file.state] for path, file in files.items()}


def _read_manifest(docs: Path) -> dict[str, list[str]]:
    """Return the digests that each file of the writer may have, by its path.

    Raises:
        CannotRun: The manifest is damaged.
    """
    try:
        files = json.loads((docs / MANIFEST).read_text(encoding="utf-8"))["files"]
        if any(".." in path.split("/") or path.startswith("/") for path in files):
            raise ValueError("a path outside of docs/")
        return {str(path): [str(digest) for digest in digests] for path, digests in files.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        remedy = "delete it and the generated folders in docs/, then run again"
        raise CannotRun(f"{docs / MANIFEST}: damaged; {remedy}") from None


def _write_manifest(docs: Path, files: Mapping[str, list[str]]) -> None:
    if not files:
        (docs / MANIFEST).unlink(missing_ok=True)
        return
    separators = (",\n", ": ")
    content = json.dumps(
        {"files": files}, separators=separators, sort_keys=True, ensure_ascii=False
    )
    if not (docs / MANIFEST).is_file() or (docs / MANIFEST).read_text(encoding="utf-8") != content:
        write_atomically(docs / MANIFEST, content.encode())
