"""Tests of the readers of BibTeX, RIS, CSL-JSON and paperlists: what comes back of their files."""

import json
from types import ModuleType

import pytest

from generator.core.model import Entry
from generator.readers import arxiv_atom, bibtex, csl_json, formats, paperlists, ris
from generator.readers.reading import Reading
from tests.support.paths import DATA

CITATIONS = DATA / "citations"


def read(name: str) -> Reading:
    return formats.read((CITATIONS / name).read_text(encoding="utf-8"), name)


def by_title(reading: Reading) -> dict[str, Entry]:
    return {str(entry.fields["title"]): entry for entry in reading.entries}


def unplaced(reading: Reading) -> list[tuple[int, str]]:
    return [(piece.line, piece.remark) for piece in reading.unplaced]


def remarks(reading: Reading) -> list[tuple[int, str, str]]:
    return [(piece.line, piece.text, piece.remark) for piece in reading.remarks]


NO_ABSTRACT = "the record has no abstract; add one"


def test_zotero_bibtex_loses_braces_and_accents_but_no_formula() -> None:
    entry = read("zotero.bib").entries[0]
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


def test_scholar_and_dblp_bibtex_gives_the_arxiv_id_without_venue() -> None:
    entries = by_title(read("zotero.bib"))
    scholar, dblp = entries["On bread that rises"], entries["Compilers for Everyone"]
    assert (scholar.fields["arxiv"], dblp.fields["arxiv"]) == ("2303.01234", "2402.07197")
    assert scholar.fields["authors"] == ["Ada Lovelace", "Blaise Pascal"]
    assert scholar.abstract == "Bread rises. We say why – and when."
    assert dblp.abstract == 'We compile "everything".'
    assert {"venue", "published"}.isdisjoint({*scholar.fields, *dblp.fields})


def test_anthology_and_biblatex_records_have_their_id_and_day() -> None:
    entries = by_title(read("zotero.bib"))
    acl, dated = entries["Words of Words"], entries["Dated to the Day"]
    assert acl.fields["acl"] == "2023.acl-long.1"
    assert acl.fields["authors"] == ["Ada Lovelace", "Jörg Müller"]
    assert acl.fields["venue"] == "Proceedings of the Meeting on Words 2023"
    assert dated.fields["published"] == "2021-06-03"
    assert dated.fields["venue"] == "Journal of Days 7(2), 11-19, 2021"
    assert dated.fields["authors"] == ["Marie Curie"]  # behind a missing comma


def test_a_bad_bibtex_record_does_not_stop_the_others() -> None:
    reading = read("zotero.bib")
    assert unplaced(reading) == [
        (69, NO_ABSTRACT),
        (76, "the record does not end; close its braces"),
    ]
    assert by_title(reading)["A Key Twice"].abstract == "It stands for two."
    parens = by_title(reading)["In Parentheses"]
    assert parens.fields["links"] == {"code": "https://github.com/a/b_c"}


def test_what_has_no_place_is_said_once_a_field() -> None:
    said = remarks(read("zotero.bib"))
    assert (6, "publisher = Association for Tests", "not stored (1 paper)") in said
    assert (6, "key = zhang_graphs_2024", "not stored (7 papers)") in said
    assert (24, "author = and others", "not stored (1 paper)") in said
    names = [text.partition(" = ")[0] for _, text, _ in said]
    assert len(names) == len(set(names))


def test_a_paper_of_proceedings_takes_their_title_and_year() -> None:
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


def test_zotero_ris_is_read_with_its_day_and_continued_lines() -> None:
    reading = read("zotero.ris")
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


def test_ris_with_narrow_tags_and_lookalike_lines_is_read() -> None:
    narrow = "TY - JOUR\nTI - On Tests\nAB - We test.\nER -\n"
    assert ris.looks_like(narrow)
    assert ris.read(narrow).entries[0].abstract == "We test."
    wide = "TY  - JOUR\nTI  - On Tests\nAB  - We test\nAI - a study.\nPMID  - 12\nER  -\n"
    reading = ris.read(wide)
    assert reading.entries[0].abstract == "We test\nAI - a study."
    assert (1, "PMID = 12", "not stored (1 paper)") in remarks(reading)


def test_a_zotero_preprint_has_its_id_from_any_field() -> None:
    for field in ("number = {arXiv:2402.07197}", "note = {arXiv:2402.07197 [cs]}"):
        [entry] = bibtex.read(f"@misc{{a, title={{T}}, abstract={{We.}}, {field}}}").entries
        assert entry.fields == {"title": "T", "arxiv": "2402.07197"}


