"""Test that any bytes, read in any format, become entries and listed problems.

``make fuzz`` runs these tests for minutes, ``make test`` for seconds.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import ContentError
from generator.library import entry_file as entry_format
from generator.library import schema
from generator.readers import formats
from generator.readers.reading import Reading
from tests.support.captures import assert_every_line_is_placed, assert_nothing_is_lost
from tests.support.paths import DATA

FILES = [
    path.read_bytes()
    for folder in ("captures", "citations")
    for path in sorted((DATA / folder).iterdir())
]
TOKENS = tuple(
    token.encode("utf-8", "surrogateescape")
    for token in (
        *"[]{}()<>\"'\\$#\x00\r\u00a0\ufeff\u202e\u0130\u0345",
        *("@a{", "&#", "&lt;", "<![", "<!--", "]]>", "<![CDATA[", "<a href=", "\r\n", "\n\n"),
        *("\\ud800", '"\\udfff"', "null", "NaN", "-1", "1e999", '"items":[', "10.1/", "http://["),
        *("0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-02:00", "TY  - JOUR\n", "ER  - \n"),
        *("\udcff", "\udced\udca0\udc80", "\udcf0\udc9f"),  # bytes that are not a character
        *("](/papers/2501.00001)", "### [", "[1][2]", "Mar 11", "https://huggingface.co/papers/"),
    )
)
CONSERVED = {"capture": assert_every_line_is_placed, "text": assert_nothing_is_lost}
"""Checks for the page formats; ``test_hostile_citations`` has those for citation formats."""

LONG = (b"[" * 5_000, b'{"a":' * 5_000, b"9" * 5_000, b"<b>" * 2_000, b"a" * 30_000, b" \n" * 999)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw a real file with some damage."""
    content = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 400)))
        insertion = draw(
            st.sampled_from(TOKENS)
            | st.sampled_from(LONG)
            | st.binary(max_size=4)
            | st.just(content[start:end] * 2)
            | st.sampled_from(FILES).map(lambda file: file[:300])
            | st.just(content[end:])
        )
        content = content[:start] + insertion + content[end:]
    return content[: draw(st.sampled_from([None, None, 2_000, 300]))]


def expect_reading(content: bytes, name: str | None) -> None:
    """Read bytes as an import does, and expect no error but listed problems."""
    text = content.decode("utf-8-sig", "replace")  # an import rejects other encodings first
    try:
        reading = formats.read(text, "capture", name)
    except ContentError:
        return
    expect_passages(reading, text.count("\n") + text.count("\r") + 1)
    if name in CONSERVED:
        CONSERVED[name](reading, text)
    for entry in reading.entries:
        assert entry.fields["title"]
        fields = {"date": "2025-03-11", **entry.fields}
        try:  # it may be invalid, but it can be written, read and checked
            written = entry_format.render(fields, entry.abstract)
            schema.check(entry_format.parse(written, "papers/a.md"))
        except ContentError:
            continue


def expect_passages(reading: Reading, lines: int) -> None:
    for passage in (*reading.boilerplate, *reading.unplaced, *reading.remarks):
        assert 1 <= passage.line <= lines
        assert passage.remark
        assert "\n" not in passage.remark


@pytest.mark.parametrize("name", [None, *formats.FORMAT_NAMES])
@given(damaged() | st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_any_bytes_become_entries_and_listed_problems(name: str | None, content: bytes) -> None:
    expect_reading(content, name)


@pytest.mark.parametrize("name", [None, *formats.FORMAT_NAMES])
@pytest.mark.parametrize("content", [*FILES, *LONG], ids=len)
def test_every_file_is_read_in_every_format(name: str | None, content: bytes) -> None:
    expect_reading(content, name)
