"""The daily workflow: the pull request that it opens, and when it opens none.

The tests run the workflow's steps unchanged, in a real repository and with a server on loopback.
Only GitHub's command ``gh`` is simulated.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from generator.core.config import Config
from tests.support import services
from tests.support.loopback import Loopback
from tests.support.paths import ROOT

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "daily.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in WORKFLOW["jobs"]["propose"]["steps"] if "run" in step}
GH = """\
#!/bin/sh
echo "$*" >> "$RUNNER_TEMP/gh.txt"
case "$1 $2" in "pr create") exit "${REFUSED:-0}";; "repo view") echo trunk;; esac
"""


@dataclass
class WorkflowRun:
    """A checked-out repository with a remote."""

    project: Config
    folder: Path

    def steps(self, *names: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run steps until one fails, as GitHub does."""
        environment = {
            **os.environ,
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.folder),
            "PERIOD": "2025-03-11",
            "GH_TOKEN": "",
            **variables,
        }
        for name in names:
            result = subprocess.run(
                ["bash", "-eo", "pipefail", "-c", STEPS[name]["run"]],
                cwd=self.project.root,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            if result.returncode:
                break
        return result

    def git(self, *arguments: str) -> str:
        """Run git in the repository and return its output."""
        return subprocess.run(
            ["git", *arguments],
            cwd=self.project.root,
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout

    @property
    def gh_calls(self) -> list[str]:
        """The arguments of each call of ``gh``."""
        path = self.folder / "gh.txt"
        return path.read_text("utf-8").splitlines() if path.exists() else []


@pytest.fixture
def workflow(
    project: Config, loopback: Loopback, tmp_path_factory: pytest.TempPathFactory
) -> WorkflowRun:
    folder = tmp_path_factory.mktemp("runner")
    (folder / "bin").mkdir()
    (folder / "bin" / "gh").write_text(GH)
    (folder / "bin" / "gh").chmod(0o755)
    run = WorkflowRun(loopback.connect(project), folder)
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder / "remote")], check=True)
    run.git("init", "--quiet", "--initial-branch", "main")
    (project.root / ".gitignore").write_text("/.venv\n/.cache/\n")
    run.git("add", ".")
    run.git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "A")
    run.git("remote", "add", "origin", str(folder / "remote"))
    (project.root / ".venv").symlink_to(sys.prefix)
    return run


def test_a_new_day_opens_a_pull_request_with_the_report(workflow: WorkflowRun) -> None:
    result = workflow.steps("Import", "Propose")
    assert result.returncode == 0, result.stderr
    assert workflow.git("log", "-1", "--format=%s", "origin/digest/2025-03-11").strip() == (
        "Papers of Hugging Face 2025-03-11"
    )
    changed = workflow.git("diff", "--name-only", "main", "origin/digest/2025-03-11").split()
    assert len(changed) == 32
    assert all(path.startswith("papers/2025/") for path in changed)
    assert [call.split(" --body")[0] for call in workflow.gh_calls] == [
        "auth setup-git",
        "repo view --json defaultBranchRef --jq .defaultBranchRef.name",
        "pr create --base trunk --head digest/2025-03-11 --title Papers of Hugging Face 2025-03-11",
    ]
    body = (workflow.folder / "body.md").read_text("utf-8").splitlines()
    assert body[2] == "    Hugging Face 2025-03-11: 32 papers"
    assert all(line.startswith("    ") for line in body[2:])


