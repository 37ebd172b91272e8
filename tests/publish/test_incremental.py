"""Whatever changes: an incremental build ends in the bytes of a clean one, and does little."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from generator.core.config import Config
from generator.core.model import Entry
from generator.library import entry_file as entry_reader
from generator.library import load
from tests.support.changes import DISK_EDITS, SOURCE_EDITS, Draft, older_state, small_draft
from tests.support.cli import read_tree, run

Edit: TypeAlias = Callable[..., None]
Result: TypeAlias = dict[str, object] | list[str]

pytestmark = pytest.mark.filterwarnings("ignore:user_configs")

EXAMPLES = int(os.environ.get("INCREMENTAL", "15"))
"""How often the property is tried: some two seconds each; a search for faults takes more."""

edits = st.tuples(st.sampled_from([*SOURCE_EDITS, *DISK_EDITS]), st.integers(0, 999))
rounds = st.lists(st.lists(edits, min_size=1, max_size=4), min_size=1, max_size=2)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return small_draft(tmp_path_factory.mktemp("draft"))


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A handful of papers are an archive, and worth a process."""
    monkeypatch.setattr("generator.render.search.shards.ARCHIVE_STEP", 4)
    for room in ("library", "writer", "publish.site"):
        monkeypatch.setattr(f"generator.{room}._WORTH_A_PROCESS", 5)
    return iter([None])


@settings(
    max_examples=EXAMPLES,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rounds=rounds)
@pytest.mark.usefixtures("small_steps")
def test_incremental_and_clean_builds_produce_the_same_bytes(
    tmp_path: Path, draft: Draft, rounds: list[list[tuple[Edit, int]]]
) -> None:
    root = tmp_path / "project"
    for folder in (root, older_state(root)):
        shutil.rmtree(folder, ignore_errors=True)
    now = draft.copy()
    now.write(root)
    made(root, now)
    shutil.copytree(root, older_state(root))
    for number, made_edits in enumerate(rounds):
        before, now = now, now.copy()
        for edit, chance in made_edits:
            change(root, now, before, edit, Random(chance))
        now.write(root, before)
        there, clean = made(root, now), made_clean(tmp_path / "clean", now)
        assert difference(there, clean) == [], f"round {number}"
        if isinstance(clean, list):
            note(f"round {number} is refused: {clean}")
            before.write(root, now)
            now = before


def test_without_a_change_no_file_is_written(site: Config) -> None:
    before = states(site)
    assert "; nothing to build\n" in run(site, "site").output
    assert states(site) == before


def test_without_a_change_nothing_is_written_even_without_saved_state(site: Config) -> None:
    before = states(site)
    (site.root / ".cache" / "seen").unlink(missing_ok=True)
    assert "; nothing to build\n" in run(site, "site").output
    assert states(site) == before


