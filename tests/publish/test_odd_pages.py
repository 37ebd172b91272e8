"""Unusual but valid papers have readable pages without active content."""

import json
from typing import Any

import pytest

from generator.core.config import Config
from generator.library import load
from tests.support.awkward_papers import CROWD, ODD_NAMES, ODD_SLUGS, ODD_TEXTS
from tests.support.pages import fold_whitespace
from tests.support.sites import LOCAL, Pages, find_broken_links, parse_site


@pytest.fixture(scope="module")
def crawled(odd: Config) -> Pages:
    return parse_site(odd.site)


def test_no_link_is_broken(odd: Config, crawled: Pages) -> None:
    assert find_broken_links(odd.site, crawled) == []


def test_1200_authors_are_shortened_above_and_complete_below(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/crowd/"]
    above, below = page.xpath("//article//p[@class='by']")
    assert fold_whitespace(above.text_content()).startswith(", ".join(CROWD[:50]))
    assert above.xpath("a[@href='#authors']/text()") == ["1150 more"]
    assert fold_whitespace(below.text_content()) == ", ".join(CROWD)
    assert page.xpath("//h2[@id='authors']/text()") == ["All 1,200 authors"]
    assert len(page.xpath("//meta[@name='citation_author']")) == len(CROWD)
    assert [author["name"] for author in _article(page)["author"]] == CROWD


def test_names_in_all_scripts_are_shown_in_order(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/names/"]
    assert page.xpath("//article//p[@class='by']/a/text()") == ODD_NAMES
    assert page.xpath("//meta[@name='citation_author']/@content") == [
        "王, 小明",
        "بن سلمان, محمد",
        "O'Casey, Seán",
        "Plato",
        "van Beethoven, Ludwig",
        "Ünal, I. Jr.",
    ]


def test_a_paper_without_authors_has_no_byline(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/nobody/"]
    assert not page.xpath("//p[@class='by']|//meta[@name='citation_author']")
    assert "author" not in _article(page)
    assert page.xpath("//meta[@name='citation_title']/@content") == ["The nobody paper"]


def test_formulas_are_mathml_with_a_plain_description(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/formulas/"]
    assert len(page.xpath("//article//math")) == 3
    assert len(page.xpath("//article//math[@display='block']")) == 1
    (abstract,) = page.xpath("//meta[@name='citation_abstract']/@content")
    assert "α" in abstract
    assert "$" not in abstract


def test_a_tex_title_is_plain_text_where_markup_is_impossible(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/titled/"]
    plain = "Learning α-Stable Laws in O(n²) after Schrödinger – Again"
    assert page.xpath("//meta[@name='citation_title']/@content") == [plain]
    assert page.xpath("string(//title)") == f"{plain} - Paper Digest"
    assert len(page.xpath("//h1//math")) == 2
    assert page.xpath("//h1//em/text()") == ["Again"]
    (card,) = crawled[LOCAL + "dates/2025/03/11/"].xpath("//*[@class='card'][.//em]")
    assert len(card.xpath(".//a//math")) == 2


def test_amounts_of_dollars_are_not_mathematics(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/amounts/"]
    assert ODD_TEXTS["amounts"] in fold_whitespace(page.xpath("string(//article)"))
    assert not page.xpath("//article//math|//article//em")


@pytest.mark.parametrize("slug", ["define", "braces", "closing", "nested"])
def test_invalid_tex_is_shown_as_source(crawled: Pages, slug: str) -> None:
    text = fold_whitespace(crawled[f"{LOCAL}papers/{slug}/"].xpath("string(//article)"))
    assert any(source in text for source in (r"\def\x", "{{{{", "}}}}", r"\emph"))


def test_tex_cannot_produce_a_script(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/script/"]
    assert not page.xpath("//article//script|//article//*[starts-with(@href, 'javascript')]")


def test_all_odd_entries_are_papers(odd: Config) -> None:
    assert {paper.slug for paper in load.load(odd).papers} == {*ODD_SLUGS}


def _article(page: Any) -> Any:
    return json.loads(page.xpath("//head/script[@type='application/ld+json']/text()")[0])["@graph"][
        0
    ]
