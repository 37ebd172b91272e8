"""Incremental builder: rebuild the files in ``site/`` whose inputs changed."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from generator.core import permalinks
from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.publish.mkdocs_pages import AnchorLink, MkDocsProject
from generator.storage import cache, parallel
from generator.storage.files import (
    TEMPORARY_SUFFIX,
    FolderWriter,
    explain_disk_errors,
    file_state,
    remove_empty_folders,
    walk,
)
from generator.storage.hashes import digest

_CACHE = "site"

_MIN_FILES_PER_PROCESS = 100
"""Building fewer files takes less time than starting a process."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The changes of a build in ``site/``.

    Attributes:
        pages: The number of pages in ``site/``.
        built: The number of files built.
        removed: The number of files removed.
        full_build_reason: Why every file was built; empty if only stale files were.
        states: The state of each file by its path; None if the builder does not record them.
    """

    pages: int
    built: int
    removed: int
    full_build_reason: str
    states: Mapping[str, str] | None = field(default=None, repr=False)


def build(config: Config, digests: Mapping[str, str], project: MkDocsProject) -> BuildResult:
    """Build the stale files in ``site/`` and remove its orphans.

    Args:
        config: The project.
        digests: The hash of each generated file, by its path in ``docs/``.
        project: The project as MkDocs sees it; ``supports_incremental`` is true.

    Returns:
        The changes in ``site/``.

    Raises:
        CannotRun: MkDocs reports a problem, or a file cannot be written.
    """
    with parallel.background_call(lambda: list(project.render_templates())) as templates:
        return _IncrementalBuilder(config, digests, project).run(templates.result)


def forget_previous_build(config: Config) -> None:
    """Make the next incremental build a full one, because another builder writes ``site/``."""
    cache.save(config.root, _CACHE, {})


@dataclass(frozen=True, slots=True)
class _BuiltFile:
    """A file in ``site/``.

    Attributes:
        source: The digest of its source.
        digest: The digest of its content.
        state: Its state on disk after it was written.
    """

    source: str
    digest: str
    state: str


@dataclass(frozen=True, slots=True)
class _PreviousBuild:
    """The record of the previous build.

    Attributes:
        inputs: The digest of each input that every page depends on.
        theme_files: The paths of the theme's assets.
        files: The files in ``site/`` by path.
        template_inputs: What the templates depend on, besides the inputs and the files.
        is_complete: Whether the build ended without warnings.
    """

    inputs: Mapping[str, str] = field(default_factory=dict)
    theme_files: Sequence[str] = ()
    files: Mapping[str, _BuiltFile] = field(default_factory=dict)
    template_inputs: str = ""
    is_complete: bool = False

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "_PreviousBuild":
        if not value:
            return cls()
        return cls(
            inputs={str(name): str(key) for name, key in value["inputs"].items()},
            theme_files=[str(path) for path in value["theme_files"]],
            files={path: _BuiltFile(*map(str, row)) for path, row in value["files"].items()},
            template_inputs=str(value["template_inputs"]),
            is_complete=value["is_complete"] is True,
        )

    def to_json(self) -> Mapping[str, object]:
        rows = {path: (file.source, file.digest, file.state) for path, file in self.files.items()}
        return {
            "inputs": self.inputs,
            "theme_files": self.theme_files,
            "files": rows,
            "template_inputs": self.template_inputs,
            "is_complete": self.is_complete,
        }


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to build.

    Attributes:
        path: Its path in ``site/``.
        source: The digest of its source.
        render: Returns its content.
        page: The path of its source in ``docs/`` if it is a page, otherwise empty.
    """

    path: str
    source: str
    render: Callable[[], bytes]
    page: str = ""


@dataclass(slots=True)
class _JobResults:
    """The files that one process built, the links on their pages, and MkDocs' warnings."""

    files: dict[str, _BuiltFile] = field(default_factory=dict)
    anchor_links: list[AnchorLink] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


_RenderedTemplates = Callable[[], Iterable[tuple[str, bytes]]]
"""Waits for the files rendered from the whole site; returns their paths and contents."""


