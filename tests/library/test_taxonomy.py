"""Taxonomies: that of the first digest, and the problems of others."""

import pytest

from generator.core.errors import ContentError, Problem
from generator.library import taxonomy
from tests.support.papers import TAXONOMY
from tests.support.paths import LIBRARY

AREA = "a:\n  label: A\n  description: About a.\n"


def first() -> taxonomy.Taxonomy:
    return taxonomy.parse((LIBRARY / "taxonomy.yml").read_text(encoding="utf-8"), "taxonomy.yml")


def test_the_first_taxonomy_has_60_to_80_two_level_tags() -> None:
    tags = first()
    topics = [tag for tag in tags.tags.values() if tag.parent]
    assert 60 <= len(tags.tags) <= 80
    assert {tag.parent for tag in topics} == {area.slug for area in tags.areas}
    assert all(tags.tags[tag.parent].parent is None for tag in topics if tag.parent)


@pytest.mark.parametrize("spelling", ["RLHF", "VLM", "LoRA", "GNN"])
def test_the_first_taxonomy_has_the_usual_abbreviations(spelling: str) -> None:
    assert any(spelling in tag.aliases for tag in first().tags.values())


def test_every_first_taxonomy_tag_matches_by_its_label() -> None:
    assert [tag.slug for tag in first().tags.values() if not tag.description.strip()] == []
    assert all(taxonomy.spelling_key(tag.label) for tag in first().tags.values())


def test_a_topic_implies_its_area_and_an_area_only_itself() -> None:
    tags = taxonomy.parse(TAXONOMY, "taxonomy.yml")
    assert tags.with_area("testing") == ("testing", "methods")
    assert tags.with_area("methods") == ("methods",)
    assert [tag.slug for tag in tags.topics("methods")] == ["testing", "measuring"]


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("tests", ["testing"]),
        ("Measurment", ["measuring"]),
        ("method", ["methods"]),
        ("zzz", []),
    ],
)
def test_the_nearest_tags_are_found_by_any_spelling(word: str, nearest: list[str]) -> None:
    assert taxonomy.parse(TAXONOMY, "taxonomy.yml").nearest(word) == nearest


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "no tags; write 'slug:', with a label and a description below it"),
        ("- a", 1, "no tags; write 'slug:', with a label and a description below it"),
        ("a: b", 1, "tag 'a': has no fields; write a label and a description below it"),
        (
            "a:\n  label: A",
            1,
            "tag 'a': 'description' is missing or is not one line of text; write one line",
        ),
        (
            'a:\n  label: "A\\nB"\n  description: C',
            1,
            "tag 'a': 'label' is missing or is not one line of text; write one line",
        ),
        (
            f"{AREA}b:\n  name: B",
            4,
            "tag 'b': unknown field 'name'; write 'label', 'description', 'parent' or 'aliases'",
        ),
        (
            f"{AREA}  aliases: b",
            1,
            "tag 'a': 'aliases' must be a list, such as [language model, LLM]",
        ),
        (
            f"{AREA}  aliases: ['++']",
            1,
            "tag 'a': alias '++' has no letter or digit; remove it",
        ),
        (f"{AREA}  parent: [b]", 1, "tag 'a': 'parent' is not a slug; write the slug of one area"),
        (
            "a/b:\n  label: A\n  description: B",
            1,
            "tag 'a/b': use only letters, digits, hyphens, underscores and dots, as in 2402.07197",
        ),
        (
            f"{AREA}b:\n  label: B\n  description: C\n  parent: aa",
            7,
            "parent 'aa' is not an area; write 'a'",
        ),
        (
            f"{AREA}b:\n  label: B\n  description: C\n  parent: b",
            7,
            "parent 'b' is not an area; write 'a'",
        ),
        (
            f"{AREA}b:\n  label: B\n  description: C\n  aliases: [c, a]",
            7,
            "'a' is already the label or an alias of the tag 'a'; remove it from one of them",
        ),
    ],
)
def test_a_wrong_taxonomy_is_reported_with_a_remedy(text: str, line: int, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        taxonomy.parse(text, "taxonomy.yml")
    assert caught.value.problems == (Problem("taxonomy.yml", line, message),)


def test_all_wrong_tags_are_reported_in_one_run() -> None:
    with pytest.raises(ContentError) as caught:
        taxonomy.parse("a: b\nc: d\n", "taxonomy.yml")
    assert [problem.line for problem in caught.value.problems] == [1, 2]
