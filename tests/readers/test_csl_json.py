"""Test the CSL-JSON reader."""

from generator.readers import csl_json
from tests.support.readings import NO_ABSTRACT, read_file, remarks, unplaced


def test_items_of_zotero_and_crossref_are_read() -> None:
    reading = read_file("zotero.json")
    graphs, preprint = reading.entries
    assert graphs.fields == {
        "title": "Graphs in Tests",
        "authors": ["Méng Zhäng", "Ludwig van Beethoven", "The Tests Collaboration"],
        "doi": "10.1145/1234567.890",
        "published": "2024-05-13",
        "type": "conference",
        "venue": "Conference on Tests 2024",
    }
    assert preprint.abstract == "It is one."
    assert preprint.fields["published"] == "2024-02-11"
    assert (preprint.line("title"), preprint.fields["arxiv"]) == (18, "2402.07197")
    assert unplaced(reading) == [
        (30, NO_ABSTRACT),
        (31, "not a CSL-JSON item; an item must be an object"),
    ]


def test_unused_fields_of_an_author_are_reported() -> None:
    author = '{"family": "Lovelace", "given": "Ada", "ORCID": "0000", "affiliation": []}'
    text = f'{{"type": "article", "title": "A", "abstract": "We.", "author": [{author}]}}'
    reading = csl_json.read(text)
    assert reading.entries[0].fields["authors"] == ["Ada Lovelace"]
    assert remarks(reading) == [(1, "author's ORCID = 0000", "not stored (1 paper)")]
