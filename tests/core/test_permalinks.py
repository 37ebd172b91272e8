"""Tests of permalinks: URLs that readers and search engines rely on."""

import datetime as dt
from urllib.parse import parse_qs, urljoin

import pytest

from generator.core import permalinks

DAY = dt.date(2025, 3, 11)


@pytest.mark.parametrize(
    ("path", "url"),
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
        (permalinks.numbered_page(permalinks.tag("agents"), 2), "tags/agents/2/"),
        (permalinks.author_initial("a"), "authors/letter/a/"),
        (permalinks.author_initial("wang x"), "authors/letter/wang-x/"),
        (permalinks.SEARCH, "search/"),
        ("guide/README.md", "guide/"),
    ],
)
def test_pages_have_their_documented_urls(path: str, url: str) -> None:
    assert permalinks.url_path(path) == url


@pytest.mark.parametrize(
    ("source", "target", "link"),
    [
        ("index.md", "papers/a.md", "papers/a.md"),
        ("papers/a.md", "papers/b.md", "b.md"),
        ("dates/2025/03/11/index.md", "index.md", "../../../../index.md"),
        ("tags/index.md", "tags/a b(c)/index.md", "a%20b%28c%29/index.md"),
    ],
)
def test_links_are_relative_and_safe_in_markdown(source: str, target: str, link: str) -> None:
    assert permalinks.relative_link(source, target) == link


@pytest.mark.parametrize(
    "path",
    [
        permalinks.HOME,
        permalinks.TAGS,
        permalinks.paper("2402.07197"),
        permalinks.day(DAY),
        permalinks.author("王小明"),
        permalinks.author_initial("wang x"),
        permalinks.numbered_page(permalinks.tag("agents"), 2),
        "guide/how-to.md",
    ],
)
def test_every_page_has_a_relative_url_to_the_root(path: str) -> None:
    site = "https://x.org/digest/"
    assert urljoin(site + permalinks.url_path(path), permalinks.path_to_root(path) or ".") == site


def test_a_renamed_paper_has_a_redirect_at_its_old_url() -> None:
    assert (
        permalinks.former_paper("old")
        == permalinks.url_path(permalinks.paper("old")) + "index.html"
    )


def test_filters_are_part_of_the_search_url() -> None:
    path, _, query = permalinks.search(author="Zoë & A. O'Neil_?", tag="a-b").partition("?")
    assert path == permalinks.SEARCH
    assert parse_qs(query) == {"author": ["Zoë & A. O'Neil_?"], "tag": ["a-b"]}


def test_identifiers_have_external_urls() -> None:
    identifiers = {"arxiv": "hep-th/9901001", "doi": "10.1/(a)<b>#c", "acl": None}
    assert permalinks.external_urls(identifiers) == {
        "arxiv": "https://arxiv.org/abs/hep-th/9901001",
        "doi": "https://doi.org/10.1/(a)%3Cb%3E%23c",
    }
