"""All papers together: their order, their groups, and the clashes between them."""

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
    problems_found = site.find_problems(assemble(*papers), lambda _, *where: len(where))
    return [f"{problem.path}:{problem.line}: {problem.message}" for problem in problems_found]


def test_papers_are_sorted_by_day_votes_publication_and_slug() -> None:
    day = dt.date(2025, 3, 12)
    assembled = assemble(
        paper("f", date=dt.date(2025, 3, 10), upvotes=99),
        paper("e"),
        paper("d"),
        paper("c", published=day),
        paper("b", upvotes=1),
        paper("a", date=day),
    )
    assert [each.slug for each in assembled.papers] == ["a", "b", "c", "d", "e", "f"]


def test_the_order_of_files_changes_nothing() -> None:
    papers = [paper(slug) for slug in "abc"]
    assert assemble(*papers).papers == assemble(*reversed(papers)).papers


def test_an_area_has_each_paper_of_its_topics_once() -> None:
    assembled = assemble(paper("a", tags=("testing", "measuring")), paper("b", tags=("methods",)))
    assert {tag: [p.slug for p in papers] for tag, papers in assembled.by_tag.items()} == {
        "testing": ["a"],
        "measuring": ["a"],
        "methods": ["a", "b"],
    }


def test_papers_without_a_publication_date_are_in_no_month() -> None:
    assembled = assemble(paper("a", published=dt.date(2024, 2, 11)), paper("b"))
    assert list(assembled.by_published_month) == [dt.date(2024, 2, 1)]


def test_an_authors_name_is_the_most_frequent_spelling() -> None:
    assembled = assemble(
        paper("a", authors=make_authors("Jose Garcia")),
        paper("b", authors=make_authors("José García")),
        paper("c", authors=make_authors("José García", "Jose Garcia")),
    )
    assert [author.name for author in assembled.authors.values()] == ["Jose Garcia"]
    assert [p.slug for p in assembled.by_author["jose-garcia"]] == ["a", "b", "c"]


def test_an_author_with_two_papers_has_a_page() -> None:
    assembled = assemble(
        paper("a", authors=make_authors("José García", "Ada Lovelace")),
        paper("b", authors=make_authors("Jose Garcia", "Blaise Pascal", "Blaise Pascal")),
    )
    assert {slug: assembled.has_page(slug) for slug in assembled.authors} == {
        "ada-lovelace": False,
        "blaise-pascal": False,
        "jose-garcia": True,
    }


def fingerprints(
    *papers: Paper, digests: dict[str, str] | None = None, label: str = ""
) -> dict[str, str]:
    """Return the fingerprints of papers, with another label of the tag "Measuring"."""
    tags = taxonomy.parse(TAXONOMY.replace("Measuring", label or "Measuring"), "taxonomy.yml")
    return dict(replace(site.assemble(papers, tags), digests=digests or {}).paper_fingerprints)


def test_a_fingerprint_depends_on_entry_tags_and_authors_alone() -> None:
    authors = make_authors("Emile Borel")
    one, two = paper("a", authors=authors), paper("b", authors=make_authors("Ada Lovelace"))
    before = fingerprints(one, two)
    assert fingerprints(two, one) == before
    assert (
        fingerprints(one, two, paper("c", authors=make_authors("Someone Else"))).items()
        > before.items()
    )
    changed = fingerprints(one, paper("b", abstract="Another.", authors=two.authors))
    assert (changed["a"] == before["a"], changed["b"] == before["b"]) == (True, False)
    with_page = fingerprints(one, two, paper("c", authors=authors))
    assert (with_page["a"] == before["a"], with_page["b"] == before["b"]) == (False, True)
    renamed = [paper(slug, authors=make_authors("Émile Borel")) for slug in "cd"]
    assert fingerprints(one, *renamed[:1])["a"] != fingerprints(one, *renamed)["a"]
    other_label = fingerprints(one, two, label="Counting")
    assert not other_label.items() & before.items()


def test_the_fingerprint_of_an_entry_depends_on_its_digest() -> None:
    before = fingerprints(paper("a"), digests={"papers/a.md": "1"})
    assert before == fingerprints(paper("a", abstract="Another."), digests={"papers/a.md": "1"})
    assert before != fingerprints(paper("a"), digests={"papers/a.md": "2"})


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ({"arxiv": "2402.07197"}, {"arxiv": "2402.07197"}, "1: arxiv '2402.07197' is already"),
        ({"doi": "10.1145/AB"}, {"doi": "10.1145/ab"}, "1: doi '10.1145/ab' is already"),
        ({"acl": "P19-1001"}, {"acl": "P19-1001"}, "1: acl 'P19-1001' is already"),
        (
            {"openreview": "rJl-b3RcF7"},
            {"openreview": "rJl-b3RcF7"},
            "1: openreview 'rJl-b3RcF7' is already",
        ),
        (
            {"title": "It! A Study"},
            {"title": "it: a study"},
            "1: the title 'it: a study' is already",
        ),
        ({"slug": "x"}, {"slug": "X"}, "0: the address /papers/X/ is already"),
        ({"slug": "x"}, {"aliases": ("y", "X")}, "2: the address /papers/X/ is already"),
        ({"aliases": ("x",)}, {"aliases": ("x",)}, "2: the address /papers/x/ is already"),
        ({"aliases": ("b",)}, {}, "0: the address /papers/b/ is already"),
    ],
)
def test_a_shared_value_is_reported_for_the_second_paper(
    one: dict[str, object], other: dict[str, object], message: str
) -> None:
    assert problems(paper("b", **other), paper("a", **one)) == [
        f"papers/b.md:{message} used by papers/a.md; change or remove one of them"
    ]


def test_papers_may_share_everything_else() -> None:
    assert problems(paper("a", venue="V", source="S"), paper("b", venue="V", source="S")) == []


@pytest.mark.parametrize(
    ("tag", "advice"),
    [("tests", "write 'testing', or add it there"), ("zzz", "add it there")],
)
def test_an_unknown_tag_is_reported_with_the_nearest_ones(tag: str, advice: str) -> None:
    assert problems(paper("a", tags=("testing", tag))) == [
        f"papers/a.md:2: tag '{tag}' is not in taxonomy.yml; {advice}"
    ]


def test_a_name_in_capitals_is_shown_only_without_another_spelling() -> None:
    papers = [
        make_paper(slug="a", title="A", authors=make_authors("ADA LOVELACE", "EMIR")),
        make_paper(slug="b", title="B", authors=make_authors("Ada Lovelace", "EMIR")),
        make_paper(slug="c", title="C", authors=make_authors("ADA LOVELACE")),
    ]
    authors = site.assemble(papers, taxonomy.Taxonomy({})).authors.values()
    assert {author.name for author in authors} == {"Ada Lovelace", "EMIR"}