def test_an_empty_folder_of_a_killed_run_is_removed(site: Config) -> None:
    left, kept = site.site / "papers" / "gone" / "deeper", site.site / ".git" / "refs"
    left.mkdir(parents=True)
    kept.mkdir(parents=True)
    [path, *_] = sorted(site.papers.rglob("*.md"))
    path.write_text(path.read_text("utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    run(site, "site")
    assert not left.parent.exists()
    assert kept.is_dir()


def test_a_touched_file_is_no_change(site: Config) -> None:
    for folder in ("papers", "docs", "site"):
        for path in (site.root / folder).rglob("*"):
            os.utime(path)
    before = states(site)
    assert "; nothing to build\n" in run(site, "site").output
    assert states(site) == before


def test_a_changed_abstract_changes_only_the_pages_that_show_it(site: Config) -> None:
    """Of a day, a month and a year all show the first papers; of an author or a tag, the newest."""
    before = states(site)
    path = site.papers / "2025" / "p7.md"
    path.write_text(entry(7).replace("Abstract", "Another"), encoding="utf-8")
    said = run(site, "site").output
    after = states(site)
    changed = {path for path in after if after[path] != before.get(path)}
    shown = {
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
        f"site/{path}/index.html" for path in shown
    }
    assert {path for path in changed if path.endswith(".md")} == {
        f"docs/{path}.md" if path == "papers/p7" else f"docs/{path}/index.md" for path in shown
    }
    assert "everything rebuilt" not in said


def entry(number: int) -> str:
    """Return a numbered paper of its own day and month; every second one has an author's pages.

    Its abstract has words of its own, so that no other paper is related to it.
    """
    own = chr(ord("a") + number) * 3
    return (
        f"---\ntitle: Paper {number}\ndate: 2025-03-{number + 1:02}\n"
        f"published: 2024-{number + 1:02}-01\nauthors: [Ann Only{number}, Busy {number % 2}]\n"
        f"tags: [testing]\n---\nAbstract{own} {own}ix {own}ox {own}ux.\n"
    )


@pytest.fixture
def site(project: Config, add_entry: Callable[..., Path]) -> Config:
    """A site of ten papers, built, with two in a list."""
    for number in range(10):
        add_entry(entry(number), f"2025/p{number}.md")
    edit(project.root / "mkdocs.yml", "papers_per_page: 50", "papers_per_page: 2")
    settle()
    assert run(project, "site").exit_code == 0
    return project


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def states(config: Config) -> dict[str, tuple[int, int]]:
    """Return when each file of docs/ and site/ was written, and its place on the disk."""
    return {
        path.relative_to(config.root).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino)
        for folder in (config.docs, config.site)
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize(
    ("path", "old", "new", "why"),
    [
        ("mkdocs.yml", "copyright: ", "copyright: Not ", "settings"),
        ("mkdocs.yml", "About: about.md", "Us: about.md", "settings and navigation"),
        ("docs/about.md", "title: About", "title: Us", ""),
        ("generator/theme/main.html", "{% endblock %}", "<!-- x -->{% endblock %}", "theme"),
        ("generator/theme/assets/digest.css", "{", " {", "theme"),
    ],
)
def test_what_all_pages_hang_on_is_named_where_it_changed(
    site: Config, path: str, old: str, new: str, why: str
) -> None:
    edit(site.root / path, old, new)
    said = run(site, "site").output
    reason = f"; everything rebuilt ({why} changed)\n"
    assert (reason in said) == bool(why), said
    assert ("everything rebuilt" in said) == bool(why)


def test_a_changed_label_changes_every_page_of_its_papers(site: Config) -> None:
    edit(site.taxonomy, "label: Testing", "label: Trying")
    assert "everything rebuilt" not in run(site, "site").output
    for path in site.site.glob("papers/*/index.html"):
        assert "Trying" in path.read_text(encoding="utf-8")


def test_the_authors_file_changes_the_pages_of_its_people_alone(site: Config) -> None:
    before = states(site)
    records = site.root / "authors.yml"
    records.write_text("busy-1:\n  name: Busy One\n  also: [Busy 1]\n", encoding="utf-8")
    assert "everything rebuilt" not in run(site, "site").output
    after = states(site)
    changed = {path for path in after if after[path] != before.get(path)}
    assert "docs/authors/busy-1/index.md" in changed
    assert not [path for path in changed if "only2" in path or path.endswith("papers/p2.md")]
    text = (site.site / "authors" / "busy-1" / "index.html").read_text(encoding="utf-8")
    assert "Busy One" in text
    records.unlink()
    assert run(site, "site").exit_code == 0
    text = (site.site / "authors" / "busy-1" / "index.html").read_text(encoding="utf-8")
    assert "Busy One" not in text


def test_of_thirty_entries_only_the_changed_one_is_read(
    project: Config, add_entry: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        add_entry(entry(number % 10).replace("Paper", f"Paper {number // 10}"), f"p{number}.md")
    settle()
    run(project, "build")
    read: list[str] = []

    def parse(text: str, path: str) -> Entry:
        read.append(path)
        return entry_reader.parse(text, path)

    monkeypatch.setattr(load, "entry_reader", SimpleNamespace(parse=parse))
    edit(project.papers / "p7.md", "Abstract", "Another")
    assert run(project, "build").exit_code == 0
    assert read == ["papers/p7.md"]


def settle() -> None:
    """Wait until a change of a file now would show in its time."""
    time.sleep(0.06)


@pytest.mark.parametrize("target", ["papers/p3.md", "about.md", "own.png"])
def test_a_link_to_a_removed_page_is_an_error(site: Config, target: str) -> None:
    (site.docs / "own.png").write_bytes(b"png")
    own = site.docs / "own.md"
    own.write_text(f"# Own\n\n[there]({target})\n", encoding="utf-8")
    edit(site.root / "mkdocs.yml", "  - About: about.md\n", "")
    assert run(site, "site").exit_code == 0
    (site.papers / "2025" / "p3.md" if "p3" in target else site.docs / target).unlink()
    for _ in range(3):
        ended = run(site, "site")
        assert ended.exit_code == 2
        assert f"Doc file 'own.md' contains a link '{target}'" in ended.stderr
    own.write_text("# Own\n", encoding="utf-8")
    assert run(site, "site").exit_code == 0


def test_a_link_to_a_removed_anchor_is_an_error(site: Config) -> None:
    own = site.docs / "own.md"
    own.write_text("# Own\n\n[there](about.md#whose-words-these-are)\n", encoding="utf-8")
    assert run(site, "site").exit_code == 0
    edit(site.docs / "about.md", "## Whose words these are", "## Whose")
    for _ in range(3):
        ended = run(site, "site")
        assert ended.exit_code == 2
        assert "docs/own.md: a link to 'about.md#whose-words-these-are'" in ended.stderr
    own.unlink()
    assert run(site, "site").exit_code == 0


def test_a_mark_that_the_navigation_shows_changes_all_pages(site: Config) -> None:
    """Of a navigation with sections, the theme shows the pages' front matter too."""
    edit(site.root / "mkdocs.yml", "About: about.md", "Ours: [about.md]")
    assert run(site, "site").exit_code == 0
    edit(site.docs / "about.md", "title: About\n", "title: About\nstatus: deprecated\n")
    assert run(site, "site").exit_code == 0
    page = (site.site / "papers" / "p3" / "index.html").read_text(encoding="utf-8")
    assert "md-status--deprecated" in page


def test_papers_that_swap_files_swap_search_addresses(
    site: Config,
) -> None:
    one, other = site.papers / "2025" / "p3.md", site.papers / "2025" / "p4.md"
    text = one.read_text(encoding="utf-8")
    one.write_text(other.read_text(encoding="utf-8"), encoding="utf-8")
    other.write_text(text, encoding="utf-8")
    assert run(site, "site").exit_code == 0
    records = [record for file in sorted(site.docs.glob("search/records/*")) for record in of(file)]
    titles = {record["path"]: record["title"] for record in records}
    assert titles["papers/p3/"] == "Paper 4"
    assert titles["papers/p4/"] == "Paper 3"


def of(file: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_with_plugins_mkdocs_builds_all_each_time(site: Config) -> None:
    edit(site.root / "mkdocs.yml", "plugins: []", "plugins: [search]")
    for _ in range(2):
        said = run(site, "site").output
        assert (
            "; everything rebuilt (the settings have plugins, hooks or use_directory_urls: false)\n"
            in said
        )
    assert (site.site / "search" / "search_index.json").is_file()
    edit(site.root / "mkdocs.yml", "plugins: [search]", "plugins: []")
    assert run(site, "site").exit_code == 0
    assert not (site.site / "search" / "search_index.json").exists()


def test_a_template_among_own_files_is_rendered_each_time(site: Config) -> None:
    (site.docs / "robots.txt").write_text("Sitemap: {{ config.site_url }}", encoding="utf-8")
    edit(site.root / "mkdocs.yml", "[opensearch.xml]", "[opensearch.xml, robots.txt]")
    for word in ("One", "Two"):
        (site.docs / "own.md").write_text(f"# {word}", encoding="utf-8")
        assert run(site, "site").exit_code == 0
        assert (site.site / "robots.txt").read_text() == "Sitemap: http://127.0.0.1:8000/"
    (site.docs / "robots.txt").write_text("Sitemap: none", encoding="utf-8")
    assert run(site, "site").exit_code == 0
    assert (site.site / "robots.txt").read_text() == "Sitemap: none"


def test_an_asset_that_replaced_the_themes_gives_it_back(site: Config) -> None:
    shared = site.site / "assets" / "digest.css"
    before = shared.read_bytes()
    own = site.docs / "assets" / "digest.css"
    own.parent.mkdir()
    own.write_text("/* own */", encoding="utf-8")
    shutil.rmtree(site.root / ".cache")
    assert run(site, "site").exit_code == 0
    assert shared.read_text() == "/* own */"
    own.unlink()
    assert run(site, "site").exit_code == 0
    assert shared.read_bytes() == before


def test_an_icon_of_the_project_is_part_of_the_theme(site: Config) -> None:
    icon = site.root / "generator" / "theme" / ".icons" / "own" / "logo.svg"
    icon.parent.mkdir(parents=True)
    edit(site.root / "mkdocs.yml", "logo: material/text-box-multiple-outline", "logo: own/logo")
    for number in ("1", "2"):
        icon.write_text(f'<svg id="mine{number}"/>', encoding="utf-8")
        assert run(site, "site").exit_code == 0
        assert f"mine{number}" in (site.site / "about" / "index.html").read_text()


def test_hidden_files_that_the_settings_include_come_and_go(site: Config) -> None:
    edit(site.root / "mkdocs.yml", "plugins: []", 'plugins: []\nexclude_docs: "!.well-known"')
    own = site.docs / ".well-known" / "security.txt"
    own.parent.mkdir()
    for word in ("one", "two"):
        own.write_text(word, encoding="utf-8")
        assert run(site, "site").exit_code == 0
        assert (site.site / ".well-known" / "security.txt").read_text() == word
    own.unlink()
    assert run(site, "site").exit_code == 0
    assert not (site.site / ".well-known").exists()


def test_after_everything_was_touched_the_next_look_is_quick_again(site: Config) -> None:
    for folder in ("docs", "site"):
        for path in (site.root / folder).rglob("*"):
            os.utime(path)
    (site.docs / "dates" / ".DS_Store").write_bytes(b"")
    time.sleep(0.1)  # until the file system's clock has moved on
    assert run(site, "site").exit_code == 0
    (site.root / ".cache" / "docs").unlink()  # which a quick look does not read
    assert "; nothing to build\n" in run(site, "site").output
    assert not (site.root / ".cache" / "docs").exists()


@pytest.mark.parametrize("place", ["docs/x.md", "docs/x.png", "papers/x.md", "docs/folder"])
def test_a_link_that_leads_nowhere_is_no_traceback(site: Config, place: str) -> None:
    (site.root / place).symlink_to(site.root / "nowhere")
    ended = run(site, "site")
    assert ended.exit_code in {0, 1, 2}
    assert ended.exception is None or isinstance(ended.exception, SystemExit)


def test_an_own_page_at_a_generated_address_is_an_error(site: Config) -> None:
    (site.docs / "search.md").write_text("# Mine", encoding="utf-8")
    ended = run(site, "site")
    assert ended.exit_code == 1
    assert "docs/search.md:1: error: its address belongs to generated pages" in ended.stderr


def test_a_template_with_an_error_is_named_with_its_line(site: Config) -> None:
    frame = site.root / "generator" / "theme" / "frame.html"
    frame.write_text(frame.read_text() + "\n{% foo %}", encoding="utf-8")
    ended = run(site, "site")
    assert ended.exit_code == 2
    assert f"frame.html:{len(frame.read_text().splitlines())}: " in ended.stderr


def test_settings_with_a_function_are_the_same_each_time(site: Config) -> None:
    function = "!!python/name:pymdownx.superfences.fence_code_format"
    fences = [
        "  - pymdownx.superfences:",
        "      custom_fences:",
        f"        - {{name: x, class: x, format: {function} }}",
    ]
    edit(site.root / "mkdocs.yml", "  - attr_list\n", "\n".join(["  - attr_list", *fences, ""]))
    assert run(site, "site").exit_code == 0
    (site.docs / "own.md").write_text("# Own", encoding="utf-8")
    assert "everything rebuilt" not in run(site, "site").output


def change(root: Path, draft: Draft, before: Draft, edit: Edit, chance: Random) -> None:
    if edit in DISK_EDITS:
        edit(root, before, chance)
    else:
        edit(draft, chance)


def made(root: Path, draft: Draft) -> Result:
    """Return what a build makes in a project, or what it says where it cannot."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        for name, value in draft.environment.items():
            patch.setenv(name, value)
        ended = run(Config(root, "", ""), "site")
    if ended.exit_code:
        return sorted(ended.stderr.replace(str(root), "").splitlines())
    return {
        f"{name}/{path}": held
        for name in ("docs", "site")
        for path, held in read_tree(root / name).items()
    }


def made_clean(folder: Path, draft: Draft) -> Result:
    shutil.rmtree(folder, ignore_errors=True)
    draft.write(folder)
    return made(folder, draft)


def difference(one: Result, other: Result) -> list[str]:
    """Return what two builds do not have in common: paths, or what they said."""
    if isinstance(one, list) or isinstance(other, list):
        return [] if one == other else [f"{str(each)[:300]}" for each in (one, other)]
    gone = object()
    return sorted(
        path for path in one.keys() | other.keys() if one.get(path, gone) != other.get(path, gone)
    )
