"""JSON-LD for search engines, with the vocabulary of https://schema.org/.

JSON-LD needs absolute URLs, so it is omitted if the site's URL is unknown.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.core import permalinks
from generator.core.model import Author, Paper
from generator.library.site import Site
from generator.render.markup.html import Html
from generator.render.views import PageLink, identifiers, pdf_url
from generator.text.strings import one_line
from generator.text.tex import to_plain_text

_CONTAINERS = {"article-journal": "Periodical", "paper-conference": "CreativeWork"}


def article(site: Site, paper: Paper, item: Mapping[str, Any]) -> Html:
    """Return the description of a paper's page: https://schema.org/ScholarlyArticle.

    Args:
        site: The site, for its URL, authors and tags.
        paper: The paper.
        item: The paper as a CSL-JSON item.
    """
    url = _url(site, permalinks.paper(paper.slug))
    container = item.get("container-title")
    properties = {
        "@type": "ScholarlyArticle",
        "@id": url,
        "url": url,
        "headline": item["title"],
        "author": [_person(site, author) for author in paper.authors],
        "datePublished": paper.published and paper.published.isoformat(),
        "dateModified": paper.updated and paper.updated.isoformat(),
        "abstract": one_line(to_plain_text(paper.abstract)),
        "keywords": [site.taxonomy.tags[tag].label for tag in paper.tags],
        "sameAs": list(permalinks.external_urls(identifiers(paper)).values()),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": field, "value": value}
            for field, value in identifiers(paper).items()
            if value
        ],
        "isPartOf": container and {"@type": _CONTAINERS[item["type"]], "name": container},
        "encoding": pdf_url(paper)
        and {
            "@type": "MediaObject",
            "contentUrl": pdf_url(paper),
            "encodingFormat": "application/pdf",
        },
    }
    day = PageLink(paper.date.isoformat(), permalinks.day(paper.date))
    return _script(site, properties, [day, PageLink(item["title"], permalinks.paper(paper.slug))])


def collection(
    site: Site, path: str, title: str, breadcrumbs: Sequence[PageLink], papers: Iterable[Paper]
) -> Html:
    """Return the description of a list: its papers in order, and the pages above it.

    Papers are listed by URL only, since each paper's page has its description:
    https://developers.google.com/search/docs/appearance/structured-data/carousel

    Args:
        site: The site, for its URL.
        path: The path of the list below ``docs/``.
        title: The list's title.
        breadcrumbs: Links to the pages above the list.
        papers: The papers of the list.
    """
    url = _url(site, path)
    items = [
        {"@type": "ListItem", "position": number, "url": _url(site, permalinks.paper(paper.slug))}
        for number, paper in enumerate(papers, start=1)
    ]
    properties = {
        "@type": "CollectionPage",
        "@id": url,
        "url": url,
        "name": title,
        "mainEntity": items
        and {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items},
    }
    return _script(site, properties, [*breadcrumbs, PageLink(title, path)])


def _person(site: Site, author: Author) -> dict[str, object]:
    person: dict[str, object] = {"@type": "Person", "name": author.name}
    if site.has_page(author.slug):
        person["url"] = _url(site, permalinks.author(author.slug))
    return person


def _script(site: Site, properties: Mapping[str, object], breadcrumbs: Sequence[PageLink]) -> Html:
    """Return a page's description and breadcrumbs as an element of its head."""
    if not site.settings.url:
        return Html("")
    breadcrumb_list = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": link.label,
                "item": _url(site, link.target),
            }
            for number, link in enumerate(breadcrumbs, start=1)
        ],
    }
    page = {name: value for name, value in properties.items() if value}
    graph = {"@context": "https://schema.org", "@graph": [page, breadcrumb_list]}
    text = _escape_for_script(json.dumps(graph, ensure_ascii=False, separators=(",", ":")))
    return Html(f'<script type="application/ld+json">{text}</script>\n')


def _escape_for_script(json_text: str) -> str:
    """Return JSON that cannot end the ``script`` element around it.

    https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
    """
    return json_text.replace("<", "\\u003c")


def _url(site: Site, path: str) -> str:
    return site.settings.url + permalinks.url_path(path)
