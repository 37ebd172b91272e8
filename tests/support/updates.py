"""Helpers for tests of enrich and refresh."""

from generator.core.config import Config
from generator.core.model import Paper
from generator.library import load
from tests.support.cli import read_tree, run

NOTHING = "0 papers would change\n"
WRITE = "run again with --write to write the changes\n"


def entry_text(title: str, *authors: str, more: str = "", abstract: str = "We test.") -> str:
    """Return an entry without an identifier."""
    by = f"authors: [{', '.join(authors)}]\n" if authors else ""
    return f"---\ntitle: {title}\ndate: 2025-03-11\n{by}{more}---\n{abstract}\n"


def read_only_paper(config: Config) -> Paper:
    """Return the only paper of a project."""
    [paper] = load.load(config).papers
    return paper


def propose(config: Config, *arguments: str) -> str:
    """Run a command without --write, which must not write; return its output."""
    before = read_tree(config.papers)
    result = run(config, *arguments)
    assert result.exit_code == 0, result.output
    assert read_tree(config.papers) == before
    return result.stdout


def add(config: Config, *ids: str) -> None:
    """Add papers by identifier."""
    assert run(config, "add", *ids).exit_code == 0


def add_and_refresh(config: Config, *ids: str) -> None:
    """Add papers, and record the conflicts between their sources."""
    add(config, *ids)
    assert run(config, "refresh", "--write").exit_code == 0
