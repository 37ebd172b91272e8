"""Generated pages, converted to HTML with the site's own Markdown extensions."""

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
from generator.publish import build_docs
from generator.render.artifact import Artifact
from generator.render.markup.html import rich
from tests.support.paths import ROOT


@dataclass(frozen=True)
class Page:
    """A page of ``docs/``.

    Attributes:
        path: its path in ``docs/``.
        front_matter: its front matter.
        body: its parsed HTML.
    """

    path: str
    front_matter: dict[str, Any]
    body: Any

    @property
    def text(self) -> str:
        """The text, with white space folded."""
        return fold_whitespace(self.body.text_content())

    @property
    def title(self) -> str:
        """The title in the front matter."""
        return html.unescape(self.front_matter["title"])

    @property
    def description(self) -> str:
        """The description in the front matter."""
        return html.unescape(self.front_matter["description"])

    @property
    def shape(self) -> list[tuple[str, str | None]]:
        """The tag and classes of each element, in order."""
        return [(element.tag, element.get("class")) for element in self.body.iter()]

    @property
    def headings(self) -> list[str]:
        """The texts of the headings."""
        return [
            fold_whitespace(heading.text_content()) for heading in self.body.xpath("//h1|//h2|//h3")
        ]

    @property
    def links(self) -> dict[str, str]:
        """The label of each link by its target: a path in ``docs/``, or an external address.

        A link to the search includes the query: ``search/index.md?tag=agents``.
        """
        return self.links_in("//a[@href]")

    def links_in(self, xpath: str) -> dict[str, str]:
        """Return the links that an XPath expression selects, as ``links`` does."""
        return {
            self._target(link.get("href")): fold_whitespace(link.text_content())
            for link in self.body.xpath(xpath)
        }

    def _target(self, href: str) -> str:
        """Resolve a link: in Markdown relative to the file, in HTML relative to the address."""
        if "//" in href:
            return href
        path, mark, query = urldefrag(href).url.partition("?")
        is_file = path.endswith(".md")
        folder = posixpath.dirname(self.path) if is_file else permalinks.url_path(self.path)
        target = posixpath.normpath(posixpath.join(unquote(folder), unquote(path)))
        return (_served(target) if path.endswith("/") or not path else target) + mark + query


def _served(address: str) -> str:
    """Return the path in ``docs/`` of the page at an address."""
    if posixpath.dirname(address) == "papers":
        return f"{address}.md"
    return posixpath.normpath(f"{address}/index.md")


def fold_whitespace(text: str) -> str:
    """Return text with each run of white space replaced by one space."""
    return " ".join(text.split())


def visible_text(text: str) -> str:
    """Return the visible text of a title or a paragraph, with its TeX rendered."""
    return text_of(rich(text))


def text_of(markup: str) -> str:
    """Return the text of an HTML fragment, with white space folded."""
    return fold_whitespace(parse_fragment(markup).text_content())


def parse_fragment(markup: str) -> Any:
    """Parse an HTML fragment into a ``main`` element."""
    return lxml.html.fromstring(f"<main>{markup}</main>")


DIGEST = Config(Path(), "Digest", "What to read.")


def pages(
    papers: Iterable[Paper], tags: str, config: Config = DIGEST, records: str = ""
) -> dict[str, Page]:
    """Return the generated pages for some papers, by path."""
    generated = artifacts(papers, tags, config, records)
    return {
        artifact.path: parse_page(artifact)
        for artifact in generated
        if artifact.path.endswith(".md")
    }


def artifacts(
    papers: Iterable[Paper], tags: str, config: Config = DIGEST, records: str = ""
) -> list[Artifact]:
    """Return the generated files for some papers.

    Args:
        papers: the papers.
        tags: the text of ``taxonomy.yml``.
        config: the project.
        records: the text of ``authors.yml``.
    """
    persons = people.parse(records, "authors.yml")
    assembled = site.assemble(papers, taxonomy.parse(tags, "t.yml"), people=persons)
    return list(build_docs.artifacts(assembled, config))


def parse_page(artifact: Artifact) -> Page:
    """Convert an artifact as the site builder does."""
    body, front_matter = meta.get_data(artifact.content.decode())
    converted = _markdown().reset().convert(body)
    return Page(artifact.path, front_matter, parse_fragment(converted))


@cache
def _markdown() -> markdown.Markdown:
    config = load_config(str(ROOT / "mkdocs.yml"))
    return markdown.Markdown(
        extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"]
    )
