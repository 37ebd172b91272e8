"""Tests of checks for identifiers and URLs."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core import identifiers

CHECKS = {
    "arxiv_id": identifiers.check_arxiv_id,
    "doi": identifiers.check_doi,
    "acl_id": identifiers.check_acl_id,
    "openreview_id": identifiers.check_openreview_id,
    "category": identifiers.check_category,
    "slug": identifiers.check_slug,
    "web_url": identifiers.check_web_url,
}
ARXIV = "write an arXiv id such as 2402.07197 or hep-th/9901001"
DOI = "write a DOI such as 10.1145/3589334.3645682"
URL = "write a URL that starts with https:// or http://, without spaces or quotes"


@pytest.mark.parametrize(
    ("check", "value"),
    [
        ("arxiv_id", "2402.07197"),
        ("arxiv_id", "0704.0001"),
        ("arxiv_id", "1412.9999"),
        ("arxiv_id", "1501.00001"),
        ("arxiv_id", "hep-th/9901001"),
        ("arxiv_id", "math/0309136"),
        ("arxiv_id", "astro-ph/0601001"),
        ("doi", "10.1145/3589334.3645682"),
        ("doi", "10.1016/S0370-2693(01)00123-4"),
        ("doi", "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"),
        ("acl_id", "2023.acl-long.1"),
        ("acl_id", "P19-1001"),
        ("openreview_id", "rJl-b3RcF7"),
        ("category", "cs.AI"),
        ("category", "hep-th"),
        ("category", "cond-mat.mes-hall"),
        ("category", "physics.ao-ph"),
        ("slug", "2402.07197"),
        ("slug", "skill-it_2"),
        ("slug", "王小明"),
        ("web_url", "https://github.com/alibaba/GraphTranslator"),
        ("web_url", "http://例え.jp/a?b=c#d"),
    ],
)
def test_a_valid_value_is_returned_unchanged(check: str, value: str) -> None:
    assert CHECKS[check](value) == value


@pytest.mark.parametrize(
    ("check", "value", "advice"),
    [
        ("arxiv_id", "2402.07197v2", "write it without its version: 2402.07197"),
        ("arxiv_id", "2402.07197V2", "write it without its version: 2402.07197"),
        ("arxiv_id", "2402.7197", "arXiv ids from that month have 5 digits after the dot"),
        ("arxiv_id", "1412.00001", "arXiv ids from that month have 4 digits after the dot"),
        ("arxiv_id", "2413.07197", ARXIV),
        ("arxiv_id", "2400.07197", ARXIV),
        ("arxiv_id", "arXiv:2402.07197", ARXIV),
        ("arxiv_id", "hep-th/9913001", ARXIV),
        ("arxiv_id", "٢٤٠٢.07197", ARXIV),
        ("arxiv_id", "2402.٠٧١٩٧", ARXIV),
        ("doi", "https://doi.org/10.1/2", DOI),
        ("doi", "10.1145/\u202e1", "remove the invisible character U+202E"),
        ("web_url", "https://a.org/\u200b", "remove the invisible character U+200B"),
        ("doi", "https://doi.org/10.1145/3589334", "write the bare DOI: 10.1145/3589334"),
        ("doi", "doi: 10.1145/3589334", "write the bare DOI: 10.1145/3589334"),
        ("doi", "10.1145", DOI),
        ("doi", "10.1145/a\x07", DOI),
        ("doi", "10.١٢٣٤/a", DOI),
        (
            "acl_id",
            "2023.acl-long",
            "write an ACL Anthology id such as 2023.acl-long.1 or P19-1001",
        ),
        ("openreview_id", "a/b", "write an OpenReview forum id such as rJl-b3RcF7"),
        ("category", "AI", "write an arXiv category such as cs.AI or hep-th"),
        ("slug", "..", "write it without two dots in a row"),
        (
            "slug",
            "a/b",
            "use only letters, digits, hyphens, underscores and dots, as in 2402.07197",
        ),
        (
            "slug",
            "a\\b",
            "use only letters, digits, hyphens, underscores and dots, as in 2402.07197",
        ),
        ("slug", "a.", "begin with a letter or digit, and do not end with a dot"),
        ("slug", "", "begin with a letter or digit, and do not end with a dot"),
        ("slug", "\u0301a", "begin with a letter or digit, and do not end with a dot"),
        ("slug", "a.BIB", "choose a name that does not end in .bib, .ris or .json"),
        ("slug", "Index", "choose another name; this one is reserved for a folder's index page"),
        ("slug", "é" * 101, "write a name of at most 200 bytes"),
        ("web_url", "javascript:alert(1)", URL),
        ("web_url", "//example.org", URL),
        ("web_url", "https://", URL),
        ("web_url", "https://a b", URL),
        ("web_url", 'https://a"onclick="b', URL),
        ("web_url", "http://[::1", URL),
        ("web_url", "https://a.org/\x85", URL),
        ("web_url", "https://a.org/" + "b" * 2000, "write a URL of at most 2,000 characters"),
    ],
)
def test_an_invalid_value_is_refused_with_advice(check: str, value: str, advice: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(advice)}$"):
        CHECKS[check](value)


@pytest.mark.parametrize("check", CHECKS.values())
@given(value=st.text() | st.text(alphabet="0123456789./-v:http١"))
def test_any_text_is_returned_unchanged_or_refused(check: Callable[[str], str], value: str) -> None:
    try:
        checked = check(value)
    except ValueError:
        return
    assert checked == value


def test_an_old_arxiv_id_loses_its_subject_class() -> None:
    assert identifiers.check_arxiv_id("math.GT/0309136") == "math/0309136"
