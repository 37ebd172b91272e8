"""Tests of the lists of Hugging Face by day, week and month: imported whole, or refused."""

import re
from typing import Any

import pytest

from generator.core.config import Config
from generator.library import load
from tests.support import services
from tests.support.cli import run, tree
from tests.support.loopback import Loopback
from tests.support.services import DAY, MONTH_BEFORE, NEXT_DAY, PAPERS, Published
from tests.support.upstream import Upstream, entries, refused

WRITE = "write a day as 2025-03-11, a week as 2025-W11, a month as 2025-03"


def listed(config: Config, period: str, *options: str) -> str:
    """Import a list, and return what the run says."""
    result = run(config, "import", "--huggingface", period, *options)
    assert result.exit_code == 0, result.output
    return result.stdout


def days(config: Config) -> dict[str | None, str]:
    return {each.arxiv: str(each.date) for each in load.load(config).papers}


def invented(*of: str) -> dict[str, str]:
    return {each.arxiv: each.featured for each in PAPERS if each.featured in of}


@pytest.mark.parametrize(
    ("period", "of"),
    [
        (DAY, [DAY]),
        (NEXT_DAY, [NEXT_DAY]),
        ("yesterday", [DAY]),
        ("2025-W11", [DAY, NEXT_DAY]),
        ("2025-03", [DAY, NEXT_DAY]),
        ("2025-02", [MONTH_BEFORE]),
    ],
)
def test_each_paper_gets_the_day_shown_in_the_list(
    joined: Config, period: str, of: list[str]
) -> None:
    said = listed(joined, period)
    assert days(joined) == invented(*of)
    assert said.endswith(f"\n{len(invented(*of))} created, 0 changed, 0 unchanged,"
                         " 0 not placed\n")  # fmt: skip
    titles = {each.arxiv: (each.title, each.abstract) for each in PAPERS}
    assert all(
        titles[each.arxiv or ""] == (each.title, each.abstract) for each in load.load(joined).papers
    )
    assert run(joined, "check").exit_code == 0


def let_items_say(monkeypatch: pytest.MonkeyPatch, submitted: str | None) -> None:
    """Let each item of a list name this time as that of its list, or none."""
    whole = services.hub_paper

    def otherwise(paper: Published) -> dict[str, Any]:
        said = whole(paper) | {"submittedOnDailyAt": submitted}
        return {name: value for name, value in said.items() if value is not None}

    monkeypatch.setattr(services, "hub_paper", otherwise)


@pytest.mark.parametrize(
    "submitted", [None, "2025-03-10T21:15:00.000Z", "2025-03-12T00:10:00.000Z"]
)
def test_an_item_s_hour_does_not_change_its_day(
    joined: Config, monkeypatch: pytest.MonkeyPatch, submitted: str | None
) -> None:
    let_items_say(monkeypatch, submitted)
    listed(joined, DAY)
    assert days(joined) == invented(DAY)


