"""Foreign files in generated places are found, and nothing is written then."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.errors import ContentError
from tests.support.docs_folders import file_times, write_docs


def _hand_written_page(docs: Path) -> None:
    (docs / "papers" / "mine.md").write_text("mine", encoding="utf-8")


def _hand_written_home(docs: Path) -> None:
    (docs / "index.md").write_text("mine", encoding="utf-8")


def _edited_page(docs: Path) -> None:
    (docs / "papers" / "a.md").write_text("A, but better", encoding="utf-8")


def _edited_orphan(docs: Path) -> None:
    (docs / "papers" / "old.md").write_text("old, but better", encoding="utf-8")


def _link_to_a_file(docs: Path) -> None:
    (docs / "papers" / "link.md").symlink_to(docs.parent / "outside" / "file.md")


def _link_to_nothing(docs: Path) -> None:
    (docs / "papers" / "new.md").symlink_to(docs.parent / "outside" / "none.md")


def _home_linked_to_nothing(docs: Path) -> None:
    (docs / "index.md").symlink_to(docs.parent / "outside" / "none.md")


def _linked_folder(docs: Path) -> None:
    (docs / "tags").symlink_to(docs.parent / "outside", target_is_directory=True)


def _linked_folder_within(docs: Path) -> None:
    (docs / "papers" / "deep").symlink_to(docs.parent / "outside", target_is_directory=True)


def _folder_at_a_file_path(docs: Path) -> None:
    (docs / "papers" / "new.md").mkdir()


def _file_at_a_folder_path(docs: Path) -> None:
    (docs / "tags").write_text("mine", encoding="utf-8")


@pytest.mark.parametrize(
    ("add_obstacle", "path"),
    [
        (_hand_written_page, "docs/papers/mine.md"),
        (_hand_written_home, "docs/index.md"),
        (_edited_page, "docs/papers/a.md"),
        (_edited_orphan, "docs/papers/old.md"),
        (_link_to_a_file, "docs/papers/link.md"),
        (_link_to_nothing, "docs/papers/new.md"),
        (_home_linked_to_nothing, "docs/index.md"),
        (_linked_folder, "docs/tags"),
        (_linked_folder_within, "docs/papers/deep"),
        (_folder_at_a_file_path, "docs/papers/new.md"),
        (_file_at_a_folder_path, "docs/tags"),
    ],
)
def test_a_foreign_file_stops_the_writer_before_any_change(
    tmp_path: Path, add_obstacle: Callable[[Path], None], path: str
) -> None:
    docs, outside = tmp_path / "docs", tmp_path / "outside"
    outside.mkdir()
    (outside / "file.md").write_text("not ours", encoding="utf-8")
    (outside / ".x.md.paper-digest-tmp").write_text("not ours", encoding="utf-8")
    write_docs(docs, {"papers/a.md": b"A", "papers/old.md": b"old"})
    add_obstacle(docs)
    changed = dict.fromkeys(("papers/new.md", "index.md", "tags/x.md"), b"new")
    before = file_times(tmp_path)
    with pytest.raises(ContentError) as error:
        write_docs(docs, {**changed, "papers/a.md": b"A2"})
    assert path in {problem.path for problem in error.value.problems}
    assert all("; " in problem.message for problem in error.value.problems)
    assert file_times(tmp_path) == before
