"""Test the reader of arXiv's Atom feeds."""

import pytest

from generator.core.model import Entry
from generator.readers import arxiv_atom
from generator.readers.reading import Reading
from generator.readers.shared.entry_builder import NO_TITLE
from tests.support.readings import read_file, remarks, unplaced

FEED = '<feed xmlns="http://www.w3.org/2005/Atom">\n{}</feed>'


def test_a_feed_is_read_with_dates_and_categories() -> None:
    reading = read_file("arxiv.xml")
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


def test_an_error_or_an_empty_feed_gives_no_papers() -> None:
    entry = (
        "<entry><id>http://arxiv.org/api/errors#incorrect_id</id><title>Error</title>"
        "<summary>incorrect id format for 1</summary></entry>"
    )
    reading = arxiv_atom.read(FEED.format(entry))
    assert reading.entries == ()
    assert unplaced(reading) == [(2, "arXiv reported an error; request the papers again")]
    assert reading.unplaced[0].text == "incorrect id format for 1"
    assert arxiv_atom.read(FEED.format("")) == Reading(())


def test_xml_with_a_document_type_is_refused() -> None:
    bomb = '<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n' + FEED.format("&b;")
    reading = arxiv_atom.read(bomb)
    assert unplaced(reading) == [(1, "<!DOCTYPE is not allowed; save arXiv's response again")]


def test_the_encoding_in_an_xml_declaration_is_ignored() -> None:
    feed = FEED.format("<entry><id>http://arxiv.org/abs/2402.07197v1</id><title>\u00e9</title>")
    reading = arxiv_atom.read(f"<?xml version='1.0' encoding='ETF-8'?>{feed}")
    assert unplaced(reading)[0][1].startswith("invalid XML at line 2 (mismatched tag)")


def test_entries_before_broken_xml_are_read() -> None:
    entry = "<entry><id>http://arxiv.org/abs/2402.07197v1</id><title>A</title><summary>B</summary>"
    reading = arxiv_atom.read(FEED.format(f"{entry}</entry>\n<entry><a>")[:-7])
    assert [entry.fields["arxiv"] for entry in reading.entries] == ["2402.07197"]
    [(line, reason)] = unplaced(reading)
    assert (line, reason.startswith("invalid XML at line 3")) == (2, True)
    assert "<entry><a>" in reading.unplaced[0].text


def test_an_entry_with_only_an_id_is_unplaced() -> None:
    reading = arxiv_atom.read(
        FEED.format("<entry><id>http://arxiv.org/abs/2402.07197v1</id></entry>")
    )
    assert unplaced(reading) == [(2, NO_TITLE)]


def read_entry(comment: str = "", summary: str = "We test.", version: str = "v2") -> Entry:
    [entry] = arxiv_atom.read(feed(comment, summary, version)).entries
    return entry


def feed(comment: str = "", summary: str = "We test.", version: str = "v2") -> str:
    return FEED.format(
        f"<entry><id>http://arxiv.org/abs/2402.07197{version}</id><title>On Tests</title>"
        f"<updated>2024-03-01T10:00:00Z</updated><published>2024-02-11T10:00:00Z</published>"
        f"<summary>{summary}</summary>"
        f'<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">{comment}</arxiv:comment></entry>'
    )


def test_a_certain_withdrawal_has_no_remark() -> None:
    reading = arxiv_atom.read(feed("This paper has been withdrawn by the author."))
    assert not [text for _, text, remark in remarks(reading) if "withdrawn" in remark]


@pytest.mark.parametrize(
    ("comment", "summary"),
    [
        ("This paper has been withdrawn by the author", "We test."),
        ("12 pages. Withdrawn", "We test."),
        ("", "This paper has been withdrawn by the author\n"),
        ("", "We test it. This paper has been withdrawn due to an error in it."),
    ],
)
def test_a_withdrawal_in_comment_or_abstract_has_the_update_date(
    comment: str, summary: str
) -> None:
    assert read_entry(comment, summary).fields["withdrawn"] == "2024-03-01"


def test_a_possible_withdrawal_in_a_comment_is_to_be_reviewed() -> None:
    comment = "Our submission was withdrawn from CVPR"
    reading = arxiv_atom.read(feed(comment))
    assert "withdrawn" not in reading.entries[0].fields
    assert (2, comment, "this paper may have been withdrawn; check it on arXiv") in remarks(reading)


def test_a_possible_withdrawal_in_an_abstract_is_to_be_reviewed() -> None:
    statement = "This paper was withdrawn from ICLR 2025."
    reading = arxiv_atom.read(feed(summary=f"We test. {statement}"))
    assert "withdrawn" not in reading.entries[0].fields
    assert (2, statement, "this paper may have been withdrawn; check it on arXiv") in remarks(
        reading
    )


def test_a_first_version_has_no_update_date() -> None:
    assert "updated" not in read_entry(version="v1").fields
    assert read_entry().fields["updated"] == "2024-03-01"


def test_links_to_code_and_project_come_from_the_comment() -> None:
    entry = read_entry("9 pages. Code: https://github.com/a/b, page: https://a.github.io/b.")
    assert entry.fields["links"] == {
        "code": "https://github.com/a/b",
        "project": "https://a.github.io/b",
    }
