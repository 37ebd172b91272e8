"""COinS of papers of each kind, and of texts with marks of HTML and of addresses."""

from typing import Any
from urllib.parse import parse_qs

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.library import taxonomy
from generator.library.site import assemble
from generator.render.citations import Citations
from generator.render.metadata import coins
from tests.support.papers import TAXONOMY, make_authors, make_paper

FORMAT = "info:ofi/fmt:kev:mtx:"


def made(**changes: object) -> dict[str, list[str]]:
    """Return what the element of a paper in a list holds."""
    paper = make_paper(**changes)
    whole = assemble([paper], taxonomy.parse(TAXONOMY, "t.yml"))
    return read(Citations(whole).item(paper))


def read(item: dict[str, Any]) -> dict[str, list[str]]:
    element = lxml.html.fragment_fromstring(str(coins.span(item)))
    assert (element.tag, element.get("class"), element.text) == ("span", "Z3988", None)
    assert not list(element)
    return parse_qs(element.get("title"), strict_parsing=True, keep_blank_values=True)


def test_an_article_has_its_journal() -> None:
    said = made(venue="Journal of Examples 12(3), 2024", doi="10.1/a(b)c;2", arxiv="2402.07197")
    assert said == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": [FORMAT + "journal"],
        "rft.genre": ["article"],
        "rft.atitle": ["On the Use of Tests"],
        "rft.jtitle": ["Journal of Examples"],
        "rft.au": ["Lovelace, Ada", "Pascal, Blaise"],
        "rft.date": ["2024"],
        "rft_id": ["info:doi/10.1/a(b)c;2"],
    }


def test_a_conference_paper_has_its_proceedings_and_its_address() -> None:
    said = made(venue="WWW 2024", arxiv="2402.07197")
    assert said["rft_val_fmt"] == [FORMAT + "book"]
    assert said["rft.genre"] == ["proceeding"]
    assert (said["rft.atitle"], said["rft.btitle"]) == (["On the Use of Tests"], ["WWW"])
    assert said["rft_id"] == ["https://arxiv.org/abs/2402.07197"]
    assert "rft.title" not in said


def test_a_preprint_has_its_day_and_its_address() -> None:
    said = made(arxiv="2402.07197", published=make_paper().date.replace(year=2024, day=5))
    assert said["rft_val_fmt"] == [FORMAT + "dc"]
    assert (said["rft.type"], said["rft.title"]) == (["preprint"], ["On the Use of Tests"])
    assert said["rft.date"] == ["2024-03-05"]
    assert said["rft.identifier"] == ["https://arxiv.org/abs/2402.07197"]
    assert "rft_id" not in said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("The ATLAS Collaboration", "The ATLAS Collaboration"),
        ("Plato", "Plato"),
        ("王小明", "王, 小明"),
    ],
)
def test_family_names_come_first_and_group_names_stay_undivided(name: str, said: str) -> None:
    assert made(authors=make_authors(name))["rft.au"] == [said]


def test_a_paper_without_authors_or_address_names_neither() -> None:
    assert made(authors=()).keys() == {*("ctx_ver", "rft_val_fmt", "rft.type", "rft.title")}


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1), st.data())
def test_any_title_and_name_come_out_as_they_went_in(title: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(['"><script>', "a&b=c", "100%+1", "'a' <b>", "é #?;/:"]))
    item = {
        "type": "paper-conference",
        "title": title,
        "container-title": name,
        "author": [{"literal": name}],
        "issued": {"date-parts": [[2024]]},
    }
    said = read(item)
    assert said["rft.atitle"] == [title]
    assert said["rft.btitle"] == said["rft.au"] == [name]
