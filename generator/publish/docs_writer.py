"""Artifacts to disk: only what changed, each whole or not at all, and never over another's file.

What the writer made is listed with its digest in ``docs/.paper-digest.json``. The list is
extended before the first file is written and cut down after the last one, so that after a kill
at any moment every file on disk is still known as the writer's own. What each file was made of
is kept in the cache, and what is made of the same is not made again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as replace_fields
from pathlib import Path

from generator.core import permalinks
from generator.core.errors import CannotRun, ContentError, Problem
from generator.publish.docs_scan import Found
from generator.render.artifact import Artifact
from generator.storage import cache, processes
from generator.storage.digests import digest
from generator.storage.files import (
    FolderWriter,
    explain_disk_errors,
    remove_empty_folders,
    write_atomically,
)

MANIFEST = permalinks.MANIFEST

_KEPT = "docs"
_ANY = "*"
"""In the list: while the run lasts, the file may hold anything that the run writes."""

_WORTH_A_PROCESS = 200
"""Artifacts whose making takes longer than the start of a process."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many files a run wrote, left as they were, and removed; their digests and states."""

    written: int
    unchanged: int
    removed: int
    digests: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    states: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is known of a file: what it was made of, its digest, and its state on disk then."""

    key: str
    digest: str
    state: str


def write(
    docs: Path,
    artifacts: Iterable[Artifact],
    late: Callable[[], Iterable[Artifact]] = tuple,
    leave: tuple[str, ...] = (),
) -> Outcome:
    """Make the generated files below ``docs`` be these artifacts, and no others.

    Args:
        docs: the folder.
        artifacts: the files.
        late: returns more of them, which are being made at the same time.
        leave: how the paths begin of files that stay as they are, made by an earlier run.

    Raises:
        ContentError: files in the way that the writer did not make or that were changed by
            hand since; then nothing is touched.
        CannotRun: the disk refuses.
    """
    with explain_disk_errors(docs):
        docs.mkdir(parents=True, exist_ok=True)
        run = _Run(docs)
        run.take(artifacts)
        if run.has_doubtful():  # which only all that is wanted can settle
            run.take(late())
            late = tuple
        run.refuse()
        run.make()
        run.take(late())
        run.refuse()
        run.make()
        run.leave(leave)
        return run.end()


class _Run:
    """What is on disk, what is wanted there, and what has been made so far."""

    def __init__(self, docs: Path) -> None:
        self.docs, self.folder = docs, FolderWriter(docs)
        self.owned = _read_manifest(docs)
        self.found = Found(docs, {*self.owned, *permalinks.GENERATED_FILES})
        self.kept = cache.load(docs.parent, _KEPT, _read_kept)
        self.there = dict(self.digests())
        self.wanted: dict[str, Artifact] = {}
        self.made: dict[str, _Kept] = {}
        self.written = 0

    def digests(self) -> Iterator[tuple[str, str]]:
        """Yield the digest of each file that is there, reading only those of an unknown state."""
        for path, there in self.found.states.items():
            kept = self.kept.get(path)
            known = kept is not None and kept.state == there
            yield path, kept.digest if kept and known else digest((self.docs / path).read_bytes())

    def take(self, artifacts: Iterable[Artifact]) -> None:
        """Take more artifacts on."""
        self.wanted |= {artifact.path: artifact for artifact in artifacts}

    def has_doubtful(self) -> bool:
        """Return whether a file is there that is neither listed nor wanted."""
        return any(path not in self.owned and path not in self.wanted for path in self.there)

    def refuse(self) -> None:
        """Stop if anything of another's is in the way."""
        found = self.found
        there = self.there.keys() | self.made.keys()
        missing = (path for path in self.wanted if path not in there)
        problems = [*found.problems, *filter(None, map(found.misplaced, missing))]
        if problems := problems or list(self.strangers()):
            raise ContentError(problems)

    def strangers(self) -> Iterator[Problem]:
        """Yield the files that are not the writer's, and not what it would write anyway."""
        for path, held in self.there.items():
            listed = self.owned.get(path, [])
            if held in listed or _ANY in listed or path in self.made:
                continue
            if path not in self.wanted or held != digest(self.wanted[path].content):
                yield Problem(f"{self.docs.name}/{path}", 1, _IN_THE_WAY[path in self.owned])

    def make(self) -> None:
        """Make what is not there yet as it is wanted, on all cores."""
        missing = []
        for path, artifact in self.wanted.items():
            if path in self.made:
                continue
            if kept := self.as_wanted(artifact):
                self.made[path] = kept
            else:
                missing.append(artifact)
        if missing:
            self.owned |= {artifact.path: [_ANY] for artifact in missing}
            _write_manifest(self.docs, self.owned)
        for made, written in processes.spread(self.make_part, missing, fewest=_WORTH_A_PROCESS):
            self.made |= made
            self.written += written

    def as_wanted(self, artifact: Artifact) -> _Kept | None:
        """Return what is known of an artifact's file, if it is there and need not be made."""
        there, kept = self.there.get(artifact.path), self.kept.get(artifact.path)
        if not artifact.key and there == digest(artifact.content):
            return _Kept("", there, self.found.states[artifact.path])
        if kept is None or not artifact.key == kept.key != "" or kept.digest != there:
            return None
        return replace_fields(kept, state=self.found.states[artifact.path])

    def make_part(self, artifacts: Iterable[Artifact]) -> tuple[dict[str, _Kept], int]:
        """Make and write some artifacts; return what is known of them, and how many changed."""
        made, written = {}, 0
        with explain_disk_errors(self.docs):
            for artifact in artifacts:
                path, content = artifact.path, artifact.content
                held = digest(content)
                if self.there.get(path) == held:
                    now = self.found.states[path]
                else:
                    is_new = path not in self.there
                    now = self.folder.write(path, content, is_new=is_new)
                    written += 1
                made[path] = _Kept(artifact.key, held, now)
        return made, written

    def leave(self, begin: tuple[str, ...]) -> None:
        """Count the files of an earlier run as wanted whose paths begin so."""
        for path, held in self.there.items():
            if path not in self.wanted and path.startswith(begin):
                self.made[path] = _Kept("", held, self.found.states[path])

    def end(self) -> Outcome:
        """Remove what is not wanted, and note what is there."""
        for path in self.found.temporaries:
            (self.docs / path).unlink(missing_ok=True)
        orphans = [path for path in self.there if path not in self.made]
        for path in orphans:
            (self.docs / path).unlink()
        remove_empty_folders(self.docs, [*orphans, *self.found.temporaries, *self.found.empty])
        _write_manifest(self.docs, {path: [kept.digest] for path, kept in self.made.items()})
        now = {path: [kept.key, kept.digest, kept.state] for path, kept in self.made.items()}
        if self.made != self.kept:
            cache.save(self.docs.parent, _KEPT, now)
        digests = {path: kept.digest for path, kept in self.made.items()}
        states = {path: kept.state for path, kept in self.made.items()}
        unchanged = len(self.made) - self.written
        return Outcome(self.written, unchanged, len(orphans), digests, states)


_IN_THE_WAY = {
    True: "changed by hand since it was made; change the file that it names, delete this",
    False: "in the way, and not made by paper-digest; move it elsewhere or delete it",
}


def _read_kept(found: Mapping[str, Sequence[str]]) -> dict[str, _Kept]:
    return {path: _Kept(*map(str, held)) for path, held in found.items()}


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
    between = (",\n", ": ")
    content = json.dumps({"files": files}, separators=between, sort_keys=True, ensure_ascii=False)
    if not (docs / MANIFEST).is_file() or (docs / MANIFEST).read_text(encoding="utf-8") != content:
        write_atomically(docs / MANIFEST, content.encode())