def test_extra_csl_author_fields_are_reported() -> None:
    author = '{"family": "Lovelace", "given": "Ada", "ORCID": "0000", "affiliation": []}'
    text = f'{{"type": "article", "title": "A", "abstract": "We.", "author": [{author}]}}'
    reading = csl_json.read(text)
    assert reading.entries[0].fields["authors"] == ["Ada Lovelace"]
    assert remarks(reading) == [(1, "author's ORCID = 0000", "not stored (1 paper)")]


def test_csl_json_of_zotero_and_crossref_is_read() -> None:
    reading = read("zotero.json")
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
    assert unplaced(reading) == [(30, NO_ABSTRACT), (31, "not a CSL-JSON item, which is an object")]


def test_csl_json_that_breaks_off_keeps_what_stands_before() -> None:
    text = '[{"type": "article", "title": "A", "abstract": "We."},\n{"type": "art'
    reading = csl_json.read(text)
    assert [entry.fields["title"] for entry in reading.entries] == ["A"]
    assert unplaced(reading) == [
        (2, "invalid JSON from here on (Unterminated string starting at)"),
    ]
    assert unplaced(csl_json.read('["a"')) == [
        (1, "not a CSL-JSON item, which is an object"),
        (1, "the list is not closed; end it with ]"),
    ]


def test_half_a_character_in_json_is_no_traceback_later() -> None:
    item = '{"type": "article", "title": "A \\ud800 b", "abstract": "\\ud83d\\ude00 We."}'
    [entry] = csl_json.read(f"[{item}]").entries
    assert "�" in str(entry.fields["title"])
    assert entry.abstract == "😀 We."
    entry.abstract.encode()


def test_paperlists_rows_take_the_venue_from_their_bibtex() -> None:
    reading = read("venue2025.json")
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


def test_paperlists_rows_with_name_lists_and_venue_are_read() -> None:
    row = '{"title": "A", "authors": ["B C"], "venue": "iclr", "year": 2018, "abstract": "We."}'
    [entry] = formats.read(f"[{row}]", "c.json").entries
    assert entry.fields == {"title": "A", "authors": ["B C"], "venue": "iclr 2018"}


def test_an_arxiv_atom_feed_is_read_with_dates_and_categories() -> None:
    reading = read("arxiv.xml")
    graphs, strings = reading.entries
    assert graphs.fields == {
        "title": "Testing $O(n)$ Graphs",
        "authors": ["Ada Lovelace", "B. Schölkopf"],
        "arxiv": "2402.07197",
        "doi": "10.1145/1234567.890",
        "published": "2024-02-11",
        "updated": "2024-02-28",
        "venue": "Journal of Tests 12 (2024) 45-67",
        "categories": ["cs.AI", "cs.LG"],
    }
    assert graphs.abstract == (
        "We test graphs with $x_1 < y$ & more, wrapped as arXiv does.\n\nA second paragraph."
    )
    assert (strings.line("title"), strings.fields["arxiv"]) == (29, "hep-th/9901001")
    assert "updated" not in strings.fields
    assert (6, "comment = 12 pages, 3 figures", "not stored (1 paper)") in remarks(reading)


FEED = '<feed xmlns="http://www.w3.org/2005/Atom">\n{}</feed>'


def test_an_answer_that_says_error_or_nothing_is_no_paper() -> None:
    entry = (
        "<entry><id>http://arxiv.org/api/errors#incorrect_id</id><title>Error</title>"
        "<summary>incorrect id format for 1</summary></entry>"
    )
    reading = arxiv_atom.read(FEED.format(entry))
    assert reading.entries == ()
    assert unplaced(reading) == [(2, "arXiv reported an error; request the papers again")]
    assert reading.unplaced[0].text == "incorrect id format for 1"
    assert arxiv_atom.read(FEED.format("")) == Reading(())


def test_xml_that_could_expand_is_refused() -> None:
    bomb = '<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n' + FEED.format("&b;")
    reading = arxiv_atom.read(bomb)
    assert unplaced(reading) == [(1, "<!DOCTYPE is not allowed; save arXiv's response again")]


def test_an_encoding_that_xml_declares_counts_for_nothing() -> None:
    feed = FEED.format("<entry><id>http://arxiv.org/abs/2402.07197v1</id><title>\u00e9</title>")
    reading = arxiv_atom.read(f"<?xml version='1.0' encoding='ETF-8'?>{feed}")
    assert unplaced(reading)[0][1].startswith("invalid XML at line 2 (mismatched tag)")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<i>Go</i> in CO<sub>2</sub>", "Go in CO2"),
        ('<span class="nocase">iPhone</span> <sc>x</sc>', "iPhone x"),
        ('<b>A <span style="font-variant:small-caps;">b</span></b>', "A b"),
        ("At 10<sup>-5</sup>, 1<sup>st</sup>", "At 10^-5, 1st"),
        ("If a < b and <i> > c", "If a < b and <i> > c"), ("</i>A<b>", "</i>A<b>"),
    ],
)  # fmt: skip
def test_csl_titles_and_venues_lose_their_markup(title: str, shown: str) -> None:
    item = {"type": "article-journal", "title": title, "container-title": [title], "abstract": "W."}
    [entry] = csl_json.read(json.dumps([item])).entries
    assert (entry.fields["title"], entry.fields["venue"]) == (shown, shown)


