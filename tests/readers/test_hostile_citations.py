"""Test that any text becomes entries and listed problems, without loss and in linear time."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.model import MAX_ABSTRACT_LENGTH
from generator.readers import arxiv_atom, bibtex, csl_json, formats, paperlists, ris
from generator.readers.reading import Reading
from tests.support.conservation import lost_words

READERS: dict[str, Callable[[str], Reading]] = {
    "arxiv": arxiv_atom.read,
    "bibtex": bibtex.read,
    "ris": ris.read,
    "csl-json": csl_json.read,
    "paperlists": paperlists.read,
}
WORDS = (" Aardvark ", "Buffalo", " Capybara,", " dromedary\n", "Echidna: ")
WORD_BYTES = st.sampled_from([word.encode() for word in WORDS])


@pytest.mark.parametrize("name", READERS)
@given(st.data())
@settings(max_examples=150)
def test_any_text_becomes_entries_and_listed_problems(name: str, data: st.DataObject) -> None:
    snippets = {
        "arxiv": ["<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "</entry>", "<title>",
                  "</title>", "<summary>", "</summary>", "</feed>", "&lt;", "<!DOCTYPE a>", "\x00"],
        "bibtex": ["@misc{", "a,", "title=", "{", "}", '"', "abstract={We}", "#", "@string{", "(",
                   ")", "author={", " and ", ",", "\\", "$", "doi=10.1/", "date={2024-02-30}"],
        "ris": ["TY  - JOUR\n", "ER  - \n", "TI  - A\n", "AB  - B\n", "AU  - ,\n", "DA  - 2024/13/",
                "UR  - http://[\n", "M1  - arXiv:9\n", "\n", "PY  - 99999\n"],
        "csl-json": ["[", "{", '"type":', '"article"', ",", '"title": "A"', '"abstract": "B"', "}",
                     "]", '"issued": {"date-parts": [[2024, 2, 30]]}', "1e999", "null", "\\ud800",
                     '"author": [{"family": 1}, []]', '"custom": {"arXiv": []}', "NaN"],
        "paperlists": ["[{", '"title": "A"', ",", '"author": ";"', '"abstract": "B"', "}", "]",
                       '"bibtex": "@a{b"', '"site": "http://[::1"', '"keywords": [[1]]', "null"],
    }[name]  # fmt: skip
    snippet = st.sampled_from(snippets) | st.sampled_from(WORDS) | st.text(max_size=5)
    text = "".join(data.draw(st.lists(snippet, max_size=25)))
    reading = READERS[name](text)
    for passage in (*reading.unplaced, *reading.remarks):
        assert passage.line >= 1
        assert "\n" not in passage.remark
    for entry in reading.entries:
        assert entry.fields["title"]
        assert 0 < len(entry.abstract) <= MAX_ABSTRACT_LENGTH
    assert lost_words(name, text, READERS[name]) == set()


@pytest.mark.parametrize("name", READERS)
@given(st.binary(max_size=200) | st.lists(st.binary(max_size=5) | WORD_BYTES).map(b"".join))
def test_any_bytes_are_read_without_loss(name: str, content: bytes) -> None:
    text = content.decode("utf-8", "surrogateescape")
    assert lost_words(name, text, READERS[name]) == set()
    for text_format in formats.FORMATS:
        text_format.looks_like(content.decode("utf-8", "replace"))


MANY = 100_000
HOSTILE = {
    "arxiv": ["<feed xmlns='http://www.w3.org/2005/Atom'>" + "<entry>" * MANY, "<a>" * MANY],
    "bibtex": [
        "@a{" * MANY, "@a{b,\n" * MANY, "@a{b,x={" + "{" * MANY, "@a{b," + "x={}," * MANY + "}",
        "@a(" * MANY, "@a{b" + " " * MANY, "@a{b,author={" + " " * MANY + "}}", '@a{b,x="' * MANY,
        "@string{a={xxxxxxxx}}" + "@string{a=a # a}" * 999 + "@misc{b, title=a, abstract=a # a}",
        "@a{b,title={" + "$" * MANY + "},abstract={" + "\\(" * MANY + "}}",
        "@a{b,title={x},abstract={y}," + "?," * MANY + "}", "@a{b,title={" + r"\c" * MANY + "}}",
        "@a{b,author={" + "a and " * MANY + "}}", "@" * MANY, "\n" * MANY + "@",
    ],
    "ris": [
        "TY  - JOUR\n" * MANY, "TY  - JOUR\nAB  - \n" + "a\n" * MANY, "\n" * MANY,
        "TY  - JOUR\nTI  - a\nAB  - b\n" + "XX  - c\n" * MANY, " " * MANY + "TY",
    ],
    "csl-json": ["[" * MANY, '{"a":' * MANY, "[1," * MANY, "[" + "{}," * MANY, "[" + "9" * MANY,
                 '[{"type":"article","title":"a","DOI":"' + "doi:" * MANY + '","abstract":"b"}]'],
    "paperlists": ["[" + '{"title":"a"},' * MANY,
                   '[{"title":"a","abstract":"b","author":"' + ";" * MANY + '"}]'],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "index"), [(name, index) for name in READERS for index in range(len(HOSTILE[name]))]
)
def test_a_hostile_text_is_read_in_linear_time(name: str, index: int) -> None:
    start = time.process_time()
    text = HOSTILE[name][index]
    READERS[name](text)
    for text_format in formats.FORMATS:
        text_format.looks_like(text)
    assert time.process_time() - start < 10
