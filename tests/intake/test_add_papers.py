"""Tests of papers that are added by their identifiers: what is asked, written and refused."""

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.fetch import politeness
from generator.library import load
from tests.support import services
from tests.support.cli import run, tree
from tests.support.loopback import Loopback
from tests.support.paths import ROOT
from tests.support.services import PAPERS, paper
from tests.support.upstream import Upstream, entries, refused

TESTS = paper("On the Use of Tests")
MAPS = paper("Learning to Fold Maps")
STRINGS = paper("hep-th/9901042")
DOORBELLS = paper("The Grammar of Doorbells")
LANTERNS, KEYS = PAPERS[:2]

SERVICES = {
    "arxiv": "arXiv",
    "huggingface": "Hugging Face",
    "crossref": "Crossref",
    "openalex": "OpenAlex",
}
TRANSIENT = ("500", "503", "cut", "cut-silently", "slow", "silent")
WRONG = {
    "html": "instead of",
    "not-utf8": "sent a response that is not UTF-8",
    "wrong-id": "about another paper",
    "error-entry": "",
    "403": "answered 403",
}
UNKNOWN_ADDRESS = "no paper identifier in this URL; write the paper's arXiv id or DOI"
UNKNOWN_NAME = (
    "not an arXiv id, a DOI or a paper's URL; write one, such as 2402.07197 or "
    "10.1145/3589334.3645682"
)
FIVE_DIGITS = "arXiv ids of that month have 5 digits after the dot"
ARXIV_ID = "write an arXiv id such as 2402.07197 or hep-th/9901001"
UNKNOWN_DOI = "Crossref and OpenAlex do not have it; correct it, or write the entry by hand"

