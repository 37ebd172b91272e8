"""The workflow of the day's list: what it proposes, and that it proposes nothing where it fails.

Its steps run here as they are written, on a real repository and a server on loopback; GitHub's
own command is the one part that is played, as it needs GitHub.
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
class Run:
    """A repository with a remote, as the workflow finds it."""

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
            done = subprocess.run(
                ["bash", "-eo", "pipefail", "-c", STEPS[name]["run"]],
                cwd=self.project.root,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            if done.returncode:
                break
        return done

    def git(self, *arguments: str) -> str:
        """Return what git says in the repository."""
        return subprocess.run(
            ["git", *arguments],
            cwd=self.project.root,
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout

    @property
    def asked(self) -> list[str]:
        """The calls of GitHub's command."""
        path = self.folder / "gh.txt"
        return path.read_text("utf-8").splitlines() if path.exists() else []


@pytest.fixture
def checked_out(
    project: Config, loopback: Loopback, tmp_path_factory: pytest.TempPathFactory
) -> Run:
    folder = tmp_path_factory.mktemp("runner")
    (folder / "bin").mkdir()
    (folder / "bin" / "gh").write_text(GH)
    (folder / "bin" / "gh").chmod(0o755)
    made = Run(loopback.connect(project), folder)
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder / "remote")], check=True)
    made.git("init", "--quiet", "--initial-branch", "main")
    (project.root / ".gitignore").write_text("/.venv\n/.cache/\n")
    made.git("add", ".")
    made.git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "A")
    made.git("remote", "add", "origin", str(folder / "remote"))
    (project.root / ".venv").symlink_to(sys.prefix)
    return made


def test_a_new_day_is_proposed_with_its_report(checked_out: Run) -> None:
    done = checked_out.steps("Import", "Propose")
    assert done.returncode == 0, done.stderr
    assert checked_out.git("log", "-1", "--format=%s", "origin/digest/2025-03-11").strip() == (
        "Papers of Hugging Face 2025-03-11"
    )
    changed = checked_out.git("diff", "--name-only", "main", "origin/digest/2025-03-11").split()
    assert len(changed) == 32
    assert all(path.startswith("papers/2025/") for path in changed)
    assert [call.split(" --body")[0] for call in checked_out.asked] == [
        "auth setup-git",
        "repo view --json defaultBranchRef --jq .defaultBranchRef.name",
        "pr create --base trunk --head digest/2025-03-11 --title Papers of Hugging Face 2025-03-11",
    ]
    body = (checked_out.folder / "body.md").read_text("utf-8").splitlines()
    assert body[2] == "    Hugging Face 2025-03-11: 32 papers"
    assert all(line.startswith("    ") for line in body[2:])


def let_one_be_odd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a control character into the title of the list's third paper."""
    whole, odd = services.huggingface_paper, services.PAPERS[2].arxiv
    monkeypatch.setattr(
        services,
        "huggingface_paper",
        lambda paper: whole(paper) | ({"title": "Sheep\x07"} if paper.arxiv == odd else {}),
    )


@pytest.mark.parametrize("github", ["", "true"])
def test_an_odd_paper_is_named_in_the_proposal_of_the_rest(
    checked_out: Run, monkeypatch: pytest.MonkeyPatch, github: str
) -> None:
    let_one_be_odd(monkeypatch)
    done = checked_out.steps("Import", "Check", "Propose", GITHUB_ACTIONS=github)
    assert done.returncode == 0, done.stderr
    changed = checked_out.git("diff", "--name-only", "main", "origin/digest/2025-03-11").split()
    assert len(changed) == 31
    body = (checked_out.folder / "body.md").read_text("utf-8").splitlines()
    problem = (
        "    Hugging Face 2025-03-11:1: error: not a valid entry: 'title' is 'Sheep\\x07'; remove "
        "the invisible character U+0007: 'Sheep\\x07 Counting Sheep Is All Sleepers Need "
        "has long been studied in 4 rooms. In this w…'; place it by hand"
    )
    assert body[:3] == ["Some papers could not be imported. Add them by hand:", "", problem]
    assert body[3:6] == ["", "Review titles, tags and links, then merge. The import said:", ""]
    assert body[6] == "    Hugging Face 2025-03-11: 32 papers"
    assert not [line for line in body if "::error" in line]


