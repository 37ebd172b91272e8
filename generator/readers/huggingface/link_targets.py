"""What a link of a capture leads to: a paper, its votes, its comments, its code, a day."""

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
_SITE = frozenset([
    "papers", "models", "datasets", "spaces", "docs", "enterprise", "pricing", "login", "join",
    "blog", "posts", "learn", "tasks", "chat", "collections", "languages", "organizations",
    "terms-of-service", "privacy", "huggingface", "new", "storage", "support", "pro", "settings",
    "inference-providers", "inference-endpoints", "join-discord", "discord",
])  # fmt: skip
_CODE = re.compile(r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/.")


@dataclass(frozen=True, slots=True)
class Target:
    """What kind of thing a link leads to, and its name: a paper's id, a day, an account."""

    kind: str
    name: str = ""


def target(url: str | None) -> Target:
    """Return what an address of a capture leads to.

    >>> target("/login?next=%2Fpapers%2F2402.07197"), target("[7]")
    (Target(kind='votes', name='2402.07197'), Target(kind='number', name='7'))
    """
    if url is None:
        return Target("none")
    if url.startswith("[") and url.endswith("]"):
        return Target("number", url[1:-1])
    if match := _ARXIV.match(url):
        return Target("arxiv", match["id"].removesuffix(".pdf").rstrip("/"))
    hub = _HUB.match(url)
    if not hub and not url.startswith("/"):
        return Target("code" if _CODE.match(url) else "other", url)
    path = unquote(url[hub.end() :] if hub else url)
    kind, name = next(
        (kind, found["id"]) for kind, form in _PATHS if (found := form.fullmatch(path))
    )
    return Target("page" if kind == "account" and name in _SITE else kind, name)


def arxiv_id(name: str) -> str | None:
    """Return an arXiv id without its version, or None where a name is none."""
    try:
        return identifiers.arxiv_id(re.sub(r"v[0-9]+$", "", name))
    except ValueError:
        return None
