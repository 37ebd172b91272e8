"""Test the RIS reader."""

from generator.readers import ris
from tests.support.readings import NO_ABSTRACT, read_file, remarks, unplaced


def test_a_zotero_export_is_read_with_dates_and_continued_lines() -> None:
    reading = read_file("zotero.ris")
    graphs, bread, preprint = reading.entries
    assert graphs.fields == {
        "title": "Graphs in Tests",
        "authors": ["Méng Zhäng", "Ludwig van Beethoven"],
        "doi": "10.1145/1234567.890",
        "openreview": "rJl-b3RcF7",
        "published": "2024-05-13",
        "type": "conference",
        "venue": "Conference on Tests 2024",
        "keywords": ["graphs", "unit testing"],
        "links": {"pdf": "https://a.org/b.pdf"},
    }
    assert graphs.abstract == "We test graphs.\nIt helps."
    assert bread.fields["authors"] == ["Martin Luther King Jr."]
    assert bread.fields["venue"] == "Journal of Bread 12(3), 45-67, 2023"
    assert (preprint.fields["arxiv"], preprint.fields["type"]) == ("2402.07197", "preprint")
    assert unplaced(reading) == [
        (37, "text outside a record; a record runs from TY to ER"),
        (38, NO_ABSTRACT),
    ]
    assert (18, "SN = 1234-5678", "not stored (1 paper)") in remarks(reading)


def test_tags_with_one_space_and_lines_like_tags_are_read() -> None:
    narrow = "TY - JOUR\nTI - On Tests\nAB - We test.\nER -\n"
    assert ris.looks_like(narrow)
    assert ris.read(narrow).entries[0].abstract == "We test."
    wide = "TY  - JOUR\nTI  - On Tests\nAB  - We test\nAI - a study.\nPMID  - 12\nER  -\n"
    reading = ris.read(wide)
    assert reading.entries[0].abstract == "We test\nAI - a study."
    assert (1, "PMID = 12", "not stored (1 paper)") in remarks(reading)


def test_only_a_conference_paper_takes_its_venue_from_c3() -> None:
    record = "TY  - {}\nTI  - T\nAB  - We.\nC3  - Proceedings of CVPR\nPY  - 2024\nER  - "
    for kind, venue in (("CONF", "Proceedings of CVPR 2024"), ("JOUR", None)):
        [entry] = ris.read(record.format(kind)).entries
        assert entry.fields.get("venue") == venue