class _IncrementalBuilder:
    """One build: compares ``site/`` with the expected files and builds the difference."""

    def __init__(self, config: Config, digests: Mapping[str, str], project: MkDocsProject) -> None:
        self.root, self.folder, self.digests = config.root, config.site, digests
        self.project = project
        self.has_unlisted_inputs = config.has_unlisted_inputs
        self.folder.mkdir(exist_ok=True)
        self.writer = FolderWriter(self.folder)
        self.previous = cache.load(config.root, _CACHE, _PreviousBuild.from_json, any_version=True)
        self.files = dict(self.previous.files)
        states, empty_folders = _scan(self.folder)
        self.empty_folders = [path for path in empty_folders if not path.startswith(".")]
        self.states = {
            path: state
            for path, state in states.items()
            if not path.startswith(".") or path in self.files or path.endswith(TEMPORARY_SUFFIX)
        }
        self.inputs = {
            "versions": cache.code_version(),
            "settings": project.settings_key,
            "theme": project.theme_key,
            "navigation": project.navigation_key,
        }
        self.template_inputs = os.environ.get("SOURCE_DATE_EPOCH", "") + project.template_key
        self.full_build_reason = self.find_full_build_reason()

    def find_full_build_reason(self) -> str:
        """Return why every file must be built, or an empty string."""
        previous = self.previous.inputs
        if not self.states:
            return "first build"
        if not previous:
            return "no record of a previous build"
        changed = [name for name, key in self.inputs.items() if previous.get(name) != key]
        return f"{' and '.join(changed)} changed" if changed else ""

    def run(self, rendered_templates: _RenderedTemplates) -> BuildResult:
        """Build the stale files, remove the orphans and record the build."""
        jobs = {job.path: job for job in self.jobs()}
        stale = [job for job in jobs.values() if self.full_build_reason or self.is_stale(job)]
        template_paths = {*self.project.template_paths}
        orphans = self.states.keys() - jobs.keys() - template_paths
        if stale or orphans or self.empty_folders or not self.are_templates_current():
            self.remove(orphans)  # first: a file may be in the place of a new folder
            self.files = self.build(stale, jobs, rendered_templates)
            self.remove(template_paths & self.states.keys() - self.files.keys())  # now empty
        elif self.files != self.previous.files:
            self.record(self.files, is_complete=True)  # files were copied or touched
        states = {path: file.state for path, file in self.files.items()}
        pages = sum(path.endswith(".html") for path in states)
        return BuildResult(pages, len(stale), len(orphans), self.full_build_reason, states)

    def jobs(self) -> Iterator[_Job]:
        """Yield a job for each file in ``site/`` except the rendered templates.

        If several jobs have the same path, the last one takes precedence: a page replaces an asset.
        """
        project, template_paths = self.project, {*self.project.template_paths}
        for path in self.theme_files:
            yield _Job(path, "", partial(self.read_theme_file, path))
        for file in project.copied_files:
            if file.dest_uri not in template_paths:
                source = digest(file.content_bytes)
                yield _Job(file.dest_uri, source, partial(self.read_docs_file, file.src_uri))
        for path, source in self.digests.items():
            if path in template_paths or not project.is_on_site(path):
                continue
            if path.endswith(".md"):
                yield _Job(permalinks.html_file(path), source, partial(self.render, path), path)
            else:
                yield _Job(path, source, partial(self.read_docs_file, path))
        for file in project.always_built:
            # a page's path is an input: its relative links depend on it
            source = f"{file.src_uri} {digest(file.content_bytes)}"
            yield _Job(file.dest_uri, source, partial(self.render, file.src_uri), file.src_uri)

    @cached_property
    def theme_files(self) -> Sequence[str]:
        """The paths of the theme's assets, which only change with an input."""
        if self.full_build_reason:
            return [*self.project.theme_files]
        return self.previous.theme_files

    def read_theme_file(self, path: str) -> bytes:
        return self.project.theme_files[path].content_bytes

    def read_docs_file(self, path: str) -> bytes:
        return (self.root / "docs" / path).read_bytes()

    def render(self, path: str) -> bytes:
        return self.project.render_page(self.project.files[path])

    def is_stale(self, job: _Job) -> bool:
        file = self.files.get(job.path)
        return file is None or file.source != job.source or not self.is_on_disk(job.path)

    def is_on_disk(self, path: str) -> bool:
        """Return whether a file of the previous build is on disk with the same content.

        If only the state has changed (for example, after copying), the new state is recorded.
        """
        file, state = self.files.get(path), self.states.get(path)
        if file is None or state is None:
            return False
        if file.state != state and file.digest == digest((self.folder / path).read_bytes()):
            self.files[path] = file = replace(file, state=state)
        return file.state == state

    def are_templates_current(self) -> bool:
        """Return whether the files rendered from the whole site are those of the same inputs."""
        previous = self.previous
        if not previous.is_complete or previous.template_inputs != self.template_inputs:
            return False
        paths = self.files.keys() & {*self.project.template_paths}
        return not self.has_unlisted_inputs and all([*map(self.is_on_disk, paths)])

    def build(
        self,
        stale: Iterable[_Job],
        jobs: Mapping[str, _Job],
        rendered_templates: _RenderedTemplates,
    ) -> dict[str, _BuiltFile]:
        """Build the stale files and return the record of all files."""
        always_built = [jobs[file.dest_uri] for file in self.project.always_built]
        to_build = {job.path: job for job in (*stale, *always_built)}
        batches = parallel.run_in_parallel(
            self.build_batch, [*to_build.values()], min_items=_MIN_FILES_PER_PROCESS
        )
        files = {path: file for path, file in self.files.items() if path in jobs}
        for batch in batches:
            files |= batch.files
        for path, content in rendered_templates():
            files[path] = self.write(path, content, "")
        self.project.check_anchors(link for batch in batches for link in batch.anchor_links)
        warnings = [message for batch in batches for message in batch.warnings]
        warnings += self.project.warnings.messages
        self.record(files, is_complete=not warnings)
        if warnings:
            raise CannotRun("\n".join(["the site builder stopped:", *dict.fromkeys(warnings)]))
        return files

    def build_batch(self, jobs: Iterable[_Job]) -> _JobResults:
        """Build some files; a page with warnings is left out of the record, to be built again."""
        results, messages = _JobResults(), self.project.warnings.messages
        for job in jobs:
            before = len(messages)
            file = self.write(job.path, job.render(), job.source)
            if len(messages) == before:
                results.files[job.path] = file
            results.warnings += messages[before:]
            if job.page:
                results.anchor_links += self.project.anchor_links(job.page)
        return results

    def write(self, path: str, content: bytes, source: str) -> _BuiltFile:
        """Write a file unless it is on disk, and return its record."""
        file, content_digest = self.files.get(path), digest(content)
        if file and file.digest == content_digest and self.is_on_disk(path):
            return _BuiltFile(source, content_digest, self.states[path])
        is_new = path not in self.states
        with explain_disk_errors(self.folder / path):
            state = self.writer.write(path, content, is_new=is_new)
        return _BuiltFile(source, content_digest, state)

    def remove(self, orphans: Iterable[str]) -> None:
        for path in orphans:
            (self.folder / path).unlink(missing_ok=True)
        in_empty_folders = (f"{folder}/file" for folder in self.empty_folders)
        remove_empty_folders(self.folder, [*orphans, *in_empty_folders])

    def record(self, files: Mapping[str, _BuiltFile], *, is_complete: bool) -> None:
        """Write the record of this build to the cache."""
        build = _PreviousBuild(
            self.inputs, self.theme_files, files, self.template_inputs, is_complete
        )
        cache.save(self.root, _CACHE, build.to_json())


def _scan(folder: Path) -> tuple[dict[str, str], set[str]]:
    """Return the state of each file below a folder by path, and the empty folders.

    A killed run may leave an empty folder.
    """
    states: dict[str, str] = {}
    folders: set[str] = set()
    parents: set[str] = set()
    for path, entry in walk(folder):
        parents.add(path.rpartition("/")[0])
        if entry.is_dir(follow_symlinks=False):
            folders.add(path)
        else:
            states[path] = file_state(entry.stat(follow_symlinks=False))
    return states, folders - parents
