"""The systems to compare: the folders and the command of each."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import yaml
from searching.papers import ROOT, PaperText, load_taxonomy, write_entry, write_project

from generator.core.model import Paper
from generator.render.markup.markdown import escape

OURS = "paper-digest"
MKDOCS = "MkDocs with Material"
HUGO = "Hugo"
ZENSICAL = "Zensical"

_PAGES = "hand-written-pages"
_PYTHON = (sys.executable, "-m")
_ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "NO_MKDOCS_2_WARNING": "1",
    "SOURCE_DATE_EPOCH": "1767225600",  # otherwise files with a time change with each build
}
_MKDOCS_SETTINGS = """\
site_name: Papers
theme: {name: material, font: false}
nav: [index.md]
plugins: [%s]
site_dir: %s
validation: {nav: {omitted_files: ignore}}
"""
_HUGO_SETTINGS = """\
baseURL = "http://127.0.0.1/"
title = "Papers"
disableKinds = ["section", "RSS"]
buildFuture = true
[taxonomies]
tag = "tags"
[module]
[[module.mounts]]
source = "../docs/papers"
target = "content/papers"
[[module.mounts]]
source = "layouts"
target = "layouts"
"""
_HUGO_PAGE = '<!doctype html><meta charset="utf-8"><title>{{ .Title }}</title>\n'
_HUGO_LAYOUTS = {
    "index.html": '<a href="tags/">Tags</a>\n',
    "_default/single.html": "<article>{{ .Content }}</article>\n"
    '{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>\n{{ end }}',
    "_default/list.html": "<h1>{{ .Title }}</h1>\n"
    '{{ range .Pages }}<p><a href="{{ .RelPermalink }}">{{ .Title }}</a></p>\n{{ end }}',
}


@dataclass(frozen=True)
class System:
    """A site generator.

    Attributes:
        name: Its name in the table.
        version: Its name and version.
        folder: Its working directory.
        site: The folder of the built site.
        command: The command that builds the site.
        generated: Other folders that it writes.
        after_a_change: Additional arguments for a build after a change.
        environment: Additional environment variables.
    """

    name: str
    version: str
    folder: Path
    site: Path
    command: tuple[str, ...]
    generated: tuple[Path, ...]
    after_a_change: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=lambda: _ENVIRONMENT)

    def clear(self) -> None:
        """Remove all generated files."""
        for path in (self.site, *self.generated):
            shutil.rmtree(path, ignore_errors=True)
        if (self.folder / _PAGES).exists():
            shutil.copytree(self.folder / _PAGES, self.folder / "docs")


@dataclass(frozen=True)
class Sources:
    """The papers in a folder, as a project of ours and as plain pages for the peers."""

    folder: Path

    @property
    def project(self) -> Path:
        """Our project."""
        return self.folder / "ours"

    @property
    def plain(self) -> Path:
        """The peers' folder."""
        return self.folder / "plain"

    def write_all(self, texts: list[PaperText], *, for_peers: bool) -> None:
        """Write all sources and settings."""
        write_project(texts, self.project)
        shutil.copytree(self.project / "docs", self.project / _PAGES)
        if for_peers:
            _write_settings(self.plain)
            for text in texts:
                self._write_page(text.paper)

    def write(self, text: PaperText) -> None:
        """Write a new or changed paper."""
        write_entry(text, self.project)
        if self.plain.exists():
            self._write_page(text.paper)

    def remove(self, text: PaperText) -> None:
        """Remove a paper."""
        (self.project / text.paper.path).unlink()
        self._page(text.paper).unlink(missing_ok=True)

    def _write_page(self, paper: Paper) -> None:
        self._page(paper).write_text(plain_page(paper), encoding="utf-8")

    def _page(self, paper: Paper) -> Path:
        return self.plain / "docs" / "papers" / f"{paper.slug}.md"


def plain_page(paper: Paper) -> str:
    """Return a paper as a plain page: front matter, title, authors, date, abstract."""
    names = [author.name for author in paper.authors]
    fields = {
        "title": paper.title,
        "date": paper.date,
        "authors": names,
        "tags": [_LABELS[tag] for tag in paper.tags],
    }
    head = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)
    paragraphs = (paper.title, ", ".join(names), paper.date.isoformat(), paper.abstract)
    body = "\n\n".join(map(escape, paragraphs))
    return f"---\n{head}---\n\n# {body}\n"


_LABELS = {slug: tag.label for slug, tag in load_taxonomy().tags.items()}


def ours(sources: Sources) -> System:
    """Return paper-digest."""
    return System(
        OURS,
        f"paper-digest {version('paper-digest')}",
        sources.project,
        sources.project / "site",
        (*_PYTHON, "generator", "-C", str(sources.project), "site"),
        (sources.project / "docs", sources.project / ".cache"),
    )


def peers(sources: Sources) -> tuple[list[System], list[str]]:
    """Return the peers that are installed, and the names of the other peers."""
    systems = {MKDOCS: _mkdocs(sources), HUGO: _hugo(sources), ZENSICAL: _zensical(sources)}
    return [system for system in systems.values() if system], [
        name for name, system in systems.items() if not system
    ]


def _mkdocs(sources: Sources) -> System | None:
    if not (importlib.util.find_spec("mkdocs") and importlib.util.find_spec("material")):
        return None
    return System(
        MKDOCS,
        f"mkdocs {version('mkdocs')} and mkdocs-material {version('mkdocs-material')}",
        sources.plain,
        sources.plain / "mkdocs",
        (*_PYTHON, "mkdocs", "build", "-f", "mkdocs.yml"),
        (),
        ("--dirty",),
    )


def _hugo(sources: Sources) -> System | None:
    if not (command := shutil.which("hugo")):
        return None
    folder = sources.plain / "hugo"
    process = subprocess.run([command, "version"], capture_output=True, text=True, check=False)
    return System(
        HUGO,
        " ".join(process.stdout.split("-")[0].split("+")[0].split()[:2]),
        folder,
        folder / "public",
        (command,),
        (folder / "resources",),
    )


def _zensical(sources: Sources) -> System | None:
    command: tuple[str, ...] = (*_PYTHON, "zensical")
    if not importlib.util.find_spec("zensical"):
        if not (path := shutil.which("zensical")):
            return None
        command = (path,)
    process = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    return System(
        ZENSICAL,
        f"zensical {process.stdout.split()[-1] if process.stdout.split() else ''}".strip(),
        sources.plain,
        sources.plain / "zensical",
        (*command, "build", "-f", "zensical.yml"),
        (sources.plain / ".cache",),
    )


def _write_settings(folder: Path) -> None:
    for name, plugins in (("mkdocs", "search, tags"), ("zensical", "search")):
        _write(folder / f"{name}.yml", _MKDOCS_SETTINGS % (plugins, name))
    _write(folder / "docs" / "index.md", "# Papers\n")
    _write(folder / "docs" / "tags.md", "# Tags\n\n<!-- material/tags -->\n")
    _write(folder / "hugo" / "config.toml", _HUGO_SETTINGS)
    for name, layout in _HUGO_LAYOUTS.items():
        _write(folder / "hugo" / "layouts" / name, _HUGO_PAGE + layout)
    (folder / "docs" / "papers").mkdir()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
