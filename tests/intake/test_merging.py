"""Merging: which values of a source replace those of a paper, and which conflicts are reported."""

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.model import Link, Origin, Paper
from generator.intake import merging
from generator.intake.merging import Conflict
from generator.library import entry_file, provenance, schema
from generator.library.provenance import CurrentValues, Value
from tests.support.papers import make_authors, make_paper

ARXIV = Origin("arxiv", dt.date(2025, 3, 11))
LATER = Origin("arxiv", dt.date(2025, 4, 1))
CROSSREF = Origin("crossref", dt.date(2025, 4, 1))


def paper_from(origin: Origin, **values: object) -> Paper:
    """Return a paper with values that a source provided."""
    paper = make_paper(**values)
    current = provenance.paper_values(paper)
    fingerprints = tuple((name, provenance.value_fingerprint(current[name])) for name in values)
    return make_paper(**values, provenance=(Origin(origin.source, origin.date, fingerprints),))


def changes_to(
    paper: Paper, reported: Mapping[str, Value], origin: Origin = LATER
) -> dict[str, Value]:
    return dict(merging.merge_values(CurrentValues.from_paper(paper), reported, origin).changes)


def conflicts_with(
    paper: Paper,
    reported: Mapping[str, Value],
    origin: Origin = LATER,
    *,
    new_only: bool = False,
) -> list[str]:
    """Return the names of the values that stay although the source has others."""
    merged = merging.merge_values(
        CurrentValues.from_paper(paper), reported, origin, new_only=new_only
    )
    return [conflict.name for conflict in merged.conflicts if not conflict.is_applied]


def test_missing_values_are_added_with_their_source() -> None:
    paper = make_paper(links=(Link("code", "https://a.org"),))
    merged = merging.merge_values(
        CurrentValues.from_paper(paper),
        {"doi": "10.1145/1.2", "links.model": "https://b.org"},
        LATER,
    )
    fingerprint = provenance.value_fingerprint
    assert merging.changed_fields(CurrentValues.from_paper(paper), merged) == {
        "doi": "10.1145/1.2",
        "links": {"code": "https://a.org", "model": "https://b.org"},
        "provenance": {
            "arxiv 2025-04-01": f"doi={fingerprint('10.1145/1.2')} "
            f"links.model={fingerprint('https://b.org')}"
        },
    }


def test_a_hand_written_value_stays_and_the_other_is_reported() -> None:
    [conflict] = merging.merge_values(
        CurrentValues.from_paper(make_paper(venue="Ours")), {"venue": "Theirs"}, LATER
    ).conflicts
    assert conflict == Conflict("venue", "Ours", "Theirs", "arxiv")


def test_a_value_edited_by_hand_stays() -> None:
    paper = paper_from(ARXIV, venue="Before")
    edited = make_paper(venue="By hand", provenance=paper.provenance)
    assert changes_to(edited, {"venue": "Now"}) == {}
    assert conflicts_with(edited, {"venue": "Now"}) == ["venue"]


@pytest.mark.parametrize("origin", [ARXIV, CROSSREF])
def test_a_value_overruled_before_is_not_news(
    origin: Origin,
) -> None:
    edited = make_paper(venue="By hand", provenance=paper_from(ARXIV, venue="Before").provenance)
    assert conflicts_with(edited, {"venue": "Before"}, origin, new_only=True) == []
    assert conflicts_with(edited, {"venue": "Before"}, origin) == ["venue"]
    assert changes_to(edited, {"venue": "Before"}, origin) == {}


def test_a_removed_value_stays_removed_until_its_source_changes() -> None:
    removed = make_paper(provenance=paper_from(ARXIV, doi="10.1000/1").provenance)
    assert changes_to(removed, {"doi": "10.1000/1"}) == {}
    assert changes_to(removed, {"doi": "10.1000/2"}) == {"doi": "10.1000/2"}


def test_a_file_does_not_correct_another_of_its_name() -> None:
    first, second = Origin("a.bib", dt.date(2025, 3, 11)), Origin("a.bib", dt.date(2025, 3, 12))
    paper = paper_from(first, abstract="We test what we build.", title="On Tests")
    reported: dict[str, Value] = {"abstract": "Junk that is other.", "title": "Junk"}
    assert changes_to(paper, reported, second) == {}
    assert conflicts_with(paper, reported, second) == ["abstract", "title"]