def test_an_old_arxiv_id_loses_its_class() -> None:
    for field in ("eprint={math.GT/0309136v2}", "url={https://arxiv.org/abs/math.GT/0309136}"):
        text = f"@misc{{a, title={{T}}, abstract={{We.}}, {field}}}"
        assert bibtex.read(text).entries[0].fields["arxiv"] == "math/0309136"


def test_a_ris_conference_paper_takes_its_venue_from_the_proceedings() -> None:
    record = "TY  - {}\nTI  - T\nAB  - We.\nC3  - Proceedings of CVPR\nPY  - 2024\nER  - "
    for kind, venue in (("CONF", "Proceedings of CVPR 2024"), ("JOUR", None)):
        [entry] = ris.read(record.format(kind)).entries
        assert entry.fields.get("venue") == venue


def test_dblp_s_disambiguating_number_is_not_part_of_a_name() -> None:
    names = ("Jürgen Müller 0001", "Müller 0001, Jürgen", "Müller, Jürgen 0012")
    for name in (*names, "{Team 0001}", "Expedition 1984"):
        shown = "Jürgen Müller" if name in names else name.strip("{}")
        text = f"@misc{{a, title={{T}}, author={{{name} and Bo}}, abstract={{We.}}}}"
        assert bibtex.read(text).entries[0].fields["authors"] == [shown, "Bo"]
    for name in names:
        text = f"TY  - JOUR\nTI  - T\nAU  - {name}\nAB  - We.\nER  - "
        assert ris.read(text).entries[0].fields["authors"] == ["Jürgen Müller"]


@pytest.mark.parametrize("reader", [bibtex, ris, csl_json, paperlists])
def test_half_a_surrogate_pair_becomes_a_question_mark(reader: ModuleType) -> None:
    text = {
        bibtex: "@misc{a, title={$\ud800$}, abstract={We.}}",
        ris: "TY  - JOUR\nTI  - $\ud800$\nAB  - We.\nER  - ",
    }.get(reader, '[{"title": "$\ud800$", "abstract": "We."}]')
    assert reader.read(text).entries[0].fields["title"] == "$?$"


def test_xml_that_breaks_off_keeps_what_stands_before() -> None:
    whole = "<entry><id>http://arxiv.org/abs/2402.07197v1</id><title>A</title><summary>B</summary>"
    reading = arxiv_atom.read(FEED.format(f"{whole}</entry>\n<entry><a>")[:-7])
    assert [entry.fields["arxiv"] for entry in reading.entries] == ["2402.07197"]
    [(line, reason)] = unplaced(reading)
    assert (line, reason.startswith("invalid XML at line 3")) == (2, True)
    assert "<entry><a>" in reading.unplaced[0].text


def test_a_record_without_an_abstract_says_what_fetches_it() -> None:
    for field, name in (("eprint", "2402.07197"), ("doi", "10.1145/3.4")):
        [piece] = bibtex.read(f"@misc{{a, title={{T}}, {field}={{{name}}}}}").unplaced
        fetching = f"run 'paper-digest add {name}' to fetch it, or add one"
        assert piece.remark == f"the record has no abstract; {fetching}"


def atom(comment: str = "", summary: str = "We test.", version: str = "v2", **more: str) -> Entry:
    [entry] = arxiv_atom.read(atom_feed(comment, summary, version, **more)).entries
    return entry


def atom_feed(
    comment: str = "", summary: str = "We test.", version: str = "v2", **more: str
) -> str:
    texts = "".join(f"<{name}>{text}</{name}>" for name, text in more.items())
    return FEED.format(
        f"<entry><id>http://arxiv.org/abs/2402.07197{version}</id><title>On Tests</title>"
        f"<updated>2024-03-01T10:00:00Z</updated><published>2024-02-11T10:00:00Z</published>"
        f"<summary>{summary}</summary>{texts}"
        f'<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">{comment}</arxiv:comment></entry>'
    )


