"""The fields of an entry: valid values, and the problems of others."""

import datetime as dt
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import Problem
from generator.core.model import PAPER_TYPES, Author, Entry, Link, Origin
from generator.library import entry_file as reader
from generator.library import schema
from generator.text.strings import quoted_choices
from tests.support.papers import make_entry

DAY = "write a valid date as YYYY-MM-DD"
FIVE_DIGITS = "arXiv ids from that month have 5 digits after the dot"
ACL = "write an ACL Anthology id such as 2023.acl-long.1 or P19-1001"
CATEGORY = "write an arXiv category such as cs.AI or hep-th"
SLUG = "use only letters, digits, hyphens, underscores and dots, as in 2402.07197"
ONE_LINE = "write one line of at most 1,000 characters"
ADDRESS = "write a URL that starts with https:// or http://, without spaces or quotes"


def messages(entry: Entry) -> list[str]:
    return [problem.message for problem in schema.check(entry)[1]]


@pytest.mark.parametrize("nothing", ["null", "NULL", "~", ""])
def test_a_yaml_null_is_not_a_value(nothing: str) -> None:
    advice = f"is '{nothing}'; write a value, or remove the line"
    assert messages(make_entry(authors=["Ada Lovelace", nothing], title=nothing)) == [
        f"'title' {advice}",
        f"'authors' {advice}",
    ]


def test_every_field_reaches_the_paper() -> None:
    entry = make_entry(
        path="papers/2025/2402.07197.md",
        authors=["Ada Lovelace", "王小明"],
        arxiv="2402.07197",
        doi="10.1145/3589334.3645682",
        openreview="rJl-b3RcF7",
        acl="2023.acl-long.1",
        published="2024-02-11",
        updated="2024-02-28",
        withdrawn="2024-03-01",
        venue="WWW 2024",
        type="conference",
        categories=["cs.AI"],
        tags=["testing"],
        links={"code": "https://github.com/a/b"},
        upvotes="12",
        submitted_by="Blaise",
        organization="A Lab",
        source="by hand",
        provenance={
            "arxiv 2025-03-11": "title=3fa1 links.code=00ff",
            "a b.txt 2025-03-12": "doi=0000",
        },
        aliases=["old-name"],
    )
    paper, problems = schema.check(entry)
    assert problems == []
    assert set(entry.fields) == set(schema.FIELDS)
    assert (paper.slug, paper.title, paper.abstract) == ("2402.07197", "A Title", "We test.")
    assert (paper.date, paper.published) == (dt.date(2025, 3, 11), dt.date(2024, 2, 11))
    assert paper.authors == (Author("Ada Lovelace", "ada-lovelace"), Author("王小明", "王小明"))
    assert paper.links == (Link("code", "https://github.com/a/b"),)
    assert (paper.venue, paper.type) == ("WWW 2024", "conference")
    assert (paper.upvotes, paper.tags, paper.aliases) == (12, ("testing",), ("old-name",))
    assert (paper.withdrawn, paper.organization) == (dt.date(2024, 3, 1), "A Lab")
    assert paper.provenance == (
        Origin("arxiv", dt.date(2025, 3, 11), (("title", "3fa1"), ("links.code", "00ff"))),
        Origin("a b.txt", dt.date(2025, 3, 12), (("doi", "0000"),)),
    )


@pytest.mark.parametrize(
    ("key", "marks"),
    [
        ("arxiv", "title=3fa1"),
        ("arxiv 2025-13-01", "title=3fa1"),
        (" 2025-03-11", "title=3fa1"),
        ("arxiv 2025-03-11", "title"),
        ("arxiv 2025-03-11", "title=3fa1,doi=0000"),
        ("arxiv 2025-03-11", ""),
    ],
)
def test_provenance_in_another_form_is_a_problem(key: str, marks: str) -> None:
    [message] = messages(make_entry(provenance={key: marks}))
    assert message.startswith(f"'provenance' contains '{key}: {marks}'; ")


