"""What tests of pages and sites share: pages as readers see them, whole sites, a web server."""

import contextlib
import datetime as dt
import html
import posixpath
import re
import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from http import server
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import lxml.html
import markdown
from mkdocs.config import load_config
from mkdocs.utils import meta

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Paper
from generator.core.permalinks import GENERATED_FILES, GENERATED_FOLDERS
from generator.library import entry_file, people, site, taxonomy
from generator.library.site import Site
from generator.publish import docs
from generator.publish.docs_writer import MANIFEST
from generator.publish.incremental import BUILDERS, Published, publish
from generator.render.artifact import Artifact
from generator.render.markup.html import rich
from generator.render.search import documents
from generator.render.search.documents import Document
from generator.text.plain import paragraphs

ROOT = Path(__file__).parent.parent
LIBRARY = Path(__file__).parent / "data" / "library"
"""The first digest, as it was: what tests expect of it does not hang on the live content."""

SITE_NAME = "Paper Digest"
WORDS = f"""\
site_name: {SITE_NAME}
site_description: Research papers worth your day, with their abstracts.
copyright: Abstracts belong to their authors.
"""
_LIVE_WORDS = re.compile(
    r"^(?:site_name|site_description|copyright):.*\n(?:\n*[ \t].*\n)*", re.MULTILINE
)


@dataclass(frozen=True)
class Page:
    """A page of docs/ as a reader sees it, converted with the site's own Markdown extensions."""

    path: str
    front_matter: dict[str, Any]
    body: Any

    @property
    def text(self) -> str:
        """Its text with white space folded."""
        return folded(self.body.text_content())

    @property
    def title(self) -> str:
        """The title that its front matter gives."""
        return html.unescape(self.front_matter["title"])

    @property
    def description(self) -> str:
        """The description that its front matter gives."""
        return html.unescape(self.front_matter["description"])

    @property
    def shape(self) -> list[tuple[str, str | None]]:
        """Its elements in order, each with its classes."""
        return [(element.tag, element.get("class")) for element in self.body.iter()]

    @property
    def headings(self) -> list[str]:
        """The texts of its headings."""
        return [folded(each.text_content()) for each in self.body.xpath("//h1|//h2|//h3")]

    @property
    def links(self) -> dict[str, str]:
        """The pages it leads to, by path in docs/ (addresses outside as they are), with labels.

        A search keeps its query: ``search/index.md?tag=agents``.
        """
        return self.links_in("//a[@href]")

    def links_in(self, xpath: str) -> dict[str, str]:
        """Return those of its links that an XPath finds."""
        return {
            self._target(link.get("href")): folded(link.text_content())
            for link in self.body.xpath(xpath)
        }

    def _target(self, href: str) -> str:
        """Return where a link leads: in Markdown from the file, in HTML from the address."""
        if "//" in href:
            return href
        path, mark, query = urldefrag(href).url.partition("?")
        is_file = path.endswith(".md")
        folder = posixpath.dirname(self.path) if is_file else permalinks.address(self.path)
        target = posixpath.normpath(posixpath.join(unquote(folder), unquote(path)))
        return (_served(target) if path.endswith("/") or not path else target) + mark + query


def _served(address: str) -> str:
    """Return the path in docs/ of the page at an address, which lists in HTML lead to."""
    if posixpath.dirname(address) == "papers":
        return f"{address}.md"
    return posixpath.normpath(f"{address}/index.md")


def folded(text: str) -> str:
    """Return text with every run of white space as one space."""
    return " ".join(text.split())


def shown_text(text: str) -> str:
    """Return what a reader sees of a title or a paragraph, its TeX set, with white space folded."""
    return text_of(rich(text))


def text_of(markup: str) -> str:
    """Return the text of a piece of HTML with white space folded."""
    return folded(fragment(markup).text_content())


def fragment(markup: str) -> Any:
    """Return a piece of HTML, parsed, in an element of its own."""
    return lxml.html.fromstring(f"<main>{markup}</main>")


DIGEST = Config(Path(), "Digest", "What to read.")


def pages(
    papers: Iterable[Paper], tags: str, config: Config = DIGEST, records: str = ""
) -> dict[str, Page]:
    """Return all pages of some papers, by path."""
    made = artifacts(papers, tags, config, records)
    return {each.path: shown(each) for each in made if each.path.endswith(".md")}


def artifacts(
    papers: Iterable[Paper], tags: str, config: Config = DIGEST, records: str = ""
) -> list[Artifact]:
    """Return all artifacts of some papers under the tags of a text, by people of another."""
    known = people.parse(records, "authors.yml")
    whole = site.assemble(papers, taxonomy.parse(tags, "t.yml"), people=known)
    return list(docs.artifacts(whole, config))


def shown(artifact: Artifact) -> Page:
    """Return an artifact as the page that the site builder makes of it."""
    body, front_matter = meta.get_data(artifact.content.decode())
    made = _markdown().reset().convert(body)
    return Page(artifact.path, front_matter, fragment(made))


