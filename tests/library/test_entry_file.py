"""Files of entries: written files read back, and edits leave other lines as they are."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.errors import ContentError, Problem
from generator.core.yaml_with_lines import YamlValue
from generator.library import entry_file, schema

PRINTABLE = st.text(alphabet=st.characters().filter(str.isprintable))
AWKWARD = st.sampled_from(
    [
        "2107.05580", "2402.07197", "2017-6-12", "2025-03-11", "1e5", "0x1F", "12:30:45", "yes",
        "null", "~", "=", "- a", "# a", "a # b", "!a", "&a", "*a", "%a", "@a", "`a`", "a: b", "{a}",
        "[a]", "'a'", '"a"', "---", "...", "|", ">", "?", "<<", "-", "a ", " a", "", "x" * 300,
        "The $\\alpha$ Problem", "a\tb", "a\x07b", "a\nb", "\u200c", "\U0001f600", "word " * 60,
    ]
)  # fmt: skip
NO_FRONT_MATTER = "no front matter; start with the lines '---', 'title: …', 'date: …' and '---'"
NO_MAP = "the front matter is not a map; write each field as 'name: value'"
TEXTS = PRINTABLE | AWKWARD
VALUES = (
    TEXTS
    | st.dates()
    | st.integers(0, 10**9)
    | st.lists(TEXTS, max_size=5)
    | st.dictionaries(st.sampled_from(["code", "model", "data"]), TEXTS)
)
NAMES = st.sampled_from(["title", "date", "authors", "arxiv", "links", "venue", "source"])
ABSTRACTS = st.text(alphabet=st.characters().filter(str.isprintable) | st.just("\n"))


def plain(value: object) -> YamlValue:
    """Return a value as ``parse`` returns it: dates and numbers as texts."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else str(value)


@settings(max_examples=300)
@given(st.dictionaries(NAMES, VALUES, min_size=1), ABSTRACTS)
def test_a_written_entry_reads_back(fields: dict[str, Any], abstract: str) -> None:
    entry = entry_file.parse(entry_file.render(fields, abstract), "papers/a.md")
    assert entry.fields == plain(fields)
    assert list(entry.fields) == list(fields)
    assert entry.abstract == abstract.strip()


@settings(max_examples=300)
@given(st.dictionaries(NAMES, VALUES, min_size=1))
def test_another_parser_reads_the_same_values_and_types(fields: dict[str, Any]) -> None:
    text = entry_file.render(fields, "We test.")
    front_matter = text.removeprefix("---\n").split("\n---\nWe test.\n")[0]
    assert yaml.safe_load(front_matter) == fields


def test_an_entry_is_written_as_a_person_would_write_it() -> None:
    fields = {
        "title": "GraphTranslator: Aligning Graph Model to Large Language Model",
        "date": dt.date(2025, 3, 11),
        "arxiv": "2402.07197",
        "tags": ("testing", "measuring"),
        "links": {"code": "https://github.com/a/b"},
        "upvotes": 12,
    }
    assert entry_file.render(fields, "We do.\n\nIt helps.\n") == (
        "---\n"
        "title: 'GraphTranslator: Aligning Graph Model to Large Language Model'\n"
        "date: 2025-03-11\n"
        "arxiv: '2402.07197'\n"
        "tags: [testing, measuring]\n"
        "links: {code: 'https://github.com/a/b'}\n"
        "upvotes: 12\n"
        "---\n"
        "We do.\n\nIt helps.\n"
    )


def test_a_long_title_is_written_on_one_line() -> None:
    assert entry_file.render({"title": "word " * 60 + "end"}, "We test.").count("\n") == 4


def test_a_value_that_no_entry_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="a field must be a string, number, date, list or map"):
        entry_file.render({"title": None}, "We test.")


def test_each_value_has_its_line() -> None:
    text = "---\ntitle: A\nlinks:\n  code: b\ntags:\n- c\n- d\n---\n\n\nWe test.\n"
    entry = entry_file.parse(text, "papers/a.md")
    assert entry.line("links", "code") == 4
    assert entry.line("tags", 1) == 7
    assert entry.line("tags", 9) == 5
    assert entry.line("venue") == 1
    assert entry.abstract_line == 11


def test_an_abstract_may_contain_fences_and_markdown() -> None:
    abstract = "# No heading\n\n---\ntitle: no field\n---\n\n{{ no }} <b>tag</b>"
    assert entry_file.parse(f"---\ntitle: A\n---\n{abstract}\n", "a.md").abstract == abstract


