"""The authors by letter, and a page for each."""

from conftest import TAXONOMY, make_authors, make_paper
from site_fixtures import pages


def test_every_author_has_a_page_with_all_their_papers() -> None:
    made = pages(
        [
            make_paper(slug="a", title="A", authors=make_authors("Ada Lovelace")),
            make_paper(slug="b", title="B", authors=make_authors("Ada Lovelace", "B. Pascal")),
        ],
        TAXONOMY,
    )
    assert {"papers/a.md", "papers/b.md"} <= made["authors/ada-lovelace/index.md"].links.keys()
    assert "papers/a.md" not in made["authors/b-pascal/index.md"].links


def test_authors_stand_under_the_first_letter_of_their_family_names() -> None:
    names = ("Ada Lovelace", "Emil Ørsted", "Martin Luther King Jr.", "王小明", "Plato")
    made = pages([make_paper(authors=make_authors(*names))], TAXONOMY)
    letters = ("l", "o", "k", "other", "p")
    for name, letter in zip(names, letters, strict=True):
        assert name in made[f"authors/letter/{letter}/index.md"].links.values()
        assert f"authors/letter/{letter}/index.md" in made["authors/index.md"].links


def test_the_index_counts_authors_and_names_those_with_several_papers() -> None:
    papers = [
        make_paper(slug="a", title="A", authors=make_authors("Ada Lovelace", "Bea Lark")),
        make_paper(slug="b", title="B", authors=make_authors("Ada Lovelace")),
    ]
    index = pages(papers, TAXONOMY)["authors/index.md"]
    assert "2 authors of 2 papers" in index.text
    assert "L (2)" in index.text
    assert "Ada Lovelace (2)" in index.text
    assert "authors/bea-lark/index.md" not in index.links


def test_an_authors_page_leads_to_their_letter() -> None:
    made = pages([make_paper()], TAXONOMY)
    assert "authors/letter/l/index.md" in made["authors/ada-lovelace/index.md"].links


def test_spellings_that_differ_by_accents_share_a_page_under_the_commoner_one() -> None:
    papers = [
        make_paper(slug=f"p{number}", title=f"P {number}", authors=make_authors(name))
        for number, name in enumerate(("Émile Borel", "Emile Borel", "Émile Borel"))
    ]
    page = pages(papers, TAXONOMY)["authors/emile-borel/index.md"]
    assert page.headings[0] == "Émile Borel"
    assert {"papers/p0.md", "papers/p1.md", "papers/p2.md"} <= page.links.keys()


def test_a_letter_of_many_authors_is_cut_into_pages_that_hold_each_once() -> None:
    papers = [
        make_paper(
            slug=f"p{part}",
            title=f"P {part}",
            authors=make_authors(*(f"N{part}x{number} Smith" for number in range(90))),
        )
        for part in range(10)
    ]
    made = pages(papers, TAXONOMY)
    parts = [page for path, page in made.items() if path.startswith("authors/letter/s")]
    names = [label for page in parts for target, label in page.links.items() if "smith" in target]
    assert len(parts) > 1
    assert len(names) == len(set(names)) == 900
    assert {page.path for page in parts} <= parts[0].links.keys() | {parts[0].path}
    assert len({page.title for page in parts}) == len(parts)


def test_an_author_named_letter_or_index_has_a_page_beside_the_lists() -> None:
    made = pages([make_paper(authors=make_authors("Letter", "Index"))], TAXONOMY)
    assert made["authors/letter/index.md"].headings[0] == "Letter"
    assert made["authors/index.md"].headings[0] == "Authors"
    assert made["authors/index-1/index.md"].headings[0] == "Index"
