"""Elements of a page's head for Google Scholar, Zotero and link previews.

Scholar and Zotero read ``citation_*``: https://scholar.google.com/intl/en/scholar/inclusion.html
and https://www.zotero.org/support/dev/exposing_metadata.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from generator.core import permalinks
from generator.core.model import Paper
from generator.library.site import Site
from generator.render.citations.csl_json import family_name_first
from generator.render.citations.formats import FORMATS
from generator.render.markup.html import Html
from generator.render.metadata.json_ld import article
from generator.render.views import pdf_url
from generator.text.strings import one_line
from generator.text.tex import to_plain_text

_CONTAINER_TITLES = {
    "article-journal": "citation_journal_title",
    "paper-conference": "citation_conference_title",
}
"""The element for the title of the journal or conference; Zotero infers the type from it."""


def link_preview(
    site: Site, path: str, title: str, description: str, og_type: str = "website"
) -> Html:
    """Return the metadata of link previews: Open Graph (https://ogp.me/) and Twitter cards.

    Args:
        site: The site, for its name and URL.
        path: The path of the page below ``docs/``.
        title: The title, as plain text.
        description: The description, as plain text.
        og_type: The page's Open Graph type.
    """
    properties = {
        "og:type": og_type,
        "og:title": title,
        "og:description": description,
        "og:url": site.settings.url and site.settings.url + permalinks.url_path(path),
        "og:site_name": site.settings.name,
    }
    elements = (
        f'<meta property="{name}" content="{escape(content)}">\n'
        for name, content in properties.items()
        if content
    )
    return Html("".join(elements) + '<meta name="twitter:card" content="summary">\n')


def paper_head(site: Site, paper: Paper, item: Mapping[str, Any]) -> Html:
    """Return the elements that describe a paper in its page's head, one per line.

    Args:
        site: The site, for its settings and the labels of tags.
        paper: The paper.
        item: The paper as a CSL-JSON item.
    """
    citation = "".join(
        f'<meta name="{name}" content="{escape(one_line(content))}">\n'
        for name, content in _citation(site, paper, item)
        if content
    )
    open_graph = "".join(
        f'<meta property="article:{name}" content="{escape(content)}">\n'
        for name, content in _open_graph_article(site, paper)
    )
    return Html(citation + open_graph + "".join(_alternates(paper)) + article(site, paper, item))


def _citation(site: Site, paper: Paper, item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "citation_title", item["title"]
    for name in item.get("author", ()):
        yield "citation_author", family_name_first(name)
    yield "citation_publication_date", _publication_date(paper, item)
    if paper.published:
        yield "citation_online_date", f"{paper.published:%Y/%m/%d}"
    if container := item.get("container-title"):
        yield _CONTAINER_TITLES[item["type"]], container
    yield "citation_doi", paper.doi or ""
    yield "citation_arxiv_id", paper.arxiv or ""
    yield "citation_pdf_url", pdf_url(paper)
    if site.settings.url:
        url = site.settings.url + permalinks.url_path(permalinks.paper(paper.slug))
        yield "citation_abstract_html_url", url
        yield "citation_public_url", url
    yield "citation_keywords", "; ".join(site.taxonomy.tags[tag].label for tag in paper.tags)
    yield "citation_language", site.settings.language
    yield "citation_abstract", to_plain_text(paper.abstract)


def _publication_date(paper: Paper, item: Mapping[str, Any]) -> str:
    """Return the day of first publication, or only the cited year if it differs.

    Returns:
        ``2024/02/11``, ``2025``, or an empty string if the year is unknown.
    """
    if "issued" not in item:
        return ""
    year = item["issued"]["date-parts"][0][0]
    if paper.published and paper.published.year == year:
        return f"{paper.published:%Y/%m/%d}"
    return str(year)


def _open_graph_article(site: Site, paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield the properties of https://ogp.me/#type_article."""
    if paper.published:
        yield "published_time", paper.published.isoformat()
    if paper.updated:
        yield "modified_time", paper.updated.isoformat()
    for tag in paper.tags:
        yield "tag", site.taxonomy.tags[tag].label


def _alternates(paper: Paper) -> Iterator[str]:
    """Yield links to a paper's citation files and its PDF.

    The relations follow https://signposting.org/FAIR/. None is ``alternate`` alone: the theme's
    script would treat it as a translation of the page and fetch its sitemap.
    """
    page = permalinks.paper(paper.slug)
    for extension, (_, media_type) in FORMATS.items():
        target = permalinks.path_to_root(page) + permalinks.url_path(
            permalinks.citation(paper.slug, extension)
        )
        yield f'<link rel="alternate describedby" type="{media_type}" href="{escape(target)}">\n'
    if url := pdf_url(paper):
        yield f'<link rel="alternate item" type="application/pdf" href="{escape(url)}">\n'
