"""Two BibTeX parsers read our entries back and return the original values."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry

from generator.core.model import Paper
from generator.text import names, tex
from generator.text.strings import one_line
from tests.support.citations import (
    AWKWARD_NAMES,
    AWKWARD_TITLES,
    NAMES,
    TITLES,
    citations,
    latex_to_text,
    read_bibtex,
    to_name,
)
from tests.support.papers import make_authors, make_paper

TEX = st.lists(
    st.sampled_from([
        "\\", "{", "}", "$", "%", "\\emph{", "\\textbf{", "x", "^2", "_i", " ", "\\frac", "\\def",
        "\\\\", "\\%", "--", "a b", '\\"o', "{\\it ", "\\(", "\\)", "\\begin{align}", "&", "#",
    ]),
    min_size=1, max_size=14,
).map("".join).filter(str.strip).map(str.strip)  # fmt: skip


def read_back(paper: Paper, *, abstract: bool = False) -> Entry:
    return read_bibtex(citations(paper).bibtex(paper, abstract=abstract))


def test_a_preprint_has_arxiv_s_fields() -> None:
    paper = make_paper(
        title="GraphTranslator: Aligning Graphs with an LLM for $O(n^2)$",
        authors=make_authors("Mengmei Zhang", "Ludwig van Beethoven"),
        arxiv="2402.07197",
        published=dt.date(2024, 2, 11),
        categories=("cs.AI", "cs.CL"),
    )
    assert (
        citations(paper).bibtex(paper, abstract=True)
        == """\
@misc{zhang2024graphtranslator,
  title = {{GraphTranslator}: Aligning Graphs with an {LLM} for {$O(n^2)$}},
  author = {Zhang, Mengmei and van Beethoven, Ludwig},
  year = {2024},
  month = feb,
  eprint = {2402.07197},
  archiveprefix = {arXiv},
  primaryclass = {cs.AI},
  url = {https://arxiv.org/abs/2402.07197},
  abstract = {We test what we build. It helps.},
  keywords = {Testing}
}
"""
    )


def test_a_conference_paper_has_its_book_title_and_year() -> None:
    entry = read_back(make_paper(venue="R&D Conference 2024 (Oral)", acl="2023.acl-long.1"))
    assert entry.type == "inproceedings"
    assert entry.fields["booktitle"] == r"R\&D Conference"
    assert (entry.fields["year"], "month" in entry.fields) == ("2024", False)
    assert entry.fields["url"] == "https://aclanthology.org/2023.acl-long.1"


def test_an_article_has_its_journal_volume_number_and_pages() -> None:
    entry = read_back(make_paper(venue="Journal of Tests 12(3), 45-67, 2024", doi="10.1000/a_b%3C"))
    fields = [entry.fields[name] for name in ("journal", "volume", "number", "pages", "doi")]
    assert entry.type == "article"
    assert fields == ["Journal of Tests", "12", "3", "45--67", "10.1000/a_b%3C"]


def expect_round_trip(paper: Paper) -> None:
    entry = read_back(paper, abstract=True)
    assert one_line(latex_to_text(entry.fields["title"])) == one_line(
        tex.to_plain_text(paper.title)
    )
    assert one_line(latex_to_text(entry.fields["abstract"])) == one_line(
        tex.to_plain_text(paper.abstract)
    )
    expected = [names.parse(tex.to_plain_text(author.name)) for author in paper.authors]
    assert list(map(to_name, entry.persons.get("author", []))) == expected
    assert not {"year", "month"} & set(entry.fields)  # unknown, and not invented


def has_formula(text: str) -> bool:
    return any(isinstance(node, tex.Math) for node in tex.parse(text))


@pytest.mark.parametrize("title", AWKWARD_TITLES)
def test_an_awkward_title_is_read_back_unchanged(title: str) -> None:
    entry = read_back(make_paper(title=title, abstract=title), abstract=True)
    if not has_formula(title):
        expect_round_trip(make_paper(title=title, abstract=title))
    assert len(entry.persons["author"]) == 2


@pytest.mark.parametrize("name", AWKWARD_NAMES)
def test_an_awkward_name_is_read_back_in_its_parts(name: str) -> None:
    expect_round_trip(make_paper(authors=make_authors("Ada Lovelace", name, "Blaise Pascal")))


def test_1200_authors_and_none_are_read_back() -> None:
    many = [f"Ada{number} van Lovelace{number}" for number in range(1200)]
    expect_round_trip(make_paper(authors=make_authors(*many)))
    expect_round_trip(make_paper(authors=()))


@given(TITLES, TITLES, st.lists(NAMES, max_size=4))
def test_any_title_abstract_and_names_are_read_back(
    title: str, abstract: str, people: list[str]
) -> None:
    paper = make_paper(title=title, abstract=abstract, authors=make_authors(*people))
    if has_formula(title) or has_formula(abstract) or any(map(has_formula, people)):
        read_back(paper, abstract=True)
    else:
        expect_round_trip(paper)


@given(TEX, TEX)
def test_an_entry_with_any_tex_parses_with_all_fields(title: str, abstract: str) -> None:
    paper = make_paper(title=title, abstract=abstract)
    entry = read_back(paper, abstract=True)
    assert [to_name(person).family for person in entry.persons["author"]] == ["Lovelace", "Pascal"]
    assert "year" not in entry.fields
    if not has_formula(title + abstract):
        expect_round_trip(paper)
