"""Projects in a folder of their own, with the real theme and the real settings."""

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
WORDS = f"""\
site_name: {SITE_NAME}
site_description: Research papers worth your day, with their abstracts.
copyright: Abstracts belong to their authors.
"""
_LIVE_WORDS = re.compile(
    r"^(?:site_name|site_description|copyright):.*\n(?:\n*[ \t].*\n)*", re.MULTILINE
)


def make_project(folder: Path, taxonomy: str = TAXONOMY) -> Config:
    """Return a project in a folder, with the real theme, an own page and no papers."""
    add_theme(folder)
    shutil.copytree(LIBRARY / "docs", folder / "docs")
    (folder / "taxonomy.yml").write_text(taxonomy, encoding="utf-8")
    (folder / "papers" / "2025").mkdir(parents=True)
    return settings.load(folder)


def copy_project(to: Path) -> Path:
    """Copy the library of the tests to a folder and make it a project."""
    shutil.copytree(LIBRARY, to, dirs_exist_ok=True)
    add_theme(to)
    return to


def add_theme(to: Path) -> None:
    """Give a project the real theme and the real settings, but with words that stay."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8-sig")
    (to / "mkdocs.yml").write_text(WORDS + _LIVE_WORDS.sub("", settings), encoding="utf-8")
    shutil.copytree(ROOT / "generator" / "theme", to / "generator" / "theme")


def copy_live_project(to: Path) -> Path:
    """Copy this repository's own site to a folder: entries, tags, settings, theme, own pages."""
    for name in ("taxonomy.yml", "authors.yml", "mkdocs.yml"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, to)
    if (ROOT / "papers").exists():  # git keeps no empty folder
        shutil.copytree(ROOT / "papers", to / "papers")
    shutil.copytree(ROOT / "generator" / "theme", to / "generator" / "theme")
    shutil.copytree(ROOT / "docs", to / "docs", ignore=_generated)
    return to


def _generated(folder: str, names: list[str]) -> list[str]:
    ours = {*GENERATED_FOLDERS, *GENERATED_FILES, MANIFEST}
    return [name for name in names if name in ours] if Path(folder) == ROOT / "docs" else []
