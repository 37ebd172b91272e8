"""A build that would change nothing is skipped, and only then."""

import os
import time

from generator.core.config import Config
from tests.support.cli import run
from tests.support.small_site import file_states


def test_without_a_change_no_file_is_written(site: Config) -> None:
    before = file_states(site)
    assert "; nothing to build\n" in run(site, "site").output
    assert file_states(site) == before


def test_without_a_record_of_the_previous_build_no_file_is_written(site: Config) -> None:
    before = file_states(site)
    (site.root / ".cache" / "seen").unlink(missing_ok=True)
    assert "; nothing to build\n" in run(site, "site").output
    assert file_states(site) == before


def test_a_touched_file_is_not_a_change(site: Config) -> None:
    for folder in ("papers", "docs", "site"):
        for path in (site.root / folder).rglob("*"):
            os.utime(path)
    before = file_states(site)
    assert "; nothing to build\n" in run(site, "site").output
    assert file_states(site) == before


def test_a_build_after_all_files_were_touched_is_skipped_again(site: Config) -> None:
    for folder in ("docs", "site"):
        for path in (site.root / folder).rglob("*"):
            os.utime(path)
    (site.docs / "dates" / ".DS_Store").write_bytes(b"")
    time.sleep(0.1)  # until the file system's clock has moved on
    assert run(site, "site").exit_code == 0
    (site.root / ".cache" / "docs").unlink()  # a skipped build does not read it
    assert "; nothing to build\n" in run(site, "site").output
    assert not (site.root / ".cache" / "docs").exists()
