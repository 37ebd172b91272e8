"""Test the BibTeX parser: every way to write fields, and records that do not end."""

import pytest

from generator.readers.shared.bibtex_parser import parse_blocks


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("@misc{a, x={A}\n y={B}}", {"x": "A", "y": "B"}),
        ("@misc{x={A}}", {"x": "A"}),
        ("@misc{a, x=1999 # {-} # 2000,}", {"x": "1999-2000"}),
        ("@STRING{p={P}}\n@misc{a, X=P}", {"x": "P"}),
        ('@misc{a, x="A {"}b{"} c"}', {"x": 'A {"}b{"} c'}),
        ("@misc{a, x={see\n@foo{bar} b}}", {"x": "see\n@foo{bar} b"}),
        ("@misc{a, x=unknown}", {"x": "unknown"}),
        ("@misc{a, x={A}, x={B}}", {"x": "A"}),
        ("@misc(a, x={)})", {"x": ")"}),
        ("@misc{a}", {}),
    ],
)
def test_fields_are_read_in_every_notation(text: str, fields: dict[str, str]) -> None:
    [block] = parse_blocks(text)
    assert (block.kind, block.fields, block.problem) == ("misc", fields, "")


def test_an_unclosed_record_does_not_swallow_the_next() -> None:
    text = "@misc{a, x={A {b},\n}\n@misc{b, x={C}}\nwords\n@misc{c, x={"
    blocks = [
        (block.line, block.kind, block.key, bool(block.problem)) for block in parse_blocks(text)
    ]
    assert blocks == [
        (1, "misc", "", True),
        (3, "misc", "b", False),
        (4, "", "", False),
        (5, "misc", "", True),
    ]
