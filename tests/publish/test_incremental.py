"""After any change, an incremental build equals a clean one and builds little."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from generator.core.config import Config
from generator.library import load
from generator.publish import docs_writer, incremental
from generator.render.search import shards
from tests.support.changes import DISK_EDITS, SOURCE_EDITS, DigestDraft, older_state, small_draft
from tests.support.cli import read_tree, run
from tests.support.small_site import changed_files, file_states, numbered_entry, replace_text

Edit: TypeAlias = Callable[..., None]
Result: TypeAlias = dict[str, object] | list[str]

pytestmark = pytest.mark.filterwarnings("ignore:user_configs")

EXAMPLES = int(os.environ.get("INCREMENTAL", "15"))
"""The number of examples. Each takes about a second; a search for faults needs many more."""

edits = st.tuples(st.sampled_from([*SOURCE_EDITS, *DISK_EDITS]), st.integers(0, 999))
rounds = st.lists(st.lists(edits, min_size=1, max_size=4), min_size=1, max_size=2)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> DigestDraft:
    return small_draft(tmp_path_factory.mktemp("draft"))


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make a few papers enough for a search archive, and a few files enough for a process."""
    monkeypatch.setattr(shards, "ARCHIVE_STEP", 4)
    monkeypatch.setattr(load, "_MIN_ENTRIES_PER_PROCESS", 5)
    monkeypatch.setattr(docs_writer, "_MIN_ARTIFACTS_PER_PROCESS", 30)
    monkeypatch.setattr(incremental, "_MIN_FILES_PER_PROCESS", 30)
    return iter([None])


@pytest.fixture
def first_build(tmp_path: Path, draft: DigestDraft, small_steps: None) -> Path:  # noqa: ARG001
    """A folder with the draft after a build."""
    folder = tmp_path / "first"
    draft.write(folder)
    build_draft(folder, draft)
    return folder


@settings(
    max_examples=EXAMPLES,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rounds=rounds)
def test_incremental_and_clean_builds_produce_the_same_bytes(
    tmp_path: Path, draft: DigestDraft, first_build: Path, rounds: list[list[tuple[Edit, int]]]
) -> None:
    root = tmp_path / "project"
    for folder in (root, older_state(root)):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(first_build, folder)
    current = draft.copy()
    build_draft(root, current)  # records the states of the copied files
    for number, round_edits in enumerate(rounds):
        previous, current = current, current.copy()
        for edit, seed in round_edits:
            apply_edit(root, current, previous, edit, Random(seed))
        current.write(root, previous)
        incremental, clean = build_draft(root, current), build_clean(tmp_path / "clean", current)
        assert find_differences(incremental, clean) == [], f"round {number}"
        if isinstance(clean, list):
            note(f"round {number} is rejected: {clean}")
            previous.write(root, current)
            current = previous


def apply_edit(
    root: Path, draft: DigestDraft, previous: DigestDraft, edit: Edit, rng: Random
) -> None:
    if edit in DISK_EDITS:
        edit(root, previous, rng)
    else:
        edit(draft, rng)


