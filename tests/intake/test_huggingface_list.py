"""Hugging Face's lists of a day, a week or a month: imported completely, or rejected."""

import re
from typing import Any

import pytest

from generator.core.config import Config
from generator.library import load
from tests.support import services
from tests.support.cli import read_tree, run
from tests.support.loopback import Loopback
from tests.support.services import DAY, MONTH_BEFORE, NEXT_DAY, PAPERS, ServicePaper
from tests.support.upstream import Upstream, assert_failed, read_entries

WRITE = "write a day as 2025-03-11, a week as 2025-W11 or a month as 2025-03"


def import_period(config: Config, period: str, *options: str) -> str:
    """Import a list and return the output."""
    result = run(config, "import", "--huggingface", period, *options)
    assert result.exit_code == 0, result.output
    return result.stdout


def days(config: Config) -> dict[str | None, str]:
    return {paper.arxiv: str(paper.date) for paper in load.load(config).papers}


def days_of_papers(*of: str) -> dict[str, str]:
    return {paper.arxiv: paper.featured for paper in PAPERS if paper.featured in of}


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
def test_each_paper_gets_its_day_in_the_list(
    online_project: Config, period: str, of: list[str]
) -> None:
    output = import_period(online_project, period)
    assert days(online_project) == days_of_papers(*of)
    assert output.endswith(f"\n{len(days_of_papers(*of))} created, 0 changed, 0 unchanged,"
                         " 0 not assigned\n")  # fmt: skip
    titles = {paper.arxiv: (paper.title, paper.abstract) for paper in PAPERS}
    assert all(
        titles[paper.arxiv or ""] == (paper.title, paper.abstract)
        for paper in load.load(online_project).papers
    )
    assert run(online_project, "check").exit_code == 0


def set_submission_time(monkeypatch: pytest.MonkeyPatch, submitted: str | None) -> None:
    """Set the submission time of all items of a list, or remove it."""
    original = services.huggingface_paper

    def changed(paper: ServicePaper) -> dict[str, Any]:
        output = original(paper) | {"submittedOnDailyAt": submitted}
        return {name: value for name, value in output.items() if value is not None}

    monkeypatch.setattr(services, "huggingface_paper", changed)


@pytest.mark.parametrize(
    "submitted", [None, "2025-03-10T21:15:00.000Z", "2025-03-12T00:10:00.000Z"]
)
def test_an_item_s_hour_does_not_change_its_day(
    online_project: Config, monkeypatch: pytest.MonkeyPatch, submitted: str | None
) -> None:
    set_submission_time(monkeypatch, submitted)
    import_period(online_project, DAY)
    assert days(online_project) == days_of_papers(DAY)


