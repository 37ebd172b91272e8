"""Test that text without a field in an entry is reported: cases in which it once was not."""

import pytest

from generator.readers import csl_json
from tests.readers.test_hostile_citations import READERS
from tests.support.conservation import lost_words

ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'>"
PAPER = '"type": "article", "title": "Alpha title", "abstract": "Beta words"'
CASES = {
    "a second abstract": ("ris", "TY  - JOUR\nTI  - A\nAB  - Beta\nN2  - Gamma\nER  - \n"),
    "words in a date": ("ris", "TY  - JOUR\nTI  - A\nAB  - B\nDA  - 2024///Spring\nER  - \n"),
    "text below the type": ("ris", "TY  - JOUR\nGamma\nTI  - A\nAB  - B\nER  - \n"),
    "text at the end of a record": ("ris", "TY  - JOUR\nTI  - A\nAB  - B\nER  - Gamma\n"),
    "further venues": (
        "bibtex",
        "@misc{a,title={A},abstract={B},journal={Gamma},school={Delta},institution={Epsilon}}",
    ),
    "an incomplete date": ("bibtex", "@misc{a,title={A},abstract={B},date={Spring 2024}}"),
    "a reference to nothing": ("bibtex", "@misc{a,title={A},abstract={B},crossref={Gamma}}"),
    "words beside an arXiv id": (
        "bibtex",
        "@article{a,title={A},abstract={B},journal={arXiv Gamma},number={Delta},pages={Epsilon}}",
    ),
    "an editor of proceedings": ("bibtex", "@proceedings{a,title={Alpha},editor={Gamma}}"),
    "further items of a list": (
        "csl-json",
        f'[{{{PAPER}, "container-title": ["Gamma", "Delta"], "keyword": ["Zeta", "Theta"]}}]',
    ),
    "a value that is not text": ("csl-json", f'[{{{PAPER}, "volume": {{"a": "Gamma"}}}}]'),
    "a custom field that is not a map": ("csl-json", f'[{{{PAPER}, "custom": "Gamma"}}]'),
    "an unused part of a name": (
        "csl-json",
        f'[{{{PAPER}, "author": [{{"family": "Gamma", "literal": "Delta"}}]}}]',
    ),
    "a season": (
        "csl-json",
        f'[{{{PAPER}, "issued": {{"date-parts": [[2024, 3, 1]], "season": "Winter"}}}}]',
    ),
    "a key that occurs twice": ("csl-json", f'[{{"title": "Gamma", {PAPER}}}]'),
    "text after a list": ("csl-json", f"[{{{PAPER}}}] Gamma delta"),
    "an author who is a map": ("paperlists", f'[{{{PAPER}, "author": [{{"a": "Gamma"}}]}}]'),
    "a nested keyword": ("paperlists", f'[{{{PAPER}, "author": "A", "keywords": [["Gamma"]]}}]'),
    "a link that is a list": ("paperlists", f'[{{{PAPER}, "author": "A", "pdf": ["", "Gamma"]}}]'),
    "a second title": (
        "arxiv",
        f"{ATOM}<entry><title>Alpha</title><title>Gamma</title><summary>B</summary></entry></feed>",
    ),
    "text between elements": (
        "arxiv",
        f"{ATOM}<entry>Gamma<title>A</title><summary>B<b>Delta</b>E</summary></entry></feed>",
    ),
    "all after broken XML": (
        "arxiv",
        f"{ATOM}<entry><title>Alpha</title>\n<summary>Beta</summary>\n</x> Gamma",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_text_without_a_field_is_reported(case: str) -> None:
    name, text = CASES[case]
    assert lost_words(name, text, READERS[name]) == set()


def test_every_value_of_json_lines_is_read() -> None:
    lines = f"{{{PAPER}}}\n{{{PAPER.replace('Alpha', 'Gamma')}}}\n"
    reading = csl_json.read(lines)
    titles = [(entry.line("title"), entry.fields["title"]) for entry in reading.entries]
    assert titles == [(1, "Alpha title"), (2, "Gamma title")]
    assert reading.unplaced == ()


def test_an_abstract_under_both_ris_tags_is_reported_once() -> None:
    reading = READERS["ris"]("TY  - UNPB\nTI  - A\nAB  - We test.\nN2  - We test.\nER  - \n")
    assert [entry.abstract for entry in reading.entries] == ["We test."]
    assert reading.remarks == ()