@pytest.mark.parametrize(
    "said",
    [
        "This paper has been withdrawn by the author due to a sign error in equation 1",
        "This article has been withdrawn.",
        "This submission has been withdrawn by arXiv administrators due to disputed authorship",
        "This paper is now withdrawn", "This manuscript was temporarily withdrawn",
        "The paper has been withdrawn since it is superseded", "Paper withdrawn", "Withdrawn",
        "WITHDRAWN: an error in Theorem 2", "withdrawn by the authors", "Withdrawn by arXiv admin",
        "The authors have withdrawn this paper because of an error", "We withdraw this preprint",
        "arXiv admin note: This version has been removed by arXiv administrators",
        "This work has been retracted by its authors", "Withdrawn from arXiv",
        "This paper has been withdrawn from the arXiv", "We withdraw this paper from arXiv",
        "This paper was withdrawn by its author as version 1 has an error",
        "This paper has been withdrawn at the authors' request",
    ],
)  # fmt: skip
def test_a_withdrawal_is_read_from_the_comment_or_abstract(said: str) -> None:
    for entry in (atom(said), atom(f"12 pages. {said}"), atom(summary=f"{said}\n")):
        assert entry.fields["withdrawn"] == "2024-03-01"


@pytest.mark.parametrize(
    "comment",
    [
        "Withdrawn due to an error in Lemma 2",
        "12 pages, withdrawn by the authors",
        "4 pages (withdrawn)",
        "LaTeX 12 pages, withdrawn",
        "Paper withdrawn because of an error",
        "Withdrawn by the authors, who submitted to ICLR 2025 what is right",
    ],
)
def test_a_comment_may_say_so_more_briefly(comment: str) -> None:
    assert atom(comment).fields["withdrawn"] == "2024-03-01"


@pytest.mark.parametrize(
    "comment",
    [
        "This paper was withdrawn from ICLR 2025 and is now under review elsewhere",
        "Our submission was withdrawn from CVPR", "Withdrawn from NeurIPS",
        "This paper was withdrawn by the authors from ICLR 2025",
        "We have withdrawn this paper from the journal",
        "The document is retracted in part; see v3", "This paper is partially retracted",
        "Withdrawn: v1 due to an error, v2 is right", "Withdrawn due to an error in v1",
        "a previous version was withdrawn", "The first version, withdrawn, had an error",
        "CVPR25, withdrawn", "ICLR 2025 (withdrawn)", "Submitted to a journal, withdrawn",
        "NeurIPS'24, withdrawn",
    ],
)  # fmt: skip
def test_a_doubtful_withdrawal_is_none_but_is_to_be_reviewed(comment: str) -> None:
    reading = arxiv_atom.read(atom_feed(comment))
    assert "withdrawn" not in reading.entries[0].fields
    remark = "this paper may be withdrawn; check it on arXiv"
    assert (2, comment, remark) in remarks(reading)


def test_a_doubtful_withdrawal_may_stand_in_an_abstract() -> None:
    said = "This paper was withdrawn from ICLR 2025."
    reading = arxiv_atom.read(atom_feed(summary=f"We test. {said}"))
    assert "withdrawn" not in reading.entries[0].fields
    assert (2, said, "this paper may be withdrawn; check it on arXiv") in remarks(reading)


def test_a_sure_withdrawal_leaves_no_question() -> None:
    reading = arxiv_atom.read(atom_feed("This paper has been withdrawn by the author."))
    assert not [text for _, text, remark in remarks(reading) if "may be withdrawn" in remark]


def test_a_withdrawal_may_stand_below_the_abstract() -> None:
    entry = atom(summary="We test it. This paper has been withdrawn due to an error in it.")
    assert entry.fields["withdrawn"] == "2024-03-01"


@pytest.mark.parametrize(
    "summary",
    [
        "This paper studies patients who have withdrawn their consent.",
        "Withdrawn from the market in 2004, the drug is studied.",
        "Withdrawn patients were replaced. We count them.",
        "We study how papers are retracted. The paper is a study of withdrawn papers.",
        "Users have withdrawn this consent. We retract the paper's old claim by a proof.",
        "Requests may be withdrawn by the author of a message.",
        "A previous version of this paper has been withdrawn from a journal.",
        "Withdrawn due to safety concerns, the drug came back.",
    ],
)
def test_an_abstract_about_withdrawals_is_not_withdrawn(summary: str) -> None:
    assert "withdrawn" not in atom("Withdrawn from ICLR 2024", summary).fields


def test_a_first_version_was_never_updated() -> None:
    assert "updated" not in atom(version="v1").fields
    assert atom().fields["updated"] == "2024-03-01"


def test_a_comment_tells_the_code_and_the_project() -> None:
    entry = atom("9 pages. Code: https://github.com/a/b, page: https://a.github.io/b.")
    assert entry.fields["links"] == {
        "code": "https://github.com/a/b",
        "project": "https://a.github.io/b",
    }