def test_a_week_without_dates_is_rejected(
    online_project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_submission_time(monkeypatch, None)
    result = run(online_project, "import", "--huggingface", "2025-W11")
    assert_failed(result, "38 of 38 papers have no date; nothing was written")
    assert not read_entries(online_project)


def test_yesterday_goes_by_utc(
    online_project: Config, upstream: Upstream, loopback: Loopback
) -> None:
    upstream.wait(1)
    assert f"Hugging Face {NEXT_DAY}: 6 papers" in import_period(online_project, "yesterday")
    assert {request.query["date"] for request in loopback.requests} == {NEXT_DAY}


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
        ("2025-03-13", "choose a date from 2000-01-01 to today"),
        ("2025-W12", "choose a date from 2000-01-01 to today"),
        ("9999-12", "choose a date from 2000-01-01 to today"),
    ],
)
def test_an_invalid_period_is_a_usage_error(
    online_project: Config, loopback: Loopback, period: str, advice: str
) -> None:
    result = run(online_project, "import", "--huggingface", period)
    output = " ".join(result.stderr.split())
    assert (result.exit_code, f"'{period}': {advice}" in output) == (2, True), output
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
def test_huggingface_excludes_the_options_for_captures(
    online_project: Config, loopback: Loopback, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    (online_project.root / "capture.txt").write_text("A\n\nB.\n", encoding="utf-8")
    monkeypatch.chdir(online_project.root)
    result = run(online_project, "import", "--huggingface", DAY, *more)
    assert result.exit_code == 2
    assert "Error: --huggingface cannot be combined with " in result.stderr
    assert not loopback.requests


@pytest.mark.parametrize("again", [DAY, "2025-W11", "2025-03"])
def test_importing_a_list_again_changes_no_byte(
    online_project: Config, upstream: Upstream, again: str
) -> None:
    import_period(online_project, "2025-03")
    before = read_tree(online_project.papers)
    upstream.wait()
    assert " 0 changed, " in import_period(online_project, again)
    assert read_tree(online_project.papers) == before


def test_new_papers_and_values_of_a_list_are_added(
    online_project: Config, upstream: Upstream
) -> None:
    import_period(online_project, DAY)
    upstream.change("Lanterns", upvotes=99)
    upstream.change("What the Lighthouse Saw", featured=DAY)
    output = import_period(online_project, DAY)
    assert output.endswith("\n1 created, 1 changed, 31 unchanged, 0 not assigned\n")
    assert re.search("^upvotes: 99$", read_entries(online_project)[PAPERS[0].arxiv], re.MULTILINE)


@pytest.mark.parametrize("page", [1, 5, 8, 31, 32, 33])
def test_all_pages_of_a_list_are_imported(
    online_project: Config, loopback: Loopback, page: int
) -> None:
    loopback.page_size = page
    import_period(online_project, DAY)
    assert days(online_project) == days_of_papers(DAY)


def test_a_repeated_page_is_rejected(online_project: Config, loopback: Loopback) -> None:
    loopback.page_size = 8
    loopback.fault("huggingface", "same-page", times=2)
    assert_failed(
        run(online_project, "import", "--huggingface", DAY), "sent an earlier page again as page 1"
    )
    assert not read_entries(online_project)
    assert len(import_days(online_project)) == 32


def import_days(config: Config) -> dict[str | None, str]:
    """Import the list of the day; return the days of all papers."""
    import_period(config, DAY)
    return days(config)


NO_LISTS = {
    "empty": f"Hugging Face lists no papers for {DAY}; nothing was written; choose another",
    "html": "Hugging Face sent '<!DOCTYPE html>",
    "error-entry": "Hugging Face sent '<?xml",
    "not-utf8": "Hugging Face sent a response that is not UTF-8",
    "403": "Hugging Face returned 403",
    "404": "Hugging Face: http",
}
"""Faults of the service and their messages."""


@pytest.mark.parametrize("fault", NO_LISTS)
@pytest.mark.parametrize("was_imported", [False, True])
def test_a_response_that_is_not_a_list_is_rejected(
    online_project: Config, upstream: Upstream, loopback: Loopback, fault: str, was_imported: bool
) -> None:
    if was_imported:
        import_period(online_project, DAY)
        upstream.wait()
    before = read_tree(online_project.papers)
    loopback.fault("huggingface", fault)
    result = run(online_project, "import", "--huggingface", DAY)
    assert_failed(result, NO_LISTS[fault], "; ")
    assert result.exit_code == 2
    assert read_tree(online_project.papers) == before
    assert import_days(online_project) == days_of_papers(DAY), "the response left the cache"


def test_the_list_of_another_day_is_rejected(
    online_project: Config, upstream: Upstream, loopback: Loopback
) -> None:
    upstream.wait(30)
    loopback.fault("huggingface", "wrong-id", path="2025-04-01")
    result = run(online_project, "import", "--huggingface", "2025-04-01")
    assert_failed(
        result,
        f"its papers are dated from {DAY} to {DAY}; nothing was",
        "unexpected response to http",
    )
    assert not read_entries(online_project)
    result = run(online_project, "import", "--huggingface", "2025-04-01")
    assert_failed(result, "lists no papers for 2025-04-01")


@pytest.mark.parametrize("page", [100, 12])
def test_a_list_that_lost_most_papers_is_rejected(
    online_project: Config, upstream: Upstream, loopback: Loopback, page: int
) -> None:
    import_period(online_project, DAY)
    before = read_tree(online_project.papers)
    upstream.wait()
    upstream.change("Lanterns", upvotes=99)
    loopback.page_size = page
    loopback.fault("huggingface", "one", path="p=0")
    if page < 32:
        loopback.fault("huggingface", "empty", path="p=1")
    result = run(online_project, "import", "--huggingface", DAY)
    assert_failed(
        result, f"lists only 1 paper for {DAY}, but earlier imports found 32; nothing was"
    )
    assert result.exit_code == 2
    assert read_tree(online_project.papers) == before
    assert " 1 changed, 31 unchanged, " in import_period(online_project, DAY), (
        "the response left the cache"
    )


def test_a_truncated_page_is_requested_again(online_project: Config, loopback: Loopback) -> None:
    loopback.page_size = 8
    loopback.fault("huggingface", "cut", path="p=2")
    loopback.fault("huggingface", "503", path="p=3")
    import_period(online_project, DAY)
    assert days(online_project) == days_of_papers(DAY)


def test_a_missing_page_stops_the_import(online_project: Config, loopback: Loopback) -> None:
    loopback.page_size = 8
    loopback.fault("huggingface", "500", times=5, path="p=2")
    assert_failed(
        run(online_project, "import", "--huggingface", DAY),
        "Hugging Face returned 500 (5 attempts); run",
    )
    assert not read_entries(online_project)
    count = len(loopback.requests)
    assert import_days(online_project) == days_of_papers(DAY)
    assert len(loopback.requests) == count + 3, "other pages are cached"


def test_offline_uses_the_cached_list(
    online_project: Config, upstream: Upstream, loopback: Loopback
) -> None:
    assert_failed(
        run(online_project, "import", "--huggingface", DAY, "--offline"), "run once without"
    )
    import_period(online_project, DAY)
    count = len(loopback.requests)
    upstream.wait(100)
    import_period(online_project, DAY, "--offline")
    assert len(loopback.requests) == count


def test_a_disabled_service_is_reported(project: Config, loopback: Loopback) -> None:
    config = loopback.connect(project, huggingface="off")
    assert_failed(run(config, "import", "--huggingface", DAY), "Hugging Face is off; set")
    assert not loopback.requests


def test_a_listed_paper_that_exists_keeps_its_day(
    online_project: Config,
) -> None:
    run(online_project, "add", PAPERS[3].arxiv, "--date", "2025-03-01")
    output = import_period(online_project, DAY)
    assert "31 created, " in output
    assert days(online_project) == days_of_papers(DAY) | {PAPERS[3].arxiv: "2025-03-01"}


ODD: dict[str, dict[str, Any]] = {
    PAPERS[3].arxiv: {"title": "A Survey of \x07 Umbrellas"},
    PAPERS[4].arxiv: {"summary": "so much was written " * 2_000},
    PAPERS[5].arxiv: {"title": "", "summary": ""},
    PAPERS[6].arxiv: {"title": PAPERS[0].title, "authors": [{"name": PAPERS[0].authors[0]}]},
}
"""Values that replace those of some papers in the day's list."""


def change_some_items(monkeypatch: pytest.MonkeyPatch, odd: dict[str, dict[str, Any]]) -> None:
    """Change some items of the list, by arXiv id."""
    original = services.huggingface_paper
    monkeypatch.setattr(
        services, "huggingface_paper", lambda paper: original(paper) | odd.get(paper.arxiv, {})
    )


def test_invalid_papers_are_reported_and_the_others_imported(
    online_project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_some_items(monkeypatch, ODD)
    result = run(online_project, "import", "--huggingface", DAY)
    assert result.exit_code == 1
    assert result.stdout.endswith("\n28 created, 0 changed, 0 unchanged, 4 not assigned\n")
    assert days(online_project).keys() == days_of_papers(DAY).keys() - ODD.keys()
    reasons = (
        r"not a valid entry: 'title' is 'A Survey of \x07 Umbrellas'; remove the invisible",
        "not a valid entry: the abstract has 39,999 characters; shorten it to at most 20,000",
        "item 6 has no title",
        f"has the same title as papers/2025/{PAPERS[0].arxiv}.md, but a different arXiv id; one of",
    )
    problems = result.stderr.splitlines()
    assert len(problems) == 4
    for reason in reasons:
        assert [line for line in problems if f"Hugging Face {DAY}:1: error: {reason}" in line]
    assert run(online_project, "check").exit_code == 0


def test_an_undated_paper_does_not_stop_a_month(
    online_project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_some_items(monkeypatch, {PAPERS[3].arxiv: {"submittedOnDailyAt": None}})
    result = run(online_project, "import", "--huggingface", "2025-03")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        "Hugging Face 2025-03:1: error: no date; import the list of the day on which "
        "the paper appeared: "
    )
    assert days(online_project).keys() == days_of_papers(DAY, NEXT_DAY).keys() - {PAPERS[3].arxiv}


def test_a_dry_run_of_a_list_only_prints_the_changes(online_project: Config) -> None:
    output = import_period(online_project, DAY, "--dry-run")
    assert output.count("  would create papers/2025/") == 32
    assert f"\n+title: '{PAPERS[0].title}'\n" in output
    assert output.endswith(
        "\n32 would be created, 0 would change, 0 unchanged, 0 not assigned; "
        "run again without --dry-run to write the changes\n"
    )
    assert not read_entries(online_project)
    assert "32 created, " in import_period(online_project, DAY)
    again = import_period(online_project, DAY, "--dry-run")
    assert again.endswith("\n0 would be created, 0 would change, 32 unchanged, 0 not assigned\n")