def test_numbers_and_dates_stay_as_they_are_written() -> None:
    text = "---\narxiv: 2107.05580\ndate: 2017-6-12\nupvotes: 007\n---\nWe test."
    assert entry_file.parse(text, "a.md").fields == {
        "arxiv": "2107.05580",
        "date": "2017-6-12",
        "upvotes": "007",
    }


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, NO_FRONT_MATTER),
        ("\n---\na: b\n---", 1, NO_FRONT_MATTER),
        ("---\na: b\n", 1, "the front matter is not closed; write '---' below its last field"),
        ("---\n---\nWe", 2, NO_MAP),
        ("---\nWe test\n---\n", 2, NO_MAP),
        (
            "---\na: b\nc: [{d: e}]\n---\n",
            3,
            "'c' has nested lists or maps; write a single list or map",
        ),
        (
            "---\na: {b: {c: d}}\n---\n",
            2,
            "'a' has nested lists or maps; write a single list or map",
        ),
    ],
)
def test_a_text_that_is_not_an_entry_is_reported(text: str, line: int, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        entry_file.parse(text, "a.md")
    assert caught.value.problems == (Problem("a.md", line, message),)


@settings(max_examples=300)
@given(st.text() | TEXTS, st.text() | TEXTS, st.text() | TEXTS)
def test_any_text_gives_an_entry_or_a_located_problem(
    front_matter: str, name: str, body: str
) -> None:
    for text in (front_matter, f"---\n{front_matter}\n---\n{body}", f"---\n{name}: {body}\n---\n"):
        try:
            assert entry_file.parse(text, "a.md").path == "a.md"
        except ContentError as error:
            [problem] = error.problems
            assert 1 <= problem.line <= text.count("\n") + text.count("\r") + 1


@pytest.mark.parametrize("title", ["𝛼-stable 😀", "a\\b", "王小明 é"])
def test_letters_of_any_script_are_written_as_they_are(title: str) -> None:
    assert f"title: {title}\n" in entry_file.render({"title": title}, "We test.")


@given(
    st.lists(st.sampled_from(["title", "date", "doi", "venue", "tags"]), unique=True),
    st.sampled_from(["", " # why", "  # with: colon"]),
    st.booleans(),
)
def test_an_edit_changes_only_the_lines_of_changed_fields(
    names: list[str], comment: str, spread: bool
) -> None:
    tags = "tags:\n  - 'a' # the first\n  - b\n" if spread else f"tags: [a,\n  b]{comment}\n"
    lines = [f"title: 'A' {comment}\n", f"date: 2025-03-11{comment}\n", "# between\n", tags]
    text = "---\n# top\n" + "".join(lines) + "# end\n---\n\nWe test.\n"
    new = {"title": "B", "date": dt.date(2025, 3, 12), "doi": "10.1/2", "venue": "V", "tags": ["c"]}
    changes = {name: new[name] for name in names}
    after = entry_file.edit(text, changes, schema.FIELDS)
    edited = entry_file.parse(after, "a.md")
    before = entry_file.parse(text, "a.md")
    expected = dict(before.fields) | {
        name: value if isinstance(value, list) else str(value) for name, value in changes.items()
    }
    assert edited.fields == expected
    assert edited.abstract == "We test."
    assert all(line in after for line in ("# top\n", "# between\n", "# end\n---\n\nWe test.\n"))
    comment_text = comment.strip() or "We test."
    assert "tags" in names or after.count(comment_text) == text.count(comment_text)


@given(
    st.permutations(["title: A", "date: 2025-03-11  # Tuesday", "tags: [a,\n  b]", "type: book"]),
    st.lists(st.sampled_from(["", "# why"]), min_size=5, max_size=5),
)
def test_a_new_field_changes_no_other_line(fields: list[str], between: list[str]) -> None:
    lines = [line for pair in zip(between, [*fields, ""], strict=True) for line in pair]
    text = "\n".join(["---", *filter(None, lines), "---", "We test.", ""])
    changes = {"doi": "10.1/2", "venue": "V", "upvotes": 3, "authors": ["A B"]}
    after = entry_file.edit(text, changes, schema.FIELDS).split("\n")
    new = {"doi: 10.1/2", "venue: V", "upvotes: 3", "authors: [A B]"}
    assert [line for line in after if line not in new] == text.split("\n")
    assert new <= set(after)


def test_a_comment_stays_above_its_field() -> None:
    text = "---\ntitle: A  # ours\ndate: 2025-03-11\n\n# as of Monday\nupvotes: 3\n---\nWe test.\n"
    changes = {"title": "B", "doi": "10.1/2", "venue": "V", "authors": ["A B"]}
    assert entry_file.edit(text, changes, schema.FIELDS) == (
        "---\ntitle: B\n# ours\ndate: 2025-03-11\nauthors: [A B]\ndoi: 10.1/2\nvenue: V\n\n"
        "# as of Monday\nupvotes: 3\n---\nWe test.\n"
    )


def test_comments_inside_a_changed_value_stay_below_it() -> None:
    links = "links:\n  # their own\n  code: 'https://a.org'  # checked\n"
    text = f"---\ntitle: A\ndate: 2025-03-11\n{links}tags: [a]\n---\nWe test.\n"
    changes = {"links": {"code": "https://a.org", "pdf": "https://b.org"}}
    after = entry_file.edit(text, changes, schema.FIELDS)
    assert after == text.replace(
        links, "links: {code: 'https://a.org', pdf: 'https://b.org'}\n# their own\n# checked\n"
    )


def test_line_ends_are_preserved() -> None:
    text = "---\r\ntitle: A\r\ndate: 2025-03-11\r\n---\r\nWe test.\r\n"
    after = entry_file.edit(text, {"doi": "10.1000/1"}, schema.FIELDS)
    assert after == text.replace("11\r\n", "11\r\ndoi: 10.1000/1\r\n")


@pytest.mark.parametrize(
    "front", ["{title: A, date: 2025-03-11}", "  title: A\n  date: 2025-03-11"]
)
def test_fields_that_do_not_begin_lines_cannot_be_edited(front: str) -> None:
    with pytest.raises(ValueError, match="write each on its own"):
        entry_file.edit(f"---\n{front}\n---\nWe.\n", {"doi": "10.1/1"}, schema.FIELDS)
