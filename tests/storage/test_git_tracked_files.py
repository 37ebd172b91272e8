"""Tests of build state in a commit: it is reported and never published."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core import config as settings
from generator.core import permalinks
from generator.core.config import Config
from generator.storage import cache, hashes
from tests.support.cli import read_tree, run
from tests.support.paths import ROOT
from tests.support.projects import make_project

pytestmark = pytest.mark.filterwarnings("ignore:user_configs")

BUILDING = ("pages", "daily")
SCRIPT = "<script>alert(1)</script>"
AS_SOMEONE = ("-c", "user.name=A", "-c", "user.email=a@b.c")


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *AS_SOMEONE, *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


@pytest.fixture
def repository(project: Config, add_entry: Callable[..., Path]) -> Config:
    """A project with one paper in a git repository, with this repository's .gitignore."""
    add_entry()
    shutil.copy(ROOT / ".gitignore", project.root)
    git(project.root, "init", "--quiet", "--initial-branch", "main")
    git(project.root, "add", ".")
    git(project.root, "commit", "--quiet", "-m", "A")
    return project


def track(project: Config, *paths: str) -> None:
    """Add files to git although it ignores them, as a pull request can; write missing ones."""
    for path in paths:
        file = project.root / path
        if not os.path.lexists(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("planted", encoding="utf-8")
    git(project.root, "add", "--force", *paths)


def plant_script(project: Config) -> None:
    """Put a script into a generated page, and let the build state vouch for the page."""
    assert run(project, "site").exit_code == 0
    path = "papers/2402.07197.md"
    page = project.docs / path
    content = page.read_bytes() + f"\n{SCRIPT}\n".encode()
    page.write_bytes(content)
    planted = hashes.digest(content)
    cached = cache.load(project.root, "docs", dict)
    cached[path] = [cached[path][0], planted, cached[path][2]]
    cache.save(project.root, "docs", cached)
    manifest = project.docs / permalinks.MANIFEST
    listed = json.loads(manifest.read_text(encoding="utf-8"))
    listed["files"][path] = [planted]
    manifest.write_text(json.dumps(listed), encoding="utf-8")
    track(project, ".cache/docs", f"docs/{permalinks.MANIFEST}", f"docs/{path}")
    git(project.root, "commit", "--quiet", "-m", "B")


def clone(project: Config, folder: Path) -> Config:
    git(folder, "clone", "--quiet", str(project.root), "clone")
    return settings.load(folder / "clone")


def published_html(project: Config) -> str:
    pages = project.site.rglob("*.html")
    return "".join(page.read_text(encoding="utf-8") for page in pages)


def test_planted_build_state_is_refused_and_publishes_no_script(
    repository: Config, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plant_script(repository)
    cloned = clone(repository, tmp_path_factory.mktemp("other"))
    before = read_tree(cloned.root)
    for command in ("check", "build", "site", "clean"):
        result = run(cloned, command)
        assert result.exit_code == 1, command
        assert result.stderr == (
            ".cache/docs:1: error: git tracks this generated file; run: git rm -rf .cache\n"
            "docs/.paper-digest.json:1: error: git tracks this generated file; "
            "run: git rm -rf docs/.paper-digest.json\n"
            "docs/papers/2402.07197.md:1: error: git tracks this generated file; "
            "run: git rm -rf docs/papers\n"
            "3 problems; nothing was written\n"
        )
    assert SCRIPT not in published_html(cloned)
    assert read_tree(cloned.root) == before


def test_the_advised_commands_lead_to_a_clean_site(
    repository: Config, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plant_script(repository)
    cloned = clone(repository, tmp_path_factory.mktemp("other"))
    for line in run(cloned, "check").stderr.splitlines()[:-1]:
        subprocess.run(line.partition("run: ")[2].split(), cwd=cloned.root, check=True)
    assert run(cloned, "check").exit_code == 0
    assert run(cloned, "site").exit_code == 0
    assert SCRIPT not in published_html(cloned)
    assert "We test what we build." in published_html(cloned)


@pytest.mark.parametrize(
    "path",
    [
        ".cache/site",
        ".cache/fetched/arxiv/0.json",
        "site/.well-known/planted.html",
        "site/index.html",
        "docs/index.md",
        "docs/opensearch.xml",
        "docs/.paper-digest.json",
        *(f"docs/{folder}/.hidden/planted" for folder in permalinks.GENERATED_FOLDERS),
    ],
)
def test_every_generated_place_is_checked(repository: Config, path: str) -> None:
    track(repository, path)
    result = run(repository, "check")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{path}:1: error: git tracks this generated file; run: git")


def test_a_tracked_file_is_reported_even_when_nothing_has_changed(repository: Config) -> None:
    assert run(repository, "site").exit_code == 0
    track(repository, "docs/papers/2402.07197.md")
    for command in ("site", "check"):
        result = run(repository, command)
        assert (result.exit_code, "docs/papers/2402.07197.md:1: error: " in result.stderr) == (
            1,
            True,
        )


def test_many_files_in_a_generated_folder_are_one_problem(repository: Config) -> None:
    track(repository, "site/b.html", "site/a.html", "site/c/d.html")
    assert run(repository, "check").stderr.splitlines()[0] == (
        "site/a.html:1: error: git tracks this and 2 more generated files; run: git rm -rf site"
    )


@pytest.mark.parametrize("name", [".cache", "site", "docs/tags", "docs/index.md"])
def test_a_tracked_link_in_a_generated_place_is_reported(repository: Config, name: str) -> None:
    (repository.root / "planted").mkdir()
    (repository.root / name).symlink_to(repository.root / "planted")
    track(repository, name)
    result = run(repository, "site")
    assert result.exit_code == 1
    assert f"{name}:1: error: git tracks this generated file; run: git rm -rf {name}\n" in (
        result.stderr
    )


def test_case_is_ignored_if_the_file_system_ignores_it(repository: Config) -> None:
    track(repository, ".Cache/docs", "Docs/Papers/a.md")
    assert run(repository, "check").exit_code == 0
    shutil.copy(
        repository.root / "mkdocs.yml", repository.root / "MKDOCS.YML"
    )  # present on such a disk
    assert run(repository, "check").stderr == (
        ".Cache/docs:1: error: git tracks this generated file; run: git rm -rf .Cache\n"
        "Docs/Papers/a.md:1: error: git tracks this generated file; run: git rm -rf Docs/Papers\n"
        "2 problems; nothing was written\n"
    )


def test_docs_as_a_tracked_link_is_reported(repository: Config) -> None:
    repository.docs.rename(repository.root / "planted")
    repository.docs.symlink_to("planted")
    git(repository.root, "add", ".")
    result = run(repository, "site")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (
        1,
        "docs:1: error: git tracks this as a link or a submodule; replace it with a real folder",
    )


def test_other_problems_are_listed_in_the_same_run(
    repository: Config, add_entry: Callable[..., Path]
) -> None:
    add_entry("no front matter", "2025/a.md")
    track(repository, "site/index.html")
    assert [line.split(":")[0] for line in run(repository, "check").stderr.splitlines()] == [
        "papers/2025/a.md",
        "site/index.html",
        "2 problems; nothing was written",
    ]


def test_ignored_generated_files_are_accepted(repository: Config) -> None:
    for command in ("site", "check", "site", "clean"):
        assert run(repository, command).exit_code == 0


def test_hand_written_files_next_to_generated_ones_are_accepted(repository: Config) -> None:
    (repository.docs / "papers-of-mine").mkdir()
    (repository.docs / "papers-of-mine" / "a.md").write_text("# A\n", encoding="utf-8")
    (repository.root / "sites").write_text("mine", encoding="utf-8")
    git(repository.root, "add", ".")
    assert run(repository, "check").exit_code == 0


def test_a_project_in_a_subfolder_of_a_repository_is_checked(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "project").mkdir()
    project = make_project(tmp_path / "project")
    track(project, "site/index.html")
    assert run(project, "check").stderr.startswith("site/index.html:1: error: ")


def test_without_git_everything_works(
    project: Config, add_entry: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_entry()
    monkeypatch.setenv("PATH", str(project.root))
    for command in ("site", "check", "clean"):
        assert run(project, command).exit_code == 0


def test_a_repository_that_git_cannot_read_stops_the_run(repository: Config) -> None:
    (repository.root / ".git" / "index").write_bytes(b"damaged")
    result = run(repository, "check")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: git cannot list the tracked files: ")
    assert "; run 'git status' and follow its advice\n" in result.stderr


def test_ci_clean_removes_every_generated_place(repository: Config) -> None:
    plant_script(repository)
    track(repository, ".venv/bin/python", "generator/theme/__pycache__/a.pyc", "site/.well-known/a")
    (repository.root / ".ci").mkdir()
    script = shutil.copy(ROOT / ".ci" / "clean", repository.root / ".ci")
    subprocess.run(["bash", script], cwd=repository.papers, check=True)
    removed = (
        *(".cache", "site", ".venv/bin/python", "generator/theme/__pycache__/a.pyc"),
        *(f"docs/{name}" for name in permalinks.GENERATED_FILES),
        *(f"docs/{name}" for name in permalinks.GENERATED_FOLDERS),
        f"docs/{permalinks.MANIFEST}",
    )
    assert [path for path in removed if os.path.lexists(repository.root / path)] == []
    assert (repository.docs / "about.md").is_file()
    assert run(repository, "check").exit_code == 1, "git still tracks them"


def test_ci_clean_follows_no_link_out_of_the_project(project: Config) -> None:
    project.docs.rename(project.root / "elsewhere")
    (project.root / "elsewhere" / "papers").mkdir()
    project.docs.symlink_to("elsewhere")
    (project.root / ".ci").mkdir()
    script = shutil.copy(ROOT / ".ci" / "clean", project.root / ".ci")
    result = subprocess.run(["bash", script], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (
        1,
        "docs:1: error: a symbolic link; put the folder itself here\n",
    )
    assert (project.root / "elsewhere" / "papers").is_dir()


def test_ci_clean_works_without_a_repository(project: Config) -> None:
    assert run(project, "site").exit_code == 0
    (project.root / ".ci").mkdir()
    script = shutil.copy(ROOT / ".ci" / "clean", project.root / ".ci")
    subprocess.run(["bash", script], check=True)
    assert not project.site.exists()


@pytest.mark.parametrize(
    "name", [".ci/run", *(f".github/workflows/{name}.yml" for name in BUILDING)]
)
def test_continuous_integration_starts_from_a_clean_state(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    clean = text.index("bash .ci/clean\n")
    builds = [match.start() for match in re.finditer(r"\bmake (?:site|check|\.venv)", text)]
    assert builds
    assert clean < min(builds)
