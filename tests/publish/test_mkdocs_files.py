"""The files that MkDocs sees: hidden files, and pages at generated addresses."""

from generator.core.config import Config
from tests.support.cli import run
from tests.support.small_site import replace_text


def test_hidden_files_that_the_settings_include_are_updated(site: Config) -> None:
    replace_text(
        site.root / "mkdocs.yml", "plugins: []", 'plugins: []\nexclude_docs: "!.well-known"'
    )
    file = site.docs / ".well-known" / "security.txt"
    file.parent.mkdir()
    for word in ("one", "two"):
        file.write_text(word, encoding="utf-8")
        assert run(site, "site").exit_code == 0
        assert (site.site / ".well-known" / "security.txt").read_text() == word
    file.unlink()
    assert run(site, "site").exit_code == 0
    assert not (site.site / ".well-known").exists()


def test_a_hand_written_page_at_a_generated_address_is_an_error(site: Config) -> None:
    (site.docs / "search.md").write_text("# Mine", encoding="utf-8")
    result = run(site, "site")
    assert result.exit_code == 1
    assert "docs/search.md:1: error: its URL is reserved for generated pages" in result.stderr
