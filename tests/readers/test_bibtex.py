"""Test the BibTeX reader."""

from generator.readers import bibtex
from tests.support.readings import NO_ABSTRACT, entries_by_title, read_file, remarks, unplaced


def test_braces_and_accents_are_decoded_but_formulas_are_unchanged() -> None:
    entry = read_file("zotero.bib").entries[0]
    assert (entry.line("title"), entry.abstract) == (
        6,
        "We test graphs & trees.\n\nIt helps a lot.",
    )
    assert entry.fields == {
        "title": "GraphTester: Aligning LLMs with $O(n^2)$ graphs, 50% faster",
        "authors": [
            "Méng Zhäng", "Jan Van der Bårg", "The Tests Collaboration", "Martin King Jr.",
        ],
        "doi": "10.1145/1234567.8901_234",
        "openreview": "rJl-b3RcF7",
        "type": "conference",
        "venue": "Proceedings of the Conference on Tests 2024",
        "keywords": ["graphs", "unit testing"],
        "links": {"pdf": "https://a.org/b.pdf"},
    }  # fmt: skip


def test_an_arxiv_journal_becomes_an_arxiv_id_without_a_venue() -> None:
    entries = entries_by_title(read_file("zotero.bib"))
    scholar, dblp = entries["On bread that rises"], entries["Compilers for Everyone"]
    assert (scholar.fields["arxiv"], dblp.fields["arxiv"]) == ("2303.01234", "2402.07197")
    assert scholar.fields["authors"] == ["Ada Lovelace", "Blaise Pascal"]
    assert scholar.abstract == "Bread rises. We say why – and when."
    assert dblp.abstract == 'We compile "everything".'
    assert {"venue", "published"}.isdisjoint({*scholar.fields, *dblp.fields})


def test_anthology_ids_and_biblatex_dates_are_read() -> None:
    entries = entries_by_title(read_file("zotero.bib"))
    acl, dated = entries["Words of Words"], entries["Dated to the Day"]
    assert acl.fields["acl"] == "2023.acl-long.1"
    assert acl.fields["authors"] == ["Ada Lovelace", "Jörg Müller"]
    assert acl.fields["venue"] == "Proceedings of the Meeting on Words 2023"
    assert dated.fields["published"] == "2021-06-03"
    assert dated.fields["venue"] == "Journal of Days 7(2), 11-19, 2021"
    assert dated.fields["authors"] == ["Marie Curie"]  # after a missing comma


def test_a_broken_record_does_not_stop_the_others() -> None:
    reading = read_file("zotero.bib")
    assert unplaced(reading) == [
        (69, NO_ABSTRACT),
        (76, "the record does not end; close its braces"),
    ]
    assert entries_by_title(reading)["A Key Twice"].abstract == "It stands for two."
    parens = entries_by_title(reading)["In Parentheses"]
    assert parens.fields["links"] == {"code": "https://github.com/a/b_c"}


def test_fields_that_are_not_stored_are_reported_once_each() -> None:
    reported = remarks(read_file("zotero.bib"))
    assert (6, "publisher = Association for Tests", "not stored (1 paper)") in reported
    assert (6, "key = zhang_graphs_2024", "not stored (7 papers)") in reported
    assert (24, "author = and others", "not stored (1 paper)") in reported
    names = [text.partition(" = ")[0] for _, text, _ in reported]
    assert len(names) == len(set(names))


def test_a_paper_inherits_title_and_year_of_its_proceedings() -> None:
    text = (
        "@inproceedings{a, title={T}, abstract={We.}, crossref={p}}\n"
        "@proceedings{p, title={Conference on Tests}, year=2024}"
    )
    reading = bibtex.read(text)
    assert reading.entries[0].fields["venue"] == "Conference on Tests 2024"
    assert (
        2,
        "@proceedings{p, title={Conference on Tests}, year=2024}",
        "proceedings, not a paper",
    ) in remarks(reading)


def test_an_arxiv_id_is_read_from_number_or_note() -> None:
    for field in ("number = {arXiv:2402.07197}", "note = {arXiv:2402.07197 [cs]}"):
        [entry] = bibtex.read(f"@misc{{a, title={{T}}, abstract={{We.}}, {field}}}").entries
        assert entry.fields == {"title": "T", "arxiv": "2402.07197"}


def test_an_old_arxiv_id_loses_its_subject_class() -> None:
    for field in ("eprint={math.GT/0309136v2}", "url={https://arxiv.org/abs/math.GT/0309136}"):
        text = f"@misc{{a, title={{T}}, abstract={{We.}}, {field}}}"
        assert bibtex.read(text).entries[0].fields["arxiv"] == "math/0309136"