@cache
def _markdown() -> markdown.Markdown:
    config = load_config(str(ROOT / "mkdocs.yml"))
    return markdown.Markdown(
        extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"]
    )


FRAGMENTS = (
    "{{", "}}", "{% raw %}", "$x<y$", "\\(x_1\\)", "# ", "## H", "1. ", "12. one", "1) ", "- ",
    "+ a", "* a", "> q", "| a | b |", "|---|---|", "```", "~~~", "```python", "    code", "&amp;",
    "&lt;b&gt;", "&#60;", "&copy;", "https://x.org/a_b?c=d&e=f", "<https://x.org>", "http://x",
    "me@x.org", "===", "---", "***", "___", "- - -", "{: .x }", "{: #x onclick=alert(1) }", "{:",
    "<!-- c -->", "-->", "<script>window.hacked=1</script>", "<b>", "</h1>", "</p>", "<br>",
    "<![CDATA[", "<?php ?>", "[a](javascript:alert(1))", "![i](x.png)", "[a]: http://x", "[^1]",
    "[^1]: note", "*[HTML]: h", "[TOC]", "**b**", "__b__", "*i*", "_i_", "`c`", "``", "a  ", "\\",
    "\\\\", "\\*", "++a++", "~~s~~", "==m==", "^2^", ":smile:", ": def", "!!! note", "??? x",
    '=== "tab"', '--8<-- "x"', "%%", "@x", '"q"', "'s'", "...", "--", "(c)", "...\n",
    "title: x", "klzzwxh:0001", "wzxhzdk:0", "é", "王",
)  # fmt: skip
"""Texts that Markdown, its extensions, HTML or Jinja give a meaning to."""

NASTY_TAGS = """\
nasty:
  label: "C++ & <T> {{ x }} *y* <script>window.hacked=1</script>"
  description: "# 1. <b> `c` </p><script>window.hacked=1</script>"
"""
LONG_WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis" + "electrodynamics"
NASTY_TITLES = {
    "script": '<script>window.hacked=1</script> Zebras & <img src=x onerror="window.hacked=1">',
    "title": "</title></h1></a><script>window.hacked=1</script> {{ config }} {% raw %} $x<y$",
    "link": "[a](javascript:window.hacked=1) {: .x onclick=window.hacked=1 } `c` **b** _i_ <b>",
    "marks": r"""1. # | a | b | ~~~ ``` === --- &amp; &lt;b&gt; \ "q" 's' <!-- c \*""",
    "word": f"On {LONG_WORD} and other words",
    "long": f"A title of many words: {'all of them count, ' * 20}"[:400].strip(),
    "Über-王小明": "王小明 <b>和</b> his Über-paper",
}
NASTY_ABSTRACT = """\
# 1. Quaggas <script>window.hacked=1</script> have $x<y$ & &amp; `code` *stars* _under_ {{ x }}.
- a list? | a | table | [and](javascript:window.hacked=1) a link {: .x }
===

<img src=x onerror="window.hacked=1"> ~~~ ``` --- <!-- not hidden --> </p></article>

[TOC]

    indented \\* [^1]: note"""


def add_nasty_entries(papers: Path) -> None:
    """Write entries whose every text looks like Markdown, HTML, Jinja, or is very long."""
    for slug, title in NASTY_TITLES.items():
        fields = {
            "title": title,
            "date": dt.date(2025, 3, 11),
            "authors": ['Bobby "<b>" Tables', "R'); DROP {{ x }} <script>window.hacked=1</script>"],
            "venue": "<i>ICML</i> & *co* </p><script>window.hacked=1</script>",
            "published": dt.date(2024, 2, 11),
            "tags": ["nasty"],
            "links": {"code": "https://x.org/(a)_b_*c*'d'?e=f&copy=1#g"},
            "source": "<script>window.hacked=1</script> {{ x }}",
        }
        (papers / f"{slug}.md").write_text(
            entry_file.render(fields, NASTY_ABSTRACT), encoding="utf-8"
        )


CROWD = [f"{given} Author{number}" for number in range(300) for given in ("A", "B", "C", "D")]
ODD_NAMES = [
    "王小明",
    "محمد بن سلمان",
    "Seán O'Casey",
    "Plato",
    "Ludwig van Beethoven",
    "I. Ünal Jr.",
]
ODD_TEXTS = {
    "define": r"\def\x{\x\x}\x $\def\y{\y\y}\y$ $\frac{$ \emph{never closed $\sqrt{x$",
    "braces": "{" * 10_000,
    "closing": "$" + "}" * 10_000 + "$",
    "nested": r"\emph{" * 2500 + "x" + "}" * 2500,
    "script": r"$\text{</math><script>window.hacked=1</script>}$ $\href{javascript:alert(1)}{x}$",
    "amounts": "It costs $5 to $10, or US$100-$200, and never a_b or *c*.",
    "formulas": r"For $x_1 < \alpha^2$ and \(\mathcal{O}(n \log n)\): "
    r"$$\sum_{i=1}^n \frac{1}{i}$$ holds.",
    "word": "Short",
}
"""Abstracts, by what is odd about them."""


