"""Test which reader reads a file, by its content or by the name of its format."""

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


def test_only_the_right_reader_detects_a_file() -> None:
    expected = {
        "arxiv.xml": "arxiv", "library.bib": "bibtex", "venue2025.json": "paperlists",
        "crossref.json": "crossref", "openalex.json": "openalex",
        "zotero.bib": "bibtex",
        "zotero.json": "csl-json", "zotero.ris": "ris",
    }  # fmt: skip
    assert {path.name for path in CITATIONS.iterdir()} == set(expected)
    for file, name in expected.items():
        text = (CITATIONS / file).read_text(encoding="utf-8")
        detected = [candidate.name for candidate in formats.FORMATS if candidate.looks_like(text)]
        assert detected[0] == name
        assert set(detected) <= {name, "text", "capture"}


@pytest.mark.parametrize("name", READERS)
def test_a_named_format_is_read_by_its_reader(name: str) -> None:
    text = "in none of these formats"
    assert formats.read(text, "a.txt", name) == READERS[name](text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (" [\n]\n", "an empty list from Hugging Face"),
        (
            '{"error": "Invalid date"}',
            "an error instead of a list: 'Invalid date'; request the list again",
        ),
    ],
)
def test_a_response_without_papers_has_a_message_of_its_own(text: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        formats.read(text, "a.json")


def test_a_page_quoting_a_record_is_not_a_citation_file() -> None:
    page = "Words of a page, in lines.\n" * 100
    assert not bibtex.looks_like(page + "@misc{a, title={T}}")
    assert not ris.looks_like(page + "TY  - JOUR\n")
