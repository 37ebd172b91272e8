"""COinS of each type of paper, and of text with characters of HTML and URLs."""

from typing import Any
from urllib.parse import parse_qs

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.library import taxonomy
from generator.library.site import assemble
from generator.render.citations.formats import Citations
from generator.render.metadata import coins
from tests.support.papers import TAXONOMY, make_authors, make_paper

FORMAT = "info:ofi/fmt:kev:mtx:"


def make_coins(**changes: object) -> dict[str, list[str]]:
    """Return the values in the COinS of a paper."""
    paper = make_paper(**changes)
    site = assemble([paper], taxonomy.parse(TAXONOMY, "t.yml"))
    return read(Citations(site).item(paper))


def read(item: dict[str, Any]) -> dict[str, list[str]]:
    element = lxml.html.fragment_fromstring(str(coins.span(item)))
    assert (element.tag, element.get("class"), element.text) == ("span", "Z3988", None)
    assert not list(element)
    return parse_qs(element.get("title"), strict_parsing=True, keep_blank_values=True)


def test_an_article_has_its_journal() -> None:
    values = make_coins(
        venue="Journal of Examples 12(3), 2024", doi="10.1/a(b)c;2", arxiv="2402.07197"
    )
    assert values == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": [FORMAT + "journal"],
        "rft.genre": ["article"],
        "rft.atitle": ["On the Use of Tests"],
        "rft.jtitle": ["Journal of Examples"],
        "rft.au": ["Lovelace, Ada", "Pascal, Blaise"],
        "rft.date": ["2024"],
        "rft_id": ["info:doi/10.1/a(b)c;2"],
    }


def test_a_conference_paper_has_its_proceedings_and_url() -> None:
    values = make_coins(venue="WWW 2024", arxiv="2402.07197")
    assert values["rft_val_fmt"] == [FORMAT + "book"]
    assert values["rft.genre"] == ["proceeding"]
    assert (values["rft.atitle"], values["rft.btitle"]) == (["On the Use of Tests"], ["WWW"])
    assert values["rft_id"] == ["https://arxiv.org/abs/2402.07197"]
    assert "rft.title" not in values


def test_a_preprint_has_its_day_and_url() -> None:
    values = make_coins(arxiv="2402.07197", published=make_paper().date.replace(year=2024, day=5))
    assert values["rft_val_fmt"] == [FORMAT + "dc"]
    assert (values["rft.type"], values["rft.title"]) == (["preprint"], ["On the Use of Tests"])
    assert values["rft.date"] == ["2024-03-05"]
    assert values["rft.identifier"] == ["https://arxiv.org/abs/2402.07197"]
    assert "rft_id" not in values


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("The ATLAS Collaboration", "The ATLAS Collaboration"),
        ("Plato", "Plato"),
        ("王小明", "王, 小明"),
    ],
)
def test_family_names_come_first_and_group_names_stay_unsplit(name: str, expected: str) -> None:
    assert make_coins(authors=make_authors(name))["rft.au"] == [expected]


def test_missing_authors_and_url_are_left_out() -> None:
    assert make_coins(authors=()).keys() == {*("ctx_ver", "rft_val_fmt", "rft.type", "rft.title")}


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1), st.data())
def test_any_title_and_name_are_read_back_unchanged(title: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(['"><script>', "a&b=c", "100%+1", "'a' <b>", "é #?;/:"]))
    item = {
        "type": "paper-conference",
        "title": title,
        "container-title": name,
        "author": [{"literal": name}],
        "issued": {"date-parts": [[2024]]},
    }
    values = read(item)
    assert values["rft.atitle"] == [title]
    assert values["rft.btitle"] == values["rft.au"] == [name]
