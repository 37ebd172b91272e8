"""Addresses: those a text names, what kind of link they are, and the identifiers inside them."""

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from generator import identifiers

_NOT_OURS = ("arxiv.org", "doi.org", "dx.doi.org")  # a paper that is cited, or this one
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`。，；：！？（）【】《》「」、“”’]+")
_TRAILING = ".,;:!?'*_"
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com")
_DATA_HOSTS = ("zenodo.org", "kaggle.com", "figshare.com")
_HUB = "huggingface.co"
_HUB_SECTIONS = {"datasets": "data", "spaces": "demo", "papers": "huggingface", "blog": "project"}

_VERSION = r"(?:v[0-9]+)?"
_PLACES: tuple[tuple[str, Callable[[str], str], re.Pattern[str]], ...] = (
    (
        "arxiv",
        identifiers.arxiv_id,
        re.compile(
            r"https?://(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html|format)/"
            rf"(?P<id>(?:[a-z.-]+/)?[0-9.]+?){_VERSION}(?:\.pdf)?/?(?:[?#].*)?",
            re.IGNORECASE,
        ),
    ),
    (
        "arxiv",
        identifiers.arxiv_id,
        re.compile(
            rf"https?://(?:www\.)?huggingface\.co/papers/(?P<id>[0-9.]+?){_VERSION}/?(?:[?#].*)?"
        ),
    ),
    (
        "doi",
        identifiers.doi,
        re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(?P<id>10\..+)", re.IGNORECASE),
    ),
    (
        "openreview",
        identifiers.openreview_id,
        re.compile(r"https?://openreview\.net/(?:forum|pdf)\?id=(?P<id>[^&#]+)(?:[&#].*)?"),
    ),
    (
        "acl",
        identifiers.acl_id,
        re.compile(
            r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/"
            r"(?P<id>[A-Za-z0-9_.-]+?)(?:\.pdf)?/?"
        ),
    ),
)
_ARXIV = re.compile(
    r"\barxiv[:. ]\s*(?P<id>(?:[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}|[0-9]{4}\.[0-9]{4,5}))(?![0-9])",
    re.IGNORECASE,
)


_HOST = re.compile(r"https?://|(?:[a-z0-9-]+\.)+[a-z]{2,}/", re.IGNORECASE)
_BEFORE = re.compile(r"arxiv\s*:\s*", re.IGNORECASE)
_DOI_BEFORE = re.compile(r"doi\s*:\s*", re.IGNORECASE)
_DOI_IN_PATH = re.compile(r"/(?P<doi>10\.[0-9]{4,9}/[^/\s]+?)(?:\.pdf)?(?:/|\Z)", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<id>.+)", re.IGNORECASE)
_VERSION_BEHIND = re.compile(r"(?<=[0-9])v[0-9]+$")


def links_in(text: str) -> dict[str, str]:
    """Return the addresses that a text names, the first of each kind.

    >>> links_in("Code (https://github.com/a/b). Models: https://huggingface.co/c/d.")
    {'code': 'https://github.com/a/b', 'model': 'https://huggingface.co/c/d'}
    """
    links: dict[str, str] = {}
    for found in _URL.findall(text):
        try:
            url = identifiers.web_url(_without_sentence(found))
        except ValueError:
            continue  # text that only begins like an address
        if _host(url) not in _NOT_OURS:
            links.setdefault(link_kind(url), url)
    return links


def link_kind(url: str) -> str:
    """Return of what kind a link is, by where it leads: ``project`` where that does not tell.

    >>> link_kind("https://github.com/a/b"), link_kind("https://a.org/paper.PDF")
    ('code', 'pdf')
    """
    host, path = _host(url), urlsplit(url).path
    if host == _HUB:
        return _HUB_SECTIONS.get(path.split("/")[1] if path else "", "model")
    if path.casefold().endswith(".pdf"):
        return "pdf"
    kinds = {"code": _CODE_HOSTS, "video": _VIDEO_HOSTS, "data": _DATA_HOSTS}
    return next((kind for kind, hosts in kinds.items() if host in hosts), "project")


def identifier_in(url: str) -> tuple[str, str] | None:
    """Return the identifier that an address holds, after the name of its field.

    >>> identifier_in("https://arxiv.org/pdf/2402.07197v2.pdf")
    ('arxiv', '2402.07197')
    >>> identifier_in("https://aclanthology.org/2023.acl-long.1/"), identifier_in("https://a.org")
    (('acl', '2023.acl-long.1'), None)
    """
    for name, check, pattern in _PLACES:
        if found := pattern.fullmatch(url):
            try:
                return name, check(found["id"])
            except ValueError:
                return None
    return None


def named(text: str) -> tuple[str, str]:
    """Return the identifier that somebody names, in any of its forms, after its field's name.

    Raises:
        ValueError: with the end of a sentence that says what to write instead.

    >>> named("arXiv:2402.07197v2"), named("huggingface.co/papers/2402.07197")
    (('arxiv', '2402.07197'), ('arxiv', '2402.07197'))
    >>> named("doi:10.1145/3589334"), named("10.48550/arXiv.hep-th/9901001")
    (('doi', '10.1145/3589334'), ('arxiv', 'hep-th/9901001'))
    """
    bare = text.strip().rstrip(".,;")
    if _HOST.match(bare):
        url = bare if "://" in bare else f"https://{bare}"
        found = identifier_in(url) or _of_publisher(url)
        if not found:
            raise ValueError("no paper is known by this address; write its arXiv id or its DOI")
        name, value = found
    else:
        doi = _DOI_BEFORE.sub("", bare)
        name, value = ("doi", doi) if doi.startswith("10.") else ("arxiv", _BEFORE.sub("", bare))
    if name == "doi" and (arxiv := _ARXIV_DOI.fullmatch(value)):
        name, value = "arxiv", arxiv["id"]
    if name == "arxiv":
        return name, identifiers.arxiv_id(_VERSION_BEHIND.sub("", value))
    return name, identifiers.doi(value) if name == "doi" else value


def _of_publisher(url: str) -> tuple[str, str] | None:
    """Return the DOI in an address such as ``https://dl.acm.org/doi/pdf/10.1145/3589334``."""
    found = _DOI_IN_PATH.search(unquote(urlsplit(url).path))
    return ("doi", found["doi"]) if found else None


def arxiv_in(text: str) -> str:
    """Return the arXiv id that a text names, or nothing.

    >>> arxiv_in("arXiv preprint arXiv:2402.07197v2"), arxiv_in("10.48550/arXiv.2402.07197")
    ('2402.07197', '2402.07197')
    """
    found = _ARXIV.search(text)
    try:
        return identifiers.arxiv_id(found["id"]) if found else ""
    except ValueError:
        return ""


def _without_sentence(url: str) -> str:
    while url and (
        url[-1] in _TRAILING or (url[-1] in ")]" and url.count(url[-1]) > _opening(url))
    ):
        url = url[:-1]
    return url


def _opening(url: str) -> int:
    return url.count("(" if url[-1] == ")" else "[")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
