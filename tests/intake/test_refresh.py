"""Refresh: which upstream changes are proposed, need review, or are rejected."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.config import Config
from tests.support.cli import run
from tests.support.loopback import Loopback
from tests.support.updates import (
    NOTHING,
    WRITE,
    add,
    add_and_refresh,
    entry_text,
    propose,
    read_only_paper,
)
from tests.support.upstream import Upstream
from tests.support.upstream_papers import DOORBELLS, LANTERNS, MAPS, TESTS

AddEntry = Callable[..., Path]
MORE = f"arxiv: '{LANTERNS.arxiv}'\n"


def changed_lines(output: str) -> list[str]:
    """Return the changed lines of a diff, without those of provenance."""
    lines = re.findall(r"^[-+](?![-+]).*", output, re.MULTILINE)
    return [line for line in lines if not line[1:].startswith("  ")]


CHANGES: dict[str, tuple[dict[str, object], list[str]]] = {
    "a version": (
        {"version": 3, "updated": "2025-09-09T00:00:00Z"},
        ["-updated: 2025-06-03", "+updated: 2025-09-09"],
    ),
    "a title": (
        {"title": "On the Use of Tests, Again"},
        ["-title: On the Use of Tests", "+title: On the Use of Tests, Again"],
    ),
    "another title": (
        {"title": "On the Use of Trials"},
        ["-title: On the Use of Tests", "+title: On the Use of Trials"],
    ),
    "a venue": (
        {"journal_ref": "Journal of Invented Results 7"},
        [
            "-venue: Proceedings of the Example Conference 2025, pages 1-12",
            "+venue: Journal of Invented Results 7",
        ],
    ),
    "a withdrawal": (
        {
            "comment": "This paper has been withdrawn by the authors",
            "abstract": "This paper has been withdrawn due to an error.",
            "updated": "2025-09-09T00:00:00Z",
        },
        ["-updated: 2025-06-03", "+updated: 2025-09-09", "+withdrawn: 2025-09-09"],
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_an_upstream_change_is_proposed_once(
    online_project: Config, upstream: Upstream, what: str
) -> None:
    add_and_refresh(online_project, TESTS.arxiv)
    abstract = read_only_paper(online_project).abstract
    changes, lines = CHANGES[what]
    upstream.wait()
    assert propose(online_project, "refresh") == NOTHING
    upstream.change("On the Use", **changes)
    output = propose(online_project, "refresh")
    assert changed_lines(output) == lines
    assert output.endswith(f"1 paper would change; {WRITE}")
    assert run(online_project, "refresh", "--write").stdout.endswith("\n1 paper changed\n")
    assert read_only_paper(online_project).abstract == abstract, "a notice does not replace it"
    upstream.wait()
    assert propose(online_project, "refresh") == NOTHING
    assert run(online_project, "check").exit_code == 0


def test_a_new_doi_is_proposed_with_its_venue(online_project: Config, upstream: Upstream) -> None:
    add_and_refresh(online_project, LANTERNS.arxiv)
    upstream.change("Lanterns", doi="10.5555/lanterns", venue="Journal of Lights")
    lines = changed_lines(propose(online_project, "refresh"))
    assert lines == ["+doi: 10.5555/lanterns", "+venue: Journal of Lights 2025", "+type: journal"]


def test_a_retraction_without_a_day_needs_review(
    project: Config, loopback: Loopback, upstream: Upstream
) -> None:
    config = loopback.connect(project, crossref="off")
    add_and_refresh(config, TESTS.arxiv)
    upstream.change("On the Use", is_retracted=True)
    assert propose(config, "refresh") == (
        "papers/2025/2503.08297.md: to review: marked as retracted by OpenAlex (no date given): "
        f"On the Use of Tests\n{NOTHING}"
    )


def test_a_hand_written_title_stays_and_the_conflict_appears_once(
    online_project: Config, upstream: Upstream
) -> None:
    add_and_refresh(online_project, TESTS.arxiv)
    [path] = online_project.papers.rglob("*.md")
    mine = path.read_text("utf-8").replace("title: On the Use of Tests", "title: My Own Tests")
    path.write_text(mine, encoding="utf-8")
    assert propose(online_project, "refresh") == NOTHING, "the conflict is not new"
    upstream.change("On the Use", title="On the Use of Trials")
    output = propose(online_project, "refresh")
    assert (
        "  papers/2025/2503.08297.md:2: 'title' is 'My Own Tests', but arXiv has "
        "'On the Use of Trials'; not changed\n" in output
    )
    assert not changed_lines(output)
    run(online_project, "refresh", "--write")
    assert read_only_paper(online_project).title == "My Own Tests"
    assert propose(online_project, "refresh") == NOTHING
    upstream.change("On the Use", title="On the Use of Trials, Again")
    assert "but arXiv has 'On the Use of Trials, Again'; not changed" in propose(
        online_project, "refresh"
    )


def test_comments_and_the_order_of_lines_stay(
    online_project: Config, add_entry: AddEntry, upstream: Upstream
) -> None:
    text = (
        "---\n# of the reading group\ndate: 2025-03-11   # a Tuesday\n"
        f"arxiv: '{DOORBELLS.arxiv}'\ntags: [testing,\n  measuring]\n\ntitle: >-\n"
        "  The Grammar\n  of Doorbells\npublished: 2025-03-07\n# the end\n---\n\n"
        "We  ring   twice.\n\n\nAnd *again*.\n"
    )
    path = add_entry(text, "2025/bells.md")
    upstream.wait(0)
    run(online_project, "refresh", "--write")
    after = path.read_text("utf-8")
    lines = iter(after.splitlines())
    assert all(line in lines for line in text.splitlines()), after
    assert str(read_only_paper(online_project).withdrawn) == "2025-03-20"
    assert read_only_paper(online_project).updated is not None


def test_a_doi_of_another_entry_is_not_written_twice(
    online_project: Config, add_entry: AddEntry
) -> None:
    add_entry(
        entry_text("Maps", more=f"arxiv: '{MAPS.arxiv}'\n", abstract=MAPS.abstract), "2025/a.md"
    )
    add_entry(entry_text("Learning to Fold", more=f"doi: {MAPS.doi}\n"), "2025/b.md")
    result = run(online_project, "refresh", "--write")
    record = (
        "arXiv's record: has the same arXiv id as papers/2025/a.md and the same DOI as "
        "papers/2025/b.md; one"
    )
    assert f"papers/2025/a.md: to review: {record} of the two may be wrong\n" in result.stdout
    assert run(online_project, "check").exit_code == 0


def test_a_record_with_a_wrong_id_is_not_merged(
    online_project: Config, add_entry: AddEntry
) -> None:
    add_entry(entry_text("Of Zebras", "Nobody Here", more=MORE))
    output = propose(online_project, "refresh")
    assert output == (
        "papers/2025/2402.07197.md: to review: arXiv's record: has the same arXiv id as "
        "papers/2025/2402.07197.md, but a different title and different authors; "
        "one of the two may be wrong\n"
        f"{NOTHING}"
    )


def test_shortened_values_are_not_proposed(online_project: Config, upstream: Upstream) -> None:
    add_and_refresh(online_project, LANTERNS.arxiv)
    shorter = LANTERNS.abstract[:100]
    upstream.change("Lanterns", title="Lanterns", abstract=shorter, categories=("cs.CL",))
    assert propose(online_project, "refresh") == NOTHING


def test_refresh_requests_only_given_entries_with_an_id(
    online_project: Config, add_entry: AddEntry, loopback: Loopback
) -> None:
    add_and_refresh(online_project, LANTERNS.arxiv, DOORBELLS.arxiv)
    add_entry(entry_text("Of no id"), "2025/none.md")
    count = len(loopback.requests)
    assert propose(online_project, "refresh", "none") == NOTHING
    assert len(loopback.requests) == count
    propose(online_project, "refresh", LANTERNS.arxiv)
    assert [request.query["id_list"] for request in loopback.requests[count:]] == [LANTERNS.arxiv]


def test_a_paper_missing_from_arxiv_needs_review(
    online_project: Config, upstream: Upstream, loopback: Loopback
) -> None:
    add_and_refresh(online_project, LANTERNS.arxiv, DOORBELLS.arxiv)
    upstream.wait()
    loopback.fault("arxiv", "one")
    assert propose(online_project, "refresh") == (
        f"papers/2025/{DOORBELLS.arxiv}.md: to review: not found on any enabled service; "
        f"check whether the paper was removed\n{NOTHING}"
    )


def test_offline_sends_no_request(
    online_project: Config, upstream: Upstream, loopback: Loopback
) -> None:
    add(online_project, TESTS.arxiv)
    upstream.change("On the Use", title="Torches")
    count = len(loopback.requests)
    propose(online_project, "refresh", "--offline")
    assert len(loopback.requests) == count
