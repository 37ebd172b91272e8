"""Generated pages as readers see them: converted with the site's own Markdown extensions."""

import html
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import lxml.html
import markdown
from mkdocs.config import load_config
from mkdocs.utils import meta

from generator.core import permalinks
from generator.core.config import Config
from generator.core.model import Paper
from generator.library import people, site, taxonomy
from generator.publish import docs
from generator.render.artifact import Artifact
from generator.render.markup.html import rich
from tests.support.paths import ROOT


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
        folder = posixpath.dirname(self.path) if is_file else permalinks.url_path(self.path)
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
    generated = artifacts(papers, tags, config, records)
    return {each.path: shown(each) for each in generated if each.path.endswith(".md")}


def artifacts(
    papers: Iterable[Paper], tags: str, config: Config = DIGEST, records: str = ""
) -> list[Artifact]:
    """Return all artifacts of some papers, with a taxonomy and an ``authors.yml`` as text."""
    persons = people.parse(records, "authors.yml")
    whole = site.assemble(papers, taxonomy.parse(tags, "t.yml"), people=persons)
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
