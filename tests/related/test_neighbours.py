"""Related papers: obvious neighbours, readable words, and the same results with any cache."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.core.model import Paper
from generator.related import archive, neighbours, signatures, stop_words, words
from generator.related.archive import ArchiveFacts
from generator.related.neighbours import Neighbour, RecentPapers, Related, RelatedCache
from generator.storage import processes
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


def of_texts(texts: Mapping[str, tuple[str, str]] = TEXTS) -> list[Paper]:
    return [paper(slug, *text, day) for day, (slug, text) in enumerate(texts.items())]


def fives(made: Related) -> dict[str, tuple[Neighbour, ...]]:
    return {each.slug: made.of(each.slug) for each in made.papers}


def from_disk(related: Related) -> RelatedCache:
    """Return what related papers cache, after it was written as JSON and read again."""
    tiers = related.to_cache
    archive, recent = json.loads(json.dumps([tiers.archive, tiers.recent]))
    return Tiers(check_shape(archive, ArchiveFacts), check_shape(recent, RecentPapers))


def numbered(count: int) -> list[Paper]:
    """Return papers, each of which shares words with some others."""
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
def test_two_papers_of_one_topic_are_near_each_other(slug: str) -> None:
    found = fives(Related(of_texts()))
    assert found[slug][0].slug == f"{slug}-2"
    assert found[f"{slug}-2"][0].slug == slug


def test_papers_of_other_topics_are_not_near() -> None:
    found = fives(Related(of_texts()))
    assert all(len(near) == 1 for near in found.values())


def test_shared_terms_are_words_of_the_page_s_own_paper() -> None:
    made = Related(
        [
            paper("a", "Models", "We see that Bayesian LLMs need pre-training. Sampling helps."),
            paper("b", "Other", "A bayesian LLM that is pretrained by samples, with models."),
            paper("c", "Third", "Unlike texts have unlike words."),
        ]
    )
    ((near,), (back,)) = made.of("a"), made.of("b")
    assert {*near.words} <= {"models", "Bayesian", "LLMs", "pre-training", "sampling"}
    assert {*back.words} <= {"models", "bayesian", "LLM", "pretrained", "samples"}
    assert len(near.words) == len(back.words) == words.MAX_WORDS


def test_a_word_is_shown_as_within_a_sentence() -> None:
    text = paper("a", "Neural GRAPHS", "Markov nets. The Gaussian case. Set-Based: It's Kalman's.")
    terms = ["neural", "graph", "markov", "gaussian", "kalman", "setbas", "知"]
    assert list(words.word_forms(text, terms).values()) == [
        *("neural", "GRAPHS", "markov", "Gaussian", "Kalman", "set-based", "知"),
    ]


def test_a_word_that_is_small_somewhere_is_small() -> None:
    text = paper("a", "Word Models", "We call it a Word Layer, as a word has one.")
    assert words.word_forms(text, ["word", "model"]) == {"word": "word", "model": "models"}


def test_a_term_of_the_title_counts_more() -> None:
    found = signatures.count_terms(paper("a", "Graphs", "A node and a graph."))
    assert dict(zip(found.terms.split(), found.counts, strict=True)) == {
        "node": 1,
        "graph": 1 + signatures.TITLE_COUNT,
    }


def test_two_common_words_do_not_relate_two_papers() -> None:
    def made(others: int) -> Related:
        own = {slug: [f"x{number}{slug}" for number in range(others)] for slug in "ab"}
        return Related(
            paper(slug, "Graph nodes", " ".join(["graph", "nodes", *words]))
            for slug, words in own.items()
        )

    assert len(made(20).of("a")) == 1
    assert made(400).of("a") == ()


def test_addresses_and_words_of_all_papers_bring_no_two_near() -> None:
    said = "Our code is available at"
    made = Related(
        [
            paper("a", "Graph Transformers", f"{said} https://github.com/foo/bar, a@foo.org."),
            paper("b", "Slow Cooking", f"{said} github.com/foo/soup and www.foo.org; b@foo.org."),
            paper("c", "Tides", f"{said} HTTPS://foo.org/bar?x=code. Thereby, years of efforts."),
        ]
    )
    assert set(fives(made).values()) == {()}


def test_stop_words_are_some_hundreds_and_specific_to_no_field() -> None:
    assert {
        "thereby",
        "underscoring",
        "efforts",
        "studies",
        "using",
        "easily",
    } <= stop_words.STOP_WORDS
    fields = {"graph", "contrastive", "comprehension", "object", "face", "reasoning", "gene"}
    assert stop_words.STOP_WORDS.isdisjoint(fields)


def test_half_of_a_compound_is_shown_as_the_compound_once() -> None:
    made = Related(
        [
            paper("a", "Meta-Tuning", "Zero-shot tasks need auto-regressive decoding."),
            paper("b", "Meta-Learning", "Few-shot tasks with autoregressive decoding, by shots."),
        ]
    )
    ((near,), (back,)) = made.of("a"), made.of("b")
    assert words.word_forms(paper("a", "A", "Demonstrate demonstrations."), ["demonstr"]) == {
        "demonstr": "demonstrations"
    }
    assert set(near.words) == {"meta-tuning", "zero-shot", "auto-regressive", "decoding"}
    assert set(back.words) == {"meta-learning", "shots", "autoregressive", "decoding"}
    assert list(words.distinct_words(["auto-regressive", "autoregressive", "regressive"])) == [
        "auto-regressive"
    ]


def test_no_word_is_shown_that_is_a_part_of_another() -> None:
    shown = words.distinct_words(
        ["pre-trained", "training", "pre", "models", "model", "a", "b", "c"]
    )
    assert list(shown) == ["pre-trained", "models", "a", "b"]


@pytest.mark.parametrize("abstract", ["Tests", "2024 7 x y", "…", "We do it."])
def test_an_abstract_that_says_nothing_is_near_nothing(abstract: str) -> None:
    made = Related([paper("a", "Of α", abstract), paper("b", "On β", abstract), *of_texts()])
    assert made.of("a") == made.of("b") == ()


def test_without_papers_and_with_one_there_is_nothing_near() -> None:
    assert fives(Related([])) == {}
    assert fives(Related([paper("a", *TEXTS["gnn"])])) == {"a": ()}


def test_the_newest_of_equal_papers_come_first() -> None:
    made = Related([paper(f"p{day}", *TEXTS["gnn"], day) for day in range(8)])
    assert [near.slug for near in made.of("p7")] == ["p6", "p5", "p4", "p3", "p2"]
    assert [near.slug for near in made.of("p0")] == ["p7", "p6", "p5", "p4", "p3"]


def test_the_newest_of_equal_archived_papers_come_first() -> None:
    made = Related([paper(f"p{day:03}", *TEXTS["gnn"], day) for day in range(70)])
    assert archive.archive_size(70) == 64
    assert [near.slug for near in made.of("p000")] == [f"p{day:03}" for day in range(69, 64, -1)]
    assert [near.slug for near in made.of("p069")] == [f"p{day:03}" for day in range(68, 63, -1)]


def test_archived_and_newer_papers_find_each_other() -> None:
    made = Related([*of_texts(), *numbered(100), paper("new", *TEXTS["speech-2"], 500)])
    assert made.of("speech")[0].slug == "new"
    assert {near.slug for near in made.of("new")} == {"speech", "speech-2"}


@pytest.mark.parametrize(
    ("count", "archived"),
    [(0, 0), (1, 0), (64, 0), (65, 64), (129, 128), (10_000, 9_216), (84_997, 81_920)],
)
def test_the_archive_grows_by_steps_and_leaves_a_paper(count: int, archived: int) -> None:
    assert archive.archive_size(count) == archived


@given(st.integers(0, 1_000_000))
def test_the_archive_never_shrinks_and_few_papers_are_behind_it(count: int) -> None:
    archived = archive.archive_size(count)
    assert archived <= archive.archive_size(count + 1)
    assert count - archived <= max(archive.MIN_STEP, count / 8 + 1)


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
def test_an_incremental_build_finds_what_a_clean_one_finds(sites: list[Drawn]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "MIN_STEP", 4)
        cached: RelatedCache = Tiers()
        for site in map(drawn_papers, sites):
            made, clean = Related(site, cached), Related(site)
            assert fives(made) == fives(clean)
            cached = from_disk(made)
            assert cached == from_disk(clean)


@given(st.integers(5, 14), st.integers(0, 14), st.sampled_from(["add", "remove", "edit", "rename"]))
@example(8, 8, "add")
@example(9, 0, "remove")
def test_one_change_ends_in_what_a_clean_build_makes(count: int, place: int, change: str) -> None:
    before = numbered(count)
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
        cached = from_disk(Related(before))
        assert fives(Related(after, cached)) == fives(Related(after))


@given(st.permutations(numbered(9)))
def test_the_order_of_the_papers_does_not_matter(shuffled: list[Paper]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "MIN_STEP", 4)
        assert fives(Related(shuffled)) == fives(Related(numbered(9)))


def test_several_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(cores: int) -> tuple[object, object]:
        monkeypatch.setattr(processes, "core_count", lambda: cores)
        whole = Related(numbered(150))
        return fives(whole), whole.to_cache

    for module in (archive, neighbours):
        monkeypatch.setattr(module, "_MIN_PAPERS_PER_PROCESS", 1)
    assert made(1) == made(3)


def test_one_more_paper_compares_no_other_one_again(monkeypatch: pytest.MonkeyPatch) -> None:
    before = numbered(100)
    cached = from_disk(Related(before))
    compared: list[str] = []
    compare = neighbours.compare

    def noted(each: Paper, archived: archive.Archive) -> neighbours.RecentPaper:
        compared.append(each.slug)
        return compare(each, archived)

    monkeypatch.setattr(neighbours, "compare", noted)
    made = Related([*before, paper("new", *TEXTS["gnn"], 500)], cached)
    assert made.archive.is_cached
    assert made.of("new") == ()
    assert compared == ["new"]


def test_a_change_of_uncompared_fields_reuses_the_archive() -> None:
    before = numbered(100)
    cached = from_disk(Related(before))
    assert Related([replace(before[0], tags=("measuring",)), *before[1:]], cached).archive.is_cached
    assert not Related([replace(before[0], title="Another"), *before[1:]], cached).archive.is_cached
    assert not Related(before).archive.is_cached


@pytest.mark.parametrize("name", ["key", "papers", "frequencies", "postings", "neighbours"])
def test_an_archive_of_another_shape_is_refused(name: str) -> None:
    facts = from_disk(Related(numbered(70))).archive
    assert facts
    others = {key: value for key, value in facts.items() if key != name}
    for damaged in ({**facts, name: None}, others):
        with pytest.raises((ValueError, KeyError)):
            check_shape(damaged, ArchiveFacts)
