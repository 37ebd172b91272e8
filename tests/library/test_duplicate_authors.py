"""Names that may belong to one person: which are proposed, why, and in what form."""

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.library import duplicate_authors, people, site, taxonomy
from generator.library.duplicate_authors import DuplicateGroup, DuplicatePair
from generator.library.site import Site
from tests.support.papers import TAXONOMY, make_authors, make_paper

TAGS = taxonomy.parse(TAXONOMY, "taxonomy.yml")


def assemble(*groups: str, records: str = "") -> Site:
    """Return a site with one paper per group of comma-separated authors."""
    papers = [
        make_paper(
            slug=f"p{number}",
            path=f"papers/p{number}.md",
            authors=make_authors(*group.split(", ")),
            tags=(),
        )
        for number, group in enumerate(groups)
    ]
    return site.assemble(papers, TAGS, people=people.parse(records, "authors.yml"))


def proposed(*groups: str, records: str = "") -> list[tuple[str, str]]:
    return [
        (pair.first.name, pair.second.name)
        for pair in duplicate_authors.find_pairs(assemble(*groups, records=records))
    ]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("Yann LeCun", "Y. LeCun", "one has initials"),
        ("Bradley J. Nelson", "B.J. Nelson", "one has initials"),
        ("J. Andrew Bagnell", "James Bagnell", "one has initials"),
        ("Samuel R. Bowman", "Samuel Bowman", "one has a middle initial"),
        ("Leslie Pack Kaelbling", "Leslie Kaelbling", "one has an additional given name"),
        ("Xiao-Ming Wu", "Xiaoming Wu", "same letters, different spaces or hyphens"),
        ("Yann Le Cun", "Yann LeCun", "same letters, different spaces or hyphens"),
        ("Peter Zhokhov", "Peter Zhokov", "one letter differs"),
        ("Sergei Vassilvitskii", "Sergei Vassilvtiskii", "one letter differs"),
        ("Bernhard Schölkopf", "Bernhard Schoelkopf", "one letter differs"),
        ("Yotaro Motegi", "Motegi Yotaro", "same words, different order"),
        ("Charles Babbage Jr.", "C. Babbage", "one has initials"),
    ],
)
def test_two_spellings_with_a_co_author_in_common_are_proposed(
    first: str, second: str, why: str
) -> None:
    pairs = duplicate_authors.find_pairs(
        assemble(f"{first}, Ada Lovelace", f"{second}, Ada Lovelace")
    )
    assert [{pair.first.name, pair.second.name} for pair in pairs] == [{first, second}]
    assert pairs[0].reason == f"{why}; co-author in common: Ada Lovelace"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wei Wang", "Wang Wei"),
        ("Yifan Zhang", "Yifang Zhang"),
        ("Ann Lee", "Bea Lee"),
        ("Anna Maria Lee", "Maria Lee"),
        ("Mia Maria Rossi", "Maria Rossi"),
        ("Plato", "Platon"),
        ("王小明", "王小朋"),
        ("محمد علي", "محمد غلي"),
    ],
)
def test_similar_names_with_nothing_in_common_are_two_people(one: str, other: str) -> None:
    others = [
        f"{given} {family}"
        for given in ("Wei", "Yifan", "Yifang", "Bo")
        for family in ("Wu", "Zhou")
    ]
    crowd = [
        f"{given} {family}" for given in ("Jun", "Qi", "Xu") for family in ("Wang", "Zhang", "Wei")
    ]
    assert proposed(one, other, ", ".join(others), ", ".join(crowd)) == []


def test_two_common_names_are_not_a_typo_of_each_other() -> None:
    pair = ("Yifan Zhao, Ann", "Yifang Zhao, Ann")
    assert proposed(*pair) == [("Yifang Zhao", "Yifan Zhao")]
    assert proposed(*pair, "Yifan Wu, Yifang Li, Bo Zhao, Di Zhao") == []


def test_initials_match_only_with_a_rare_family_name() -> None:
    crowd = ", ".join(f"{given} Sukhatme" for given in ("Ann", "Bo", "Cy", "Di"))
    assert proposed("Gaurav Sukhatme", "G. Sukhatme") == [("Gaurav Sukhatme", "G. Sukhatme")]
    assert proposed("Gaurav Sukhatme", "G. Sukhatme", crowd) == []


def test_authors_of_one_paper_are_different_people() -> None:
    assert (
        proposed("Yann LeCun, Y. LeCun", "Y. LeCun, Ada Lovelace", "Yann LeCun, Ada Lovelace") == []
    )


def test_the_likeliest_pair_comes_first_with_the_fuller_name() -> None:
    pairs = proposed(
        "Y. LeCun, Ada Lovelace",
        "Yann LeCun, Ada Lovelace",
        "Samuel Bowman, Bea, Cy",
        "Samuel Bowman",
        "Samuel R. Bowman, Bea, Cy",
    )
    assert pairs == [("Samuel Bowman", "Samuel R. Bowman"), ("Yann LeCun", "Y. LeCun")]


@pytest.mark.parametrize(
    "records",
    [
        "yann-lecun:\n  name: Yann LeCun\n  also: [Y. LeCun]\n",
        "yann-lecun:\n  name: Yann LeCun\n  not: [Y. LeCun]\n",
        "y-lecun:\n  name: Y. LeCun\n  not: [yann-lecun]\n",
        "yann-lecun:\n  name: Yann LeCun\ny-lecun:\n  name: Y. LeCun\n",
    ],
)
def test_decisions_of_a_curator_are_not_proposed_again(records: str) -> None:
    papers = ("Yann LeCun, Ada Lovelace", "Y. LeCun, Ada Lovelace")
    assert proposed(*papers, records=records) == []


