"""Papers that are right and yet unusual have pages that can be read and do nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from browser_fixtures import PHONE, Reader
from site_fixtures import CROWD, LOCAL, ODD_NAMES, ODD_TEXTS, Pages, broken, folded, parsed

from generator.core.config import Config
from generator.library import load

SLUGS = ["crowd", "names", "nobody", "long-link", "titled", *ODD_TEXTS]


@pytest.fixture(scope="module")
def crawled(odd: Config) -> Pages:
    return parsed(odd.site)


@pytest.mark.browser
@pytest.mark.parametrize("slug", SLUGS)
def test_it_fits_a_phone_and_runs_nothing(
    open_window: Callable[..., Reader], odd_address: str, slug: str
) -> None:
    reader = open_window(viewport=PHONE)
    page = reader.opens(f"{odd_address}papers/{slug}/")
    assert page.locator("h1").is_visible()
    assert reader.fits()
    assert not reader.hacked()
    assert (reader.elsewhere, reader.complaints) == ([], [])


def test_no_link_is_broken(odd: Config, crawled: Pages) -> None:
    assert broken(odd.site, crawled) == []


def test_of_a_thousand_authors_the_first_stand_above_and_all_below(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/crowd/"]
    above, below = page.xpath("//article//p[@class='by']")
    assert folded(above.text_content()).startswith(", ".join(CROWD[:50]))
    assert above.xpath("a[@href='#authors']/text()") == ["1150 more"]
    assert folded(below.text_content()) == ", ".join(CROWD)
    assert page.xpath("//h2[@id='authors']/text()") == ["All 1,200 authors"]
    assert len(page.xpath("//meta[@name='citation_author']")) == len(CROWD)
    assert [each["name"] for each in _article(page)["author"]] == CROWD


def test_names_of_all_scripts_are_shown_and_named_in_order(crawled: Pages) -> None:
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


def test_a_paper_of_nobody_says_so_nowhere(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/nobody/"]
    assert not page.xpath("//p[@class='by']|//meta[@name='citation_author']")
    assert "author" not in _article(page)
    assert page.xpath("//meta[@name='citation_title']/@content") == ["The nobody paper"]


def test_formulas_are_shown_as_mathml_and_their_plain_form_is_described(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/formulas/"]
    assert len(page.xpath("//article//math")) == 3
    assert len(page.xpath("//article//math[@display='block']")) == 1
    (said,) = page.xpath("//meta[@name='citation_abstract']/@content")
    assert "α" in said
    assert "$" not in said


def test_a_title_with_tex_is_shown_plainly_where_nothing_else_can_be(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/titled/"]
    plain = "Learning α-Stable Laws in O(n²) after Schrödinger – Again"
    assert page.xpath("//meta[@name='citation_title']/@content") == [plain]
    assert page.xpath("string(//title)") == f"{plain} - Paper Digest"
    assert len(page.xpath("//h1//math")) == 2
    assert page.xpath("//h1//em/text()") == ["Again"]
    (card,) = crawled[LOCAL + "dates/2025/03/11/"].xpath("//*[@class='card'][.//em]")
    assert len(card.xpath(".//a//math")) == 2


def test_amounts_of_dollars_are_no_mathematics(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/amounts/"]
    assert ODD_TEXTS["amounts"] in folded(page.xpath("string(//article)"))
    assert not page.xpath("//article//math|//article//em")


@pytest.mark.parametrize("slug", ["define", "braces", "closing", "nested"])
def test_what_cannot_be_read_as_tex_shows_its_source(crawled: Pages, slug: str) -> None:
    shown = folded(crawled[f"{LOCAL}papers/{slug}/"].xpath("string(//article)"))
    assert {r"\def\x", "{{{{", "}}}}", r"\emph"} & {
        part for part in (r"\def\x", "{{{{", "}}}}", r"\emph") if part in shown
    }


def test_no_script_comes_out_of_tex(crawled: Pages) -> None:
    page = crawled[LOCAL + "papers/script/"]
    assert not page.xpath("//article//script|//article//*[starts-with(@href, 'javascript')]")


def test_all_of_them_are_papers(odd: Config) -> None:
    assert {paper.slug for paper in load.load(odd).papers} == {*SLUGS}


def _article(page: Any) -> Any:
    return json.loads(page.xpath("//head/script[@type='application/ld+json']/text()")[0])["@graph"][
        0
    ]
