"""Cards show the facts of a paper in lists, briefly."""

import pytest

from tests.support.pages import pages
from tests.support.papers import TAXONOMY, make_authors, make_paper


def test_a_card_shows_title_authors_day_tags_and_key_sentence() -> None:
    abstract = "Maps are old. We propose to read them. " + "Another one. " * 40
    names = [f"Author {letter}" for letter in "ABCDEFGH"]
    paper = make_paper(abstract=abstract, authors=make_authors(*names))
    card = pages([paper], TAXONOMY)["tags/testing/index.md"]
    for text in ("On the Use of Tests", "Author A", "and 3 more", "11 March 2025", "Testing"):
        assert text in card.text
    assert "We propose to read them." in card.text
    assert "Maps are old." not in card.text
    assert len(card.text) < len(abstract)
    assert "Author F" not in card.text


@pytest.mark.parametrize("path", ["tags/testing/index.md", "dates/2025/03/11/index.md", "index.md"])
def test_a_list_links_to_paper_tags_day_and_first_authors(path: str) -> None:
    links = pages([make_paper(), make_paper(slug="b", title="B")], TAXONOMY)[path].links
    assert links["papers/2402.07197.md"] == "On the Use of Tests"
    assert {"tags/testing/index.md", "dates/2025/03/11/index.md"} <= links.keys() | {path}
    assert {"authors/ada-lovelace/index.md", "authors/blaise-pascal/index.md"} <= links.keys()


def test_a_card_shows_few_of_a_hundred_authors() -> None:
    names = [f"Author N{number}" for number in range(100)]
    papers = [make_paper(slug=slug, title=slug, authors=make_authors(*names)) for slug in "ab"]
    page = pages(papers, TAXONOMY)["tags/testing/index.md"]
    assert 0 < sum(target.startswith("authors/") for target in page.links) < 10
    assert page.text.count("95 more authors") == 2


def test_an_author_of_one_paper_is_not_a_link() -> None:
    papers = [
        make_paper(slug="a", title="A", authors=make_authors("Ada Lovelace", "Blaise Pascal")),
        make_paper(slug="b", title="B", authors=make_authors("Ada Lovelace")),
    ]
    page = pages(papers, TAXONOMY)["tags/testing/index.md"]
    assert "Ada Lovelace, Blaise Pascal" in page.text
    assert "Ada Lovelace" in page.links.values()
    assert "Blaise Pascal" not in page.links.values()
