"""Adding papers by identifier: requests, entries, conflicts, faults and interruptions."""

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
from tests.support.cli import read_tree, run
from tests.support.loopback import Loopback
from tests.support.paths import ROOT
from tests.support.upstream import Upstream, assert_failed, read_entries
from tests.support.upstream_papers import (
    DOORBELLS,
    ENTRY,
    KEYS,
    LANTERNS,
    MAPS,
    SERVICES,
    STRINGS,
    TESTS,
)

TRANSIENT = ("500", "503", "cut", "cut-silently", "slow", "silent")
UNKNOWN_ADDRESS = "no paper identifier in this URL; write the paper's arXiv id or DOI"
UNKNOWN_NAME = (
    "not an arXiv id, a DOI or a paper's URL; write one, such as 2402.07197 or "
    "10.1145/3589334.3645682"
)
FIVE_DIGITS = "arXiv ids from that month have 5 digits after the dot"
ARXIV_ID = "write an arXiv id such as 2402.07197 or hep-th/9901001"
UNKNOWN_DOI = "not found on Crossref or OpenAlex; correct it, or write the entry by hand"


@pytest.fixture
def short_timeouts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten timeouts and pauses between attempts."""
    usual = politeness.default_policy

    def quicker() -> politeness.RequestPolicy:
        return replace(usual(), read_timeout=0.1, total_timeout=0.15, backoff=0.01)

    monkeypatch.setattr(politeness, "default_policy", quicker)


def test_an_entry_is_written_word_for_word(online_project: Config) -> None:
    result = run(online_project, "add", TESTS.arxiv)
    assert result.stdout == (
        "created papers/2025/2503.08297.md: On the Use of Tests\n"
        "  arXiv 2025-03-12: title, arxiv, doi, published, updated, venue, authors, categories,"
        " abstract\n"
        "  Hugging Face 2025-03-12: upvotes, submitted_by, organization\n"
        "  Crossref 2025-03-12: type\n"
        "  to review: suggested tags: testing, methods\n"
    )
    assert (result.exit_code, result.stderr) == (0, "")
    assert read_entries(online_project) == {"2503.08297": ENTRY}
    assert run(online_project, "check").exit_code == 0


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
def test_every_form_of_an_identifier_ends_in_the_same_entry(
    online_project: Config, text: str
) -> None:
    assert run(online_project, "add", text).exit_code == 0
    assert read_entries(online_project) == {"2503.08297": ENTRY}


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
def test_ids_from_before_2007_are_accepted(online_project: Config, text: str) -> None:
    assert run(online_project, "add", text).exit_code == 0
    [added] = load.load(online_project).papers
    assert (added.slug, added.arxiv, added.doi) == ("hep-th-9901042", STRINGS.arxiv, STRINGS.doi)
    assert added.abstract == STRINGS.abstract


def test_repeated_papers_are_added_once(online_project: Config, loopback: Loopback) -> None:
    forms = (TESTS.arxiv, f"arXiv:{TESTS.arxiv}v2", TESTS.doi, LANTERNS.arxiv, TESTS.doi.upper())
    result = run(online_project, "add", *forms)
    assert read_entries(online_project)[TESTS.arxiv] == ENTRY
    assert list(read_entries(online_project)) == [LANTERNS.arxiv, TESTS.arxiv]
    assert result.stdout.count("created ") == 2
    assert len(loopback.requests_to("arxiv")) == 1, "one request asks for all papers"


def test_a_file_lists_papers_with_comments(online_project: Config, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(
        f"# this week\n\n{TESTS.arxiv}, {LANTERNS.arxiv}  # two of them\n  {STRINGS.arxiv},\n"
        f"\thttps://arxiv.org/abs/{MAPS.arxiv}#here\r\n",
        encoding="utf-8",
    )
    result = run(
        online_project, "add", DOORBELLS.arxiv, "--from", str(listed), "--date", "2025-01-02"
    )
    assert result.exit_code == 0, result.stderr
    assert sorted(paper.arxiv or "" for paper in load.load(online_project).papers) == sorted(
        paper.arxiv for paper in (TESTS, LANTERNS, STRINGS, MAPS, DOORBELLS)
    )
    assert {str(paper.date) for paper in load.load(online_project).papers} == {"2025-01-02"}


def test_a_line_with_spaces_or_commas_can_be_one_identifier(
    online_project: Config, tmp_path: Path
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(
        f"arXiv: {LANTERNS.arxiv}\t#two\ndoi: {TESTS.doi}\n#{MAPS.arxiv}\n10.5555/a,b(c\n",
        encoding="utf-8",
    )
    result = run(online_project, "add", "--from", str(listed))
    assert result.stderr.splitlines()[0] == f"{listed}:4: error: 10.5555/a,b(c: {UNKNOWN_DOI}"
    listed.write_text(listed.read_text("utf-8").replace("\n10", "\n # 10"), encoding="utf-8")
    assert run(online_project, "add", "--from", str(listed)).exit_code == 0
    assert list(read_entries(online_project)) == [LANTERNS.arxiv, TESTS.arxiv]


def test_invalid_identifiers_are_reported_with_their_place(
    online_project: Config, loopback: Loopback, tmp_path: Path
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"{TESTS.arxiv}\n\nsoon, 2402.07\n", encoding="utf-8")
    wrong = ("foo", "9999.99999", "https://example.org/a", "10.1/x", "2402.7197")
    result = run(online_project, "add", *wrong, LANTERNS.arxiv, "--from", str(listed))
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
    assert not read_entries(online_project)


def test_an_unknown_identifier_is_reported_once_and_writes_nothing(online_project: Config) -> None:
    result = run(
        online_project,
        "add",
        "2401.00001",
        "arXiv:2401.00001v3",
        TESTS.arxiv,
        "10.5555/none",
        "2401.00002",
    )
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"argument '10.5555/none': error: {UNKNOWN_DOI}",
        "argument '2401.00001': error: not found on arXiv; correct the id",
        "argument '2401.00002': error: not found on arXiv; correct the id",
        "3 problems; nothing was written",
    ]
    assert not read_entries(online_project)


def test_add_without_a_paper_is_a_usage_error(online_project: Config) -> None:
    result = run(online_project, "add")
    assert result.exit_code == 2
    assert "no paper given; pass one, such as 2402.07197, or use --from FILE" in result.stderr


def test_adding_again_changes_no_byte(online_project: Config, upstream: Upstream) -> None:
    arguments = ("add", TESTS.arxiv, STRINGS.doi, KEYS.arxiv, DOORBELLS.arxiv)
    assert run(online_project, *arguments).exit_code == 0
    before = read_tree(online_project.root)
    again = run(online_project, *arguments)
    assert (again.exit_code, again.stdout.count("unchanged papers/")) == (0, 4)
    assert read_tree(online_project.root) == before, "not even the cache"
    upstream.wait()
    assert run(online_project, *arguments).exit_code == 0
    assert read_tree(online_project.papers) == {
        path.removeprefix("papers/"): content
        for path, content in before.items()
        if path.startswith("papers/")
    }


def test_without_an_arxiv_id_the_slug_comes_from_the_title(
    online_project: Config, upstream: Upstream
) -> None:
    upstream.publish(replace(MAPS, arxiv="", title="Maps, Unfolded", featured=""))
    result = run(online_project, "add", MAPS.doi)
    assert result.exit_code == 0, result.stderr
    [added] = load.load(online_project).papers
    assert (added.slug, added.arxiv) == ("maps-unfolded", None)
    assert (added.doi or "").lower() == MAPS.doi.lower()
    assert added.venue == "Transactions on Examples 2025"


def test_a_doi_without_an_abstract_is_reported(online_project: Config, upstream: Upstream) -> None:
    upstream.publish(replace(MAPS, arxiv="", title="Maps, Unfolded", featured="", abstract=""))
    result = run(online_project, "add", LANTERNS.arxiv, MAPS.doi)
    assert_failed(result, f"argument '{MAPS.doi}': error: no service has an abstract; write")
    assert result.exit_code == 1
    assert not read_entries(online_project)


def test_a_heading_alone_is_not_an_abstract(
    online_project: Config, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    upstream.publish(replace(MAPS, arxiv="", title="Maps, Unfolded", featured="", abstract=""))
    work = {**services.crossref_work(MAPS), "abstract": "<jats:title>Abstract</jats:title>"}
    monkeypatch.setattr(services, "crossref_work", lambda _: work)
    assert_failed(
        run(online_project, "add", MAPS.doi),
        f"argument '{MAPS.doi}': error: no service has an abstract",
    )


def test_withdrawals_are_recorded_with_their_date(online_project: Config) -> None:
    run(online_project, "add", DOORBELLS.arxiv, KEYS.arxiv)
    withdrawn = {paper.arxiv: str(paper.withdrawn) for paper in load.load(online_project).papers}
    assert withdrawn == {DOORBELLS.arxiv: "2025-03-20", KEYS.arxiv: "2026-01-02"}


def test_only_a_retraction_without_a_day_needs_review(project: Config, loopback: Loopback) -> None:
    result = run(loopback.connect(project), "add", KEYS.arxiv)
    assert "retracted" not in result.stdout
    [path] = project.papers.rglob("*.md")
    path.unlink()
    settings = project.root / "mkdocs.yml"
    text = settings.read_text("utf-8").replace(loopback.settings()["crossref"], "off")
    settings.write_text(text, encoding="utf-8")
    result = run(project, "add", KEYS.arxiv)
    assert "  to review: marked as retracted by OpenAlex (no date given): Why Do" in result.stdout


def capture(config: Config, text: str, name: str = "capture.txt") -> None:
    path = config.root / name
    path.write_text(text, encoding="utf-8")
    assert run(config, "import", str(path), "--date", "2025-03-11").exit_code == 0


def test_an_imported_paper_is_matched_by_title(online_project: Config) -> None:
    capture(online_project, f"{TESTS.title.upper()}\n\n{TESTS.abstract[:200]}…\n")
    [path] = online_project.papers.rglob("*.md")
    mine = path.read_text("utf-8").replace("---\n", "---\n# mine, and it stays\n", 1)
    mine = mine.replace("tags: [testing, methods]", "tags: [measuring]  # not testing")
    path.write_text(mine.replace("date: 2025-03-11", "date: 2025-03-10"), encoding="utf-8")
    result = run(online_project, "add", TESTS.arxiv)
    assert result.stdout.startswith("changed papers/2025/on-the-use-of-tests.md: ")
    [added] = load.load(online_project).papers
    assert (added.arxiv, added.doi) == (TESTS.arxiv, TESTS.doi)
    assert (str(added.date), added.tags, added.slug) == (
        "2025-03-10",
        ("measuring",),
        "on-the-use-of-tests",
    )
    assert added.abstract == TESTS.abstract, "the capture had only its beginning"
    text = path.read_text("utf-8")
    assert "---\n# mine, and it stays\n" in text
    assert "tags: [measuring]  # not testing\n" in text


def test_an_imported_paper_is_matched_by_id(online_project: Config) -> None:
    link = f"https://huggingface.co/papers/{TESTS.arxiv}"
    capture(online_project, f"### [A Working Title]({link})\n\n{TESTS.abstract}\n", "capture.md")
    result = run(online_project, "add", TESTS.doi)
    assert result.stdout.startswith(f"changed papers/2025/{TESTS.arxiv}.md: On the Use of Tests\n")
    [added] = load.load(online_project).papers
    assert (added.arxiv, added.doi, str(added.date)) == (TESTS.arxiv, TESTS.doi, "2025-03-11")
    assert added.title == TESTS.title, "arXiv's title replaces the capture's"


def test_hand_written_values_stay_and_both_are_printed(online_project: Config) -> None:
    path = online_project.papers / "2025" / "mine.md"
    path.write_text(
        f"---\ntitle: Tests, and How to Use Them\ndate: 2025-03-01\narxiv: '{TESTS.arxiv}'\n"
        "authors: [Ngô Thí Dụ, Somebody Else]\nvenue: EXC 2025\n---\nMy own words about it.\n",
        encoding="utf-8",
    )
    result = run(online_project, "add", TESTS.arxiv)
    assert result.exit_code == 0
    text = path.read_text("utf-8")
    assert "title: Tests, and How to Use Them\n" in text
    assert "venue: EXC 2025\n" in text
    assert text.endswith("---\nMy own words about it.\n")
    assert f"doi: {TESTS.doi}\n" in text, "missing values are added"
    entry = "papers/2025/mine.md"
    assert (
        f"  {entry}:2: 'title' is 'Tests, and How to Use Them', but arXiv has 'On the "
        "Use of Tests'; not changed\n" in result.stdout
    )
    assert f"{entry}:" in result.stdout
    assert "'venue' is 'EXC 2025', but arXiv has 'Proceedings of the Example" in result.stdout
    assert "'abstract' is 'My own words about it.', but arXiv has 'On the Use" in result.stdout


def test_a_record_that_matches_two_entries_is_rejected(
    online_project: Config, upstream: Upstream
) -> None:
    by_hand = "---\ntitle: {}\ndate: 2025-03-01\n{}\n---\nWe fold maps.\n"
    for name, title, field in (
        ("one", MAPS.title, f"arxiv: '{MAPS.arxiv}'"),
        ("two", "Folding Maps", f"doi: {MAPS.doi}"),
    ):
        path = online_project.papers / "2025" / f"{name}.md"
        path.write_text(by_hand.format(title, field), encoding="utf-8")
    before = read_tree(online_project.papers)
    upstream.wait()
    result = run(online_project, "add", MAPS.arxiv)
    assert_failed(
        result, "has the same arXiv id as papers/2025/one.md and the same DOI as papers/2025/two.md"
    )
    assert read_tree(online_project.papers) == before


def test_no_second_entry_gets_the_same_doi(
    online_project: Config, loopback: Loopback, upstream: Upstream
) -> None:
    upstream.publish(replace(LANTERNS, doi=""), replace(LANTERNS, doi="10.5555/lamps"))
    for name, field in (("one", f"arxiv: '{LANTERNS.arxiv}'"), ("two", "doi: 10.5555/lamps")):
        path = online_project.papers / "2025" / f"{name}.md"
        title = f"{name} {LANTERNS.title}"
        text = f"---\ntitle: '{title}'\ndate: 2025-03-01\n{field}\n---\nWe light lamps.\n"
        path.write_text(text, encoding="utf-8")
    before = read_tree(online_project.papers)
    loopback.fault("arxiv", "one")  # arXiv's record has no DOI
    assert_failed(
        run(online_project, "add", "10.5555/lamps"), "error: has the ", "papers/2025/two.md"
    )
    assert read_tree(online_project.papers) == before


def test_offline_uses_cached_responses_of_any_age(
    online_project: Config, loopback: Loopback, upstream: Upstream
) -> None:
    before = run(online_project, "add", TESTS.arxiv, "--offline")
    assert_failed(before, "arXiv: no cached response for http://", "; run once without --offline")
    assert not loopback.requests
    run(online_project, "add", TESTS.arxiv)
    count = len(loopback.requests)
    next(online_project.papers.rglob("*.md")).unlink()
    upstream.wait(400)
    assert (
        run(online_project, "add", TESTS.arxiv, "--offline", "--date", "2025-03-12").exit_code == 0
    )
    assert read_entries(online_project)[TESTS.arxiv] == ENTRY
    assert len(loopback.requests) == count


def test_without_arxiv_dois_are_added_and_ids_refused(project: Config, loopback: Loopback) -> None:
    config = loopback.connect(project, arxiv="off")
    assert_failed(run(config, "add", TESTS.arxiv), "arXiv is off; set its URL under")
    assert run(config, "add", TESTS.doi).exit_code == 0
    [added] = load.load(config).papers
    assert (added.arxiv, added.doi) == (TESTS.arxiv, TESTS.doi)
    assert not loopback.requests_to("arxiv")


def test_without_doi_services_a_doi_is_not_called_unknown(
    project: Config, loopback: Loopback
) -> None:
    config = loopback.connect(project, crossref="off", openalex="off")
    assert_failed(
        run(config, "add", TESTS.doi),
        "Crossref and OpenAlex are disabled in mkdocs.yml; enable one",
    )
    assert not loopback.requests


@pytest.mark.usefixtures("short_timeouts")
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("fault", TRANSIENT)
def test_temporary_faults_are_retried_without_loss(
    online_project: Config, loopback: Loopback, service: str, fault: str
) -> None:
    loopback.fault(service, fault)
    result = run(online_project, "add", TESTS.arxiv)
    assert result.exit_code == 0, result.stderr
    assert f"{SERVICES[service]} " in result.stderr
    assert "retrying in " in result.stderr
    assert read_entries(online_project) == {TESTS.arxiv: ENTRY}


@pytest.mark.parametrize("service", ["arxiv", "crossref"])
def test_the_client_waits_as_long_as_the_server_asks(
    online_project: Config, loopback: Loopback, service: str
) -> None:
    loopback.fault(service, "429", retry_after=1)
    assert run(online_project, "add", TESTS.arxiv).exit_code == 0
    first, second = (request.when for request in loopback.requests_to(service))
    assert second - first >= 1
    assert read_entries(online_project) == {TESTS.arxiv: ENTRY}


@pytest.mark.usefixtures("short_timeouts")
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("fault", ["500", "cut", "silent"])
def test_a_lasting_fault_stops_the_run(
    online_project: Config, loopback: Loopback, service: str, fault: str
) -> None:
    run(online_project, "add", LANTERNS.arxiv)
    before = read_tree(online_project.papers)
    loopback.fault(service, fault, times=5)
    assert_failed(
        run(online_project, "add", TESTS.arxiv),
        f"{SERVICES[service]} ",
        "(5 attempts); run the command again later",
    )
    assert read_tree(online_project.papers) == before


def test_ctrl_c_leaves_complete_files_and_says_how_to_continue(
    online_project: Config, loopback: Loopback
) -> None:
    run(online_project, "add", LANTERNS.arxiv)
    before, count = read_tree(online_project.papers), len(loopback.requests_to("crossref"))
    loopback.fault("crossref", "slow")
    command = [sys.executable, "-m", "generator", "-C", str(online_project.root), "add"]
    running = subprocess.Popen(
        [*command, DOORBELLS.arxiv, TESTS.arxiv],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    ends = time.monotonic() + 20
    while len(loopback.requests_to("crossref")) == count and time.monotonic() < ends:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, stderr = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "interrupted; run the same command to continue\n" in stderr
    assert "Traceback" not in stderr
    assert read_tree(online_project.papers) == before
    assert run(online_project, "add", DOORBELLS.arxiv, TESTS.arxiv).exit_code == 0
    assert read_entries(online_project)[TESTS.arxiv] == ENTRY
    assert len(loopback.requests_to("arxiv")) == 2, "earlier responses are cached"
