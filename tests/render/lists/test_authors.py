"""Lists of authors by the first letters of their family names, and each author's papers."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.config import Config
from generator.core.model import Paper
from generator.library import site, taxonomy
from generator.library.site import SiteSettings
from generator.render.lists import authors
from generator.render.lists.cards import Cards
from tests.support.pages import DIGEST, Page, artifacts, pages, parse_page
from tests.support.papers import TAXONOMY, make_authors, make_paper


def test_an_author_of_several_papers_has_a_page() -> None:
    by_path = pages(
        [
            make_paper(slug="a", title="A", authors=make_authors("Ada Lovelace")),
            make_paper(slug="b", title="B", authors=make_authors("Ada Lovelace", "B. Pascal")),
            make_paper(slug="c", title="C", authors=make_authors("B. Pascal")),
        ],
        TAXONOMY,
    )
    assert {"papers/a.md", "papers/b.md"} <= by_path["authors/ada-lovelace/index.md"].links.keys()
    assert "papers/a.md" not in by_path["authors/b-pascal/index.md"].links


def test_an_author_of_one_paper_links_to_it() -> None:
    papers = [
        make_paper(slug="a", title="A", authors=make_authors("Ada Lovelace")),
        make_paper(slug="b", title="B", authors=make_authors("Ada Lovelace", "Bea Lark")),
    ]
    by_path = pages(papers, TAXONOMY)
    letter = by_path["authors/letter/l/index.md"].links
    assert letter["papers/b.md"] == "Bea Lark"
    assert letter["authors/ada-lovelace/index.md"] == "Ada Lovelace (2)"
    assert "authors/bea-lark/index.md" not in by_path


def test_authors_are_listed_by_initial_of_their_family_names() -> None:
    names = ("Ada Lovelace", "Emil Ørsted", "Martin Luther King Jr.", "王小明", "Plato")
    by_path = pages([make_paper(authors=make_authors(*names))], TAXONOMY)
    letters = ("l", "o", "k", "other", "p")
    for name, letter in zip(names, letters, strict=True):
        assert name in by_path[f"authors/letter/{letter}/index.md"].links.values()
        assert f"authors/letter/{letter}/index.md" in by_path["authors/index.md"].links


def test_the_index_counts_authors_and_lists_the_prolific() -> None:
    papers = [
        make_paper(slug="a", title="A", authors=make_authors("Ada Lovelace", "Bea Lark")),
        make_paper(slug="b", title="B", authors=make_authors("Ada Lovelace")),
    ]
    index = pages(papers, TAXONOMY)["authors/index.md"]
    assert "2 authors of 2 papers" in index.text
    assert "L (2)" in index.text
    assert "Ada Lovelace (2)" in index.text
    assert "Bea Lark" not in " ".join(index.links.values())


def test_an_author_s_page_links_to_its_letter() -> None:
    by_path = pages([make_paper(), make_paper(slug="b", title="B")], TAXONOMY)
    assert "authors/letter/l/index.md" in by_path["authors/ada-lovelace/index.md"].links


def test_spellings_that_differ_by_accents_share_a_page() -> None:
    papers = [
        make_paper(slug=f"p{number}", title=f"P {number}", authors=make_authors(name))
        for number, name in enumerate(("Émile Borel", "Emile Borel", "Émile Borel"))
    ]
    page = pages(papers, TAXONOMY)["authors/emile-borel/index.md"]
    assert page.headings[0] == "Émile Borel"
    assert {"papers/p0.md", "papers/p1.md", "papers/p2.md"} <= page.links.keys()


def test_a_crowded_letter_is_divided_and_lists_each_author_once() -> None:
    by_path = letters(pages(papers_of(MANY), TAXONOMY))
    names = [name for page in by_path.values() for name in names_of(page)]
    assert len(by_path) > 3
    assert sorted(names) == sorted(MANY)
    assert max(len(names_of(page)) for page in by_path.values()) <= 400
    assert len({page.title for page in by_path.values()}) == len(by_path)


def test_a_letter_and_its_sublists_link_to_each_other() -> None:
    by_path = letters(pages(papers_of(MANY), TAXONOMY))
    top = "authors/letter/w/index.md"
    reached, ahead = set(), {top}
    while ahead:
        reached |= ahead
        ahead = {path for page in ahead for path in sublists_of(by_path[page])} - reached
    assert reached == by_path.keys()
    for path in by_path.keys() - {top}:
        (trail,) = by_path[path].body.xpath("//p[@class='trail']")
        assert [link.text for link in trail.xpath("a")][:2] == ["Authors", "W"]
        assert path not in by_path[path].links
        assert top in by_path[path].links


def test_a_letter_links_to_its_sublists_by_shortest_prefix() -> None:
    by_path = letters(pages(papers_of(MANY), TAXONOMY))
    links = by_path["authors/letter/w/index.md"].links
    assert links["authors/letter/wang-a/index.md"] == "Wang A… (70)"
    assert links["authors/letter/wu/index.md"] == "Wu… (100)"
    assert "authors/letter/wang-/index.md" not in by_path
    assert by_path["authors/letter/wang-a/index.md"].headings[0] == "Authors: Wang A…"
    assert "70 authors under Wang A…" in by_path["authors/letter/wang-a/index.md"].text
    assert "A0 Wo" in names_of(by_path["authors/letter/w/index.md"])


@pytest.mark.parametrize("name", ["Aaron Wang", "Zzz Wang", "Aaron Wu", "Q Wox", "Bob Alone"])
def test_a_new_name_changes_few_lists(name: str) -> None:
    before, after = (
        {artifact.path: artifact.content for artifact in artifacts(papers_of(names), TAXONOMY)}
        for names in (MANY, [*MANY, name])
    )
    lists = {path for path in before.keys() | after if path.startswith("authors/")}
    changed = {path for path in lists if before.get(path) != after.get(path)}
    assert "authors/index.md" in changed
    assert len(changed) <= 4
    assert {path for path in lists if path not in before or path not in after} <= {
        "authors/letter/a/index.md"
    }


@given(st.lists(st.text("abw", min_size=1, max_size=3), min_size=1, max_size=60, unique=True))
@settings(max_examples=25)
def test_every_name_is_in_exactly_one_list(first_names: list[str]) -> None:
    names = [f"{first} {family}" for first in first_names for family in ("Wang", "Wan", "W" * 3)]
    names += [f"{number} Xu" for number in range(450)]
    by_path = letters(pages(papers_of(names), TAXONOMY))
    assert sorted(name for page in by_path.values() for name in names_of(page)) == sorted(names)


def test_authors_named_letter_or_index_get_their_own_page() -> None:
    authors = make_authors("Letter", "Index")
    papers = [make_paper(slug=slug, title=slug, authors=authors) for slug in "ab"]
    by_path = pages(papers, TAXONOMY)
    assert by_path["authors/letter/index.md"].headings[0] == "Letter"
    assert by_path["authors/index.md"].headings[0] == "Authors"
    assert by_path["authors/index-1/index.md"].headings[0] == "Index"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Teven Le Scao", "l"),
        ("Ludwig van Beethoven", "b"),
        ("Javier Del Ser", "d"),
        ("Jean Dupont-Moret", "d"),
        ("Sinéad O'Connor", "o"),
        ("Gemini Team", "g"),
        ("Shixiang (Shane) Gu", "g"),
        ("Ada Lovelace (ETH)", "l"),
    ],
)
def test_a_family_name_of_several_words_sorts_by_its_first(name: str, path: str) -> None:
    by_path = pages([make_paper(authors=make_authors(name))], TAXONOMY)
    assert name in by_path[f"authors/letter/{path}/index.md"].links.values()


def test_a_recorded_family_name_determines_the_order() -> None:
    papers = [make_paper(authors=make_authors("Gabriel García Márquez", "Yang Yang", "Li Wei"))]
    records = (
        "gabriel-garcia-marquez:\n  name: Gabriel García Márquez\n  family: García Márquez\n"
        "yang-yang-pku:\n  name: Yang Yang (PKU)\n  also: [Yang Yang]\n"
        "li-wei:\n  name: Li Wei\n  family: Li\n"
    )
    by_path = pages(papers, TAXONOMY, records=records)
    assert names_of(by_path["authors/letter/g/index.md"]) == ["Gabriel García Márquez"]
    assert names_of(by_path["authors/letter/y/index.md"]) == ["Yang Yang (PKU)"]
    assert names_of(by_path["authors/letter/l/index.md"]) == ["Li Wei"]


def test_an_author_s_page_shows_top_tags_and_co_authors() -> None:
    groups = {"a": ("Ann", "Bea", "Cy"), "b": ("Ann", "Bea"), "c": ("Ann", "Di"), "d": ("Cy",)}
    papers = [
        make_paper(slug=slug, title=slug, authors=make_authors(*names), tags=tags)
        for (slug, names), tags in zip(
            groups.items(), [("testing",), ("testing", "measuring"), (), ()], strict=True
        )
    ]
    page = pages(papers, TAXONOMY)["authors/ann/index.md"]
    (pills,) = page.body.xpath("//div[@class='lists']/p[1]")
    assert [link.text for link in pills.xpath("a")] == ["Testing (2)", "Measuring (1)"]
    (beside,) = page.body.xpath("//p[@class='beside']")
    assert beside.text_content() == "Papers with Bea (2), Cy (1)"
    assert page.links["authors/bea/index.md"] == "Bea"
    assert "beside" not in str(pages(papers[3:], TAXONOMY))


def test_a_co_author_without_a_page_links_to_a_search() -> None:
    groups = {"a": ("Ann", "Bea Lark"), "b": ("Ann", "Bea Lark"), "c": ("Ann",)}
    papers = [make_paper(slug=slug, authors=make_authors(*group)) for slug, group in groups.items()]
    tags = taxonomy.parse(TAXONOMY, "taxonomy.yml")
    assembled = site.assemble(papers, tags, settings=SiteSettings(author_pages_from=3))
    by_path = {
        artifact.path: artifact
        for artifact in authors.artifacts(Cards(assembled), Config(Path(), "", ""))
    }
    page = parse_page(by_path["authors/ann/index.md"])
    assert page.links["search/index.md?author=Bea+Lark"] == "Bea Lark (2)"


def test_a_paper_of_1200_authors_does_not_add_co_authors() -> None:
    crowd = make_authors(*(f"A{number} Wang" for number in range(1200)))
    papers = [make_paper(slug=slug, title=slug, authors=crowd) for slug in "ab"]
    page = pages(papers, TAXONOMY)["authors/a7-wang/index.md"]
    assert page.body.xpath("//p[@class='beside']") == []


def test_an_author_s_papers_are_divided_by_year() -> None:
    published = {
        "a": None,
        "b": dt.date(2023, 5, 1),
        "c": dt.date(2024, 1, 1),
        "d": dt.date(2023, 1, 1),
    }
    papers = [
        make_paper(slug=slug, title=f"T {slug}", published=day) for slug, day in published.items()
    ]
    page = pages(papers, TAXONOMY)["authors/ada-lovelace/index.md"]
    assert page.headings[1:] == ["2025", "T a", "2024", "T c", "2023", "T b", "T d"]
    assert page.shape.count(("h2", "year")) == 3
    assert ("h2", "card") not in page.shape


def test_a_year_on_several_pages_has_a_heading_on_each() -> None:
    papers = [
        make_paper(
            slug=f"p{number}", title=f"T {number}", published=dt.date(2020 + number // 3, 1, 1)
        )
        for number in range(6)
    ]
    by_path = pages(papers, TAXONOMY, replace(DIGEST, papers_per_page=2))
    years = [
        [
            heading
            for heading in by_path[f"authors/ada-lovelace/{path}index.md"].headings
            if heading.isdecimal()
        ]
        for path in ("1/", "2/", "")
    ]
    assert years == [["2020"], ["2021", "2020"], ["2021"]]


def test_the_address_of_a_spelling_redirects_to_the_person() -> None:
    papers = [
        make_paper(slug="a", title="A", authors=make_authors("Y. LeCun")),
        make_paper(slug="b", title="B", authors=make_authors("Yann LeCun", "Bea <b>")),
    ]
    records = "yann-lecun:\n  name: Yann LeCun & co\n  also: [Yann LeCun, Y. LeCun]\n"
    by_path = {artifact.path: artifact for artifact in artifacts(papers, TAXONOMY, records=records)}
    text = by_path["authors/y-lecun/index.html"].content.decode()
    assert 'content="0; url=../../authors/yann-lecun/"' in text
    assert ">Yann LeCun &amp; co</a>" in text
    assert "authors/yann-lecun/index.html" not in by_path
    assert "authors/y-lecun/index.md" not in by_path


def test_the_address_of_an_ambiguous_name_redirects_to_a_search() -> None:
    papers = [
        make_paper(slug=slug, title=slug, authors=make_authors("Yang Yang")) for slug in "abcd"
    ]
    records = (
        "yang-1:\n  name: Yang Yang\n  papers: [a, b]\nyang-2:\n  name: Yang Yang\n  papers: [{}]\n"
    )
    by_path = {
        artifact.path: artifact
        for artifact in artifacts(papers, TAXONOMY, records=records.format("c, d"))
    }
    text = by_path["authors/yang-yang/index.html"].content.decode()
    assert "../../search/?q=author%3A%22yang-yang%22" in text


def test_a_name_with_a_page_does_not_redirect() -> None:
    papers = [
        make_paper(slug=slug, title=slug, authors=make_authors("Yang Yang")) for slug in "abc"
    ]
    records = "yang-1:\n  name: Yang Yang\n  papers: [a]\n"
    paths = {artifact.path for artifact in artifacts(papers, TAXONOMY, records=records)}
    assert "authors/yang-yang/index.md" in paths
    assert "authors/yang-yang/index.html" not in paths


def test_a_new_order_of_co_authors_changes_the_page() -> None:
    groups = {"a": ("Ann", "Bea", "Cy"), "b": ("Ann",), "c": ("Bea",), "d": ("Cy",), "e": ("Cy",)}
    papers = [
        make_paper(slug=slug, title=slug, authors=make_authors(*group))
        for slug, group in groups.items()
    ]
    before, after = (
        {artifact.path: artifact for artifact in artifacts(some_papers, TAXONOMY)}[
            "authors/ann/index.md"
        ]
        for some_papers in (papers[:-1], papers)
    )
    assert before.content != after.content
    assert before.key != after.key


def test_a_person_with_one_paper_links_to_a_search_by_recorded_name() -> None:
    papers = [make_paper(authors=make_authors("Y. LeCun"))]
    by_path = pages(papers, TAXONOMY, records="lecun:\n  name: Yann LeCun\n  also: [Y. LeCun]\n")
    links = by_path["papers/2402.07197.md"].links
    assert links["search/index.md?author=Yann+LeCun"] == "Y. LeCun"
    assert not [path for path in by_path if path.startswith("authors/lecun")]
    records = "lecun:\n  name: Yann LeCun\n  also: [Y. LeCun]\n"
    assert not [
        artifact.path
        for artifact in artifacts(papers, TAXONOMY, records=records)
        if "y-lecun" in artifact.path
    ]


FIRST_NAMES = [f"{first}{second}" for first in "ABCDEFGHIJ" for second in range(70)]
MANY = [
    *(f"{first} Wang" for first in FIRST_NAMES),
    *(f"{first} Wu" for first in FIRST_NAMES[::7]),
    *(f"{first} Wo" for first in FIRST_NAMES[::30]),
]
"""Authors with one initial, too many for one list."""


def papers_of(names: Sequence[str]) -> list[Paper]:
    """Return papers of 90 authors each; every author has one paper."""
    return [
        make_paper(slug=f"p{start}", title=f"P {start}", authors=make_authors(*names[start:][:90]))
        for start in range(0, len(names), 90)
    ]


def letters(by_path: Mapping[str, Page]) -> dict[str, Page]:
    """Return the lists of names, by path."""
    return {path: page for path, page in by_path.items() if path.startswith("authors/letter/")}


def names_of(page: Page) -> list[str]:
    """Return the names on a list of names, without those on its sublists."""
    links = page.body.xpath("//h2[@class='names']/following-sibling::ul[1]/li/a")
    return [link.text for link in links]


def sublists_of(page: Page) -> set[str]:
    """Return the paths of the sublists of a list of names."""
    return {path for path in page.links if path.startswith(page.path.removesuffix("/index.md"))}