def build_draft(root: Path, draft: DigestDraft) -> Result:
    """Build a project; return its generated files, or the messages if it cannot be built."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        for name, value in draft.environment.items():
            patch.setenv(name, value)
        result = run(Config(root, "", ""), "site")
    if result.exit_code:
        return sorted(result.stderr.replace(str(root), "").splitlines())
    return {
        f"{name}/{path}": content
        for name in ("docs", "site")
        for path, content in read_tree(root / name).items()
    }


def build_clean(folder: Path, draft: DigestDraft) -> Result:
    shutil.rmtree(folder, ignore_errors=True)
    draft.write(folder)
    return build_draft(folder, draft)


def find_differences(first: Result, second: Result) -> list[str]:
    """Return the paths that differ between two builds, or both results if one failed."""
    if isinstance(first, list) or isinstance(second, list):
        return [] if first == second else [f"{str(result)[:300]}" for result in (first, second)]
    missing = object()
    return sorted(
        path
        for path in first.keys() | second.keys()
        if first.get(path, missing) != second.get(path, missing)
    )


def test_a_removed_page_is_removed_from_the_site(site: Config) -> None:
    assert (site.site / "papers" / "p3").is_dir()
    (site.papers / "2025" / "p3.md").unlink()
    assert run(site, "site").exit_code == 0
    assert not (site.site / "papers" / "p3").exists()


def test_an_empty_folder_of_a_killed_run_is_removed(site: Config) -> None:
    leftover = site.site / "papers" / "removed" / "deeper"
    hidden = site.site / ".git" / "refs"
    leftover.mkdir(parents=True)
    hidden.mkdir(parents=True)
    replace_text(site.papers / "2025" / "p0.md", "ux.\n", "ux.\n\nOne more sentence.\n")
    run(site, "site")
    assert not leftover.parent.exists()
    assert hidden.is_dir()


def test_a_changed_abstract_changes_only_the_pages_that_show_it(site: Config) -> None:
    """Days, months and years show their first papers; authors and tags show their newest."""
    before = file_states(site)
    path = site.papers / "2025" / "p7.md"
    path.write_text(numbered_entry(7).replace("Abstract", "Another"), encoding="utf-8")
    output = run(site, "site").output
    changed = changed_files(before, file_states(site))
    pages = {
        "papers/p7",
        "dates/2025/03/08",
        "dates/2025/03",
        "published/2024/08",
        "published/2024",
        "tags/testing/4",
        "tags/methods/4",
        "authors/busy-1/2",
    }
    assert {path for path in changed if path.endswith(".html")} == {
        f"site/{path}/index.html" for path in pages
    }
    assert {path for path in changed if path.endswith(".md")} == {
        f"docs/{path}.md" if path == "papers/p7" else f"docs/{path}/index.md" for path in pages
    }
    assert "everything rebuilt" not in output


@pytest.mark.parametrize(
    ("path", "old", "new", "changed"),
    [
        ("mkdocs.yml", "copyright: ", "copyright: Not ", "settings"),
        ("mkdocs.yml", "About: about.md", "Us: about.md", "settings and navigation"),
        ("docs/about.md", "title: About", "title: Us", ""),
        ("generator/theme/main.html", "{% endblock %}", "<!-- x -->{% endblock %}", "theme"),
        ("generator/theme/assets/digest.css", "{", " {", "theme"),
    ],
)
def test_a_full_build_prints_which_input_changed(
    site: Config, path: str, old: str, new: str, changed: str
) -> None:
    replace_text(site.root / path, old, new)
    output = run(site, "site").output
    assert (f"; everything rebuilt ({changed} changed)\n" in output) == bool(changed), output
    assert ("everything rebuilt" in output) == bool(changed)


def test_a_changed_label_changes_every_page_of_its_papers(site: Config) -> None:
    replace_text(site.taxonomy, "label: Testing", "label: Trying")
    assert "everything rebuilt" not in run(site, "site").output
    for path in site.site.glob("papers/*/index.html"):
        assert "Trying" in path.read_text(encoding="utf-8")


def test_the_authors_file_changes_only_the_pages_of_its_people(site: Config) -> None:
    before = file_states(site)
    records = site.root / "authors.yml"
    records.write_text("busy-1:\n  name: Busy One\n  also: [Busy 1]\n", encoding="utf-8")
    assert "everything rebuilt" not in run(site, "site").output
    changed = changed_files(before, file_states(site))
    assert "docs/authors/busy-1/index.md" in changed
    assert not [path for path in changed if "only2" in path or path.endswith("papers/p2.md")]
    page = site.site / "authors" / "busy-1" / "index.html"
    assert "Busy One" in page.read_text(encoding="utf-8")
    records.unlink()
    assert run(site, "site").exit_code == 0
    assert "Busy One" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("target", ["papers/p3.md", "about.md", "own.png"])
def test_a_link_to_a_removed_page_is_an_error(site: Config, target: str) -> None:
    (site.docs / "own.png").write_bytes(b"png")
    page = site.docs / "own.md"
    page.write_text(f"# Own\n\n[there]({target})\n", encoding="utf-8")
    replace_text(site.root / "mkdocs.yml", "  - About: about.md\n", "")
    assert run(site, "site").exit_code == 0
    (site.papers / "2025" / "p3.md" if "p3" in target else site.docs / target).unlink()
    for _ in range(2):
        result = run(site, "site")
        assert result.exit_code == 2
        assert f"Doc file 'own.md' contains a link '{target}'" in result.stderr
    page.write_text("# Own\n", encoding="utf-8")
    assert run(site, "site").exit_code == 0


def test_a_link_to_a_removed_anchor_is_an_error(site: Config) -> None:
    page = site.docs / "own.md"
    page.write_text("# Own\n\n[there](about.md#whose-words-these-are)\n", encoding="utf-8")
    assert run(site, "site").exit_code == 0
    replace_text(site.docs / "about.md", "## Whose words these are", "## Whose")
    for _ in range(2):
        result = run(site, "site")
        assert result.exit_code == 2
        assert "docs/own.md: the link 'about.md#whose-words-these-are' leads to" in result.stderr
    page.unlink()
    assert run(site, "site").exit_code == 0


def test_a_status_in_the_navigation_changes_all_pages(site: Config) -> None:
    """The theme shows front matter of pages in the sections of a navigation."""
    replace_text(site.root / "mkdocs.yml", "About: about.md", "Ours: [about.md]")
    assert run(site, "site").exit_code == 0
    replace_text(site.docs / "about.md", "title: About\n", "title: About\nstatus: deprecated\n")
    assert run(site, "site").exit_code == 0
    page = (site.site / "papers" / "p3" / "index.html").read_text(encoding="utf-8")
    assert "md-status--deprecated" in page


def test_papers_that_swap_files_swap_search_addresses(site: Config) -> None:
    first, second = site.papers / "2025" / "p3.md", site.papers / "2025" / "p4.md"
    text = first.read_text(encoding="utf-8")
    first.write_text(second.read_text(encoding="utf-8"), encoding="utf-8")
    second.write_text(text, encoding="utf-8")
    assert run(site, "site").exit_code == 0
    files = sorted(site.docs.glob("search/records/*"))
    records: list[dict[str, Any]] = [
        record for file in files for record in json.loads(file.read_text(encoding="utf-8"))
    ]
    titles = {record["path"]: record["title"] for record in records}
    assert titles["papers/p3/"] == "Paper 4"
    assert titles["papers/p4/"] == "Paper 3"


def test_a_template_in_docs_is_rendered_on_every_build(site: Config) -> None:
    (site.docs / "robots.txt").write_text("Sitemap: {{ config.site_url }}", encoding="utf-8")
    replace_text(site.root / "mkdocs.yml", "[opensearch.xml]", "[opensearch.xml, robots.txt]")
    for word in ("One", "Two"):
        (site.docs / "own.md").write_text(f"# {word}", encoding="utf-8")
        assert run(site, "site").exit_code == 0
        assert (site.site / "robots.txt").read_text() == "Sitemap: http://127.0.0.1:8000/"
    (site.docs / "robots.txt").write_text("Sitemap: none", encoding="utf-8")
    assert run(site, "site").exit_code == 0
    assert (site.site / "robots.txt").read_text() == "Sitemap: none"


def test_without_its_replacement_the_theme_s_asset_returns(site: Config) -> None:
    asset = site.site / "assets" / "digest.css"
    before = asset.read_bytes()
    replacement = site.docs / "assets" / "digest.css"
    replacement.parent.mkdir()
    replacement.write_text("/* own */", encoding="utf-8")
    shutil.rmtree(site.root / ".cache")
    assert run(site, "site").exit_code == 0
    assert asset.read_text() == "/* own */"
    replacement.unlink()
    assert run(site, "site").exit_code == 0
    assert asset.read_bytes() == before


def test_a_changed_icon_of_the_project_changes_the_pages(site: Config) -> None:
    icon = site.root / "generator" / "theme" / ".icons" / "own" / "logo.svg"
    icon.parent.mkdir(parents=True)
    replace_text(
        site.root / "mkdocs.yml", "logo: material/text-box-multiple-outline", "logo: own/logo"
    )
    for number in ("1", "2"):
        icon.write_text(f'<svg id="mine{number}"/>', encoding="utf-8")
        assert run(site, "site").exit_code == 0
        assert f"mine{number}" in (site.site / "about" / "index.html").read_text()


def test_a_template_that_names_pages_in_words_only_is_independent_of_them(site: Config) -> None:
    replace_text(site.root / "generator" / "theme" / "main.html", "{%", "{# pages #}{%")
    assert run(site, "site").exit_code == 0
    (site.docs / "own.md").write_text("# Own", encoding="utf-8")
    (site.papers / "2025" / "p3.md").unlink()
    assert "everything rebuilt" not in run(site, "site").output


def test_a_template_that_shows_all_pages_depends_on_them(site: Config) -> None:
    frame = site.root / "generator" / "theme" / "frame.html"
    frame.write_text(frame.read_text() + "{% set count = pages | length %}", encoding="utf-8")
    assert run(site, "site").exit_code == 0
    (site.papers / "2025" / "p3.md").unlink()
    assert "everything rebuilt (theme changed)" in run(site, "site").output


@pytest.mark.parametrize("path", ["docs/x.md", "docs/x.png", "papers/x.md", "docs/folder"])
def test_a_dangling_symbolic_link_is_not_a_traceback(site: Config, path: str) -> None:
    (site.root / path).symlink_to(site.root / "nowhere")
    result = run(site, "site")
    assert result.exit_code in {0, 1, 2}
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_function_in_the_settings_is_not_a_change(site: Config) -> None:
    function = "!!python/name:pymdownx.superfences.fence_code_format"
    lines = [
        "  - attr_list",
        "  - pymdownx.superfences:",
        "      custom_fences:",
        f"        - {{name: x, class: x, format: {function} }}",
    ]
    replace_text(site.root / "mkdocs.yml", "  - attr_list\n", "\n".join([*lines, ""]))
    assert run(site, "site").exit_code == 0
    (site.docs / "own.md").write_text("# Own", encoding="utf-8")
    assert "everything rebuilt" not in run(site, "site").output
