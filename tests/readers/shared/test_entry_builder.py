"""Test how readers build entries and readings, whatever the format."""

from types import ModuleType

import pytest

from generator.core.model import MAX_ABSTRACT_LENGTH
from generator.readers import bibtex, csl_json, paperlists, ris
from tests.support.readings import read_crossref_work, read_openalex_work, remarks, unplaced


@pytest.mark.parametrize("reader", [bibtex, ris, csl_json, paperlists])
def test_an_unpaired_surrogate_becomes_a_question_mark(reader: ModuleType) -> None:
    text = {
        bibtex: "@misc{a, title={$\ud800$}, abstract={We.}}",
        ris: "TY  - JOUR\nTI  - $\ud800$\nAB  - We.\nER  - ",
    }.get(reader, '[{"title": "$\ud800$", "abstract": "We."}]')
    assert reader.read(text).entries[0].fields["title"] == "$?$"


def test_a_missing_abstract_comes_with_the_command_to_fetch_it() -> None:
    for field, identifier in (("eprint", "2402.07197"), ("doi", "10.1145/3.4")):
        reading = bibtex.read(f"@misc{{a, title={{T}}, {field}={{{identifier}}}}}")
        hint = f"run 'paper-digest add {identifier}' to fetch it, or add one"
        assert unplaced(reading) == [(1, f"the record has no abstract; {hint}")]


def test_only_the_abstract_is_dropped_if_it_is_too_long() -> None:
    long = "a " * MAX_ABSTRACT_LENGTH
    index = {"a": list(range(MAX_ABSTRACT_LENGTH))}
    for reading in (
        read_crossref_work(abstract=long),
        read_openalex_work(abstract_inverted_index=index),
    ):
        [entry] = reading.entries
        assert (entry.fields["title"], entry.abstract) == ("On Tests", "")
        message = "the abstract has 39,999 characters; the limit is 20,000"
        assert message in [remark for _, _, remark in remarks(reading)]