def test_provenance_that_is_not_a_map_is_a_problem() -> None:
    [message] = messages(make_entry(provenance="arxiv"))
    assert message.startswith("'provenance' must be a map, such as {arxiv 2025")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("title", "", "'title' is ''; write a value, or remove the line"),
        ("title", "A\nB", rf"'title' is 'A\nB'; {ONE_LINE}"),
        ("title", "\x1b[1m", r"'title' is '\x1b[1m'; remove the invisible character U+001B"),
        ("title", "a\u202eb", r"'title' is 'a\u202eb'; remove the invisible character U+202E"),
        ("title", "x" * 1001, f"'title' is '{'x' * 40}…'; {ONE_LINE}"),
        ("title", ["A"], "'title' is a list or a map; write one value"),
        ("date", "soon", f"'date' is 'soon'; {DAY}"),
        ("date", "2025-02-30", f"'date' is '2025-02-30'; {DAY}"),
        ("date", "2025-3-11", f"'date' is '2025-3-11'; {DAY}"),
        ("date", "20250311", f"'date' is '20250311'; {DAY}"),
        ("date", "2025-W11-2", f"'date' is '2025-W11-2'; {DAY}"),
        ("date", "0001-01-01", f"'date' is '0001-01-01'; {DAY}"),
        ("published", "２０２５-03-11", f"'published' is '２０２５-03-11'; {DAY}"),
        ("updated", "11.3.2025", f"'updated' is '11.3.2025'; {DAY}"),
        ("authors", "Ada", "'authors' must be a list, such as [Ada Lovelace, Blaise Pascal]"),
        ("authors", ["…"], "'authors' is '…'; write a name that contains a letter"),
        ("categories", ["cs.AI", "cs.AI"], "'categories' lists 'cs.AI' twice; remove one"),
        ("authors", [["Ada"]], "'authors' is a list or a map; write one value"),
        ("arxiv", "2402.7197", f"'arxiv' is '2402.7197'; {FIVE_DIGITS}"),
        ("doi", "10.1", "'doi' is '10.1'; write a DOI such as 10.1145/3589334.3645682"),
        ("openreview", "?", "'openreview' is '?'; write an OpenReview forum id such as rJl-b3RcF7"),
        ("acl", "P19", f"'acl' is 'P19'; {ACL}"),
        ("venue", "a\tb", r"'venue' is 'a\tb'; remove the invisible character U+0009"),
        ("type", "Journal", "'type' is 'Journal'; did you mean 'journal'?"),
        ("type", "book", f"'type' is 'book'; write {quoted_choices(PAPER_TYPES)}"),
        ("categories", ["AI"], f"'categories' is 'AI'; {CATEGORY}"),
        ("tags", "testing", "'tags' must be a list, such as [planning, small-language-models]"),
        ("links", ["https://a.org"], "'links' must be a map, such as {code: https://…}"),
        ("links", {"code": "github.com/a"}, f"'links: code' is 'github.com/a'; {ADDRESS}"),
        ("links", {"code": ""}, "'links: code' is ''; write a value, or remove the line"),
        (
            "links",
            {"repo": "https://a.org"},
            f"'repo' is not a kind of link; write {quoted_choices(schema.LINK_KINDS)}",
        ),
        ("upvotes", "-1", "'upvotes' is '-1'; write a whole number, such as 12"),
        ("upvotes", "²", "'upvotes' is '²'; write a whole number, such as 12"),
        ("upvotes", "٣", "'upvotes' is '٣'; write a whole number, such as 12"),
        ("upvotes", "9" * 10, f"'upvotes' is '{'9' * 10}'; write a whole number, such as 12"),
        ("submitted_by", " ", "'submitted_by' is ' '; write a value, or remove the line"),
        ("source", {"a": "b"}, "'source' is a list or a map; write one value"),
        ("aliases", ["a/b"], f"'aliases' is 'a/b'; {SLUG}"),
        ("aliases", ["A"], "'aliases' contains the entry's current name; remove it"),
        ("Title", "B", "unknown field 'Title'; did you mean 'title'?"),
        ("author", ["Ada"], "unknown field 'author'; did you mean 'authors'?"),
        ("publshed", "2024-02-11", "unknown field 'publshed'; did you mean 'published'?"),
        ("zzz", "", f"unknown field 'zzz'; the fields are {', '.join(schema.FIELDS)}"),
    ],
)
def test_a_wrong_value_is_reported_with_a_remedy(name: str, value: Any, message: str) -> None:
    assert messages(make_entry(**{name: value})) == [message]


