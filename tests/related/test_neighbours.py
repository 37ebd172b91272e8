"""Related papers: obvious neighbours, readable words, and the same results with any cache."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.core.model import Paper
from generator.related import archive, neighbours, words
from generator.related.archive import ArchiveFacts
from generator.related.neighbours import Neighbour, RecentPapers, Related, RelatedCache
from generator.storage import parallel
from generator.storage.two_tier_cache import Tiers, check_shape
from tests.support.papers import make_paper

DAY = dt.date(2025, 1, 1)

TEXTS = {
    "gnn": ("Graph Neural Networks", "Message passing on graphs learns node embeddings."),
    "gnn-2": ("Deeper Graph Networks", "Deep message passing makes node embeddings alike."),
    "robot": ("Grasping with Robots", "A robot arm grasps unknown objects with tactile sensing."),
    "robot-2": ("Tactile Robots", "Tactile sensing helps a robot arm when it grasps."),
    "speech": ("Speech Recognition", "Acoustic models transcribe spoken language."),
    "speech-2": ("Spoken Words", "Speech recognition with acoustic models that transcribe."),
}


def paper(slug: str, title: str, abstract: str, day: int = 0) -> Paper:
    date = DAY + dt.timedelta(day)
    return make_paper(slug=slug, title=title, abstract=abstract, date=date)


def topic_papers(texts: Mapping[str, tuple[str, str]] = TEXTS) -> list[Paper]:
    return [paper(slug, *text, day) for day, (slug, text) in enumerate(texts.items())]


def all_neighbours(related: Related) -> dict[str, tuple[Neighbour, ...]]:
    return {paper.slug: related.neighbours(paper.slug) for paper in related.papers}


def cached_copy(related: Related) -> RelatedCache:
    """Return the cache of related papers after a round trip through JSON."""
    tiers = related.to_cache
    archive, recent = json.loads(json.dumps([tiers.archive, tiers.recent]))
    return Tiers(check_shape(archive, ArchiveFacts), check_shape(recent, RecentPapers))


def numbered_papers(count: int) -> list[Paper]:
    """Return papers that share words with some of the others."""
    return [
        paper(
            f"p{number}",
            f"Topic{chr(97 + number % 7)} and topic{chr(97 + number % 5)}",
            f"Here sort{chr(97 + number % 3)} meets kind{chr(97 + number % 11)}, x{number}y.",
            number // 3,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("slug", ["gnn", "robot", "speech"])
def test_two_papers_on_one_topic_are_neighbours(slug: str) -> None:
    neighbours_by_slug = all_neighbours(Related(topic_papers()))
    assert neighbours_by_slug[slug][0].slug == f"{slug}-2"
    assert neighbours_by_slug[f"{slug}-2"][0].slug == slug


def test_papers_on_different_topics_are_not_neighbours() -> None:
    neighbours_by_slug = all_neighbours(Related(topic_papers()))
    assert all(len(found) == 1 for found in neighbours_by_slug.values())


def test_shared_terms_are_shown_in_the_words_of_each_paper() -> None:
    related = Related(
        [
            paper("a", "Models", "We see that Bayesian LLMs need pre-training. Sampling helps."),
            paper("b", "Other", "A bayesian LLM that is pretrained by samples, with models."),
            paper("c", "Third", "Unlike texts have unlike words."),
        ]
    )
    ((neighbour,), (reverse,)) = related.neighbours("a"), related.neighbours("b")
    assert {*neighbour.words} <= {"models", "Bayesian", "LLMs", "pre-training", "sampling"}
    assert {*reverse.words} <= {"models", "bayesian", "LLM", "pretrained", "samples"}
    assert len(neighbour.words) == len(reverse.words) == words.MAX_WORDS


def test_two_common_words_do_not_relate_two_papers() -> None:
    def related(other_words: int) -> Related:
        unique_words = {
            slug: [f"x{number}{slug}" for number in range(other_words)] for slug in "ab"
        }
        return Related(
            paper(slug, "Graph nodes", " ".join(["graph", "nodes", *words]))
            for slug, words in unique_words.items()
        )

    assert len(related(20).neighbours("a")) == 1
    assert related(400).neighbours("a") == ()


def test_addresses_and_words_of_all_papers_relate_no_papers() -> None:
    common = "Our code is available at"
    related = Related(
        [
            paper("a", "Graph Transformers", f"{common} https://github.com/foo/bar, a@foo.org."),
            paper("b", "Slow Cooking", f"{common} github.com/foo/soup and www.foo.org; b@foo.org."),
            paper("c", "Tides", f"{common} HTTPS://foo.org/bar?x=code. Thereby, years of efforts."),
        ]
    )
    assert set(all_neighbours(related).values()) == {()}


def test_a_part_of_a_compound_is_shown_as_the_compound() -> None:
    related = Related(
        [
            paper("a", "Meta-Tuning", "Zero-shot tasks need auto-regressive decoding."),
            paper("b", "Meta-Learning", "Few-shot tasks with autoregressive decoding, by shots."),
        ]
    )
    ((neighbour,), (reverse,)) = related.neighbours("a"), related.neighbours("b")
    assert words.word_forms(paper("a", "A", "Demonstrate demonstrations."), ["demonstr"]) == {
        "demonstr": "demonstrations"
    }
    assert set(neighbour.words) == {"meta-tuning", "zero-shot", "auto-regressive", "decoding"}
    assert set(reverse.words) == {"meta-learning", "shots", "autoregressive", "decoding"}
    assert list(words.distinct_words(["auto-regressive", "autoregressive", "regressive"])) == [
        "auto-regressive"
    ]


@pytest.mark.parametrize("abstract", ["Tests", "2024 7 x y", "…", "We do it."])
def test_a_meaningless_abstract_has_no_neighbours(abstract: str) -> None:
    related = Related([paper("a", "Of α", abstract), paper("b", "On β", abstract), *topic_papers()])
    assert related.neighbours("a") == related.neighbours("b") == ()


def test_no_paper_or_a_single_one_has_no_neighbours() -> None:
    assert all_neighbours(Related([])) == {}
    assert all_neighbours(Related([paper("a", *TEXTS["gnn"])])) == {"a": ()}


def test_the_newest_of_equal_papers_come_first() -> None:
    related = Related([paper(f"p{day}", *TEXTS["gnn"], day) for day in range(8)])
    assert [neighbour.slug for neighbour in related.neighbours("p7")] == [
        "p6",
        "p5",
        "p4",
        "p3",
        "p2",
    ]
    assert [neighbour.slug for neighbour in related.neighbours("p0")] == [
        "p7",
        "p6",
        "p5",
        "p4",
        "p3",
    ]


def test_the_newest_of_equal_archived_papers_come_first() -> None:
    related = Related([paper(f"p{day:03}", *TEXTS["gnn"], day) for day in range(70)])
    assert archive.archive_size(70) == 64
    assert [neighbour.slug for neighbour in related.neighbours("p000")] == [
        f"p{day:03}" for day in range(69, 64, -1)
    ]
    assert [neighbour.slug for neighbour in related.neighbours("p069")] == [
        f"p{day:03}" for day in range(68, 63, -1)
    ]


def test_archived_and_recent_papers_are_neighbours() -> None:
    related = Related(
        [*topic_papers(), *numbered_papers(100), paper("new", *TEXTS["speech-2"], 500)]
    )
    assert related.neighbours("speech")[0].slug == "new"
    assert {neighbour.slug for neighbour in related.neighbours("new")} == {"speech", "speech-2"}


TEXT = st.lists(st.sampled_from(["graph", "node", "robot", "arm", "speech", "Tactile"]), max_size=4)
PAPERS = st.dictionaries(
    st.sampled_from("abcdefghijkl"), st.tuples(TEXT, TEXT, st.integers(0, 3)), max_size=12
)
Drawn = Mapping[str, tuple[Sequence[str], Sequence[str], int]]


def drawn_papers(drawn: Drawn) -> list[Paper]:
    return [
        paper(slug, " ".join(title), " ".join(abstract), day)
        for slug, (title, abstract, day) in drawn.items()
    ]


@given(st.lists(PAPERS, min_size=2, max_size=4))
def test_an_incremental_build_finds_the_same_as_a_clean_one(sites: list[Drawn]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "MIN_STEP", 4)
        cached: RelatedCache = Tiers()
        for site in map(drawn_papers, sites):
            incremental, clean = Related(site, cached), Related(site)
            assert all_neighbours(incremental) == all_neighbours(clean)
            cached = cached_copy(incremental)
            assert cached == cached_copy(clean)


@given(st.integers(5, 14), st.integers(0, 14), st.sampled_from(["add", "remove", "edit", "rename"]))
@example(8, 8, "add")
@example(9, 0, "remove")
def test_after_one_change_the_result_equals_a_clean_build(
    count: int, place: int, change: str
) -> None:
    before = numbered_papers(count)
    after = list(before)
    at = place % count
    if change == "add":
        after.append(paper("new", *TEXTS["gnn"], place))
    elif change == "remove":
        del after[at]
    elif change == "edit":
        after[at] = replace(after[at], abstract=before[at - 1].abstract)
    else:
        after[at] = replace(after[at], slug="renamed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "MIN_STEP", 4)
        cached = cached_copy(Related(before))
        assert all_neighbours(Related(after, cached)) == all_neighbours(Related(after))


@given(st.permutations(numbered_papers(9)))
def test_the_order_of_the_papers_does_not_matter(shuffled: list[Paper]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "MIN_STEP", 4)
        assert all_neighbours(Related(shuffled)) == all_neighbours(Related(numbered_papers(9)))


def test_several_processes_find_the_same_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(cores: int) -> tuple[object, object]:
        monkeypatch.setattr(parallel, "core_count", lambda: cores)
        related = Related(numbered_papers(150))
        return all_neighbours(related), related.to_cache

    for module in (archive, neighbours):
        monkeypatch.setattr(module, "_MIN_PAPERS_PER_PROCESS", 1)
    assert build(1) == build(3)


def test_a_new_paper_causes_no_other_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    before = numbered_papers(100)
    cached = cached_copy(Related(before))
    compared: list[str] = []
    compare = neighbours.compare

    def recording_compare(each: Paper, archived: archive.Archive) -> neighbours.RecentPaper:
        compared.append(each.slug)
        return compare(each, archived)

    monkeypatch.setattr(neighbours, "compare", recording_compare)
    related = Related([*before, paper("new", *TEXTS["gnn"], 500)], cached)
    assert related.archive.is_cached
    assert related.neighbours("new") == ()
    assert compared == ["new"]


def test_a_change_of_uncompared_fields_reuses_the_archive() -> None:
    before = numbered_papers(100)
    cached = cached_copy(Related(before))
    assert Related([replace(before[0], tags=("measuring",)), *before[1:]], cached).archive.is_cached
    assert not Related([replace(before[0], title="Another"), *before[1:]], cached).archive.is_cached
    assert not Related(before).archive.is_cached
