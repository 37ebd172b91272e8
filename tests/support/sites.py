"""Build sites, parse them, find broken links, and serve them."""

import contextlib
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from http import server
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import lxml.html
import pytest

from generator.core import config as settings
from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Paper
from generator.library.site import Site
from generator.publish import build_docs, pipeline
from generator.publish.incremental import BuildResult
from generator.publish.pipeline import BUILDERS
from generator.render.search import documents
from generator.render.search.documents import Document
from generator.text.strings import paragraphs
from tests.support.pages import fold_whitespace, visible_text
from tests.support.shared_folders import shared_folder


def build_site(config: Config, builder: str = BUILDERS[0]) -> BuildResult:
    """Build ``docs/`` and ``site/`` of a project."""
    _, outcome = build_docs.build(config)
    return pipeline.build_site(config, outcome.digests, builder)


@contextlib.contextmanager
def shared_site(
    factory: pytest.TempPathFactory, name: str, prepare: Callable[[Path], object]
) -> Iterator[Config]:
    """Yield a project whose site is built once per test run; tests must not change it.

    Args:
        factory: pytest's ``tmp_path_factory``.
        name: the project's name, unique among all shared folders.
        prepare: writes the project's sources into an empty folder.
    """

    with shared_folder(factory, name, lambda folder: prepare_and_build(folder, prepare)) as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("SITE_URL", raising=False)
            config = settings.load(folder)
        yield config


def prepare_and_build(folder: Path, prepare: Callable[[Path], object]) -> None:
    """Prepare a project and build its site for the address in its settings."""
    prepare(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        build_site(settings.load(folder))


def documents_of(site: Site) -> list[Document]:
    """Return all documents of a site's search index, in order."""
    return [documents.document(source, site) for source in documents.sources(site)]


Pages = dict[str, Any]
LOCAL = "http://127.0.0.1:8000/"


def parse_site(site: Path, address: str = LOCAL) -> Pages:
    """Return the parsed pages of a built site by address."""
    return {
        address + file.relative_to(site).as_posix().removesuffix("index.html"): _tree(file)
        for file in sorted(site.rglob("*.html"))
    }


def _tree(file: Path) -> Any:
    return lxml.html.document_fromstring(file.read_text(encoding="utf-8"))


def references(pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield a page's address and a link's target, for each link, script, style and image."""
    for address, page in pages.items():
        for element in page.xpath("//*[@href or @src]"):
            yield address, urljoin(address, element.get("href") or element.get("src"))


def find_broken_links(site: Path, pages: Pages, root: str = LOCAL) -> list[tuple[str, str]]:
    """Return the links within a site whose file or anchor does not exist."""
    ids = {
        address: {*page.xpath("//@id"), *page.xpath("//a/@name"), ""}
        for address, page in pages.items()
    }
    broken_links = []
    for source, target in set(references(pages)):
        address, fragment = urldefrag(re.sub(r"\?[^#]*", "", target))
        if urlsplit(address).netloc == urlsplit(root).netloc:
            path = site / unquote(address.removeprefix(root))
            is_file = (path / "index.html" if address.endswith("/") else path).is_file()
            if not is_file or unquote(fragment) not in ids.get(unquote(address), {""}):
                broken_links.append((source, target))
    return broken_links


def find_missing_paragraphs(papers: Iterable[Paper], pages: Pages) -> list[str]:
    """Return the paragraphs of abstracts that the papers' pages do not show word for word.

    The visible texts are compared: a dash for ``--``, the formula for TeX.
    """
    missing = []
    for paper in papers:
        page = pages[LOCAL + unquote(permalinks.url_path(permalinks.paper(paper.slug)))]
        texts = {fold_whitespace(element.text_content()) for element in page.xpath("//article//p")}
        missing += [text for text in paragraphs(paper.abstract) if visible_text(text) not in texts]
    return missing


@contextlib.contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback as GitHub Pages does, and yield the address."""

    class SiteHandler(server.SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(folder))

        def log_message(self, *_args: object) -> None:
            pass

        def send_error(self, code: int, *_args: object) -> None:
            page = next(iter(folder.rglob("404.html"))).read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

    with server.ThreadingHTTPServer(("127.0.0.1", 0), SiteHandler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()
