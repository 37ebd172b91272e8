"""What ``site/`` is to hold against what it holds: only what changed is built, and all of that."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from generator.core import permalinks
from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.publish import mkdocs_pages, whole, zensical
from generator.storage import cache, processes
from generator.storage.digests import digest
from generator.storage.files import (
    TEMPORARY_SUFFIX,
    FolderWriter,
    explain_disk_errors,
    file_state,
    remove_empty_folders,
    walk,
)

BUILDERS = ("mkdocs", "zensical")
"""The site builders; the first is that of the settings' theme."""

_KEPT = "site"
_WORTH_A_PROCESS = 100
"""Files whose building takes longer than the start of a process."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did to ``site/``, and why all or only some of it was built.

    The states are those of its files, where the next run may rely on them.
    """

    pages: int
    built: int
    removed: int
    why: str
    states: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Made:
    """A file of ``site/``: what it was made of, its digest, and its state on disk then."""

    source: str
    digest: str
    state: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is known of the last build, and what every page hung on then."""

    hangs_on: Mapping[str, str] = field(default_factory=dict)
    theme_files: Sequence[str] = ()
    files: Mapping[str, _Made] = field(default_factory=dict)
    day: str = ""
    is_whole: bool = False

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> "_Kept":
        if not found:
            return cls()
        hangs_on = {str(name): str(held) for name, held in found["hangs_on"].items()}
        files = {path: _Made(*map(str, held)) for path, held in found["files"].items()}
        theme_files = [str(path) for path in found["theme_files"]]
        return cls(hangs_on, theme_files, files, str(found["day"]), found["is_whole"] is True)

    def written(self) -> Mapping[str, object]:
        files = {path: (held.source, held.digest, held.state) for path, held in self.files.items()}
        return {
            "hangs_on": self.hangs_on,
            "theme_files": self.theme_files,
            "files": files,
            "day": self.day,
            "is_whole": self.is_whole,
        }


@dataclass(slots=True)
class _Part:
    """What a process built: the files, the links to places on pages, and what was wrong."""

    made: dict[str, _Made] = field(default_factory=dict)
    anchors: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to build: its path in ``site/``, what it is made of, and how."""

    path: str
    source: str
    build: Callable[[], bytes]
    page: str = ""


def require(builder: str) -> None:
    """Check that a site builder can run; do this before writing ``docs/``.

    Args:
        builder: one of ``BUILDERS``.

    Raises:
        CannotRun: it is not installed.
    """
    if builder == "zensical":
        zensical.require()


def publish(config: Config, digests: Mapping[str, str], builder: str = BUILDERS[0]) -> Published:
    """Make ``site/`` show what ``docs/`` holds.

    Args:
        config: the project.
        digests: the digest of each file of ``docs/`` that was made, by its path.
        builder: one of ``BUILDERS``.

    Raises:
        CannotRun: the site builder found something wrong, or the disk refuses.
    """
    with explain_disk_errors(config.site):
        if builder == "zensical":
            return _whole(config, zensical.publish, "as Zensical does each time")
        site = mkdocs_pages.Site(config.root, digests)
        if site.is_plain:
            with processes.begun(lambda: list(site.templates())) as templates:
                return _Run(config, digests, site).run(templates.result)
        return _whole(config, whole.publish, "plugins, hooks or other addresses are set")


def _whole(config: Config, build: Callable[[Config], int], why: str) -> Published:
    cache.save(config.root, _KEPT, {})  # nothing is known of what the other builder makes
    pages = build(config)
    return Published(pages, pages, 0, why)