def test_a_week_s_list_without_days_is_refused(
    joined: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_items_say(monkeypatch, None)
    result = run(joined, "import", "--huggingface", "2025-W11")
    refused(result, "38 of 38 papers have no date; nothing was written")
    assert not entries(joined)


def test_yesterday_goes_by_utc(joined: Config, upstream: Upstream, loopback: Loopback) -> None:
    upstream.wait(1)
    assert f"Hugging Face {NEXT_DAY}: 6 papers" in listed(joined, "yesterday")
    assert {each.query["date"] for each in loopback.requests} == {NEXT_DAY}


@pytest.mark.parametrize(
    ("period", "advice"),
    [
        ("2025-13-01", WRITE),
        ("2025-02-30", WRITE),
        ("2025-W60", WRITE),
        ("2025-W00", WRITE),
        ("2025-13", WRITE),
        ("tomorrow", WRITE),
        ("nonsense", WRITE),
        ("11.3.2025", WRITE),
        ("2025", WRITE),
        ("٢٠٢٥-٠٣-١١", WRITE),
        ("2025-03-13", "write a day that has been"),
        ("2025-W12", "write a day that has been"),
        ("9999-12", "write a day that has been"),
    ],
)
def test_an_invalid_period_is_a_usage_error(
    joined: Config, loopback: Loopback, period: str, advice: str
) -> None:
    result = run(joined, "import", "--huggingface", period)
    said = " ".join(result.stderr.split())
    assert (result.exit_code, f"'{period}': {advice}" in said) == (2, True), said
    assert not loopback.requests


@pytest.mark.parametrize(
    "more",
    [
        ["capture.txt"],
        ["--date", DAY],
        ["--year", "2025"],
        ["--format", "ris"],
    ],
)
def test_a_list_goes_without_what_a_capture_needs(
    joined: Config, loopback: Loopback, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    (joined.root / "capture.txt").write_text("A\n\nB.\n", encoding="utf-8")
    monkeypatch.chdir(joined.root)
    result = run(joined, "import", "--huggingface", DAY, *more)
    assert result.exit_code == 2
    assert "Error: --huggingface cannot be combined with " in result.stderr
    assert not loopback.requests


@pytest.mark.parametrize("again", [DAY, "2025-W11", "2025-03"])
def test_importing_a_list_again_changes_no_byte(
    joined: Config, upstream: Upstream, again: str
) -> None:
    listed(joined, "2025-03")
    before = tree(joined.papers)
    upstream.wait()
    assert " 0 changed, " in listed(joined, again)
    assert tree(joined.papers) == before


def test_what_came_since_is_added(joined: Config, upstream: Upstream) -> None:
    listed(joined, DAY)
    upstream.change("Lanterns", upvotes=99)
    upstream.change("What the Lighthouse Saw", featured=DAY)
    said = listed(joined, DAY)
    assert said.endswith("\n1 created, 1 changed, 31 unchanged, 0 not placed\n")
    assert re.search("^upvotes: 99$", entries(joined)[PAPERS[0].arxiv], re.MULTILINE)


@pytest.mark.parametrize("page", [1, 5, 8, 31, 32, 33])
def test_a_list_of_several_pages_is_imported_whole(
    joined: Config, loopback: Loopback, page: int
) -> None:
    loopback.page = page
    listed(joined, DAY)
    assert days(joined) == invented(DAY)


def test_the_same_page_again_is_refused(joined: Config, loopback: Loopback) -> None:
    loopback.page = 8
    loopback.fault("huggingface", "same-page", times=2)
    refused(run(joined, "import", "--huggingface", DAY), "answers page 1 with an earlier one")
    assert not entries(joined)
    assert len(days_after(joined)) == 32


def days_after(config: Config) -> dict[str | None, str]:
    """Return the days of the papers once the list of the day has come."""
    listed(config, DAY)
    return days(config)


NO_LISTS = {
    "empty": f"Hugging Face lists no papers for {DAY}; nothing was written; choose another",
    "html": "Hugging Face sent '<!DOCTYPE html>",
    "error-entry": "Hugging Face sent '<?xml",
    "not-utf8": "Hugging Face sent a response that is not UTF-8",
    "403": "Hugging Face answered 403",
    "404": "Hugging Face has no http",
}
"""Faults of the service, and the messages."""


@pytest.mark.parametrize("fault", NO_LISTS)
@pytest.mark.parametrize("known", [False, True])
def test_what_is_no_list_is_refused_whole(
    joined: Config, upstream: Upstream, loopback: Loopback, fault: str, known: bool
) -> None:
    if known:
        listed(joined, DAY)
        upstream.wait()
    before = tree(joined.papers)
    loopback.fault("huggingface", fault)
    result = run(joined, "import", "--huggingface", DAY)
    refused(result, NO_LISTS[fault], "; ")
    assert result.exit_code == 2
    assert tree(joined.papers) == before
    assert days_after(joined) == invented(DAY), "it is not kept"


def test_another_day_s_list_is_refused_whole(
    joined: Config, upstream: Upstream, loopback: Loopback
) -> None:
    upstream.wait(30)
    loopback.fault("huggingface", "wrong-id", path="2025-04-01")
    result = run(joined, "import", "--huggingface", "2025-04-01")
    refused(
        result,
        f"its papers are dated from {DAY} to {DAY}; nothing was",
        "unexpected response to http",
    )
    assert not entries(joined)
    result = run(joined, "import", "--huggingface", "2025-04-01")
    refused(result, "lists no papers for 2025-04-01")


@pytest.mark.parametrize("page", [100, 12])
def test_one_paper_where_thirty_came_from_there_before_is_refused(
    joined: Config, upstream: Upstream, loopback: Loopback, page: int
) -> None:
    listed(joined, DAY)
    before = tree(joined.papers)
    upstream.wait()
    upstream.change("Lanterns", upvotes=99)
    loopback.page = page
    loopback.fault("huggingface", "one", path="p=0")
    if page < 32:
        loopback.fault("huggingface", "empty", path="p=1")
    result = run(joined, "import", "--huggingface", DAY)
    refused(result, f"lists 1 paper in {DAY}, of which papers/ has 32 from there; nothing was")
    assert result.exit_code == 2
    assert tree(joined.papers) == before
    assert " 1 changed, 31 unchanged, " in listed(joined, DAY), "it is not kept"


def test_a_cut_page_is_asked_for_again(joined: Config, loopback: Loopback) -> None:
    loopback.page = 8
    loopback.fault("huggingface", "cut", path="p=2")
    loopback.fault("huggingface", "503", path="p=3")
    listed(joined, DAY)
    assert days(joined) == invented(DAY)


def test_a_page_that_does_not_come_leaves_nothing(joined: Config, loopback: Loopback) -> None:
    loopback.page = 8
    loopback.fault("huggingface", "500", times=5, path="p=2")
    refused(
        run(joined, "import", "--huggingface", DAY), "Hugging Face answered 500 (5 attempts); run"
    )
    assert not entries(joined)
    asked = len(loopback.requests)
    assert days_after(joined) == invented(DAY)
    assert len(loopback.requests) == asked + 3, "the pages that came are kept"


def test_offline_a_list_is_what_was_answered_before(
    joined: Config, upstream: Upstream, loopback: Loopback
) -> None:
    refused(run(joined, "import", "--huggingface", DAY, "--offline"), "run once without")
    listed(joined, DAY)
    asked = len(loopback.requests)
    upstream.wait(100)
    listed(joined, DAY, "--offline")
    assert len(loopback.requests) == asked


def test_a_service_that_is_off_is_not_asked_for_lists(project: Config, loopback: Loopback) -> None:
    config = loopback.join(project, huggingface="off")
    refused(run(config, "import", "--huggingface", DAY), "Hugging Face is off; set")
    assert not loopback.requests


def test_an_added_paper_takes_listed_facts_but_keeps_its_day(
    joined: Config,
) -> None:
    run(joined, "add", PAPERS[3].arxiv, "--date", "2025-03-01")
    said = listed(joined, DAY)
    assert "31 written, " in said
    assert days(joined) == invented(DAY) | {PAPERS[3].arxiv: "2025-03-01"}


ODD: dict[str, dict[str, Any]] = {
    PAPERS[3].arxiv: {"title": "A Survey of \x07 Umbrellas"},
    PAPERS[4].arxiv: {"summary": "so much was written " * 2_000},
    PAPERS[5].arxiv: {"title": "", "summary": ""},
    PAPERS[6].arxiv: {"title": PAPERS[0].title, "authors": [{"name": PAPERS[0].authors[0]}]},
}
"""What is odd about some papers of the day's list."""


def let_some_be_odd(monkeypatch: pytest.MonkeyPatch, odd: dict[str, dict[str, Any]]) -> None:
    """Change what the list says of some papers, by their arXiv ids."""
    whole = services.hub_paper
    monkeypatch.setattr(
        services, "hub_paper", lambda paper: whole(paper) | odd.get(paper.arxiv, {})
    )


def test_odd_papers_are_listed_with_their_reasons_and_the_rest_is_imported(
    joined: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_some_be_odd(monkeypatch, ODD)
    result = run(joined, "import", "--huggingface", DAY)
    assert result.exit_code == 1
    assert result.stdout.endswith("\n28 created, 0 changed, 0 unchanged, 4 not placed\n")
    assert days(joined).keys() == invented(DAY).keys() - ODD.keys()
    reasons = (
        r"not a valid entry: 'title' is 'A Survey of \x07 Umbrellas'; remove U+0007, a character",
        "not a valid entry: an abstract of 39,999 characters; write at most 20,000",
        "item 6 has no title",
        f"has the title of papers/2025/{PAPERS[0].arxiv}.md, but another arXiv id; one may be",
    )
    problems = result.stderr.splitlines()
    assert len(problems) == 4
    for reason in reasons:
        assert [line for line in problems if f"Hugging Face {DAY}:1: error: {reason}" in line]
    assert run(joined, "check").exit_code == 0


def test_a_paper_without_a_day_does_not_stop_a_month(
    joined: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_some_be_odd(monkeypatch, {PAPERS[3].arxiv: {"submittedOnDailyAt": None}})
    result = run(joined, "import", "--huggingface", "2025-03")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        "Hugging Face 2025-03:1: error: no date; import the list of its day instead: "
    )
    assert days(joined).keys() == invented(DAY, NEXT_DAY).keys() - {PAPERS[3].arxiv}


def test_a_dry_run_of_a_list_writes_nothing_and_says_what_it_would(joined: Config) -> None:
    said = listed(joined, DAY, "--dry-run")
    assert said.count("  would create papers/2025/") == 32
    assert f"\n+title: '{PAPERS[0].title}'\n" in said
    assert said.endswith(
        "\n32 would be created, 0 would change, 0 unchanged, 0 not placed; "
        "run again without --dry-run to write the changes\n"
    )
    assert not entries(joined)
    assert "32 written, " in listed(joined, DAY)
    again = listed(joined, DAY, "--dry-run")
    assert again.endswith("\n0 would be created, 0 would change, 32 unchanged, 0 not placed\n")
