"""Enrich: which candidates are proposed, need review, or are rejected."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.core.config import Config
from tests.support.cli import read_tree, run
from tests.support.loopback import Loopback
from tests.support.updates import NOTHING, WRITE, entry_text, propose, read_only_paper
from tests.support.upstream import Upstream, assert_failed
from tests.support.upstream_papers import LANTERNS, TESTS

AddEntry = Callable[..., Path]
MORE = f"arxiv: '{LANTERNS.arxiv}'\n"


def test_the_same_title_with_a_common_author_is_proposed(
    online_project: Config, add_entry: AddEntry
) -> None:
    add_entry(entry_text("on the use of TESTS!", "A. Örnek"), "2025/tests.md")
    output = propose(online_project, "enrich")
    assert output.startswith(
        "papers/2025/tests.md: on the use of TESTS!\n"
        "  proposed: 1.00 arXiv: arxiv 2503.08297, doi 10.5555/3589334.3645682: 'On the Use of Test"
    )
    assert "  proposed: 1.00 Crossref: doi 10.5555/3589334.3645682: 'On the Use" in output
    assert "--- papers/2025/tests.md\n+++ papers/2025/tests.md\n" in output
    assert "\n+arxiv: '2503.08297'\n+doi: 10.5555/3589334.3645682\n" in output
    assert output.endswith(f"1 paper would change; {WRITE}")
    assert run(online_project, "enrich", "--write").stdout.endswith("\n1 paper changed\n")
    enriched = read_only_paper(online_project)
    assert (enriched.arxiv, enriched.doi) == (TESTS.arxiv, TESTS.doi)
    assert (enriched.title, enriched.abstract) == ("on the use of TESTS!", "We test.")
    assert propose(online_project, "enrich") == NOTHING


def test_a_long_title_without_authors_is_proposed(
    online_project: Config, add_entry: AddEntry
) -> None:
    add_entry(entry_text(f'"{LANTERNS.title}"'))
    assert "  proposed: 0.90 arXiv: arxiv 2503.08001: " in propose(online_project, "enrich")


def test_a_short_title_without_authors_needs_review(
    online_project: Config, add_entry: AddEntry, upstream: Upstream
) -> None:
    upstream.publish(replace(LANTERNS, title="On Tests"))
    add_entry(entry_text("On Tests"))
    output = propose(online_project, "enrich")
    assert "  to review: 0.90 arXiv: arxiv 2503.08001: 'On Tests' by Ada Exampla\n" in output
    assert output.endswith(NOTHING)


@pytest.mark.parametrize(
    ("title", "authors", "confidence"),
    [
        (TESTS.title, ["Nobody Here", "Someone Else"], "0.60"),
        ("On the Uses of Tests", list(TESTS.authors), "0.87"),
        ("The Use of Tests", [TESTS.authors[0]], "0.9"),
    ],
)
def test_uncertain_candidates_need_review(
    online_project: Config, add_entry: AddEntry, title: str, authors: list[str], confidence: str
) -> None:
    add_entry(entry_text(title, *authors))
    before = read_tree(online_project.papers)
    result = run(online_project, "enrich", "--write")
    assert "proposed" not in result.stdout
    assert f"  to review: {confidence}" in result.stdout
    assert "doi 10.5555/3589334.3645682: 'On the Use of Tests' by Ngô Thí Dụ" in result.stdout
    assert result.stdout.endswith("\n0 papers changed\n")
    assert read_tree(online_project.papers) == before


@pytest.mark.parametrize("title", ["Zebras Quietly Jump Over Xylophones", "'?!'"])
def test_a_search_without_a_match_says_so(
    online_project: Config, add_entry: AddEntry, title: str
) -> None:
    add_entry(entry_text(title, "Nobody Here"))
    output = propose(online_project, "enrich")
    assert output.endswith(f"\n  no match found\n{NOTHING}")


def test_two_records_with_the_same_title_need_review(
    online_project: Config, add_entry: AddEntry, upstream: Upstream
) -> None:
    upstream.publish(LANTERNS, replace(LANTERNS, arxiv="2503.99999"))
    add_entry(entry_text(f'"{LANTERNS.title}"', *LANTERNS.authors))
    output = propose(online_project, "enrich")
    for arxiv in (LANTERNS.arxiv, "2503.99999"):
        assert f"  to review: 1.00 arXiv: arxiv {arxiv}: 'Lanterns" in output
    assert output.count("(several papers have this title; choose one)") == 2
    assert output.endswith(NOTHING)


def test_an_identifier_of_another_entry_is_reported_not_proposed(
    online_project: Config, add_entry: AddEntry
) -> None:
    add_entry(entry_text("Lanterns (first version)", *LANTERNS.authors, more=MORE), "2025/first.md")
    add_entry(entry_text(f'"{LANTERNS.title}"', *LANTERNS.authors), "2025/again.md")
    output = propose(online_project, "enrich")
    assert "papers/2025/again.md: Lanterns" in output
    assert "proposed" not in output
    assert "(also matches papers/2025/first.md; the two may be the same paper)\n" in output
    assert output.endswith(NOTHING)


def test_enrich_looks_up_only_the_given_entry(
    online_project: Config, add_entry: AddEntry, loopback: Loopback
) -> None:
    add_entry(entry_text(f'"{LANTERNS.title}"', *LANTERNS.authors), "2025/a.md")
    add_entry(entry_text(TESTS.title, *TESTS.authors), "2025/b.md")
    assert "a.md" not in propose(online_project, "enrich", "b")
    assert len(loopback.requests_to("arxiv")) == 1
    assert_failed(
        run(online_project, "enrich", "c"), "no entry 'c'; write a slug such as 2402.07197"
    )