def test_a_new_spelling_is_proposed_for_an_existing_record() -> None:
    records = "yann-lecun:\n  name: Yann LeCun\n  also: [Y. LeCun]\n"
    papers = ("Yann LeCun, Ann", "Y. LeCun", "Y.A. LeCun, Ann", "Y.A. LeCun, Ann")
    assembled = assemble(*papers, records=records)
    (pair,), (group,) = (
        duplicate_authors.find_pairs(assembled),
        duplicate_authors.find_duplicates(assembled),
    )
    assert duplicate_authors.format_proposal(group, assembled) == (
        "# Yann LeCun (2 papers) and Y.A. LeCun (2 papers):\n"
        f"#   {pair.reason}\n"
        "# in the record 'yann-lecun', write\n"
        "#   also: [Y. LeCun, Y.A. LeCun]\n"
    )


def test_a_proposal_shows_papers_reasons_and_the_record_to_write() -> None:
    assembled = assemble("Yann LeCun, Ann, Bea, Cy, Di", "Y. LeCun, Ann, Bea, Cy, Di", "Yann LeCun")
    (group,) = duplicate_authors.find_duplicates(assembled)
    assert duplicate_authors.format_proposal(group, assembled) == (
        "# Yann LeCun (2 papers) and Y. LeCun (1 paper):\n"
        "#   one has initials; co-authors in common: Ann, Bea, Cy and 1 more\n"
        "yann-lecun:\n  name: Yann LeCun\n  also: [Y. LeCun]\n"
    )


def test_a_proposal_with_all_spellings_of_a_person_settles_them() -> None:
    spellings = ["YANN LECUN", "Yann LeCun", "Y. LeCun", "Yann Le Cun"]
    groups = [*(f"{name}, Ada Lovelace" for name in spellings), "John Quark", "John Quark PhD"]
    comma = make_paper(
        slug="c", path="papers/c.md", title="C", tags=(),
        authors=make_authors("LeCun, Yann", "Ada Lovelace"),
    )  # fmt: skip
    bare = [*assemble(*groups).papers, comma]
    assembled = site.assemble(bare, TAGS)
    text = "".join(
        duplicate_authors.format_proposal(each, assembled)
        for each in duplicate_authors.find_duplicates(assembled)
    )
    records = people.parse(text, "authors.yml")
    assert records.persons["yann-lecun"].name == "Yann LeCun"
    assert {*records.persons["yann-lecun"].also} == {"Y. LeCun", "Yann Le Cun", "LeCun, Yann"}
    assert records.persons["john-quark"].also == ("John Quark PhD",)
    settled = site.assemble(bare, TAGS, people=records)
    assert not [
        each for each in site.find_problems(settled, lambda *_: 1) if each.path == "authors.yml"
    ]
    assert duplicate_authors.find_duplicates(settled) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("John A. Smithers", "John B. Smithers"), ("Bob Xylo Jr.", "Bob Xylo Sr.")],
)
def test_names_that_contradict_each_other_are_never_one_person(one: str, other: str) -> None:
    family = one.split()[2 if one.startswith("John") else 1]
    short = f"{one.split(maxsplit=1)[0]} {family}"
    assembled = assemble(f"{one}, Zed", f"{other}, Zed", f"{short}, Zed")
    groups = [
        {author.name for author in each.authors}
        for each in duplicate_authors.find_duplicates(assembled)
    ]
    assert len(groups) == 1
    assert short in groups[0]
    assert not {one, other} <= groups[0]


names = st.text(st.characters(categories=["L", "P", "S"], codec="utf-8"), min_size=1, max_size=12)


@given(names.filter(lambda name: bool(make_authors(name)[0].slug)))
def test_the_proposed_record_has_both_names(name: str) -> None:
    one, other = make_authors(f"{name} Lovelace", f"{name} B. Lovelace")
    assembled = assemble(one.name.replace(", ", ","), other.name.replace(", ", ","))
    one, other = assembled.papers[0].authors[0], assembled.papers[1].authors[0]
    text = duplicate_authors.format_proposal(
        DuplicateGroup((one, other), (DuplicatePair(one, other, "alike", 3),)), assembled
    )
    known = people.parse(text, "authors.yml")
    assert known.persons[one.slug].name == one.name
    assert known.persons[one.slug].also == (other.name,)
    assert yaml.safe_load(text)


def test_ten_thousand_names_take_seconds() -> None:
    families = [
        f"{first}{last}" for first in ("Wa", "Li", "Zho", "Che") for last in ("ng", "u", "n")
    ]
    given = [f"{a}{b}{c}" for a in "XYZQJ" for b in ("ia", "u", "e", "o") for c in range(40)]
    everybody = [f"{first} {family}" for first in given for family in families]
    groups = [", ".join(everybody[start:][:8]) for start in range(0, len(everybody), 8)]
    assembled = assemble(*groups)
    assert len(assembled.authors) > 9_000
    start = time.process_time()
    duplicate_authors.find_pairs(assembled)
    assert time.process_time() - start < 20
