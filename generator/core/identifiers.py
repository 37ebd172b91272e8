"""Validate external identifiers: arXiv ids, DOIs, categories, slugs, URLs and others.

Each ``check_…`` function returns the valid value or raises ``ValueError``. The error message is a
remedy, such as "write a DOI such as …"; callers put a description of the fault before it.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from generator.text.strings import INDEX_NAMES, find_invisible_character

IDENTIFIER_FIELDS = ("arxiv", "doi", "openreview", "acl")
"""The fields of an entry that contain an identifier."""

MAX_URL_LENGTH = 2000
MAX_SLUG_BYTES = 200

# https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV = re.compile(r"(?P<year>[0-9]{2})(?P<month>[0-9]{2})\.(?P<number>[0-9]{4,5})")
_OLD_ARXIV = re.compile(
    r"(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[A-Z]{2})?(?P<rest>/[0-9]{2}(?P<month>[0-9]{2})[0-9]{3})"
)
_FIVE_DIGITS_SINCE = 1501  # January 2015, as year and month of an arXiv id
_ARXIV_VERSION = re.compile(r"(?<=[0-9])v[0-9]+\Z", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<id>.+)", re.IGNORECASE)
# https://www.crossref.org/documentation/member-setup/constructing-your-dois/
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"{}|\\^`\x00-\x1f\x7f-\x9f]+")
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_ACL = re.compile(r"[0-9]{4}\.[a-z0-9_]+-[a-z0-9]+\.[0-9]+|[A-Z][0-9]{2}-[0-9]{4}")
_OPENREVIEW = re.compile(r"[A-Za-z0-9_-]{8,16}")
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}(?:-[a-z]+)?|\.[a-z]+(?:-[a-z]+)*)?")
_UNSAFE_IN_URL = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f]")
_CITATION_EXTENSIONS = (".bib", ".ris", ".json")  # citation files are named after the slug


def check_arxiv_id(value: str) -> str:
    """Check an arXiv id without a version: new (``2402.07197``) or old (``hep-th/9901001``).

    Returns:
        The id. An old id loses its subject class, as in arXiv's own responses.

    Raises:
        ValueError: The value is not an arXiv id, or it has a version.

    >>> check_arxiv_id("math.GT/0309136")
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
            raise ValueError(f"arXiv ids from that month have {digits} digits after the dot")
    return old["archive"] + old["rest"] if old else value


def without_version(value: str) -> str:
    """Return an arXiv id without its version, if it has one.

    >>> without_version("2402.07197V2")
    '2402.07197'
    """
    return _ARXIV_VERSION.sub("", value)


def arxiv_id_in_doi(value: str) -> str:
    """Return the arXiv id in a DOI that arXiv assigned, or an empty string for any other DOI.

    The id may have a version and is not checked.

    >>> arxiv_id_in_doi("10.48550/arXiv.2402.07197v2"), arxiv_id_in_doi("10.1145/3589334")
    ('2402.07197v2', '')
    """
    match = _ARXIV_DOI.fullmatch(value)
    return match["id"] if match else ""


def check_doi(value: str) -> str:
    """Check a bare DOI, such as ``10.1145/3589334.3645682``.

    Raises:
        ValueError: The value is not a DOI, has a prefix such as ``doi:``, or contains an invisible
            character.
    """
    bare = _DOI_PREFIX.sub("", value)
    if bare != value and _DOI.fullmatch(bare):
        raise ValueError(f"write the bare DOI: {bare}")
    return _check_visible(_check_form(_DOI, value, "write a DOI such as 10.1145/3589334.3645682"))


def check_acl_id(value: str) -> str:
    """Check an ACL Anthology id, such as ``2023.acl-long.1`` or ``P19-1001``.

    Raises:
        ValueError: The value is not an ACL Anthology id.
    """
    return _check_form(_ACL, value, "write an ACL Anthology id such as 2023.acl-long.1 or P19-1001")


def check_openreview_id(value: str) -> str:
    """Check an OpenReview forum id, such as ``rJl-b3RcF7``.

    Raises:
        ValueError: The value is not an OpenReview forum id.
    """
    return _check_form(_OPENREVIEW, value, "write an OpenReview forum id such as rJl-b3RcF7")


def check_category(value: str) -> str:
    """Check an arXiv category, such as ``cs.AI`` or ``hep-th``.

    Raises:
        ValueError: The value does not have the form of an arXiv category.
    """
    return _check_form(_CATEGORY, value, "write an arXiv category such as cs.AI or hep-th")


def check_slug(value: str) -> str:
    """Check a slug: letters and digits of any script, with ``.``, ``_`` and ``-`` between them.

    Raises:
        ValueError: The value contains other characters, is longer than ``MAX_SLUG_BYTES`` bytes,
            or would give a page the address of another file.
    """
    if ".." in value:
        raise ValueError("write it without two dots in a row")
    kinds = [unicodedata.category(char)[0] for char in value]
    if any(
        kind not in "LNM" and char not in "._-" for kind, char in zip(kinds, value, strict=True)
    ):
        raise ValueError(
            "use only letters, digits, hyphens, underscores and dots, as in 2402.07197"
        )
    if not value or kinds[0] not in "LN" or value[-1] == ".":
        raise ValueError("begin with a letter or digit, and do not end with a dot")
    if value.lower() in INDEX_NAMES:
        raise ValueError("choose another name; this one is reserved for a folder's index page")
    if value.lower().endswith(_CITATION_EXTENSIONS):
        raise ValueError("choose a name that does not end in .bib, .ris or .json")
    if len(value.encode()) > MAX_SLUG_BYTES:
        raise ValueError(f"write a name of at most {MAX_SLUG_BYTES} bytes")
    return value


def check_web_url(value: str) -> str:
    """Check an absolute http or https URL.

    Raises:
        ValueError: The value is not such a URL, is longer than ``MAX_URL_LENGTH`` characters, or
            contains a space, a quotation mark or an invisible character.
    """
    if len(value) > MAX_URL_LENGTH:
        raise ValueError(f"write a URL of at most {MAX_URL_LENGTH:,} characters")
    try:
        parts = urlsplit(value)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web or _UNSAFE_IN_URL.search(value):
        raise ValueError(
            "write a URL that starts with https:// or http://, without spaces or quotes"
        )
    return _check_visible(value)


def _check_form(pattern: re.Pattern[str], value: str, advice: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(advice)
    return value


def _check_visible(value: str) -> str:
    if name := find_invisible_character(value):
        raise ValueError(f"remove the invisible character {name}")
    return value