def test_an_error_message_does_not_replace_an_abstract() -> None:
    paper = paper_from(
        ARXIV, abstract="We test what we build, and what others have built before us."
    )
    assert changes_to(paper, {"abstract": "Content unavailable."}) == {}
    assert conflicts_with(paper, {"abstract": "Content unavailable."}) == ["abstract"]


def test_a_replaced_value_is_reported_with_both_values() -> None:
    [conflict] = merging.merge_values(
        CurrentValues.from_paper(paper_from(ARXIV, title="A")), {"title": "B"}, LATER
    ).conflicts
    assert conflict == Conflict("title", "A", "B", "arxiv", is_applied=True)


def test_arxiv_and_crossref_override_others_in_their_own_fields() -> None:
    listed = Origin("huggingface", dt.date(2025, 3, 11))
    paper = paper_from(listed, title="On Testing", venue="A Venue", submitted_by="Ada")
    reported: dict[str, Value] = {"title": "On Trying", "venue": "Another", "submitted_by": "Bo"}
    assert changes_to(paper, reported) == {"title": "On Trying"}
    assert changes_to(paper, reported, CROSSREF) == {"venue": "Another"}


def test_a_preprint_record_does_not_override_a_venue() -> None:
    assert changes_to(make_paper(venue="WWW 2024"), {"type": "preprint"}) == {}
    assert changes_to(make_paper(), {"type": "preprint"}) == {"type": "preprint"}


def test_type_and_venue_come_from_the_same_source() -> None:
    paper = paper_from(Origin("a.bib", dt.date(2025, 3, 11)), venue="ICML", type="conference")
    reported: dict[str, Value] = {"venue": "Journal of Tests", "type": "journal"}
    assert changes_to(paper, reported, CROSSREF) == reported
    by_hand = make_paper(venue="ICML")
    assert changes_to(by_hand, reported, CROSSREF) == {}


def test_a_service_corrects_only_its_own_values() -> None:
    paper = paper_from(ARXIV, title="On Tests")
    assert changes_to(paper, {"title": "Of Tests"}) == {"title": "Of Tests"}
    assert changes_to(paper, {"title": "Of Tests"}, CROSSREF) == {}
    assert conflicts_with(paper, {"title": "Of Tests"}, CROSSREF) == ["title"]


@pytest.mark.parametrize(
    ("name", "current", "value"),
    [
        ("abstract", "We test. It helps.", "We test."),
        ("abstract", "We test. It helps.", "We te…"),
        ("abstract", "We test. It helps.", "we test. it\nhelps."),
        ("title", "On Tests", ""),
        ("authors", ("Ada Lovelace", "Blaise Pascal"), ("Ada Lovelace",)),
        ("upvotes", 12, "3"),
        ("updated", dt.date(2025, 3, 2), "2025-03-01"),
        ("published", dt.date(2025, 3, 2), "2025-03-03"),
        ("type", "journal", "preprint"),
    ],
)
def test_no_source_shortens_or_lowers_a_value(name: str, current: object, value: Value) -> None:
    if name == "authors":
        current = make_authors("Ada Lovelace", "Blaise Pascal")
    paper = paper_from(ARXIV, **{name: current})
    assert changes_to(paper, {name: value}) == {}
    assert conflicts_with(paper, {name: value}) == []


@pytest.mark.parametrize(
    ("name", "current", "value"),
    [
        ("abstract", "We test.", "We test. It helps."),
        ("upvotes", 3, "12"),
        ("updated", dt.date(2025, 3, 1), "2025-03-02"),
        ("published", dt.date(2025, 3, 3), "2025-03-02"),
        ("type", "preprint", "conference"),
    ],
)
def test_any_source_may_extend_a_value_not_written_by_hand(
    name: str, current: object, value: str
) -> None:
    assert changes_to(paper_from(ARXIV, **{name: current}), {name: value}, CROSSREF) == {
        name: value
    }
    assert changes_to(make_paper(**{name: current}), {name: value}, CROSSREF) == {}


