"""Find and classify URLs in text, and the paper identifiers in URLs."""

import contextlib
import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from generator.core import identifiers

_PAPER_HOSTS = ("arxiv.org", "doi.org", "dx.doi.org")  # links to papers, not to resources
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`。，；：！？（）【】《》「」、“”’]+")
_SENTENCE_PUNCTUATION = ".,;:!?'*_"
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com")
_DATA_HOSTS = ("zenodo.org", "kaggle.com", "figshare.com")
_HUGGING_FACE = "huggingface.co"
_HUGGING_FACE_KINDS = {
    "datasets": "data",
    "spaces": "demo",
    "papers": "huggingface",
    "blog": "project",
}

_VERSION = r"(?:v[0-9]+)?"
_URL_END = r"/?(?:[?#].*)?"


def _check_quoted_doi(text: str) -> str:
    """Check a DOI from a URL, in which some characters are percent-encoded (``%3C``)."""
    return identifiers.check_doi(unquote(text))


_IDENTIFIER_URLS: tuple[tuple[str, Callable[[str], str], re.Pattern[str]], ...] = (
    (
        "arxiv",
        identifiers.check_arxiv_id,
        re.compile(
            r"https?://(?:[a-z0-9-]+\.)*(?:arxiv|alphaxiv|ar5iv)\.org/(?:abs|pdf|html|format)/"
            rf"(?P<id>(?:[a-z.-]+/)?[0-9.]+?){_VERSION}(?:\.pdf)?{_URL_END}",
            re.IGNORECASE,
        ),
    ),
    (
        "arxiv",
        identifiers.check_arxiv_id,
        re.compile(
            r"https?://(?:(?:www\.)?huggingface|hf)\.co/papers/"
            rf"(?P<id>[0-9.]+?){_VERSION}{_URL_END}",
            re.IGNORECASE,
        ),
    ),
    (
        "doi",
        _check_quoted_doi,
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
"""For each identifier: its field, the function that checks it, and the pattern of its URLs."""

_ARXIV = re.compile(
    r"\barxiv[:. ]\s*(?P<id>(?:[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}|[0-9]{4}\.[0-9]{4,5}))(?![0-9])",
    re.IGNORECASE,
)

_URL_START = re.compile(
    r"https?://|(?:[a-z0-9-]+\.)+[a-z]{2,}/(?![0-9]{7}(?:v[0-9]+)?\Z)", re.IGNORECASE
)
"""The start of a URL, with or without a scheme. ``math.GT/0309136`` is an old arXiv id."""

_ARXIV_LIKE = re.compile(r"[0-9]+\.[0-9v]+|[a-z.-]+/[0-9v]+", re.IGNORECASE)
_LABELS = {"arxiv": "an arXiv id", "doi": "a DOI"}
_NO_IDENTIFIER = (
    "not an arXiv id, a DOI or a paper's URL; write one, such as 2402.07197 or "
    "10.1145/3589334.3645682"
)
_PREFIX = re.compile(r"(?:arxiv|doi)\s*:\s*", re.IGNORECASE)
_PUNCTUATION_AFTER = ".,;"
_DOI_IN_URL_PATH = re.compile(r"/(?P<doi>10\.[0-9]{4,9}/[^\s]+)")
_SUFFIX_AFTER_DOI = re.compile(
    r"(?:\.pdf|/|/(?:e?pdf|full|fulltext|abstract|meta|html?|summary|references|figures|metrics"
    r"|citations?|suppl|supplementary-material)(?:[./][^/]*)?)\Z",
    re.IGNORECASE,
)
"""A suffix that publishers append to a DOI in a URL to select a page or a file of the paper."""

_SUFFIXES_BY_HOST = (
    (("biorxiv.org", "medrxiv.org"), re.compile(r"(?<=[0-9])v[0-9]+(?:\.[a-z.-]+)?\Z")),
    (("academic.oup.com",), re.compile(r"(?<=[^/])/[0-9]+\Z")),
)
"""Suffixes that only some publishers append: a version or the article's number."""


def find_links(text: str) -> dict[str, str]:
    """Return the first URL of each kind of link in a text, by kind.

    Links to papers on arXiv or doi.org are left out.

    >>> find_links("Code (https://github.com/a/b). Models: https://huggingface.co/c/d.")
    {'code': 'https://github.com/a/b', 'model': 'https://huggingface.co/c/d'}
    """
    links: dict[str, str] = {}
    for candidate in _URL.findall(text):
        try:
            url = identifiers.check_web_url(_without_punctuation(candidate))
        except ValueError:
            continue  # text that only starts like a URL
        if _host(url) not in _PAPER_HOSTS:
            links.setdefault(link_kind(url), url)
    return links


def link_kind(url: str) -> str:
    """Return the kind of a link, inferred from its URL; ``project`` for any other URL.

    >>> link_kind("https://github.com/a/b"), link_kind("https://a.org/paper.PDF")
    ('code', 'pdf')
    """
    host, path = _host(url), urlsplit(url).path
    if host == _HUGGING_FACE:
        return _HUGGING_FACE_KINDS.get(path.split("/")[1] if path else "", "model")
    if path.casefold().endswith(".pdf"):
        return "pdf"
    kinds = {"code": _CODE_HOSTS, "video": _VIDEO_HOSTS, "data": _DATA_HOSTS}
    return next((kind for kind, hosts in kinds.items() if host in hosts), "project")


def identifier_in_url(url: str) -> tuple[str, str] | None:
    """Return the paper identifier in a URL.

    Returns:
        The identifier's field in an entry and its value; None if there is no valid identifier.

    >>> identifier_in_url("https://arxiv.org/pdf/2402.07197v2.pdf")
    ('arxiv', '2402.07197')
    >>> identifier_in_url("https://aclanthology.org/2023.acl-long.1/")
    ('acl', '2023.acl-long.1')
    """
    for name, check, pattern in _IDENTIFIER_URLS:
        if match := pattern.fullmatch(url):
            try:
                return name, check(match["id"])
            except ValueError:
                return None
    return None


def parse_identifier(text: str) -> tuple[str, str]:
    """Parse a paper identifier that a user has entered as an id, a DOI or a URL.

    Returns:
        The identifier's field in an entry and its value.

    Raises:
        ValueError: The text does not identify a paper; the message includes the remedy.

    >>> parse_identifier("arXiv:2402.07197v2"), parse_identifier("huggingface.co/papers/2402.07197")
    (('arxiv', '2402.07197'), ('arxiv', '2402.07197'))
    >>> parse_identifier("doi:10.1145/3589334"), parse_identifier("10.48550/arXiv.hep-th/9901001")
    (('doi', '10.1145/3589334'), ('arxiv', 'hep-th/9901001'))
    >>> parse_identifier("P19-1001"), parse_identifier("https://doi.org/10.1145/3589334?utm=x")
    (('acl', 'P19-1001'), ('doi', '10.1145/3589334'))
    """
    bare = _PREFIX.sub("", text.strip().rstrip(_PUNCTUATION_AFTER), count=1)
    name, value = _parse_url(bare) if _URL_START.match(bare) else _parse_bare(bare)
    if name == "doi" and (arxiv := identifiers.arxiv_id_in_doi(value)):
        name, value = "arxiv", arxiv
    try:
        if name == "arxiv":
            return name, identifiers.check_arxiv_id(identifiers.without_version(value))
        if name == "doi":
            return name, identifiers.check_doi(value.rstrip(_PUNCTUATION_AFTER))
    except ValueError as error:
        raise ValueError(f"not {_LABELS[name]}; {error}") from None
    return name, value


def find_arxiv_id(text: str) -> str:
    """Return the first arXiv id that follows "arXiv" in a text, or an empty string.

    >>> find_arxiv_id("arXiv preprint arXiv:2402.07197v2")
    '2402.07197'
    >>> find_arxiv_id("10.48550/arXiv.2402.07197")
    '2402.07197'
    """
    match = _ARXIV.search(text)
    try:
        return identifiers.check_arxiv_id(match["id"]) if match else ""
    except ValueError:
        return ""


def _parse_url(text: str) -> tuple[str, str]:
    url = text if "://" in text else f"https://{text}"
    identifier = identifier_in_url(url) or _doi_in_publisher_url(url)
    if not identifier:
        raise ValueError("no paper identifier in this URL; write the paper's arXiv id or DOI")
    return identifier


def _doi_in_publisher_url(url: str) -> tuple[str, str] | None:
    """Return the DOI in a publisher's URL, without suffixes for a page or a file of the paper.

    >>> _doi_in_publisher_url("https://dl.acm.org/doi/pdf/10.1145/3589334")
    ('doi', '10.1145/3589334')
    >>> _doi_in_publisher_url("https://academic.oup.com/nar/article/doi/10.1093/nar/gkaa1100/6006172")
    ('doi', '10.1093/nar/gkaa1100')
    """
    match = _DOI_IN_URL_PATH.search(unquote(urlsplit(url).path))
    if not match:
        return None
    doi, host = match["doi"], _host(url)
    while (shorter := _SUFFIX_AFTER_DOI.sub("", doi)) != doi:
        doi = shorter
    for hosts, suffix in _SUFFIXES_BY_HOST:
        doi = suffix.sub("", doi) if host in hosts else doi
    return "doi", doi


def _parse_bare(text: str) -> tuple[str, str]:
    if text.startswith("10."):
        return "doi", text
    with contextlib.suppress(ValueError):
        return "acl", identifiers.check_acl_id(text)
    if not _ARXIV_LIKE.fullmatch(text):
        raise ValueError(_NO_IDENTIFIER)
    return "arxiv", text


def _without_punctuation(url: str) -> str:
    """Return a URL without the punctuation that follows it in a sentence."""
    while url and (url[-1] in _SENTENCE_PUNCTUATION or _closes_outer_bracket(url)):
        url = url[:-1]
    return url


def _closes_outer_bracket(url: str) -> bool:
    opening = {")": "(", "]": "["}.get(url[-1])
    return opening is not None and url.count(url[-1]) > url.count(opening)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
