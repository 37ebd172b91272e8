"""The search page offers examples that occur in the site's papers."""

import html

from generator.library import taxonomy
from generator.library.site import assemble
from generator.render.search.page import page
from tests.support.pages import Page, parse_page
from tests.support.papers import TAXONOMY, make_paper


def test_examples_occur_in_the_papers() -> None:
    search_page = _page(title="Grasping Robots", venue="WWW 2024", categories=("cs.RO",))
    words = search_page.front_matter["word"], search_page.front_matter["other_word"]
    assert words == ("grasping", "robots")
    assert list(map(html.unescape, search_page.front_matter["fields"])) == [
        'author:"ada lovelace"',
        "tag:methods",
        "year:2025",
        "day:2025-03-11",
        'venue:"www 2024"',
        "category:cs.RO",
    ]


def test_without_papers_it_has_examples_too() -> None:
    site = assemble([], taxonomy.parse(TAXONOMY, "t.yml"))
    search_page = parse_page(page(site))
    assert search_page.front_matter["word"] != search_page.front_matter["other_word"]
    assert search_page.front_matter["fields"] == []


def test_the_search_does_not_find_its_own_page() -> None:
    assert _page().front_matter["search"] == {"exclude": True}


def _page(**changes: object) -> Page:
    site = assemble([make_paper(**changes)], taxonomy.parse(TAXONOMY, "t.yml"))
    return parse_page(page(site))
