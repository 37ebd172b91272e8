"""Tests of what is looked up for entries, and asked again: proposed, to be judged, or refused."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.core.model import Paper
from generator.library import load
from tests.support.cli import run, tree
from tests.support.loopback import Loopback
from tests.support.services import PAPERS, paper
from tests.support.upstream import Upstream, entries, refused

AddEntry = Callable[..., Path]
TESTS = paper("On the Use of Tests")
MAPS = paper("Learning to Fold Maps")
DOORBELLS = paper("The Grammar of Doorbells")
LANTERNS, KEYS = PAPERS[:2]
MORE = f"arxiv: '{LANTERNS.arxiv}'\n"
NOTHING = "0 papers would change\n"
WRITE = "run again with --write to write the changes\n"


def bare(title: str, *authors: str, more: str = "", abstract: str = "We test.") -> str:
    """Return an entry without an identifier."""
    by = f"authors: [{', '.join(authors)}]\n" if authors else ""
    return f"---\ntitle: {title}\ndate: 2025-03-11\n{by}{more}---\n{abstract}\n"


def only(config: Config) -> Paper:
    [found] = load.load(config).papers
    return found


def unwritten(config: Config, *arguments: str) -> str:
    """Return what a run without --write says; it must not write."""
    before = tree(config.papers)
    result = run(config, *arguments)
    assert result.exit_code == 0, result.output
    assert tree(config.papers) == before
    return result.stdout


def test_the_same_title_and_an_author_in_common_are_proposed(
    joined: Config, add_entry: AddEntry
) -> None:
    add_entry(bare("on the use of TESTS!", "A. Örnek"), "2025/tests.md")
    said = unwritten(joined, "enrich")
    assert said.startswith(
        "papers/2025/tests.md: on the use of TESTS!\n"
        "  proposed: 1.00 arXiv: arxiv 2503.08297, doi 10.5555/3589334.3645682: 'On the Use of Test"
    )
    assert "  proposed: 1.00 Crossref: doi 10.5555/3589334.3645682: 'On the Use" in said
    assert "--- papers/2025/tests.md\n+++ papers/2025/tests.md\n" in said
    assert "\n+arxiv: '2503.08297'\n+doi: 10.5555/3589334.3645682\n" in said
    assert said.endswith(f"1 paper would change; {WRITE}")
    assert run(joined, "enrich", "--write").stdout.endswith("\n1 paper changed\n")
    found = only(joined)
    assert (found.arxiv, found.doi) == (TESTS.arxiv, TESTS.doi)
    assert (found.title, found.abstract) == ("on the use of TESTS!", "We test.")
    assert unwritten(joined, "enrich") == NOTHING


def test_without_authors_a_title_of_some_words_is_enough(
    joined: Config, add_entry: AddEntry
) -> None:
    add_entry(bare(f'"{LANTERNS.title}"'))
    assert "  proposed: 0.90 arXiv: arxiv 2503.08001: " in unwritten(joined, "enrich")


def test_without_authors_a_short_title_is_to_be_judged(
    joined: Config, add_entry: AddEntry, upstream: Upstream
) -> None:
    upstream.publish(replace(LANTERNS, title="On Tests"))
    add_entry(bare("On Tests"))
    said = unwritten(joined, "enrich")
    assert "  to review: 0.90 arXiv: arxiv 2503.08001: 'On Tests' by Ada Exampla\n" in said
    assert said.endswith(NOTHING)


@pytest.mark.parametrize(
    ("title", "authors", "confidence"),
    [
        (TESTS.title, ["Nobody Here", "Someone Else"], "0.60"),
        ("On the Uses of Tests", list(TESTS.authors), "0.87"),
        ("The Use of Tests", [TESTS.authors[0]], "0.9"),
    ],
)
def test_what_is_not_certain_is_for_a_person_to_judge(
    joined: Config, add_entry: AddEntry, title: str, authors: list[str], confidence: str
) -> None:
    add_entry(bare(title, *authors))
    before = tree(joined.papers)
    result = run(joined, "enrich", "--write")
    assert "proposed" not in result.stdout
    assert f"  to review: {confidence}" in result.stdout
    assert "doi 10.5555/3589334.3645682: 'On the Use of Tests' by Ngô Thí Dụ" in result.stdout
    assert result.stdout.endswith("\n0 papers changed\n")
    assert tree(joined.papers) == before


@pytest.mark.parametrize("title", ["Zebras Quietly Jump Over Xylophones", "'?!'"])
def test_that_nothing_was_found_is_said(joined: Config, add_entry: AddEntry, title: str) -> None:
    add_entry(bare(title, "Nobody Here"))
    said = unwritten(joined, "enrich")
    assert said.endswith(f"\n  no match found\n{NOTHING}")


def test_of_two_records_of_one_service_none_is_proposed(
    joined: Config, add_entry: AddEntry, upstream: Upstream
) -> None:
    upstream.publish(LANTERNS, replace(LANTERNS, arxiv="2503.99999"))
    add_entry(bare(f'"{LANTERNS.title}"', *LANTERNS.authors))
    said = unwritten(joined, "enrich")
    for arxiv in (LANTERNS.arxiv, "2503.99999"):
        assert f"  to review: 1.00 arXiv: arxiv {arxiv}: 'Lanterns" in said
    assert said.count("(several papers have this title; choose one)") == 2
    assert said.endswith(NOTHING)


def test_an_identifier_of_another_entry_is_reported_not_proposed(
    joined: Config, add_entry: AddEntry
) -> None:
    add_entry(bare("Lanterns (first version)", *LANTERNS.authors, more=MORE), "2025/first.md")
    add_entry(bare(f'"{LANTERNS.title}"', *LANTERNS.authors), "2025/again.md")
    said = unwritten(joined, "enrich")
    assert "papers/2025/again.md: Lanterns" in said
    assert "proposed" not in said
    assert "(this is papers/2025/first.md; the two may be the same paper)\n" in said
    assert said.endswith(NOTHING)


def test_one_entry_is_looked_up_if_it_is_named(
    joined: Config, add_entry: AddEntry, loopback: Loopback
) -> None:
    add_entry(bare(f'"{LANTERNS.title}"', *LANTERNS.authors), "2025/a.md")
    add_entry(bare(TESTS.title, *TESTS.authors), "2025/b.md")
    assert "a.md" not in unwritten(joined, "enrich", "b")
    assert len(loopback.asked("arxiv")) == 1
    refused(run(joined, "enrich", "c"), "no entry 'c'; write a slug such as 2402.07197")


@pytest.mark.parametrize("service", ["arxiv", "crossref"])
@pytest.mark.parametrize("fault", ["html", "error-entry", "not-utf8"])
def test_a_wrong_answer_ends_the_search(
    joined: Config, add_entry: AddEntry, loopback: Loopback, service: str, fault: str
) -> None:
    add_entry(bare(TESTS.title, *TESTS.authors))
    before = tree(joined.papers)
    loopback.fault(service, fault)
    refused(run(joined, "enrich", "--write"), {"arxiv": "arXiv ", "crossref": "Crossref "}[service])
    assert tree(joined.papers) == before
    assert run(joined, "enrich", "--write").stdout.endswith("1 paper changed\n"), "it is not kept"


def added(config: Config, *ids: str) -> None:
    assert run(config, "add", *ids).exit_code == 0


def settled(config: Config, *ids: str) -> None:
    """Add papers, and note what their sources do not agree on."""
    added(config, *ids)
    assert run(config, "refresh", "--write").exit_code == 0


def changed_lines(said: str) -> list[str]:
    """Return the lines of a difference, without those of provenance."""
    lines = re.findall(r"^[-+](?![-+]).*", said, re.MULTILINE)
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
def test_what_changed_upstream_is_proposed_once(
    joined: Config, upstream: Upstream, what: str
) -> None:
    settled(joined, TESTS.arxiv)
    abstract = only(joined).abstract
    changes, lines = CHANGES[what]
    upstream.wait()
    assert unwritten(joined, "refresh") == NOTHING
    upstream.change("On the Use", **changes)
    said = unwritten(joined, "refresh")
    assert changed_lines(said) == lines
    assert said.endswith(f"1 paper would change; {WRITE}")
    assert run(joined, "refresh", "--write").stdout.endswith("\n1 paper changed\n")
    assert only(joined).abstract == abstract, "even if a notice stands there"
    upstream.wait()
    assert unwritten(joined, "refresh") == NOTHING
    assert run(joined, "check").exit_code == 0


def test_a_doi_that_came_since_is_proposed_with_its_venue(
    joined: Config, upstream: Upstream
) -> None:
    settled(joined, LANTERNS.arxiv)
    upstream.change("Lanterns", doi="10.5555/lanterns", venue="Journal of Lights")
    lines = changed_lines(unwritten(joined, "refresh"))
    assert lines == ["+doi: 10.5555/lanterns", "+venue: Journal of Lights 2025", "+type: journal"]


def test_a_retraction_without_a_day_needs_review(
    project: Config, loopback: Loopback, upstream: Upstream
) -> None:
    config = loopback.join(project, crossref="off")
    settled(config, TESTS.arxiv)
    upstream.change("On the Use", is_retracted=True)
    assert unwritten(config, "refresh") == (
        "papers/2025/2503.08297.md: to review: retracted, says OpenAlex, and not since when: "
        f"On the Use of Tests\n{NOTHING}"
    )


def test_a_hand_written_title_stays_and_the_conflict_appears_once(
    joined: Config, upstream: Upstream
) -> None:
    settled(joined, TESTS.arxiv)
    [path] = joined.papers.rglob("*.md")
    mine = path.read_text("utf-8").replace("title: On the Use of Tests", "title: My Own Tests")
    path.write_text(mine, encoding="utf-8")
    assert unwritten(joined, "refresh") == NOTHING, "it says what it said before"
    upstream.change("On the Use", title="On the Use of Trials")
    said = unwritten(joined, "refresh")
    assert (
        "  papers/2025/2503.08297.md:2: 'title' is 'My Own Tests', but 'On the Use of Trials' in "
        "arXiv; kept\n" in said
    )
    assert not changed_lines(said)
    run(joined, "refresh", "--write")
    assert only(joined).title == "My Own Tests"
    assert unwritten(joined, "refresh") == NOTHING
    upstream.change("On the Use", title="On the Use of Trials, Again")
    assert "but 'On the Use of Trials, Again' in arXiv; kept" in unwritten(joined, "refresh")


def test_comments_and_the_order_of_lines_stay(
    joined: Config, add_entry: AddEntry, upstream: Upstream
) -> None:
    text = (
        "---\n# of the reading group\ndate: 2025-03-11   # a Tuesday\n"
        f"arxiv: '{DOORBELLS.arxiv}'\ntags: [testing,\n  measuring]\n\ntitle: >-\n"
        "  The Grammar\n  of Doorbells\npublished: 2025-03-07\n# the end\n---\n\n"
        "We  ring   twice.\n\n\nAnd *again*.\n"
    )
    path = add_entry(text, "2025/bells.md")
    upstream.wait(0)
    run(joined, "refresh", "--write")
    after = path.read_text("utf-8")
    lines = iter(after.splitlines())
    assert all(line in lines for line in text.splitlines()), after
    assert str(only(joined).withdrawn) == "2025-03-20"
    assert only(joined).updated is not None


def test_a_doi_of_another_entry_is_not_written_twice(joined: Config, add_entry: AddEntry) -> None:
    add_entry(bare("Maps", more=f"arxiv: '{MAPS.arxiv}'\n", abstract=MAPS.abstract), "2025/a.md")
    add_entry(bare("Learning to Fold", more=f"doi: {MAPS.doi}\n"), "2025/b.md")
    result = run(joined, "refresh", "--write")
    said = (
        "what arXiv says has the arXiv id of papers/2025/a.md and the DOI of papers/2025/b.md; one"
    )
    assert f"papers/2025/a.md: to review: {said} may be wrong\n" in result.stdout
    assert run(joined, "check").exit_code == 0


def test_what_a_wrong_id_leads_to_is_not_mixed_in(joined: Config, add_entry: AddEntry) -> None:
    add_entry(bare("Of Zebras", "Nobody Here", more=MORE))
    said = unwritten(joined, "refresh")
    assert said == (
        "papers/2025/2402.07197.md: to review: what arXiv says has the arXiv id of "
        "papers/2025/2402.07197.md, but another title and other authors; one of the two may be wrong\n"
        f"{NOTHING}"
    )


def test_what_became_shorter_upstream_is_left(joined: Config, upstream: Upstream) -> None:
    settled(joined, LANTERNS.arxiv)
    shorter = LANTERNS.abstract[:100]
    upstream.change("Lanterns", title="Lanterns", abstract=shorter, categories=("cs.CL",))
    assert unwritten(joined, "refresh") == NOTHING


def test_only_named_entries_with_an_id_are_requested(
    joined: Config, add_entry: AddEntry, loopback: Loopback
) -> None:
    settled(joined, LANTERNS.arxiv, DOORBELLS.arxiv)
    add_entry(bare("Of no id"), "2025/none.md")
    asked = len(loopback.requests)
    assert unwritten(joined, "refresh", "none") == NOTHING
    assert len(loopback.requests) == asked
    unwritten(joined, "refresh", LANTERNS.arxiv)
    assert [each.query["id_list"] for each in loopback.requests[asked:]] == [LANTERNS.arxiv]


def test_a_paper_missing_from_arxiv_needs_review(
    joined: Config, upstream: Upstream, loopback: Loopback
) -> None:
    settled(joined, LANTERNS.arxiv, DOORBELLS.arxiv)
    upstream.wait()
    loopback.fault("arxiv", "one")
    assert unwritten(joined, "refresh") == (
        f"papers/2025/{DOORBELLS.arxiv}.md: to review: no service that may be asked knows it; "
        f"see whether it is gone\n{NOTHING}"
    )


def test_an_arxiv_answer_without_any_cached_paper_is_refused(
    joined: Config, upstream: Upstream, loopback: Loopback
) -> None:
    settled(joined, LANTERNS.arxiv)
    before = tree(joined.papers)
    upstream.wait()
    loopback.fault("arxiv", "empty")
    refused(run(joined, "refresh", "--write"), "error: arXiv ", "of 0 of 1 papers")
    assert tree(joined.papers) == before


def test_what_nobody_may_be_asked_about_is_not_called_gone(
    joined: Config, loopback: Loopback
) -> None:
    settled(joined, LANTERNS.arxiv)
    config = joined.root / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(text.replace(loopback.settings()["arxiv"], "off"), encoding="utf-8")
    assert unwritten(joined, "refresh") == NOTHING


@pytest.mark.parametrize("fault", ["one", "empty", "error-entry", "html", "wrong-id", "not-utf8"])
def test_a_wrong_answer_of_arxiv_is_refused_whole(
    joined: Config, upstream: Upstream, loopback: Loopback, fault: str
) -> None:
    added(joined, *(each.arxiv for each in PAPERS[10:40]))
    before = tree(joined.papers)
    upstream.change("Sandcastles", title="Castles of Sand")
    loopback.fault("arxiv", fault)
    result = run(joined, "refresh", "--write")
    refused(result, "error: arXiv ", "run again later")
    assert tree(joined.papers) == before
    assert "+title: Castles of Sand\n" in run(joined, "refresh").stdout, "it is not kept"


@pytest.mark.parametrize("service", ["crossref", "openalex"])
@pytest.mark.parametrize("fault", ["error-entry", "html", "wrong-id", "not-utf8", "403"])
def test_a_wrong_answer_about_a_doi_is_refused_whole(
    joined: Config, upstream: Upstream, loopback: Loopback, service: str, fault: str
) -> None:
    settled(joined, TESTS.arxiv, LANTERNS.arxiv)
    before = entries(joined)
    upstream.change("Lanterns", title="Torches")
    loopback.fault(service, fault)
    name = {"crossref": "Crossref", "openalex": "OpenAlex"}[service]
    refused(run(joined, "refresh", "--write"), f"error: {name} ", "; ")
    assert entries(joined) == before
    assert "+title: Torches\n" in run(joined, "refresh").stdout


def test_offline_asks_nobody(joined: Config, upstream: Upstream, loopback: Loopback) -> None:
    added(joined, TESTS.arxiv)
    upstream.change("On the Use", title="Torches")
    asked = len(loopback.requests)
    unwritten(joined, "refresh", "--offline")
    assert len(loopback.requests) == asked
