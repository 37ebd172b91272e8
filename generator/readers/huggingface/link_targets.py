"""Classify the URLs in a capture: a paper's page, its upvotes, comments or code, a day."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from generator.core import identifiers

_HUB = re.compile(r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)(?=[/?#]|$)")
_ARXIV = re.compile(r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/(?P<id>[^?#]+)")
_ID = r"(?P<id>[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?"
_PATHS = (
    ("votes", re.compile(rf"/login\?next=/papers/{_ID}/?")),
    ("comments", re.compile(rf"/papers/{_ID}/?#.*")),
    ("paper", re.compile(rf"/papers/{_ID}(?:\.md)?/?(?:\?.*)?")),
    ("day", re.compile(r"/papers(?:/date/|\?date=)(?P<id>[0-9]{4}-[0-9]{2}-[0-9]{2})/?.*")),
    ("account", re.compile(r"/(?:organizations/)?(?P<id>[A-Za-z0-9][\w.-]*)/?(?:\?.*)?")),
    ("page", re.compile(r"(?P<id>.*)", re.DOTALL)),
)
_SITE_PAGES = frozenset([
    "papers", "models", "datasets", "spaces", "docs", "enterprise", "pricing", "login", "join",
    "blog", "posts", "learn", "tasks", "chat", "collections", "languages", "organizations",
    "terms-of-service", "privacy", "huggingface", "new", "storage", "support", "pro", "settings",
    "inference-providers", "inference-endpoints", "join-discord", "discord",
])  # fmt: skip
_CODE = re.compile(r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/.")


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """The classified target of a link.

    Attributes:
        kind: ``paper``, ``votes``, ``comments``, ``day``, ``account`` or ``page`` on Hugging
            Face; ``arxiv``, ``code`` or ``other`` elsewhere; ``number`` for a numbered link
            without a URL; ``none`` without a link.
        name: The paper's id, the day, the account, the number or the URL.
    """

    kind: str
    name: str = ""


def parse_link_target(url: str | None) -> LinkTarget:
    """Classify the target of a link in a capture.

    Args:
        url: An absolute URL, a path on Hugging Face, a number such as ``[7]``, or None.

    >>> parse_link_target("/login?next=%2Fpapers%2F2402.07197")
    LinkTarget(kind='votes', name='2402.07197')
    >>> parse_link_target("[7]")
    LinkTarget(kind='number', name='7')
    """
    if url is None:
        return LinkTarget("none")
    if url.startswith("[") and url.endswith("]"):
        return LinkTarget("number", url[1:-1])
    if match := _ARXIV.match(url):
        return LinkTarget("arxiv", match["id"].removesuffix(".pdf").rstrip("/"))
    hub = _HUB.match(url)
    if not hub and not url.startswith("/"):
        return LinkTarget("code" if _CODE.match(url) else "other", url)
    path = unquote(url[hub.end() :] if hub else url)
    kind, name = next(
        (kind, match["id"]) for kind, pattern in _PATHS if (match := pattern.fullmatch(path))
    )
    return LinkTarget("page" if kind == "account" and name in _SITE_PAGES else kind, name)


def arxiv_id_or_none(name: str) -> str | None:
    """Return an arXiv id without its version, or None if the name is not an arXiv id."""
    try:
        return identifiers.check_arxiv_id(re.sub(r"v[0-9]+$", "", name))
    except ValueError:
        return None
