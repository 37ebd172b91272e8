"""Tests of the captures in ``tests/data/captures``: one day of invented papers in each form."""

import json

import pytest

from generator.readers.huggingface import api_json, linked_text, saved_page
from tests.support.paths import DATA

FOLDER = DATA / "captures"
PAPERS = json.loads((FOLDER / "papers.json").read_text(encoding="utf-8"))
WITHOUT_IDS = {"unlinked.md", "unnumbered.txt"}
READERS = (api_json, saved_page, linked_text)


@pytest.mark.parametrize(
    "name", sorted(path.name for path in FOLDER.iterdir() if path.name != "papers.json")
)
def test_one_reader_recognises_and_reads_each_capture(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    [reader] = [module for module in READERS if module.looks_like(text)]
    reading = reader.read(text, name)
    papers = [
        {
            "arxiv": entry.fields.get("arxiv"),
            "title": entry.fields["title"],
            "abstract": entry.abstract,
        }
        for entry in reading.entries
    ]
    expected = [{**paper, "arxiv": None} for paper in PAPERS] if name in WITHOUT_IDS else PAPERS
    assert papers == expected
    assert reading.unplaced == ()
    assert {entry.path for entry in reading.entries} == {name}
