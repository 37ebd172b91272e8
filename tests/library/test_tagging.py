"""Suggested tags, for invented words and for the 41 papers of the real capture."""

import pytest

from generator.core.model import Entry
from generator.library import taxonomy
from generator.library.tagging import Tagger
from generator.readers.huggingface import plain_text
from tests.support.paths import CAPTURE, LIBRARY

TAGS = """\
learning: {label: Learning, description: How machines learn.}
reinforcement: {parent: learning, label: Reinforcement learning, description: By reward.,
  aliases: [RL, reward]}
human-feedback: {parent: learning, label: Human feedback, description: By people.,
  aliases: [RLHF, reinforcement learning from human feedback]}
adapters: {parent: learning, label: Adapters, description: A few weights., aliases: [LoRA]}
vision: {label: Vision, description: Seeing., aliases: [image]}
"""

REAL = taxonomy.parse((LIBRARY / "taxonomy.yml").read_text(encoding="utf-8"), "taxonomy.yml")
PAPERS = plain_text.read(CAPTURE.read_text(encoding="utf-8"), "capture.txt").entries


@pytest.fixture
def tagger() -> Tagger:
    return Tagger(taxonomy.parse(TAGS, "taxonomy.yml"))


@pytest.mark.parametrize("entry", PAPERS, ids=lambda entry: str(entry.line("title")))
def test_each_real_paper_gets_two_to_five_known_tags(entry: Entry) -> None:
    tags = Tagger(REAL).suggest(str(entry.fields["title"]), entry.abstract)
    assert 2 <= len(tags) <= 5
    assert len(set(tags)) == len(tags)
    areas = [REAL.tags[tag].parent is None for tag in tags]
    assert areas == sorted(areas)


def test_the_real_capture_has_41_papers_to_tag() -> None:
    assert len(PAPERS) == 41


@pytest.mark.parametrize(
    ("word", "tags"),
    [("RLHF", ["human-feedback"]), ("rlhf", []), ("LoRA", ["adapters"]), ("Lora", [])],
)
def test_abbreviations_match_only_with_their_capitals(
    tagger: Tagger, word: str, tags: list[str]
) -> None:
    assert [each.tag for each in tagger.find_evidence(word, "")] == tags


@pytest.mark.parametrize("word", ["Images", "IMAGE", "image"])
def test_other_words_match_in_any_case_and_number(tagger: Tagger, word: str) -> None:
    assert [each.tag for each in tagger.find_evidence(word, "")] == ["vision"]


def test_the_longest_spelling_wins(tagger: Tagger) -> None:
    text = "Reinforcement Learning from Human Feedback"
    [suggestion] = tagger.find_evidence(text, "")
    assert (suggestion.tag, dict(suggestion.title)) == ("human-feedback", {text: 1})


def test_a_shorter_spelling_matches_if_the_longest_does_not(tagger: Tagger) -> None:
    suggestions = tagger.find_evidence("Reinforcement Learning from Data", "")
    assert [each.tag for each in suggestions] == ["reinforcement"]


def test_hyphens_separate_the_words_of_a_spelling(tagger: Tagger) -> None:
    suggestions = tagger.find_evidence("Reinforcement-learning agents", "")
    assert [each.tag for each in suggestions] == ["reinforcement"]


def test_a_part_of_a_word_does_not_match(tagger: Tagger) -> None:
    assert tagger.find_evidence("Imagery and the unimaged", "") == []


def test_words_are_counted_in_title_and_abstract(tagger: Tagger) -> None:
    [suggestion] = tagger.find_evidence("RL", "RL with reward. RL helps.")
    assert dict(suggestion.title) == {"RL": 1}
    assert dict(suggestion.abstract) == {"RL": 2, "reward": 1}
    assert suggestion.score == 4 + 3


def test_topics_precede_areas_and_the_title_weighs_most(tagger: Tagger) -> None:
    suggestions = tagger.find_evidence("Image adapters", "RL, RL, RL, RL and learning.")
    assert [each.tag for each in suggestions] == ["adapters", "reinforcement", "vision", "learning"]


def test_an_area_is_omitted_beside_one_of_its_topics(tagger: Tagger) -> None:
    assert tagger.suggest("Learning by RL from images", "") == ["reinforcement", "vision"]


def test_a_single_topic_brings_its_area(tagger: Tagger) -> None:
    assert tagger.suggest("On RL", "") == ["reinforcement", "learning"]


def test_a_single_occurrence_counts_only_without_stronger_ones(tagger: Tagger) -> None:
    strong = "Adapters for images"
    assert tagger.suggest(strong, "One reward.") == ["adapters", "vision"]
    assert tagger.suggest("Adapters", "One reward.") == ["adapters", "reinforcement"]


def test_no_tag_is_suggested_without_a_match(tagger: Tagger) -> None:
    assert tagger.suggest("On Bread", "We bake.") == []
