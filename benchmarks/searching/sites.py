"""The sites that are compared, built in one folder: ours and those of the peers."""

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
from generator.publish import docs, docs_writer
from generator.related.neighbours import Related
from generator.render.citations.formats import Citations
from generator.render.lists import home
from generator.render.lists.cards import Cards
from generator.render.paper import page
from generator.render.search.files import Search
from searching import papers as corpus
from searching.papers import ROOT, Text

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
window.loaded = fetch("index.json").then(got => got.json()).then(lunr.Index.load)
</script>
"""


@dataclass(frozen=True)
class Sites:
    """The folders of built sites, and the seconds that building some of them took."""

    folder: Path

    @property
    def project(self) -> Path:
        """The project of this generator."""
        return self.folder / "ours"

    @property
    def ours(self) -> Path:
        """The site of this generator."""
        return self.project / "site"

    @property
    def material(self) -> Path:
        """A plain site with the theme's own search."""
        return self.folder / "plain" / "material"

    @property
    def pagefind(self) -> Path:
        """The same without search, and indexed by Pagefind."""
        return self.folder / "plain" / "pagefind"

    @property
    def lunr(self) -> Path:
        """One page that searches the whole index with lunr.js."""
        return self.folder / "lunr"

    @property
    def seconds(self) -> dict[str, float]:
        """How long the builds of the peers' sites took, by name."""
        path = self.folder / "seconds.json"
        found: dict[str, float] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return found

    def took(self, name: str, seconds: float) -> None:
        """Note how long a build took."""
        text = json.dumps(self.seconds | {name: seconds})
        (self.folder / "seconds.json").write_text(text, "utf-8")


def build_ours(sites: Sites, texts: list[Text], *, with_papers: bool) -> None:
    """Build our site with its home page, its search and perhaps the pages of papers.

    Lists by tag, day and author are left out: no search asks for them, and they take minutes.
    """
    corpus.write_project(texts, sites.project)
    settings = config.load(sites.project)
    whole = load.load(settings)
    related, citations = Related(whole.papers), Citations(whole)
    made = [
        *home.artifacts(Cards(whole), settings),
        *Search(whole, docs.lunr_js()).artifacts(),
        *(page.artifacts(whole, settings, related, citations) if with_papers else ()),
    ]
    docs_writer.write(settings.docs, made)
    _run([*_MKDOCS, str(sites.project / "mkdocs.yml")])


def build_plain(sites: Sites, papers: list[Paper]) -> None:
    """Build the plain site with and without the theme's search, then Pagefind's index."""
    folder = sites.folder / "plain"
    corpus.write_plain(papers, folder)
    for name, plugin in (("pagefind", ""), ("material", "search")):
        settings = folder / f"{name}.yml"
        settings.write_text(_PLAIN % plugin + f"site_dir: {name}\n", encoding="utf-8")
        sites.took(name, _run([*_MKDOCS, str(settings)]))
    site = str(sites.pagefind)
    command = [sys.executable, "-m", "pagefind", "--site", site, "--root-selector", "article"]
    sites.took("pagefind index", _run([*command, "--silent"]))


def build_lunr(sites: Sites) -> None:
    """Make the page of the whole lunr index, which lies there as lunr.py wrote it.

    Its terms stand by code point; lunr.js, which compares UTF-16 units, would refuse them.
    """
    path = sites.lunr / "index.json"
    index = json.loads(path.read_text("utf-8"))
    index["invertedIndex"].sort(key=lambda entry: entry[0].encode("utf-16-be"))
    path.write_text(compact(index), "utf-8")
    (sites.lunr / "index.html").write_text(_LUNR_PAGE, "utf-8")
    shutil.copy(docs.LUNR_JS, sites.lunr)


def compact(index: object) -> str:
    """Return an index as JSON without blanks, as ``JSON.stringify`` writes it."""
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def _run(command: list[str]) -> float:
    """Run a command and return its seconds; with an error, stop with what it said."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    started = time.perf_counter()
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{ended.stdout[-2000:]}{ended.stderr[-2000:]}")
    return time.perf_counter() - started
