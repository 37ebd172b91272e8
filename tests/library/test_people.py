"""Records of authors: which names belong to whom, and the problems of records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import ContentError, Problem
from generator.core.model import Paper
from generator.library import people, site, taxonomy
from generator.library.people import People
from generator.library.site import Site
from generator.text.strings import slugify
from tests.support.papers import TAXONOMY, make_authors, make_paper

PATH = "authors.yml"
LECUN = "yann-lecun:\n  name: Yann LeCun\n  also: [Y. LeCun, Yann Le Cun]\n  family: LeCun\n"
YANGS = "yang-yang-2:\n  name: Yang Yang (PKU)\n  also: [Yang Yang]\n  papers: [b]\n"


def assemble(records: str, **authors: list[str]) -> Site:
    """Return a site of papers, by slug, with these authors."""
    papers = [paper(slug, *names) for slug, names in authors.items()]
    tags = taxonomy.parse(TAXONOMY, "taxonomy.yml")
    return site.assemble(papers, tags, people=people.parse(records, PATH))


def paper(slug: str, *names: str) -> Paper:
    authors = make_authors(*names)
    return make_paper(slug=slug, path=f"papers/{slug}.md", title=f"T {slug}", authors=authors)


def problems(assembled: Site) -> list[str]:
    return [str(problem) for problem in site.find_problems(assembled, lambda _, *where: len(where))]


@pytest.mark.parametrize("text", ["", "# nobody yet\n", "{}"])
def test_a_file_without_records_changes_nothing(text: str) -> None:
    assembled = assemble(text, a=["Y. LeCun"])
    assert list(assembled.authors) == ["y-lecun"]
    assert problems(assembled) == []


def test_several_spellings_of_a_person_share_one_address_and_name() -> None:
    assembled = assemble(LECUN, a=["Y. LeCun"], b=["Ann", "Yann Le Cun"], c=["Yann LeCun"])
    assert [each.slug for each in assembled.by_author["yann-lecun"]] == ["a", "b", "c"]
    assert assembled.authors.keys() == {"ann", "yann-lecun"}
    assert assembled.authors["yann-lecun"].name == "Yann LeCun"
    assert [each.authors[-1].name for each in assembled.papers] == [
        "Y. LeCun",
        "Yann Le Cun",
        "Yann LeCun",
    ]
    assert problems(assembled) == []


def test_a_spelling_covers_other_cases_and_accents() -> None:
    assembled = assemble(
        "jose-garcia:\n  name: José García\n  also: [J. García]\n",
        a=["J. GARCIA"],
        b=["José Garcia"],
    )
    assert [each.slug for each in assembled.by_author["jose-garcia"]] == ["a", "b"]
    assert problems(assembled) == []


def test_namesakes_are_separated_by_their_records() -> None:
    assembled = assemble(YANGS, a=["Yang Yang"], b=["Yang Yang"], c=["Yang Yang"])
    assert [each.slug for each in assembled.by_author["yang-yang"]] == ["a", "c"]
    assert [each.slug for each in assembled.by_author["yang-yang-2"]] == ["b"]
    assert problems(assembled) == []


def test_two_records_may_share_a_name_if_one_lists_papers() -> None:
    records = YANGS + "yang-yang:\n  name: Yang Yang\n"
    assembled = assemble(records, a=["Yang Yang"], b=["Yang Yang"])
    assert {slug: len(papers) for slug, papers in assembled.by_author.items()} == {
        "yang-yang": 1,
        "yang-yang-2": 1,
    }
    assert problems(assembled) == []


@pytest.mark.parametrize("name", ["王小明", "محمد علي", "Conan O'Brien", "Plato", "Bob <b> & co"])
def test_a_name_in_any_script_can_have_a_record(name: str) -> None:
    assembled = assemble(f'plato-2:\n  name: The One\n  also: ["{name}"]\n', a=[name], b=["Other"])
    assert [each.slug for each in assembled.by_author["plato-2"]] == ["a"]
    assert problems(assembled) == []


def test_a_record_for_one_of_1200_authors_leaves_the_others() -> None:
    names = [f"A{number} Wang" for number in range(1200)]
    assembled = assemble("a-wang:\n  name: A. Wang\n  also: [A7 Wang]\n", a=names, b=[])
    (with_authors, without) = assembled.papers
    assert [author.name for author in with_authors.authors] == names
    assert with_authors.authors[7].slug == "a-wang"
    assert without.authors == ()


def test_a_recorded_family_name_is_used() -> None:
    records = people.parse(LECUN, PATH)
    assert (records.family("yann-lecun"), records.family("ann")) == ("LeCun", "")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- a", 1, "not a map; write 'yann-lecun:', with 'name: Yann LeCun' below it"),
        ("a", 1, "not a map; write 'yann-lecun:', with 'name: Yann LeCun' below it"),
        ("a: b", 1, "author 'a': has no fields; write 'name: …' below it"),
        (
            "Yann LeCun:\n  name: Y",
            1,
            "author 'Yann LeCun': not a slug; write one, such as 'yann-lecun'",
        ),
        (
            "...:\n  name: Y",
            1,
            "author '...': not a slug; write one, such as 'yann-lecun'",
        ),
        ("a:\n  nmae: A", 2, "author 'a': unknown field 'nmae'; did you mean 'name'?"),
        (
            "a:\n  name: A\n  xyz: B",
            3,
            "author 'a': unknown field 'xyz'; write 'name', 'also', 'family', 'papers' or 'not'",
        ),
        ("a:\n  also: [B]", 1, "author 'a': no 'name'; add the name to show on pages"),
        (
            "a:\n  name: [A]",
            2,
            "author 'a': 'name' is not a name; write one line that contains a letter",
        ),
        (
            "a:\n  name: A\n  also:\n    - B\n    - '++'",
            5,
            "author 'a': 'also' is not a name; write one line that contains a letter",
        ),
        ("a:\n  name: A\n  also: B", 3, "author 'a': 'also' must be a list, such as [Y. LeCun]"),
        (
            "a:\n  name: A\n  papers: {b: c}",
            3,
            "author 'a': 'papers' must be a list, such as [2402.07197]",
        ),
        (
            "a:\n  name: Ann Lee\n  family: Li",
            3,
            (
                "author 'a': 'Li' is not part of 'Ann Lee'; write the family name exactly as it "
                "appears in 'name'"
            ),
        ),
        (
            "a:\n  name: Ann\n  also: [A. N.]\nb:\n  name: Bea\n  also: [C, a n]",
            6,
            (
                "'a n' is already a name of 'a'; remove it from one of them, "
                "or list one person's papers under 'papers'"
            ),
        ),
        (
            "a:\n  name: Ann\n  papers: [p, q]\nb:\n  name: Ann\n  papers: [r, q]",
            5,
            "'Ann' is already a name of 'a'; list 'q' under 'papers' in only one of them",
        ),
        (
            "a:\n  name: Ann Lee\n  not: [Bea, ann lee]",
            3,
            "author 'a': 'not' contains the person's own name; remove it",
        ),
        (
            "ann:\n  name: Anna\nb:\n  name: Bea\n  also: [Ann]",
            1,
            (
                "the slug 'ann' is already used for a name of 'b'; "
                "choose another slug, or merge the two records"
            ),
        ),
    ],
)
def test_a_wrong_record_is_reported_with_a_remedy(text: str, line: int, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        people.parse(text, PATH)
    assert caught.value.problems == (Problem(PATH, line, message),)


def test_all_wrong_records_are_reported_in_one_run() -> None:
    with pytest.raises(ContentError) as caught:
        people.parse("a: b\nc:\n  name: C\nd: e\n", PATH)
    assert [problem.line for problem in caught.value.problems] == [1, 4]


@pytest.mark.parametrize(
    ("records", "message"),
    [
        (
            "x:\n  name: Xenia\n",
            "2: error: no paper by 'x' lists the author 'Xenia'; remove it",
        ),
        (
            "ann-lee:\n  name: Ann Lee\n  also: [A. Lee, Ann Leee]\n",
            (
                "3: error: no paper by 'ann-lee' lists the author 'Ann Leee'; "
                "write 'Ann Lee', or remove it"
            ),
        ),
        (
            "a-2:\n  name: Ann Lee\n  papers:\n    - b\n    - z\n",
            "5: error: no paper 'z'; write the name of a file in papers/",
        ),
        (
            "a-2:\n  name: Ann Lee\n  papers: [b, old]\n",
            "3: error: no paper 'old'; write 'c'",
        ),
        (
            "a-2:\n  name: Ann Lee\n  papers: [b, c]\n",
            (
                "3: error: paper 'c' has no author 'Ann Lee'; "
                "remove the paper from the list, or add the spelling used in the paper under 'also'"
            ),
        ),
        (
            "ann-lee:\n  name: Ann Lee\n  papers: [c]\n",
            (
                "3: error: paper 'c' has no author 'Ann Lee'; "
                "remove the paper from the list, or add the spelling used in the paper under 'also'"
            ),
        ),
        (
            "ann-lee:\n  name: A. Lee\n",
            (
                "1: error: 'ann-lee' is also the slug of 'Ann Lee' in papers/a.md; "
                "choose another slug, or add 'Ann Lee' under 'also'"
            ),
        ),
        (
            "ann-lee:\n  name: Ann Lee\n  papers: [b]\n",
            (
                "1: error: 'ann-lee' is also the slug of 'Ann Lee' in papers/a.md; "
                "choose another slug, or add 'a' under 'papers'"
            ),
        ),
    ],
)
def test_a_record_that_matches_no_paper_is_reported(records: str, message: str) -> None:
    papers = [paper("a", "Ann Lee", "A. Lee"), paper("b", "Ann Lee"), paper("c", "Cy")]
    renamed = make_paper(
        slug="c", path="papers/c.md", title="C", authors=papers[2].authors, aliases=("old",)
    )
    tags = taxonomy.parse(TAXONOMY, "taxonomy.yml")
    assembled = site.assemble([*papers[:2], renamed], tags, people=people.parse(records, PATH))
    assert problems(assembled) == [f"authors.yml:{message}"]


def test_pages_may_show_a_name_that_no_paper_has() -> None:
    assembled = assemble("lee:\n  name: Ann-Marie Lee\n  also: [A. Lee]\n", a=["A. Lee"])
    assert problems(assembled) == []


def test_a_papers_fingerprint_depends_on_its_authors() -> None:
    papers: dict[str, list[str]] = {"a": ["Y. LeCun"], "b": ["Ann"], "c": ["Yann LeCun"]}
    before = assemble("", **papers).paper_fingerprints
    joined = assemble(
        "yann-lecun:\n  name: Yann LeCun\n  also: [Y. LeCun]\n", **papers
    ).paper_fingerprints
    with_family = assemble(
        "yann-lecun:\n  name: Yann LeCun\n  also: [Y. LeCun]\n  family: LeCun\n", **papers
    ).paper_fingerprints
    assert before["b"] == joined["b"] == with_family["b"]
    for slug in "ac":
        assert len({before[slug], joined[slug], with_family[slug]}) == 3


names = st.sampled_from(["Ann Lee", "A. Lee", "Bo Wu", "Bob Wu", "李明", "Cy"])


@given(st.lists(st.lists(names, max_size=4), max_size=6), st.dictionaries(names, names))
def test_every_author_of_every_paper_has_one_slug(
    papers: list[list[str]], joined: dict[str, str]
) -> None:
    records = "".join(
        f"{slugify(name)}-x:\n  name: {name}\n"
        + (f"  also: [{other}]\n" if other not in joined and other != name else "")
        for name, other in joined.items()
    )
    slugs = {f"p{number}": list(authors) for number, authors in enumerate(papers)}
    try:
        assembled = assemble(records, **slugs)
    except ContentError:  # two records claim one name
        return
    for each in assembled.papers:
        assert [author.name for author in each.authors] == slugs[each.slug]
        for author in each.authors:
            assert each in assembled.by_author[author.slug]
            assert author.slug in {slugify(author.name), *assembled.people.persons}
    assert sum(map(len, assembled.by_author.values())) == sum(
        len({author.slug for author in each.authors}) for each in assembled.papers
    )


def test_papers_without_recorded_authors_are_returned_unchanged() -> None:
    given_paper = paper("a", "Ann")
    assert People().resolve_authors(given_paper) is given_paper
    assert people.parse(LECUN, PATH).resolve_authors(given_paper) is given_paper
