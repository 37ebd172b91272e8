"""Tests of all papers together: their order, their groups, and what clashes."""

import datetime as dt
from dataclasses import replace

import pytest

from generator.core.model import Paper
from generator.library import site, taxonomy
from tests.support.papers import TAXONOMY, make_authors, make_paper

TAGS = taxonomy.parse(TAXONOMY, "taxonomy.yml")


def assemble(*papers: Paper) -> site.Site:
    return site.assemble(papers, TAGS)


def paper(slug: str, /, **changes: object) -> Paper:
    named = {"slug": slug, "path": f"papers/{slug}.md", "title": f"Title {slug}"}
    return make_paper(**{**named, **changes})


def problems(*papers: Paper) -> list[str]:
    found = site.find_problems(assemble(*papers), lambda _, *where: len(where))
    return [f"{problem.path}:{problem.line}: {problem.message}" for problem in found]


def test_papers_are_sorted_by_day_votes_publication_and_slug() -> None:
    day = dt.date(2025, 3, 12)
    found = assemble(
        paper("f", date=dt.date(2025, 3, 10), upvotes=99),
        paper("e"),
        paper("d"),
        paper("c", published=day),
        paper("b", upvotes=1),
        paper("a", date=day),
    )
    assert [each.slug for each in found.papers] == ["a", "b", "c", "d", "e", "f"]


def test_the_order_of_files_changes_nothing() -> None:
    papers = [paper(slug) for slug in "abc"]
    assert assemble(*papers).papers == assemble(*reversed(papers)).papers


def test_an_area_has_the_papers_of_its_topics_each_once() -> None:
    found = assemble(paper("a", tags=("testing", "measuring")), paper("b", tags=("methods",)))
    assert {tag: [p.slug for p in papers] for tag, papers in found.by_tag.items()} == {
        "testing": ["a"],
        "measuring": ["a"],
        "methods": ["a", "b"],
    }


def test_papers_without_a_date_of_publication_are_in_no_month() -> None:
    found = assemble(paper("a", published=dt.date(2024, 2, 11)), paper("b"))
    assert list(found.by_published_month) == [dt.date(2024, 2, 1)]


def test_an_author_is_named_as_most_papers_do() -> None:
    found = assemble(
        paper("a", authors=make_authors("Jose Garcia")),
        paper("b", authors=make_authors("José García")),
        paper("c", authors=make_authors("José García", "Jose Garcia")),
    )
    assert [author.name for author in found.authors.values()] == ["Jose Garcia"]
    assert [p.slug for p in found.by_author["jose-garcia"]] == ["a", "b", "c"]


def test_an_author_has_a_page_from_two_papers_on() -> None:
    found = assemble(
        paper("a", authors=make_authors("José García", "Ada Lovelace")),
        paper("b", authors=make_authors("Jose Garcia", "Blaise Pascal", "Blaise Pascal")),
    )
    assert {slug: found.has_page(slug) for slug in found.authors} == {
        "ada-lovelace": False,
        "blaise-pascal": False,
        "jose-garcia": True,
    }


def shown(*papers: Paper, digests: dict[str, str] | None = None, label: str = "") -> dict[str, str]:
    """Return what the pages of papers hang on, with another label of a tag."""
    tags = taxonomy.parse(TAXONOMY.replace("Measuring", label or "Measuring"), "taxonomy.yml")
    return dict(replace(site.assemble(papers, tags), digests=digests or {}).paper_fingerprints)


def test_a_paper_key_depends_on_entry_tags_and_authors_alone() -> None:
    authors = make_authors("Emile Borel")
    one, two = paper("a", authors=authors), paper("b", authors=make_authors("Ada Lovelace"))
    before = shown(one, two)
    assert shown(two, one) == before
    assert (
        shown(one, two, paper("c", authors=make_authors("Someone Else"))).items() > before.items()
    )
    changed = shown(one, paper("b", abstract="Another.", authors=two.authors))
    assert (changed["a"] == before["a"], changed["b"] == before["b"]) == (True, False)
    with_page = shown(one, two, paper("c", authors=authors))
    assert (with_page["a"] == before["a"], with_page["b"] == before["b"]) == (False, True)
    renamed = [paper(slug, authors=make_authors("Émile Borel")) for slug in "cd"]
    assert shown(one, *renamed[:1])["a"] != shown(one, *renamed)["a"]
    other_label = shown(one, two, label="Counting")
    assert not other_label.items() & before.items()


def test_a_paper_from_a_file_is_keyed_by_its_digest() -> None:
    kept = shown(paper("a"), digests={"papers/a.md": "1"})
    assert kept == shown(paper("a", abstract="Another."), digests={"papers/a.md": "1"})
    assert kept != shown(paper("a"), digests={"papers/a.md": "2"})


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ({"arxiv": "2402.07197"}, {"arxiv": "2402.07197"}, "1: arxiv '2402.07197' is also"),
        ({"doi": "10.1145/AB"}, {"doi": "10.1145/ab"}, "1: doi '10.1145/ab' is also"),
        ({"acl": "P19-1001"}, {"acl": "P19-1001"}, "1: acl 'P19-1001' is also"),
        (
            {"openreview": "rJl-b3RcF7"},
            {"openreview": "rJl-b3RcF7"},
            "1: openreview 'rJl-b3RcF7' is also",
        ),
        ({"title": "It! A Study"}, {"title": "it: a study"}, "1: the title 'it: a study' is also"),
        ({"slug": "x"}, {"slug": "X"}, "0: the address /papers/X/ is also"),
        ({"slug": "x"}, {"aliases": ("y", "X")}, "2: the address /papers/X/ is also"),
        ({"aliases": ("x",)}, {"aliases": ("x",)}, "2: the address /papers/x/ is also"),
        ({"aliases": ("b",)}, {}, "0: the address /papers/b/ is also"),
    ],
)
def test_what_two_papers_share_is_said_of_the_second(
    one: dict[str, object], other: dict[str, object], said: str
) -> None:
    assert problems(paper("b", **other), paper("a", **one)) == [
        f"papers/b.md:{said} that of papers/a.md; keep one of the two"
    ]


def test_papers_may_share_everything_else() -> None:
    assert problems(paper("a", venue="V", source="S"), paper("b", venue="V", source="S")) == []


@pytest.mark.parametrize(
    ("tag", "advice"),
    [("tests", "write 'testing', or add it there"), ("zzz", "add it there")],
)
def test_a_tag_outside_the_taxonomy_names_the_nearest(tag: str, advice: str) -> None:
    assert problems(paper("a", tags=("testing", tag))) == [
        f"papers/a.md:2: tag '{tag}' is not in taxonomy.yml; {advice}"
    ]


def test_a_name_in_capitals_is_shown_only_without_another_spelling() -> None:
    papers = [
        make_paper(slug="a", title="A", authors=make_authors("ADA LOVELACE", "EMIR")),
        make_paper(slug="b", title="B", authors=make_authors("Ada Lovelace", "EMIR")),
        make_paper(slug="c", title="C", authors=make_authors("ADA LOVELACE")),
    ]
    shown = {each.name for each in site.assemble(papers, taxonomy.Taxonomy({})).authors.values()}
    assert shown == {"Ada Lovelace", "EMIR"}
