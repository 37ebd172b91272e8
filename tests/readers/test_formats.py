"""Tests of formats: which one a file is in, by its content or by what is named."""

from collections.abc import Callable

import pytest

from generator.core.errors import ContentError
from generator.readers import (
    arxiv_atom,
    bibtex,
    crossref,
    csl_json,
    formats,
    openalex,
    paperlists,
    ris,
)
from generator.readers.reading import Reading
from tests.support.paths import DATA

CITATIONS = DATA / "citations"
READERS: dict[str, Callable[[str], Reading]] = {
    "arxiv": arxiv_atom.read,
    "bibtex": bibtex.read,
    "ris": ris.read,
    "csl-json": csl_json.read,
    "paperlists": paperlists.read,
    "crossref": crossref.read,
    "openalex": openalex.read,
}


def test_a_reader_knows_its_own_files_and_no_other() -> None:
    expected = {
        "arxiv.xml": "arxiv", "library.bib": "bibtex", "venue2025.json": "paperlists",
        "crossref.json": "crossref", "openalex.json": "openalex",
        "zotero.bib": "bibtex",
        "zotero.json": "csl-json", "zotero.ris": "ris",
    }  # fmt: skip
    assert {path.name for path in CITATIONS.iterdir()} == set(expected)
    for file, name in expected.items():
        text = (CITATIONS / file).read_text(encoding="utf-8")
        found = [each.name for each in formats.FORMATS if each.looks_like(text)]
        assert found[0] == name
        assert set(found) <= {name, "text", "capture"}


@pytest.mark.parametrize("name", READERS)
def test_a_format_that_is_named_is_read_by_its_reader(name: str) -> None:
    text = "nothing of the kind"
    assert formats.read(text, "a.txt", name) == READERS[name](text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" [\n]\n", "an empty list from Hugging Face"),
        (
            '{"error": "Invalid date"}',
            "an error instead of a list: 'Invalid date'; request the list again",
        ),
    ],
)
def test_an_answer_without_papers_has_its_own_words(text: str, said: str) -> None:
    with pytest.raises(ContentError, match=said):
        formats.read(text, "a.json")


def test_a_page_quoting_a_record_is_not_a_citation_file() -> None:
    page = "Words of a page, in lines.\n" * 100
    assert not bibtex.looks_like(page + "@misc{a, title={T}}")
    assert not ris.looks_like(page + "TY  - JOUR\n")