class _Run:
    """One run: what is there, what is wanted, and what is built."""

    def __init__(
        self, config: Config, digests: Mapping[str, str], builder: mkdocs_pages.Site
    ) -> None:
        self.root, self.folder, self.digests = config.root, config.site, digests
        self.builder = builder
        self.folder.mkdir(exist_ok=True)
        self.whole = FolderWriter(self.folder)
        self.kept = cache.load(config.root, _KEPT, _Kept.read, of_any_version=True)
        self.hangs_on = {
            "versions": cache.version(),
            "settings": digest(self.builder.settings),
            "theme": digest(self.builder.theme),
            "navigation": digest(self.builder.navigation),
        }
        self.made = dict(self.kept.files)
        states, empty = _look(self.folder)
        self.empty = [path for path in empty if not path.startswith(".")]
        self.there = {
            path: found
            for path, found in states.items()
            if not path.startswith(".") or path in self.made or path.endswith(TEMPORARY_SUFFIX)
        }
        self.has_unlisted_inputs = config.has_unlisted_inputs
        self.day = os.environ.get("SOURCE_DATE_EPOCH", "") + builder.template_sources
        self.why = self.reason()

    def reason(self) -> str:
        """Return why all is to be built; nothing, where only what changed is."""
        before = self.kept.hangs_on
        if not self.there:
            return "the first build"
        if not before:
            return "nothing is known of an earlier build"
        other = [name for name, held in self.hangs_on.items() if before.get(name) != held]
        return f"other {' and '.join(other)} than at the last build" if other else ""

    def run(self, templates: Callable[[], Iterable[tuple[str, bytes]]]) -> Published:
        """Build what is missing, remove what is not wanted, and note what is there then.

        Args:
            templates: returns the files that are made of the whole site, begun already.
        """
        jobs = {job.path: job for job in self.jobs()}
        stale = [job for job in jobs.values() if self.why or not self.is_made(job)]
        names = {*self.builder.template_names}
        orphans = self.there.keys() - jobs.keys() - names
        known = self.kept.is_whole and self.kept.day == self.day and not self.has_unlisted_inputs
        as_it_was = known and not stale and not orphans and not self.empty
        is_there = [*map(self.is_there, names & self.made.keys())]
        if as_it_was and all(is_there) and self.made != self.kept.files:
            self.keep(self.made, is_whole=True)  # only states are other: copied, or touched
        elif not as_it_was or not all(is_there):
            self.remove(orphans)  # first: one may be a file where a folder is wanted now
            self.made = self.build(stale, jobs, templates)
            self.remove(names & self.there.keys() - self.made.keys())  # a template left empty
        states = {path: made.state for path, made in self.made.items()}
        pages = sum(path.endswith(".html") for path in states)
        return Published(pages, len(stale), len(orphans), self.why, states)

    def build(
        self,
        stale: list[_Job],
        jobs: Mapping[str, _Job],
        templates: Callable[[], Iterable[tuple[str, bytes]]],
    ) -> dict[str, _Made]:
        """Build what is stale, and return what is known of all files then."""
        always = {file.dest_uri for file in self.builder.own}
        wanted = {job.path: job for job in stale} | {path: jobs[path] for path in always}
        parts = processes.spread(self.build_part, [*wanted.values()], fewest=_WORTH_A_PROCESS)
        made = {path: held for path, held in self.made.items() if path in jobs}
        for part in parts:
            made |= part.made
        for path, content in templates():
            made[path] = self.write(path, content, "")
        self.builder.check_anchors(link for part in parts for link in part.anchors)
        warnings = [text for part in parts for text in part.warnings] + self.builder.warnings.said
        self.keep(made, is_whole=not warnings)
        if warnings:
            raise CannotRun("\n".join(["the site builder stopped:", *dict.fromkeys(warnings)]))
        return made

    def remove(self, orphans: Iterable[str]) -> None:
        for path in orphans:
            (self.folder / path).unlink(missing_ok=True)
        remove_empty_folders(self.folder, [*orphans, *(f"{each}/file" for each in self.empty)])

    def keep(self, made: Mapping[str, _Made], *, is_whole: bool) -> None:
        kept = _Kept(self.hangs_on, self.theme_files, made, self.day, is_whole)
        cache.save(self.root, _KEPT, kept.written())

    def jobs(self) -> Iterator[_Job]:
        """Yield what is to be built of files; a page comes after a file of the same path."""
        builder, templates = self.builder, {*self.builder.template_names}
        for path in self.theme_files:
            yield _Job(path, "", partial(self.asset, path))
        for file in builder.copied:
            if file.dest_uri not in templates:
                yield _Job(
                    file.dest_uri, digest(file.content_bytes), partial(self.copy, file.src_uri)
                )
        for path, made in self.digests.items():
            if path not in templates and builder.is_on_site(path):
                is_page = path.endswith(".md")
                build = partial(self.page if is_page else self.copy, path)
                place = permalinks.html_file(path) if is_page else path
                yield _Job(place, made, build, path if is_page else "")
        for file in builder.own:
            build = partial(self.page, file.src_uri)
            source = f"{file.src_uri} {digest(file.content_bytes)}"  # moved, it has other links
            yield _Job(file.dest_uri, source, build, file.src_uri)

    @cached_property
    def theme_files(self) -> Sequence[str]:
        """The paths of the theme's assets; only another theme or version has others."""
        return [*self.builder.theme_files] if self.why else self.kept.theme_files

    def asset(self, path: str) -> bytes:
        return self.builder.theme_files[path].content_bytes

    def copy(self, path: str) -> bytes:
        return (self.root / "docs" / path).read_bytes()

    def page(self, path: str) -> bytes:
        return self.builder.page(self.builder.files[path])

    def is_made(self, job: _Job) -> bool:
        """Return whether a file is there as it would be built."""
        held = self.made.get(job.path)
        return held is not None and held.source == job.source and self.is_there(job.path)

    def is_there(self, path: str) -> bool:
        """Return whether a file is as it was left; one that was only copied or touched is."""
        held, there = self.made.get(path), self.there.get(path)
        if held is None or there is None:
            return False
        if held.state != there and held.digest == digest((self.folder / path).read_bytes()):
            self.made[path] = held = replace(held, state=there)
        return held.state == there

    def build_part(self, jobs: Iterable[_Job]) -> _Part:
        part = _Part()
        for job in jobs:
            before = len(self.builder.warnings.said)
            content = job.build()
            made = self.write(job.path, content, job.source)
            if len(self.builder.warnings.said) == before:
                part.made[job.path] = made
            part.warnings += self.builder.warnings.said[before:]
            if job.page:
                part.anchors += self.builder.links_to_places(job.page)
        return part

    def write(self, path: str, content: bytes, source: str) -> _Made:
        """Write a file unless it is there, and return what is to be known of it."""
        held, now = self.made.get(path), digest(content)
        if held and held.digest == now and self.is_there(path):
            return _Made(source, now, self.there[path])
        is_new = path not in self.there
        with explain_disk_errors(self.folder / path):
            return _Made(source, now, self.whole.write(path, content, is_new=is_new))


def _look(folder: Path) -> tuple[dict[str, str], set[str]]:
    """Return the state of each file below a folder, and its empty folders, by relative path.

    A run that was killed may leave an empty folder.
    """
    states: dict[str, str] = {}
    folders: set[str] = set()
    filled: set[str] = set()
    for path, entry in walk(folder):
        filled.add(path.rpartition("/")[0])
        if entry.is_dir(follow_symlinks=False):
            folders.add(path)
        else:
            states[path] = file_state(entry.stat(follow_symlinks=False))
    return states, folders - filled
