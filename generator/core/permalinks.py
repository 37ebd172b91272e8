"""Paths and URLs of all pages and files of the site.

A path is relative to ``docs/``. The site builder publishes ``papers/2402.07197.md`` at
``/papers/2402.07197/``, and ``tags/index.md`` at ``/tags/``. Every list is called ``index.md``,
because HTML links from such a page are the same whether or not a site builder rewrites them.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from urllib.parse import quote, urlencode

HOME = "index.md"
TAGS = "tags/index.md"
DATES = "dates/index.md"
PUBLISHED = "published/index.md"
AUTHORS = "authors/index.md"
SEARCH = "search/index.md"
TOP_PAGES = (HOME, TAGS, DATES, PUBLISHED, AUTHORS)
"""The pages from which readers can reach all other pages."""

OPENSEARCH = "opensearch.xml"
GENERATED_FILES = (HOME, OPENSEARCH)
"""The generated files at the top level of ``docs/``, apart from the manifest."""

MANIFEST = ".paper-digest.json"
"""The list of generated files, at the top level of ``docs/``."""

GENERATED_FOLDERS = ("authors", "data", "dates", "papers", "published", "search", "tags")
"""The folders of ``docs/`` in which every file is generated."""

_IDENTIFIER_URLS = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "openreview": "https://openreview.net/forum?id=",
    "acl": "https://aclanthology.org/",
}

_PDF_URLS = {
    "arxiv": ("https://arxiv.org/pdf/", ""),
    "acl": ("https://aclanthology.org/", ".pdf"),
    "openreview": ("https://openreview.net/pdf?id=", ""),
}


def paper(slug: str) -> str:
    """Return the path of a paper's page."""
    return f"papers/{slug}.md"


def former_paper(slug: str) -> str:
    """Return the path of the redirect from a paper's earlier slug."""
    return f"papers/{slug}/index.html"


def citation(slug: str, extension: str) -> str:
    """Return the path of a paper's citation file. No slug ends in such an extension.

    >>> citation("2402.07197", "bib")
    'papers/2402.07197.bib'
    """
    return f"papers/{slug}.{extension}"


def tag(slug: str) -> str:
    """Return the path of a tag's page."""
    return f"tags/{slug}/index.md"


def author(slug: str) -> str:
    """Return the path of an author's page."""
    return f"authors/{slug}/index.md"


def former_author(slug: str) -> str:
    """Return the path of the redirect from an author's earlier slug."""
    return f"authors/{slug}/index.html"


def author_initial(letters: str) -> str:
    """Return the path of the list of authors whose family names begin with the given letters.

    >>> author_initial("a"), author_initial("wang x")
    ('authors/letter/a/index.md', 'authors/letter/wang-x/index.md')
    """
    return f"authors/letter/{letters.replace(' ', '-')}/index.md"


def day(date: dt.date) -> str:
    """Return the path of the list of papers featured on a day."""
    return f"dates/{date:%Y/%m/%d}/index.md"


def month(date: dt.date) -> str:
    """Return the path of the page that lists a month's days."""
    return f"dates/{date:%Y/%m}/index.md"


def year(number: int) -> str:
    """Return the path of the page that lists a year's months."""
    return f"dates/{number:04}/index.md"


def published_month(date: dt.date) -> str:
    """Return the path of the list of papers first published in a month."""
    return f"published/{date:%Y/%m}/index.md"


def published_year(number: int) -> str:
    """Return the path of the list of papers first published in a year."""
    return f"published/{number:04}/index.md"


def search(**filters: str) -> str:
    """Return the path of the search page, with the given filters as its query string.

    >>> search(tag="agents")
    'search/index.md?tag=agents'
    """
    return f"{SEARCH}?{urlencode(filters)}"


def numbered_page(path: str, number: int) -> str:
    """Return the path of a numbered page of a long list. Page 1 has the oldest papers.

    >>> numbered_page("tags/agents/index.md", 2)
    'tags/agents/2/index.md'
    """
    return f"{path.removesuffix('index.md')}{number}/index.md"


def relative_link(source: str, target: str) -> str:
    """Return the link from one path to another, for use in Markdown.

    >>> relative_link("dates/2025/03/11/index.md", "papers/2402.07197.md")
    '../../../../papers/2402.07197.md'
    """
    folders, target_parts = source.split("/")[:-1], target.split("/")
    shared = 0
    limit = min(len(folders), len(target_parts) - 1)
    while shared < limit and folders[shared] == target_parts[shared]:
        shared += 1
    return "../" * (len(folders) - shared) + quote_path("/".join(target_parts[shared:]))


def path_to_root(path: str) -> str:
    """Return the relative URL from a published page to the site's root.

    >>> path_to_root("papers/2402.07197.md"), path_to_root("tags/index.md")
    ('../../', '../')
    >>> path_to_root("index.md")
    ''
    """
    return "../" * url_path(path).count("/")


def html_file(path: str) -> str:
    """Return the path in the built site of a file in ``docs/``.

    >>> html_file("papers/2402.07197.md"), html_file("tags/index.md")
    ('papers/2402.07197/index.html', 'tags/index.html')
    """
    if not path.endswith(".md"):
        return path
    stem = path.removesuffix(".md")
    folder, _, name = stem.rpartition("/")
    if name in {"index", "README"}:  # the site builder publishes these as the folder's page
        return f"{folder}/index.html" if folder else "index.html"
    return f"{stem}/index.html"


@cache
def url_path(path: str) -> str:
    """Return the URL of a published file, relative to the site's root.

    >>> url_path("papers/2402.07197.md"), url_path("tags/index.md"), url_path("index.md")
    ('papers/2402.07197/', 'tags/', '')
    """
    return quote(html_file(path).removesuffix("index.html"), safe="/.~")


@cache
def quote_path(path: str) -> str:
    """Return a path with characters escaped for use in a URL.

    >>> quote_path("papers/a b.md")
    'papers/a%20b.md'
    """
    return quote(path, safe="/.~")


def external_urls(identifiers: Mapping[str, str | None]) -> dict[str, str]:
    """Return a paper's URLs on other sites, by the field of the identifier.

    Args:
        identifiers: The paper's identifiers, such as ``{"doi": "10.1145/3589334", "acl": None}``.

    >>> external_urls({"doi": "10.1145/3589334", "acl": None})
    {'doi': 'https://doi.org/10.1145/3589334'}
    """
    return {
        name: prefix + quote(value, safe="/.:;()-_~")
        for name, prefix in _IDENTIFIER_URLS.items()
        if (value := identifiers.get(name))
    }


def pdf_url(identifiers: Mapping[str, str | None]) -> str:
    """Return the URL of a paper's PDF, or an empty string if it is unknown.

    Args:
        identifiers: The paper's identifiers, as in ``external_urls``.

    >>> pdf_url({"arxiv": "2402.07197", "acl": None})
    'https://arxiv.org/pdf/2402.07197'
    """
    for name, (prefix, suffix) in _PDF_URLS.items():
        if value := identifiers.get(name):
            return prefix + quote(value, safe="/.:;()-_~") + suffix
    return ""
