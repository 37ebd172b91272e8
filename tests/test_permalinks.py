"""Tests of addresses: what readers and search engines keep."""

import datetime as dt

import pytest

from generator import permalinks

DAY = dt.date(2025, 3, 11)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (permalinks.HOME, ""),
        (permalinks.paper("2402.07197"), "papers/2402.07197/"),
        (permalinks.TAGS, "tags/"),
        (permalinks.tag("agents"), "tags/agents/"),
        (permalinks.DATES, "dates/"),
        (permalinks.year(2025), "dates/2025/"),
        (permalinks.month(DAY), "dates/2025/03/"),
        (permalinks.day(DAY), "dates/2025/03/11/"),
        (permalinks.PUBLISHED, "published/"),
        (permalinks.published_year(2024), "published/2024/"),
        (permalinks.published_month(dt.date(2024, 2, 11)), "published/2024/02/"),
        (permalinks.AUTHORS, "authors/"),
        (permalinks.author("王小明"), "authors/%E7%8E%8B%E5%B0%8F%E6%98%8E/"),
        (permalinks.older(permalinks.tag("agents"), 2), "tags/agents/2/"),
    ],
)
def test_addresses_are_as_promised(path: str, address: str) -> None:
    assert permalinks.address(path) == address


@pytest.mark.parametrize(
    ("source", "target", "link"),
    [
        ("index.md", "papers/a.md", "papers/a.md"),
        ("papers/a.md", "papers/b.md", "b.md"),
        ("dates/2025/03/11/index.md", "index.md", "../../../index.md"),
        ("tags/index.md", "tags/a b(c).md", "a%20b%28c%29.md"),
    ],
)
def test_links_are_relative_and_safe_in_markdown(source: str, target: str, link: str) -> None:
    assert permalinks.relative(source, target) == link


def test_identifiers_lead_to_their_sites() -> None:
    known = {"arxiv": "hep-th/9901001", "doi": "10.1/(a)<b>#c", "acl": None}
    assert permalinks.outside(known) == {
        "arxiv": "https://arxiv.org/abs/hep-th/9901001",
        "doi": "https://doi.org/10.1/(a)%3Cb%3E%23c",
    }
