"""Build the sites to compare in one folder: our own and those of the peers."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from generator.core import config
from generator.core.model import Paper
from generator.library import load
from generator.publish import build_docs, docs_writer
from generator.related.neighbours import Related
from generator.render.citations.formats import Citations
from generator.render.lists import home
from generator.render.lists.cards import Cards
from generator.render.paper import page
from generator.render.search.files import Search
from searching import papers as corpus
from searching.papers import ROOT, PaperText

_MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f"]

_PLAIN = """\
site_name: Papers
theme: {name: material, font: false}
nav: [index.md]
plugins: [%s]
validation: {nav: {omitted_files: ignore}}
"""
_LUNR_PAGE = """\
<!doctype html>
<title>lunr</title>
<script src="lunr.js"></script>
<script>
window.loaded = fetch("index.json").then(response => response.json()).then(lunr.Index.load)
</script>
"""


@dataclass(frozen=True)
class Sites:
    """The folders of the sites, and the build times of the peers' sites."""

    folder: Path

    @property
    def project(self) -> Path:
        """Our project."""
        return self.folder / "ours"

    @property
    def ours(self) -> Path:
        """Our site."""
        return self.project / "site"

    @property
    def material(self) -> Path:
        """A plain site with Material's search."""
        return self.folder / "plain" / "material"

    @property
    def pagefind(self) -> Path:
        """The same site without Material's search, indexed by Pagefind."""
        return self.folder / "plain" / "pagefind"

    @property
    def lunr(self) -> Path:
        """A page that searches the complete index with lunr.js."""
        return self.folder / "lunr"

    @property
    def seconds(self) -> dict[str, float]:
        """The seconds that the builds of the peers' sites took, by name."""
        path = self.folder / "seconds.json"
        seconds: dict[str, float] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return seconds

    def record_seconds(self, name: str, seconds: float) -> None:
        """Record how long a build took."""
        text = json.dumps(self.seconds | {name: seconds})
        (self.folder / "seconds.json").write_text(text, "utf-8")


def build_ours(sites: Sites, texts: list[PaperText], *, with_papers: bool) -> None:
    """Build our site with its home page and its search.

    Lists by tag, day and author are left out: a search does not need them, and they take minutes.

    Args:
        sites: The folders.
        texts: The papers.
        with_papers: Whether to build the papers' pages, too.
    """
    corpus.write_project(texts, sites.project)
    settings = config.load(sites.project)
    site = load.load(settings)
    related, citations = Related(site.papers), Citations(site)
    artifacts = [
        *home.artifacts(Cards(site), settings),
        *Search(site, build_docs.lunr_js()).artifacts(),
        *(page.artifacts(site, settings, related, citations) if with_papers else ()),
    ]
    docs_writer.write(settings.docs, artifacts)
    _run([*_MKDOCS, str(sites.project / "mkdocs.yml")])


def build_plain(sites: Sites, papers: list[Paper]) -> None:
    """Build the plain site with and without Material's search, and Pagefind's index."""
    folder = sites.folder / "plain"
    corpus.write_plain(papers, folder)
    for name, plugin in (("pagefind", ""), ("material", "search")):
        settings = folder / f"{name}.yml"
        settings.write_text(_PLAIN % plugin + f"site_dir: {name}\n", encoding="utf-8")
        sites.record_seconds(name, _run([*_MKDOCS, str(settings)]))
    site = str(sites.pagefind)
    command = [sys.executable, "-m", "pagefind", "--site", site, "--root-selector", "article"]
    sites.record_seconds("pagefind index", _run([*command, "--silent"]))


def build_lunr(sites: Sites) -> None:
    """Create the page that searches the complete index, which lunr.py has written.

    lunr.py sorts terms by code point, but lunr.js only accepts the order of UTF-16 units.
    """
    path = sites.lunr / "index.json"
    index = json.loads(path.read_text("utf-8"))
    index["invertedIndex"].sort(key=lambda entry: entry[0].encode("utf-16-be"))
    path.write_text(compact(index), "utf-8")
    (sites.lunr / "index.html").write_text(_LUNR_PAGE, "utf-8")
    shutil.copy(build_docs.LUNR_JS, sites.lunr)


def compact(index: object) -> str:
    """Return an index as JSON without white space, as ``JSON.stringify`` does."""
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def _run(command: list[str]) -> float:
    """Run a command and return the seconds it took.

    Raises:
        RuntimeError: The command failed; the error has the end of its output.
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    process = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{process.stdout[-2000:]}{process.stderr[-2000:]}")
    return time.perf_counter() - start