ENTRY = f"""\
---
title: On the Use of Tests
date: 2025-03-12
authors: [Ngô Thí Dụ, Aylin Örnek, Per Prøve, J. Doe Jr.]
arxiv: '2503.08297'
doi: 10.5555/3589334.3645682
published: 2025-03-07
updated: 2025-06-03
venue: Proceedings of the Example Conference 2025, pages 1-12
type: conference
categories: [cs.CL, cs.AI]
tags: [testing, methods]
upvotes: 24
submitted_by: ada-example
organization: Example Labs
provenance:
  arxiv 2025-03-12: title=bfbb arxiv=8d22 doi=750c published=a0d2 updated=86f9 venue=fb8c \
authors=5551 categories=111d abstract=ec59
  huggingface 2025-03-12: upvotes=b334 submitted_by=7af7 organization=faa2
  crossref 2025-03-12: type=8c5a
---
{TESTS.abstract}
"""


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait long for an answer that does not come."""
    usual = politeness.default_policy

    def quicker() -> politeness.RequestPolicy:
        return replace(usual(), read_timeout=0.1, total_timeout=0.15, backoff=0.01)

    monkeypatch.setattr(politeness, "default_policy", quicker)


def test_an_entry_is_written_word_for_word(joined: Config) -> None:
    result = run(joined, "add", TESTS.arxiv)
    assert result.stdout == (
        "created papers/2025/2503.08297.md: On the Use of Tests\n"
        "  arXiv 2025-03-12: title, arxiv, doi, published, updated, venue, authors, categories,"
        " abstract\n"
        "  Hugging Face 2025-03-12: upvotes, submitted_by, organization\n"
        "  Crossref 2025-03-12: type\n"
        "  to review: suggested tags: testing, methods\n"
    )
    assert (result.exit_code, result.stderr) == (0, "")
    assert entries(joined) == {"2503.08297": ENTRY}
    assert run(joined, "check").exit_code == 0


@pytest.mark.parametrize(
    "text",
    [
        TESTS.arxiv,
        f"arXiv:{TESTS.arxiv}v2",
        f"https://arxiv.org/abs/{TESTS.arxiv}",
        f"http://www.arxiv.org/abs/{TESTS.arxiv}v1?context=cs",
        f"https://arxiv.org/pdf/{TESTS.arxiv}v2",
        f"https://export.arxiv.org/pdf/{TESTS.arxiv}.pdf",
        f"huggingface.co/papers/{TESTS.arxiv}",
        f"https://huggingface.co/papers/{TESTS.arxiv}#community",
        f"10.48550/arXiv.{TESTS.arxiv}",
        f"https://doi.org/10.48550/arXiv.{TESTS.arxiv}",
        TESTS.doi,
        f"doi:{TESTS.doi}",
        f"https://doi.org/{TESTS.doi}",
        f"https://dl.example.org/doi/abs/{TESTS.doi}",
        f"https://dl.example.org/doi/pdf/{TESTS.doi}.pdf?download=true",
    ],
)
def test_every_form_of_an_identifier_ends_in_the_same_entry(joined: Config, text: str) -> None:
    assert run(joined, "add", text).exit_code == 0
    assert entries(joined) == {"2503.08297": ENTRY}


@pytest.mark.parametrize(
    "text",
    [
        "hep-th/9901042",
        "arXiv:hep-th/9901042v1",
        "https://arxiv.org/abs/hep-th/9901042",
        "https://arxiv.org/pdf/hep-th/9901042v1.pdf",
        "10.48550/arXiv.hep-th/9901042",
        STRINGS.doi,
    ],
)
def test_an_old_id_is_one_too(joined: Config, text: str) -> None:
    assert run(joined, "add", text).exit_code == 0
    [added] = load.load(joined).papers
    assert (added.slug, added.arxiv, added.doi) == ("hep-th-9901042", STRINGS.arxiv, STRINGS.doi)
    assert added.abstract == STRINGS.abstract


def test_the_same_paper_in_several_forms_is_one(joined: Config, loopback: Loopback) -> None:
    forms = (TESTS.arxiv, f"arXiv:{TESTS.arxiv}v2", TESTS.doi, LANTERNS.arxiv, TESTS.doi.upper())
    result = run(joined, "add", *forms)
    assert entries(joined)[TESTS.arxiv] == ENTRY
    assert list(entries(joined)) == [LANTERNS.arxiv, TESTS.arxiv]
    assert result.stdout.count("created ") == 2
    assert len(loopback.asked("arxiv")) == 1, "all papers are in one question"


def test_papers_are_named_in_a_file(joined: Config, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(
        f"# of this week\n\n{TESTS.arxiv}, {LANTERNS.arxiv}  # two of them\n  {STRINGS.arxiv},\n"
        f"\thttps://arxiv.org/abs/{MAPS.arxiv}#here\r\n",
        encoding="utf-8",
    )
    result = run(joined, "add", DOORBELLS.arxiv, "--from", str(listed), "--date", "2025-01-02")
    assert result.exit_code == 0, result.stderr
    assert sorted(each.arxiv or "" for each in load.load(joined).papers) == sorted(
        each.arxiv for each in (TESTS, LANTERNS, STRINGS, MAPS, DOORBELLS)
    )
    assert {str(each.date) for each in load.load(joined).papers} == {"2025-01-02"}


def test_each_line_of_a_file_is_one_identifier(joined: Config, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(
        f"arXiv: {LANTERNS.arxiv}\t#two\ndoi: {TESTS.doi}\n#{MAPS.arxiv}\n10.5555/a,b(c\n",
        encoding="utf-8",
    )
    result = run(joined, "add", "--from", str(listed))
    assert result.stderr.splitlines()[0] == f"{listed}:4: error: 10.5555/a,b(c: {UNKNOWN_DOI}"
    listed.write_text(listed.read_text("utf-8").replace("\n10", "\n # 10"), encoding="utf-8")
    assert run(joined, "add", "--from", str(listed)).exit_code == 0
    assert list(entries(joined)) == [LANTERNS.arxiv, TESTS.arxiv]


def test_what_names_no_paper_is_said_with_its_place(
    joined: Config, loopback: Loopback, tmp_path: Path
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"{TESTS.arxiv}\n\nsoon, 2402.07\n", encoding="utf-8")
    wrong = ("foo", "9999.99999", "https://example.org/a", "10.1/x", "2402.7197")
    result = run(joined, "add", *wrong, LANTERNS.arxiv, "--from", str(listed))
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert lines[-1] == "6 problems; nothing was written"
    assert lines[:-1] == [
        f"{listed}:3: error: soon, 2402.07: {UNKNOWN_NAME}",
        "argument '10.1/x': error: not a DOI; write a DOI such as 10.1145/3589334.3645682",
        f"argument '2402.7197': error: not an arXiv id; {FIVE_DIGITS}",
        f"argument '9999.99999': error: not an arXiv id; {ARXIV_ID}",
        f"argument 'foo': error: {UNKNOWN_NAME}",
        f"argument 'https://example.org/a': error: {UNKNOWN_ADDRESS}",
    ]
    assert not loopback.requests
    assert not entries(joined)


def test_an_unknown_identifier_is_reported_once_and_writes_nothing(joined: Config) -> None:
    result = run(
        joined, "add", "2401.00001", "arXiv:2401.00001v3", TESTS.arxiv, "10.5555/none", "2401.00002"
    )
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"argument '10.5555/none': error: {UNKNOWN_DOI}",
        "argument '2401.00001': error: arXiv has no such paper; correct the id",
        "argument '2401.00002': error: arXiv has no such paper; correct the id",
        "3 problems; nothing was written",
    ]
    assert not entries(joined)


def test_naming_no_paper_is_a_wrong_call(joined: Config) -> None:
    result = run(joined, "add")
    assert result.exit_code == 2
    assert "no paper given; name one, such as 2402.07197, or use --from FILE" in result.stderr


def test_adding_again_changes_no_byte(joined: Config, upstream: Upstream) -> None:
    wanted = ("add", TESTS.arxiv, STRINGS.doi, KEYS.arxiv, DOORBELLS.arxiv)
    assert run(joined, *wanted).exit_code == 0
    before = tree(joined.root)
    again = run(joined, *wanted)
    assert (again.exit_code, again.stdout.count("unchanged papers/")) == (0, 4)
    assert tree(joined.root) == before, "not even the cache"
    upstream.wait()
    assert run(joined, *wanted).exit_code == 0
    assert tree(joined.papers) == {
        path.removeprefix("papers/"): content
        for path, content in before.items()
        if path.startswith("papers/")
    }


def test_a_doi_without_arxiv_id_is_named_by_its_title(joined: Config, upstream: Upstream) -> None:
    upstream.publish(replace(MAPS, arxiv="", title="Maps, Unfolded", featured=""))
    result = run(joined, "add", MAPS.doi)
    assert result.exit_code == 0, result.stderr
    [added] = load.load(joined).papers
    assert (added.slug, added.arxiv) == ("maps-unfolded", None)
    assert (added.doi or "").lower() == MAPS.doi.lower()
    assert added.venue == "Transactions on Examples 2025"


def test_a_doi_without_an_abstract_anywhere_is_for_a_person(
    joined: Config, upstream: Upstream
) -> None:
    upstream.publish(replace(MAPS, arxiv="", title="Maps, Unfolded", featured="", abstract=""))
    result = run(joined, "add", LANTERNS.arxiv, MAPS.doi)
    refused(result, f"argument '{MAPS.doi}': error: no service has its abstract; write the entry")
    assert result.exit_code == 1
    assert not entries(joined)


def test_an_abstract_that_is_its_heading_alone_is_none(
    joined: Config, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    upstream.publish(replace(MAPS, arxiv="", title="Maps, Unfolded", featured="", abstract=""))
    work = {**services.crossref_work(MAPS), "abstract": "<jats:title>Abstract</jats:title>"}
    monkeypatch.setattr(services, "crossref_work", lambda _: work)
    refused(
        run(joined, "add", MAPS.doi), f"argument '{MAPS.doi}': error: no service has its abstract"
    )


def test_a_withdrawn_paper_says_so(joined: Config) -> None:
    run(joined, "add", DOORBELLS.arxiv, KEYS.arxiv)
    withdrawn = {each.arxiv: str(each.withdrawn) for each in load.load(joined).papers}
    assert withdrawn == {DOORBELLS.arxiv: "2025-03-20", KEYS.arxiv: "2026-01-02"}


def test_only_a_retraction_without_a_day_needs_review(project: Config, loopback: Loopback) -> None:
    result = run(loopback.join(project), "add", KEYS.arxiv)
    assert "retracted" not in result.stdout
    [path] = project.papers.rglob("*.md")
    path.unlink()
    settings = project.root / "mkdocs.yml"
    text = settings.read_text("utf-8").replace(loopback.settings()["crossref"], "off")
    settings.write_text(text, encoding="utf-8")
    result = run(project, "add", KEYS.arxiv)
    assert "  to review: retracted, says OpenAlex, and not since when: Why Do" in result.stdout


def capture(config: Config, text: str, name: str = "capture.txt") -> None:
    path = config.root / name
    path.write_text(text, encoding="utf-8")
    assert run(config, "import", str(path), "--date", "2025-03-11").exit_code == 0


def test_a_paper_of_a_capture_is_joined_by_its_title(joined: Config) -> None:
    capture(joined, f"{TESTS.title.upper()}\n\n{TESTS.abstract[:200]}…\n")
    [path] = joined.papers.rglob("*.md")
    mine = path.read_text("utf-8").replace("---\n", "---\n# mine, and it stays\n", 1)
    mine = mine.replace("tags: [testing, methods]", "tags: [measuring]  # not testing")
    path.write_text(mine.replace("date: 2025-03-11", "date: 2025-03-10"), encoding="utf-8")
    result = run(joined, "add", TESTS.arxiv)
    assert result.stdout.startswith("changed papers/2025/on-the-use-of-tests.md: ")
    [added] = load.load(joined).papers
    assert (added.arxiv, added.doi) == (TESTS.arxiv, TESTS.doi)
    assert (str(added.date), added.tags, added.slug) == (
        "2025-03-10",
        ("measuring",),
        "on-the-use-of-tests",
    )
    assert added.abstract == TESTS.abstract, "the capture's was only its beginning"
    text = path.read_text("utf-8")
    assert "---\n# mine, and it stays\n" in text
    assert "tags: [measuring]  # not testing\n" in text


def test_a_paper_of_a_capture_is_joined_by_its_id(joined: Config) -> None:
    link = f"https://huggingface.co/papers/{TESTS.arxiv}"
    capture(joined, f"### [A Working Title]({link})\n\n{TESTS.abstract}\n", "capture.md")
    result = run(joined, "add", TESTS.doi)
    assert result.stdout.startswith(f"changed papers/2025/{TESTS.arxiv}.md: On the Use of Tests\n")
    [added] = load.load(joined).papers
    assert (added.arxiv, added.doi, str(added.date)) == (TESTS.arxiv, TESTS.doi, "2025-03-11")
    assert added.title == TESTS.title, "the capture's gives way to arXiv's"


def test_what_a_person_wrote_stays_and_both_values_are_said(joined: Config) -> None:
    path = joined.papers / "2025" / "mine.md"
    path.write_text(
        f"---\ntitle: Tests, and How to Use Them\ndate: 2025-03-01\narxiv: '{TESTS.arxiv}'\n"
        "authors: [Ngô Thí Dụ, Somebody Else]\nvenue: EXC 2025\n---\nMy own words about it.\n",
        encoding="utf-8",
    )
    result = run(joined, "add", TESTS.arxiv)
    assert result.exit_code == 0
    text = path.read_text("utf-8")
    assert "title: Tests, and How to Use Them\n" in text
    assert "venue: EXC 2025\n" in text
    assert text.endswith("---\nMy own words about it.\n")
    assert f"doi: {TESTS.doi}\n" in text, "what it lacked is taken"
    shown = "papers/2025/mine.md"
    assert (
        f"  {shown}:2: 'title' is 'Tests, and How to Use Them', but 'On the Use of Tests' in arXiv;"
        " kept\n" in result.stdout
    )
    assert f"{shown}:" in result.stdout
    assert "'venue' is 'EXC 2025', but 'Proceedings of the Example" in result.stdout
    assert "'abstract' is 'My own words about it.', but 'On the Use" in result.stdout


def test_an_identifier_of_another_entry_is_refused(joined: Config, upstream: Upstream) -> None:
    by_hand = "---\ntitle: {}\ndate: 2025-03-01\n{}\n---\nWe fold maps.\n"
    for name, title, field in (
        ("one", MAPS.title, f"arxiv: '{MAPS.arxiv}'"),
        ("two", "Folding Maps", f"doi: {MAPS.doi}"),
    ):
        path = joined.papers / "2025" / f"{name}.md"
        path.write_text(by_hand.format(title, field), encoding="utf-8")
    before = tree(joined.papers)
    upstream.wait()
    result = run(joined, "add", MAPS.arxiv)
    refused(result, "has the arXiv id of papers/2025/one.md and the DOI of papers/2025/two.md")
    assert tree(joined.papers) == before


def test_a_doi_is_not_given_to_a_second_entry(
    joined: Config, loopback: Loopback, upstream: Upstream
) -> None:
    upstream.publish(replace(LANTERNS, doi=""), replace(LANTERNS, doi="10.5555/lamps"))
    for name, field in (("one", f"arxiv: '{LANTERNS.arxiv}'"), ("two", "doi: 10.5555/lamps")):
        path = joined.papers / "2025" / f"{name}.md"
        title = f"{name} {LANTERNS.title}"
        text = f"---\ntitle: '{title}'\ndate: 2025-03-01\n{field}\n---\nWe light lamps.\n"
        path.write_text(text, encoding="utf-8")
    before = tree(joined.papers)
    loopback.fault("arxiv", "one")  # what arXiv says has no DOI
    refused(run(joined, "add", "10.5555/lamps"), "error: has the ", "papers/2025/two.md")
    assert tree(joined.papers) == before


def test_offline_takes_what_was_answered_before_whatever_its_age(
    joined: Config, loopback: Loopback, upstream: Upstream
) -> None:
    before = run(joined, "add", TESTS.arxiv, "--offline")
    refused(before, "arXiv: no cached response for http://", "; run once without --offline")
    assert not loopback.requests
    run(joined, "add", TESTS.arxiv)
    asked = len(loopback.requests)
    next(joined.papers.rglob("*.md")).unlink()
    upstream.wait(400)
    assert run(joined, "add", TESTS.arxiv, "--offline", "--date", "2025-03-12").exit_code == 0
    assert entries(joined)[TESTS.arxiv] == ENTRY
    assert len(loopback.requests) == asked


@pytest.mark.parametrize("off", ["huggingface", "crossref", "openalex"])
def test_a_service_that_is_off_is_not_asked(
    project: Config, loopback: Loopback, upstream: Upstream, off: str
) -> None:
    upstream.wait(0)
    config = loopback.join(project, **{off: "off"})
    assert run(config, "add", TESTS.arxiv).exit_code == 0
    assert not loopback.asked(off)
    assert {each.service for each in loopback.requests} == SERVICES.keys() - {off}
    assert entries(config)[TESTS.arxiv].startswith(ENTRY[:60])


def test_without_arxiv_dois_are_added_and_ids_refused(project: Config, loopback: Loopback) -> None:
    config = loopback.join(project, arxiv="off")
    refused(run(config, "add", TESTS.arxiv), "arXiv is off; set its address under")
    assert run(config, "add", TESTS.doi).exit_code == 0
    [added] = load.load(config).papers
    assert (added.arxiv, added.doi) == (TESTS.arxiv, TESTS.doi)
    assert not loopback.asked("arxiv")


def test_a_doi_that_nobody_looks_up_is_not_unknown(project: Config, loopback: Loopback) -> None:
    config = loopback.join(project, crossref="off", openalex="off")
    refused(
        run(config, "add", TESTS.doi), "Crossref and OpenAlex are off in mkdocs.yml; let one be"
    )
    assert not loopback.requests


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("fault", TRANSIENT)
def test_what_comes_in_spite_of_a_fault_is_whole(
    joined: Config, loopback: Loopback, service: str, fault: str
) -> None:
    loopback.fault(service, fault)
    result = run(joined, "add", TESTS.arxiv)
    assert result.exit_code == 0, result.stderr
    assert f"{SERVICES[service]} " in result.stderr
    assert "retrying in " in result.stderr
    assert entries(joined) == {TESTS.arxiv: ENTRY}


@pytest.mark.parametrize("service", ["arxiv", "crossref"])
def test_a_server_is_given_the_time_it_asks_for(
    joined: Config, loopback: Loopback, service: str
) -> None:
    loopback.fault(service, "429", retry_after=1)
    assert run(joined, "add", TESTS.arxiv).exit_code == 0
    first, second = (each.when for each in loopback.asked(service))
    assert second - first >= 1
    assert entries(joined) == {TESTS.arxiv: ENTRY}


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("fault", ["500", "cut", "silent"])
def test_a_fault_that_lasts_ends_the_run(
    joined: Config, loopback: Loopback, service: str, fault: str
) -> None:
    run(joined, "add", LANTERNS.arxiv)
    before = tree(joined.papers)
    loopback.fault(service, fault, times=5)
    refused(run(joined, "add", TESTS.arxiv), f"{SERVICES[service]} ", "5 times; run it again later")
    assert tree(joined.papers) == before


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("fault", WRONG)
def test_an_answer_about_another_paper_is_refused(
    joined: Config, loopback: Loopback, service: str, fault: str
) -> None:
    run(joined, "add", LANTERNS.arxiv)
    before = tree(joined.papers)
    loopback.fault(service, fault)
    result = run(joined, "add", DOORBELLS.arxiv, TESTS.arxiv)
    refused(result, f"error: {SERVICES[service]} ", WRONG[fault], "; ")
    assert result.exit_code == 2
    assert tree(joined.papers) == before
    assert run(joined, "add", TESTS.arxiv).exit_code == 0, "it is not kept"
    assert entries(joined)[TESTS.arxiv] == ENTRY


def test_ctrl_c_leaves_complete_files_and_says_how_to_continue(
    joined: Config, loopback: Loopback
) -> None:
    run(joined, "add", LANTERNS.arxiv)
    before, asked = tree(joined.papers), len(loopback.asked("crossref"))
    loopback.fault("crossref", "slow")
    command = [sys.executable, "-m", "generator", "-C", str(joined.root), "add"]
    running = subprocess.Popen(
        [*command, DOORBELLS.arxiv, TESTS.arxiv],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    ends = time.monotonic() + 20
    while len(loopback.asked("crossref")) == asked and time.monotonic() < ends:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "interrupted; run the same command to continue\n" in said
    assert "Traceback" not in said
    assert tree(joined.papers) == before
    assert run(joined, "add", DOORBELLS.arxiv, TESTS.arxiv).exit_code == 0
    assert entries(joined)[TESTS.arxiv] == ENTRY
    assert len(loopback.asked("arxiv")) == 2, "what was answered before is kept"
