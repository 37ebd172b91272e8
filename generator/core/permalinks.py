"""Slugs to paths to addresses: the only code that makes addresses.

A path is a file's place in ``docs/``; the site builder serves ``papers/2402.07197.md`` at
``/papers/2402.07197/`` and ``tags/index.md`` at ``/tags/``. Lists are all called ``index.md``: from
such a page a link in HTML is the same for all site builders, whether they rewrite it or not.
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
"""The pages from which all others are reached."""

OPENSEARCH = "opensearch.xml"
GENERATED_FILES = (HOME, OPENSEARCH)
"""Files at the top of ``docs/`` that belong to the writer."""

MANIFEST = ".paper-digest.json"
"""The writer's list of its own files, at the top of ``docs/``."""

GENERATED_FOLDERS = ("authors", "data", "dates", "papers", "published", "search", "tags")
"""Folders of ``docs/`` that belong to the writer wholly."""

_HOSTS = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "openreview": "https://openreview.net/forum?id=",
    "acl": "https://aclanthology.org/",
}

_PDFS = {
    "arxiv": ("https://arxiv.org/pdf/", ""),
    "acl": ("https://aclanthology.org/", ".pdf"),
    "openreview": ("https://openreview.net/pdf?id=", ""),
}


def former_paper(slug: str) -> str:
    """Return the path of the page at an address that a paper had before."""
    return f"papers/{slug}/index.html"


def paper(slug: str) -> str:
    """Return the path of a paper's page."""
    return f"papers/{slug}.md"


def citation(slug: str, ending: str) -> str:
    """Return the path of the file by which a paper is cited; no slug ends as these files do.

    >>> citation("2402.07197", "bib")
    'papers/2402.07197.bib'
    """
    return f"papers/{slug}.{ending}"


def tag(slug: str) -> str:
    """Return the path of a tag's page."""
    return f"tags/{slug}/index.md"


def author(slug: str) -> str:
    """Return the path of an author's page."""
    return f"authors/{slug}/index.md"


def former_author(slug: str) -> str:
    """Return the path of the page at an address that an author had before."""
    return f"authors/{slug}/index.html"


def author_initial(letters: str) -> str:
    """Return the path of the list of the authors whose family names begin with some letters.

    >>> initial("a"), initial("wang x")
    ('authors/letter/a/index.md', 'authors/letter/wang-x/index.md')
    """
    return f"authors/letter/{letters.replace(' ', '-')}/index.md"


def day(date: dt.date) -> str:
    """Return the path of the page of a day's digest."""
    return f"dates/{date:%Y/%m/%d}/index.md"


def month(date: dt.date) -> str:
    """Return the path of the page of the days featured in a month."""
    return f"dates/{date:%Y/%m}/index.md"


def year(number: int) -> str:
    """Return the path of the page of the months featured in a year."""
    return f"dates/{number:04}/index.md"


def published_month(date: dt.date) -> str:
    """Return the path of the list of the papers first published in a month."""
    return f"published/{date:%Y/%m}/index.md"


def published_year(number: int) -> str:
    """Return the path of the page of a year of first publication."""
    return f"published/{number:04}/index.md"


def search(**filters: str) -> str:
    """Return the path of the search, with the query that leaves what filters leave.

    >>> search(tag="agents")
    'search/index.md?tag=agents'
    """
    return f"{SEARCH}?{urlencode(filters)}"


def numbered_page(path: str, number: int) -> str:
    """Return the path of a long list's numbered page; page 1 holds the oldest.

    >>> older("tags/agents/index.md", 2)
    'tags/agents/2/index.md'
    """
    return f"{path.removesuffix('index.md')}{number}/index.md"


def relative_link(source: str, target: str) -> str:
    """Return the link from one path to another, as Markdown wants it.

    >>> relative("dates/2025/03/11/index.md", "papers/2402.07197.md")
    '../../../../papers/2402.07197.md'
    """
    folders, parts = source.split("/")[:-1], target.split("/")
    shared = 0
    while shared < min(len(folders), len(parts) - 1) and folders[shared] == parts[shared]:
        shared += 1
    return "../" * (len(folders) - shared) + quote_path("/".join(parts[shared:]))


def path_to_root(path: str) -> str:
    """Return the way to the site's root from the address at which a path is served.

    >>> root("papers/2402.07197.md"), root("tags/index.md"), root("index.md")
    ('../../', '../', '')
    """
    return "../" * url_path(path).count("/")


def html_file(path: str) -> str:
    """Return the file of the built site that a page becomes.

    >>> built("papers/2402.07197.md"), built("tags/index.md")
    ('papers/2402.07197/index.html', 'tags/index.html')
    """
    if not path.endswith(".md"):
        return path
    stem = path.removesuffix(".md")
    folder, _, name = stem.rpartition("/")
    if name in {"index", "README"}:  # the site builder serves them as the folder itself
        return f"{folder}/index.html" if folder else "index.html"
    return f"{stem}/index.html"


@cache
def url_path(path: str) -> str:
    """Return the address under the site's root at which a path is served.

    >>> address("papers/2402.07197.md"), address("tags/index.md"), address("index.md")
    ('papers/2402.07197/', 'tags/', '')
    """
    return quote(html_file(path).removesuffix("index.html"), safe="/.~")


@cache
def quote_path(path: str) -> str:
    """Return a path as addresses have it.

    >>> quoted("papers/a b.md")
    'papers/a%20b.md'
    """
    return quote(path, safe="/.~")


def external_urls(identifiers: Mapping[str, str | None]) -> dict[str, str]:
    """Return the addresses at which other sites show a paper, by the kind of identifier."""
    return {
        kind: host + quote(value, safe="/.:;()-_~")
        for kind, host in _HOSTS.items()
        if (value := identifiers.get(kind))
    }


def pdf_url(identifiers: Mapping[str, str | None]) -> str:
    """Return the address of a paper's PDF, or nothing where the identifiers lead to none.

    >>> pdf({"arxiv": "2402.07197", "acl": None})
    'https://arxiv.org/pdf/2402.07197'
    """
    for kind, (before, after) in _PDFS.items():
        if value := identifiers.get(kind):
            return before + quote(value, safe="/.:;()-_~") + after
    return ""
