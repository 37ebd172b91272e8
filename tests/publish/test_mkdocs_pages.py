"""Pages built one by one are those of ``mkdocs build``, and its warnings stop the build."""

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.core import config as settings
from generator.core.config import Config
from generator.core.errors import CannotRun
from generator.library import entry_file
from generator.publish import pipeline
from tests.support.awkward_papers import FRAGMENTS, NASTY_TAGS, add_nasty_entries
from tests.support.cli import run_process
from tests.support.projects import copy_project
from tests.support.shared_folders import shared_folder
from tests.support.sites import build_site

Files = dict[str, bytes]

_INVALID_ATTRIBUTE = b' autocomplete="off">'
"""Material writes it on two checkboxes at the top of a page, where HTML does not allow it."""


@pytest.fixture(scope="module")
def both_sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Files, Files]]:
    """The files of a site as built by paper-digest and as built by ``mkdocs build``."""
    with shared_folder(tmp_path_factory, "mkdocs", _build_both_sites) as root:
        yield _read_files(root / "site"), _read_files(root / "plain")


def _build_both_sites(root: Path) -> None:
    copy_project(root)
    (root / "taxonomy.yml").write_text(
        (root / "taxonomy.yml").read_text("utf-8") + NASTY_TAGS, encoding="utf-8"
    )
    add_nasty_entries(root / "papers")
    fields = {"title": "Fragments", "date": dt.date(2025, 3, 11)}
    embedded = (f"a {fragment}b\nc" for fragment in FRAGMENTS)
    abstract = "\n\n".join([*map(str.strip, FRAGMENTS), *embedded])
    (root / "papers" / "fragments.md").write_text(entry_file.render(fields, abstract), "utf-8")
    _add_hand_written_pages(root / "docs")
    renamed = root / "papers" / "2025" / "2402.07197.md"
    text = renamed.read_text(encoding="utf-8").replace("tags:", "aliases: [old]\ntags:", 1)
    renamed.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "0")
        build_site(settings.load(root))
        process = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-d", "plain"],
            cwd=root,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
            check=False,
        )
    assert process.returncode == 0


def _add_hand_written_pages(docs: Path) -> None:
    """Write pages with all Markdown syntax that our settings enable, and a picture."""
    (docs / "guide").mkdir()
    (docs / "guide" / "README.md").write_text(
        "---\ntitle: A <b>Guide</b>\n---\nIntro with a [place](how to.md#part) and "
        "![a picture](dot.svg){: .x }.\n\n```python\na = 1\n\n\nb = 2\n```\n\n"
        "<pre>\n  kept\n\n\n  blanks\n</pre>\n\n    indented\n      code\n",
        encoding="utf-8",
    )
    (docs / "guide" / "how to.md").write_text(
        "# How to\n\nTo [a paper](../papers/2402.07197.md), [a list](../tags/index.md), "
        "[here](#part).\n\n## Part\n\n</article> in `<article>` text\n\n"
        '<div class="lists">\n\n*no list*\n\n</div>\n',
        encoding="utf-8",
    )
    (docs / "guide" / "dot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")


def _read_files(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_site_has_exactly_the_files_of_mkdocs(both_sites: tuple[Files, Files]) -> None:
    ours, theirs = both_sites
    assert len(ours) > 250
    assert ours.keys() == theirs.keys()


def test_every_other_file_equals_that_of_mkdocs(both_sites: tuple[Files, Files]) -> None:
    ours, theirs = both_sites
    for path, content in theirs.items():
        if not path.endswith(".html"):
            assert ours[path] == content, path


def test_every_page_equals_that_of_mkdocs_except_for_white_space(
    both_sites: tuple[Files, Files],
) -> None:
    ours, theirs = both_sites
    pages = [path for path in theirs if path.endswith(".html")]
    assert len(pages) > 200
    for path in pages:
        before, article, after = _split_at_article(
            theirs[path].replace(_INVALID_ATTRIBUTE, b">", 2)
        )
        our_before, our_article, our_after = _split_at_article(ours[path])
        assert our_article == article, path
        assert (our_before.split(), our_after.split()) == (before.split(), after.split()), path


def _split_at_article(page: bytes) -> tuple[str, str, str]:
    """Return the HTML before the article, the article, and the HTML after it."""
    before, start, rest = page.decode().partition("<article")
    article, end, after = rest.rpartition("</article>")
    return before, f"{start}{article}{end}", after


@pytest.mark.parametrize("link", ["none.md", "papers/none.md", "#none", "about.md#none", "/x/"])
def test_a_broken_link_stops_the_build_with_a_message(project: Config, link: str) -> None:
    (project.docs / "own.md").write_text(f"# Own\n\n[broken]({link})\n", encoding="utf-8")
    process = run_process(project.root, "site")
    assert process.returncode == 2
    heading, messages = process.stderr.split("\n", 1)
    assert heading == "error: the site builder stopped:"
    (warning,) = messages.splitlines()
    assert re.match(r"(Doc file 'own\.md' contains |docs/own\.md: )", warning)
    assert f"'{link}'" in warning


def test_settings_rejected_by_mkdocs_stop_the_build_with_its_message(project: Config) -> None:
    with (project.root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [none.py]\n")
    with pytest.raises(CannotRun, match=r"none\.py"):
        pipeline.build_site(project, {})
