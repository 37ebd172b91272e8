"""The generated pages of a small site, as golden files: reviewers see each change of a template.

``GOLDEN=write make test`` rewrites the files.
"""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.core.config import Config
from generator.core.model import Link, Paper
from generator.library import taxonomy
from generator.library.site import Site, assemble
from generator.publish import build_docs
from tests.support.papers import TAXONOMY, make_authors, make_paper
from tests.support.paths import ROOT

GOLDEN = ROOT / "tests" / "golden"


def papers() -> Iterator[Paper]:
    yield make_paper(
        arxiv="2402.07197",
        published=dt.date(2024, 2, 11),
        venue="TEST 2024",
        links=(Link("code", "https://example.org/code_(1)"),),
        source="A list of papers, 11 March 2025",
        aliases=("on-tests",),
    )
    yield make_paper(
        slug="nasty",
        path="papers/nasty.md",
        title="1. *Nasty* <b>titles</b> & `code` | {{ x }} # $x<y$",
        abstract="# No heading\n\n- no list, _no_ emphasis\n\n1. no number [no](link)",
        authors=make_authors(
            "D'Arcy O_Neil", "Ada Lovelace", *(f"Author {letter}" for letter in "ABCDEF")
        ),
        tags=("methods", "measuring"),
    )
    yield make_paper(
        slug="older",
        path="papers/older.md",
        title="An Older Paper Without Authors",
        date=dt.date(2024, 12, 31),
        abstract="It stands alone.",
        authors=(),
        tags=(),
    )


def small_site() -> Site:
    return assemble(papers(), taxonomy.parse(TAXONOMY, "taxonomy.yml"))


def render_pages() -> dict[str, str]:
    config = Config(Path(), site_name="Small Digest", site_description="Three papers.")
    return {
        artifact.path: artifact.content.decode()
        for artifact in build_docs.artifacts(small_site(), config)
    }


def golden_name(path: str) -> str:
    return path.replace("/", "_")


PAGES = (
    "index.md",
    "papers/2402.07197.md",
    "papers/nasty.md",
    "papers/on-tests/index.html",
    "tags/index.md",
    "tags/methods/index.md",
    "dates/index.md",
    "dates/2025/index.md",
    "dates/2025/03/index.md",
    "dates/2025/03/11/index.md",
    "published/index.md",
    "published/2024/index.md",
    "published/2024/02/index.md",
    "authors/index.md",
    "authors/letter/a/index.md",
    "authors/ada-lovelace/index.md",
    "search/index.md",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_equals_its_golden_file(path: str) -> None:
    golden = GOLDEN / golden_name(path)
    text = render_pages()[path]
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_page() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == set(map(golden_name, PAGES))