def test_an_odd_paper_makes_a_day_without_anything_else_red(
    checked_out: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_one_be_odd(monkeypatch)
    checked_out.steps("Import")
    checked_out.git("add", "papers")
    checked_out.git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "B")
    done = checked_out.steps("Import", "Check", "Propose")
    assert (done.returncode, done.stdout) == (1, "Nothing new in 2025-03-11\n")
    assert checked_out.asked == []


def test_entries_with_problems_are_red_and_get_no_proposal(checked_out: Run) -> None:
    (checked_out.project.papers / "2025" / "a.md").write_text("no entry", encoding="utf-8")
    done = checked_out.steps("Import", "Check", "Propose")
    assert done.returncode == 1
    assert "papers/2025/a.md:1: error: no front matter" in done.stderr
    assert checked_out.asked == []


def test_a_day_that_is_proposed_already_keeps_what_reviewers_changed(checked_out: Run) -> None:
    branch = "digest/2025-03-11"
    checked_out.git("push", "--quiet", "origin", f"main:refs/heads/{branch}")
    before = checked_out.git("ls-remote", "origin")
    done = checked_out.steps("Import", "Propose")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(f"{branch} already exists; delete it to propose the day again\n")
    assert checked_out.git("ls-remote", "origin") == before
    assert checked_out.asked == ["auth setup-git"]


def test_an_unreachable_remote_fails_without_a_proposal(checked_out: Run) -> None:
    checked_out.git("remote", "set-url", "origin", str(checked_out.folder / "nowhere"))
    assert checked_out.steps("Import", "Propose").returncode != 0
    assert checked_out.asked == ["auth setup-git"]


def test_a_long_report_is_cut_to_what_github_takes(checked_out: Run) -> None:
    checked_out.steps("Import")
    report = checked_out.folder / "report.txt"
    report.write_text(report.read_text("utf-8") + "é\n" * 100_000, encoding="utf-8")
    done = checked_out.steps("Propose", LC_ALL="C.UTF-8")
    assert done.returncode == 0, done.stderr
    assert len((checked_out.folder / "body.md").read_text("utf-8").rstrip("\n")) in {59_999, 60_000}


def test_a_refused_pull_request_leaves_no_branch_and_fails(checked_out: Run) -> None:
    done = checked_out.steps("Import", "Propose", REFUSED="1")
    assert done.returncode == 1
    assert checked_out.git("ls-remote", "origin", "refs/heads/digest/*") == ""


def test_a_day_without_anything_new_proposes_nothing(checked_out: Run) -> None:
    checked_out.steps("Import")
    checked_out.git("add", "papers")
    checked_out.git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "B")
    done = checked_out.steps("Import", "Propose")
    assert (done.returncode, done.stdout) == (0, "Nothing new in 2025-03-11\n")
    assert checked_out.asked == []


@pytest.mark.parametrize("fault", ["html", "empty", "not-utf8", "403"])
def test_an_answer_that_is_refused_proposes_nothing_and_is_red(
    checked_out: Run, loopback: Loopback, fault: str
) -> None:
    loopback.fault("huggingface", fault)
    done = checked_out.steps("Import", "Propose")
    assert done.returncode != 0
    assert done.stderr.startswith("error: Hugging Face ")
    assert checked_out.asked == []
    assert checked_out.git("status", "--porcelain") == ""


def test_every_step_that_runs_is_one_that_these_tests_know() -> None:
    assert list(STEPS) == [
        "Start from a clean state",
        "Install",
        "Import",
        "Check",
        "Propose",
    ]
    assert WORKFLOW["jobs"]["propose"]["env"]["PERIOD"] == "${{ inputs.period || 'yesterday' }}"