def invalidate_one_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a control character into the title of the third paper in the list."""
    original, arxiv = services.huggingface_paper, services.PAPERS[2].arxiv
    monkeypatch.setattr(
        services,
        "huggingface_paper",
        lambda paper: original(paper) | ({"title": "Sheep\x07"} if paper.arxiv == arxiv else {}),
    )


@pytest.mark.parametrize("github", ["", "true"])
def test_an_invalid_paper_is_listed_in_the_pull_request(
    workflow: WorkflowRun, monkeypatch: pytest.MonkeyPatch, github: str
) -> None:
    invalidate_one_paper(monkeypatch)
    result = workflow.steps("Import", "Check", "Propose", GITHUB_ACTIONS=github)
    assert result.returncode == 0, result.stderr
    changed = workflow.git("diff", "--name-only", "main", "origin/digest/2025-03-11").split()
    assert len(changed) == 31
    body = (workflow.folder / "body.md").read_text("utf-8").splitlines()
    problem = (
        "    Hugging Face 2025-03-11:1: error: not a valid entry: 'title' is 'Sheep\\x07'; remove "
        "the invisible character U+0007: 'Sheep\\x07 Counting Sheep Is All Sleepers Need "
        "has long been studied in 4 rooms. In this w…'; assign it by hand"
    )
    assert body[:3] == ["Some papers could not be imported. Add them by hand:", "", problem]
    assert body[3:6] == ["", "Review titles, tags and links, then merge. Report of the import:", ""]
    assert body[6] == "    Hugging Face 2025-03-11: 32 papers"
    assert not [line for line in body if "::error" in line]


def test_an_invalid_paper_alone_fails_the_run(
    workflow: WorkflowRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    invalidate_one_paper(monkeypatch)
    workflow.steps("Import")
    workflow.git("add", "papers")
    workflow.git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "B")
    result = workflow.steps("Import", "Check", "Propose")
    assert (result.returncode, result.stdout) == (1, "Nothing new in 2025-03-11\n")
    assert workflow.gh_calls == []


def test_entries_with_problems_fail_without_a_pull_request(workflow: WorkflowRun) -> None:
    (workflow.project.papers / "2025" / "a.md").write_text("no entry", encoding="utf-8")
    result = workflow.steps("Import", "Check", "Propose")
    assert result.returncode == 1
    assert "papers/2025/a.md:1: error: no front matter" in result.stderr
    assert workflow.gh_calls == []


def test_an_existing_branch_is_not_overwritten(workflow: WorkflowRun) -> None:
    branch = "digest/2025-03-11"
    workflow.git("push", "--quiet", "origin", f"main:refs/heads/{branch}")
    before = workflow.git("ls-remote", "origin")
    result = workflow.steps("Import", "Propose")
    assert result.returncode == 0, result.stderr
    assert result.stdout.endswith(f"{branch} already exists; delete it to propose the day again\n")
    assert workflow.git("ls-remote", "origin") == before
    assert workflow.gh_calls == ["auth setup-git"]


def test_an_unreachable_remote_fails_without_a_pull_request(workflow: WorkflowRun) -> None:
    workflow.git("remote", "set-url", "origin", str(workflow.folder / "nowhere"))
    assert workflow.steps("Import", "Propose").returncode != 0
    assert workflow.gh_calls == ["auth setup-git"]


def test_a_long_report_is_cut_to_the_limit_of_github(workflow: WorkflowRun) -> None:
    workflow.steps("Import")
    report = workflow.folder / "report.txt"
    report.write_text(report.read_text("utf-8") + "é\n" * 100_000, encoding="utf-8")
    result = workflow.steps("Propose", LC_ALL="C.UTF-8")
    assert result.returncode == 0, result.stderr
    assert len((workflow.folder / "body.md").read_text("utf-8").rstrip("\n")) in {59_999, 60_000}


def test_a_refused_pull_request_leaves_no_branch_and_fails(workflow: WorkflowRun) -> None:
    result = workflow.steps("Import", "Propose", REFUSED="1")
    assert result.returncode == 1
    assert workflow.git("ls-remote", "origin", "refs/heads/digest/*") == ""


def test_a_day_without_new_papers_opens_no_pull_request(workflow: WorkflowRun) -> None:
    workflow.steps("Import")
    workflow.git("add", "papers")
    workflow.git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "B")
    result = workflow.steps("Import", "Propose")
    assert (result.returncode, result.stdout) == (0, "Nothing new in 2025-03-11\n")
    assert workflow.gh_calls == []


@pytest.mark.parametrize("fault", ["html", "empty", "not-utf8", "403"])
def test_a_rejected_response_fails_without_a_pull_request(
    workflow: WorkflowRun, loopback: Loopback, fault: str
) -> None:
    loopback.fault("huggingface", fault)
    result = workflow.steps("Import", "Propose")
    assert result.returncode != 0
    assert result.stderr.startswith("error: Hugging Face ")
    assert workflow.gh_calls == []
    assert workflow.git("status", "--porcelain") == ""


def test_the_workflow_has_only_the_tested_steps() -> None:
    assert list(STEPS) == [
        "Start from a clean state",
        "Install",
        "Import",
        "Check",
        "Propose",
    ]
    assert WORKFLOW["jobs"]["propose"]["env"]["PERIOD"] == "${{ inputs.period || 'yesterday' }}"
