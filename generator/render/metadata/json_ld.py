"""What a page is, for search engines: JSON-LD in the words of https://schema.org/ScholarlyArticle.

It names addresses in full, so a site that does not know where it is published has none.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.core import permalinks
from generator.core.model import Author, Paper
from generator.library.site import Site
from generator.render.markup.html import Html
from generator.render.views import PageLink, identifiers, pdf_url
from generator.text.plain import one_line
from generator.text.tex import plain

_CONTAINERS = {"article-journal": "Periodical", "paper-conference": "CreativeWork"}


def article(site: Site, paper: Paper, item: Mapping[str, Any]) -> Html:
    """Return what a paper's page says of it.

    Args:
        site: the papers.
        paper: the one whose page it is.
        item: the paper as CSL-JSON has it.
    """
    own = _url(site, permalinks.paper(paper.slug))
    container = item.get("container-title")
    described = {
        "@type": "ScholarlyArticle",
        "@id": own,
        "url": own,
        "headline": item["title"],
        "author": [_person(site, author) for author in paper.authors],
        "datePublished": paper.published and paper.published.isoformat(),
        "dateModified": paper.updated and paper.updated.isoformat(),
        "abstract": one_line(plain(paper.abstract)),
        "keywords": [site.taxonomy.tags[tag].label for tag in paper.tags],
        "sameAs": list(permalinks.external_urls(identifiers(paper)).values()),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": kind, "value": value}
            for kind, value in identifiers(paper).items()
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
    return _script(site, described, [day, PageLink(item["title"], permalinks.paper(paper.slug))])


def collection(
    site: Site, path: str, title: str, trail: Sequence[PageLink], papers: Iterable[Paper]
) -> Html:
    """Return what a list says of itself: its papers in their order, and what it is part of.

    Of a paper it says the address, as a page says all else of its own paper:
    https://developers.google.com/search/docs/appearance/structured-data/carousel
    """
    own = _url(site, path)
    listed = [
        {"@type": "ListItem", "position": place, "url": _url(site, permalinks.paper(paper.slug))}
        for place, paper in enumerate(papers, start=1)
    ]
    described = {
        "@type": "CollectionPage",
        "@id": own,
        "url": own,
        "name": title,
        "mainEntity": listed
        and {"@type": "ItemList", "numberOfItems": len(listed), "itemListElement": listed},
    }
    return _script(site, described, [*trail, PageLink(title, path)])


def _person(site: Site, author: Author) -> dict[str, object]:
    person: dict[str, object] = {"@type": "Person", "name": author.name}
    if site.has_page(author.slug):
        person["url"] = _url(site, permalinks.author(author.slug))
    return person


def _script(site: Site, described: Mapping[str, object], trail: Sequence[PageLink]) -> Html:
    """Return the description of a page, and of the way to it, as an element of its head."""
    if not site.settings.url:
        return Html("")
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": way.label,
                "item": _url(site, way.target),
            }
            for place, way in enumerate(trail, start=1)
        ],
    }
    known = {name: value for name, value in described.items() if value}
    graph = {"@context": "https://schema.org", "@graph": [known, crumbs]}
    written = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return Html(f'<script type="application/ld+json">{_inside_script(written)}</script>\n')


def _inside_script(written: str) -> str:
    """Return JSON in which nothing ends the element.

    https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
    """
    return written.replace("<", "\\u003c")


def _url(site: Site, path: str) -> str:
    return site.settings.url + permalinks.url_path(path)
