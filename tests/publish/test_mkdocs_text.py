"""The texts around MkDocs: settings, pages, and errors in templates."""

from generator.core.config import Config
from tests.support.cli import run


def test_an_error_in_a_template_is_reported_with_its_line(site: Config) -> None:
    frame = site.root / "generator" / "theme" / "frame.html"
    frame.write_text(frame.read_text() + "\n{% foo %}", encoding="utf-8")
    result = run(site, "site")
    assert result.exit_code == 2
    assert f"frame.html:{len(frame.read_text().splitlines())}: " in result.stderr
