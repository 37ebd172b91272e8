"""Test the paperlists reader."""

from generator.readers import formats
from tests.support.readings import NO_ABSTRACT, read_file, remarks, unplaced


def test_a_row_s_venue_comes_from_its_bibtex_record() -> None:
    reading = read_file("venue2025.json")
    learners, seeing = reading.entries
    assert learners.fields == {
        "title": "Testing Learners",
        "authors": ["Ada Lovelace", "Blaise Pascal"],
        "openreview": "rJl-b3RcF7",
        "keywords": ["unit testing", "learners"],
        "type": "conference",
        "venue": "3rd Conference on Tests 2025",
        "links": {"code": "https://github.com/a/b.git"},
    }
    assert learners.abstract == "We test learners.\n\nThey learn."
    assert seeing.fields["arxiv"] == "2402.07197"
    assert seeing.fields["authors"] == ["Ada Lovelace", "Blaise Pascal"]
    assert unplaced(reading) == [(28, NO_ABSTRACT)]
    assert (2, "status = Poster", "not stored (2 papers)") in remarks(reading)


def test_a_row_with_author_list_and_venue_is_read() -> None:
    row = '{"title": "A", "authors": ["B C"], "venue": "iclr", "year": 2018, "abstract": "We."}'
    [entry] = formats.read(f"[{row}]", "c.json").entries
    assert entry.fields == {"title": "A", "authors": ["B C"], "venue": "iclr 2018"}
