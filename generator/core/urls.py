"""Addresses: those a text names, what kind of link they are, and the identifiers inside them."""

import contextlib
import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from generator.core import identifiers

_NOT_OURS = ("arxiv.org", "doi.org", "dx.doi.org")  # a paper that is cited, or this one
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`。，；：！？（）【】《》「」、“”’]+")
_TRAILING = ".,;:!?'*_"
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com")
_DATA_HOSTS = ("zenodo.org", "kaggle.com", "figshare.com")
_HUB = "huggingface.co"
_HUB_SECTIONS = {"datasets": "data", "spaces": "demo", "papers": "huggingface", "blog": "project"}

_VERSION = r"(?:v[0-9]+)?"
_TAIL = r"/?(?:[?#].*)?"


def _doi(written: str) -> str:
    """Return the DOI that an address holds, with what is written there as ``%3C``."""
    return identifiers.check_doi(unquote(written))


_PLACES: tuple[tuple[str, Callable[[str], str], re.Pattern[str]], ...] = (
    (
        "arxiv",
        identifiers.check_arxiv_id,
        re.compile(
            r"https?://(?:[a-z0-9-]+\.)*(?:arxiv|alphaxiv|ar5iv)\.org/(?:abs|pdf|html|format)/"
            rf"(?P<id>(?:[a-z.-]+/)?[0-9.]+?){_VERSION}(?:\.pdf)?{_TAIL}",
            re.IGNORECASE,
        ),
    ),
    (
        "arxiv",
        identifiers.check_arxiv_id,
        re.compile(
            r"https?://(?:(?:www\.)?huggingface|hf)\.co/papers/"
            rf"(?P<id>[0-9.]+?){_VERSION}{_TAIL}",
            re.IGNORECASE,
        ),
    ),
    (
        "doi",
        _doi,
        re.compile(
            r"https?://(?:dx\.|www\.)?doi\.org/(?P<id>10\.[^?#]+)(?:[?#].*)?", re.IGNORECASE
        ),
    ),
    (
        "openreview",
        identifiers.check_openreview_id,
        re.compile(r"https?://openreview\.net/(?:forum|pdf)\?id=(?P<id>[^&#]+)(?:[&#].*)?"),
    ),
    (
        "acl",
        identifiers.check_acl_id,
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


_HOST = re.compile(
    r"https?://|(?:[a-z0-9-]+\.)+[a-z]{2,}/(?![0-9]{7}(?:v[0-9]+)?\Z)", re.IGNORECASE
)
"""How an address begins; ``math.GT/0309136`` is an old arXiv id."""

_LIKE_ARXIV = re.compile(r"[0-9]+\.[0-9v]+|[a-z.-]+/[0-9v]+", re.IGNORECASE)
_LABELS = {"arxiv": "an arXiv id", "doi": "a DOI"}
_UNKNOWN = (
    "not an arXiv id, a DOI or the address of a paper; write one, such as 2402.07197 or "
    "10.1145/3589334.3645682"
)
_BEFORE = re.compile(r"(?:arxiv|doi)\s*:\s*", re.IGNORECASE)
_BEHIND = ".,;"
_DOI_IN_PATH = re.compile(r"/(?P<doi>10\.[0-9]{4,9}/[^\s]+)")
_PAGE = re.compile(
    r"(?:\.pdf|/|/(?:e?pdf|full|fulltext|abstract|meta|html?|summary|references|figures|metrics"
    r"|citations?|suppl|supplementary-material)(?:[./][^/]*)?)\Z",
    re.IGNORECASE,
)
"""What publishers write behind a DOI: which page, or file, of the paper it is."""

_OF_HOST = (
    (("biorxiv.org", "medrxiv.org"), re.compile(r"(?<=[0-9])v[0-9]+(?:\.[a-z.-]+)?\Z")),
    (("academic.oup.com",), re.compile(r"(?<=[^/])/[0-9]+\Z")),
)
"""What some of them write there of their own: a version, an article's number."""


def find_links(text: str) -> dict[str, str]:
    """Return the addresses that a text names, the first of each kind.

    >>> links_in("Code (https://github.com/a/b). Models: https://huggingface.co/c/d.")
    {'code': 'https://github.com/a/b', 'model': 'https://huggingface.co/c/d'}
    """
    links: dict[str, str] = {}
    for found in _URL.findall(text):
        try:
            url = identifiers.check_web_url(_without_sentence(found))
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


def identifier_in_url(url: str) -> tuple[str, str] | None:
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


def parse_identifier(text: str) -> tuple[str, str]:
    """Return the identifier that somebody names, in any of its forms, after its field's name.

    Raises:
        ValueError: it is not the identifier of a paper; the message says what to write instead.

    >>> named("arXiv:2402.07197v2"), named("huggingface.co/papers/2402.07197")
    (('arxiv', '2402.07197'), ('arxiv', '2402.07197'))
    >>> named("doi:10.1145/3589334"), named("10.48550/arXiv.hep-th/9901001")
    (('doi', '10.1145/3589334'), ('arxiv', 'hep-th/9901001'))
    >>> named("P19-1001"), named("https://doi.org/10.1145/3589334?utm=x")
    (('acl', 'P19-1001'), ('doi', '10.1145/3589334'))
    """
    bare = _BEFORE.sub("", text.strip().rstrip(_BEHIND), count=1)
    name, value = _of_address(bare) if _HOST.match(bare) else _of_bare(bare)
    if name == "doi" and (arxiv := identifiers.arxiv_id_in_doi(value)):
        name, value = "arxiv", arxiv
    try:
        if name == "arxiv":
            return name, identifiers.check_arxiv_id(identifiers.without_version(value))
        return name, identifiers.check_doi(value.rstrip(_BEHIND)) if name == "doi" else value
    except ValueError as error:
        raise ValueError(f"not {_LABELS[name]}; {error}") from None


def _of_address(bare: str) -> tuple[str, str]:
    url = bare if "://" in bare else f"https://{bare}"
    found = identifier_in_url(url) or _of_publisher(url)
    if not found:
        raise ValueError("no paper is known by this address; write its arXiv id or its DOI")
    return found


def _of_bare(bare: str) -> tuple[str, str]:
    if bare.startswith("10."):
        return "doi", bare
    with contextlib.suppress(ValueError):
        return "acl", identifiers.check_acl_id(bare)
    if not _LIKE_ARXIV.fullmatch(bare):
        raise ValueError(_UNKNOWN)
    return "arxiv", bare


def _of_publisher(url: str) -> tuple[str, str] | None:
    """Return the DOI in a publisher's address, without the page that it names behind.

    >>> _of_publisher("https://dl.acm.org/doi/pdf/10.1145/3589334")
    ('doi', '10.1145/3589334')
    >>> _of_publisher("https://academic.oup.com/nar/article/doi/10.1093/nar/gkaa1100/6006172")
    ('doi', '10.1093/nar/gkaa1100')
    """
    found = _DOI_IN_PATH.search(unquote(urlsplit(url).path))
    if not found:
        return None
    doi, host = found["doi"], _host(url)
    while (shorter := _PAGE.sub("", doi)) != doi:
        doi = shorter
    for hosts, behind in _OF_HOST:
        doi = behind.sub("", doi) if host in hosts else doi
    return "doi", doi


def find_arxiv_id(text: str) -> str:
    """Return the arXiv id that a text names, or nothing.

    >>> arxiv_in("arXiv preprint arXiv:2402.07197v2"), arxiv_in("10.48550/arXiv.2402.07197")
    ('2402.07197', '2402.07197')
    """
    found = _ARXIV.search(text)
    try:
        return identifiers.check_arxiv_id(found["id"]) if found else ""
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
