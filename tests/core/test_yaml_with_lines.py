"""Tests of reading YAML as plain strings with line numbers."""

import time

import pytest

from generator.core import yaml_with_lines
from generator.core.errors import ContentError, Problem

QUOTE = "put the value in quotes"
ANCHOR = "anchors (&) and aliases (*) are not allowed; write the value out, or put it in quotes"


def test_every_value_is_text_with_a_line_number() -> None:
    parsed = yaml_with_lines.load(
        "a: 2107.05580\nb: [yes, ~]\nc:\n  d: 1e5\n", "a.yml", first_line=2
    )
    assert parsed.value == {"a": "2107.05580", "b": ["yes", "~"], "c": {"d": "1e5"}}
    assert parsed.lines[("a",)] == 2
    assert parsed.lines["b", 1] == 3
    assert parsed.lines["c", "d"] == 5


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: b: c", 1, f"not YAML: a colon and a space inside a value; {QUOTE}"),
        ("a: - b", 1, f"not YAML: a value that begins with a hyphen; {QUOTE}"),
        ("a: @b", 1, f"not YAML: a value begins with a special character; {QUOTE}"),
        ("a: `b`", 1, f"not YAML: a value begins with a special character; {QUOTE}"),
        ("a: !b c", 1, f"a value that begins with '!' is a YAML tag; {QUOTE}"),
        ("a: &b c", 1, ANCHOR),
        ("a: *b", 1, ANCHOR),
        ("a: b\n\tc: d", 2, "a tab before the text; indent with spaces"),
        (
            'x: y\na: "b\nc: d\n',
            2,
            "not YAML: a quotation mark that is never closed; close it or double it",
        ),
        (
            r'a: "the \qed sign"',
            1,
            "not YAML: a backslash inside double quotes; put the value in single quotes",
        ),
        ("x: y\na: [b, c\nd: e", 2, "not YAML: a list that is never closed; end it with ]"),
        ("x: y\na: {b: c\nd: e", 2, "not YAML: a map that is never closed; end it with }"),
        (
            "x: y\nno colon\nz: w",
            2,
            f"not YAML; write each field as 'name: value' on its own line, or {QUOTE}",
        ),
        (
            "a: [B] C",
            1,
            f"not YAML; write each field as 'name: value' on its own line, or {QUOTE}",
        ),
        ("a: b\nc: d\na: e", 3, "duplicate field 'a'; keep one of them"),
        ("? [a, b]\n: c", 1, f"a field name is a list or a map; write a word, or {QUOTE}"),
        ("a: b\n--- \nc: d", 2, "second YAML document; keep only one"),
        ("é: é\né: é\nc: a\x00b", 3, "the control character U+0000; remove it"),
        ("a: \ud800", 1, "the control character U+D800; remove it"),
        ("a: Our #1 method", 1, f"' #' starts a comment and cuts off the value; {QUOTE}"),
        ("a: Our best # method", 1, f"' #' starts a comment and cuts off the value; {QUOTE}"),
        ("a: Deep # Learning", 1, f"' #' starts a comment and cuts off the value; {QUOTE}"),
        ("a: ! x", 1, f"a value that begins with '!' is a YAML tag; {QUOTE}"),
        ("a: # One", 1, f"' #' starts a comment and cuts off the value; {QUOTE}"),
        ("é: é and\n  more # é", 2, f"' #' starts a comment and cuts off the value; {QUOTE}"),
        ("a: " + "[" * 100_000, 1, "lists or maps are nested too deeply; use fewer levels"),
        ("a: " + "{a: " * 100_000, 1, "lists or maps are nested too deeply; use fewer levels"),
    ],
    ids=range(27),
)  # fmt: skip
def test_ambiguous_yaml_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        yaml_with_lines.load(text, "a.yml")
    assert caught.value.problems == (Problem("a.yml", line, message),)


@pytest.mark.parametrize(
    "text",
    ["a: 2025-03-11  # the day", 'a: "x y" # z', "a: [b, c]  # d", "# d\na: b c\n# e", "a: C#"],
)
def test_a_comment_that_cannot_be_part_of_the_value_is_accepted(text: str) -> None:
    assert isinstance(yaml_with_lines.load(text, "a.yml").value, dict)


def test_tags_and_comments_are_accepted_in_settings() -> None:
    parsed = yaml_with_lines.load("a: !ENV [B, c]\nd: e f # g", "mkdocs.yml", ignore_tags=True)
    assert parsed.value == {"a": ["B", "c"], "d": "e f"}


@pytest.mark.parametrize(("text", "value"), [("", ""), ("?", {"": ""}), ("a:", {"a": ""})])
def test_missing_values_are_empty(text: str, value: object) -> None:
    assert yaml_with_lines.load(text, "a.yml").value == value


def test_a_large_file_is_parsed_in_seconds() -> None:
    text = "".join(f"a{number}: [b, c, d]\n" for number in range(20_000))
    start = time.perf_counter()
    yaml_with_lines.load(text, "a.yml")
    assert time.perf_counter() - start < 10