@pytest.mark.parametrize("title", ["می\u200cخواهم", "👩\u200d🔬 at work", "C++ <b> & `x` $y$"])
def test_any_script_makes_a_title(title: str) -> None:
    assert schema.check(make_entry(title=title))[0].title == title


@pytest.mark.parametrize("name", ["title", "date"])
def test_title_and_date_are_required(name: str) -> None:
    fields = {"title": "A", "date": "2025-03-11"}
    del fields[name]
    problems = schema.check(Entry("papers/a.md", fields, "We test."))[1]
    assert problems == [Problem("papers/a.md", 2, f"no '{name}'; add a line '{name}: …'")]


def test_an_abstract_is_required() -> None:
    entry = reader.parse("---\ntitle: A\ndate: 2025-03-11\n---\n\n\n", "papers/a.md")
    message = "no abstract; write it below the front matter"
    assert schema.check(entry)[1] == [Problem("papers/a.md", 5, message)]


def test_an_abstract_has_a_maximum_length() -> None:
    assert messages(make_entry("x" * 20_000)) == []
    assert messages(make_entry("x" * 20_001)) == [
        "the abstract has 20,001 characters; shorten it to at most 20,000"
    ]


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\ufffe"])
def test_a_control_character_in_an_abstract_is_reported(char: str) -> None:
    text = f"---\ntitle: A\ndate: 2025-03-11\n---\n\nWe\ttest.\n\nIt {char}helps.\n"
    message = f"the abstract contains the control character U+{ord(char):04X}; remove it"
    assert schema.check(reader.parse(text, "papers/a.md"))[1] == [
        Problem("papers/a.md", 8, message)
    ]


def test_each_problem_has_the_line_of_its_value() -> None:
    text = (
        "---\ntitle: A\ndate: 2025-03-11\nauthors:\n- Ada\n- …\n"
        "links:\n  code: a\n  repo: b\nzzz: c\n---\nWe test.\n"
    )
    problems = schema.check(reader.parse(text, "papers/a.md"))[1]
    assert [problem.line for problem in problems] == [6, 8, 9, 10]


@pytest.mark.parametrize("name", ["index", "README", "a..b", "a b", "..", ".a"])
def test_a_file_name_must_be_a_slug(name: str) -> None:
    assert messages(make_entry(path=f"papers/{name}.md"))[0].startswith(
        f"'file name' is '{name}'; "
    )


def test_file_names_and_aliases_use_one_unicode_form() -> None:
    paper, _ = schema.check(make_entry(path="papers/cafe\u0301.md", aliases=["the\u0301"]))
    assert (paper.slug, paper.aliases) == ("café", ("thé",))


def test_thousands_of_values_are_checked_in_seconds() -> None:
    start = time.perf_counter()
    messages(make_entry(authors=[f"Author {number}" for number in range(20_000)]))
    assert time.perf_counter() - start < 5


VALUES = st.recursive(
    st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5
)


@given(st.dictionaries(st.sampled_from(schema.FIELDS) | st.text(), VALUES), st.text(), st.text())
def test_any_entry_gives_a_paper_and_problems(
    fields: dict[str, Any], abstract: str, name: str
) -> None:
    paper, problems = schema.check(Entry(f"papers/{name}.md", fields, abstract))
    assert paper.abstract == abstract
    assert all("\n" not in problem.message for problem in problems)


def test_two_authors_may_have_one_name() -> None:
    paper, problems = schema.check(make_entry(authors=["Wei Wang", "Ada", "Wei Wang"]))
    assert [author.name for author in paper.authors] == ["Wei Wang", "Ada", "Wei Wang"]
    assert problems == []
