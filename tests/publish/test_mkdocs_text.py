"""The texts around MkDocs: settings, pages, and errors in templates."""

from generator.core.config import Config
from generator.publish import mkdocs_text
from tests.support.cli import run


def test_an_error_in_a_template_is_reported_with_its_line(site: Config) -> None:
    frame = site.root / "generator" / "theme" / "frame.html"
    frame.write_text(frame.read_text() + "\n{% foo %}", encoding="utf-8")
    result = run(site, "site")
    assert result.exit_code == 2
    assert f"frame.html:{len(frame.read_text().splitlines())}: " in result.stderr


def test_front_matter_is_separated_from_the_text() -> None:
    source = '---\n# generated\ntitle: "A: b"\ntags: ["a"]\n---\n\nText\n---\nmore\n'
    front_matter = {"title": "A: b", "tags": ["a"]}
    assert mkdocs_text.split_front_matter(source) == ("Text\n---\nmore\n", front_matter)


def test_blank_lines_within_the_article_stay() -> None:
    page = "\n<html>\n\n<body><article><pre>a\n\nb</pre></article>\n\n</body>"
    tidy = "<html>\n<body><article><pre>a\n\nb</pre></article>\n</body>"
    assert mkdocs_text.tidy_html(page) == tidy
    assert mkdocs_text.tidy_html("a\n\nb") == "a\n\nb"
