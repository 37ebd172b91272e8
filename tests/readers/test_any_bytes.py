"""Whatever bytes a file holds end in entries and listed problems, in each format, never worse.

``make fuzz`` runs the same for minutes; ``make test`` for seconds.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import formats, schema
from generator.errors import ContentError
from generator.model import Reading
from generator.readers import entry as entry_format

DATA = Path(__file__).parents[1] / "data"
FILES = [
    path.read_bytes()
    for folder in ("captures", "citations")
    for path in sorted((DATA / folder).iterdir())
]
TOKENS = (
    b"[", b"]", b"{", b"}", b"(", b")", b"<", b">", b'"', b"'", b"\\", b"$", b"@a{", b"&#", b"&lt;",
    b"<![", b"<!--", b"]]>", b"<![CDATA[", b"<a href=", b"\x00", b"\xff", b"\xed\xa0\x80", b"\xf0\x9f",
    b"\\ud800", b'"\\udfff"', b"\xe2\x80\xae", b"\xc2\xa0", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n\n",
    b"null", b"NaN", b"-1", b"1e999", b"0001-01-01T00:00:00+02:00", b"9999-12-31T23:59:59-02:00",
    b"TY  - JOUR\n", b"ER  - \n", b"](/papers/2501.00001)", b"### [", b"[1][2]", b"Mar 11", b"#" * 9,
    b"http://[", b"https://huggingface.co/papers/", "\u0130\u0345ß".encode(), b'"items":[', b"10.1/",
)  # fmt: skip
LONG = (b"[" * 5_000, b'{"a":' * 5_000, b"9" * 5_000, b"<b>" * 2_000, b"a" * 30_000, b" \n" * 2_000)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a real file after some accidents."""
    content = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 400)))
        put = draw(
            st.sampled_from(TOKENS)
            | st.sampled_from(LONG)
            | st.binary(max_size=4)
            | st.just(content[start:end] * 2)
            | st.sampled_from(FILES).map(lambda other: other[:300])
            | st.just(content[end:])
        )
        content = content[:start] + put + content[end:]
    return content[: draw(st.sampled_from([None, None, 2_000, 300]))]


def expect_reading(content: bytes, name: str | None) -> None:
    """Read bytes as an import does, and expect no other error than listed problems."""
    text = content.decode("utf-8-sig", "replace")  # what is no UTF-8 is refused before
    try:
        reading = formats.read(text, "capture", name)
    except ContentError as error:
        assert all(problem.line >= 1 and problem.message for problem in error.problems)
        assert error.problems
        return
    expect_pieces(reading, text.count("\n") + text.count("\r") + 1)
    for entry in reading.entries:
        assert entry.fields["title"]
        fields = {"date": "2025-03-11", **entry.fields}
        try:  # it may be refused, but can be written, read and judged
            written = entry_format.render(fields, entry.abstract)
            schema.check(entry_format.parse(written, "papers/a.md"))
        except ContentError:
            continue


def expect_pieces(reading: Reading, lines: int) -> None:
    for piece in (*reading.furniture, *reading.unplaced, *reading.remarks):
        assert 1 <= piece.line <= lines
        assert piece.remark
        assert "\n" not in piece.remark


@pytest.mark.parametrize("name", [None, *formats.NAMES])
@given(damaged() | st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_any_bytes_end_in_entries_and_listed_problems(name: str | None, content: bytes) -> None:
    expect_reading(content, name)


@pytest.mark.parametrize("name", [None, *formats.NAMES])
@pytest.mark.parametrize("content", [*FILES, *LONG], ids=len)
def test_every_file_is_read_in_every_format(name: str | None, content: bytes) -> None:
    expect_reading(content, name)
