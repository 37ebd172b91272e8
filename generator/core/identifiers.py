"""Identifiers and addresses from outside: their forms, checked.

Each function returns the value it was given, checked, or raises ``ValueError`` with the end of
a sentence that says what to write instead.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from generator.text.plain import INDEX_NAMES, unseen

# https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV = re.compile(r"(?P<year>[0-9]{2})(?P<month>[0-9]{2})\.(?P<number>[0-9]{4,5})")
_OLD_ARXIV = re.compile(
    r"(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[A-Z]{2})?(?P<rest>/[0-9]{2}(?P<month>[0-9]{2})[0-9]{3})"
)
_ARXIV_VERSION = re.compile(r"(?<=[0-9])v[0-9]+\Z", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<id>.+)", re.IGNORECASE)
# https://www.crossref.org/documentation/member-setup/constructing-your-dois/
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"{}|\\^`\x00-\x1f\x7f-\x9f]+")
_ACL = re.compile(r"[0-9]{4}\.[a-z0-9_]+-[a-z0-9]+\.[0-9]+|[A-Z][0-9]{2}-[0-9]{4}")
_OPENREVIEW = re.compile(r"[A-Za-z0-9_-]{8,16}")
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}(?:-[a-z]+)?|\.[a-z]+(?:-[a-z]+)*)?")
_UNSAFE_IN_URL = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f]")
IDENTIFIERS = ("arxiv", "doi", "openreview", "acl")
"""The fields of an entry that hold one."""

URL_LENGTH = 2000
SLUG_BYTES = 200
_CITED = (".bib", ".ris", ".json")  # at these addresses stand the citations of papers
_FIVE_DIGITS_SINCE = 1501


def arxiv_id(value: str) -> str:
    """Return an arXiv id without its version, new (``2402.07197``) or old (``hep-th/9901001``).

    An old one that names its class too is returned without, as arXiv itself answers it.

    >>> arxiv_id("math.GT/0309136")
    'math/0309136'
    """
    if (bare := without_version(value)) != value:
        raise ValueError(f"write it without its version: {bare}")
    old = _OLD_ARXIV.fullmatch(value)
    match = _ARXIV.fullmatch(value) or old
    if not match or not 1 <= int(match["month"]) <= 12:  # noqa: PLR2004 (months)
        raise ValueError("write an arXiv id such as 2402.07197 or hep-th/9901001")
    if "number" in match.groupdict():
        digits = 5 if int(value[:4]) >= _FIVE_DIGITS_SINCE else 4
        if len(match["number"]) != digits:
            raise ValueError(f"an arXiv id of that month has {digits} digits after the full stop")
    return old["archive"] + old["rest"] if old else value


def without_version(value: str) -> str:
    """Return an arXiv id without the version behind it, which a capital V may begin.

    >>> without_version("2402.07197V2")
    '2402.07197'
    """
    return _ARXIV_VERSION.sub("", value)


def arxiv_of_doi(value: str) -> str:
    """Return the id, unchecked, in a DOI of those that arXiv gives to its papers, else nothing.

    >>> arxiv_of_doi("10.48550/arXiv.2402.07197v2"), arxiv_of_doi("10.1145/3589334")
    ('2402.07197v2', '')
    """
    found = _ARXIV_DOI.fullmatch(value)
    return found["id"] if found else ""


def doi(value: str) -> str:
    """Return a bare DOI, such as ``10.1145/3589334.3645682``."""
    bare = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", value, flags=re.IGNORECASE)
    if bare != value and _DOI.fullmatch(bare):
        raise ValueError(f"write the bare DOI: {bare}")
    return _visible(_matching(_DOI, value, "write a DOI such as 10.1145/3589334.3645682"))


def acl_id(value: str) -> str:
    """Return an ACL Anthology id, such as ``2023.acl-long.1`` or ``P19-1001``."""
    return _matching(_ACL, value, "write an ACL Anthology id such as 2023.acl-long.1 or P19-1001")


def openreview_id(value: str) -> str:
    """Return an OpenReview forum id, such as ``rJl-b3RcF7``."""
    return _matching(_OPENREVIEW, value, "write an OpenReview forum id such as rJl-b3RcF7")


def category(value: str) -> str:
    """Return an arXiv subject class, such as ``cs.AI`` or ``hep-th``."""
    return _matching(_CATEGORY, value, "write an arXiv subject class such as cs.AI or hep-th")


def slug(value: str) -> str:
    """Return a slug: letters and digits of any script, with ``.``, ``_`` and ``-`` between them."""
    if ".." in value:
        raise ValueError("write it without two full stops in a row")
    kinds = [unicodedata.category(char)[0] for char in value]
    if any(
        kind not in "LNM" and char not in "._-" for kind, char in zip(kinds, value, strict=True)
    ):
        raise ValueError("write letters, digits, hyphens and full stops only, such as 2402.07197")
    if not value or kinds[0] not in "LN" or value[-1] == ".":
        raise ValueError("begin with a letter or digit and do not end with a full stop")
    if value.lower() in INDEX_NAMES:
        raise ValueError("write another name: this one means the page of a whole folder")
    if value.lower().endswith(_CITED):
        raise ValueError("write a name that does not end as the files of citations do")
    if len(value.encode()) > SLUG_BYTES:
        raise ValueError(f"write a name of at most {SLUG_BYTES} bytes")
    return value


def web_url(value: str) -> str:
    """Return an http or https address."""
    if len(value) > URL_LENGTH:
        raise ValueError(f"write an address of at most {URL_LENGTH:,} characters")
    try:
        parts = urlsplit(value)
        named = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        named = False
    if not named or _UNSAFE_IN_URL.search(value):
        raise ValueError(
            "write an address that starts with https:// or http://, without spaces and quotes"
        )
    return _visible(value)


def _visible(value: str) -> str:
    if name := unseen(value):
        raise ValueError(f"remove {name}, a character that does not show")
    return value


def _matching(pattern: re.Pattern[str], value: str, advice: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(advice)
    return value
