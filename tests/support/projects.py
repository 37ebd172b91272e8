"""Projects in temporary folders, with the real theme and settings."""

import re
import shutil
from pathlib import Path

from generator.core import config as settings
from generator.core.config import Config
from generator.core.permalinks import GENERATED_FILES, GENERATED_FOLDERS
from generator.publish.docs_writer import MANIFEST
from tests.support.papers import TAXONOMY
from tests.support.paths import LIBRARY, ROOT

SITE_NAME = "Paper Digest"
TEXTS = f"""\
site_name: {SITE_NAME}
site_description: Research papers worth your day, with their abstracts.
copyright: Abstracts belong to their authors.
"""
_LIVE_TEXTS = re.compile(
    r"^(?:site_name|site_description|copyright):.*\n(?:\n*[ \t].*\n)*", re.MULTILINE
)


def make_project(folder: Path, taxonomy: str = TAXONOMY) -> Config:
    """Create a project with a hand-written page and no papers."""
    add_theme(folder)
    shutil.copytree(LIBRARY / "docs", folder / "docs")
    (folder / "taxonomy.yml").write_text(taxonomy, encoding="utf-8")
    (folder / "papers" / "2025").mkdir(parents=True)
    return settings.load(folder)


def copy_project(to: Path) -> Path:
    """Create a project from the copy of the first digest."""
    shutil.copytree(LIBRARY, to, dirs_exist_ok=True)
    add_theme(to)
    return to


def add_theme(to: Path) -> None:
    """Add the real theme and settings to a project, but a fixed name and description."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8-sig")
    (to / "mkdocs.yml").write_text(TEXTS + _LIVE_TEXTS.sub("", settings), encoding="utf-8")
    shutil.copytree(ROOT / "generator" / "theme", to / "generator" / "theme")


def copy_live_project(to: Path) -> Path:
    """Create a project from this repository's own papers, settings and pages."""
    for name in ("taxonomy.yml", "authors.yml", "mkdocs.yml"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, to)
    if (ROOT / "papers").exists():  # git does not store empty folders
        shutil.copytree(ROOT / "papers", to / "papers")
    shutil.copytree(ROOT / "generator" / "theme", to / "generator" / "theme")
    shutil.copytree(ROOT / "docs", to / "docs", ignore=_generated)
    return to


def _generated(folder: str, names: list[str]) -> list[str]:
    generated = {*GENERATED_FOLDERS, *GENERATED_FILES, MANIFEST}
    return [name for name in names if name in generated] if Path(folder) == ROOT / "docs" else []
