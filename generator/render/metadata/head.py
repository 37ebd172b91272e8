"""What the head of a paper's page says to programs: Google Scholar, Zotero, link previews.

Scholar and Zotero read ``citation_*``: https://scholar.google.com/intl/en/scholar/inclusion.html
and https://www.zotero.org/support/dev/exposing_metadata.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from generator.core import permalinks
from generator.core.model import Paper
from generator.library.site import Site
from generator.render.citations import FORMATS
from generator.render.citations.csl_json import family_name_first
from generator.render.markup.html import Html
from generator.render.metadata.json_ld import article
from generator.render.views import pdf_url
from generator.text.plain import one_line
from generator.text.tex import plain

_TITLES = {
    "article-journal": "citation_journal_title",
    "paper-conference": "citation_conference_title",
}
"""Where the container's title goes; which of them is there tells Zotero what the paper is."""


def link_preview(
    site: Site, path: str, title: str, description: str, kind: str = "website"
) -> Html:
    """Return what programs show of a link to a page: https://ogp.me/ and Twitter's cards.

    Args:
        site: the papers.
        path: the page's path.
        title: its title, as text.
        description: its description, as text.
        kind: what it is to Open Graph.
    """
    said = {
        "og:type": kind,
        "og:title": title,
        "og:description": description,
        "og:url": site.settings.url and site.settings.url + permalinks.url_path(path),
        "og:site_name": site.settings.name,
    }
    elements = (
        f'<meta property="{name}" content="{escape(content)}">\n'
        for name, content in said.items()
        if content
    )
    return Html("".join(elements) + '<meta name="twitter:card" content="summary">\n')


def paper_head(site: Site, paper: Paper, item: Mapping[str, Any]) -> Html:
    """Return the elements of a paper's head, a line each.

    Args:
        site: the papers.
        paper: the one whose page it is.
        item: the paper as CSL-JSON has it.
    """
    named = "".join(
        f'<meta name="{name}" content="{escape(one_line(content))}">\n'
        for name, content in _citation(site, paper, item)
        if content
    )
    dated = "".join(
        f'<meta property="article:{name}" content="{escape(content)}">\n'
        for name, content in _dated(site, paper)
    )
    return Html(named + dated + "".join(_alternates(paper)) + article(site, paper, item))


def _citation(site: Site, paper: Paper, item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "citation_title", item["title"]
    for name in item.get("author", ()):
        yield "citation_author", family_name_first(name)
    yield "citation_publication_date", _date(paper, item)
    if paper.published:
        yield "citation_online_date", f"{paper.published:%Y/%m/%d}"
    if container := item.get("container-title"):
        yield _TITLES[item["type"]], container
    yield "citation_doi", paper.doi or ""
    yield "citation_arxiv_id", paper.arxiv or ""
    yield "citation_pdf_url", pdf_url(paper)
    if site.settings.url:
        own = site.settings.url + permalinks.url_path(permalinks.paper(paper.slug))
        yield "citation_abstract_html_url", own
        yield "citation_public_url", own
    yield "citation_keywords", "; ".join(site.taxonomy.tags[tag].label for tag in paper.tags)
    yield "citation_language", site.settings.language
    yield "citation_abstract", plain(paper.abstract)


def _dated(site: Site, paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield what Open Graph knows of an article: https://ogp.me/#type_article."""
    if paper.published:
        yield "published_time", paper.published.isoformat()
    if paper.updated:
        yield "modified_time", paper.updated.isoformat()
    for tag in paper.tags:
        yield "tag", site.taxonomy.tags[tag].label


def _alternates(paper: Paper) -> Iterator[str]:
    """Yield the ways to a paper's other forms.

    Their relations are also those of https://signposting.org/FAIR/; the theme's script takes what
    is an alternate and nothing else for a translation of the page, and fetches its sitemap.
    """
    page = permalinks.paper(paper.slug)
    for ending, (_, kind) in FORMATS.items():
        target = permalinks.path_to_root(page) + permalinks.url_path(
            permalinks.citation(paper.slug, ending)
        )
        yield f'<link rel="alternate describedby" type="{kind}" href="{escape(target)}">\n'
    if address := pdf_url(paper):
        yield f'<link rel="alternate item" type="application/pdf" href="{escape(address)}">\n'


def _date(paper: Paper, item: Mapping[str, Any]) -> str:
    """Return the day of publication, its year where the venue's is another, or nothing."""
    if "issued" not in item:
        return ""
    year = item["issued"]["date-parts"][0][0]
    if paper.published and paper.published.year == year:
        return f"{paper.published:%Y/%m/%d}"
    return str(year)