def add_odd_entries(papers: Path) -> None:
    """Write entries that are right and yet unusual: crowds of authors, odd names, TeX."""
    odd: dict[str, tuple[dict[str, Any], str]] = {
        "crowd": ({"authors": CROWD}, "Many did this."),
        "names": ({"authors": ODD_NAMES}, "Names of many kinds."),
        "nobody": ({}, "Nobody did this."),
        "long-link": ({"links": {"code": "https://x.org/" + "a" * 1900}}, "A long link."),
        **{name: ({"authors": ["Ada Lovelace"]}, text) for name, text in ODD_TEXTS.items()},
    }
    for slug, (fields, abstract) in odd.items():
        said = {"title": f"The {slug} paper", "date": dt.date(2025, 3, 11), **fields}
        (papers / f"{slug}.md").write_text(entry_file.render(said, abstract), encoding="utf-8")
    title = r"Learning $\alpha$-Stable Laws in $O(n^2)$ after Schr\"odinger -- \emph{Again}"
    said = {"title": title, "date": dt.date(2025, 3, 11), "venue": "Annals of Examples 2024"}
    (papers / "titled.md").write_text(entry_file.render(said, "We test it."), encoding="utf-8")


def copy_project(to: Path) -> Path:
    """Copy the library of the tests to a folder and make it a project."""
    shutil.copytree(LIBRARY, to, dirs_exist_ok=True)
    add_theme(to)
    return to


def add_theme(to: Path) -> None:
    """Give a project the real theme and the real settings, but with words that stay."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8-sig")
    (to / "mkdocs.yml").write_text(WORDS + _LIVE_WORDS.sub("", settings), encoding="utf-8")
    shutil.copytree(ROOT / "generator" / "theme", to / "generator" / "theme")


def copy_live_project(to: Path) -> Path:
    """Copy this repository's own site to a folder: entries, tags, settings, theme, own pages."""
    for name in ("taxonomy.yml", "authors.yml", "mkdocs.yml"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, to)
    if (ROOT / "papers").exists():  # git keeps no empty folder
        shutil.copytree(ROOT / "papers", to / "papers")
    shutil.copytree(ROOT / "generator" / "theme", to / "generator" / "theme")
    shutil.copytree(ROOT / "docs", to / "docs", ignore=_generated)
    return to


def _generated(folder: str, names: list[str]) -> list[str]:
    ours = {*GENERATED_FOLDERS, *GENERATED_FILES, MANIFEST}
    return [name for name in names if name in ours] if Path(folder) == ROOT / "docs" else []


def make_site(config: Config, builder: str = BUILDERS[0]) -> Published:
    """Build docs/ and site/ of a project."""
    _, outcome = docs.build(config)
    return publish(config, outcome.digests, builder)


def documents_of(site: Site) -> list[Document]:
    """Return all documents of a site's index, in their order."""
    return [documents.document(source, site) for source in documents.sources(site)]


Pages = dict[str, Any]
LOCAL = "http://127.0.0.1:8000/"


def parsed(site: Path, address: str = LOCAL) -> Pages:
    """Return every page of a built site, by its address."""
    return {
        address + file.relative_to(site).as_posix().removesuffix("index.html"): _tree(file)
        for file in sorted(site.rglob("*.html"))
    }


def _tree(file: Path) -> Any:
    return lxml.html.document_fromstring(file.read_text(encoding="utf-8"))


def references(pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield each page's address and each address it refers to."""
    for address, page in pages.items():
        for element in page.xpath("//*[@href or @src]"):
            yield address, urljoin(address, element.get("href") or element.get("src"))


def broken(site: Path, pages: Pages, root: str = LOCAL) -> list[tuple[str, str]]:
    """Return the references inside a site that lead to no file or to no place on a page."""
    ids = {
        address: {*page.xpath("//@id"), *page.xpath("//a/@name"), ""}
        for address, page in pages.items()
    }
    found = []
    for source, target in set(references(pages)):
        address, fragment = urldefrag(re.sub(r"\?[^#]*", "", target))
        if urlsplit(address).netloc == urlsplit(root).netloc:
            path = site / unquote(address.removeprefix(root))
            is_file = (path / "index.html" if address.endswith("/") else path).is_file()
            if not is_file or unquote(fragment) not in ids.get(unquote(address), {""}):
                found.append((source, target))
    return found


def missing(papers: Iterable[Paper], pages: Pages) -> list[str]:
    """Return the paragraphs of abstracts that their papers' pages do not show word for word.

    What is compared is what is shown: of ``--`` a dash, of TeX its formula.
    """
    found = []
    for paper in papers:
        page = pages[LOCAL + unquote(permalinks.address(permalinks.paper(paper.slug)))]
        shown = {folded(each.text_content()) for each in page.xpath("//article//p")}
        found += [each for each in paragraphs(paper.abstract) if shown_text(each) not in shown]
    return found


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback as GitHub Pages would; yield its address."""

    class Handler(server.SimpleHTTPRequestHandler):
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

    with server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()