@pytest.mark.parametrize(
    ("name", "current", "value"),
    [
        ("title", "GPT-4: On Tests", "GPT4 — on tests"),
        ("authors", make_authors("Ada Lovelace", "B. Pascal"), ("A. Lovelace", "Blaise Pascal")),
        ("categories", ("cs.AI", "cs.CL"), ("cs.CL", "cs.AI")),
    ],
)
def test_differences_in_style_are_not_conflicts(name: str, current: object, value: Value) -> None:
    assert conflicts_with(make_paper(**{name: current}), {name: value}) == []


def test_a_recorded_conflict_is_not_reported_again() -> None:
    paper = make_paper(venue="Ours")
    merged = merging.merge_values(CurrentValues.from_paper(paper), {"venue": "Theirs"}, LATER)
    noted = make_paper(
        venue="Ours",
        provenance=merging.origins_with_rejected(
            CurrentValues.from_paper(paper), LATER, merged.conflicts
        ),
    )
    assert conflicts_with(noted, {"venue": "Theirs"}, new_only=True) == []
    assert conflicts_with(noted, {"venue": "Others"}, new_only=True) == ["venue"]
    assert changes_to(noted, {"venue": "Others"}) == {}


def test_a_withdrawal_notice_does_not_replace_the_abstract() -> None:
    reported = {"withdrawn": "2025-04-01", "abstract": "This paper has been withdrawn."}
    paper = paper_from(ARXIV, abstract="We test.")
    assert changes_to(paper, reported) == {"withdrawn": "2025-04-01"}


def test_provenance_has_one_line_per_source_and_day() -> None:
    paper = paper_from(ARXIV, title="On Tests", abstract="We test.")
    merged = merging.merge_values(
        CurrentValues.from_paper(paper), {"title": "Of Tests", "abstract": "We test."}, LATER
    )
    assert [(origin.date, set(dict(origin.fingerprints))) for origin in merged.provenance] == [
        (ARXIV.date, {"abstract"}),
        (LATER.date, {"title"}),
    ]


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9
)
_REPORTED = st.fixed_dictionaries(
    {},
    optional={
        "title": _WORDS,
        "venue": _WORDS,
        "abstract": _WORDS,
        "upvotes": st.integers(0, 99).map(str),
        "published": st.dates(dt.date(1990, 1, 1)).map(str),
        "updated": st.dates(dt.date(1990, 1, 1)).map(str),
        "links.code": st.sampled_from(["https://a.org", "https://b.org"]),
    },
)
_SOURCES = st.sampled_from([ARXIV, LATER, CROSSREF])


@given(st.lists(st.tuples(_REPORTED, _SOURCES), max_size=5))
def test_merging_is_idempotent_and_preserves_hand_written_values(
    merges: list[tuple[dict[str, Value], Origin]],
) -> None:
    paper = make_paper(venue="By hand", links=(Link("code", "https://by.hand"),))
    text = entry_file.render({"title": paper.title, "date": paper.date}, paper.abstract)
    for reported, origin in merges:
        merged = merging.merge_values(CurrentValues.from_paper(paper), reported, origin)
        changes = merging.changed_fields(CurrentValues.from_paper(paper), merged)
        abstract = merged.changes.get("abstract")
        text = entry_file.edit(
            text, changes, schema.FIELDS, None if abstract is None else str(abstract)
        )
        after, problems = schema.check(entry_file.parse(text, paper.path))
        assert problems == []
        by_hand = {"venue": "By hand", "title": paper.title, "abstract": paper.abstract}
        paper = make_paper(
            **by_hand,
            links=paper.links,
            upvotes=after.upvotes,
            published=after.published,
            updated=after.updated,
            provenance=after.provenance,
        )
        assert merging.merge_values(CurrentValues.from_paper(paper), reported, origin).changes == {}
    assert paper.links == (Link("code", "https://by.hand"),)


def test_a_value_reported_before_by_any_source_is_not_news() -> None:
    title = {"title": "On the Use of Tests"}
    current = CurrentValues(
        {"title": "Mine"}, merging.merge_values(CurrentValues({}), title, ARXIV).provenance
    )
    assert not merging.merge_values(current, title, CROSSREF, new_only=True).conflicts
    assert merging.merge_values(current, {"title": "Another"}, CROSSREF).conflicts
