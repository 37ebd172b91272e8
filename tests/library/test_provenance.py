"""Provenance: the values of entries and papers, and the sources of current values."""

import datetime as dt

from generator.core.model import Origin
from generator.library import provenance, schema
from generator.library.provenance import CurrentValues, value_fingerprint
from tests.support.papers import make_entry, make_paper

DAY = dt.date(2025, 3, 11)
TITLE = "On the Use of Tests"


def origin(source: str, **values: str) -> Origin:
    """Return the origin of values that a source provided."""
    fingerprints = tuple((name, value_fingerprint(value)) for name, value in values.items())
    return Origin(source, DAY, fingerprints)


def test_an_entry_and_its_paper_have_the_same_values() -> None:
    entry = make_entry(
        authors=["Ada Lovelace"],
        published="2024-02-11",
        links={"code": "https://a.org"},
        upvotes="3",
    )
    assert provenance.entry_values(entry) == provenance.paper_values(schema.check(entry)[0])


def test_a_value_that_no_source_provided_was_edited_by_hand() -> None:
    current = CurrentValues({"title": TITLE, "venue": "Ours"}, (origin("arxiv", title=TITLE),))
    assert current.is_from("arxiv", "title")
    assert not current.is_from("crossref", "title")
    assert not current.was_edited_by_hand("title")
    assert current.was_edited_by_hand("venue")


def test_a_later_value_replaces_the_fingerprint_of_its_source() -> None:
    earlier = (origin("arxiv", title="Tests", venue="V"), origin("a.txt", title="Tests"))
    later = Origin("arxiv", dt.date(2025, 4, 1))
    assert CurrentValues({}, earlier).origins_after(later, {"title": TITLE}) == (
        origin("arxiv", venue="V"),
        origin("a.txt", title="Tests"),
        Origin("arxiv", later.date, (("title", value_fingerprint(TITLE)),)),
    )


def test_only_the_sources_of_current_values_are_current() -> None:
    paper = make_paper(
        title=TITLE, provenance=(origin("arxiv", title=TITLE), origin("crossref", title="Old"))
    )
    assert provenance.current_origins(paper) == (origin("arxiv", title=TITLE),)
